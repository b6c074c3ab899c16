package adaptive

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

// Window is a dialog of Teams (task module).
type Window struct {
	Title string // plain words
	Card  Root
}

// Dialog is a form as a dialog, the page of it where the Draft is, or where the
// first of its errors is. With an Action it can be sent: its button comes back as
// task/submit with that verb; so do its other pages (VerbPage) and more empty rows
// (VerbRows), to be answered with Dialog again after Collect and Turn. f.Buttons
// beside it are buttons at its end; Confirm of a mail to mend comes with the form.
func Dialog(f cards.Form, at bot.Target, d Draft, o Options) Window {
	s := newSheet(f, d, o.Lang)
	s.link = o.Link
	page, n, pages := s.shown(goalPage)
	base := s.data(page, n, at.String())
	var actions []action
	for _, b := range s.buttons(n, pages) {
		x := base
		x.Verb, x.To = b.verb, b.to
		if b.inputs == "none" {
			x.Typed = nil
		}
		actions = append(actions, submit{Type: "Action.Submit", Title: titled(b.title), Style: b.style, Data: x, Inputs: b.inputs})
	}
	body := s.body(page, n, pages)
	return Window{Title: label(ours(f.Title), maxLabel), Card: s.root(body, actions)}
}

// Review is a card with one of its forms in it, for the one who asked: where there
// are no dialogs, and again with what is wrong at its fields. Its buttons come back
// as Action.Execute with the verbs of Dialog; VerbRefresh leads back to the card.
func Review(c cards.Card, f cards.Form, d Draft, o Options) Message {
	s := newSheet(f, d, c.Lang)
	s.link = o.Link
	at := target(c, o)
	top := head(c)
	page, n, pages := s.shown(goalPage - weigh(top))
	base := s.data(page, n, at)
	var actions []action
	for _, b := range append(s.buttons(n, pages), turn{verb: VerbRefresh, title: s.w.T("teams.card.back"), inputs: "none"}) {
		x := base
		if b.verb == VerbRefresh {
			x = data{Target: at}
		}
		x.Verb, x.To = b.verb, b.to
		if b.inputs == "none" {
			x.Typed = nil
		}
		actions = append(actions, execute{Type: "Action.Execute", Title: titled(b.title), Verb: string(b.verb), Style: b.style, Data: x, Inputs: b.inputs})
	}
	top = append(top, heading(line(ours(f.Title), maxTitle)))
	return Message{Summary: summary(c), Card: s.root(append(top, s.body(page, n, pages)...), actions)}
}

// shown is the page to show, its number and how many there are. What the buttons
// carry of the other pages takes room, too.
func (s *sheet) shown(goal int) (page []unit, n, pages int) {
	carried := weigh(s.d.Typed)
	if !s.full() {
		carried *= maxCopies
	}
	all := paged(s.units(), max(goal-carried, goalPage/6))
	n = s.page(all)
	return all[n], n, len(all)
}

// maxCopies is how many buttons carry what was typed on other pages.
const maxCopies = 4

// full says whether so much was typed that a card has no room for more than one
// button that carries it: then it must be sent before more is typed.
func (s *sheet) full() bool { return maxCopies*weigh(s.d.Typed) > goalPage*5/6 }

// turn is a button of a form.
type turn struct {
	verb   task.Kind
	title  string
	style  string
	to     int
	inputs string
}

// buttons is what a page of a form can do: send it, go to the pages beside it, get
// more rows, and what else the form offers.
func (s *sheet) buttons(n, pages int) []turn {
	var out []turn
	if s.f.Action != "" {
		out = append(out, turn{verb: s.f.Action, title: s.f.Words.Submit, style: "positive"})
	}
	if s.full() {
		return out
	}
	if n > 0 {
		out = append(out, turn{verb: VerbPage, title: s.w.T("teams.card.previous"), to: n - 1})
	}
	if n < pages-1 {
		out = append(out, turn{verb: VerbPage, title: s.w.T("teams.card.next"), to: n + 1})
	}
	if s.f.Kind == cards.FormDocument && s.f.Action != "" && n == pages-1 {
		out = append(out, turn{verb: VerbRows, title: s.w.T("teams.card.rows")})
	}
	for _, b := range s.others() {
		style := styleOf(b)
		if s.f.Action != "" { // the one that stands out is the form's own
			style = ""
		}
		inputs := "none"
		if s.brings(b) {
			inputs = ""
		}
		out = append(out, turn{verb: b.Action, title: b.Label, style: style, inputs: inputs})
	}
	return out
}

// body is a page with its place among the others.
func (s *sheet) body(page []unit, n, pages int) []element {
	out := items(page)
	if pages < 2 {
		return out
	}
	say := s.w.T("teams.card.page", lang.Args{"N": strconv.Itoa(n + 1), "Of": strconv.Itoa(pages)})
	first, last := 0, 0
	for _, u := range page {
		if u.line > 0 {
			if last = u.line; first == 0 {
				first = u.line
			}
		}
	}
	if first > 0 {
		say = dotted(say, s.w.T("teams.card.lines", lang.Args{"From": strconv.Itoa(first), "To": strconv.Itoa(last)}))
	}
	top := []element{rich(small(say))}
	if s.full() && s.f.Action != "" {
		top = append(top, failed(s.w.T("teams.card.full", lang.Args{"Button": s.f.Words.Submit})))
	}
	return append(top, out...)
}

// root is the form as a card.
func (s *sheet) root(body []element, list []action) Root {
	body, list = placed(body, list)
	return root(s.w.Tag(), body, list)
}

// Turn carries VerbPage and VerbRows out on a Draft. Collect first.
func (s Submission) Turn(d Draft) Draft {
	switch s.Verb {
	case VerbPage:
		d.Page = s.To
	case VerbRows:
		d.Rows = clamp(d.Rows+firstRows, 0, maxRows)
		d.Page = maxPages
	}
	return d
}

// Moved is shown instead of a form whose step was decided meanwhile: what happened
// (a sentence of ours), the card as it is now, and what the person had entered, to
// be read and copied. f is the form that the Draft was typed in, as it is now.
func Moved(f cards.Form, d Draft, c cards.Card, what string, o Options) Message {
	w := lang.For(o.Lang)
	body := []element{tight(run{Type: "TextRun", Text: line(ours(w.T("teams.card.moved")), maxTitle), Weight: "Bolder", Size: "Large"})}
	body = append(body, box("warning", rich(plain("⚠ "+line(ours(what), maxSentence)))))
	if c.Settled != "" && c.Settled != what {
		body = append(body, tight(plain(line(ours(c.Settled), maxSentence))))
	}
	if mine := mine(f, d, w); len(mine) > 0 {
		body = append(body, heading(line(ours(w.T("teams.card.yours")), maxTitle)))
		body = append(body, mine...)
	}
	open := act(w.T("teams.card.now"), "positive", data{Verb: VerbOpen, Target: target(c, o)})
	return Message{Summary: label(ours(what), maxSummary), Card: root(w.Tag(), body, []action{open})}
}

// mine is what a person entered, cut only where a card could not hold it.
func mine(f cards.Form, d Draft, w *lang.Words) []element {
	var out []element
	room := goalCard / 2
	names := names(f, w)
	for _, x := range entered(f, d) {
		l := layout{w: w, size: sizes[1]}
		name := names[x.id]
		b := cards.Block{Kind: cards.BlockFields, Fields: []cards.Field{{Label: name, Value: cards.Text{S: said(x), From: cards.Colleague}}}}
		if x.kind == many {
			l.size.quote = 8_000
			b = cards.Block{Kind: cards.BlockQuote, Title: name, Text: cards.Text{S: x.was, From: cards.Colleague}}
		}
		items := l.blocks([]cards.Block{b})
		if room -= weigh(items); room < 0 {
			return append(out, tight(subtle(l.say("teams.card.cut", 0))))
		}
		out = append(out, items...)
	}
	return out
}

// entered is the inputs that hold something of a person's, with that; in the order
// of the form, those that it no longer has last.
func entered(f cards.Form, d Draft) []slot {
	var out []slot
	left := maps.Clone(d.Typed)
	add := func(x slot) {
		v, ok := left[x.id]
		delete(left, x.id)
		if ok && strings.TrimSpace(v) != "" && v != "false" && !strings.HasPrefix(x.id, asked) {
			x.was = v
			out = append(out, x)
		}
	}
	for _, x := range slots(f, d.Rows) {
		add(x)
	}
	for _, id := range sortedKeys(left) {
		x := slot{id: id}
		switch {
		case strings.Contains(left[id], "\n"):
			x.kind = many
		case strings.HasPrefix(left[id], "="), left[id] == skip:
			x.kind = choose
		}
		add(x)
	}
	return out
}

// said is what was entered, in words.
func said(x slot) string {
	if x.kind != choose || x.was == skip {
		return x.was
	}
	parts, _ := decode(x.was)
	return dotted(parts...)
}

// names is the labels of the inputs of a form, by id.
func names(f cards.Form, w *lang.Words) map[string]string {
	out := map[string]string{"customer": w.T("cards.form.customer_no")}
	for _, name := range []string{"to", "cc", "subject", "text", "contact", "name", "email", "requested", "reference", "ship_to"} {
		out[name] = w.T("cards.field." + name)
	}
	for _, in := range f.Inputs {
		out[in.Name] = in.Label
	}
	for _, name := range slices.Collect(maps.Keys(out)) {
		out[name+own], out[name+search] = out[name], out[name]
	}
	words := map[string]string{"q": f.Words.Quantity, "u": f.Words.Unit, "p": f.Words.Price, "d": f.Words.Discount, "t": f.Words.Date,
		"c": f.Words.Item, "i": f.Words.Item, "n": f.Words.Item, "v": f.Words.Variant, "x": f.Words.Remove}
	add := func(key, what string) {
		for short, word := range words {
			out[key+"."+short] = dotted(what, word)
		}
	}
	for i, e := range linesOf(f) {
		add(e.key, strconv.Itoa(i+1)+". "+e.line.Item)
	}
	for n := range firstRows + maxRows {
		add(newLine(n+1).key, f.Words.Add)
	}
	for _, p := range f.Picks {
		add(keyOfPick(p), cut(p.Text.S, 80))
	}
	return out
}
