package attach

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"sync"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// engine is PDFium as WebAssembly: it sees no file system, has a bound on its
// memory, and is compiled once, at the first PDF. A machine that has read a file
// without a fault is put back to what it was when new and reads the next; any
// other is thrown away.
type engine struct {
	once  sync.Once
	pool  pdfium.Pool
	err   error
	turns chan struct{} // as many as files may be read at once
	idle  chan *machine
}

var pdfEngine engine

const (
	pdfWorkers     = 2
	pdfMemoryPages = 8192 // of 64 KiB: 512 MiB a machine
	pdfKept        = 48 << 20
)

// Warm starts the PDF engine, which takes seconds the first time on a machine
// and less after that: its compiled form is kept in the user's cache directory.
// Reading the first PDF does the same; calling Warm early only saves the wait.
func Warm() { pdfEngine.once.Do(pdfEngine.start) }

// configuration bounds the engine's memory and keeps its compiled form.
func configuration() wazero.RuntimeConfig {
	c := wazero.NewRuntimeConfig().WithMemoryLimitPages(pdfMemoryPages).WithCloseOnContextDone(true) // so that a call ends in time
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
	e.turns, e.idle = make(chan struct{}, pdfWorkers), make(chan *machine, 1)
	e.pool, e.err = webassembly.Init(webassembly.Config{
		MaxTotal:      pdfWorkers + 1,       // one may be idle
		FSConfig:      wazero.NewFSConfig(), // nothing is mounted
		Stdout:        io.Discard,
		Stderr:        io.Discard,
		RuntimeConfig: configuration(),
	})
}

// borrow waits for a machine. give takes it back.
func (e *engine) borrow(ctx context.Context) (*machine, error) {
	e.once.Do(e.start)
	if e.err != nil {
		return nil, errors.New("the PDF reader could not be started")
	}
	select {
	case e.turns <- struct{}{}:
	case <-ctx.Done():
		return nil, errors.New("the PDF reader is busy")
	}
	select {
	case m := <-e.idle:
		m.ctx = ctx
		return m, nil
	default:
	}
	m, err := e.build(ctx)
	if err != nil {
		<-e.turns
		return nil, errors.New("the PDF reader could not be started")
	}
	return m, nil
}

func (e *engine) build(ctx context.Context) (*machine, error) {
	w, err := e.pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, err
	}
	m := newMachine(ctx, w, moduleOf(w))
	if m == nil {
		_ = w.Close()
		return nil, errors.New("no module")
	}
	return m, nil
}

func (e *engine) give(m *machine) {
	defer func() { <-e.turns }()
	if m.renew() {
		select {
		case e.idle <- m:
			return
		default:
		}
	}
	_ = m.owner.Close()
}

// moduleOf is the WebAssembly module inside a worker of the library. The
// library's own calls build a stack for each, which over all letters of a page
// comes to hundreds of megabytes, and cannot be ended.
func moduleOf(w pdfium.Pdfium) api.Module {
	inside, ok := w.(interface{ GetImplementation() any })
	if !ok {
		return nil
	}
	v := reflect.Indirect(reflect.ValueOf(inside.GetImplementation()))
	if v.Kind() != reflect.Struct {
		return nil
	}
	f := v.FieldByName("Module")
	if !f.IsValid() || !f.CanInterface() {
		return nil
	}
	m, _ := f.Interface().(api.Module)
	return m
}
