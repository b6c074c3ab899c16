package attach

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// glyph is a word and where it stands on a page, in points or pixels; up is more.
type glyph struct {
	text                     string
	left, right, top, bottom float64
	unsure                   bool // a number that text recognition may have misread
	broken                   bool // at the end of a line, and goes on in the next
	before                   before
}

// before is what the file says of the gap in front of a word.
type before int

const (
	unknown before = iota
	blank          // a blank was written: what was written as one stands in one cell
	jump           // the word was set by itself
)

func (g glyph) height() float64 { return g.top - g.bottom }
func (g glyph) middle() float64 { return (g.top + g.bottom) / 2 }

// span is what stands together on a line: its words, from left to right.
type span []glyph

func (s span) left() float64  { return s[0].left }
func (s span) right() float64 { return s[len(s)-1].right }

func (s span) String() string {
	texts := make([]string, len(s))
	for i, w := range s {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

func (s span) unsure() bool { return slices.ContainsFunc(s, func(w glyph) bool { return w.unsure }) }

// line is one line of a page, its words from left to right.
type line struct {
	words  span
	parts  []span // parted by wide gaps
	middle float64
	height float64
}

// below are the marks that reach below the line they stand on, by a quarter of a
// digit's height.
const below = "gjpqyçµ,;()[]{}|/Q_$"

// base is what the letters of a line stand on: the middles of lines lie higher and
// lower with the letters that reach below it.
func (l line) base() float64 {
	base, low := math.Inf(-1), l.middle
	for _, w := range l.words {
		if w.letters() && !w.broken && !strings.ContainsAny(w.text, below) {
			base = max(base, w.bottom)
		}
		low = min(low, w.bottom+0.2*w.height())
	}
	if math.IsInf(base, 0) {
		return low
	}
	return base
}

func (l line) String() string {
	texts := make([]string, len(l.parts))
	for i, p := range l.parts {
		texts[i] = p.String()
	}
	return strings.Join(texts, "  ")
}

// Gaps, in heights of the line's tallest letter. A blank is about 0.4 of them.
const (
	wideGap = 1.1 // between parts of a line that surely do not belong together
	fineGap = 0.6 // between columns, where the lines around agree
)

// layout puts words together to lines and parts of lines.
func layout(glyphs []glyph) []line {
	var ink []glyph
	for _, g := range glyphs {
		if strings.TrimSpace(g.text) != "" && g.right >= g.left && g.height() > 0 {
			ink = append(ink, g)
		}
	}
	settle(ink)
	slices.SortStableFunc(ink, func(a, b glyph) int { return cmp.Compare(b.middle(), a.middle()) })
	var out []line
	for start := 0; start < len(ink); {
		end := lineEnd(ink, start)
		out = append(out, lineOf(slices.Clone(ink[start:end])))
		start = end
	}
	return out
}

// settle puts a word that was broken at the end of a line on one line: that of its
// parts, or in the middle of both, where most other words stand.
func settle(words []glyph) {
	const most = 200 // of a page
	broken := 0
	for i, w := range words {
		if !w.broken || broken == most {
			continue
		}
		broken++
		height, best := w.height()/3, -1
		for _, middle := range []float64{w.top - height/2, w.middle(), w.bottom + height/2} {
			beside := 0
			for _, o := range words {
				if math.Abs(o.middle()-middle) < height/3 {
					beside++
				}
			}
			if beside > best {
				best, words[i].top, words[i].bottom = beside, middle+height/2, middle-height/2
			}
		}
	}
}

// lineEnd is where the line beginning at start ends: the next word is lower
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

func lineOf(words span) line {
	slices.SortStableFunc(words, func(a, b glyph) int { return cmp.Compare(a.left, b.left) })
	l := line{words: words, middle: words[0].middle()}
	flat := true
	for _, w := range words {
		l.height = max(l.height, w.height())
		flat = flat && !strings.ContainsAny(w.text, below)
	}
	if flat {
		l.height *= 1.25
	}
	l.parts = words.parted(wideGap * l.height)
	return l
}

// parted splits words where a gap is wider than so much: where a blank was
// written it must be wider, where none was it need not.
func (s span) parted(gap float64) []span {
	var out []span
	start, right := 0, s[0].right
	for i := 1; i < len(s); i++ {
		if s[i].left-right > gap*[...]float64{unknown: 1, blank: 1.6, jump: 0.75}[s[i].before] {
			out = append(out, s[start:i:i])
			start = i
		}
		right = max(right, s[i].right)
	}
	return append(out, s[start:])
}
