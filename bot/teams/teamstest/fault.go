package teamstest

import (
	"context"
	"net/http"
	"slices"
	"time"
)

// Fault is one way in which a call goes wrong.
type Fault struct {
	Status     int             // HTTP status, e.g. 412, 500, 502, 504
	Code       string          // of the error in the answer; made up from Status if empty
	RetryAfter time.Duration   // > 0: a header Retry-After, and 429 if Status is 0
	Drop       bool            // the connection ends without an answer
	After      bool            // the call has its effect first
	Do         func()          // called at that point, e.g. to end the program under test
	Hold       <-chan struct{} // the answer waits for it to be closed
}

type plannedFault struct {
	Fault
	op   string
	left int
}

// FailNext makes the next calls of an operation fail ("send", "update", "delete",
// "create", "members", "member", "team", "channels", "token", "metadata", "keys", ""
// for any); times < 0: all. A Fault of only Do or Hold lets the call succeed.
func (s *Server) FailNext(op string, f Fault, times int) {
	if times == 0 {
		return
	}
	s.locked(func() { s.faults = append(s.faults, &plannedFault{f, op, times}) })
}

// Heal forgets all faults that are left.
func (s *Server) Heal() { s.locked(func() { s.faults = nil }) }

// nextFault takes the fault that is planned for a call.
func (s *Server) nextFault(op string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.faults, func(f *plannedFault) bool { return f.op == op || f.op == "" })
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
	status := f.Status
	if status == 0 && f.RetryAfter > 0 {
		status = http.StatusTooManyRequests
	}
	switch {
	case f.Drop:
		c.Code = "dropped"
		s.locked(func() { s.calls = append(s.calls, c) })
		panic(http.ErrAbortHandler) // the documented way to end a connection without an answer
	case status == 0:
		return false
	}
	s.reply(w, c, answer{}, &refusal{status: status, code: either(f.Code, http.StatusText(status)), retry: f.RetryAfter})
	return true
}

func either(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// Handling is what happens to a delivery on its way to the app.
type Handling struct {
	Lose  bool            // never arrives: no answer
	Twice bool            // arrives twice, at once (the same id)
	Hold  <-chan struct{} // arrives late, once this is closed: two held ones can come in any order
}

// DeliverNext handles the next deliveries (clicks, messages, installs) in this way.
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
