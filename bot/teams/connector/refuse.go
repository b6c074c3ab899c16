package connector

import (
	"errors"
	"net/http"
	"sync"
	"time"

	"salesclerk/bot/intake"
)

// refuse answers without a reason and writes the reason down.
func (in *inbox) refuse(w http.ResponseWriter, err error) {
	code := http.StatusServiceUnavailable
	var s intake.Status
	var no unproven
	var odd strange
	switch {
	case errors.As(err, &s):
		code = int(s)
	case errors.As(err, &no):
		code = http.StatusUnauthorized
	case errors.As(err, &odd):
		code = http.StatusForbidden
	}
	switch {
	case code == http.StatusServiceUnavailable && !errors.Is(err, errNoKeys):
		in.o.Log.Error("teams: a request was not answered", "error", err)
	case code == http.StatusMethodNotAllowed: // somebody looks whether anything is there
		in.o.Log.Debug("teams: a request was refused", "status", code)
	default:
		if more, ok := in.refusals.say(); ok {
			in.o.Log.Warn("teams: a request was refused", "status", code, "error", err, "others", more)
		}
	}
	http.Error(w, http.StatusText(code), code)
}

// murmur keeps the log readable while strangers knock: one line in ten seconds.
type murmur struct {
	now  func() time.Time
	mu   sync.Mutex
	last time.Time
	more int // since then
}

// say is whether to say it, and how many others were not told.
func (m *murmur) say() (more int, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	if now.Sub(m.last) < 10*time.Second {
		m.more++
		return 0, false
	}
	more, m.more, m.last = m.more, 0, now
	return more, true
}
