package wire

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

func newPacer(now func() time.Time) *pacer { return &pacer{now: now, gates: map[string]*gate{}} }

// No method is ever called more often in a minute than its page allows, whatever
// the callers do.
func TestNeverAboveTheTier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		method := rapid.SampledFrom([]string{"chat.update", "views.open", "usergroups.users.list", "files.info", "chat.postMessage"}).Draw(t, "method")
		now := time.Unix(1_800_000_000, 0)
		p := newPacer(func() time.Time { return now })
		var went []time.Time
		for range rapid.IntRange(1, 400).Draw(t, "calls") {
			now = now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "ms")) * time.Millisecond)
			if wait, err := p.reserve(method, ""); err == nil {
				went = append(went, now.Add(wait))
			}
		}
		l := limits[method]
		for i := range went {
			if j := i + l.perMinute; j < len(went) && went[j].Sub(went[i]) < time.Minute {
				t.Fatalf("%d calls of %s in %v", l.perMinute+1, method, went[j].Sub(went[i]))
			}
		}
	})
}

func TestOnePostASecondAndChannel(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	p := newPacer(func() time.Time { return now })
	if wait, err := p.reserve("chat.postMessage", "C1"); wait != 0 || err != nil {
		t.Fatal(wait, err)
	}
	_, err := p.reserve("chat.postMessage", "C1")
	limit, ok := errors.AsType[*RateError](err)
	if !ok || limit.Until != now.Add(perChannel) {
		t.Fatalf("the second: %v", err)
	}
	if wait, err := p.reserve("chat.postMessage", "C2"); wait != 0 || err != nil {
		t.Error("another channel waits", wait, err)
	}
	if _, err := p.reserve("files.completeUploadExternal", "C1"); err == nil {
		t.Error("a file is a message, too")
	}
	now = limit.Until.Add(-40 * time.Millisecond)
	if wait, err := p.reserve("chat.postMessage", "C1"); wait != 40*time.Millisecond || err != nil {
		t.Error("nearly its turn:", wait, err)
	}
	if wait, err := p.reserve("chat.update", "C1"); wait != 0 || err != nil {
		t.Error("an edit waits for posts", wait, err)
	}
}

// Many goroutines share the channel's seconds.
func TestPostsOfManyGoroutines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPacer(time.Now)
		var mu sync.Mutex
		went := map[time.Time]int{}
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				for {
					err := p.enter(t.Context(), "chat.postMessage", "C1")
					if limit, ok := errors.AsType[*RateError](err); ok {
						pass(time.Until(limit.Until))
						continue
					}
					mu.Lock()
					went[time.Now()]++
					mu.Unlock()
					return
				}
			})
		}
		began := time.Now()
		all.Wait()
		if len(went) != 20 || time.Since(began) != 19*perChannel {
			t.Errorf("%d moments in %v", len(went), time.Since(began))
		}
	})
}

func TestShut(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	p := newPacer(func() time.Time { return now })
	p.shut("chat.postMessage", "C1", now.Add(time.Minute))
	p.shut("views.open", "", now.Add(time.Minute))
	for _, c := range []struct {
		method, channel string
		free            bool
	}{{"chat.postMessage", "C1", false}, {"chat.postMessage", "C2", true}, {"views.open", "", false}, {"views.push", "", true}} {
		if _, err := p.reserve(c.method, c.channel); (err == nil) != c.free {
			t.Errorf("%s %s: %v", c.method, c.channel, err)
		}
	}
	now = now.Add(time.Minute)
	for _, m := range []string{"chat.postMessage", "views.open"} {
		if wait, err := p.reserve(m, "C1"); err != nil || wait != 0 {
			t.Errorf("%s stays shut: %v %v", m, wait, err)
		}
	}
}

func TestOldChannelsAreForgotten(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	p := newPacer(func() time.Time { return now })
	for i := range 3 * manyGates {
		now = now.Add(time.Second)
		p.gate("channel "+time.Duration(i).String(), tier2).take(now)
	}
	if n := len(p.gates); n > manyGates {
		t.Errorf("%d channels are kept", n)
	}
}

// Whose turn is nearly there waits for it, no longer than its context.
func TestWaitsForItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPacer(time.Now)
		began := time.Now()
		for i := range 21 { // a burst of 20, and one that waits for the flow of 80 a minute
			if err := p.enter(t.Context(), "views.open", ""); err != nil {
				t.Fatal(i, err)
			}
		}
		if d := time.Since(began); d != 750*time.Millisecond {
			t.Errorf("waited %v", d)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if err := p.enter(ctx, "views.open", ""); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		err := p.enter(t.Context(), "views.open", "") // 1.4 s: too long for a trigger
		if limit, ok := errors.AsType[*RateError](err); !ok || time.Until(limit.Until) != 1400*time.Millisecond {
			t.Error(err)
		}
		if want := "views.open: limit reached, again at 00:00:02.250"; err.Error() != want {
			t.Errorf("%q", err)
		}
	})
}
