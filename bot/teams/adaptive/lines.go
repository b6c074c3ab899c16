package adaptive

import (
	"slices"
	"strconv"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/bot/figure"
	"salesclerk/cards"
)

// lineNotes is how many remarks of a line are shown.
const lineNotes = 3

// lineUnits is the lines of a document, each with its inputs, and the empty rows.
func (s *sheet) lineUnits() []unit {
	var out []unit
	var spare []unit
	for _, x := range rowsOf(s.f, s.d) {
		switch {
		case !x.new:
			out = append(out, s.lineUnit(x))
		case x.n > 0 || s.touched(x.slots()):
			out = append(out, s.newUnit(x))
		default:
			spare = append(spare, s.newUnit(x))
		}
	}
	for some := range slices.Chunk(spare, firstRows) {
		out = append(out, s.spare(some))
	}
	return out
}

// spare is empty rows behind one button, which shows the first and is then below it
// for the next.
func (s *sheet) spare(some []unit) unit {
	var out unit
	shown, hidden := true, false
	for i, u := range some {
		c := u.items[0].(container)
		c.Visible = &hidden
		add := actionSet{Type: "ActionSet", ID: c.ID + ".add", Spacing: "Small"}
		targets := []reveal{{c.ID, &shown}, {add.ID, &hidden}}
		if i > 0 {
			add.Visible = &hidden
		}
		if i < len(some)-1 {
			targets = append(targets, reveal{some[i+1].items[0].(container).ID + ".add", &shown})
		}
		add.Actions = []action{toggle{Type: "Action.ToggleVisibility", Title: titled(s.f.Words.Add), Targets: targets}}
		out.items = append(out.items, add, c)
		out.ids, out.drawn = append(out.ids, u.ids...), append(out.drawn, u.drawn...)
	}
	return out
}

func (s *sheet) lineUnit(x row) unit {
	u := unit{line: x.n}
	l := x.line
	what := cards.Text{S: dotted(l.Item, l.Variant, l.Description.S), From: cards.Colleague}
	head := bold(strconv.Itoa(max(x.n, 0)) + ". " + line(what, maxTitle))
	if x.n == 0 {
		head = run{Type: "TextRun", Text: s.w.T("teams.card.removed", lang.Args{"What": line(what, maxTitle)}), Subtle: true, Italic: true}
	}
	items := []element{rich(head)}
	if figures := s.figures(l); figures != "" {
		items = append(items, close(subtle(figures)))
	}
	for _, n := range l.Notes[:min(len(l.Notes), lineNotes)] {
		items = append(items, close(run{Type: "TextRun", Text: line(n, maxSentence), Color: "Warning"}))
	}
	at := x.slots()
	items = append(items, s.pair(&u, at[0], s.f.Words.Quantity, "", at[1], s.f.Words.Unit, "")...)
	items = append(items, s.details(&u, x.key, at[2:5], l)...)
	items = append(items, s.field(&u, at[5], func(id, value string) element {
		return inputToggle{Type: "Input.Toggle", ID: id, Title: titled(s.f.Words.Remove), Value: value}
	})...)
	c := box("", items...)
	c.Separator = true
	u.items = []element{c}
	return u
}

// figures is a line as it is now: "2 PCS × 3,200.00 − 10% = 5,760.00".
func (s *sheet) figures(l cards.LineIn) string {
	var out []string
	much := strings.TrimSpace(figure.Local(s.w, l.Quantity) + " " + l.Unit)
	for _, x := range []struct{ sign, value string }{{"", much}, {"× ", l.PriceNow}, {"− ", l.DiscountNow}, {"= ", l.Amount}} {
		if v := line(cards.Text{S: x.value, From: cards.Colleague}, maxPart); v != "" {
			out = append(out, whole(x.sign+v))
		}
	}
	return strings.Join(out, " ")
}

// details is price, discount and date, behind a button unless one of them is set
// by a person or wrong.
func (s *sheet) details(u *unit, key string, at []slot, l cards.LineIn) []element {
	holder := l.PriceNow
	if holder == "" {
		holder = s.w.T("teams.card.automatic")
	}
	inner := s.pair(u, at[0], s.f.Words.Price, holder, at[1], s.f.Words.Discount, l.DiscountNow)
	inner = append(inner, s.field(u, at[2], func(id, value string) element {
		return dated(id, label(ours(s.f.Words.Date), maxLabel), value)
	})...)
	if s.touched(at) || at[0].was+at[1].was != "" {
		return inner
	}
	c := box("", inner...)
	hidden := false
	c.ID, c.Visible = s.prefix+key+".more", &hidden
	return []element{s.reveal(s.w.T("teams.card.details"), c.ID), c}
}

// reveal is a button that shows and hides a part.
func (s *sheet) reveal(title, id string) element {
	return actionSet{Type: "ActionSet", Spacing: "Small", Actions: []action{
		toggle{Type: "Action.ToggleVisibility", Title: titled(title), Targets: []reveal{{ID: id}}}}}
}

// pair is two inputs to type in, side by side, what is wrong with them above.
func (s *sheet) pair(u *unit, a slot, labelA, holderA string, b slot, labelB, holderB string) []element {
	input := func(name, holder string) func(id, value string) element {
		return func(id, value string) element {
			return inputText{Type: "Input.Text", ID: id, Label: label(ours(name), maxLabel), Value: value,
				Placeholder: label(cards.Text{S: holder, From: cards.Colleague}, maxLabel), MaxLength: max(200, 2*len(value))}
		}
	}
	left := s.field(u, a, input(labelA, holderA))
	right := s.field(u, b, input(labelB, holderB))
	out := append(left[:len(left)-1:len(left)-1], right[:len(right)-1]...)
	return append(out, beside(left[len(left)-1], right[len(right)-1]))
}

// newUnit is an empty row: an item to search or to type, and how much of it.
func (s *sheet) newUnit(x row) unit {
	var u unit
	at := x.slots()
	title := s.w.T("teams.card.new")
	items := []element{rich(bold(line(ours(title), maxLabel)))}
	items = append(items, s.item(&u, at[0])...)
	items = append(items, s.pair(&u, at[1], s.w.T("teams.card.own"), "", at[2], s.f.Words.Variant, "")...)
	items = append(items, s.pair(&u, at[3], s.f.Words.Quantity, "", at[4], s.f.Words.Unit, s.w.T("teams.card.automatic"))...)
	items = append(items, s.pair(&u, at[5], s.f.Words.Price, s.w.T("teams.card.automatic"), at[6], s.f.Words.Discount, "")...)
	items = append(items, s.field(&u, at[7], func(id, value string) element {
		return dated(id, label(ours(s.f.Words.Date), maxLabel), value)
	})...)
	c := box("emphasis", items...)
	c.ID = s.prefix + x.key + ".row"
	u.items = []element{c}
	return u
}

// item is a search for items.
func (s *sheet) item(u *unit, x slot) []element {
	return s.field(u, x, func(id, value string) element {
		return s.searched(id, label(ours(s.f.Words.Item), maxLabel), label(ours(s.f.Words.Search), maxLabel), SetItems, value)
	})
}

// pickUnits is the lines to choose an item for, those that need it first.
func (s *sheet) pickUnits() []unit {
	needed, others := s.f.PickOrder()
	var out []unit
	for _, p := range needed {
		out = append(out, s.pickUnit(p))
	}
	for i, p := range others {
		u := s.pickUnit(p)
		if i == 0 && len(needed) > 0 {
			title := heading(line(ours(s.w.T("teams.card.others", lang.Args{"Count": strconv.Itoa(len(others))})), maxTitle))
			u.items = append([]element{title}, u.items...)
		}
		out = append(out, u)
	}
	return out
}

func (s *sheet) pickUnit(p cards.PickIn) unit {
	u := unit{line: p.Line + 1}
	title := dotted(s.w.T("teams.card.line", lang.Args{"N": strconv.Itoa(p.Line + 1)}), p.Match)
	items := (&layout{w: s.w, size: sizes[0]}).blocks([]cards.Block{{Kind: cards.BlockQuote, Title: title, Text: p.Text}})
	if s.f.Action != "" {
		items = append(items, s.pickInputs(&u, p)...)
	}
	c := box("", items...)
	c.Separator = true
	u.items = []element{c}
	return u
}

func (s *sheet) pickInputs(u *unit, p cards.PickIn) []element {
	at := pickSlots(p)
	known := newChoices()
	for _, c := range p.Choices {
		words := c.Label
		if words.Empty() {
			words = cards.Text{S: dotted(c.Item, c.Variant), From: cards.Colleague}
		}
		known.add(encode(c.Item, c.Variant), words)
	}
	known.add(skip, ours(s.f.Words.Skip))
	out := s.field(u, at[0], func(id, value string) element {
		value = known.with(value)
		return inputChoice{Type: "Input.ChoiceSet", ID: id, Label: label(ours(s.f.Words.Item), maxLabel), Style: "compact", Value: value, Choices: known.all}
	})
	return append(out, s.otherItem(u, p, at)...)
}

// otherItem is the ways to an item that is not in the list, behind a button where
// there is a list; and how much of it.
func (s *sheet) otherItem(u *unit, p cards.PickIn, at []slot) []element {
	inner := s.item(u, at[1])
	inner = append(inner, s.pair(u, at[2], s.w.T("teams.card.own"), "", at[3], s.f.Words.Variant, "")...)
	much := s.pair(u, at[4], s.f.Words.Quantity, "", at[5], s.f.Words.Unit, "")
	if len(p.Choices) == 0 || s.touched(at[1:4]) {
		return append(inner, much...)
	}
	c := box("", inner...)
	hidden := false
	c.ID, c.Visible = s.prefix+keyOfPick(p)+".more", &hidden
	return append([]element{s.reveal(s.w.T("teams.card.another"), c.ID), c}, much...)
}

// touched says whether anything was entered in some inputs, or is wrong there.
func (s *sheet) touched(list []slot) bool {
	for _, x := range list {
		if _, ok := s.d.Typed[x.id]; ok || s.errors[x.id] != "" {
			return true
		}
	}
	return false
}
