package intake

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// pass lets the bubble's clock run on.
func pass(d time.Duration) { <-time.After(d) }

// within is a context that ends after a time.
func within(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// served is what becomes of a request that waits at most two seconds for a place
// and holds it until block is closed, and how many milliseconds it took.
func served(t *testing.T, p *Pool, block chan struct{}) (ms int64, err error) {
	began := time.Now()
	place, err := p.Enter(within(t, 2*time.Second), "r")
	if err == nil {
		<-block
		place.Leave(nil)
	}
	return time.Since(began).Milliseconds(), err
}

func TestBusyAndClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, block := New(Options{Handlers: 2, Waiting: 2}), make(chan struct{})
		var mu sync.Mutex
		type end struct {
			err error
			ms  int64
		}
		got := map[end]int{}
		var all sync.WaitGroup
		for range 6 {
			synctest.Wait()
			all.Go(func() {
				ms, err := served(t, p, block)
				mu.Lock()
				got[end{err, ms}]++
				mu.Unlock()
			})
		}
		pass(3 * time.Second)
		if err := p.Close(within(t, time.Second)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("closing with handlers in hand: %v", err)
		}
		close(block)
		all.Wait()
		// two at work until the end, two waited for their time, two had no place at all
		if want := map[end]int{{nil, 4000}: 2, {ErrBusy, 2000}: 2, {ErrBusy, 0}: 2}; !maps.Equal(got, want) {
			t.Errorf("%v", got)
		}
		if _, err := p.Enter(t.Context(), "late"); err != ErrClosed {
			t.Errorf("after closing: %v", err)
		}
		if err := p.Close(t.Context()); err != nil {
			t.Error("a place was not given back:", err)
		}
	})
}

// Twenty answers leave work of a second each; two are done at once, three wait.
func TestWhatFollowsIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Options{Handlers: 1, After: 2, Queue: 3})
		var mu sync.Mutex
		now, most, done := 0, 0, 0
		count := func(by int) {
			mu.Lock()
			defer mu.Unlock()
			now += by
			most = max(most, now)
			if by < 0 {
				done++
			}
		}
		began := time.Now()
		for range 20 {
			place, err := p.Enter(t.Context(), "r")
			if err != nil {
				t.Fatal(err)
			}
			left := time.Now()
			place.Leave(func(context.Context) { count(1); pass(time.Second); count(-1) })
			if d := time.Since(left); d != 0 {
				t.Errorf("leaving took %v", d)
			}
		}
		if waited := time.Since(began); waited != 7*time.Second { // the place was held while five were in the queue
			t.Errorf("handlers waited %v", waited)
		}
		if err := p.Close(t.Context()); err != nil || done != 20 || most != 2 {
			t.Errorf("%v, %d done, %d at once", err, done, most)
		}
	})
}

// Closing waits for what follows answers, for as long as it may, and then ends it.
func TestClosingEndsWhatFollows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Options{Handlers: 4, After: 1, Queue: 1})
		ended, began := 0, time.Now()
		for range 4 { // one at work, one in the queue, two that hold their places
			place, _ := p.Enter(t.Context(), "r")
			place.Leave(func(ctx context.Context) { <-ctx.Done(); ended++ })
		}
		if err := p.Close(within(t, 5*time.Second)); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		if err := p.Close(t.Context()); err != nil || time.Since(began) != 5*time.Second || ended == 0 {
			t.Errorf("%v after %v, %d ended", err, time.Since(began), ended)
		}
	})
}

func TestWhatFollowsHasItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, began := New(Options{}), time.Now()
		request, gone := context.WithCancel(t.Context())
		place, _ := p.Enter(request, "r")
		gone()
		place.Leave(func(ctx context.Context) { <-ctx.Done() })
		if err := p.Close(t.Context()); err != nil || time.Since(began) != 30*time.Second {
			t.Error(err, time.Since(began))
		}
	})
}

func TestPanics(t *testing.T) {
	var log bytes.Buffer
	p := New(Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	for _, c := range []struct {
		handle func(context.Context, int) (string, error)
		want   string
	}{
		{func(context.Context, int) (string, error) { panic("words of a customer") }, "the handler broke: string"},
		{func(context.Context, int) (string, error) { panic(errors.New("words of a customer")) }, "the handler broke: *errors.errorString"},
		{func(_ context.Context, i int) (string, error) { return []string{}[i], nil }, "the handler broke: runtime error: index out of range [7] with length 0"},
		{func(context.Context, int) (string, error) { return "half", errors.New("no Redis") }, "no Redis"},
	} {
		place, _ := p.Enter(t.Context(), "click 4711")
		if a, err := Do(t.Context(), place, c.handle, 7); a != "" || err == nil || err.Error() != c.want {
			t.Errorf("%q %v, want %s", a, err, c.want)
		}
		place.Leave(func(context.Context) { panic("words of a customer") })
	}
	if err := p.Close(t.Context()); err != nil {
		t.Error("a place was not given back:", err)
	}
	if n := strings.Count(log.String(), `msg="a handler broke" request="click 4711"`); n != 3+4 || strings.Contains(log.String(), "customer") {
		t.Errorf("told %d times: %s", n, &log)
	}
}

func TestDo(t *testing.T) {
	p := New(Options{})
	place, _ := p.Enter(t.Context(), "r")
	a, err := Do(t.Context(), place, func(_ context.Context, s string) (string, error) { return s + "!", nil }, "card")
	if a != "card!" || err != nil {
		t.Error(a, err)
	}
	place.Leave(nil)
}
