package room

import (
	"context"
	"sync"
	"time"
)

// span is the time that a call to the platform has. It goes on for a little when
// the run ends, so that what is in flight can land, but never beyond its end.
type span struct {
	mu     sync.Mutex
	timer  *time.Timer
	end    time.Time
	linger time.Duration
	ending bool // the run is to end
}

// newSpan is a span and the context of its call.
func newSpan(ctx context.Context, limit, linger time.Duration) (*span, context.Context, func()) {
	during, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s := &span{linger: linger, end: time.Now().Add(limit), timer: time.AfterFunc(limit, cancel)}
	unhook := context.AfterFunc(ctx, s.runEnds)
	return s, during, func() {
		unhook()
		s.timer.Stop()
		cancel()
	}
}

func (s *span) runEnds() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ending = true
	if time.Until(s.end) > s.linger {
		s.timer.Reset(s.linger)
	}
}

// renew gives the call its time anew.
func (s *span) renew(limit time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.ending && s.timer.Stop() {
		s.end = time.Now().Add(limit)
		s.timer.Reset(limit)
	}
}
