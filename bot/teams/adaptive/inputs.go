package adaptive

import (
	"slices"
	"strconv"

	"salesclerk/cards"
)

// field writes one input: what is wrong with it above, then itself. It notes in
// the unit that the input is there, and whether something stands in it.
func (s *sheet) field(u *unit, x slot, write func(id, value string) element) []element {
	value, ok := s.d.Typed[x.id]
	if !ok {
		value = x.drawn(s.w)
	} else if value = x.typed(value); x.kind != choose {
		value = shown(value, x.kind == many)
	}
	u.ids = append(u.ids, x.id)
	if (value != "" || ok) && x.kind != choose && x.kind != onoff {
		u.drawn = append(u.drawn, x.id)
	}
	var out []element
	if say := s.errors[x.id]; say != "" {
		out = append(out, failed(say))
	}
	return append(out, write(s.prefix+x.id, value))
}

// inputUnit is an input of the form, with a place for a value of one's own where
// it stands beside a list.
func (s *sheet) inputUnit(in cards.Input) unit {
	var u unit
	if say := in.Error; say != "" && s.errors[in.Name] == "" {
		u.items = append(u.items, failed(say))
	}
	name := label(ours(in.Label), maxLabel)
	all := inputSlots(in)
	for _, x := range all[:1] {
		u.items = append(u.items, s.field(&u, x, func(id, value string) element {
			switch x.kind {
			case choose:
				return s.chooser(in, id, name, value)
			case date:
				return dated(id, name, value)
			}
			return s.text(in, id, name, value)
		})...)
	}
	u.items = append(u.items, s.beside(&u, in, all[1:])...)
	if hint := line(ours(in.Hint), maxSentence); hint != "" {
		u.items = append(u.items, tight(small(hint)))
	}
	return s.fitting(in, u)
}

// beside is the search and the place for words of one's own, side by side.
func (s *sheet) beside(u *unit, in cards.Input, all []slot) []element {
	var row []element
	for _, x := range all {
		row = append(row, s.field(u, x, func(id, value string) element {
			if x.kind == choose {
				return s.searched(id, label(ours(s.w.T("teams.card.search")), maxLabel), "", dataset(in), value)
			}
			title := label(ours(s.w.T("teams.card.own")), maxLabel)
			return inputText{Type: "Input.Text", ID: id, Label: title, Value: value, MaxLength: longest(in, value)}
		})...)
	}
	if len(row) < 2 {
		return row
	}
	return []element{beside(row...)}
}

// searched is a list that is looked up while one types. Clients without that take
// what is typed.
func (s *sheet) searched(id, name, holder, set, value string) element {
	list := newChoices()
	list.add(encode(""), ours(s.w.T("teams.card.none.other"))) // a list must have something in it
	value = list.with(value)
	return inputChoice{Type: "Input.ChoiceSet", ID: id, Label: name, Style: "filtered", Value: value, Choices: list.all, Placeholder: holder,
		Data: &query{Type: "Data.Query", Dataset: set}}
}

// dated is a date to pick; what is none is shown as nothing picked.
func dated(id, name, value string) element {
	if !isoDate.MatchString(value) {
		value = ""
	}
	return inputDate{Type: "Input.Date", ID: id, Label: name, Value: value}
}

// fitting is the input, or, where it takes more than a page, its words to read:
// then they stay as they are.
func (s *sheet) fitting(in cards.Input, u unit) unit {
	if weigh(u.items) <= goalPage*3/4 {
		return u
	}
	words, _ := (&reader{typed: s.d.Typed}).value(in)
	b := cards.Block{Kind: cards.BlockQuote, Title: in.Label, Text: cards.Text{S: words, From: in.Value.From}, Cut: true, CutNote: s.w.T("teams.card.too_long")}
	return unit{items: (&layout{w: s.w, size: sizes[1]}).blocks([]cards.Block{b})}
}

func (s *sheet) text(in cards.Input, id, name, value string) element {
	e := inputText{Type: "Input.Text", ID: id, Label: name, Value: value, MaxLength: longest(in, value)}
	if in.Required {
		e.Required, e.Error = true, label(ours(s.w.T("teams.card.error.required")), maxSentence)
	}
	if in.Type != cards.InText {
		return e
	}
	e.Multiline, e.Height = true, "stretch" // clients give it three lines else
	c := box("", e)
	if c.Height = "120px"; s.f.Kind == cards.FormMail {
		c.Height = "280px"
	}
	return c
}

// longest is how much an input takes, in UTF-16 units as clients count; the core
// counts runes, and says so itself.
func longest(in cards.Input, value string) int {
	if in.Max == 0 {
		return 0
	}
	return max(2*in.Max, 2*len([]rune(value)))
}

// chooser is a list to choose from.
func (s *sheet) chooser(in cards.Input, id, name, value string) element {
	e := inputChoice{Type: "Input.ChoiceSet", ID: id, Label: name, Value: value, Style: "compact"}
	list := newChoices()
	for _, c := range in.Choices {
		list.add(encode(c.Value), choiceWords(c, in.Free))
	}
	if !in.Required && in.Free {
		list.add(encode(""), s.none(in))
	}
	e.Value = list.with(value)
	e.Choices = list.all
	return e
}

// none is the words for choosing nothing.
func (s *sheet) none(in cards.Input) cards.Text {
	if in.Name == "ship_to" || in.Name == "customer" {
		return ours(s.w.T("teams.card.none." + in.Name))
	}
	return ours(s.w.T("teams.card.none.other"))
}

// choiceWords is what people see of a choice; its value, too, where that can be typed.
func choiceWords(c cards.Choice, free bool) cards.Text {
	words := c.Label.Line()
	if free || words == "" {
		words = dotted(words, c.Value)
	}
	if note := c.Note.Line(); note != "" {
		words += " (" + note + ")"
	}
	return cards.Text{S: words, From: cards.Stranger}
}

// choices is a list in which every value and every title is there once: clients
// find what was typed by its title.
type choices struct {
	all    []choice
	values map[string]bool
	titles map[string]bool
}

func newChoices() *choices { return &choices{values: map[string]bool{}, titles: map[string]bool{}} }

func (l *choices) add(value string, words cards.Text) {
	if l.values[value] {
		return
	}
	title := label(words, maxChoice)
	if title == "" {
		title = "–"
	}
	for n := 2; l.titles[title]; n++ {
		title = label(cards.Text{S: cut(near(words, maxChoice).Line(), maxChoice-8) + " (" + strconv.Itoa(n) + ")", From: words.From}, maxChoice)
	}
	l.values[value], l.titles[title] = true, true
	l.all = append(l.all, choice{title, value})
}

// with is the value, which is put into the list where it is not there yet.
func (l *choices) with(value string) string {
	if value == "" {
		return ""
	}
	if value != skip {
		parts, _ := decode(value)
		l.add(value, cards.Text{S: dotted(parts...), From: cards.Colleague})
	}
	if !slices.ContainsFunc(l.all, func(c choice) bool { return c.Value == value }) {
		return ""
	}
	return value
}
