// Package recent keeps what a chat platform said of something (who a person is,
// who is in a room) for a while. Asking is never on a click's way for long: who
// asks waits for the platform a moment, then takes what was said last; the asking
// goes on and is there for the next. Many who ask for the same at once are one
// call. It knows no platform and keeps nothing beyond the program's life.
package recent

import (
	"context"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"
)

// answer is what was said of a key, and when it was last asked in vain.
type answer[T any] struct {
	value T
	at    time.Time // of value; zero: there is none
	tried time.Time // when asking failed, or took too long to wait for
}

// Options say how to ask and how long to believe.
type Options[T any] struct {
	Ask   func(ctx context.Context, key string) (T, error)
	Keys  int           // so many are kept
	Fresh time.Duration // believed without asking
	Stale time.Duration // believed while there is no answer
	Now   func() time.Time
	Fail  func(key string, err error) // told of each call that failed; may be nil
}

// Kept is what was said lately, by key.
type Kept[T any] struct {
	o Options[T]

	mu     sync.Mutex
	kept   *lru.Cache[string, answer[T]]
	flight singleflight.Group
}

const (
	askWait  = 900 * time.Millisecond // of the few seconds that a click has
	askTime  = 10 * time.Second       // for the call itself
	askAgain = 15 * time.Second       // not sooner after one that failed or took long
)

// New has asked nothing yet.
func New[T any](o Options[T]) *Kept[T] {
	kept, err := lru.New[string, answer[T]](o.Keys)
	if err != nil {
		panic("recent: " + err.Error()) // only for a size below one
	}
	if o.Fail == nil {
		o.Fail = func(string, error) {}
	}
	return &Kept[T]{o: o, kept: kept}
}

// Get is what was said of the key; false if that is not known.
func (r *Kept[T]) Get(ctx context.Context, key string) (T, bool) {
	have, due := r.look(key)
	if !due {
		return have.value, r.usable(have)
	}
	done := r.flight.DoChan(key, func() (any, error) { return nil, r.Refresh(context.WithoutCancel(ctx), key) })
	wait := time.NewTimer(askWait)
	defer wait.Stop()
	select {
	case <-done:
	case <-wait.C:
		r.tried(key) // a click asks several things, and waits once
	case <-ctx.Done():
	}
	have, _ = r.look(key)
	return have.value, r.usable(have)
}

// look is what is kept of the key, and whether it is time to ask.
func (r *Kept[T]) look(key string) (a answer[T], due bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a, _ = r.kept.Get(key)
	now := r.o.Now()
	known := !a.at.IsZero() && now.Sub(a.at) < r.o.Fresh
	tried := !a.tried.IsZero() && now.Sub(a.tried) < askAgain
	return a, !known && !tried
}

func (r *Kept[T]) usable(a answer[T]) bool {
	return !a.at.IsZero() && r.o.Now().Sub(a.at) < r.o.Stale
}

// Aging says whether what is kept of the key will be asked for again within d, and
// nobody asked in vain lately.
func (r *Kept[T]) Aging(key string, d time.Duration) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	a, _ := r.kept.Get(key)
	last := a.at
	if a.tried.After(last) {
		last = a.tried
	}
	return r.o.Now().Add(d).Sub(last) >= r.o.Fresh
}

// tried notes that asking came to nothing for now. What is said later counts all
// the same.
func (r *Kept[T]) tried(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a, _ := r.kept.Get(key)
	a.tried = r.o.Now()
	r.kept.Add(key, a)
}

// Refresh asks, and keeps what is said.
func (r *Kept[T]) Refresh(ctx context.Context, key string) error {
	ctx, end := context.WithTimeout(ctx, askTime)
	defer end()
	value, err := r.o.Ask(ctx, key)
	if err != nil {
		r.tried(key)
		r.o.Fail(key, err)
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept.Add(key, answer[T]{value: value, at: r.o.Now()})
	return nil
}
