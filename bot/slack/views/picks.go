package views

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot/slack/blocks"
	"salesclerk/cards"
)

// pickPrefix begins the fields of a line to choose an item for: "pick.3.item".
const pickPrefix = "pick."

func pickField(line int, name string) string { return pickPrefix + strconv.Itoa(line) + "." + name }

func (s *State) pickUnits(f cards.Form, w *lang.Words) []unit {
	needed, others := f.PickOrder()
	var out []unit
	for _, p := range needed {
		out = append(out, s.pickUnit(f, p, w))
	}
	for i, p := range others {
		u := s.pickUnit(f, p, w)
		if i == 0 && len(needed) > 0 {
			u = headed(w.T("slack.view.picks.others", lang.Args{"N": strconv.Itoa(len(others))}), u)
		}
		out = append(out, u)
	}
	return out
}

// headed puts a header over a unit.
func headed(title string, u unit) unit {
	draw := u.draw
	u.blocks++
	u.draw = func() []slack.Block {
		return append([]slack.Block{slack.NewHeaderBlock(blocks.PlainText(ours(title), 150))}, draw()...)
	}
	return u
}

func (s *State) pickUnit(f cards.Form, p cards.PickIn, w *lang.Words) unit {
	u := unit{line: p.Line + 1, blocks: 6, weight: 2*weigh(p.Text) + 2200, rows: pageRows / pagePicks}
	for _, name := range []string{"item", "quantity", "unit"} {
		u.fields = append(u.fields, pickField(p.Line, name))
	}
	u.draw = func() []slack.Block { return s.drawPick(f, p, w) }
	return u
}

func (s *State) drawPick(f cards.Form, p cards.PickIn, w *lang.Words) []slack.Block {
	title := joinDot(w.T("slack.view.line", lang.Args{"N": strconv.Itoa(p.Line + 1)}), p.Match)
	out := blocks.Render([]cards.Block{{Kind: cards.BlockQuote, Title: title, Text: p.Text}}, pageWeight, blocks.InModal, w.Tag())
	if f.Action == "" {
		return out
	}
	item := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, nil, blocks.ActionID(VerbItem, strconv.Itoa(p.Line)))
	item.Placeholder = blocks.PlainText(ours(f.Words.Search), maxHolder)
	item.MinQueryLength = new(int)
	item.InitialOption = s.picked(f, p)
	out = append(out, s.pickInput(p, "item", f.Words.Item, w.T("slack.view.picks.hint"), item)...)
	out = append(out, s.pickInput(p, "quantity", f.Words.Quantity, "", s.pickText(p, "quantity", w))...)
	return append(out, s.pickInput(p, "unit", f.Words.Unit, "", s.pickText(p, "unit", w))...)
}

func (s *State) pickInput(p cards.PickIn, name, label, hint string, e slack.BlockElement) []slack.Block {
	field := pickField(p.Line, name)
	b := slack.NewInputBlock(blockID(field, s.Gen), blocks.PlainText(ours(label), maxLabel), nil, e)
	b.Optional = true
	if hint != "" {
		b.Hint = blocks.PlainText(ours(hint), maxHint)
	}
	return s.withError(field, "", b)
}

func (s *State) pickText(p cards.PickIn, name string, w *lang.Words) *slack.PlainTextInputBlockElement {
	e := slack.NewPlainTextInputBlockElement(nil, blocks.ActionID(VerbInput, pickField(p.Line, name)))
	v, ok := s.Picks[p.Line][name]
	if !ok {
		v = pickDrawn(p, name, w)
	}
	e.InitialValue, e.MaxLength = v, max(100, min(inputMax, units(v)))
	return e
}

// pickDrawn is quantity or unit of a line as its input is drawn.
func pickDrawn(p cards.PickIn, name string, w *lang.Words) string {
	if name == "quantity" {
		return clipUnits(shown(local(w, p.Quantity), false))
	}
	return clipUnits(shown(p.Unit, false))
}

// picked is the option that is chosen for a line, or nil.
func (s *State) picked(f cards.Form, p cards.PickIn) *slack.OptionBlockObject {
	e := s.Picks[p.Line]
	switch {
	case e["skip"] != "", e["item"] == "" && p.Skip:
		return option(markSkip, ours(f.Words.Skip), cards.Text{})
	case e["item"] != "":
		label := s.Labels[pickField(p.Line, "item")]
		for _, c := range p.Choices {
			if c.Item == e["item"] && c.Variant == e["variant"] {
				return choiceOption(c)
			}
		}
		if label == "" {
			label = joinDot(e["item"], e["variant"])
		}
		return option(itemOption(e["item"], e["variant"]), cards.Text{S: label, From: cards.Colleague}, cards.Text{})
	}
	for _, c := range p.Choices {
		if c.Value == p.Chosen && p.Chosen != "" {
			return choiceOption(c)
		}
	}
	return nil
}

// pick takes what was chosen or typed for a line.
func (r reader) pick(field string, e slack.BlockAction) {
	line, name, _ := strings.Cut(field, ".")
	p, ok := pickOf(r.f, line)
	switch {
	case !ok:
	case name == "item":
		r.pickItem(p, e.SelectedOption)
	case name == "quantity" || name == "unit":
		r.pickText(p, name, strings.TrimSpace(r.typed(e)))
	}
}

func (r reader) pickItem(p cards.PickIn, o slack.OptionBlockObject) {
	if o.Value == "" || !known(p, o.Value) {
		return
	}
	item, variant, found := itemOf(o.Value)
	item = cmp.Or(item, wordsOf(o.Value))
	for _, c := range p.Choices {
		if encode(markChoice, c.Value) == o.Value {
			item, variant = c.Item, c.Variant
		}
	}
	r.forget(p, "item", "variant", "skip")
	switch base := baseChoice(p); {
	case o.Value == base:
	case o.Value == markSkip:
		r.pickSet(p, "skip", "1")
	default:
		r.pickSet(p, "item", item)
		if variant != "" {
			r.pickSet(p, "variant", variant)
		}
		if found && o.Text != nil {
			put(&r.s.Labels, pickField(p.Line, "item"), unescape.Replace(o.Text.Text))
		}
	}
	r.changed(pickField(p.Line, "item"))
}

// known says whether an option is one that can be offered for a line.
func known(p cards.PickIn, value string) bool {
	_, _, item := itemOf(value)
	return item || value == markSkip || wordsOf(value) != "" ||
		slices.ContainsFunc(p.Choices, func(c cards.Choice) bool { return encode(markChoice, c.Value) == value })
}

// baseChoice is the option that the form begins with.
func baseChoice(p cards.PickIn) string {
	switch {
	case p.Skip:
		return markSkip
	case p.Chosen != "":
		return encode(markChoice, p.Chosen)
	}
	return ""
}

func (r reader) forget(p cards.PickIn, names ...string) {
	for _, name := range names {
		delete(r.s.Picks[p.Line], name)
	}
	delete(r.s.Labels, pickField(p.Line, "item"))
	if len(r.s.Picks[p.Line]) == 0 {
		delete(r.s.Picks, p.Line)
	}
}

func (r reader) pickSet(p cards.PickIn, name, value string) {
	if r.s.Picks[p.Line] == nil {
		put(&r.s.Picks, p.Line, Edit{})
	}
	r.s.Picks[p.Line][name] = value
}

func (r reader) pickText(p cards.PickIn, name, words string) {
	now, had := r.s.Picks[p.Line][name]
	switch {
	case words == strings.TrimSpace(pickDrawn(p, name, readerOf(r.f))):
		r.forgetValue(p, name)
	case !had || words != now:
		r.pickSet(p, name, words)
		r.changed(pickField(p.Line, name))
	}
}

func (r reader) forgetValue(p cards.PickIn, name string) {
	if _, had := r.s.Picks[p.Line][name]; !had {
		return
	}
	r.changed(pickField(p.Line, name))
	if delete(r.s.Picks[p.Line], name); len(r.s.Picks[p.Line]) == 0 {
		delete(r.s.Picks, p.Line)
	}
}

// picks is the choices as the event brings them: every one for a line that needs
// it, of the others those that were changed.
func (s *State) picks(f cards.Form, w *lang.Words, wrong map[string]string) []task.Pick {
	var out []task.Pick
	for _, p := range f.Picks {
		e := s.Picks[p.Line]
		if pick, ok := s.pickFor(p, w, wrong); ok && (p.Needed || len(e) > 0) {
			out = append(out, pick)
		}
	}
	if needed, others := f.PickOrder(); len(out) == 0 && len(wrong) == 0 {
		if all := append(needed, others...); len(all) > 0 {
			wrong[pickField(all[0].Line, "item")] = w.T("slack.view.error.pick")
		}
	}
	return out
}

// pickFor is the choice for a line; false where nothing is chosen.
func (s *State) pickFor(p cards.PickIn, w *lang.Words, wrong map[string]string) (task.Pick, bool) {
	e := s.Picks[p.Line]
	pick := task.Pick{Line: p.Line, Item: e["item"], Variant: e["variant"], Unit: strings.TrimSpace(e["unit"])}
	if e["item"] == "" {
		if pick.Skip = e["skip"] != "" || p.Skip; pick.Skip {
			return task.Pick{Line: p.Line, Skip: true}, true
		}
		for _, c := range p.Choices {
			if c.Value == p.Chosen && p.Chosen != "" {
				pick.Item, pick.Variant = c.Item, c.Variant
			}
		}
	}
	var say string
	if pick.Quantity, say = number(e["quantity"], w); say != "" {
		wrong[pickField(p.Line, "quantity")] = say
	}
	if pick.Item == "" && (e["quantity"] != "" || e["unit"] != "") {
		wrong[pickField(p.Line, "item")] = w.T("slack.view.error.pick")
	}
	return pick, pick.Item != ""
}
