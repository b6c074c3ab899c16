package slack

import (
	"context"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"
)

// answer is what Slack said of a key, and when it was last asked in vain.
type answer[T any] struct {
	value T
	at    time.Time // of value; zero: there is none
	tried time.Time // when asking failed, or took too long to wait for
}

// recent keeps what Slack said for a while. Asking is never on a click's way for
// long: who asks waits for Slack a moment, then takes what was said last; the
// asking goes on and is there for the next. Many who ask for the same at once are
// one call.
type recent[T any] struct {
	ask   func(ctx context.Context, key string) (T, error)
	fresh time.Duration // believed without asking
	stale time.Duration // believed while Slack does not answer
	now   func() time.Time
	fail  func(key string, err error) // told of each call that failed

	mu     sync.Mutex
	kept   *lru.Cache[string, answer[T]]
	flight singleflight.Group
}

const (
	askWait  = 900 * time.Millisecond // of the three seconds that a click has
	askTime  = 10 * time.Second       // for the call itself
	askAgain = 15 * time.Second       // not sooner after one that failed or took long
)

func newRecent[T any](keys int, fresh, stale time.Duration, now func() time.Time, ask func(context.Context, string) (T, error)) *recent[T] {
	return &recent[T]{ask: ask, fresh: fresh, stale: stale, now: now, kept: remembering[answer[T]](keys), fail: func(string, error) {}}
}

// get is what Slack says of the key; false if that is not known.
func (r *recent[T]) get(ctx context.Context, key string) (T, bool) {
	have, due := r.look(key)
	if !due {
		return have.value, r.usable(have)
	}
	done := r.flight.DoChan(key, func() (any, error) { return nil, r.refresh(context.WithoutCancel(ctx), key) })
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

// look is what is kept of the key, and whether Slack should be asked.
func (r *recent[T]) look(key string) (a answer[T], due bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a, _ = r.kept.Get(key)
	now := r.now()
	known := !a.at.IsZero() && now.Sub(a.at) < r.fresh
	tried := !a.tried.IsZero() && now.Sub(a.tried) < askAgain
	return a, !known && !tried
}

func (r *recent[T]) usable(a answer[T]) bool {
	return !a.at.IsZero() && r.now().Sub(a.at) < r.stale
}

// aging says whether what is kept of the key will be asked for again within d, and
// nobody asked in vain lately.
func (r *recent[T]) aging(key string, d time.Duration) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	a, _ := r.kept.Get(key)
	last := a.at
	if a.tried.After(last) {
		last = a.tried
	}
	return r.now().Add(d).Sub(last) >= r.fresh
}

// tried notes that asking came to nothing for now. What Slack says later counts
// all the same.
func (r *recent[T]) tried(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	a, _ := r.kept.Get(key)
	a.tried = r.now()
	r.kept.Add(key, a)
}

// refresh asks Slack, and keeps what it says.
func (r *recent[T]) refresh(ctx context.Context, key string) error {
	ctx, end := context.WithTimeout(ctx, askTime)
	defer end()
	value, err := r.ask(ctx, key)
	if err != nil {
		r.tried(key)
		r.fail(key, err)
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept.Add(key, answer[T]{value: value, at: r.now()})
	return nil
}
