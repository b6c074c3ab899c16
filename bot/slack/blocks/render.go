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
// language of what is said of a cut. A budget below 2,000 may not be kept.
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
	flow  flow // of the block at hand; sentences share one
	table bool // there can be no more table block
}

func (w *writer) block(b cards.Block) {
	sentence := b.Kind == cards.BlockNote || b.Kind == cards.BlockWarning
	if !sentence {
		w.end()
		w.titled(b)
	}
	switch b.Kind {
	case cards.BlockQuote:
		w.quote(b)
	case cards.BlockTable:
		w.tabled(b)
	case cards.BlockFiles:
		w.flow.then(listed(w.rows(b)))
	default:
		for _, r := range w.rows(b) {
			w.flow.line(r.elements()...)
		}
	}
	w.noted(b)
	if !sentence {
		w.end()
	}
}

// end writes the block at hand.
func (w *writer) end() { w.out = append(w.out, w.flow.block()...) }

// titled is the title of a block.
func (w *writer) titled(b cards.Block) {
	if t := line(ours(b.Title), w.title()); t != "" {
		w.flow.line(bold(t))
	}
}

// noted is what was cut of a block and where it is.
func (w *writer) noted(b cards.Block) {
	if t := line(ours(b.CutNote), w.note()); t != "" {
		w.flow.line(italic(t))
	}
}

// quote writes the words of a mail, in as many blocks as they need.
func (w *writer) quote(b cards.Block) {
	for i, chunk := range pieces(para(b.Text, w.size.quote), maxText) {
		if i > 0 {
			w.end()
		}
		w.flow.then(quote(words(chunk)))
	}
}

// pieces is s in parts of at most n characters as Slack counts them, parted at
// line ends where there are any, else between runes. The line end between two
// parts is left out.
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

// offset is where the character after the first n begins.
func offset(s string, n int) int {
	for at, r := range s {
		if n -= weight(r); n < 0 {
			return at
		}
	}
	return len(s)
}
