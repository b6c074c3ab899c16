package adaptive

import (
	"unicode/utf8"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

// buttons is the actions of an open card: what it offers in its order, and what is
// seldom wanted behind the last one. Nothing for a card that is not open. room is
// how much they may weigh.
func buttons(c cards.Card, o Options, room int) []action {
	if c.State != cards.Open || len(c.Buttons)+len(c.More) == 0 {
		return nil
	}
	b := &bar{c: c, o: o, w: lang.For(c.Lang), target: target(c, o)}
	if len(b.target) > bot.MaxTarget {
		return nil
	}
	first, rest := arranged(c)
	out := make([]action, 0, maxActions)
	for _, x := range first {
		out = append(out, b.button(x))
	}
	if len(rest) > 0 {
		out = append(out, b.more(rest))
	}
	for i, x := range first { // then the forms, as long as there is room
		if in, ok := b.inCard(x, room-weigh(out)); ok {
			out[i] = in
		}
	}
	return out
}

// arranged is the buttons side by side, and those behind the last. Confirm and Stop
// are never behind it.
func arranged(c cards.Card) (first, rest []cards.Button) {
	all := append(append([]cards.Button{}, c.Buttons...), c.More...)
	if len(all) <= maxActions {
		return all, nil
	}
	always := func(b cards.Button) bool { return b.Action == task.Stop || b.Action == task.Confirm }
	seats := maxActions - 1
	for _, b := range c.Buttons {
		if always(b) {
			seats--
		}
	}
	for _, b := range all {
		switch {
		case always(b):
			first = append(first, b)
		case seats > 0 && len(rest) == 0 && !later(c, b):
			first = append(first, b)
			seats--
		default:
			rest = append(rest, b)
		}
	}
	return first, rest
}

// later says whether a button is one of those that are seldom wanted.
func later(c cards.Card, b cards.Button) bool {
	for _, x := range c.More {
		if x.Action == b.Action {
			return true
		}
	}
	return false
}

// bar writes the buttons of a card.
type bar struct {
	c      cards.Card
	o      Options
	w      *lang.Words
	target string
}

func (b *bar) button(x cards.Button) action {
	switch {
	case x.Action == task.Stop:
		return b.stop(x)
	case x.Form != cards.FormNone:
		return b.lead(x)
	}
	return act(x.Label, styleOf(x), data{Verb: x.Action, Target: b.target})
}

func styleOf(x cards.Button) string {
	switch x.Style {
	case cards.Primary:
		return "positive"
	case cards.Danger:
		return "destructive"
	}
	return ""
}

// act is a button that acts at once, with what older clients do instead. What
// stands in inputs elsewhere in the card does not come along.
func act(title, style string, d data) execute {
	e := enter(title, style, d)
	e.Inputs, e.Fallback.Inputs = "none", "none"
	return e
}

// enter is a button that brings the inputs around it.
func enter(title, style string, d data) execute {
	title = titled(title)
	return execute{Type: "Action.Execute", Title: title, Verb: string(d.Verb), Data: d, Style: style,
		Fallback: &submit{Type: "Action.Submit", Title: title, Data: d, Style: style}}
}

// lead is a button that leads to a form which is not in the card.
func (b *bar) lead(x cards.Button) action {
	d := data{Verb: VerbPage, Target: b.target, Form: x.Form, Action: x.Action}
	if b.o.Windows {
		return window(x.Label, styleOf(x), d)
	}
	return act(x.Label, styleOf(x), d)
}

// window is a button that opens a dialog.
func window(title, style string, d data) submit {
	d.Verb, d.MSTeams = VerbWindow, &fetch{Type: "task/fetch"}
	return submit{Type: "Action.Submit", Title: titled(title), Style: style, Data: d, Inputs: "none"}
}

// more is what is seldom wanted, behind one button.
func (b *bar) more(rest []cards.Button) action {
	var list []action
	for _, x := range rest {
		list = append(list, b.button(x))
	}
	r := Root{Type: "AdaptiveCard"}
	for _, row := range rows(list) {
		r.Body = append(r.Body, actionSet{Type: "ActionSet", Actions: row, Spacing: "Small"})
	}
	return showCard{Type: "Action.ShowCard", Title: titled(b.w.T("cards.more.options")), Card: r}
}

// stop asks in the card: what it means, what will be left behind, yes and no. Its
// yes is Stop, already confirmed.
func (b *bar) stop(x cards.Button) action {
	body := []element{rich(bold(line(ours(b.w.T("cards.stop.lead")), maxSentence)))}
	if len(b.c.Leaves) == 0 {
		body = append(body, tight(plain(line(ours(b.w.T("cards.stop.nothing")), maxSentence))))
	} else {
		body = append(body, tight(plain(line(ours(b.w.T("cards.stop.leaves")), maxSentence))))
	}
	for _, t := range b.c.Leaves[:min(len(b.c.Leaves), maxLeaves)] {
		body = append(body, tight(plain("• "+line(t, maxSentence/2))))
	}
	if n := len(b.c.Leaves) - maxLeaves; n > 0 {
		body = append(body, tight(subtle((&layout{w: b.w}).say("teams.card.more", n))))
	}
	r := Root{Type: "AdaptiveCard"}
	r.Body, r.Actions = placed(body, []action{
		act(b.w.T("button.stop_yes"), "destructive", data{Verb: task.Stop, Target: b.target}),
		act(b.w.T("button.stop_no"), "", data{Verb: VerbRefresh, Target: b.target}),
	})
	return b.shown(x, r)
}

// maxLeaves is how many things that stay behind are listed.
const maxLeaves = 12

// inCard is the form of a button inside the card; where it is too long for that,
// it is said there and leads on. false: there is no form, or no room even for that.
func (b *bar) inCard(x cards.Button, room int) (action, bool) {
	if x.Form == cards.FormNone || b.o.Forms == nil {
		return nil, false
	}
	f := b.o.Forms(x)
	if f == nil {
		return nil, false
	}
	s := newSheet(*f, Draft{}, b.c.Lang)
	pages := paged(s.units(), goalPage)
	if len(pages) == 1 {
		if whole := b.shown(x, b.formCard(s, pages[0])); weigh(whole) < room {
			return whole, true
		}
	}
	short := b.shown(x, b.leading(x))
	return short, weigh(short) < room
}

func (b *bar) shown(x cards.Button, r Root) showCard {
	return showCard{Type: "Action.ShowCard", Title: titled(x.Label), Style: styleOf(x), Card: r}
}

// formCard is a whole form with its button, and what else brings what was typed.
func (b *bar) formCard(s *sheet, page []unit) Root {
	var list []action
	if s.f.Action != "" {
		d := s.data(page, 0, b.target)
		d.Verb = s.f.Action
		list = append(list, enter(s.f.Words.Submit, "positive", d))
		for _, x := range s.others() {
			if d.Verb = x.Action; s.brings(x) {
				list = append(list, enter(x.Label, "", d))
			}
		}
	}
	if b.o.Windows {
		list = append(list, window(b.w.T("teams.card.window"), "", data{Target: b.target, Form: s.f.Kind, Action: s.f.Action}))
	}
	r := Root{Type: "AdaptiveCard"}
	r.Body, r.Actions = placed(items(page), list)
	return r
}

func items(page []unit) []element {
	var out []element
	for _, u := range page {
		out = append(out, u.items...)
	}
	if len(out) == 0 {
		out = []element{rich()}
	}
	return out
}

// leading says that a form is too long for the card, and where it is.
func (b *bar) leading(x cards.Button) Root {
	d := data{Verb: VerbPage, Target: b.target, Form: x.Form, Action: x.Action}
	var list []action
	if b.o.Windows {
		list = append(list, window(b.w.T("teams.card.window"), "positive", d))
	}
	list = append(list, act(b.w.T("teams.card.here"), "", d))
	r := Root{Type: "AdaptiveCard"}
	r.Body, r.Actions = placed([]element{rich(plain(line(ours(b.w.T("teams.card.long")), maxSentence)))}, list)
	return r
}

// rowRunes is how much stands side by side on a phone: titles, with six for the
// edges of a button. Clients cut the titles of buttons that do not fit.
const rowRunes = 36

// rows is actions in rows that fit a phone.
func rows(list []action) [][]action {
	var out [][]action
	sum := 0
	for _, a := range list {
		takes := utf8.RuneCountInString(titleOf(a)) + 6
		if last := len(out) - 1; last >= 0 && sum+takes <= rowRunes && len(out[last]) < maxActions {
			out[last], sum = append(out[last], a), sum+takes
		} else {
			out, sum = append(out, []action{a}), takes
		}
	}
	return out
}

func titleOf(a action) string {
	switch a := a.(type) {
	case execute:
		return a.Title
	case submit:
		return a.Title
	case showCard:
		return a.Title
	case toggle:
		return a.Title
	case openURL:
		return a.Title
	}
	panic("adaptive: an action of no type of ours")
}

// placed puts actions where they fit: below the card where they are one row, else
// in rows at the end of its body.
func placed(body []element, list []action) ([]element, []action) {
	all := rows(list)
	if len(all) < 2 {
		return body, list
	}
	gap := "Medium"
	for _, row := range all {
		body, gap = append(body, actionSet{Type: "ActionSet", Actions: row, Spacing: gap}), "Small"
	}
	return body, nil
}
