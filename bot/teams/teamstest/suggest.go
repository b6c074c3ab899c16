package teamstest

import (
	"context"
	"encoding/json"
	"fmt"
)

const searchType = "application/vnd.microsoft.search.searchResponse"

// Suggest types words into a choice with a type-ahead of a message and gives what
// is offered; SuggestDialog does so in the dialog that is open. What was offered
// can be filled in then. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
func (s *Server) Suggest(ctx context.Context, user string, m Message, field, words string) ([]Option, error) {
	s.mu.Lock()
	p, err := s.at(user, m)
	if err != nil {
		s.mu.Unlock()
		return nil, fmt.Errorf("suggestions for %q: %w", field, err)
	}
	return s.suggest(ctx, p, controlsOf(s.drawn(p.user, p.shown)), p.post.ID, field, words)
}

func (s *Server) SuggestDialog(ctx context.Context, user, field, words string) ([]Option, error) {
	s.mu.Lock()
	p, d, err := s.inDialog(user)
	if err != nil {
		s.mu.Unlock()
		return nil, fmt.Errorf("suggestions for %q: %w", field, err)
	}
	return s.suggest(ctx, p, controlsOf(cardOf(d.Card)), dialogOffers, field, words)
}

// suggest is called with the lock held and lets it go.
func (s *Server) suggest(ctx context.Context, p *pressed, all []control, message, field, words string) ([]Option, error) {
	c, err := pick(all, field, isInput)
	dataset := text(child(c.json, "choices.data"), "dataset")
	if err == nil && dataset == "" {
		err = fmt.Errorf("it is an %s without a type-ahead", c.kind())
	}
	if err != nil {
		s.mu.Unlock()
		return nil, fmt.Errorf("suggestions for %q: %w", field, err)
	}
	d := s.from(p.user, p.room, p.post.Thread, p.post.ID, fields{
		"type": "invoke", "name": "application/search", "replyToId": p.post.ID,
		"value": fields{"kind": "search", "queryText": words, "queryOptions": fields{"skip": 0, "top": 15}, "dataset": dataset},
	})
	s.mu.Unlock()
	r := s.deliver(ctx, d)
	if !r.ok {
		return nil, fmt.Errorf("suggestions for %q: not answered (status %d, %s)", field, r.status, r.reason)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.touch()
	found, err := readOffers(r.body)
	if err != nil {
		s.unexpected("suggestions for %s: %v", dataset, err)
		return nil, fmt.Errorf("suggestions for %q: %w", field, err)
	}
	s.offers[offerKey(p.user, message, c)] = found
	return found, nil
}

func readOffers(body []byte) (found []Option, err error) {
	var a invoked
	var list struct {
		Results []struct{ Title, Value string } `json:"results"`
	}
	if err := json.Unmarshal(body, &a); err != nil || a.Status != 200 || a.Type != searchType {
		return nil, fmt.Errorf("want statusCode 200 and type %s: %.200q", searchType, body)
	}
	if err := json.Unmarshal(a.Value, &list); err != nil || list.Results == nil || len(list.Results) > 15 {
		return nil, fmt.Errorf("want at most 15 results: %.200q", a.Value)
	}
	for _, o := range list.Results {
		if o.Title == "" || o.Value == "" {
			return nil, fmt.Errorf("a result without a title or a value: %.200q", a.Value)
		}
		found = append(found, Option{o.Title, o.Value})
	}
	return found, nil
}
