package text

import (
	"fmt"
	"strings"

	"salesclerk/cards"
)

// between stands between columns; narrowest is how far a column is squeezed
// before the table is written row by row instead.
const (
	between   = "  "
	narrowest = 10
)

// table writes columns where they fit, else each row as labelled lines.
func (p *page) table(t *cards.Table) {
	rows := lines(t)
	widths, ok := p.widths(rows)
	if !ok {
		p.stacked(t)
		return
	}
	for i, r := range rows {
		p.tableRow(t, r, widths, i > 0 && i-1 < len(t.Warn) && t.Warn[i-1])
		if i == 0 {
			p.b.WriteString(strings.Repeat("-", min(p.width, total(widths))) + "\n")
		}
	}
}

// lines is the head and the rows as plain words.
func lines(t *cards.Table) [][]string {
	out := [][]string{t.Head}
	for _, r := range t.Rows {
		row := make([]string, len(r))
		for i, c := range r {
			row[i] = c.Line()
		}
		out = append(out, row)
	}
	return out
}

// widths squeezes the widest columns until all fit.
func (p *page) widths(rows [][]string) ([]int, bool) {
	w := make([]int, len(rows[0]))
	for _, r := range rows {
		for i := range min(len(r), len(w)) {
			w[i] = max(w[i], cells(r[i]))
		}
	}
	for total(w) > p.width {
		widest := 0
		for i := range w {
			if w[i] > w[widest] {
				widest = i
			}
		}
		if len(w) == 0 || w[widest] <= narrowest {
			return nil, false
		}
		w[widest]--
	}
	return w, true
}

// total is the cells of a row with its margin.
func total(w []int) int {
	n := 2
	for i, x := range w {
		if i > 0 {
			n += len(between)
		}
		n += x
	}
	return n
}

func (p *page) tableRow(t *cards.Table, row []string, widths []int, warn bool) {
	wrapped := make([][]string, len(widths))
	height := 1
	for i := range widths {
		if i < len(row) {
			wrapped[i] = wrap(row[i], widths[i])
			height = max(height, len(wrapped[i]))
		}
	}
	margin := "  "
	if warn {
		margin = "! "
	}
	for n := range height {
		out := margin
		for i, w := range widths {
			if i > 0 {
				out += between
			}
			out += fit(at(wrapped[i], n), w, i < len(t.Right) && t.Right[i])
		}
		fmt.Fprintln(&p.b, strings.TrimRight(out, " "))
		margin = "  "
	}
}

func at(rows []string, n int) string {
	if n < len(rows) {
		return rows[n]
	}
	return ""
}

func fit(s string, width int, right bool) string {
	space := strings.Repeat(" ", max(0, width-cells(s)))
	if right {
		return space + s
	}
	return s + space
}

// stacked writes each row as "label: value" lines.
func (p *page) stacked(t *cards.Table) {
	for n, r := range t.Rows {
		first := "- "
		if n < len(t.Warn) && t.Warn[n] {
			first = "! "
		}
		for i, c := range r {
			if s := c.Line(); s != "" && i < len(t.Head) {
				p.rows(first, "  ", p.pair(t.Head[i], s))
				first = "  "
			}
		}
	}
}
