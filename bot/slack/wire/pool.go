package wire

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

// PoolOptions bound a Pool; zero means the default.
type PoolOptions struct {
	Handlers  int           // handlers at once; 64
	Waiting   int           // requests over HTTP that wait for a handler; 256
	After     int           // Answer.After at once; 64
	Queue     int           // Answer.After that wait; 1024. When full, handlers' places are kept for them
	AfterTime time.Duration // for one Answer.After; 30 s
	Log       *slog.Logger  // discarded if nil
}

// Pool bounds what is done at once for both ways in. Whoever holds a place in it
// is waited for when it closes.
type Pool struct {
	o       PoolOptions
	slots   chan struct{} // handlers
	waiting chan struct{} // requests over HTTP that wait for a slot
	queue   chan struct{} // After work, running or not
	running chan struct{} // After work that runs

	ctx    context.Context // ends After work when Close gives up
	cancel context.CancelFunc

	mu     sync.Mutex // guards closed, and hand against growing once closed
	closed bool
	hand   sync.WaitGroup
}

// NewPool starts nothing until it is used.
func NewPool(o PoolOptions) *Pool {
	o = o.complete()
	p := &Pool{o: o, slots: make(chan struct{}, o.Handlers), waiting: make(chan struct{}, o.Waiting),
		queue: make(chan struct{}, o.After+o.Queue), running: make(chan struct{}, o.After)}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	return p
}

func (o PoolOptions) complete() PoolOptions {
	for _, n := range []struct {
		n    *int
		none int
	}{{&o.Handlers, 64}, {&o.Waiting, 256}, {&o.After, 64}, {&o.Queue, 1024}} {
		if *n.n <= 0 {
			*n.n = n.none
		}
	}
	if o.AfterTime <= 0 {
		o.AfterTime = 30 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}

// Close takes no more and waits for handlers and After work in hand until ctx
// ends; then it ends the context of After work and says so.
func (p *Pool) Close(ctx context.Context) error {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	defer p.cancel()
	done := make(chan struct{})
	go func() { p.hand.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("requests still in hand: %w", ctx.Err())
	}
}

// enter waits for a handler's place. leave gives it back.
func (p *Pool) enter(ctx context.Context) (leave func(), err error) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, ErrClosed
	}
	p.hand.Add(1)
	p.mu.Unlock()
	select {
	case p.slots <- struct{}{}:
		return func() { <-p.slots; p.hand.Done() }, nil
	case <-ctx.Done():
		p.hand.Done()
		return nil, ErrBusy
	}
}

// enterQueue is enter for callers whose number nobody else bounds.
func (p *Pool) enterQueue(ctx context.Context) (leave func(), err error) {
	select {
	case p.waiting <- struct{}{}:
		defer func() { <-p.waiting }()
		return p.enter(ctx)
	default:
		return nil, ErrBusy
	}
}

// handle calls the handler with its time, and takes its panics for errors.
func (p *Pool) handle(ctx context.Context, h Handler, r Request) (a Answer, err error) {
	ctx, cancel := context.WithTimeout(ctx, HandlerTime)
	defer cancel()
	defer p.caught(r, &err)
	return h(ctx, r)
}

// after does an answer's work behind the acknowledgement and gives the caller's
// place back. While the queue is full the place is kept, but not the caller: its
// connection may carry the next request.
func (p *Pool) after(r Request, f func(context.Context), leave func()) {
	if f == nil {
		leave()
		return
	}
	select {
	case p.queue <- struct{}{}:
		p.start(r, f, leave)
	default:
		go p.queued(r, f, leave)
	}
}

func (p *Pool) queued(r Request, f func(context.Context), leave func()) {
	select {
	case p.queue <- struct{}{}:
		p.start(r, f, leave)
	case <-p.ctx.Done():
		leave()
	}
}

func (p *Pool) start(r Request, f func(context.Context), leave func()) {
	p.hand.Add(1) // the place keeps Close waiting until here
	go p.work(r, f)
	leave()
}

func (p *Pool) work(r Request, f func(context.Context)) {
	defer p.hand.Done()
	defer func() { <-p.queue }()
	select {
	case p.running <- struct{}{}:
	case <-p.ctx.Done():
		return
	}
	defer func() { <-p.running }()
	ctx, cancel := context.WithTimeout(p.ctx, p.o.AfterTime)
	defer cancel()
	var err error
	defer p.caught(r, &err)
	f(ctx)
}

// caught turns a panic into an error. What was thrown is told only if it is the
// runtime's own: it could hold a request's words.
func (p *Pool) caught(r Request, err *error) {
	v := recover()
	if v == nil {
		return
	}
	what := fmt.Sprintf("%T", v)
	if e, ok := v.(runtime.Error); ok {
		what = e.Error()
	}
	p.o.Log.Error("slack: a handler broke", "kind", r.Kind, "id", r.ID, "error", what, "stack", string(debug.Stack()))
	*err = fmt.Errorf("the handler broke: %s", what)
}
