package teamstest_test

import (
	"strings"
	"testing"

	"salesclerk/bot/teams/teamstest"
)

// TestInputs is what a client lets people type, and what it sends of it.
func TestInputs(t *testing.T) {
	choices := []any{object{"title": "Pieces", "value": "p"}, object{"title": "Boxes", "value": "b"}, object{"title": "Boxes", "value": "c"}}
	for _, c := range []struct {
		input object
		typed string
		sent  string // "-": the client does not let it through
	}{
		{object{"type": "Input.Text"}, "word", "a:word"},
		{object{"type": "Input.Text"}, "", ""},
		{object{"type": "Input.Text", "maxLength": 3}, "four", "-"},
		{object{"type": "Input.Text", "maxLength": 3}, "😀x", "a:😀x"},
		{object{"type": "Input.Text", "maxLength": 3}, "😀😀", "-"},
		{object{"type": "Input.Text", "regex": "^[0-9]+$"}, "x", "-"},
		{object{"type": "Input.Text", "isMultiline": true}, "a\nb", "a:a\nb"},
		{object{"type": "Input.Text", "isRequired": true}, "", "-"},
		{object{"type": "Input.Number", "min": 1, "max": 10}, "9.5", "a:9.5"},
		{object{"type": "Input.Number", "min": 1, "max": 10}, "11", "-"},
		{object{"type": "Input.Number"}, "many", "-"},
		{object{"type": "Input.Date", "min": "2026-01-01"}, "2026-12-24", "a:2026-12-24"},
		{object{"type": "Input.Date", "min": "2026-01-01"}, "2025-12-24", "-"},
		{object{"type": "Input.Date"}, "24/12/2026", "-"},
		{object{"type": "Input.Time"}, "09:30", "a:09:30"},
		{object{"type": "Input.Time"}, "9", "-"},
		{object{"type": "Input.Toggle"}, "false", "a:false"},
		{object{"type": "Input.Toggle", "valueOn": "yes"}, "true", "a:yes"},
		{object{"type": "Input.Toggle", "isRequired": true}, "false", "-"},
		{object{"type": "Input.ChoiceSet", "choices": choices}, "Pieces", "a:p"},
		{object{"type": "Input.ChoiceSet", "choices": choices}, "c", "a:c"},
		{object{"type": "Input.ChoiceSet", "choices": choices}, "Boxes", "-"},
		{object{"type": "Input.ChoiceSet", "choices": choices}, "p\nc", "-"},
		{object{"type": "Input.ChoiceSet", "choices": choices, "isMultiSelect": true}, "p\nc", "a:p,c"},
		{object{"type": "Input.ChoiceSet", "choices": choices}, "Lorries", "-"},
	} {
		s, a := world(t, teamstest.Options{})
		a.login()
		c.input["id"] = "a"
		m := a.post(orders, adaptive([]any{c.input}, execute("Send", "send", object{})))
		r, err := s.Click(soon(t), "anna", m, "Send", teamstest.With(teamstest.Values{"a": c.typed}))
		if c.sent == "-" {
			if err == nil {
				t.Errorf("%v took %q", c.input, c.typed)
			}
			continue
		}
		if want := "map[" + strings.TrimSpace(c.sent+" verb:send]"); err != nil || !r.Shown.Has(want) {
			t.Errorf("%v sent %q, want %q; error %v", c.input, r.Shown.Words(), want, err)
		}
	}
}

// TestScopes is which inputs a button sends: those of its own card and around it.
func TestScopes(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	s.AddUser(teamstest.User{ID: "bo", Blank: true})
	a.login()
	input := func(id, value string) object {
		return object{"type": "Input.Text", "id": id, "label": "Field", "value": value}
	}
	sub := func(title, id string) object {
		return object{"type": "Action.ShowCard", "title": title, "card": adaptive([]any{input(id, id)}, execute("Send", "send", object{}))}
	}
	none := execute("None", "none", object{})
	none["associatedInputs"] = "none"
	m := a.post(orders, adaptive([]any{input("top", "top"), input("empty", "")}, sub("One", "one"), sub("Two", "two"), none))
	for which, want := range map[string]string{"One/Send": "map[one:one top:top verb:send]", "Two/Send": "map[top:top two:two verb:send]", "None": "map[verb:none]"} {
		if r, err := s.Click(soon(t), "anna", m, which, teamstest.AsSeen(m)); err != nil || !r.Shown.Has(want) {
			t.Errorf("%s sent %s, error %v", which, r.Shown.Words(), err)
		}
	}
	if r, err := s.Click(soon(t), "bo", m, "One/Send"); err != nil || !r.Shown.Has("map[empty: one:one top:top verb:send]") {
		t.Errorf("a client that sends empty inputs sent %s, error %v", r.Shown.Words(), err)
	}
	for _, which := range []string{"Send", "send", "Three"} {
		if r, err := s.Click(soon(t), "anna", m, which, teamstest.AsSeen(m)); err == nil {
			t.Errorf("%q is one button: %+v", which, r)
		}
	}
	if r, err := s.Click(soon(t), "anna", m, "One", teamstest.AsSeen(m)); err != nil || r.ID != "" {
		t.Errorf("opening a ShowCard sent %+v, error %v", r, err)
	}
	if in, there := m.Input("Two/Field"); !there || in.Value != "two" || len(m.Inputs()) != 4 {
		t.Errorf("%+v", m.Inputs())
	}
	if b, there := m.Button("Two/Send"); !there || b.Verb != "send" || b.Fallback != "Action.Submit" {
		t.Errorf("%+v", b)
	}
}

// TestOwnSubmits are Teams' own forms of Action.Submit.
func TestOwnSubmits(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	submit := func(title string, data object) object {
		return object{"type": "Action.Submit", "title": title, "data": data}
	}
	m := a.post(orders, adaptive([]any{run("x")}, submit("Back", object{"msteams": object{"type": "messageBack", "text": "tasks", "value": object{"t": "1"}}}),
		submit("Say", object{"msteams": object{"type": "imBack", "value": "help"}}), submit("Odd", object{"msteams": object{"type": "signin"}})))
	for which, want := range map[string]string{"Back": "said map[t:1]", "Say": "said help"} {
		r, err := s.Click(soon(t), "anna", m, which)
		acked(t, r, err)
		if _, err := s.WaitMessage(soon(t), orders, func(m teamstest.Message) bool { return m.Has(want) }); err != nil {
			t.Error(err)
		}
	}
	if r, err := s.Click(soon(t), "anna", m, "Odd"); err == nil {
		t.Errorf("%+v", r)
	}
}
