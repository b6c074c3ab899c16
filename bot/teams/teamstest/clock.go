package teamstest

import (
	"sync"
	"time"
)

// Clock tells the server's time: for rates, tokens and timestamps.
type Clock interface{ Now() time.Time }

// Hands is a clock that only moves when told to.
type Hands struct {
	mu  sync.Mutex
	now time.Time
}

// NewHands is a clock that stands at a time.
func NewHands(now time.Time) *Hands { return &Hands{now: now} }

// Now is the time it shows.
func (h *Hands) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// Advance moves it on.
func (h *Hands) Advance(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// machine is the machine's own time.
type machine struct{}

func (machine) Now() time.Time { return time.Now() }
