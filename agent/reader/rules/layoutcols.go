package rules

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// span is a range of letters across a print: a column.
type span struct{ from, to int }

// columnsAt are the columns of a print: the ranges that its heading and fuller rows
// cover together. Where rows of one heading run into the next column with but one
// blank between, the range is parted where none of them has a letter.
func columnsAt(head []part, rows [][]part) []span {
	width := 0
	for _, r := range append(slices.Clone(rows), head) {
		width = max(width, r[len(r)-1].to)
	}
	cover := make([]int, width+1)
	ink := make([]int, width+1)
	for _, r := range append(slices.Clone(rows), head) {
		for _, p := range r {
			for x, c := range []rune(p.text) {
				cover[p.from+x]++
				if c != ' ' {
					ink[p.from+x]++
				}
			}
		}
	}
	few := len(rows) / 13
	var out []span
	for x := 0; x < width; {
		if cover[x] <= few {
			x++
			continue
		}
		end := x
		for end < width && cover[end] > few {
			end++
		}
		out = append(out, splitRange(span{x, end}, head, ink, few)...)
		x = end
	}
	return joinHeads(out, head, rows)
}

// splitRange parts a range over which several heads stand.
func splitRange(s span, head []part, ink []int, few int) []span {
	var over []part
	for _, h := range head {
		if h.from >= s.from && h.to <= s.to {
			over = append(over, h)
		}
	}
	from := s.from
	var out []span
	for i := 0; i+1 < len(over); i++ {
		best, wide := -1, 0
		for x := over[i].from + 1; x < over[i+1].to; x++ {
			run := 0
			for x+run < over[i+1].to && ink[x+run] <= few {
				run++
			}
			if run > wide {
				best, wide = x, run
			}
			x += run
		}
		if best > from {
			out = append(out, span{from, best})
			from = best + wide
		}
	}
	return append(out, span{from, s.to})
}

// joinHeads makes one column of a head and of what stands beside rather than below it.
func joinHeads(cols []span, head []part, rows [][]part) []span {
	headed := func(s span) bool {
		return slices.ContainsFunc(head, func(p part) bool { return overlaps(s, p) > 0 })
	}
	filled := func(s span) bool {
		return slices.ContainsFunc(rows, func(r []part) bool {
			return slices.ContainsFunc(r, func(p part) bool { return overlaps(s, p) > 0 })
		})
	}
	for i := 0; i+1 < len(cols); i++ {
		a, b := cols[i], cols[i+1]
		if headed(a) && !filled(a) && !headed(b) || headed(b) && !filled(b) && !headed(a) {
			cols = slices.Replace(cols, i, i+2, span{a.from, b.to})
		}
	}
	return cols
}

func overlaps(s span, p part) int { return min(s.to, p.to) - max(s.from, p.from) }

// columnOf is the column that covers most of a part, else the nearest.
func columnOf(cols []span, p part) int {
	best, at := -1<<30, 0
	for i, c := range cols {
		if d := overlaps(c, p); d > best {
			best, at = d, i
		}
	}
	return at
}

// headCells are the heads by column.
func (t *printedTable) headCells(cols []span) []string {
	out := make([]string, len(cols))
	for _, h := range t.head {
		i := columnOf(cols, h)
		out[i] = strings.TrimSpace(out[i] + " " + h.text)
	}
	return out
}

// cut sets a row in cells: part by part where each stands under one column, in order
// where there are as many as columns, else by what the heads say the cells hold.
func (t *printedTable) cut(parts []part, line string, cols []span, head []string) []string {
	cells := make([]string, len(cols))
	if len(parts) == len(cols) {
		return append(cells[:0], textsOf(parts)...)
	}
	put := func(i int, s string) { cells[i] = strings.TrimSpace(cells[i] + " " + s) }
	crossed := t.ordered
	for _, p := range parts {
		over := 0
		for _, c := range cols {
			if overlaps(c, p) > 0 {
				over++
			}
		}
		crossed = crossed || over > 1
	}
	if crossed {
		if got, ok := t.lex.fit(strings.Fields(line), t.lex.headRolesOf(head)); ok {
			return got
		}
	}
	for _, p := range parts {
		if columnOf(cols, p) == columnOf(cols, part{from: p.to - 1, to: p.to}) {
			put(columnOf(cols, p), p.text)
			continue
		}
		at := p.from
		for w := range strings.SplitSeq(p.text, " ") {
			n := utf8.RuneCountInString(w)
			if n > 0 {
				put(columnOf(cols, part{from: at, to: at + n}), w)
			}
			at += n + 1
		}
	}
	return cells
}
