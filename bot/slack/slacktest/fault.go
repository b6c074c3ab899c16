package slacktest

import (
	"context"
	"time"
)

// Fault is one way in which a call goes wrong.
type Fault struct {
	Code       string          // {"ok":false,"error":Code}
	Status     int             // HTTP status, e.g. 500 or 503
	RetryAfter time.Duration   // 429 with Retry-After
	Drop       bool            // the connection ends without an answer
	After      bool            // the call has its effect first
	Do         func()          // called at that point, e.g. to end the program under test
	Hold       <-chan struct{} // the answer waits for it to be closed
}

// FailNext makes the next calls of a method fail ("chat.postMessage", "response_url", "upload", "" for any); times < 0: all.
// A Fault of only Do or Hold lets the call succeed.
func (s *Server) FailNext(method string, f Fault, times int) {}

// Heal forgets all faults that are left.
func (s *Server) Heal() {}

// Handling is what happens to a delivery on its way to the app.
type Handling struct {
	Lose  bool            // never arrives: no acknowledgement
	Twice bool            // arrives twice, at once (the same ids)
	Hold  <-chan struct{} // arrives late, once this is closed: two held ones can come in any order
}

// DeliverNext handles the next deliveries (clicks, submissions, commands, events) in this way.
func (s *Server) DeliverNext(h Handling, times int) {}

// Again delivers once more what was delivered with that Result.EventID, as Slack's retries do; the answer is given but has no effect.
func (s *Server) Again(ctx context.Context, eventID string) (Result, error) { return Result{}, nil }

// Sockets is the number of Socket Mode connections; WaitSockets waits until there are n.
func (s *Server) Sockets() int                                 { return 0 }
func (s *Server) WaitSockets(ctx context.Context, n int) error { return nil }

// DropSockets cuts all connections, DisconnectSockets asks the clients to come again ("warning", "refresh_requested",
// "link_disabled"), FreezeSockets makes the present ones ghosts: open, but neither pings nor frames nor acknowledgements pass.
func (s *Server) DropSockets()                    {}
func (s *Server) DisconnectSockets(reason string) {}
func (s *Server) FreezeSockets()                  {}
