package blocks

import (
	"strings"

	"github.com/slack-go/slack"

	"salesclerk/cards"
)

// simple is a card at one size, in plain sections: a block of the card is a
// section of lines.
func simple(c cards.Card, desk string, s shortener) []slack.Block {
	w := &writer{size: s.size, w: s.w}
	var out []slack.Block
	add := func(text string) {
		for _, p := range pieces(strings.Trim(text, "\n"), maxText) {
			out = append(out, slack.NewSectionBlock(plain(p), nil, nil))
		}
	}
	add(joined(c.Context))
	add(line(ours(c.Title), maxHeader))
	add(line(c.Lead, s.text))
	for _, b := range s.all(c.Blocks) {
		add(w.simple(b))
	}
	if c.State == cards.Busy {
		add(s.w.T("cards.busy"))
	}
	add(line(ours(c.Settled), maxSettled))
	return append(out, buttons(c, desk)...)
}

// simple is a block of a card as lines of text.
func (w *writer) simple(b cards.Block) string {
	var out []string
	sentence := b.Kind == cards.BlockNote || b.Kind == cards.BlockWarning // its title is in its line
	if t := line(ours(b.Title), w.title()); t != "" && !sentence {
		out = append(out, t)
	}
	switch {
	case b.Kind == cards.BlockQuote:
		for l := range strings.SplitSeq(para(b.Text, w.size.quote), "\n") {
			out = append(out, "> "+l)
		}
	case b.Kind == cards.BlockTable && b.Table != nil:
		for _, r := range w.tableRows(b.Table) {
			out = append(out, "• "+r.String())
		}
	default:
		for _, r := range w.rows(b) {
			out = append(out, r.String())
		}
	}
	if t := line(ours(b.CutNote), w.note()); t != "" {
		out = append(out, t)
	}
	return strings.Join(out, "\n")
}
