package attach

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// column is a range across the page.
type column struct{ left, right float64 }

// grid is a table put together from positions, with the columns it was set in.
type grid struct {
	Table
	cols []column
}

// gridOf sets the words of lines in columns. Lines that only go on with a row
// belong to it.
func gridOf(lines []line, page string, first int) grid {
	t := grid{Table: Table{Place: page}, cols: columnsOf(lines)}
	pitch := pitchOf(lines)
	rows := make([][]Cell, len(lines))
	for n, l := range lines {
		rows[n] = make([]Cell, len(t.cols))
		for i := range rows[n] {
			rows[n][i].Place = fmt.Sprintf("%s r%d", page, first+n+1)
		}
		t.fill(rows[n], l)
	}
	for n, g := range groups(lines, rows) {
		above := len(t.Rows) - 1
		alone := g[1]-g[0] == 1
		if n > g[0] || alone && n > 0 && goesOn(lines[n], lines[n-1].middle-lines[n].middle, pitch, rows[n]) && !clash(t.Rows[above], rows[n]) {
			joinRows(t.Rows[above], rows[n])
		} else {
			t.Rows = append(t.Rows, rows[n])
		}
	}
	t.joinHeads()
	return t
}

// fill puts a line's words into the cells of a row. What stands together goes
// into one column, unless it reaches into another.
func (t *grid) fill(row []Cell, l line) {
	put := func(i int, s span) { row[i].join(Cell{Text: s.String(), Unsure: s.unsure()}) }
	for _, p := range l.words.parted(fineGap * l.height) {
		if len(l.parts) == 1 {
			put(t.columnOf(p), p)
			continue
		}
		at := t.columnOf(p)
		for i := range p {
			word := p[i : i+1]
			if to := t.columnOf(word); t.cols[to].over(word) > 0 {
				at = to
			}
			put(at, word)
		}
	}
}

// join adds the words of another cell.
func (c *Cell) join(more Cell) {
	c.Text = strings.TrimSpace(c.Text + " " + more.Text)
	c.Unsure = c.Unsure || more.Unsure
}

func joinRows(row, more []Cell) {
	for i := range row {
		row[i].join(more[i])
	}
}

// goesOn says whether a line goes on with the row above: it stands closer than
// rows do and leaves the first column empty, or it is one part in a later column.
func goesOn(l line, gap, pitch float64, row []Cell) bool {
	if row[0].Text != "" {
		return false
	}
	return len(l.parts) == 1 || gap < 0.8*pitch
}

// pitchOf is the usual distance of the fuller lines.
func pitchOf(lines []line) float64 {
	most, last := fullest(lines), 0.0
	var gaps []float64
	for n, l := range lines {
		if len(l.parts) < max(2, most-1) {
			continue
		}
		if n > 0 && last != 0 {
			gaps = append(gaps, last-l.middle)
		}
		last = l.middle
	}
	if len(gaps) == 0 {
		return 0
	}
	slices.Sort(gaps)
	return gaps[len(gaps)/2]
}

func fullest(lines []line) int {
	most := 0
	for _, l := range lines {
		most = max(most, len(l.parts))
	}
	return most
}

// edge is where something that covers the page begins (+1) or ends (-1).
type edge struct {
	at float64
	by int
}

// columnsOf are the ranges that the fuller lines cover together. Of many lines,
// a few may reach over a border that all others keep to.
func columnsOf(lines []line) []column {
	most := fullest(lines)
	var edges []edge
	full, height := 0, 0.0
	for _, l := range lines {
		if len(l.parts) < 2 || len(l.parts) < most-2 {
			continue
		}
		full++
		height += l.height
		for _, p := range l.words.parted(fineGap * l.height) {
			edges = append(edges, edge{p.left(), 1}, edge{slices.MaxFunc(p, func(a, b glyph) int { return cmp.Compare(a.right, b.right) }).right, -1})
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(b.by, a.by)) })
	return covered(edges, full/13, 0.3*height/float64(full))
}

// covered are the ranges that more than few cover, with at least so much
// between them.
func covered(edges []edge, few int, gap float64) []column {
	var out []column
	deep, open := 0, false
	for _, e := range edges {
		deep += e.by
		switch {
		case !open && deep > few && len(out) > 0 && e.at-out[len(out)-1].right < gap:
			open = true
		case !open && deep > few:
			out, open = append(out, column{e.at, e.at}), true
		case open && deep <= few:
			out[len(out)-1].right, open = e.at, false
		}
	}
	if len(out) == 0 {
		out = []column{{edges[0].at, edges[len(edges)-1].at}}
	}
	return out
}

// over is how far a span lies over a column; how far beside it, if less than 0.
func (c column) over(p span) float64 { return min(c.right, p.right()) - max(c.left, p.left()) }

// columnOf is the column a span covers most of, else the nearest.
func (t *grid) columnOf(p span) int {
	best, at := math.Inf(-1), 0
	for i, c := range t.cols {
		if d := c.over(p); d > best {
			best, at = d, i
		}
	}
	return at
}

// joinHeads makes one column of a heading and the values that stand beside
// rather than below it: the heading to the left, the numbers to the right.
func (t *grid) joinHeads() {
	for i := 0; i+1 < len(t.cols); i++ {
		if !t.headOf(i, i+1) && !t.headOf(i+1, i) {
			continue
		}
		for n, row := range t.Rows {
			row[i].join(row[i+1])
			t.Rows[n] = slices.Delete(row, i+1, i+2)
		}
		t.cols[i].right = t.cols[i+1].right
		t.cols = slices.Delete(t.cols, i+1, i+2)
		i--
	}
}

// headOf says whether column a has its first row's cell alone, and column b all
// but that.
func (t *grid) headOf(a, b int) bool {
	filled := 0
	for n, row := range t.Rows {
		if n == 0 && (row[a].Text == "" || row[b].Text != "") || n > 0 && row[a].Text != "" {
			return false
		}
		if n > 0 && row[b].Text != "" {
			filled++
		}
	}
	return filled > 0
}

// goOn adds a table of the next page to this one if it is set in the same
// columns: headings stand on the first page alone, often enough.
func (t *grid) goOn(next grid) bool {
	to := make([]int, len(next.cols))
	used := map[int]bool{}
	for i, c := range next.cols {
		to[i] = -1
		for k, have := range t.cols {
			if min(c.right, have.right)-max(c.left, have.left) <= 0 {
				continue
			}
			if to[i] >= 0 || used[k] {
				return false
			}
			to[i] = k
			used[k] = true
		}
		if to[i] < 0 {
			return false
		}
	}
	if len(used) < 2 || len(used)*2 < len(t.cols) {
		return false
	}
	for _, row := range next.Rows {
		out := make([]Cell, len(t.cols))
		for i := range out {
			out[i].Place = row[0].Place
		}
		for i, c := range row {
			out[to[i]] = c
		}
		t.Rows = append(t.Rows, out)
	}
	for i, k := range to {
		t.cols[k] = column{min(t.cols[k].left, next.cols[i].left), max(t.cols[k].right, next.cols[i].right)}
	}
	return true
}
