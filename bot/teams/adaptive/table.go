package adaptive

import (
	"salesclerk/cards"
)

// fold says how a table is shown on a phone: at most four columns. The first
// stays where it is a number; of the other columns of numbers the first and the
// last stay; everything else stands below each other in one wide column.
type fold struct {
	lead  int   // a column of its own at the left, or -1
	main  []int // below each other
	right []int // columns of their own at the right
}

func foldOf(t *cards.Table) fold {
	f := fold{lead: -1}
	var numbers []int
	for i := range t.Head {
		switch number := i < len(t.Right) && t.Right[i]; {
		case number && i == 0 && len(t.Head) > 1:
			f.lead = 0
		case number:
			numbers = append(numbers, i)
		default:
			f.main = append(f.main, i)
		}
	}
	if n := len(numbers); n > 2 {
		f.main = append(f.main, numbers[1:n-1]...)
		numbers = []int{numbers[0], numbers[n-1]}
	}
	f.right = numbers
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
		parts = append(parts, l.table(&t))
	}
	if gone > 0 && !b.Cut {
		gone += t.More
	}
	return l.framed(b, parts, gone)
}

func (l *layout) table(t *cards.Table) table {
	f := foldOf(t)
	out := table{Type: "Table", Header: true, Lines: true, Spacing: "Small"}
	if f.lead >= 0 {
		out.Columns = append(out.Columns, columnDef{Width: "32px", Horizontal: "Right"})
	}
	if len(f.main) > 0 {
		out.Columns = append(out.Columns, columnDef{Width: 1})
	}
	for range f.right {
		out.Columns = append(out.Columns, columnDef{Width: "80px", Horizontal: "Right"})
	}
	out.Rows = append(out.Rows, l.headRow(t, f))
	for i, cells := range t.Rows {
		out.Rows = append(out.Rows, l.row(t, f, cells, i < len(t.Warn) && t.Warn[i]))
	}
	return out
}

// headRow is the heads; those of columns whose cells say their head themselves are
// left out.
func (l *layout) headRow(t *cards.Table, f fold) tableRow {
	row := tableRow{Type: "TableRow", Style: "emphasis"}
	head := func(i int) run { return bold(line(ours(t.Head[i]), min(maxLabel, l.size.text))) }
	if f.lead >= 0 {
		row.Cells = append(row.Cells, cell(rich(head(0))))
	}
	if len(f.main) > 0 {
		var names []string
		for at, i := range f.main {
			if !named(t, at, i) {
				names = append(names, head(i).Text)
			}
		}
		row.Cells = append(row.Cells, cell(rich(bold(dotted(names...)))))
	}
	for _, i := range f.right {
		row.Cells = append(row.Cells, cell(aligned(head(i))))
	}
	return row
}

// named says whether a value in the wide column has its head before it: numbers,
// and what is not one of the first two texts.
func named(t *cards.Table, at, column int) bool {
	return at > 1 || column < len(t.Right) && t.Right[column]
}

func (l *layout) row(t *cards.Table, f fold, cells []cards.Text, warn bool) tableRow {
	row := tableRow{Type: "TableRow"}
	if warn {
		row.Style = "warning"
	}
	value := func(i int) string {
		if i >= len(cells) {
			return ""
		}
		return line(cells[i], l.size.text)
	}
	if f.lead >= 0 {
		row.Cells = append(row.Cells, cell(aligned(plain(value(0)))))
	}
	if len(f.main) > 0 {
		var items []element
		for at, i := range f.main {
			s := value(i)
			switch {
			case s == "":
			case named(t, at, i):
				items = append(items, close(subtle(l.pair(line(ours(t.Head[i]), min(maxLabel, l.size.text)))+s)))
			case at == 0 && len(f.main) > 1:
				items = append(items, close(bold(s)))
			default:
				items = append(items, close(plain(s)))
			}
		}
		row.Cells = append(row.Cells, cell(items...))
	}
	for _, i := range f.right {
		row.Cells = append(row.Cells, cell(aligned(plain(value(i)))))
	}
	return row
}

func cell(items ...element) tableCell {
	if len(items) == 0 {
		items = []element{rich()}
	}
	return tableCell{Type: "TableCell", Items: items}
}

// aligned is a number at the right.
func aligned(r run) richText {
	out := rich(r)
	out.Horizontal = "Right"
	return out
}
