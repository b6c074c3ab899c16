package teamstest

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The types of answers to Action.Execute.
// https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format
const (
	messageType = "application/vnd.microsoft.activity.message"
	errorType   = "application/vnd.microsoft.error"
)

// invoked is the body of an answer to an invoke.
type invoked struct {
	Status int             `json:"statusCode"`
	Type   string          `json:"type"`
	Value  json.RawMessage `json:"value"`
}

// takeCard does what the answer to Action.Execute says, for the one who clicked.
func (s *Server) takeCard(p *pressed, r reaction) Result {
	out := result(p.d, r)
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.touch()
	if r.ok {
		if err := s.obey(p, r.body, &out); err != nil {
			s.unexpected("the answer to %s: %v", text(child(child(p.d.activity, "value"), "action"), "verb"), err)
			out.Acked = false
		}
	}
	out.Shown = p.post.seen(p.user.ID)
	return out
}

func (s *Server) obey(p *pressed, body []byte, out *Result) error {
	var a invoked
	if err := json.Unmarshal(body, &a); err != nil {
		return fmt.Errorf("no JSON object: %.80q", body)
	}
	switch {
	case a.Type == cardType && a.Status == 200:
		return s.show(p, a.Value)
	case a.Type == messageType && a.Status == 200:
		return json.Unmarshal(a.Value, &out.Words)
	case a.Type == errorType && a.Status >= 400 && a.Status < 600:
		out.Error = &Error{Status: a.Status}
		return json.Unmarshal(a.Value, out.Error)
	}
	return fmt.Errorf("statusCode %d with type %q", a.Status, a.Type)
}

// show gives one person a view of its own. The lock is held.
func (s *Server) show(p *pressed, card json.RawMessage) error {
	var v fields
	if err := decode(card, &v); err != nil || v == nil {
		return fmt.Errorf("the card is no JSON object")
	}
	if most := s.limits.Bytes; most > 0 && len(card) > most {
		return fmt.Errorf("the card has %d bytes", len(card))
	}
	if wrong := s.wrong(card); len(wrong) > 0 {
		return fmt.Errorf("the card is wrong: %s", strings.Join(wrong, "; "))
	}
	s.noticeCard("the card for "+p.user.ID, v)
	if p.post.views == nil {
		p.post.views = map[string]json.RawMessage{}
	}
	p.post.views[p.user.ID] = slices.Clone(card)
	return nil
}

// Look is a person who comes to see a message: where its card is to be refreshed
// for that person, the client asks for it and shows the answer to that person
// only. Nothing is sent where it is not, or was answered since the last edit.
func (s *Server) Look(ctx context.Context, user string, m Message) (Result, error) {
	s.mu.Lock()
	p, err := s.at(user, m)
	if err != nil || !s.refreshes(p) {
		s.mu.Unlock()
		if err != nil {
			return Result{}, fmt.Errorf("%s looking: %w", user, err)
		}
		return Result{Acked: true, Shown: p.shown}, nil
	}
	action := child(child(cardOf(p.post.Card), "refresh"), "action")
	s.execute(p, control{json: action}, nil, "automatic")
	s.mu.Unlock()
	r := p.take(p, s.deliver(ctx, p.d))
	if !r.Acked { // the client asks again when the person looks again
		s.locked(func() { delete(p.post.looked, user) })
	}
	return r, nil
}

// LookAll is everybody who is in the conversation looking, one after the other, by
// name; it gives the results of those for whom something was sent.
func (s *Server) LookAll(ctx context.Context, m Message) (map[string]Result, error) {
	s.mu.Lock()
	r, err := s.where(m.Conversation)
	var people []*User
	if err == nil {
		people = s.membersOf(r)
	}
	s.mu.Unlock()
	found := map[string]Result{}
	for _, u := range people {
		one, err := s.Look(ctx, u.ID, m)
		if err != nil {
			return nil, err
		}
		if one.ID != "" {
			found[u.ID] = one
		}
	}
	return found, err
}

// refreshes tells whether the client asks for a view, and notes that it does. The lock is held.
func (s *Server) refreshes(p *pressed) bool {
	r := child(cardOf(p.post.Card), "refresh")
	ids := texts(r["userIds"])
	if r == nil || p.user.Old || p.post.looked[p.user.ID] {
		return false
	}
	small := len(ids) == 0 && len(s.membersOf(p.room)) <= 60
	if !small && !slices.Contains(ids, s.TeamsID(p.user.ID)) {
		return false
	}
	p.post.looked = maps.Clone(p.post.looked)
	if p.post.looked == nil {
		p.post.looked = map[string]bool{}
	}
	p.post.looked[p.user.ID] = true
	return true
}
