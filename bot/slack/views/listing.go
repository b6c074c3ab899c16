package views

import (
	"cmp"
	"strconv"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/bot/slack/blocks"
	"salesclerk/cards"
)

// lineNotes is how many remarks of a line are shown in the list.
const lineNotes = 3

// lineUnits is the list of the document's lines, each with its menu.
func (s *State) lineUnits(f cards.Form, w *lang.Words) []unit {
	if f.Kind != cards.FormDocument || f.Action == "" {
		return nil
	}
	all := s.rows(f)
	out := make([]unit, 0, len(all))
	for _, r := range all {
		u := unit{fields: []string{linePrefix + r.key}, line: r.n, blocks: 2, weight: weigh(r.in) + 900, rows: 2}
		u.draw = func() []slack.Block { return s.drawRow(f, r, w) }
		out = append(out, u)
	}
	if len(out) > 0 {
		out[0] = headed(w.T("slack.view.lines.title", lang.Args{"N": strconv.Itoa(len(all) - len(s.Removed))}), out[0])
	}
	return out
}

func (s *State) drawRow(f cards.Form, r row, w *lang.Words) []slack.Block {
	if r.removed {
		say := w.T("slack.view.line.removed", lang.Args{"What": joinDot(r.value("item"), r.value("variant"), r.in.Description.Line())})
		back := slack.NewButtonBlockElement(blocks.ActionID(VerbBack, r.key), s.Target.String(), blocks.PlainText(ours(w.T("slack.view.line.back")), 75))
		return []slack.Block{slack.NewSectionBlock(blocks.PlainText(cards.Text{S: say, From: cards.Colleague}, 300), nil, slack.NewAccessory(back))}
	}
	menu := slack.NewOverflowBlockElement(blocks.ActionID(VerbLine, r.key),
		slack.NewOptionBlockObject(MenuEdit, blocks.PlainText(ours(w.T("slack.view.line.edit")), maxOption), nil),
		slack.NewOptionBlockObject(MenuRemove, blocks.PlainText(ours(f.Words.Remove), maxOption), nil))
	return []slack.Block{slack.NewSectionBlock(lineText(s.rowText(f, r, w)...), nil, slack.NewAccessory(menu))}
}

// rowText is a line in words: what, how much, remarks, what is wrong.
func (s *State) rowText(f cards.Form, r row, w *lang.Words) []cards.Text {
	what := joinDot(r.value("item"), r.value("variant"))
	if _, other := r.edit["item"]; !other {
		what = joinDot(what, r.in.Description.Line())
	} else if l := s.Labels[lineField(r.key, "item")]; l != "" {
		what = l
	}
	out := []cards.Text{{S: strconv.Itoa(r.n) + ". " + what, From: cards.Colleague}, {S: s.rowFigures(r, w), From: cards.Colleague}}
	switch {
	case r.added:
		out = append(out, ours(w.T("slack.view.line.new")))
	case len(r.edit) > 0:
		out = append(out, ours(w.T("slack.view.line.changed")))
	default:
		out = append(out, r.in.Notes[:min(len(r.in.Notes), lineNotes)]...)
	}
	for _, name := range append([]string{""}, lineNames...) {
		if say := s.Errors[errorKey(r.key, name)]; say != "" {
			out = append(out, ours(w.T("slack.view.line.wrong", lang.Args{"Why": say})))
		}
	}
	return out
}

// rowFigures is quantity, price and date of a line; amounts only while nothing of
// it was changed.
func (s *State) rowFigures(r row, w *lang.Words) string {
	_, newPrice := r.edit["price"]
	price, discount := r.in.PriceNow, r.in.DiscountNow
	if len(r.edit) > 0 {
		price, discount = "", ""
		if p := r.value("price"); p != "" || newPrice {
			price = cmp.Or(w.Decimal(p), w.T("slack.view.automatic"))
		}
		if d := r.value("discount"); d != "" {
			discount = w.Percent(d)
		}
	}
	much := clip(w.Decimal(r.value("quantity")), 40) + " " + clip(r.value("unit"), 40)
	if price != "" {
		much += " × " + clip(price, 40)
	}
	if discount != "" {
		much += " − " + clip(discount, 40)
	}
	if len(r.edit) == 0 && !r.added && r.in.Amount != "" {
		much += " = " + clip(r.in.Amount, 40)
	}
	return joinDot(much, w.DateShort(clip(r.value("date"), 40)))
}

// lineText is texts as a plain_text object, each on a line of its own.
func lineText(texts ...cards.Text) *slack.TextBlockObject {
	var all string
	for i, t := range texts {
		if i > 0 {
			all += "\n"
		}
		all += blocks.PlainText(t, 300).Text
	}
	return slack.NewTextBlockObject(slack.PlainTextType, all, false, false)
}
