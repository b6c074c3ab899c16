package attach

import (
	"fmt"
	"slices"
	"strings"
)

// glyph is a piece of text and where it stands on a page, in points or
// pixels; up is more.
type glyph struct {
	text                     string
	left, right, top, bottom float64
	word                     bool // a whole word: a blank belongs before it
}

func (g glyph) height() float64 { return g.top - g.bottom }
func (g glyph) middle() float64 { return (g.top + g.bottom) / 2 }

// line is one line of a page: what stands together, from left to right.
type line struct {
	parts  []glyph // parted by wide gaps
	middle float64
	height float64
}

func (l line) String() string {
	texts := make([]string, len(l.parts))
	for i, p := range l.parts {
		texts[i] = p.text
	}
	return strings.Join(texts, "  ")
}

// layout puts glyphs together to lines and parts of lines.
func layout(glyphs []glyph) []line {
	var ink []glyph
	for _, g := range glyphs {
		if strings.TrimSpace(g.text) != "" && g.right >= g.left && g.height() > 0 {
			ink = append(ink, g)
		}
	}
	slices.SortStableFunc(ink, func(a, b glyph) int {
		switch {
		case a.middle() > b.middle():
			return -1
		case a.middle() < b.middle():
			return 1
		}
		return 0
	})
	var out []line
	for start := 0; start < len(ink); {
		end := lineEnd(ink, start)
		out = append(out, assemble(slices.Clone(ink[start:end])))
		start = end
	}
	return out
}

// lineEnd is where the line beginning at start ends: the next glyph is lower
// than half a letter.
func lineEnd(ink []glyph, start int) int {
	top := ink[start]
	height := top.height()
	end := start + 1
	for end < len(ink) {
		g := ink[end]
		height = max(height, g.height())
		if top.middle()-g.middle() > 0.5*height {
			break
		}
		end++
	}
	return end
}

// assemble joins the glyphs of a line: nothing between letters, a blank
// between words, a new part after a wide gap.
func assemble(gs []glyph) line {
	slices.SortStableFunc(gs, func(a, b glyph) int {
		switch {
		case a.left < b.left:
			return -1
		case a.left > b.left:
			return 1
		}
		return 0
	})
	l := line{middle: gs[0].middle()}
	for _, g := range gs {
		l.height = max(l.height, g.height())
	}
	for _, g := range gs {
		if len(l.parts) == 0 {
			l.parts = append(l.parts, g)
			continue
		}
		last := &l.parts[len(l.parts)-1]
		switch gap := g.left - last.right; {
		case gap > 1.1*l.height:
			l.parts = append(l.parts, g)
			continue
		case gap > 0.17*l.height || g.word:
			last.text += " " + g.text
		default:
			last.text += g.text
		}
		last.right, last.top, last.bottom = max(last.right, g.right), max(last.top, g.top), min(last.bottom, g.bottom)
	}
	return l
}

// tables finds runs of lines with several parts and sets them in columns.
func tables(lines []line, page string) []Table {
	var out []Table
	for start := 0; start < len(lines); {
		if len(lines[start].parts) < 2 {
			start++
			continue
		}
		end := runEnd(lines, start)
		if end-start >= 2 {
			out = append(out, gridOf(lines[start:end], page, start))
		}
		start = end
	}
	return out
}

// runEnd is the end of a run: a big gap, or two lines of one part each.
func runEnd(lines []line, start int) int {
	end := start + 1
	for end < len(lines) {
		gap := lines[end-1].middle - lines[end].middle
		if gap > 5*lines[end].height {
			break
		}
		if len(lines[end].parts) < 2 && (end+1 >= len(lines) || len(lines[end+1].parts) < 2) {
			break
		}
		end++
	}
	return end
}

// column is a range across the page.
type column struct{ left, right float64 }

// gridOf sets the parts of lines in columns. A line of one part below a row
// belongs to the cell above it when it stands in a later column.
func gridOf(lines []line, page string, first int) Table {
	cols := columnsOf(lines)
	t := Table{Place: page}
	for n, l := range lines {
		row := make([]Cell, len(cols))
		place := fmt.Sprintf("%s r%d", page, first+n+1)
		for i := range row {
			row[i].Place = place
		}
		for _, p := range l.parts {
			i := columnOf(cols, p)
			row[i].Text = strings.TrimSpace(row[i].Text + " " + p.text)
		}
		if len(l.parts) == 1 && len(t.Rows) > 0 {
			if i := columnOf(cols, l.parts[0]); i > 0 {
				above := &t.Rows[len(t.Rows)-1][i]
				above.Text = strings.TrimSpace(above.Text + " " + l.parts[0].text)
				continue
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// columnsOf are the ranges that the parts of the fullest lines cover together.
func columnsOf(lines []line) []column {
	most := 0
	for _, l := range lines {
		most = max(most, len(l.parts))
	}
	var all []column
	for _, l := range lines {
		if len(l.parts) < 2 || len(l.parts) < most-2 {
			continue
		}
		for _, p := range l.parts {
			all = append(all, column{p.left, p.right})
		}
	}
	slices.SortFunc(all, func(a, b column) int {
		switch {
		case a.left < b.left:
			return -1
		case a.left > b.left:
			return 1
		}
		return 0
	})
	out := all[:1:1]
	for _, c := range all[1:] {
		if last := &out[len(out)-1]; c.left < last.right {
			last.right = max(last.right, c.right)
		} else {
			out = append(out, c)
		}
	}
	return out
}

// columnOf is the column a part covers most of, else the nearest.
func columnOf(cols []column, p glyph) int {
	best, at := -1e18, 0
	for i, c := range cols {
		if d := min(c.right, p.right) - max(c.left, p.left); d > best {
			best, at = d, i
		}
	}
	return at
}
