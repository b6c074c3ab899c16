package teamstest

import (
	"net/http"
	"time"
)

// window is so many calls in so much time.
type window struct {
	most int
	in   time.Duration
}

// rationRoom refuses a post or edit that comes too soon. A refused one costs
// nothing. The lock is held.
func (s *Server) rationRoom(r *room) *refusal {
	l := s.limits
	return s.ration(r.id, window{l.Second, time.Second}, window{l.TwoSeconds, 2 * time.Second},
		window{l.HalfMinute, 30 * time.Second}, window{l.Hour, time.Hour})
}

func (s *Server) rationTenant(tenant string) *refusal {
	return s.ration("tenant "+tenant, window{s.limits.Tenant, time.Second})
}

func (s *Server) ration(name string, windows ...window) *refusal {
	now, spent := s.now(), s.spent[name]
	for len(spent) > 0 && now.Sub(spent[0]) >= time.Hour {
		spent = spent[1:]
	}
	for _, w := range windows {
		if w.most == 0 || len(spent) < w.most {
			continue
		}
		if left := spent[len(spent)-w.most].Add(w.in).Sub(now); left > 0 {
			return &refusal{status: http.StatusTooManyRequests, code: "Throttled", message: "Too many requests", retry: left}
		}
	}
	s.spent[name] = append(spent, now)
	return nil
}
