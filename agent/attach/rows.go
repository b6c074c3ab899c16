package attach

import (
	"slices"
	"strings"
	"unicode"
)

// groups says which lines make one row, where the page leaves more room between
// rows than within them: cells of several lines, and cells set in the middle
// beside them. It gives for each line the first and the end of its row's lines.
// Lines that surely are rows of their own, or of which it cannot be told, are
// alone.
func groups(lines []line, rows [][]Cell) [][2]int {
	var best [][2]int
	most := -1
	for _, within := range within(lines) {
		if out, n := grouped(lines, rows, within); n > most {
			best, most = out, n
		}
	}
	return best
}

// within are how wide the gaps between the lines of one row may be: 0, and the
// last of each size where gaps come in several.
func within(lines []line) []float64 {
	var gaps []float64
	for n := 1; n < len(lines); n++ {
		gaps = append(gaps, lines[n-1].base()-lines[n].base())
	}
	slices.Sort(gaps)
	out := []float64{0}
	for n := 1; n < len(gaps); n++ {
		if gaps[n] > 1.25*gaps[n-1] {
			out = append(out, gaps[n-1])
		}
	}
	return out[:min(len(out), 8)]
}

// grouped groups lines with no wider gaps, and says how many went into groups.
func grouped(lines []line, rows [][]Cell, within float64) (out [][2]int, n int) {
	most := 0
	for _, row := range rows {
		most = max(most, filled(row))
	}
	for from := 0; from < len(lines); {
		to := from + 1
		for to < len(lines) && lines[to-1].base()-lines[to].base() <= within {
			to++
		}
		one := to-from > 1 && oneRow(rows[from:to], most)
		if one {
			n += to - from
		}
		for at := from; at < to; at++ {
			if one {
				out = append(out, [2]int{from, to})
			} else {
				out = append(out, [2]int{at, at + 1})
			}
		}
		from = to
	}
	return out, n
}

func filled(row []Cell) int {
	n := 0
	for _, c := range row {
		if c.Text != "" {
			n++
		}
	}
	return n
}

// oneRow says whether lines are one row of a table of so many columns: one of
// them fills it, and the others are a few words of a cell each, never a number
// where that has one.
func oneRow(lines [][]Cell, most int) bool {
	wide := func(row []Cell) bool { n := filled(row); return n*2 > most || n > 2 }
	full := slices.IndexFunc(lines, wide)
	if full < 0 {
		return false
	}
	for n, row := range lines {
		if n != full && (wide(row) || clash(lines[full], row)) {
			return false
		}
	}
	return true
}

// clash says whether both have a number in some column: they are two rows.
func clash(a, b []Cell) bool {
	for i := range a {
		if numeric(a[i]) && numeric(b[i]) {
			return true
		}
	}
	return false
}

func numeric(c Cell) bool {
	return c.Text != "" && !strings.ContainsFunc(c.Text, unicode.IsLetter) && strings.ContainsFunc(c.Text, unicode.IsDigit)
}
