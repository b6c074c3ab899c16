// Package text writes a card for a terminal: plain lines no wider than asked
// for, no colours, and no control characters but line feeds, whatever a
// stranger wrote.
//
// A card goes through it from top to bottom: head, lead, blocks, then either
// the sentence that settled it or the buttons' words. Widths are counted in
// terminal cells: a wide letter takes two.
package text

import (
	"fmt"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/cards"
)

// minWidth is the narrowest that still makes sense.
const minWidth = 20

// Render is the card as lines of at most width cells, each ended by a line feed.
func Render(c cards.Card, width int) string {
	p := &page{width: max(width, minWidth), words: lang.For(c.Lang)}
	p.head(c)
	for _, b := range c.Blocks {
		p.gap()
		p.block(b)
	}
	p.foot(c)
	return p.b.String()
}

// page is what is written so far.
type page struct {
	b     strings.Builder
	width int
	words *lang.Words
}

func (p *page) head(c cards.Card) {
	var parts []string
	for _, t := range c.Context {
		parts = append(parts, t.Line())
	}
	if len(parts) > 0 {
		p.para("", strings.Join(parts, " · "))
	}
	p.para("", c.Title)
	p.b.WriteString(strings.Repeat("=", min(p.width, cells(c.Title))) + "\n")
	p.para("", c.Lead.Line())
}

func (p *page) foot(c cards.Card) {
	if c.State == cards.Busy {
		p.gap()
		p.para("", p.words.T("cards.busy"))
	}
	if c.Settled != "" {
		p.gap()
		p.para("", cards.Text{S: c.Settled}.Line())
	}
	if labels := labels(c.Buttons); labels != "" {
		p.gap()
		p.para("", labels)
	}
}

func labels(buttons []cards.Button) string {
	var out []string
	for _, b := range buttons {
		out = append(out, "["+b.Label+"]")
	}
	return strings.Join(out, " ")
}

func (p *page) block(b cards.Block) {
	p.para("", b.Title)
	switch b.Kind {
	case cards.BlockQuote:
		for _, l := range strings.Split(b.Text.Para(), "\n") {
			p.rows("> ", "> ", strings.ReplaceAll(l, "\t", "    "))
		}
	case cards.BlockWarning:
		p.rows("! ", "  ", b.Text.Line())
	case cards.BlockFields, cards.BlockTimeline:
		p.fields(b.Fields)
	case cards.BlockTable:
		if b.Table != nil {
			p.table(b.Table)
		}
	case cards.BlockFiles:
		p.files(b.Files)
	default:
		p.para("", b.Text.Line())
	}
	p.para("", b.CutNote)
}

func (p *page) fields(fields []cards.Field) {
	for _, f := range fields {
		s := p.pair(cards.Text{S: f.Label}.Line(), f.Value.Line())
		if f.Note != nil {
			s += " (" + f.Note.Line() + ")"
		}
		first := "  "
		if f.Warn {
			first = "! "
		}
		p.rows(first, "    ", s)
	}
}

// pair is a label with its value, as the language writes it.
func (p *page) pair(label, value string) string {
	return p.words.T("cards.pair", lang.Args{"Label": label, "Value": value})
}

func (p *page) files(files []cards.File) {
	for _, f := range files {
		s := f.Name.Line()
		for _, part := range []string{f.Size, f.Status, f.Reason.Line()} {
			if part != "" {
				s += " · " + part
			}
		}
		p.rows("* ", "  ", s)
	}
}

// gap is an empty line.
func (p *page) gap() { p.b.WriteByte('\n') }

// para writes words, wrapped; nothing if there are none.
func (p *page) para(indent, s string) {
	if s != "" {
		p.rows(indent, indent, s)
	}
}

// rows writes words with what stands before the first row and the next ones.
func (p *page) rows(first, next, s string) {
	before := first
	for _, row := range wrap(s, p.width-max(len(first), len(next))) {
		fmt.Fprintln(&p.b, strings.TrimRight(before+row, " "))
		before = next
	}
}
