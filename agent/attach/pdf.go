package attach

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
)

// engine is PDFium as WebAssembly: it sees no file system, has a bound on its
// memory, and is compiled once, at the first PDF. A worker that does not come
// back keeps its place; when all are gone, PDFs are skipped and say so.
type engine struct {
	once sync.Once
	pool pdfium.Pool
	err  error
}

var pdfEngine engine

const (
	pdfWorkers     = 2
	pdfMemoryPages = 8192 // of 64 KiB: 512 MiB a worker
	maxChars       = 40_000
)

// Warm starts the PDF engine, which takes seconds the first time on a machine
// and less after that: its compiled form is kept in the user's cache directory.
// Reading the first PDF does the same; calling Warm early only saves the wait.
func Warm() { pdfEngine.once.Do(pdfEngine.start) }

// configuration bounds the engine's memory and keeps its compiled form.
func configuration() wazero.RuntimeConfig {
	c := wazero.NewRuntimeConfig().WithMemoryLimitPages(pdfMemoryPages)
	dir, err := os.UserCacheDir()
	if err != nil {
		return c
	}
	cache, err := wazero.NewCompilationCacheWithDir(filepath.Join(dir, "salesclerk", "pdfium"))
	if err != nil {
		return c // no place to keep it: it is compiled each time
	}
	return c.WithCompilationCache(cache)
}

func (e *engine) start() {
	e.pool, e.err = webassembly.Init(webassembly.Config{
		MaxIdle: 1, MaxTotal: pdfWorkers,
		FSConfig:      wazero.NewFSConfig(), // nothing is mounted
		Stdout:        io.Discard,
		Stderr:        io.Discard,
		RuntimeConfig: configuration(),
	})
}

func (e *engine) borrow(wait time.Duration) (pdfium.Pdfium, error) {
	e.once.Do(e.start)
	if e.err != nil {
		return nil, errors.New("the PDF reader could not be started")
	}
	w, err := e.pool.GetInstance(wait)
	if err != nil {
		return nil, errors.New("the PDF reader is busy")
	}
	return w, nil
}

func readPDF(ctx context.Context, c *Content, data []byte, l Limits) error {
	w, err := pdfEngine.borrow(l.Time)
	if err != nil {
		return err
	}
	defer w.Close()
	doc, err := w.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		if strings.Contains(strings.ToLower(err.Error()), "password") {
			return errors.New("it is protected by a password")
		}
		return errors.New("it is damaged")
	}
	count, err := w.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return errors.New("it is damaged")
	}
	if count.PageCount > l.Pages {
		c.Reason = fmt.Sprintf("only the first %d of %d pages were read", l.Pages, count.PageCount)
	}
	p := pages{w: w, doc: doc.Document, c: c, most: l.Cells}
	return p.read(ctx, min(count.PageCount, l.Pages))
}

// pages reads the pages of one document.
type pages struct {
	w       pdfium.Pdfium
	doc     references.FPDF_DOCUMENT
	c       *Content
	text    strings.Builder
	most    int
	cells   int
	scanned []int
}

func (p *pages) read(ctx context.Context, n int) error {
	for i := range n {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := p.page(i); err != nil {
			return err
		}
		if p.cells > p.most {
			p.c.Reason = fmt.Sprintf("only the first %d pages were read", i+1)
			break
		}
	}
	if len(p.scanned) > 0 {
		p.recognise(ctx)
	}
	p.c.Text = cut(strings.TrimSpace(p.text.String()), maxText)
	if p.c.Text == "" {
		return errors.New("it is a scanned document and text recognition (tesseract) is not installed or found nothing")
	}
	return nil
}

func (p *pages) of(i int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: p.doc, Index: i}}
}

func (p *pages) page(i int) error {
	res, err := p.w.GetPageTextStructured(&requests.GetPageTextStructured{Page: p.of(i), Mode: requests.GetPageTextStructuredModeChars})
	if err != nil {
		return fmt.Errorf("its page %d is damaged", i+1)
	}
	rows := layout(wordsOf(res.Chars))
	if len(rows) == 0 {
		p.scanned = append(p.scanned, i)
		return nil
	}
	p.add(i, rows)
	return nil
}

// wordsOf joins the letters of a page to words, in the order PDFium gives them:
// it puts blanks where the page only has gaps.
func wordsOf(chars []*responses.GetPageTextStructuredChar) []glyph {
	var out []glyph
	open := false
	for _, ch := range chars[:min(len(chars), maxChars)] {
		if strings.TrimSpace(ch.Text) == "" {
			open = false
			continue
		}
		b := ch.PointPosition
		g := glyph{text: ch.Text, left: b.Left, right: b.Right, top: max(b.Top, b.Bottom), bottom: min(b.Top, b.Bottom), word: true}
		if open && follows(out[len(out)-1], g) {
			w := &out[len(out)-1]
			w.text += g.text
			w.left, w.right, w.top, w.bottom = min(w.left, g.left), max(w.right, g.right), max(w.top, g.top), min(w.bottom, g.bottom)
			continue
		}
		out, open = append(out, g), true
	}
	return out
}

// follows says whether a letter goes on with a word: it stands on its line,
// close behind it.
func follows(w, g glyph) bool {
	h := max(w.height(), g.height())
	return g.left >= w.left && g.left-w.right < h && g.bottom < w.top+h/2 && g.top > w.bottom-h/2
}

// add puts the rows of a page into text and tables.
func (p *pages) add(i int, rows []line) {
	for _, r := range rows {
		p.text.WriteString(r.String() + "\n")
	}
	p.text.WriteString("\n")
	for _, t := range tables(rows, fmt.Sprintf("p%d", i+1)) {
		for _, r := range t.Rows {
			p.cells += len(r)
		}
		p.c.Tables = append(p.c.Tables, t)
	}
}

// recognise reads scanned pages by tesseract, where it is installed.
func (p *pages) recognise(ctx context.Context) {
	if !canRecognise() {
		if p.text.Len() > 0 {
			p.c.Reason = "pages without text were left out: text recognition (tesseract) is not installed"
		}
		return
	}
	for _, i := range p.scanned[:min(len(p.scanned), 20)] {
		res, err := p.w.RenderPageInDPI(&requests.RenderPageInDPI{Page: p.of(i), DPI: 200})
		if err != nil {
			continue
		}
		var buf bytes.Buffer
		if b := res.Result.Image.Bounds(); b.Dx()*b.Dy() < 40_000_000 {
			err = png.Encode(&buf, res.Result.Image)
		}
		res.Cleanup()
		if err != nil || buf.Len() == 0 {
			continue
		}
		if glyphs, err := recognise(ctx, buf.Bytes()); err == nil {
			p.add(i, layout(glyphs))
		}
	}
}
