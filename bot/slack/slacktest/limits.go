package slacktest

import (
	"net/url"
	"time"
)

// ration refuses a call that comes too soon: one post a second and channel, and so many calls a minute for the rest.
// A refused call costs nothing. The lock is held.
func (s *Server) ration(name string, m method, params url.Values) *refusal {
	switch {
	case name == "chat.postMessage":
		return s.rationPost(params.Get("channel"))
	case name == "chat.update":
		return s.rationMinute(name, s.limits.UpdatePerMin)
	case s.limits.Tiers:
		return s.rationMinute(name, m.tier)
	}
	return nil
}

func (s *Server) rationPost(channel string) *refusal {
	now := s.now()
	if left := s.posted[channel].Add(s.limits.PostEvery).Sub(now); left > 0 && s.limits.PostEvery > 0 {
		return tooSoon(left)
	}
	s.posted[channel] = now
	return nil
}

func (s *Server) rationMinute(name string, most int) *refusal {
	if most == 0 {
		return nil
	}
	now, spent := s.now(), s.spent[name]
	for len(spent) > 0 && now.Sub(spent[0]) >= time.Minute {
		spent = spent[1:]
	}
	s.spent[name] = spent
	if len(spent) >= most {
		return tooSoon(spent[0].Add(time.Minute).Sub(now))
	}
	s.spent[name] = append(spent, now)
	return nil
}

func tooSoon(left time.Duration) *refusal { return &refusal{code: "ratelimited", retry: left} }
