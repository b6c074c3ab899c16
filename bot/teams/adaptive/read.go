package adaptive

import (
	"errors"
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/figure"
	"salesclerk/cards"
)

// Collect adds what was entered on a page to what was typed before. Nothing is
// judged and nothing refused. f is the form as it is now, in any language.
func Collect(f cards.Form, s Submission) Draft {
	d := s.Draft
	d.Errors, d.Notes = nil, nil
	typed := Typed{}
	if f.Action == "" { // it can no longer be sent: everything is kept, to be shown
		maps.Copy(typed, d.Typed)
		maps.Copy(typed, s.inputs)
		d.Typed = typed
		return d
	}
	for _, x := range slots(f, d.Rows) {
		v, there := s.inputs[x.id]
		switch {
		case there:
			v = x.typed(v)
		case s.drawn[x.id]: // clients leave out what is empty
			v = ""
		default:
			if old, ok := d.Typed[x.id]; ok {
				typed[x.id] = x.typed(old)
			}
			continue
		}
		if !x.same(v) && (v != "" || x.kind != choose) {
			typed[x.id] = v
		}
	}
	for id, v := range d.Typed {
		if strings.HasPrefix(id, asked) && typed[strings.TrimPrefix(id, asked)] == "" {
			typed[id] = v
		}
	}
	d.Typed = typed
	return d
}

// asked begins the ids under which is kept that somebody was asked about a field
// that was emptied.
const asked = "?"

// Read is what the event brings, or what is wrong, by field, in sentences for the
// reader: then the form is nil and the Draft has it all, to be drawn again.
// Values that nobody touched are left out where the core keeps what is left out.
// "version" among the errors says that the form is about something else by now:
// show Moved. What was emptied and need not be filled in is asked about once, as
// if it were wrong.
func Read(f cards.Form, s Submission, tag string) (*task.Form, Draft) {
	r := reader{f: f, w: lang.For(tag), d: Collect(f, s), wrong: map[string]string{}}
	r.typed = r.d.Typed
	if f.Action == "" || f.Kind == cards.FormDocument && f.Version != s.Version {
		r.wrong["version"] = r.w.T("teams.card.error.version")
		r.d.Errors = r.wrong
		return nil, r.d
	}
	form := r.form()
	if len(r.wrong) > 0 {
		r.d.Errors = r.wrong
		return nil, r.d
	}
	return form, r.d
}

type reader struct {
	f     cards.Form
	w     *lang.Words
	d     Draft
	typed Typed
	wrong map[string]string
}

func (r *reader) form() *task.Form {
	for _, in := range r.f.Inputs {
		r.judge(in)
	}
	switch r.f.Kind {
	case cards.FormDocument:
		return &task.Form{Document: r.document()}
	case cards.FormPick:
		return &task.Form{Picks: r.picks()}
	}
	return r.plain()
}

// value is the value of an input as it stands, and whether somebody changed it.
func (r *reader) value(in cards.Input) (value string, touched bool) {
	if in.Type != cards.InChoice {
		v, ok := r.typed[in.Name]
		if !ok {
			return in.Value.S, false
		}
		if in.Type == cards.InText && strings.Contains(in.Value.S, "\r\n") {
			v = strings.ReplaceAll(v, "\n", "\r\n")
		}
		return v, true
	}
	if v, ok := r.typed[in.Name+own]; ok && strings.TrimSpace(v) != "" {
		return strings.TrimSpace(v), true
	}
	v, ok := r.typed[in.Name+search]
	if !ok {
		v, ok = r.typed[in.Name]
	}
	if ok {
		parts, _ := decode(v)
		return parts[0], true
	}
	if _, emptied := r.typed[in.Name+own]; emptied {
		return "", true
	}
	return in.Value.S, false
}

// judge says what is wrong with an input that only this surface can know.
func (r *reader) judge(in cards.Input) {
	value, touched := r.value(in)
	most := max(in.Max, utf8.RuneCountInString(in.Value.S))
	switch {
	case in.Required && strings.TrimSpace(value) == "":
		r.wrong[in.Name] = r.w.T("teams.card.error.required")
	case in.Max > 0 && touched && utf8.RuneCountInString(value) > most:
		r.wrong[in.Name] = r.w.T("teams.card.error.long", lang.Args{"Max": r.w.Decimal(strconv.Itoa(most))})
	case in.Type == cards.InDate && touched && value != "" && !isoDate.MatchString(value):
		r.wrong[in.Name] = r.notADate(value)
	case in.Type == cards.InChoice && !in.Free && touched && !offered(in, value):
		r.wrong[in.Name] = r.w.T("teams.card.error.choice")
	}
	if r.wrong[in.Name] == "" {
		for _, s := range inputSlots(in) {
			r.ask(s, in.Name)
		}
	}
}

// ask asks once about a value that was emptied.
func (r *reader) ask(s slot, field string) {
	v, ok := r.typed[s.id]
	if !ok || !s.asks || strings.TrimSpace(v) != "" || strings.TrimSpace(s.was) == "" || r.typed[asked+s.id] != "" {
		return
	}
	if base, _, two := strings.Cut(s.id, own); two {
		_, chose := r.typed[base]
		if _, found := r.typed[base+search]; chose || found { // something else was chosen instead
			return
		}
	}
	r.typed[asked+s.id] = "1"
	r.wrong[field] = r.w.T("teams.card.error.emptied")
}

// plain is the form of inputs alone.
func (r *reader) plain() *task.Form {
	form := &task.Form{}
	for _, in := range r.f.Inputs {
		value, touched := r.value(in)
		if short := strings.TrimSpace(value); r.take(form, in.Name, short) || !touched && r.f.Kind == cards.FormMail {
			continue
		}
		switch in.Name {
		case "to":
			form.To = addresses(value)
		case "cc":
			form.Cc = addresses(value)
		case "subject":
			form.Subject = &value
		case "text":
			form.Text = &value
		}
	}
	return form
}

// take takes the short values of a contact.
func (r *reader) take(form *task.Form, name, value string) bool {
	switch name {
	case "contact":
		form.Contact = value
	case "name":
		form.Name = value
	case "email":
		form.Email = value
	case "customer":
		form.Customer = value
	case "lang":
		form.Lang = value
	default:
		return false
	}
	return true
}

// addresses is never nil: an emptied list is one.
func addresses(s string) []string { return append([]string{}, bot.MailAddresses(s)...) }

// document is the document as it shall be: header values that were changed, and
// all lines where one was. No lines would keep them: that is refused.
func (r *reader) document() *task.DocumentEdit {
	d := &task.DocumentEdit{Version: r.f.Version}
	for _, in := range r.f.Inputs {
		value, _ := r.value(in)
		if value == in.Value.S {
			continue
		}
		switch in.Name {
		case "requested":
			d.Requested = &value
		case "reference":
			d.Reference = &value
		case "ship_to":
			d.ShipTo = &value
		}
	}
	changed := false
	rows := rowsOf(r.f, r.d)
	for _, x := range rows {
		if x.n > 0 {
			d.Lines = append(d.Lines, r.line(x))
		}
		changed = changed || x.changed
	}
	switch {
	case !changed:
		d.Lines = nil
	case len(d.Lines) == 0:
		r.wrong["lines"] = r.w.T("teams.card.error.no_lines")
	}
	return d
}

// line is a line as the event brings it.
func (r *reader) line(x row) task.LineEdit {
	e := x.line.LineEdit
	field := "lines." + strconv.Itoa(x.n) + "."
	if x.new {
		e.Item, e.Variant = itemIn(r.typed, x.key)
		e.Quantity = "1"
		if e.Item == "" {
			r.wrong[field+"item"] = r.w.T("teams.card.error.item")
		}
	}
	for _, s := range x.slots() {
		_, name, _ := strings.Cut(s.id, ".")
		v, ok := r.typed[s.id]
		if to := lineField(&e, name); ok && to != nil {
			*to = r.cell(s, v, field+lineNames[name])
		}
	}
	if strings.TrimSpace(e.Quantity) == "" && r.wrong[field+"quantity"] == "" {
		r.wrong[field+"quantity"] = r.w.T("teams.card.error.required")
	}
	return e
}

// lineNames are the fields of task.LineEdit by the short names that ids have.
var lineNames = map[string]string{"q": "quantity", "u": "unit", "p": "price", "d": "discount", "t": "date", "i": "item", "n": "item", "v": "variant"}

func lineField(e *task.LineEdit, name string) *string {
	switch name {
	case "q":
		return &e.Quantity
	case "u":
		return &e.Unit
	case "p":
		return &e.Price
	case "d":
		return &e.Discount
	case "t":
		return &e.Date
	}
	return nil
}

// cell is a value of a line as the core wants it, or what is wrong with it.
func (r *reader) cell(s slot, v, field string) string {
	r.ask(s, field)
	if s.kind == date && v != "" && !isoDate.MatchString(v) {
		r.wrong[field] = r.notADate(v)
	}
	if s.kind != number {
		return strings.TrimSpace(v)
	}
	value, say := r.number(v)
	if say != "" {
		r.wrong[field] = say
	}
	return value
}

func (r *reader) notADate(v string) string {
	return r.w.T("teams.card.error.date", lang.Args{"Value": label(cards.Text{S: v, From: cards.Colleague}, 40)})
}

// number reads a number, or says what is wrong with it.
func (r *reader) number(v string) (value, wrong string) {
	value, err := figure.Read(v, r.w)
	var no *figure.Wrong
	switch {
	case !errors.As(err, &no):
		return value, ""
	case no.Whole != "":
		return "", r.w.T("teams.card.error.twofold", lang.Args{"Value": no.Typed, "Whole": no.Whole, "Part": no.Part})
	}
	return "", r.w.T("teams.card.error.number", lang.Args{"Value": label(cards.Text{S: v, From: cards.Colleague}, 40)})
}

// itemIn is the item that was chosen or typed for a line: what was typed counts.
func itemIn(typed Typed, key string) (item, variant string) {
	if n := strings.TrimSpace(typed[key+".n"]); n != "" {
		return n, strings.TrimSpace(typed[key+".v"])
	}
	v, ok := typed[key+".i"]
	if !ok {
		return "", ""
	}
	item, variant = itemOf(v)
	if own := strings.TrimSpace(typed[key+".v"]); own != "" {
		variant = own
	}
	return item, variant
}

// itemOf is the item of a choice, or of what was typed in its place.
func itemOf(v string) (item, variant string) {
	parts, chosen := decode(v)
	if chosen && len(parts) == 2 {
		variant = parts[1]
	}
	return parts[0], variant
}

// picks is the choices as the event brings them: every one for a line that needs
// it, of the others those that were changed.
func (r *reader) picks() []task.Pick {
	var out []task.Pick
	for _, p := range r.f.Picks {
		pick, ok := r.pick(p)
		if ok && (p.Needed || r.changed(p)) {
			out = append(out, pick)
		}
	}
	if len(out) == 0 && len(r.wrong) == 0 && len(r.f.Picks) > 0 {
		needed, others := pickOrder(r.f)
		first := append(needed, others...)[0]
		r.wrong["picks."+strconv.Itoa(first.Line)+".item"] = r.w.T("teams.card.error.pick")
	}
	return out
}

func (r *reader) changed(p cards.PickIn) bool {
	for _, s := range pickSlots(p) {
		if _, ok := r.typed[s.id]; ok {
			return true
		}
	}
	return false
}

// pick is the choice for a line; false where nothing is chosen.
func (r *reader) pick(p cards.PickIn) (task.Pick, bool) {
	key, field := keyOfPick(p), "picks."+strconv.Itoa(p.Line)+"."
	listed, touched := r.typed[key+".c"]
	pick := task.Pick{Line: p.Line}
	pick.Item, pick.Variant = itemIn(r.typed, key)
	switch {
	case pick.Item != "":
	case touched && listed != skip:
		pick.Item, pick.Variant = itemOf(listed)
	case touched, p.Skip:
		return task.Pick{Line: p.Line, Skip: true}, true
	default:
		for _, c := range p.Choices {
			if c.Value == p.Chosen && p.Chosen != "" {
				pick.Item, pick.Variant = c.Item, c.Variant
			}
		}
	}
	var say string
	if v, ok := r.typed[key+".q"]; ok {
		if pick.Quantity, say = r.number(v); say != "" {
			r.wrong[field+"quantity"] = say
		}
	}
	pick.Unit = strings.TrimSpace(r.typed[key+".u"])
	if pick.Item == "" && (pick.Quantity != "" || pick.Unit != "" || r.typed[key+".v"] != "") {
		r.wrong[field+"item"] = r.w.T("teams.card.error.pick")
	}
	return pick, pick.Item != ""
}

// pickOrder is the lines that need a choice first.
func pickOrder(f cards.Form) (needed, others []cards.PickIn) {
	for _, p := range f.Picks {
		if p.Needed {
			needed = append(needed, p)
		} else {
			others = append(others, p)
		}
	}
	return needed, others
}

// row is a line of a document as it shall be.
type row struct {
	entry
	n       int // its place among the lines that will be there, from 1; 0: it will not
	changed bool
}

// rowsOf is the lines of a form and its empty rows, as they stand.
func rowsOf(f cards.Form, d Draft) []row {
	if f.Kind != cards.FormDocument || f.Action == "" {
		return nil
	}
	var out []row
	n := 0
	add := func(e entry, there bool) {
		x := row{entry: e}
		for _, s := range e.slots() {
			if _, ok := d.Typed[s.id]; ok {
				x.changed = true
			}
		}
		if x.changed = x.changed && (there || !e.new); there {
			n++
			x.n = n
		}
		out = append(out, x)
	}
	for _, e := range linesOf(f) {
		add(e, d.Typed[e.key+".x"] != "true")
	}
	for i := range firstRows + d.Rows {
		e := newLine(i + 1)
		add(e, begun(e, d.Typed))
	}
	return out
}

// begun says whether anything was entered in an empty row.
func begun(e entry, typed Typed) bool {
	for _, s := range e.slots() {
		if v, ok := typed[s.id]; ok && strings.TrimSpace(v) != "" {
			return true
		}
	}
	return false
}

// Touched says whether anything was entered that differs from the form.
func (d Draft) Touched() bool {
	for id := range maps.Keys(d.Typed) {
		if !strings.HasPrefix(id, asked) {
			return true
		}
	}
	return false
}
