package slacktest

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

// delivery is one thing that Slack tells the app.
type delivery struct {
	id      string // envelope id, or the event's id
	kind    string // "interactive", "slash_commands", "events_api"
	payload fields
	answers bool // the acknowledgement may carry a payload
	attempt int
	reason  string // of the repeated attempt
}

// ack is what came back.
type ack struct {
	ok     bool
	status int
	body   []byte
	took   time.Duration
	reason string // why not, in Slack's words for X-Slack-Retry-Reason
	stop   bool   // the app wants no retries
}

// send delivers as the test planned it; events are repeated until they are acknowledged, interactions are not.
func (s *Server) send(ctx context.Context, d *delivery) ack {
	s.enter()
	defer s.leave()
	s.locked(func() { s.sent[d.id] = d })
	a := s.attempt(ctx, *d)
	if d.kind != "events_api" {
		return a
	}
	for i, pause := range s.o.Retries {
		if a.ok || a.stop || !s.pause(ctx, pause) {
			break
		}
		again := *d
		again.attempt, again.reason = i+1, a.reason
		a = s.attempt(ctx, again)
	}
	return a
}

// attempt is one delivery with the handling that is planned for it.
func (s *Server) attempt(ctx context.Context, d delivery) ack {
	h := s.nextHandling()
	if h.Lose {
		return ack{reason: "http_timeout"}
	}
	if h.Hold != nil && !s.hold(ctx, h.Hold) {
		return ack{reason: "http_timeout"}
	}
	if !h.Twice {
		return s.carry(ctx, d)
	}
	double := make(chan ack, 1)
	go func() { double <- s.carry(ctx, d) }()
	first := s.carry(ctx, d)
	if second := <-double; !first.ok {
		return second
	}
	return first
}

// hold keeps a delivery back until it is let go.
func (s *Server) hold(ctx context.Context, let <-chan struct{}) bool {
	s.locked(func() { s.held++ })
	defer s.locked(func() { s.held-- })
	select {
	case <-let:
		return true
	case <-s.done:
	case <-ctx.Done():
	}
	return false
}

// Held is the number of deliveries and calls that wait for a Hold to be closed.
func (s *Server) Held() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held
}

// carry brings it to the app, over HTTP where the app has an address.
func (s *Server) carry(ctx context.Context, d delivery) ack {
	ctx, cancel := context.WithTimeout(ctx, s.o.AckWithin)
	defer cancel()
	begun := time.Now()
	s.mu.Lock()
	base := s.base
	s.mu.Unlock()
	var a ack
	if base != "" {
		a = s.carryHTTP(ctx, base, d)
	} else {
		a = s.carrySocket(ctx, d)
	}
	a.took = time.Since(begun)
	return a
}

func (s *Server) pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
	case <-s.done:
	}
	return false
}

// Again delivers once more what was delivered with that Result.EventID, as Slack's retries do; the answer is given but
// changes nothing here.
func (s *Server) Again(ctx context.Context, eventID string) (Result, error) {
	s.mu.Lock()
	d := s.sent[eventID]
	s.mu.Unlock()
	if d == nil {
		return Result{}, fmt.Errorf("nothing was delivered with the id %q", eventID)
	}
	s.enter()
	defer s.leave()
	again := *d
	again.attempt, again.reason = d.attempt+1, "http_timeout"
	return result(s.attempt(ctx, again), d), nil
}

// result is what a person sees of an acknowledgement.
func result(a ack, d *delivery) Result {
	r := Result{Acked: a.ok, Status: a.status, Took: a.took, Body: a.body, EventID: d.id}
	r.Trigger = text(d.payload, "trigger_id")
	r.URL = text(d.payload, "response_url")
	return r
}

// okStatus tells whether Slack takes a status as an acknowledgement.
func okStatus(code int) bool { return code >= http.StatusOK && code < http.StatusMultipleChoices }
