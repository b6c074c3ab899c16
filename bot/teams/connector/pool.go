package connector

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
	Waiting   int           // requests that wait for a handler; 256
	After     int           // Answer.After that run or wait; 1024. When full, handlers' places are kept for them
	AfterTime time.Duration // for one Answer.After; 30 s
	Log       *slog.Logger  // discarded if nil
}

// Pool bounds what is done at once. Whoever holds a place in it is waited for
// when it closes.
type Pool struct {
	o       PoolOptions
	slots   chan struct{} // handlers
	waiting chan struct{} // requests that wait for a slot
	queue   chan struct{} // After work

	ctx    context.Context // ends After work when Close gives up
	cancel context.CancelFunc

	mu     sync.Mutex // guards closed, and hand against growing once closed
	closed bool
	hand   sync.WaitGroup
}

// NewPool starts nothing until it is used.
func NewPool(o PoolOptions) *Pool {
	def := func(n *int, none int) {
		if *n <= 0 {
			*n = none
		}
	}
	def(&o.Handlers, 64)
	def(&o.Waiting, 256)
	def(&o.After, 1024)
	if o.AfterTime <= 0 {
		o.AfterTime = 30 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	p := &Pool{o: o, slots: make(chan struct{}, o.Handlers),
		waiting: make(chan struct{}, o.Waiting), queue: make(chan struct{}, o.After)}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	return p
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

// enter waits for a handler's place among a bounded number. leave gives it back.
func (p *Pool) enter(ctx context.Context) (leave func(), err error) {
	select {
	case p.waiting <- struct{}{}:
		defer func() { <-p.waiting }()
	default:
		return nil, ErrBusy
	}
	if !p.open() {
		return nil, ErrClosed
	}
	select {
	case p.slots <- struct{}{}:
		return func() { <-p.slots; p.hand.Done() }, nil
	case <-ctx.Done():
		p.hand.Done()
		return nil, ErrBusy
	}
}

// open counts one more in hand, unless the Pool is closed.
func (p *Pool) open() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.closed {
		p.hand.Add(1)
	}
	return !p.closed
}

// after does an answer's work behind the answer and gives the caller's place
// back, at once or, while too much such work is in hand, when there is room.
func (p *Pool) after(name string, f func(context.Context), leave func()) {
	if f == nil {
		leave()
		return
	}
	p.hand.Add(1) // the place keeps Close waiting until here
	go func() {
		defer p.hand.Done()
		select {
		case p.queue <- struct{}{}:
			leave()
			defer func() { <-p.queue }()
			p.work(name, f)
		case <-p.ctx.Done():
			leave()
		}
	}()
}

func (p *Pool) work(name string, f func(context.Context)) {
	ctx, cancel := context.WithTimeout(p.ctx, p.o.AfterTime)
	defer cancel()
	var err error
	defer p.caught(name, &err)
	f(ctx)
}

// caught turns a panic into an error. What was thrown is told only if it is the
// runtime's own: it could hold a request's words.
func (p *Pool) caught(name string, err *error) {
	v := recover()
	if v == nil {
		return
	}
	what := fmt.Sprintf("%T", v)
	if e, ok := v.(runtime.Error); ok {
		what = e.Error()
	}
	p.o.Log.Error("teams: a handler broke", "request", name, "error", what, "stack", string(debug.Stack()))
	*err = fmt.Errorf("the handler broke: %s", what)
}
