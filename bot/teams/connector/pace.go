package connector

import (
	"math/rand/v2"
	"sync"
	"time"
)

// window is a limit: so many calls within any such time.
type window struct {
	n    int
	span time.Duration
}

// jitter is what the way to Teams may take off a window.
const jitter = 50 * time.Millisecond

// Teams' limits of a bot in one conversation, and of an app in one tenant
// (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit). Edits are
// counted with posts.
var (
	perThread = []window{{7, time.Second}, {8, 2 * time.Second}, {60, 30 * time.Second}, {1800, time.Hour}}
	perTenant = []window{{30, time.Second}}
)

// gate is one limit's state.
type gate struct {
	windows []window
	calls   []time.Time // oldest first, none that no window needs
	shut    time.Time   // Teams asked to wait until then
	refused int         // 429 in a row
}

// next is when the next call may go.
func (g *gate) next() time.Time {
	at := g.shut
	for _, w := range g.windows {
		if i := len(g.calls) - w.n; i >= 0 {
			at = later(at, g.calls[i].Add(w.span+jitter))
		}
	}
	return at
}

func (g *gate) take(now time.Time) {
	most := g.windows[len(g.windows)-1]
	g.forget(now)
	if len(g.calls) >= most.n {
		g.calls = append(g.calls[:0], g.calls[len(g.calls)-most.n+1:]...)
	}
	g.calls = append(g.calls, now)
}

// forget drops calls that lie before every window.
func (g *gate) forget(now time.Time) {
	longest := g.windows[len(g.windows)-1].span + jitter
	old := 0
	for old < len(g.calls) && now.Sub(g.calls[old]) > longest {
		old++
	}
	g.calls = append(g.calls[:0], g.calls[old:]...)
}

// pacer keeps the limits of all conversations and tenants of a client.
type pacer struct {
	now   func() time.Time
	mu    sync.Mutex
	gates map[string]*gate
}

const manyGates = 4096 // then those are forgotten that nothing is to be known of

// enter counts a call, or says until when there is no room for it.
func (p *pacer) enter(k *call) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	thread, tenant := p.gate(k.thread, perThread), p.gate("tenant "+k.tenant, perTenant)
	if at := later(thread.next(), tenant.next()); at.After(now) {
		return &RateError{Method: k.method, Until: at}
	}
	thread.take(now)
	tenant.take(now)
	return nil
}

const (
	pauseUnknown = time.Second // 429 without a Retry-After, doubling
	pauseUnknMax = time.Minute
	pauseMost    = time.Hour
)

// limited keeps the pause that Teams asked for, 0 if it said none, and says until when.
func (p *pacer) limited(k *call, pause time.Duration) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	g := p.gate(k.thread, perThread)
	if pause <= 0 {
		pause = min(pauseUnknown<<min(g.refused, 10), pauseUnknMax)
		pause += rand.N(pause / 2) // so that copies of the program do not come back together
	}
	g.refused++
	g.shut = later(g.shut, p.now().Add(min(pause, pauseMost)))
	return g.shut
}

// well forgets how often Teams said 429.
func (p *pacer) well(k *call) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gate(k.thread, perThread).refused = 0
}

func (p *pacer) gate(name string, w []window) *gate {
	if g := p.gates[name]; g != nil {
		return g
	}
	p.forget()
	g := &gate{windows: w}
	p.gates[name] = g
	return g
}

// forget drops gates that are wide open, once there are many.
func (p *pacer) forget() {
	if len(p.gates) < manyGates {
		return
	}
	now := p.now()
	for name, g := range p.gates {
		if g.forget(now); len(g.calls) == 0 && !g.shut.After(now) {
			delete(p.gates, name)
		}
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
