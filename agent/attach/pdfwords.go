package attach

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode"

	"github.com/tetratelabs/wazero/api"
)

// pdfWord is a word of a page with the letter it begins with.
type pdfWord struct {
	glyph
	first int
}

// slanted is the direction of words that go neither along nor across the page,
// as a watermark does.
const slanted = 4

// fewLetters is less than any list says: a scanner's own line, a page number.
const fewLetters = 60

// words are the words of a page that can be seen on it, upright. Those that run
// another way than most are asides, as lines of their own.
func (p *pages) words(i int) (main []glyph, asides []line, err error) {
	o, err := p.paper(i)
	if err != nil {
		return nil, nil, err
	}
	defer o.close()
	n := o.m.number("FPDFText_CountChars", o.text)
	if n > maxChars {
		p.c.because(fmt.Sprintf("page %d holds more words than are read", i+1))
		n = maxChars
	}
	p.chars -= n
	e, turn := eye{paper: o}, o.quarters()
	var ways [slanted + 1][]glyph
	for _, w := range o.joined(n) {
		if !e.sees(w) {
			p.unseen.add(fmt.Sprintf("p%d", i+1))
			continue
		}
		way := o.way(w.first, turn)
		ways[way] = append(ways[way], w.turned(turn+way%slanted))
	}
	if p.m.err != nil {
		return nil, nil, errors.New("fault")
	}
	main, asides = sorted(ways)
	if letters(main) < fewLetters && (len(main) == 0 || canRecognise() && o.pictured()) {
		p.scanned = append(p.scanned, scanned{i, main})
		return nil, nil, nil
	}
	return main, asides, nil
}

// sorted tells the words that run the usual way from the others.
func sorted(ways [slanted + 1][]glyph) (main []glyph, asides []line) {
	usual := 0
	for way := range slanted {
		if letters(ways[way]) > letters(ways[usual]) {
			usual = way
		}
	}
	for way, words := range ways {
		if way != usual {
			asides = append(asides, layout(words)...)
		}
	}
	return ways[usual], asides
}

func letters(words []glyph) int {
	n := 0
	for _, w := range words {
		n += len(w.text)
	}
	return n
}

// way is how many quarters a word must be turned clockwise, after its page was,
// to be upright.
func (o *paper) way(k, turn int) int {
	angle := float64(api.DecodeF32(o.m.call("FPDFText_GetCharAngle", o.text, uint64(k)))) / (math.Pi / 2)
	whole := math.Round(angle)
	if !(math.Abs(angle-whole) < 0.05) {
		return slanted
	}
	return (8 - int(whole) - turn) % 4
}

// joined joins the letters of a page to words, in the order PDFium gives them:
// it puts blanks where the page only has gaps.
func (o *paper) joined(n int) []pdfWord {
	var out []pdfWord
	open, gap := false, unknown
	for k := range n {
		r := rune(o.m.number("FPDFText_GetUnicode", o.text, uint64(k)))
		if o.m.err != nil {
			return nil
		}
		if unicode.IsSpace(r) || r == 0 {
			open, gap = false, o.gap(k)
			continue
		}
		hyphen := r == 2 // how PDFium marks one at the end of a line
		if hyphen {
			r = '-'
		}
		if unicode.In(r, unicode.Cf, unicode.Cc) {
			continue
		}
		g, ok := o.box(k)
		if !ok {
			continue
		}
		g.text = string(r)
		if open && follows(out[len(out)-1].glyph, g) {
			w := &out[len(out)-1]
			w.grow(g)
			w.broken = w.broken || hyphen
			continue
		}
		g.before = gap
		out, open, gap = append(out, pdfWord{glyph: g, first: k}), true, jump
	}
	return believed(out)
}

// gap says whether a blank was written, or PDFium put it where a gap is.
func (o *paper) gap(k int) before {
	if o.m.is("FPDFText_IsGenerated", o.text, uint64(k)) {
		return jump
	}
	return blank
}

// believed leaves aside what gaps mean on a page where blanks are not written at
// all, or hardly ever.
func believed(words []pdfWord) []pdfWord {
	blanks := 0
	for _, w := range words {
		if w.before == blank {
			blanks++
		}
	}
	if blanks*5 < len(words) {
		for i := range words {
			words[i].before = unknown
		}
	}
	return words
}

// follows says whether a letter goes on with a word: it stands beside it.
func follows(w, g glyph) bool {
	h := max(w.height(), g.height(), g.right-g.left)
	return g.left-w.right < h && w.left-g.right < h && g.bottom < w.top+h && g.top > w.bottom-h
}

// grow adds a letter.
func (g *glyph) grow(more glyph) {
	g.text += more.text
	g.left, g.right, g.top, g.bottom = min(g.left, more.left), max(g.right, more.right), max(g.top, more.top), min(g.bottom, more.bottom)
}

// turned is a word on a page that is shown turned clockwise by so many quarters.
func (g glyph) turned(quarters int) glyph {
	switch quarters % 4 {
	case 1:
		g.left, g.right, g.bottom, g.top = g.bottom, g.top, -g.right, -g.left
	case 2:
		g.left, g.right, g.bottom, g.top = -g.right, -g.left, -g.top, -g.bottom
	case 3:
		g.left, g.right, g.bottom, g.top = -g.top, -g.bottom, g.left, g.right
	}
	return g
}

// letters says whether a word holds more than marks, whose height tells nothing.
func (g glyph) letters() bool {
	return strings.ContainsFunc(g.text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
