package main

import (
	"context"
	"strings"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot/slack/slacktest"
)

// view waits for the modal on top of a person's Slack.
func (c *clerks) view(t *testing.T, who, what string, like func(slacktest.View) bool) slacktest.View {
	t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	v, err := c.WaitView(ctx, who, like)
	if err != nil {
		top, _ := c.Top(who)
		t.Fatalf("waited for the modal %s of %s: %v; on top is\n%s\n%+v", what, who, err, top.Words(), top.Inputs())
	}
	return v
}

// submits fills in the modal on top and sends it, and sees that it closes.
func (c *clerks) submits(t *testing.T, who string, v slacktest.View, values slacktest.Values) {
	t.Helper()
	r, err := c.Submit(c.ctx, who, v.ID, values)
	if err != nil || !r.Acked || len(r.Errors) > 0 {
		t.Fatalf("submitting %q: acknowledged %v, %v, %v\n%+v", v.Title, r.Acked, r.Errors, err, v.Inputs())
	}
}

// private waits for a private answer with the words.
func (c *clerks) private(t *testing.T, who string, words ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	if _, err := c.WaitEphemeral(ctx, who, func(m slacktest.Message) bool {
		for _, w := range words {
			if !m.Has(w) {
				return false
			}
		}
		return true
	}); err != nil {
		t.Fatalf("waited for %q to %s: %v; told so far: %v", words, who, err, c.Ephemerals(who))
	}
}

// TestSlackStop plays a Stop that is thought over, one by somebody without the
// right, and one that is meant.
func TestSlackStop(t *testing.T) {
	s := inSlack(t, "socket", demoCommand{})
	a := s.actor(t, "line.mosegaard@brohoej-maskinfabrik.example")
	a.clerk = "U0ANNA"
	a.writes("Tilbud på hamre", "Hej\n\nVi vil gerne have et tilbud på 8 stk. LV-1714.\n\nMvh\nLine")
	a.confirms("incoming")
	card := a.card("outgoing quote").ID
	number := a.task(t, a.id).Document.Number
	m := s.slack.message(t, card, "to offer Stop", func(m slacktest.Message) bool { return offered(m, "stop") })
	for _, b := range m.Buttons() {
		if strings.HasPrefix(b.ActionID, "sc:stop") && (b.Confirm == nil || !strings.Contains(b.Confirm.Text, number)) {
			t.Errorf("Slack asks %+v, which does not say that %s stays behind", b.Confirm, number)
		}
	}
	if _, err := s.slack.Click(s.slack.ctx, "U0ANNA", m.Channel, m.TS, "stop", slacktest.No()); err != nil {
		t.Fatal(err)
	}
	a.is(task.Attention)
	for _, who := range []string{"U0VERA", "U0NOBODY"} {
		s.slack.presses(t, who, card, "stop", slacktest.Yes())
		s.slack.private(t, who, "approver")
	}
	a.is(task.Attention)
	s.slack.presses(t, "U0BO", card, "stop", slacktest.Yes())
	a.is(task.Stopped)
	s.slack.message(t, card, "to say who stopped it", func(m slacktest.Message) bool {
		return m.Has("Bo Lund") && !offered(m, "confirm") && !offered(m, "stop")
	})
	old := slacktest.AsSeen(m) // a client that has not got the newer state
	if r, err := s.slack.Click(s.slack.ctx, "U0ANNA", m.Channel, m.TS, "confirm", old); err != nil || !r.Acked {
		t.Fatalf("Confirm on the old card: %+v, %v", r, err)
	}
	s.slack.private(t, "U0ANNA", "Bo Lund")
	a.is(task.Stopped)
	a.nothing()
	s.slack.tidy(t, s, a.id)
}

// TestSlackStranger plays an unknown sender: made a contact in a modal, where a
// customer that is not there is told at its field and nothing typed is lost.
func TestSlackStranger(t *testing.T) {
	s := inSlack(t, "http", demoCommand{})
	a := s.actor(t, "Margaux Delestre <margaux.delestre@menuiserie-val.example>")
	a.clerk, a.lang = "U0BEA", "fr"
	a.writes("Demande de prix", "Bonjour,\n\nPouvez-vous m'envoyer un devis pour 2 x LV-1717 ?\n\nMargaux Delestre")
	c := a.stranger()
	s.slack.presses(t, a.clerk, c.ID, "create_contact")
	v := s.slack.view(t, a.clerk, "for a new contact", func(v slacktest.View) bool { return len(v.Inputs()) >= 3 })
	customer := field(t, v, "customer")
	s.slack.chooses(t, a.clerk, v, customer.BlockID, "99999", "99999")
	r, err := s.slack.Submit(s.slack.ctx, a.clerk, v.ID, nil)
	if err != nil || !r.Acked || len(r.Errors) != 1 || r.Errors[customer.BlockID] == "" {
		t.Fatalf("a customer that is not there: %+v, %v", r, err)
	}
	s.slack.chooses(t, a.clerk, v, customer.BlockID, "20110", "20110")
	s.slack.submits(t, a.clerk, v, nil)
	a.card("incoming")
	s.slack.message(t, c.ID, "to know the customer", func(m slacktest.Message) bool {
		return m.Has("Menuiserie du Val Doré") && !offered(m, "create_contact")
	})
	a.confirms("incoming")
	a.confirms("outgoing quote")
	has(t, "the mail", a.gets().Text, "Bonjour Margaux Delestre", "2 PCS")
	s.slack.tidy(t, s, a.id)
}

// field is an input of a view by the name that the core knows it by.
func field(t *testing.T, v slacktest.View, name string) slacktest.Input {
	t.Helper()
	for _, i := range v.Inputs() {
		if id, _, _ := strings.Cut(i.BlockID, "~"); id == name {
			return i
		}
	}
	t.Fatalf("the modal %q has no field %s: %+v", v.Title, name, v.Inputs())
	return slacktest.Input{}
}

// chooses types words into a search field and takes the offer that has others.
func (c *clerks) chooses(t *testing.T, who string, v slacktest.View, block, words, offer string) {
	t.Helper()
	offers, err := c.Suggest(c.ctx, who, v.ID, block, words)
	if err != nil {
		t.Fatalf("searching %q: %v", words, err)
	}
	for _, o := range offers {
		if strings.Contains(o.Text, offer) || strings.Contains(o.Value, offer) {
			if r, err := c.Pick(c.ctx, who, v.ID, block, o.Text); err != nil || r.Status >= 300 {
				t.Fatalf("choosing %q: %+v, %v", o.Text, r, err)
			}
			return
		}
	}
	t.Fatalf("searching %q offers %v, and nothing with %q", words, offers, offer)
}

// TestSlackNoItem plays what is not found and what there is too little of: the item
// is picked in a modal, the short line is left out by Confirm.
func TestSlackNoItem(t *testing.T) {
	s := inSlack(t, "socket", demoCommand{Policy: map[string]string{"only_available": "true"}})
	a := s.actor(t, "bridget.lorne@marlow-stage.example")
	a.clerk = "U0ANNA"
	a.writes("Workbenches", "Hello,\n\nPlease quote:\n- 6 x LV-2502\n- 2 x frobnicator deluxe\n\nBridget")
	a.confirms("incoming")
	c := a.card("assistance no_item")
	s.slack.presses(t, a.clerk, c.ID, "pick_item")
	v := s.slack.view(t, a.clerk, "to pick an item", func(v slacktest.View) bool { return len(v.Inputs()) > 0 })
	item := v.Inputs()[0] // the line that the problem is about comes first
	s.slack.chooses(t, a.clerk, v, item.BlockID, "LV-1714", "LV-1714")
	s.slack.submits(t, a.clerk, v, nil)
	a.confirms("assistance not_available")
	a.confirms("outgoing quote")
	m := a.gets()
	has(t, "the mail", m.Text, "2 PCS", "LV-1714", "6 requested, 1 available")
	hasNot(t, "the PDF", a.paper(m), "LV-2502")
	s.slack.tidy(t, s, a.id)
}
