package web

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

// maxKey is the longest key of a click that is taken.
const maxKey = 200

// act is POST /api/room/CARD/ACTION: a view, or a click that changes a task.
func (s *Server) act(r *http.Request) (any, error) {
	p, err := s.with(r, task.Viewer)
	if err != nil {
		return nil, err
	}
	var in input
	if err := read(r, &in); err != nil {
		return nil, err
	}
	t, step, err := s.cardTask(r.Context(), r.PathValue("card"))
	if err != nil {
		return nil, err
	}
	switch kind := task.Kind(r.PathValue("action")); {
	case kind == task.ReviewView:
		return s.review(r, &t, step, in)
	case kind == task.TimelineView:
		return map[string]any{"timeline": cards.Timeline(&t, s.options(r))}, nil
	case !bot.Acts(kind):
		return nil, errAction
	default:
		return s.click(r, &t, step, kind, p, in)
	}
}

// click checks what was entered, applies it, and answers with the card as it is
// then. The same click again answers alike and does nothing.
func (s *Server) click(r *http.Request, t *task.Task, step int, kind task.Kind, p task.Person, in input) (any, error) {
	form, err := in.form(t, step, kind)
	if err != nil {
		return nil, err
	}
	e := task.Event{ID: eventID(r, p, in.Event), At: s.o.Now(), Kind: kind, By: p, Step: step, Turn: in.Turn, Form: form}
	after, err := bot.Click(r.Context(), s.o.Desk, t, e)
	if err != nil {
		return nil, s.told(r, err)
	}
	return show(&after, step, s.options(r)), nil
}

// told is the error with the sentence for a form that the back office refuses.
func (s *Server) told(r *http.Request, err error) error {
	var refused *bot.Wrong
	if !errors.As(err, &refused) {
		return err
	}
	say, _ := s.lang(r).Problem(refused.Problem)
	return &wrong{status: http.StatusUnprocessableEntity, say: say, field: refused.Problem.Field}
}

// eventID names a click by its person and key, so that a repeat is known as one.
func eventID(r *http.Request, p task.Person, key string) string {
	if h := r.Header.Get("Idempotency-Key"); h != "" {
		key = h
	}
	if key == "" || len(key) > maxKey {
		key = rand.Text()
	}
	return "web:" + p.ID + ":" + key
}

// stop is POST /api/tasks/ID/stop: the page has asked before.
func (s *Server) stop(r *http.Request) (any, error) {
	p, err := s.with(r, task.Viewer)
	if err != nil {
		return nil, err
	}
	var in input
	if err := read(r, &in); err != nil {
		return nil, err
	}
	t, err := s.o.Desk.Task(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, fmt.Errorf("stop %s: %w", r.PathValue("id"), err)
	}
	after, err := bot.Click(r.Context(), s.o.Desk, &t, task.Event{ID: eventID(r, p, in.Event), At: s.o.Now(), Kind: task.Halt, By: p})
	if err != nil {
		return nil, err
	}
	return s.whole(r, &after), nil
}

// stopAll is POST /api/stop-all.
func (s *Server) stopAll(r *http.Request) (any, error) {
	p, err := s.with(r, task.Admin)
	if err != nil {
		return nil, err
	}
	n, err := s.o.Desk.StopAll(r.Context(), p)
	if err != nil {
		return nil, fmt.Errorf("stop all tasks: %w", err)
	}
	return map[string]int{"stopped": n}, nil
}
