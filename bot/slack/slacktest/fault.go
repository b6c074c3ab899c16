package slacktest

import (
	"context"
	"net/http"
	"slices"
	"time"
)

// Fault is one way in which a call goes wrong.
type Fault struct {
	Code       string          // {"ok":false,"error":Code}
	Messages   []string        // response_metadata.messages beside Code
	Status     int             // HTTP status, e.g. 500 or 503
	RetryAfter time.Duration   // 429 with Retry-After
	Drop       bool            // the connection ends without an answer
	After      bool            // the call has its effect first
	Do         func()          // called at that point, e.g. to end the program under test
	Hold       <-chan struct{} // the answer waits for it to be closed
}

type plannedFault struct {
	Fault
	method string
	left   int
}

// FailNext makes the next calls of a method fail ("chat.postMessage", "response_url", "upload", "" for any); times < 0: all.
// A Fault of only Do or Hold lets the call succeed.
func (s *Server) FailNext(method string, f Fault, times int) {
	if times == 0 {
		return
	}
	s.locked(func() { s.faults = append(s.faults, &plannedFault{f, method, times}) })
}

// Heal forgets all faults that are left.
func (s *Server) Heal() { s.locked(func() { s.faults = nil }) }

// nextFault takes the fault that is planned for a call.
func (s *Server) nextFault(method string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.faults, func(f *plannedFault) bool { return f.method == method || f.method == "" })
	if i < 0 {
		return nil
	}
	f := s.faults[i]
	if f.left--; f.left == 0 {
		s.faults = slices.Delete(s.faults, i, i+1)
	}
	return &f.Fault
}

// goWrong does what a fault says and tells whether the call was answered by it.
func (s *Server) goWrong(w http.ResponseWriter, c Call, f *Fault) (answered bool) {
	if f.Do != nil {
		f.Do()
	}
	if f.Hold != nil {
		s.hold(context.Background(), f.Hold)
	}
	switch {
	case f.Drop:
		s.locked(func() { s.calls = append(s.calls, Call{c.Method, c.Params, "dropped", 0}) })
		panic(http.ErrAbortHandler) // the documented way to end a connection without an answer
	case f.RetryAfter > 0:
		s.reply(w, c, nil, tooSoon(f.RetryAfter))
	case f.Status != 0:
		s.reply(w, c, nil, failed(http.StatusText(f.Status), f.Status))
	case f.Code != "":
		s.reply(w, c, nil, no(f.Code, f.Messages...))
	default:
		return false
	}
	return true
}

// Handling is what happens to a delivery on its way to the app.
type Handling struct {
	Lose  bool            // never arrives: no acknowledgement
	Twice bool            // arrives twice, at once (the same ids)
	Hold  <-chan struct{} // arrives late, once this is closed: two held ones can come in any order
}

// DeliverNext handles the next deliveries (clicks, submissions, commands, events) in this way.
func (s *Server) DeliverNext(h Handling, times int) {
	s.locked(func() { s.handling = append(s.handling, slices.Repeat([]Handling{h}, times)...) })
}

// nextHandling takes the handling that is planned for a delivery.
func (s *Server) nextHandling() (h Handling) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.handling) > 0 {
		h, s.handling = s.handling[0], s.handling[1:]
	}
	return h
}
