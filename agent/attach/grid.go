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

// tables finds runs of lines with several parts and sets them in columns.
func tables(lines []line, page string) []grid {
	var out []grid
	for start := 0; start < len(lines); {
		if len(lines[start].parts) < 2 {
			start++
			continue
		}
		end := runEnd(lines, start)
		if end-start >= 2 {
			out = append(out, gridsOf(lines[start:end], page, start)...)
		}
		start = end
	}
	return out
}

// gridsOf are the tables of a run: one, or more where other headings come below
// rows, above other columns.
func gridsOf(lines []line, page string, first int) []grid {
	var out []grid
	start := 0
	for n := 1; n <= len(lines); n++ {
		if n < len(lines) && !(heading(lines[n]) && figures(lines[start:n])) {
			continue
		}
		next := gridOf(lines[start:n], page, first+start)
		if k := len(out); k == 0 || !out[k-1].goOn(next) {
			out = append(out, next)
		}
		start = n
	}
	return out
}

// heading says whether a line may head columns: several words or more, no figure.
func heading(l line) bool { return len(l.parts) > 1 && !figures([]line{l}) }

func figures(lines []line) bool {
	return slices.ContainsFunc(lines, func(l line) bool {
		return slices.ContainsFunc(l.words, func(w glyph) bool { return strings.ContainsAny(w.text, "0123456789") })
	})
}

// runEnd is the end of a run: a big gap, or three lines of one part each that are
// no further lines of a cell.
func runEnd(lines []line, start int) int {
	end, full := start+1, start
	for end < len(lines) {
		if lines[end-1].middle-lines[end].middle > 5*lines[end].height {
			break
		}
		if len(lines[end].parts) > 1 {
			full = end
		} else if !goesOnBelow(lines, end, full) {
			break
		}
		end++
	}
	return end
}

// tallest is how many lines a cell may have above or below its row's others.
const tallest = 12

// goesOnBelow says whether a line of several parts comes soon below n: behind less
// than three others, or more if those stand in one column of the line full above
// them. What begins on the left with room above is no cell, nor what goes on with
// that.
func goesOnBelow(lines []line, n, full int) bool {
	columns := lines[full].words.parted(fineGap * lines[full].height)
	strange, letter := 0, false
	for end := min(n+tallest, len(lines)); n < end; n++ {
		l := lines[n]
		if len(l.parts) > 1 {
			return true
		}
		over := 0
		for _, p := range columns {
			if (column{p.left(), p.right()}).over(l.words) > 0 {
				over++
			}
		}
		room := lines[n-1].base()-l.base() > 2*l.height
		letter = l.words.left() < columns[0].right() && (letter || room)
		if over > 1 || letter {
			strange++
		}
		if strange > 2 {
			return false
		}
	}
	return false
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
