package blocks

import (
	"strings"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/cards"
)

// Render is blocks of a card for a surface, in at most budget bytes of JSON; what
// does not fit is cut visibly. They have no block_id. The first table is a table
// block in a message; elsewhere, where Slack takes none, and further ones are
// lists. A quote longer than 3,000 characters is several blocks. lang is the
// language of what is said of a cut.
func Render(list []cards.Block, budget int, room Surface, tag string) []slack.Block {
	s := shortener{w: lang.For(tag)}
	var out []slack.Block
	for _, s.size = range sizes {
		out = written(s, list, room)
		if measure(out) <= budget && len(out) <= roomFor(room) {
			break
		}
	}
	return out
}

// roomFor is how many blocks a surface may give to the blocks of a card, with
// space for what stands around them.
func roomFor(room Surface) int {
	if room == InMessage {
		return maxBlocks - 8
	}
	return 2*maxBlocks - 20
}

// written is blocks at one size.
func written(s shortener, list []cards.Block, room Surface) []slack.Block {
	w := &writer{size: s.size, w: s.w, table: room != InMessage}
	for _, b := range s.all(list) {
		w.block(b)
	}
	w.end()
	return w.out
}

// writer writes blocks of cards as blocks of Slack, one after the other.
type writer struct {
	size
	w     *lang.Words
	out   []slack.Block
	notes []slack.RichTextElement // sentences that will share one block
	table bool                    // there can be no more table block
}

func (w *writer) block(b cards.Block) {
	if b.Kind != cards.BlockNote && b.Kind != cards.BlockWarning {
		w.end()
	}
	switch b.Kind {
	case cards.BlockQuote:
		w.quote(b)
	case cards.BlockFields, cards.BlockTimeline:
		w.rich(append(titled(b), lines(w.rows(b))...), b)
	case cards.BlockFiles:
		w.rich(append(titled(b), listed(w.rows(b))...), b)
	case cards.BlockTable:
		w.tabled(b)
	default:
		w.notes = append(w.notes, append(lines(w.rows(b)), noted(b)...)...)
	}
}

// end writes the sentences that wait.
func (w *writer) end() {
	if len(w.notes) > 0 {
		w.out = append(w.out, slack.NewRichTextBlock("", w.notes...))
		w.notes = nil
	}
}

// rich adds a block of rich text with what was cut of it.
func (w *writer) rich(parts []slack.RichTextElement, b cards.Block) {
	if parts = append(parts, noted(b)...); len(parts) > 0 {
		w.out = append(w.out, slack.NewRichTextBlock("", parts...))
	}
}

// titled is the title of a block.
func titled(b cards.Block) []slack.RichTextElement {
	if t := line(ours(b.Title), maxTitle); t != "" {
		return []slack.RichTextElement{section(bold(t))}
	}
	return nil
}

// noted is what was cut of a block and where it is.
func noted(b cards.Block) []slack.RichTextElement {
	if t := line(ours(b.CutNote), maxNote); t != "" {
		return []slack.RichTextElement{section(italic(t))}
	}
	return nil
}

// quote writes the words of a mail, in as many blocks as they need.
func (w *writer) quote(b cards.Block) {
	parts := titled(b)
	chunks := pieces(para(b.Text, w.size.quote), maxText)
	for i, chunk := range chunks {
		parts = append(parts, quote(words(chunk)))
		if i < len(chunks)-1 {
			w.out = append(w.out, slack.NewRichTextBlock("", parts...))
			parts = nil
		}
	}
	w.rich(parts, b)
}

// pieces is s in parts of at most n runes, parted at line ends where there are
// any, else between runes. The line end between two parts is left out.
func pieces(s string, n int) []string {
	var out []string
	for s != "" {
		end := offset(s, n)
		if end == len(s) {
			return append(out, s)
		}
		next := end
		if at := strings.LastIndexByte(s[:end], '\n'); at > 0 {
			end, next = at, at+1
		}
		out, s = append(out, s[:end]), s[next:]
	}
	return out
}

// offset is where the rune after the first n begins.
func offset(s string, n int) int {
	for at := range s {
		if n == 0 {
			return at
		}
		n--
	}
	return len(s)
}
