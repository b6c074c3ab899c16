package recent

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// oracle is a platform that answers with a number that grows, or not at all.
type oracle struct {
	calls atomic.Int64
	err   error
	takes time.Duration
}

func (o *oracle) ask(ctx context.Context, _ string) (int64, error) {
	n := o.calls.Add(1)
	select {
	case <-time.After(o.takes):
		return n, o.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func asking(o *oracle) *Kept[int64] {
	return New(Options[int64]{Ask: o.ask, Keys: 10, Fresh: 5 * time.Minute, Stale: time.Hour, Now: time.Now})
}

func TestWhatWasSaidIsBelievedForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &oracle{}
		r := asking(o)
		for _, step := range []struct {
			after time.Duration
			want  int64
		}{{0, 1}, {5*time.Minute - time.Second, 1}, {time.Second, 2}, {time.Minute, 2}} {
			time.Sleep(step.after)
			if got, ok := r.Get(t.Context(), "S1"); got != step.want || !ok {
				t.Errorf("after %s more: %d (%v), want %d", step.after, got, ok, step.want)
			}
		}
	})
}

func TestManyWhoAskAtOnceAreOneCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &oracle{takes: 300 * time.Millisecond}
		r := asking(o)
		var wait sync.WaitGroup
		for range 200 {
			wait.Go(func() {
				if got, ok := r.Get(t.Context(), "S1"); got != 1 || !ok {
					t.Errorf("got %d (%v), want 1", got, ok)
				}
			})
		}
		wait.Wait()
		if n := o.calls.Load(); n != 1 {
			t.Errorf("%d calls, want 1", n)
		}
	})
}

// A click has three seconds in all: the platform is not waited for as long as it likes,
// and what it says too late is there for the next click.
func TestASlowPlatformMakesNoClickLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &oracle{takes: 4 * time.Second}
		r := asking(o)
		began := time.Now()
		if got, ok := r.Get(t.Context(), "S1"); ok || time.Since(began) > time.Second {
			t.Errorf("got %d (%v) after %s, want nothing within a second", got, ok, time.Since(began))
		}
		time.Sleep(4 * time.Second)
		if got, ok := r.Get(t.Context(), "S1"); got != 1 || !ok || o.calls.Load() != 1 {
			t.Errorf("later: %d (%v) after %d calls, want the late answer of one call", got, ok, o.calls.Load())
		}
		time.Sleep(6 * time.Minute)
		began = time.Now()
		if got, ok := r.Get(t.Context(), "S1"); got != 1 || !ok || time.Since(began) > time.Second {
			t.Errorf("when it is old and the platform slow: %d (%v) after %s, want the old answer within a second", got, ok, time.Since(began))
		}
		time.Sleep(4 * time.Second)
		if got, _ := r.Get(t.Context(), "S1"); got != 2 {
			t.Errorf("then: %d, want what was said meanwhile", got)
		}
	})
}

// A click asks for a name, and then for a language: it waits once.
func TestWhoWaitedDoesNotWaitAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &oracle{takes: 8 * time.Second}
		r := asking(o)
		began := time.Now()
		for range 3 {
			r.Get(t.Context(), "U1")
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("three questions took %s", took)
		}
		time.Sleep(8 * time.Second)
		if got, ok := r.Get(t.Context(), "U1"); got != 1 || !ok {
			t.Errorf("then %d (%v), want what was said late", got, ok)
		}
	})
}

// A caller that gives up must not take the answer away from the others.
func TestWhoGivesUpTakesNothingFromOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &oracle{takes: 500 * time.Millisecond}
		r := asking(o)
		ctx, give := context.WithCancel(t.Context())
		time.AfterFunc(100*time.Millisecond, give)
		go r.Get(ctx, "S1")
		synctest.Wait()
		if got, ok := r.Get(t.Context(), "S1"); got != 1 || !ok {
			t.Errorf("got %d (%v), want 1", got, ok)
		}
	})
}

func TestSilenceIsBridgedForAnHourAndNotLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &oracle{}
		r := asking(o)
		var told []error
		r.o.Fail = func(_ string, err error) { told = append(told, err) }
		r.Get(t.Context(), "S1")
		o.err = errors.New("away")
		time.Sleep(59 * time.Minute)
		if got, ok := r.Get(t.Context(), "S1"); got != 1 || !ok {
			t.Errorf("after 59 minutes: %d (%v), want 1", got, ok)
		}
		time.Sleep(2 * time.Minute)
		if got, ok := r.Get(t.Context(), "S1"); ok {
			t.Errorf("after 61 minutes: %d is still believed", got)
		}
		if len(told) != 2 {
			t.Errorf("%d failures were told, want 2", len(told))
		}
		o.err = nil
		time.Sleep(askAgain)
		if _, ok := r.Get(t.Context(), "S1"); !ok {
			t.Error("when there is an answer again it is not believed")
		}
	})
}

func TestAPlatformThatFailsIsNotAskedByEveryClick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &oracle{err: errors.New("missing_scope")}
		r := asking(o)
		for range 1000 {
			r.Get(t.Context(), "S1")
		}
		if n := o.calls.Load(); n != 1 {
			t.Errorf("%d calls, want 1", n)
		}
		time.Sleep(askAgain)
		r.Get(t.Context(), "S1")
		if n := o.calls.Load(); n != 2 {
			t.Errorf("after a pause %d calls, want 2", n)
		}
	})
}
