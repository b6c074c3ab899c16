package main

import (
	"context"
	"slices"
	"strings"
	"testing"

	"salesclerk/bot/slack/slacktest"
)

// modal is a modal on top of somebody's Slack.
type modal struct {
	c    *clerks
	who  string // as Slack calls them
	view slacktest.View
}

func (c *clerks) open(t *testing.T, who string, p post, action string) form {
	t.Helper()
	if err := c.press(who, p, action); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	v, err := c.WaitView(ctx, slackID(who), func(v slacktest.View) bool { return len(v.Inputs()) > 0 })
	if err != nil {
		top, _ := c.Top(slackID(who))
		t.Fatalf("waited for the modal of %s by %s: %v; on top is\n%s", action, who, err, top.Words())
	}
	return &modal{c, slackID(who), v}
}

// field is an input by the name that the core knows it by.
func (m *modal) field(t *testing.T, name string) slacktest.Input {
	t.Helper()
	v := m.view
	for _, now := range m.c.Views(m.who) {
		if now.ID == m.view.ID {
			v = now
		}
	}
	for _, i := range v.Inputs() {
		if id, _, _ := strings.Cut(i.BlockID, "~"); id == name || name == "item" && !strings.HasPrefix(id, "remember") {
			return i // the line that a problem is about comes first
		}
	}
	t.Fatalf("the modal %q has no field %s: %+v", v.Title, name, v.Inputs())
	return slacktest.Input{}
}

func (m *modal) has(t *testing.T, field string) string {
	t.Helper()
	return m.field(t, field).Value
}

func (m *modal) sends(t *testing.T, values map[string]string) (wrong map[string]string) {
	t.Helper()
	typed := slacktest.Values{}
	for name, words := range values {
		if in := m.field(t, name); strings.HasPrefix(in.Type, "external_select") {
			m.chooses(t, in.BlockID, words)
		} else if i := slices.IndexFunc(in.Options, func(o slacktest.Option) bool { return strings.HasSuffix(o.Value, words) }); i >= 0 {
			typed[in.BlockID] = in.Options[i].Value
		} else {
			typed[in.BlockID] = words
		}
	}
	r, err := m.c.Submit(m.c.ctx, m.who, m.view.ID, typed)
	if err != nil || !r.Acked {
		t.Fatalf("sending %q: acknowledged %v, %v", m.view.Title, r.Acked, err)
	}
	for block, say := range r.Errors {
		name, _, _ := strings.Cut(block, "~")
		if wrong == nil {
			wrong = map[string]string{}
		}
		wrong[name] = say
	}
	return wrong
}

// chooses types words into a search field and takes the offer that has them.
func (m *modal) chooses(t *testing.T, block, words string) {
	t.Helper()
	offers, err := m.c.Suggest(m.c.ctx, m.who, m.view.ID, block, words)
	if err != nil {
		t.Fatalf("searching %q: %v", words, err)
	}
	for _, o := range offers {
		if strings.Contains(o.Text, words) || strings.Contains(o.Value, words) {
			if r, err := m.c.Pick(m.c.ctx, m.who, m.view.ID, block, o.Text); err != nil || r.Status >= 300 {
				t.Fatalf("choosing %q: %+v, %v", o.Text, r, err)
			}
			return
		}
	}
	t.Fatalf("searching %q offers %v", words, offers)
}
