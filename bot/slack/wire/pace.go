package wire

import (
	"context"
	"math"
	"strings"
	"sync"
	"time"
)

// limit is how often something may be called: burst at once, and never more than
// perMinute within any minute. Who would have to wait longer than patience for
// its turn gets a *RateError instead.
type limit struct {
	perMinute, burst int
	patience         time.Duration
}

const (
	soon   = 50 * time.Millisecond // background work does something else meanwhile
	aWhile = time.Second           // somebody waits for it, and a trigger lives 3 s
)

// The tiers are docs.slack.dev/apis/web-api/rate-limits: 20, 50 and 100 calls a
// minute per method and workspace, short bursts allowed.
var (
	tier2 = limit{20, 5, aWhile}
	tier3 = limit{50, 10, soon}
	tier4 = limit{100, 20, aWhile}
)

// limits by method, from each method's page. Methods that are not named are tier 3.
var limits = map[string]limit{
	// "one message per second per channel; several hundred per minute in a workspace"
	"chat.postMessage":              {300, 60, soon},
	"chat.update":                   tier3,
	"chat.postEphemeral":            tier4,
	"conversations.history":         tier3,
	"conversations.replies":         tier3,
	"conversations.info":            {50, 10, aWhile},
	"users.info":                    tier4,
	"usergroups.users.list":         tier2,
	"views.open":                    tier4,
	"views.push":                    tier4,
	"views.update":                  tier4,
	"views.publish":                 tier4,
	"files.getUploadURLExternal":    {100, 20, soon},
	"files.completeUploadExternal":  {100, 20, soon},
	"files.info":                    {100, 20, soon},
	"auth.test":                     {200, 40, aWhile}, // "special: hundreds a minute"
	"apps.connections.open":         {60, 20, aWhile},  // tier 1 by its page; a Socket pauses by itself, and Retry-After holds
	methodRespond:                   {600, 100, aWhile},
	methodUpload:                    {600, 100, aWhile},
	"chat.postMessage of a channel": {60, 1, soon},
}

// perChannel is the room between two messages in a channel: a second, and what
// the way to Slack may take off it.
const perChannel = 1050 * time.Millisecond

// interval is the time that one call uses up. The burst comes on top of the
// steady flow, so the flow is what the minute has left.
func (l limit) interval() time.Duration {
	if l.burst == 1 {
		return perChannel
	}
	return time.Minute / time.Duration(l.perMinute-l.burst)
}

// gate is one limit's state.
type gate struct {
	limit
	full time.Time // when all that was let through is used up (the theoretical arrival time of GCRA)
	shut time.Time // Retry-After
}

// next is when the next call may go.
func (g *gate) next() time.Time {
	at := g.full.Add(-time.Duration(g.burst-1) * g.interval())
	if g.shut.After(at) {
		return g.shut
	}
	return at
}

func (g *gate) take(at time.Time) {
	if g.full.Before(at) {
		g.full = at
	}
	g.full = g.full.Add(g.interval())
}

// pacer keeps all gates of a client: one per method, and one per channel for messages.
type pacer struct {
	now   func() time.Time
	mu    sync.Mutex
	gates map[string]*gate
}

const manyGates = 4096 // channels that were posted to lately; older ones are forgotten

// posts are the methods that put a message into a channel.
func posts(method string) bool {
	return method == "chat.postMessage" || method == "files.completeUploadExternal"
}

// enter waits for the call's turn, or says when it is.
func (p *pacer) enter(ctx context.Context, method, channel string) error {
	wait, err := p.reserve(method, channel)
	if err != nil || wait <= 0 {
		return err
	}
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *pacer) reserve(method, channel string) (time.Duration, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	gates := []*gate{p.gate(method, limits[method])}
	if posts(method) && channel != "" {
		gates = append(gates, p.channel(channel))
	}
	at, patience := now, time.Duration(math.MaxInt64)
	for _, g := range gates {
		at, patience = later(at, g.next()), min(patience, g.patience)
	}
	if at.Sub(now) > patience {
		return 0, &RateError{Method: method, Until: at}
	}
	for _, g := range gates {
		g.take(at)
	}
	return at.Sub(now), nil
}

// shut keeps a method, or a channel for messages, closed until then.
func (p *pacer) shut(method, channel string, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	g := p.gate(method, limits[method])
	if posts(method) && channel != "" {
		g = p.channel(channel)
	}
	g.shut = later(g.shut, until)
}

func (p *pacer) channel(id string) *gate {
	return p.gate("channel "+id, limits["chat.postMessage of a channel"])
}

func (p *pacer) gate(name string, l limit) *gate {
	if g := p.gates[name]; g != nil {
		return g
	}
	if l == (limit{}) {
		l = tier3
	}
	p.forget()
	g := &gate{limit: l}
	p.gates[name] = g
	return g
}

// forget drops channels whose limit is long over, once there are many.
func (p *pacer) forget() {
	if len(p.gates) < manyGates {
		return
	}
	now := p.now()
	for name, g := range p.gates {
		if strings.HasPrefix(name, "channel ") && g.full.Before(now) && g.shut.Before(now) {
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
