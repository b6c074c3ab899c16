package intake

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// ErrBusy says that the Pool is full and its queue too.
var ErrBusy = errors.New("too many requests at once")

// ErrClosed says that the Pool takes no more.
var ErrClosed = errors.New("the program is stopping")

// Options bound a Pool; zero means the default.
type Options struct {
	Handlers  int           // handlers at once; 64
	Waiting   int           // requests that wait for a handler; 256
	After     int           // what follows answers, at once; 64
	Queue     int           // what follows answers and waits; 1024. When full, handlers' places are kept for it
	AfterTime time.Duration // for what follows one answer; 30 s
	Log       *slog.Logger  // discarded if nil
}

// Pool bounds what is done at once. Whoever holds a Place in it is waited for
// when it closes.
type Pool struct {
	o        Options
	waiting  places // requests that wait for a handler
	handlers places
	queue    places // what follows answers, at work or not
	working  places // what follows answers, at work

	ctx    context.Context // ends what follows answers when Close gives up
	cancel context.CancelFunc

	mu     sync.Mutex // guards closed, and hand against growing once closed
	closed bool
	hand   sync.WaitGroup
}

// New starts nothing until it is used.
func New(o Options) *Pool {
	or := func(n, none int) int {
		if n <= 0 {
			return none
		}
		return n
	}
	after := or(o.After, 64)
	p := &Pool{o: o, waiting: make(places, or(o.Waiting, 256)), handlers: make(places, or(o.Handlers, 64)),
		queue: make(places, after+or(o.Queue, 1024)), working: make(places, after)}
	if o.AfterTime <= 0 {
		p.o.AfterTime = 30 * time.Second
	}
	if o.Log == nil {
		p.o.Log = slog.New(slog.DiscardHandler)
	}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	return p
}

// Close takes no more and waits for handlers in hand and what follows answers
// until ctx ends; then it ends the context of what follows and says so.
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

// Enter waits for a place for the request, of which name is told in the log.
// Where too many wait already, or ctx ends, the error is ErrBusy; where the Pool
// is closed, ErrClosed.
func (p *Pool) Enter(ctx context.Context, name string) (Place, error) {
	if !p.waiting.try() {
		return Place{}, ErrBusy
	}
	defer p.waiting.free()
	if !p.open() {
		return Place{}, ErrClosed
	}
	if !p.handlers.take(ctx) {
		p.hand.Done()
		return Place{}, ErrBusy
	}
	return Place{p, name}, nil
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

// places are so many as the channel has room for.
type places chan struct{}

// take waits for a place until ctx ends.
func (s places) take(ctx context.Context) bool {
	select {
	case s <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

// try takes a place if there is one now.
func (s places) try() bool {
	select {
	case s <- struct{}{}:
		return true
	default:
		return false
	}
}

func (s places) free() { <-s }
