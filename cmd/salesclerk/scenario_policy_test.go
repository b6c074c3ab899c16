package main

import (
	"bytes"
	"net/http"
	"testing"

	"salesclerk/agent/task"
)

// TestPolicies plays the four rows of sending quotes and making orders.
func TestPolicies(t *testing.T) {
	for _, x := range []struct {
		name, quotes, orders string
		play                 func(a *actor)
	}{
		{"quotes and orders", "true", "true", func(a *actor) {
			a.confirms("outgoing quote")
			a.gets()
			a.is(task.Waiting)
			a.replies("We accept the quote, please go ahead.\n\nRuth")
			a.confirms("outgoing order")
			a.ordered(a.gets())
		}},
		{"quotes only", "true", "false", func(a *actor) {
			a.confirms("outgoing quote")
			a.gets()
			a.is(task.Waiting)
			a.replies("We accept the quote, please go ahead.\n\nRuth")
			c := a.card("assistance make_order")
			has(a.t, "the card", c.says(), "Q-")
			a.click(c, "confirm", nil) // nobody has made it yet
			c = a.card("assistance make_order")
			a.nothing()
			a.click(c, "make_order", nil)
			a.confirms("outgoing order")
			a.ordered(a.gets())
		}},
		{"orders only", "false", "true", func(a *actor) {
			c := a.card("outgoing order")
			has(a.t, "the mail's card", c.says(), "order confirmation SO-")
			a.click(c, "confirm", nil)
			a.ordered(a.gets())
		}},
		{"neither", "false", "false", func(a *actor) {
			c := a.card("assistance take_over")
			has(a.t, "the card", c.says(), "Q-")
			a.click(c, "confirm", nil)
			if x := a.is(task.Completed); x.Document == nil || x.Document.Kind != task.Quote {
				a.t.Errorf("the task ends with %+v, want its quote", x.Document)
			}
		}},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			s := play(t, demoCommand{Policy: map[string]string{"send_quotes": x.quotes, "make_orders": x.orders}})
			a := s.actor(t, "ruth.calloway@oakmere-facilities.example")
			a.writes("Tape", "Hello,\n\nPlease quote 4 x LV-1717.\n\nRuth")
			a.confirms("incoming")
			x.play(a)
			a.nothing()
		})
	}
}

// ordered sees that a mail is the confirmation of the task's order.
func (a *actor) ordered(m letter) {
	a.t.Helper()
	x := a.is(task.Completed)
	if x.Document == nil || x.Document.Kind != task.Order {
		a.t.Fatalf("the task ends with %+v, want an order", x.Document)
	}
	has(a.t, "the order's mail", m.Text, x.Document.Number, "4 PCS")
	has(a.t, "the order's PDF", a.paper(m), x.Document.Number, "4 PCS")
}

// TestReviews has quotes and orders reviewed, and mail of known senders never.
func TestReviews(t *testing.T) {
	s := play(t, demoCommand{Policy: map[string]string{"review_known": "never", "review_quotes": "true", "review_orders": "true"}})
	a := s.actor(t, "ida.baekmark@vesterlund-gartneri.example")
	a.lang = "da"
	a.writes("Tilbud", "Hej\n\nVi vil gerne have et tilbud på 5 stk. LV-1714.\n\nMvh\nIda")
	c := a.card("quote")
	has(t, "the quote's card", c.says(), "LV-1714", "5 PCS", "845,00")
	for field, change := range map[string]func(*task.DocumentEdit){
		"lines.1.item":     func(d *task.DocumentEdit) { d.Lines[0].Item = "LV-0000" },
		"lines.1.quantity": func(d *task.DocumentEdit) { d.Lines[0].Quantity = "0" },
		"lines.1.unit":     func(d *task.DocumentEdit) { d.Lines[0].Unit = "PALLET" },
		"requested":        func(d *task.DocumentEdit) { wrong := "soon"; d.Requested = &wrong },
	} {
		if r := a.refusedClick(c, "save", a.edit(c, change), http.StatusUnprocessableEntity); r.Field != field {
			t.Errorf("a bad %s is refused at %q: %s", field, r.Field, r.Error)
		}
	}
	stale := a.edit(c, func(d *task.DocumentEdit) { d.Lines[0].Quantity = "50" })
	a.click(c, "save", a.edit(c, func(d *task.DocumentEdit) {
		d.Lines[0].Quantity, d.Lines[0].Discount = "6", "10"
		d.Lines = append(d.Lines, task.LineEdit{Item: "LV-1716", Quantity: "2"})
	}))
	c = a.card("quote")
	has(t, "the edited card", c.says(), "6 PCS", "912,60", "LV-1716", "158,00")
	a.click(c, "save", stale) // somebody else's dialog was open since before
	c = a.card("quote")
	has(t, "the card after a stale edit", c.says(), "6 PCS", "912,60", "blev ændret af en anden")
	hasNot(t, "the card after a stale edit", c.says(), "50 PCS")
	a.click(c, "confirm", nil)
	a.confirms("outgoing quote")
	has(t, "the quote's mail", a.gets().Text, "6 PCS", "10 %", "912,60", "LV-1716")
	a.is(task.Waiting)
	a.replies("Hej\n\nVi accepterer tilbuddet.\n\nIda")
	c = a.card("order")
	has(t, "the order's card", c.says(), "SO-", "912,60")
	a.click(c, "save", a.edit(c, func(d *task.DocumentEdit) { d.Lines = d.Lines[:1] }))
	c = a.card("order")
	hasNot(t, "the edited order", c.says(), "LV-1716")
	a.click(c, "confirm", nil)
	a.confirms("outgoing order")
	hasNot(t, "the order's mail", a.gets().Text, "LV-1716")
	a.is(task.Completed)
	a.nothing()
}

func TestMailEdited(t *testing.T) {
	s := play(t, demoCommand{})
	t.Run("what was confirmed leaves", func(t *testing.T) {
		t.Parallel()
		edited1(s.actor(t, "grace.holloway@hartwell-joinery.example"))
	})
	t.Run("a question", func(t *testing.T) {
		t.Parallel()
		question(s.actor(t, "james.elvery@ardnish-distillery.example"))
	})
	t.Run("two persons and the same click twice", func(t *testing.T) {
		t.Parallel()
		persons2(s.actor(t, "callum.strathie@marlow-stage.example"))
	})
}

func edited1(a *actor) {
	t := a.t
	a.writes("Spirit levels", "Hello,\n\nPlease quote 3 x LV-1719.\n\nGrace")
	a.confirms("incoming")
	c := a.card("outgoing quote")
	for field, form := range map[string]map[string]any{
		"to": {"to": "not an address"}, "cc": {"cc": []string{"grace@", "ok@hartwell-joinery.example"}},
		"subject": {"subject": "  "}, "text": {"text": "\n"},
	} {
		if r := a.refusedClick(c, "save", form, http.StatusUnprocessableEntity); r.Field != field {
			t.Errorf("a bad %s is refused at %q: %s", field, r.Field, r.Error)
		}
	}
	if r := a.refusedClick(c, "save", map[string]any{"subject": "a\r\nBcc: x@y.example"}, http.StatusUnprocessableEntity); r.Field != "subject" {
		t.Errorf("a subject of two lines is refused at %q", r.Field)
	}
	if r := a.refusedClick(c, "save", map[string]any{"to": []string{}}, http.StatusUnprocessableEntity); r.Field != "to" {
		t.Errorf("nobody to write to is refused at %q", r.Field)
	}
	first := a.draft(c)
	text := "Dear Grace,\n\nas we said on the phone: <b>three</b> & no more.\n\n[summary]\n\nBest\nAnna"
	a.click(c, "save", map[string]any{"to": []string{"tom.ashdown@hartwell-joinery.example"}, "cc": []string{"grace.holloway@hartwell-joinery.example"},
		"subject": "Your spirit levels", "text": text})
	c = a.card("outgoing quote")
	has(t, "the edited card", c.says(), "tom.ashdown@hartwell-joinery.example", "Your spirit levels", "as we said on the phone")
	if again := a.draft(c); !bytes.Equal(first.file, again.file) {
		t.Error("editing the words made another PDF")
	}
	tom := a.actor(t, "tom.ashdown@hartwell-joinery.example")
	a.click(c, "confirm", nil)
	for _, m := range []letter{a.gets(), tom.gets()} {
		if m.Subject != "Your spirit levels" || m.InReplyTo != a.wrote || len(m.To) != 1 || m.To[0] != tom.address {
			t.Errorf("the mail is %q to %v in reply to %s", m.Subject, m.To, m.InReplyTo)
		}
		has(t, "the mail", m.Text, "as we said on the phone: <b>three</b> & no more.", "LV-1719", "3 PCS", "Best")
		hasNot(t, "the mail", m.Text, "[summary]", "Dear Grace Holloway")
		has(t, "the page", m.HTML, "&lt;b&gt;three&lt;/b&gt; &amp; no more")
		if !bytes.Equal(a.fetch(t, m.Attachments[0].URL), first.file) {
			t.Error("the PDF that left is not the one that was reviewed")
		}
	}
	a.is(task.Waiting)
	a.nothing()
	tom.nothing()
}

func question(a *actor) {
	t := a.t
	a.writes("Opening hours", "Hello,\n\nCan you tell me whether your warehouse is open on Saturdays?\n\nJames")
	a.confirms("incoming")
	c := a.card("assistance question")
	has(t, "the card", c.says(), "open on Saturdays")
	a.click(c, "write_answer", nil)
	c = a.card("outgoing answer")
	if r := a.refusedClick(c, "confirm", nil, http.StatusUnprocessableEntity); r.Field != "text" {
		t.Errorf("an answer nobody wrote is refused at %q: %s", r.Field, r.Error)
	}
	a.nothing()
	a.click(c, "save", map[string]any{"text": "Dear James,\n\nyes, from eight to one.\n\nAnna"})
	a.confirms("outgoing answer")
	m := a.gets()
	has(t, "the mail", m.Text, "yes, from eight to one")
	if len(m.Attachments) != 0 || m.InReplyTo != a.wrote {
		t.Errorf("the answer has %d files and answers %s", len(m.Attachments), m.InReplyTo)
	}
	a.is(task.Waiting)
	a.replies("Thanks! Then please quote 2 x LV-1719.\n\nJames")
	a.confirms("outgoing quote")
	has(t, "the quote", a.gets().Text, "2 PCS")
	a.is(task.Waiting)
	a.nothing()
}

// persons2: a viewer may not decide, the second of two is told who was first, and
// one key is one click.
func persons2(a *actor) {
	t := a.t
	a.writes("Levels", "Hello,\n\nPlease quote 3 x LV-1718.\n\nCallum")
	c := a.card("incoming")
	vera, bo := []string{"X-Salesclerk-Person", "vera"}, []string{"X-Salesclerk-Person", "bo"}
	a.refusedClick(c, "confirm", nil, http.StatusForbidden, vera...)
	a.refusedClick(c, "confirm", nil, http.StatusForbidden, "X-Salesclerk-Person", "nobody")
	a.click(c, "confirm", nil, append(bo, "Idempotency-Key", "k-1")...)
	a.click(c, "confirm", nil, append(bo, "Idempotency-Key", "k-1")...) // delivered twice
	has(t, "the second person's answer", a.refusedClick(c, "confirm", nil, http.StatusConflict, "Idempotency-Key", "k-1").Error, "Bo Lund")
	c = a.card("outgoing quote")
	a.refusedClick(c, "confirm", nil, http.StatusForbidden, vera...)
	a.refusedClick(c, "stop", nil, http.StatusForbidden, vera...)
	a.refusedClick(c, "save", map[string]any{"text": "Free for all!"}, http.StatusForbidden, vera...)
	a.nothing()
	a.click(c, "confirm", nil, "Idempotency-Key", "k-2")
	a.click(c, "confirm", nil, "Idempotency-Key", "k-2")
	m := a.gets()
	hasNot(t, "the mail", m.Text, "Free for all")
	has(t, "Bo's answer", a.refusedClick(c, "discard", nil, http.StatusConflict, bo...).Error, "Anna Berg")
	a.is(task.Waiting)
	a.nothing()
}
