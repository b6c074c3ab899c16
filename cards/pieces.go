package cards

import "slices"

// How much of a block stands together in one of its pieces.
const (
	pieceRows   = 12 // of a table
	pieceFields = 20 // of fields and files
)

// Pieces is a block in as many as it takes where what is long goes on over pages,
// nothing left out: the title is on the first, what was cut before is said on the
// last. split cuts the words of a quote.
func Pieces(b Block, split func(words string) []string) []Block {
	var out []Block
	add := func(x Block) {
		x.Cut, x.CutNote = false, ""
		if len(out) > 0 {
			x.Title = ""
		}
		out = append(out, x)
	}
	x := b
	switch {
	case b.Kind == BlockQuote:
		for _, s := range split(b.Text.Para()) {
			x.Text = Text{S: s, From: b.Text.From}
			add(x)
		}
	case b.Table != nil:
		for at := 0; at == 0 || at < len(b.Table.Rows); at += pieceRows {
			x.Table = b.Table.part(at, min(at+pieceRows, len(b.Table.Rows)))
			add(x)
		}
		out[len(out)-1].Table.More = b.Table.More
	case len(b.Fields) > pieceFields:
		for x.Fields = range slices.Chunk(b.Fields, pieceFields) {
			add(x)
		}
	case len(b.Files) > pieceFields:
		for x.Files = range slices.Chunk(b.Files, pieceFields) {
			add(x)
		}
	default:
		return []Block{b}
	}
	last := &out[len(out)-1]
	last.Cut, last.CutNote = b.Cut, b.CutNote
	return out
}

func (t *Table) part(from, to int) *Table {
	out := Table{Head: t.Head, Rows: t.Rows[from:to], Right: t.Right}
	if len(t.Warn) == len(t.Rows) {
		out.Warn = t.Warn[from:to]
	}
	return &out
}

// PickOrder is the lines to choose an item for: those that need it, and the others.
func (f Form) PickOrder() (needed, others []PickIn) {
	for _, p := range f.Picks {
		if p.Needed {
			needed = append(needed, p)
		} else {
			others = append(others, p)
		}
	}
	return needed, others
}
