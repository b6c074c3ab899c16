package slacktest

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

//go:embed page.html
var pageFile embed.FS

var pageTemplate = template.Must(template.ParseFS(pageFile, "page.html"))

// desktop is the page: one person looking at one channel or at the home tab.
type desktop struct {
	As, In, Note string
	Users        []User
	Channels     []Channel
	Lines        []line
	Private      []line
	Home, Modal  *sheet
}

// line is a message with what hangs on it.
type line struct {
	TS, Who, Words string
	Acts           []act
	Replies        []line
	Files          []string
	Edits          int
}

// sheet is a view.
type sheet struct {
	ID, Title, Submit, Close string
	Depth                    int
	Parts                    []part
}

// part is one block of a view: words, buttons or a field.
type part struct {
	Words, Error string
	Acts         []act
	Field        *Input
	Offered      bool // a field whose choices the app suggests
}

// act is something to press, with the names that Click takes.
type act struct {
	Which string
	Button
}

// Page is a small local page to look at the workspace as one of its people and to press its buttons by hand. It works
// without scripts and takes requests of its own pages only. It is no picture of Slack: words are shown line by line.
func (s *Server) Page() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.showPage)
	mux.HandleFunc("POST /{$}", s.pagePost)
	return http.NewCrossOriginProtection().Handler(mux)
}

func (s *Server) showPage(w http.ResponseWriter, r *http.Request) {
	var out bytes.Buffer
	if err := pageTemplate.Execute(&out, s.desktop(r.URL.Query())); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
	_, _ = w.Write(out.Bytes())
}

// pagePost does what a form asks for and shows the page again with what came of it.
func (s *Server) pagePost(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, bodyLimit)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "this form cannot be read", http.StatusBadRequest)
		return
	}
	f := pressed(r.PostForm)
	back := url.Values{"as": {f.Get("as")}, "in": {f.Get("in")}, "note": {s.pageAct(r.Context(), f)}}
	http.Redirect(w, r, "?"+back.Encode(), http.StatusSeeOther)
}

// pressed reads which of a form's buttons was pressed ("yes block/action", "suggest block", "submit", "close").
func pressed(f url.Values) url.Values {
	how, which, _ := strings.Cut(f.Get("press"), " ")
	switch how {
	case "yes", "no":
		f.Set("answer", how)
	case "submit", "close", "suggest":
		f.Set("do", how)
	}
	f.Set("which", which)
	f.Set("choice", f.Get("choice:"+which))
	return f
}

// pageAct lets the person act; it gives a sentence where something went wrong.
func (s *Server) pageAct(ctx context.Context, f url.Values) string {
	user, view := f.Get("as"), f.Get("view")
	var r Result
	var err error
	switch f.Get("do") {
	case "click":
		r, err = s.Click(ctx, user, f.Get("in"), f.Get("ts"), f.Get("which"), pageOptions(f)...)
	case "clickhome":
		r, err = s.ClickHome(ctx, user, f.Get("which"), pageOptions(f)...)
	case "clickview":
		if err = s.pageKeep(user, view, f); err == nil {
			r, err = s.ClickView(ctx, user, view, f.Get("which"), pageOptions(f)...)
		}
	case "suggest":
		if err = s.pageKeep(user, view, f); err == nil {
			_, err = s.Suggest(ctx, user, view, f.Get("which"), f.Get("words:"+f.Get("which")))
		}
		r.Acked = true
	case "submit":
		r, err = s.Submit(ctx, user, view, s.pageValues(user, f))
	case "close":
		r, err = s.CloseView(ctx, user, view)
	case "home":
		r, err = s.OpenHome(ctx, user)
	case "command":
		r, err = s.Command(ctx, user, f.Get("in"), f.Get("words"))
	default:
		err = fmt.Errorf("nothing is called %q", f.Get("do"))
	}
	switch {
	case err != nil:
		return err.Error()
	case !r.Acked && (r.EventID != "" || f.Get("answer") != "no"):
		return "The app did not acknowledge this."
	}
	return ""
}

func pageOptions(f url.Values) (o []ClickOption) {
	if f.Get("choice") != "" {
		o = append(o, Choose(f.Get("choice")))
	}
	switch f.Get("answer") {
	case "yes":
		o = append(o, Yes())
	case "no":
		o = append(o, No())
	}
	return o
}

// pageValues are the fields of the form as Submit takes them.
func (s *Server) pageValues(user string, f url.Values) Values {
	v, open := s.Top(user)
	in := Values{}
	if !open {
		return in
	}
	for _, i := range v.Inputs() {
		list, sent := f["field:"+i.BlockID]
		if many := strings.HasPrefix(holds[i.Type], "selected_") && strings.HasSuffix(holds[i.Type], "s"); sent || many {
			in[i.BlockID] = strings.ReplaceAll(strings.Join(list, "\n"), "\r\n", "\n")
		}
	}
	return in
}

// pageKeep keeps what was typed before a button of the modal is pressed, without telling the app, as the client does.
func (s *Server) pageKeep(user, id string, f url.Values) error {
	in := s.pageValues(user, f)
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _, err := s.fill(user, id, in)
	return err
}

func (s *Server) desktop(q url.Values) desktop {
	d := desktop{As: q.Get("as"), In: q.Get("in"), Note: q.Get("note")}
	s.mu.Lock()
	for _, name := range slices.Sorted(maps.Keys(s.users)) {
		u := *s.users[name]
		u.ID = name
		d.Users = append(d.Users, u)
	}
	for _, id := range s.order {
		d.Channels = append(d.Channels, s.channels[id].Channel)
	}
	slices.SortStableFunc(d.Users, func(a, b User) int { return strings.Count(a.ID, "/") - strings.Count(b.ID, "/") }) // our own first
	s.mu.Unlock()
	if d.As == "" && len(d.Users) > 0 {
		d.As = d.Users[0].ID
	}
	if d.In == "" && len(d.Channels) > 0 {
		d.In = d.Channels[0].ID
	}
	s.fillDesktop(&d)
	return d
}

func (s *Server) fillDesktop(d *desktop) {
	for _, m := range s.Messages(d.In) {
		one := lineOf(m)
		for _, reply := range s.Thread(d.In, m.TS)[1:] {
			one.Replies = append(one.Replies, lineOf(reply))
		}
		d.Lines = append(d.Lines, one)
	}
	for _, m := range s.Ephemerals(d.As) {
		if m.Channel == d.In {
			d.Private = append(d.Private, lineOf(m))
		}
	}
	if v, there := s.Home(d.As); there && d.In == "home" {
		d.Home = s.sheetOf(v, d.As)
	}
	if all := s.Views(d.As); len(all) > 0 {
		d.Modal = s.sheetOf(all[len(all)-1], d.As)
		d.Modal.Depth = len(all)
	}
}

func lineOf(m Message) line {
	l := line{TS: m.TS, Who: m.User, Edits: m.Edits, Files: m.Files, Words: m.Words()}
	if list := layoutOf(m.Blocks); len(list) > 0 {
		l.Words = wordsOf(slices.DeleteFunc(list, isActions))
	}
	l.Acts = acts(m.Buttons())
	return l
}

func isActions(b any) bool {
	block, _ := b.(fields)
	return text(block, "type") == "actions"
}

func acts(list []Button) (out []act) {
	for _, b := range list {
		out = append(out, act{b.BlockID + "/" + b.ActionID, b})
	}
	return out
}

// sheetOf lists a view block by block.
func (s *Server) sheetOf(v View, user string) *sheet {
	out := &sheet{ID: v.ID, Title: v.Title, Submit: v.Submit, Close: v.Close}
	for _, b := range layoutOf(v.Blocks) {
		block, _ := b.(fields)
		id, one := text(block, "block_id"), layout{b}
		p := part{Error: v.Errors[id], Acts: acts(buttonsOf(one))}
		switch {
		case text(block, "type") == "input":
			if i, found := v.Input(id); found {
				p.Field = &i
				p.Offered = strings.HasSuffix(i.Type, "external_select")
				s.addOffers(user, p.Field)
			}
		case !isActions(b):
			p.Words = wordsOf(one)
		}
		out.Parts = append(out.Parts, p)
	}
	return out
}

// addOffers adds what the app suggested last to a field's choices, and what is chosen.
func (s *Server) addOffers(user string, i *Input) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stack := s.views[s.name(user)]
	if len(stack) == 0 {
		return
	}
	for _, o := range stack[len(stack)-1].offers[[2]string{i.BlockID, i.ActionID}] {
		i.Options = append(i.Options, Option{Text: shown(o["text"]), Value: text(o, "value")})
	}
	chosen := func(o Option) bool { return o.Value == i.Value }
	if i.Value != "" && strings.HasSuffix(i.Type, "external_select") && !slices.ContainsFunc(i.Options, chosen) {
		i.Options = append(i.Options, Option{Text: i.Value, Value: i.Value})
	}
}
