package model

import (
	"sync"
	"time"
)

// rest is the pause after an endpoint was away: while it lasts, mails are read
// without it and nobody waits. Once is a slip; the second failure in a row, or an
// endpoint that says how long, begins one, and each further doubles it.
type rest struct {
	mu     sync.Mutex
	failed int
	until  time.Time
	why    Reason
}

const (
	firstRest = 30 * time.Second
	longRest  = 10 * time.Minute
)

// now is why the endpoint is left alone at a moment; "" if it is not.
func (r *rest) now(at time.Time) Reason {
	r.mu.Lock()
	defer r.mu.Unlock()
	if at.Before(r.until) {
		return r.why
	}
	return ""
}

func (r *rest) fine() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failed, r.until = 0, time.Time{}
}

// fail notes a failure; after is how long the endpoint wants to be left alone.
func (r *rest) fail(why Reason, after time.Duration, at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failed++
	r.why = why
	pause := after
	if n := r.failed - 2; n >= 0 {
		pause = max(pause, min(firstRest<<min(n, 10), longRest))
	}
	if until := at.Add(min(pause, longRest)); pause > 0 && until.After(r.until) {
		r.until = until
	}
}
