package web

import (
	"errors"
	"fmt"
	"net/http"

	"salesclerk/agent/task"
	"salesclerk/bot"
)

const (
	maxWords = 200 // bytes of what is searched for
	maxItems = 200 // items asked about at once
)

func (s *Server) words(r *http.Request) (string, error) {
	if _, err := s.with(r, task.Viewer); err != nil {
		return "", err
	}
	q := r.URL.Query().Get("q")
	if len(q) > maxWords {
		return "", errTooLarge
	}
	return q, nil
}

// items is GET /api/items?q=: what the words typed so far may mean.
func (s *Server) items(r *http.Request) (any, error) {
	q, err := s.words(r)
	if err != nil || q == "" {
		return []task.Candidate{}, err
	}
	list, err := s.o.Desk.SuggestItems(r.Context(), q, s.lang(r).Tag())
	if err != nil {
		return nil, fmt.Errorf("search items: %w", err)
	}
	if list == nil {
		list = []task.Candidate{}
	}
	return list, nil
}

// contacts is GET /api/contacts?q=.
func (s *Server) contacts(r *http.Request) (any, error) {
	q, err := s.words(r)
	if err != nil || q == "" {
		return []task.Contact{}, err
	}
	list, err := s.o.Desk.SuggestContacts(r.Context(), q)
	if err != nil {
		return nil, fmt.Errorf("search contacts: %w", err)
	}
	if list == nil {
		list = []task.Contact{}
	}
	return list, nil
}

// about is what a line of a document may be of an item.
type about struct {
	Units    []string `json:"units"`
	Variants []string `json:"variants"`
}

// units is GET /api/units?item=A&item=B: units and variants of each that exists.
func (s *Server) units(r *http.Request) (any, error) {
	if _, err := s.with(r, task.Viewer); err != nil {
		return nil, err
	}
	list := r.URL.Query()["item"]
	out := map[string]about{}
	for _, item := range list[:min(len(list), maxItems)] {
		units, variants, err := s.o.Desk.ItemUnits(r.Context(), item)
		if errors.Is(err, bot.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("units of an item: %w", err)
		}
		out[item] = about{units, variants}
	}
	return out, nil
}
