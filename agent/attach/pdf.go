package attach

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

const maxChars = 40_000 // of a page

func readPDF(ctx context.Context, c *Content, data []byte, l Limits) error {
	m, err := pdfEngine.borrow(ctx)
	if err != nil {
		return err
	}
	defer pdfEngine.give(m)
	doc, err := m.open(data)
	if err != nil {
		return err
	}
	count := m.number("FPDF_GetPageCount", doc)
	if m.err != nil {
		return errors.New("it is damaged")
	}
	if count > l.Pages {
		c.because(fmt.Sprintf("only the first %d of %d pages were read", l.Pages, count))
	}
	p := pages{m: m, doc: doc, c: c, cells: l.Cells, chars: l.Cells * 20}
	return p.read(ctx, min(count, l.Pages))
}

// pages reads the pages of one document.
type pages struct {
	m       *machine
	doc     uint64
	c       *Content
	text    strings.Builder
	grids   []grid
	last    int // the page of the last grid
	cells   int // left
	chars   int // left
	scanned []scanned
	unseen  places
}

func (p *pages) read(ctx context.Context, n int) error {
	for i := range n {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := p.page(i); err != nil {
			return err
		}
		if p.cells < 0 || p.chars < 0 {
			p.c.because(fmt.Sprintf("only the first %d pages were read, as there is too much on them", i+1))
			break
		}
	}
	if len(p.scanned) > 0 {
		p.recognise(ctx)
	}
	if len(p.unseen.first) > 0 {
		p.c.because("words that cannot be seen on the page were left out: " + p.unseen.String())
	}
	p.c.Text = cut(strings.TrimSpace(p.text.String()), maxText)
	for _, g := range p.grids {
		p.c.Tables = append(p.c.Tables, g.Table)
	}
	if p.c.Text == "" {
		return p.empty()
	}
	return nil
}

// empty says why there are no words.
func (p *pages) empty() error {
	switch {
	case len(p.unseen.first) > 0:
		return errors.New("its words cannot be seen on the page")
	case len(p.scanned) > 0 && !canRecognise():
		return errors.New("it is a scanned document, and text recognition (tesseract) is not installed")
	}
	return errors.New("it is a scanned document, and text recognition found no words in it")
}

func (p *pages) page(i int) error {
	words, asides, err := p.words(i)
	if err != nil {
		return fmt.Errorf("its page %d is damaged", i+1)
	}
	p.add(i, layout(words), asides)
	return nil
}

// add puts the rows of a page into text and tables. Asides are no part of either's
// rows and come below them.
func (p *pages) add(i int, rows, asides []line) {
	for _, r := range append(slices.Clip(rows), asides...) {
		p.text.WriteString(r.String() + "\n")
	}
	p.text.WriteString("\n")
	for k, t := range tables(rows, fmt.Sprintf("p%d", i+1)) {
		for _, r := range t.Rows {
			p.cells -= len(r)
		}
		if n := len(p.grids); k == 0 && n > 0 && p.last == i-1 && p.grids[n-1].goOn(t) {
			p.last = i
			continue
		}
		p.grids, p.last = append(p.grids, t), i
	}
}
