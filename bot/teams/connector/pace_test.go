package connector

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// As Teams' page says them, not as the package does.
var (
	pageThread = []window{{7, time.Second}, {8, 2 * time.Second}, {60, 30 * time.Second}, {1800, time.Hour}}
	pageTenant = []window{{30, time.Second}}
)

// within says whether at no time more than n calls came within span.
func within(calls []time.Time, n int, span time.Duration) bool {
	for i := n; i < len(calls); i++ {
		if calls[i].Sub(calls[i-n]) < span {
			return false
		}
	}
	return true
}

// Whoever sends as soon as it may breaks no limit, and gets all that they allow
// but for the jitter.
func TestRatesOfAThread(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := &pacer{now: func() time.Time { return now }, gates: map[string]*gate{}}
	k := &call{method: "send", thread: "19:x", tenant: tenant}
	var calls []time.Time
	for began := now; now.Sub(began) < 2*time.Hour; {
		if err := p.enter(k); err != nil {
			e, _ := errors.AsType[*RateError](err)
			if !e.Until.After(now) {
				t.Fatal("again, but not later")
			}
			now = e.Until
			continue
		}
		calls = append(calls, now)
	}
	for _, w := range pageThread {
		if !within(calls, w.n, w.span) {
			t.Errorf("more than %d in %v", w.n, w.span)
		}
	}
	if len(calls) != 3600 {
		t.Errorf("%d calls in two hours", len(calls))
	}
}

// An app has 30 calls a second in a tenant, in however many conversations.
func TestRateOfATenant(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := &pacer{now: func() time.Time { return now }, gates: map[string]*gate{}}
	took := func(tenant string) (n int) {
		for i := range 100 {
			if p.enter(&call{thread: fmt.Sprint(tenant, i), tenant: tenant}) == nil {
				n++
			}
		}
		return n
	}
	if a, b := took("a"), took("b"); a != 30 || b != 30 {
		t.Errorf("%d and %d at once", a, b)
	}
	now = now.Add(time.Second)
	if n := took("a"); n != 0 {
		t.Errorf("%d after a second, which may have become less on the way", n)
	}
	now = now.Add(jitter)
	if n := took("a"); n != 30 {
		t.Error(n)
	}
}

// The same for any pattern of calls to any conversations of two tenants.
func TestRates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		p := &pacer{now: func() time.Time { return now }, gates: map[string]*gate{}}
		calls := map[string][]time.Time{}
		for _, step := range rapid.SliceOfN(rapid.IntRange(0, 999), 1, 400).Draw(t, "steps") {
			now = now.Add(time.Duration(step%7) * time.Duration(step%3) * 40 * time.Millisecond)
			k := &call{thread: fmt.Sprint("c", step%40), tenant: fmt.Sprint("t", step%2)}
			if p.enter(k) == nil {
				calls[k.thread], calls["tenant"+k.tenant] = append(calls[k.thread], now), append(calls["tenant"+k.tenant], now)
			}
		}
		for who, at := range calls {
			limits := pageThread
			if who[0] == 't' {
				limits = pageTenant
			}
			for _, w := range limits {
				if !within(at, w.n, w.span) {
					t.Fatalf("%s: more than %d in %v", who, w.n, w.span)
				}
			}
		}
	})
}

// Teams' own "too many": at once, for that conversation only, until it said.
func TestTooMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		m.says("429;Retry-After=7 ", `201 {"id":"1"}`)
		began := time.Now()
		_, err := c.Send(t.Context(), channel, "", hello)
		e, ok := errors.AsType[*RateError](err)
		if !ok || e.Until.Sub(began) != 7*time.Second || time.Since(began) != 0 || errors.Is(err, ErrUncertain) {
			t.Fatal(err)
		}
		other := channel
		other.ID = "19:other@thread.tacv2"
		if _, err := c.Send(t.Context(), other, "", hello); err != nil {
			t.Error("another conversation waits too:", err)
		}
		pass(6 * time.Second)
		if _, err := c.Send(t.Context(), channel, "", hello); err == nil {
			t.Error("sent before its time")
		}
		pass(time.Second)
		if _, err := c.Send(t.Context(), channel, "", hello); err != nil {
			t.Error(err)
		}
		if _, _, calls := m.counts(); calls != 3 {
			t.Errorf("%d calls", calls)
		}
	})
}

// Without a Retry-After the pauses grow, and are short again after a "yes".
func TestTooManyUnsaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		m.says("429 ")
		pauses := func(n int) (d time.Duration) {
			for range n {
				e, _ := errors.AsType[*RateError](c.Update(t.Context(), channel, "1", hello))
				if e == nil {
					t.Fatal("no limit")
				}
				d = time.Until(e.Until)
				pass(d)
			}
			return d
		}
		if d := pauses(1); d < pauseUnknown || d > 2*pauseUnknown {
			t.Error(d)
		}
		if d := pauses(3); d < 8*pauseUnknown || d > 12*pauseUnknown {
			t.Error(d)
		}
		if d := pauses(9); d < pauseUnknMax || d > pauseUnknMax*3/2 {
			t.Error(d)
		}
		m.says("200 ")
		if err := c.Update(t.Context(), channel, "1", hello); err != nil {
			t.Fatal(err)
		}
		m.says("429 ")
		if d := pauses(1); d > 2*pauseUnknown {
			t.Error(d)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	c := &Client{o: Options{Now: func() time.Time { return now }}}
	for v, want := range map[string]time.Duration{
		"": 0, "3": 3 * time.Second, "-3": 0, "x": 0, "99999999999": 1 << 20 * time.Second,
		"Thu, 01 Jan 2026 00:00:30 GMT": 30 * time.Second, "Wed, 31 Dec 2025 00:00:00 GMT": -24 * time.Hour,
	} {
		if got := c.retryAfter(http.Header{"Retry-After": {v}}); got != want {
			t.Errorf("%q: %v", v, got)
		}
	}
}

// Conversations that nothing is to be known of are forgotten.
func TestManyConversations(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := &pacer{now: func() time.Time { return now }, gates: map[string]*gate{}}
	for i := range 20_000 {
		now = now.Add(2 * time.Second)
		if err := p.enter(&call{thread: fmt.Sprint(i), tenant: tenant}); err != nil {
			t.Fatal(err)
		}
	}
	if len(p.gates) > manyGates {
		t.Errorf("%d conversations kept", len(p.gates))
	}
}
