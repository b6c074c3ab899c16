package attach

import (
	"slices"
	"strings"
)

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
