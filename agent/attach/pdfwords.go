package attach

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// pdfWord is a word of a page with the letter it begins with.
type pdfWord struct {
	glyph
	first int
}

// words are the words of a page that can be seen on it, upright.
func (p *pages) words(i int) ([]glyph, error) {
	text, err := p.w.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: p.of(i)})
	if err != nil {
		return nil, err
	}
	defer func() { _, _ = p.w.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage}) }()
	count, err := p.w.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return nil, err
	}
	n := count.Count
	if n > maxChars {
		p.c.because(fmt.Sprintf("page %d holds more words than are read", i+1))
		n = maxChars
	}
	p.chars -= n
	words, err := p.joined(text.TextPage, n)
	if err != nil {
		return nil, err
	}
	turn := 0
	if r, err := p.w.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: p.of(i)}); err == nil {
		turn = int(r.PageRotation)
	}
	e := p.eye(i, text.TextPage)
	defer e.close()
	var out []glyph
	for _, w := range words {
		if !e.sees(w) {
			p.unseen.add(fmt.Sprintf("p%d", i+1))
			continue
		}
		out = append(out, w.turned(turn))
	}
	return out, nil
}

// joined joins the letters of a page to words, in the order PDFium gives them:
// it puts blanks where the page only has gaps.
func (p *pages) joined(text references.FPDF_TEXTPAGE, n int) ([]pdfWord, error) {
	var out []pdfWord
	open := false
	for k := range n {
		ch, err := p.w.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: k})
		if err != nil {
			return nil, err
		}
		r := rune(ch.Unicode)
		if unicode.IsSpace(r) || r == 0 {
			open = false
			continue
		}
		if unicode.In(r, unicode.Cf, unicode.Cc) && r != 2 { // 2 is how PDFium marks a hyphen at the end of a line
			continue
		}
		if r == 2 {
			r = '-'
		}
		b, err := p.w.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text, Index: k})
		if err != nil {
			continue
		}
		g := glyph{text: string(r), left: b.Left, right: b.Right, top: max(b.Top, b.Bottom), bottom: min(b.Top, b.Bottom)}
		if open && follows(out[len(out)-1].glyph, g) {
			w := &out[len(out)-1]
			w.text += g.text
			w.left, w.right, w.top, w.bottom = min(w.left, g.left), max(w.right, g.right), max(w.top, g.top), min(w.bottom, g.bottom)
			continue
		}
		out, open = append(out, pdfWord{g, k}), true
	}
	return out, nil
}

// follows says whether a letter goes on with a word: it stands beside it.
func follows(w, g glyph) bool {
	h := max(w.height(), g.height(), g.right-g.left)
	return g.left-w.right < h && w.left-g.right < h && g.bottom < w.top+h && g.top > w.bottom-h
}

// turned is a word on a page that is shown turned clockwise by so many quarters.
func (g glyph) turned(quarters int) glyph {
	switch quarters {
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
