package adaptive

import (
	"slices"
	"unicode/utf8"

	"salesclerk/cards"
)

// fold says how a table is shown on a phone, in rows of at most three columns. The
// first stays where it is a number, and the last column of numbers stays; everything
// else stands below each other between the two.
//
// A row is a ColumnSet: phone clients are known to show a Table as an empty place,
// and no schema's Table has rows that fold.
type fold struct {
	lead  int   // a column of its own at the left, or -1
	main  []int // below each other
	right int   // a column of its own at the right, or -1
}

func foldOf(t *cards.Table) fold {
	f := fold{lead: -1, right: -1}
	for i := range t.Head {
		switch number := i < len(t.Right) && t.Right[i]; {
		case number && i == 0 && len(t.Head) > 1:
			f.lead = 0
		case number && !slices.Contains(t.Right[i+1:], true):
			f.right = i
		default:
			f.main = append(f.main, i)
		}
	}
	return f
}

// tabled is a table with its title and what is not here.
func (l *layout) tabled(b cards.Block) []element {
	if b.Table == nil || len(b.Table.Head) == 0 {
		return l.framed(b, nil, 0)
	}
	t := *b.Table
	gone := max(len(t.Rows)-l.size.rows, 0)
	t.Rows = t.Rows[:len(t.Rows)-gone]
	var parts []element
	if len(t.Rows) > 0 {
		parts = append(parts, l.table(&t)...)
	}
	if gone > 0 && !b.Cut {
		gone += t.More
	}
	return l.framed(b, parts, gone)
}

func (l *layout) table(t *cards.Table) []element {
	f := foldOf(t)
	out := []element{l.headRow(t, f)}
	for i, cells := range t.Rows {
		out = append(out, l.row(t, f, cells, i < len(t.Warn) && t.Warn[i]))
	}
	return out
}

// headRow is the heads; those of columns whose cells say their head themselves are
// left out.
func (l *layout) headRow(t *cards.Table, f fold) element {
	head := func(i int) string { return line(ours(t.Head[i]), min(maxLabel, l.size.text)) }
	var names []string
	for at, i := range f.main {
		if !named(t, at, i) {
			names = append(names, head(i))
		}
	}
	var lead, right string
	if f.lead >= 0 {
		lead = head(0)
	}
	if f.right >= 0 {
		right = line(ours(t.Head[f.right]), maxRight)
	}
	return columns(f, bold(lead), []element{rich(bold(dotted(names...)))}, bold(right))
}

// named says whether a value between the others has its head before it: numbers,
// and what is not one of the first two texts.
func named(t *cards.Table, at, column int) bool {
	return at > 1 || column < len(t.Right) && t.Right[column]
}

// What stands at the right of a row, and side by side below it, in runes.
const (
	maxRight = 20
	maxShort = 40
)

func (l *layout) row(t *cards.Table, f fold, cells []cards.Text, warn bool) element {
	value := func(i int) string {
		if i < 0 || i >= len(cells) {
			return ""
		}
		return line(cells[i], l.size.text)
	}
	say := func(i int) string { return l.pair(line(ours(t.Head[i]), min(maxLabel, l.size.text))) + value(i) }
	main, right := f.main, value(f.right)
	if utf8.RuneCountInString(right) > maxRight {
		main, right = append(slices.Clone(main), f.right), "–"
	}
	var items []element
	var short []string
	for at, i := range main {
		switch s := value(i); {
		case s == "":
		case named(t, at, i) && utf8.RuneCountInString(s) <= maxShort:
			short = append(short, whole(say(i)))
		case named(t, at, i):
			items = append(items, close(subtle(say(i))))
		case at == 0 && len(f.main) > 1:
			items = append(items, close(bold(s)))
		default:
			items = append(items, close(plain(s)))
		}
	}
	if len(short) > 0 {
		items = append(items, close(plain(dotted(short...))))
	}
	out := columns(f, plain(value(f.lead)), minded(items, warn), plain(right))
	out.Separator = true
	return out
}

// minded is the words of a row, with a mark before the first where it asks for
// attention.
func minded(items []element, warn bool) []element {
	if len(items) == 0 {
		items = []element{rich()}
	}
	if first, ok := items[0].(richText); ok && warn {
		first.Inlines = append([]run{plain("⚠ ")}, first.Inlines...)
		items[0] = first
	}
	return items
}

// columns is a row.
func columns(f fold, lead run, main []element, right run) columnSet {
	out := columnSet{Type: "ColumnSet", Spacing: "Small"}
	if f.lead >= 0 {
		out.Columns = append(out.Columns, column{Type: "Column", Width: "32px", Items: []element{aligned(lead)}})
	}
	if len(f.main) > 0 {
		out.Columns = append(out.Columns, column{Type: "Column", Width: "stretch", Items: main})
	}
	if f.right >= 0 {
		out.Columns = append(out.Columns, column{Type: "Column", Width: "auto", Items: []element{aligned(right)}})
	}
	return out
}

// aligned is a number at the right.
func aligned(r run) richText {
	out := rich(r)
	out.Horizontal = "Right"
	return out
}
