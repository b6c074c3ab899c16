package attach

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// engine is PDFium as WebAssembly: it sees no file system, has a bound on its
// memory, and is compiled once, at the first PDF. A worker that does not come
// back in time is stopped, and another takes its place.
type engine struct {
	once sync.Once
	pool pdfium.Pool
	err  error
}

var pdfEngine engine

const (
	pdfWorkers     = 2
	pdfMemoryPages = 8192   // of 64 KiB: 512 MiB a worker
	maxChars       = 40_000 // of a page
)

// Warm starts the PDF engine, which takes seconds the first time on a machine
// and less after that: its compiled form is kept in the user's cache directory.
// Reading the first PDF does the same; calling Warm early only saves the wait.
func Warm() { pdfEngine.once.Do(pdfEngine.start) }

// configuration bounds the engine's memory and keeps its compiled form.
func configuration() wazero.RuntimeConfig {
	c := wazero.NewRuntimeConfig().WithMemoryLimitPages(pdfMemoryPages).WithCloseOnContextDone(true) // so that a worker can be stopped
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
	defer context.AfterFunc(ctx, halting(w))()
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
		c.because(fmt.Sprintf("only the first %d of %d pages were read", l.Pages, count.PageCount))
	}
	p := pages{w: w, doc: doc.Document, c: c, cells: l.Cells, chars: l.Cells * 20}
	return p.read(ctx, min(count.PageCount, l.Pages))
}

// halting ends what a worker is doing, which then fails. The library's own Kill
// forgets its pool before it uses it, so the machine inside is closed instead.
func halting(w pdfium.Pdfium) func() {
	inside, ok := w.(interface{ GetImplementation() any })
	if !ok {
		return func() {}
	}
	v := reflect.Indirect(reflect.ValueOf(inside.GetImplementation()))
	if v.Kind() != reflect.Struct {
		return func() {}
	}
	f := v.FieldByName("Module")
	if !f.IsValid() || !f.CanInterface() {
		return func() {}
	}
	m, ok := f.Interface().(api.Module)
	return func() {
		if ok {
			_ = m.Close(context.Background())
		}
	}
}

// pages reads the pages of one document.
type pages struct {
	w       pdfium.Pdfium
	doc     references.FPDF_DOCUMENT
	c       *Content
	text    strings.Builder
	grids   []grid
	last    int // the page of the last grid
	cells   int // left
	chars   int // left
	scanned []int
	unseen  places
	unsure  places
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
	p.c.unsure(p.unsure)
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

func (p *pages) of(i int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: p.doc, Index: i}}
}

func (p *pages) page(i int) error {
	words, err := p.words(i)
	if err != nil {
		return fmt.Errorf("its page %d is damaged", i+1)
	}
	rows := layout(words)
	if len(rows) == 0 {
		p.scanned = append(p.scanned, i)
		return nil
	}
	p.add(i, rows)
	return nil
}

// add puts the rows of a page into text and tables.
func (p *pages) add(i int, rows []line) {
	for _, r := range rows {
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
