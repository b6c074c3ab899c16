package blocks

import (
	"fmt"
	"slices"

	"salesclerk/agent/lang"
	"salesclerk/cards"
)

// shortener shortens blocks to a size and says of each cut what is missing and
// where it is.
type shortener struct {
	size
	w      *lang.Words
	review bool // there is a review that shows the whole
}

func (s shortener) all(list []cards.Block) []cards.Block {
	kept := s.first(list)
	out := make([]cards.Block, 0, len(kept)+1)
	for _, b := range kept {
		out = append(out, s.block(b))
	}
	if n := len(list) - len(kept); n > 0 {
		out = append(out, cards.Block{Kind: cards.BlockNote, Cut: true, CutNote: s.say("slack.msg.cut", 0)})
	}
	return out
}

// first is as many blocks as there may be, in their order. Sentences have a
// number of their own, and warnings come before notes: a person must not decide
// without them.
func (s shortener) first(list []cards.Block) []cards.Block {
	keep := map[int]bool{}
	take := func(n int, fits func(kind string) bool) int {
		for i, b := range list {
			if n > 0 && fits(b.Kind) {
				keep[i] = true
				n--
			}
		}
		return n
	}
	left := take(s.items+1, func(kind string) bool { return kind == cards.BlockWarning })
	take(left, func(kind string) bool { return kind == cards.BlockNote })
	take(s.blocks, func(kind string) bool { return kind != cards.BlockWarning && kind != cards.BlockNote })
	var out []cards.Block
	for i, b := range list {
		if keep[i] {
			out = append(out, b)
		}
	}
	return out
}

func (s shortener) block(b cards.Block) cards.Block {
	switch b.Kind {
	case cards.BlockQuote:
		return s.quoted(b)
	case cards.BlockTable:
		return s.table(b)
	case cards.BlockFields, cards.BlockTimeline:
		n := len(b.Fields) - s.items
		if n > 0 {
			b.Fields = b.Fields[:s.items]
		}
		return s.noted(b, "slack.msg.more", n)
	case cards.BlockFiles:
		n := len(b.Files) - s.items
		if n > 0 {
			b.Files = b.Files[:s.items]
		}
		return s.noted(b, "cards.more.files", n)
	}
	return b // sentences are cut where they are written
}

func (s shortener) quoted(b cards.Block) cards.Block {
	whole := near(b.Text, s.quote).Para()
	short := cut(whole, s.quote)
	if s.quote == 0 {
		short = "…"
	}
	if short != whole {
		b.Text.S, b.Cut, b.CutNote = short, true, s.say("cards.more.mail", 0)
	}
	return b
}

func (s shortener) table(b cards.Block) cards.Block {
	if b.Table == nil || len(b.Table.Rows) <= s.rows {
		return b
	}
	t := *b.Table
	t.More += len(t.Rows) - s.rows
	t.Rows = t.Rows[:s.rows]
	t.Warn = t.Warn[:min(len(t.Warn), s.rows)]
	b.Table, b.Cut, b.CutNote = &t, true, s.say("cards.more.lines", t.More)
	return b
}

// noted says that n parts of a block are gone. A block of which parts were gone
// before keeps no count.
func (s shortener) noted(b cards.Block, key string, n int) cards.Block {
	if n <= 0 {
		return b
	}
	note := s.say(key, n)
	if b.CutNote != "" {
		note = s.say("slack.msg.cut", 0)
	}
	b.Cut, b.CutNote = true, note
	return b
}

func (s shortener) say(key string, n int) string {
	args := lang.Args{"Count": fmt.Sprint(n)}
	if s.review {
		args["Review"] = "1"
	}
	return s.w.T(key, args)
}

// clipped is the rows of a table with each cell cut.
func clipped(rows [][]cards.Text, n int) [][]string {
	out := make([][]string, len(rows))
	for i, row := range rows {
		out[i] = make([]string, len(row))
		for j, c := range row {
			out[i][j] = line(c, n)
		}
	}
	return slices.Clip(out)
}
