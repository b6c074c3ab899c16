package views

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/bot/slack/blocks"
	"salesclerk/cards"
)

// linePrefix begins the fields of a line's own view: "line.10000.quantity".
const linePrefix = "line."

func lineField(key, name string) string { return linePrefix + key + "." + name }

// numeric are the values of a line that are numbers.
func numeric(name string) bool { return name == "quantity" || name == "price" || name == "discount" }

// follows are the values that belong to the item: they are drawn anew with another.
func follows(name string) bool { return name != "item" && name != "quantity" && name != "date" }

// Line is the line that is being edited (OpenLine), as a view to push over the
// dialog, or to update there after another item was chosen. units and variants
// are those of its item (ItemOf), none where they are not known; root is the view
// id of the dialog below, for Meta.Root. A unit that the item is not sold in
// becomes the item's usual one: keep the State after it.
func Line(f cards.Form, s *State, units, variants []string, root string, o Look) slack.ModalViewRequest {
	w := lang.For(o.Lang)
	if s.Draft == nil {
		s.OpenLine(f, "")
	}
	d := s.Draft
	if u := s.draft(f, "unit"); len(units) > 0 && !slices.Contains(units, u) && d.Gen > 0 {
		put(&d.Values, "unit", units[0])
	}
	r := s.rowOf(f, d.Key)
	e := lineEditor{f: f, s: s, w: w, r: r}
	out := e.head()
	out = append(out, e.input("item", f.Words.Item, e.itemSelect(), true)...)
	if s.draft(f, "item") != "" {
		out = append(out, e.oneOf("variant", f.Words.Variant, variants, true)...)
	}
	out = append(out, e.number("quantity", f.Words.Quantity, "", true)...)
	if s.draft(f, "item") != "" {
		out = append(out, e.oneOf("unit", f.Words.Unit, units, false)...)
	}
	out = append(out, e.number("price", f.Words.Price, cmp.Or(r.in.PriceNow, w.T("slack.view.automatic")), false)...)
	out = append(out, e.number("discount", f.Words.Discount, r.in.DiscountNow, false)...)
	out = append(out, e.input("date", f.Words.Date, picker("date", s.draft(f, "date"), w), false)...)
	title := w.T("slack.view.line.title", lang.Args{"N": strconv.Itoa(max(r.n, 1))})
	if r.added && !slices.Contains(s.Added, d.Key) {
		title = f.Words.Add
	}
	return modal(CallLine, title, w.T("slack.view.line.done"), w.T("slack.view.back"), Meta{Key: s.Key, Target: s.Target, Gen: s.Gen, Line: d.Key, Root: root}, out)
}

// lineEditor writes the inputs of a line.
type lineEditor struct {
	f cards.Form
	s *State
	w *lang.Words
	r row
}

// head is what is known of the line: its description, its remarks, what is wrong.
func (e lineEditor) head() []slack.Block {
	var out []slack.Block
	if _, changed := e.s.Draft.Values["item"]; !changed && !e.r.in.Description.Empty() && e.r.edit["item"] == "" {
		out = append(out, blocks.Rich(e.r.in.Description))
	}
	for _, n := range e.r.in.Notes[:min(len(e.r.in.Notes), lineNotes)] {
		out = append(out, sentence(cards.BlockNote, n)...)
	}
	if say := e.s.Errors[errorKey(e.r.key, "")]; say != "" {
		out = append(out, warning(say)...)
	}
	return out
}

// input is a value of the line, with what is wrong with it above.
func (e lineEditor) input(name, label string, element slack.BlockElement, required bool) []slack.Block {
	var out []slack.Block
	if say := e.s.Errors[errorKey(e.r.key, name)]; say != "" {
		out = warning(say)
	}
	b := slack.NewInputBlock(e.id(name), blocks.PlainText(ours(label), maxLabel), nil, element)
	b.Optional = !required
	switch name {
	case "item":
		b.DispatchAction = true
	case "price":
		b.Hint = blocks.PlainText(ours(e.w.T("slack.view.line.price")), maxHint)
	}
	return append(out, b)
}

func (e lineEditor) id(name string) string {
	gen := 0
	if follows(name) {
		gen = e.s.Draft.Gen
	}
	return blockID(lineField(e.s.Draft.Key, name), gen)
}

func (e lineEditor) itemSelect() slack.BlockElement {
	el := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, nil, blocks.ActionID(VerbItem, "line"))
	el.Placeholder = blocks.PlainText(ours(e.f.Words.Search), maxHolder)
	least := 1
	el.MinQueryLength = &least
	item := e.s.draft(e.f, "item")
	if item != "" {
		label := cmp.Or(e.s.Labels[lineField(e.s.Draft.Key, "item")], joinDot(item, e.r.in.Description.Line()))
		if item != e.r.in.Item && e.s.Labels[lineField(e.s.Draft.Key, "item")] == "" {
			label = item
		}
		el.InitialOption = option(itemOption(item, e.s.draft(e.f, "variant")), cards.Text{S: label, From: cards.Colleague}, cards.Text{})
	}
	return el
}

// oneOf is a value to choose among a list, typed where the list is not known; with
// nothing to choose it is left out.
func (e lineEditor) oneOf(name, label string, list []string, none bool) []slack.Block {
	value := e.s.draft(e.f, name)
	if len(list) == 0 && none && value == "" && e.s.Draft.Gen == 0 && !e.r.added {
		return nil
	}
	if len(list) == 0 {
		el := slack.NewPlainTextInputBlockElement(nil, blocks.ActionID(VerbInput, name))
		el.InitialValue = clipUnits(shown(value, false))
		el.MaxLength = max(100, min(inputMax, units(el.InitialValue)))
		return e.input(name, label, el, false)
	}
	var all []*slack.OptionBlockObject
	var chosen *slack.OptionBlockObject
	if none {
		list = append([]string{""}, list...)
	}
	if !slices.Contains(list, value) {
		list = append([]string{value}, list...)
	}
	for _, v := range list {
		o := option(encode(markChoice, v), cards.Text{S: cmp.Or(v, "–"), From: cards.Colleague}, cards.Text{})
		if all = append(all, o); v == value {
			chosen = o
		}
	}
	el := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, blocks.ActionID(VerbInput, name))
	el.InitialOption = chosen
	fill(el, all)
	return e.input(name, label, el, false)
}

// fill gives a select its options, in groups where there are more than it takes.
func fill(el *slack.SelectBlockElement, all []*slack.OptionBlockObject) {
	const most = 1000
	if len(all) <= maxOptions {
		el.Options = all
		return
	}
	for group := range slices.Chunk(all[:min(len(all), most)], maxOptions) {
		label := group[0].Text.Text + " – " + group[len(group)-1].Text.Text
		el.OptionGroups = append(el.OptionGroups, slack.NewOptionGroupBlockElement(blocks.PlainText(ours(label), maxOption), group...))
	}
}

// number is a number to type, in the reader's format.
func (e lineEditor) number(name, label, holder string, required bool) []slack.Block {
	el := slack.NewPlainTextInputBlockElement(nil, blocks.ActionID(VerbInput, name))
	el.InitialValue, el.MaxLength = e.s.drawnNumber(e.f, name, e.w), 60
	el.MaxLength = max(el.MaxLength, min(inputMax, units(el.InitialValue)))
	if holder != "" {
		el.Placeholder = blocks.PlainText(ours(holder), maxHolder)
	}
	return e.input(name, label, el, required)
}

// drawnNumber is a number as its input is drawn: as it was typed, else in the
// reader's format.
func (s *State) drawnNumber(f cards.Form, name string, w *lang.Words) string {
	if v, ok := s.Draft.Values[name]; ok {
		return v
	}
	return clipUnits(shown(local(w, s.draft(f, name)), false))
}

// clipUnits cuts what no input can hold; a value that nobody touches stays whole.
func clipUnits(v string) string {
	if units(v) <= partUnits {
		return v
	}
	return v[:prefix(v, partUnits)]
}

// line takes what was typed in a line's own view.
func (r reader) line(field string, gen int, e slack.BlockAction) {
	d := r.s.Draft
	at := strings.LastIndexByte(field, '.')
	if d == nil || !strings.HasPrefix(field, lineField(d.Key, "")) {
		return
	}
	name := field[at+1:]
	switch {
	case !slices.Contains(lineNames, name), follows(name) && gen != d.Gen:
	case name == "item":
		r.item(e.SelectedOption)
	case numeric(name):
		r.draftText(name, strings.TrimSpace(r.typed(e)))
	case name == "date":
		r.set(name, e.SelectedDate, e.SelectedDate == "" && !isoDate.MatchString(r.s.draft(r.f, name)))
	case e.SelectedOption.Value != "":
		value := decoded(nil, e.SelectedOption.Value)
		r.set(name, value, strings.HasPrefix(e.SelectedOption.Value, markDigest))
	case string(e.Type) == "plain_text_input" || e.Value != "":
		r.draftText(name, strings.TrimSpace(r.typed(e)))
	}
}

// draftText takes typed words; those that stand there already change nothing.
func (r reader) draftText(name, words string) {
	was := clipUnits(shown(r.s.draft(r.f, name), false))
	if numeric(name) {
		was = r.s.drawnNumber(r.f, name, readerOf(r.f))
	}
	if words == strings.TrimSpace(was) || words == "" && name == "quantity" {
		return
	}
	r.set(name, words, false)
}

func (r reader) set(name, value string, missing bool) {
	if missing || value == r.s.draft(r.f, name) {
		return
	}
	put(&r.s.Draft.Values, name, value)
	delete(r.s.Errors, errorKey(r.s.Draft.Key, name))
	delete(r.s.Asked, lineField(r.s.Draft.Key, name))
}

// item takes another item: its variant comes with it, and price and discount that
// were fixed for the one before are let go.
func (r reader) item(o slack.OptionBlockObject) {
	d := r.s.Draft
	was := r.s.draft(r.f, "item")
	item, variant, ok := itemOf(o.Value)
	item = cmp.Or(item, wordsOf(o.Value))
	if item == "" || o.Value == itemOption(was, r.s.draft(r.f, "variant")) || item == was && variant == "" {
		return
	}
	r.set("item", item, false)
	r.set("variant", variant, false)
	if was != "" && was != item {
		for _, name := range []string{"price", "discount"} {
			if _, typed := d.Values[name]; !typed && r.s.draft(r.f, name) != "" {
				put(&d.Values, name, "")
				put(&r.s.Asked, lineField(d.Key, name), true)
			}
		}
	}
	if o.Text != nil && ok {
		put(&r.s.Labels, lineField(d.Key, "item"), unescape.Replace(o.Text.Text))
	} else {
		delete(r.s.Labels, lineField(d.Key, "item"))
	}
	d.Gen++
}

// KeepLine takes the line that was edited into the document, or says what is
// wrong, by block_id. Read first.
func (s *State) KeepLine(f cards.Form, o Look) map[string]string {
	d := s.Draft
	if d == nil {
		return nil
	}
	w := lang.For(o.Lang)
	e := lineEditor{f: f, s: s, w: w}
	kept, wrong := Edit{}, map[string]string{}
	if s.draft(f, "item") == "" {
		wrong[e.id("item")] = w.T("slack.view.error.item")
	}
	for name, v := range d.Values {
		value, say := v, ""
		if numeric(name) {
			value, say = number(v, w)
		}
		if say == "" && value == "" && s.emptied(f, name) {
			say = w.T("slack.view.error.emptied")
			put(&s.Asked, lineField(d.Key, name), true)
		}
		if say != "" {
			wrong[e.id(name)] = say
		}
		kept[name] = value
	}
	if len(wrong) > 0 {
		return wrong
	}
	s.keep(f, kept)
	return nil
}

// emptied says whether a value was emptied that the person is to be asked about.
func (s *State) emptied(f cards.Form, name string) bool {
	was := s.rowOf(f, s.Draft.Key).value(name)
	return was != "" && (name == "price" || name == "discount" || name == "date") && !s.Asked[lineField(s.Draft.Key, name)]
}

func (s *State) keep(f cards.Form, kept Edit) {
	key := s.Draft.Key
	r := s.rowOf(f, key)
	whole := Edit{}
	if r.added {
		whole["quantity"] = "1"
	}
	maps.Copy(whole, r.edit)
	maps.Copy(whole, kept)
	if !r.added {
		base := editOf(r.in.LineEdit)
		maps.DeleteFunc(whole, func(name, v string) bool { return base[name] == v })
	} else if !slices.Contains(s.Added, key) {
		s.Added = append(s.Added, key)
	}
	delete(s.Edits, key)
	if len(whole) > 0 {
		put(&s.Edits, key, whole)
	}
	for _, name := range append(lineNames, "") {
		delete(s.Errors, errorKey(key, name))
	}
	s.Draft = nil
}
