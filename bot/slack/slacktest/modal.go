package slacktest

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Values fill in fields: by label, block id or action id; a choice by its text or value, several joined by newlines; dates
// as 2026-12-31. "" empties a field.
type Values map[string]string

// Fill types into fields of the modal on top and leaves it open. Fields that dispatch send their block_actions; the last
// Result is given.
func (s *Server) Fill(ctx context.Context, user, view string, v Values) (Result, error) {
	s.mu.Lock()
	u, sends, err := s.fill(user, view, v)
	s.mu.Unlock()
	if err != nil {
		return Result{}, err
	}
	r := Result{Acked: true}
	for _, d := range sends {
		r = result(s.send(ctx, d), d)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r.View = s.topView(u)
	return r, nil
}

// fill keeps what is typed, all or nothing, and gives what is to be sent. The lock is held.
func (s *Server) fill(user, id string, in Values) (*User, []*delivery, error) {
	u, err := s.user(user)
	if err != nil {
		return nil, nil, err
	}
	v, err := s.top(u, id)
	if err != nil {
		return nil, nil, err
	}
	state, told := v.state, []element{}
	for _, name := range slices.Sorted(maps.Keys(in)) {
		e, typed, err := v.typed(name, in[name])
		if err != nil {
			return nil, nil, fmt.Errorf("filling in %q: %w", name, err)
		}
		state = state.with(e.block, e.action(), typed)
		if e.dispatches() {
			told = append(told, e)
		}
	}
	v.state = state
	s.touch()
	var sends []*delivery
	for _, e := range told {
		sends = append(sends, s.actionDelivery(u, place{view: v}, e, state[e.block][e.action()]))
	}
	return u, sends, nil
}

// typed is a field and its state after the words were typed.
func (v *view) typed(name, words string) (element, fields, error) {
	e, err := pickField(v.list, name)
	if err != nil {
		return e, nil, err
	}
	state, err := v.typeIn(e, words)
	return e, state, err
}

// dispatches tells whether the app is told at once: everything outside of input blocks, and inputs that ask for it.
func (e element) dispatches() bool { return e.input == nil || e.input["dispatch_action"] == true }

func pickField(list layout, name string) (element, error) {
	var found []element
	var names []string
	for _, e := range elementsOf(list) {
		if holds[e.kind()] == "" {
			continue
		}
		if e.action() == name || e.block == name || e.name() == name || e.label == name {
			found = append(found, e)
		}
		names = append(names, e.name())
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return element{}, fmt.Errorf("there is no such field, but %q", names)
	}
	return element{}, fmt.Errorf("there are %d such fields: use the block id", len(found))
}

// Submit fills in and submits the modal on top. An error: no such field, a required one is empty, a text too long, an option
// not there, no submit button. Whether the app liked it is in the Result: Errors at the fields, or the View that came next.
func (s *Server) Submit(ctx context.Context, user, id string, v Values) (Result, error) {
	if len(v) > 0 {
		if r, err := s.Fill(ctx, user, id, v); err != nil || !r.Acked {
			return r, err
		}
	}
	s.mu.Lock()
	u, err := s.user(user)
	var top *view
	if err == nil {
		top, err = s.top(u, id)
	}
	if err == nil {
		err = top.ready()
	}
	if err != nil {
		s.mu.Unlock()
		return Result{}, fmt.Errorf("submitting: %w", err)
	}
	top.Errors = nil
	d := s.submissionDelivery(top)
	s.mu.Unlock()
	return s.takeSubmission(u, top, s.send(ctx, d), d), nil
}

// ready tells why the client would not let a person submit.
func (v *view) ready() error {
	if v.submit == nil {
		return fmt.Errorf("the modal %q has no submit button", v.Title)
	}
	for _, e := range elementsOf(v.list) {
		required := e.input != nil && e.input["optional"] != true && holds[e.kind()] != ""
		if required && empty(v.state[e.block][e.action()]) {
			return fmt.Errorf("field %q is required", e.label)
		}
	}
	return nil
}

// takeSubmission does what the acknowledgement says: close, errors, update, push or clear.
func (s *Server) takeSubmission(u *User, v *view, a ack, d *delivery) Result {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.touch()
	if a.ok && slices.Contains(s.views[s.key(u)], v) {
		if err := s.obey(u, v, a.body); err != nil {
			s.unexpected("the answer to a submission of %q: %v", v.Title, err)
			a.ok = false
		}
	}
	r := result(a, d)
	r.Errors, r.View = maps.Clone(v.Errors), s.topView(u)
	return r
}

// obey does one response_action. https://docs.slack.dev/surfaces/modals#response_actions
func (s *Server) obey(u *User, v *view, body []byte) error {
	var answer struct {
		Action string            `json:"response_action"`
		Errors map[string]string `json:"errors"`
		View   json.RawMessage   `json:"view"`
	}
	if len(body) > 0 {
		if err := json.Unmarshal(body, &answer); err != nil {
			return fmt.Errorf("no JSON object: %w", err)
		}
	}
	switch answer.Action {
	case "":
		s.views[s.key(u)] = slices.DeleteFunc(slices.Clone(s.views[s.key(u)]), func(o *view) bool { return o == v })
	case "clear":
		delete(s.views, s.key(u))
	case "errors":
		return v.showErrors(answer.Errors)
	case "update", "push":
		return s.obeyView(u, v, answer.Action, string(answer.View))
	default:
		return fmt.Errorf("response_action %q is not known", answer.Action)
	}
	return nil
}

func (s *Server) obeyView(u *User, old *view, action, data string) error {
	next, refused := s.readView("response_action "+action, data, "modal", u, old)
	if refused != nil {
		return refused
	}
	if action == "update" {
		s.replaceView(old, next)
		return nil
	}
	if refused := s.push(u, next); refused != nil {
		return refused
	}
	return nil
}

// showErrors shows errors at input blocks; anything else Slack can not show.
func (v *view) showErrors(errors map[string]string) error {
	if len(errors) == 0 {
		return fmt.Errorf("errors without any error")
	}
	for _, id := range slices.Sorted(maps.Keys(errors)) {
		input := slices.ContainsFunc(elementsOf(v.list), func(e element) bool { return e.block == id && e.input != nil })
		if !input || errors[id] == "" {
			return fmt.Errorf("an error at %q, which is no input block, or without words", id)
		}
	}
	v.Errors = errors
	return nil
}

// Suggest types words into an external select (by label, block id or action id) of the modal on top and gives what is
// offered. An error: no such field, fewer characters than the field wants, no acknowledgement.
func (s *Server) Suggest(ctx context.Context, user, id, field, words string) ([]Option, error) {
	s.mu.Lock()
	v, e, err := s.selectOf(user, id, field, words)
	if err != nil {
		s.mu.Unlock()
		return nil, fmt.Errorf("suggestions for %q: %w", field, err)
	}
	d := s.suggestionDelivery(v, e, words)
	s.mu.Unlock()
	a := s.send(ctx, d)
	if !a.ok {
		return nil, fmt.Errorf("suggestions for %q: not acknowledged (%s, status %d)", field, a.reason, a.status)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.touch()
	return s.takeOffers(v, e, a.body)
}

func (s *Server) selectOf(user, id, field, words string) (*view, element, error) {
	u, err := s.user(user)
	if err != nil {
		return nil, element{}, err
	}
	v, err := s.top(u, id)
	if err != nil {
		return nil, element{}, err
	}
	e, err := pickField(v.list, field)
	if err != nil {
		return nil, e, err
	}
	least, has := number(e.json, "min_query_length")
	if !has {
		least = 3
	}
	switch {
	case !strings.HasSuffix(e.kind(), "external_select"):
		err = fmt.Errorf("it is a %s", e.kind())
	case float64(utf8.RuneCountInString(words)) < least:
		err = fmt.Errorf("the client asks only from %v characters on", least)
	}
	return v, e, err
}

// takeOffers judges and keeps suggestions. https://docs.slack.dev/reference/block-kit/composition-objects/option-object
func (s *Server) takeOffers(v *view, e element, body []byte) (found []Option, err error) {
	var answer fields
	if err := decode(body, &answer); err != nil {
		s.unexpected("suggestions for %s: no JSON object: %.80q", e.action(), body)
		return nil, fmt.Errorf("suggestions: no JSON object: %w", err)
	}
	list := rawOptions(answer)
	wrong := len(list) > 100 || answer["options"] == nil && answer["option_groups"] == nil
	for _, o := range list {
		label, value := shown(o["text"]), text(o, "value")
		wrong = wrong || label == "" || value == "" || utf8.RuneCountInString(text(child(o, "text"), "text")) > 75 || utf8.RuneCountInString(value) > 150
		found = append(found, Option{Text: label, Value: value})
	}
	if wrong {
		s.unexpected("suggestions for %s: more than 100, or a text of more than 75 or a value of more than 150 characters: %.300q", e.action(), body)
		return nil, fmt.Errorf("suggestions that Slack refuses")
	}
	v.offers[[2]string{e.block, e.action()}] = list
	return found, nil
}

// Pick chooses one of the last suggestions, by its text or value.
func (s *Server) Pick(ctx context.Context, user, view, field, option string) (Result, error) {
	return s.Fill(ctx, user, view, Values{field: option})
}

// CloseView closes the modal on top by its close button, ClearViews the whole stack by the cross. Modals that want it tell the app.
func (s *Server) CloseView(ctx context.Context, user, id string) (Result, error) {
	return s.closeViews(ctx, user, func(u *User) ([]*view, error) {
		v, err := s.top(u, id)
		if err == nil && v.ClearOnClose {
			return s.views[s.key(u)], nil
		}
		return []*view{v}, err
	})
}

func (s *Server) ClearViews(ctx context.Context, user string) (Result, error) {
	return s.closeViews(ctx, user, func(u *User) ([]*view, error) {
		_, err := s.top(u, "")
		return s.views[s.key(u)], err
	})
}

func (s *Server) closeViews(ctx context.Context, user string, which func(*User) ([]*view, error)) (Result, error) {
	s.mu.Lock()
	u, err := s.user(user)
	var going []*view
	if err == nil {
		going, err = which(u)
	}
	if err != nil {
		s.mu.Unlock()
		return Result{}, fmt.Errorf("closing: %w", err)
	}
	left := slices.DeleteFunc(slices.Clone(s.views[s.key(u)]), func(v *view) bool { return slices.Contains(going, v) })
	var sends []*delivery
	for _, v := range slices.Backward(going) {
		if v.NotifyOnClose {
			sends = append(sends, s.closedDelivery(v, len(going) > 1))
		}
	}
	s.views[s.key(u)] = left
	s.touch()
	s.mu.Unlock()
	r := Result{Acked: true}
	for _, d := range sends {
		r = s.sees(u, s.send(ctx, d), d)
	}
	return r, nil
}
