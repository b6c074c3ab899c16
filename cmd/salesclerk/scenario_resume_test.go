package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// review is what a dialog shows.
type review struct {
	Card shownCard `json:"card"`
	Form struct {
		cards.Form
		Preview string            `json:"preview"`
		Answers any               `json:"answers"` // HTML here, blocks in the form
		Files   map[string]string `json:"files"`
	} `json:"form"`
}

func (a *actor) review(c shownCard, form string) review {
	a.t.Helper()
	var out review
	if code, data := a.ask(a.t, "POST", "/api/room/"+c.ID+"/review?lang="+a.lang, map[string]string{"form": form}, &out); code != http.StatusOK {
		a.t.Fatalf("review of %s: %d %s", c.ID, code, data)
	}
	return out
}

// input is what a dialog has in a field.
func (r review) input(name string) string {
	for _, i := range r.Form.Inputs {
		if i.Name == name {
			return i.Value.S
		}
	}
	return ""
}

// draft is an outgoing mail as the room has it before it leaves.
type draft struct {
	to, subject, text, preview string
	file                       []byte
}

func (a *actor) draft(c shownCard) draft {
	a.t.Helper()
	r := a.review(c, "mail")
	d := draft{to: r.input("to"), subject: r.input("subject"), text: r.input("text"), preview: r.Form.Preview}
	if len(r.Form.Files) != 1 {
		a.t.Fatalf("the review of %s offers %d files", c.ID, len(r.Form.Files))
	}
	for _, at := range r.Form.Files {
		d.file = a.fetch(a.t, at)
	}
	return d
}

// edit is a document's lines as the dialog has them, to be sent back changed.
func (a *actor) edit(c shownCard, change func(*task.DocumentEdit)) map[string]any {
	a.t.Helper()
	r := a.review(c, "document")
	doc := task.DocumentEdit{Version: r.Form.Version}
	for _, l := range r.Form.Lines {
		doc.Lines = append(doc.Lines, l.LineEdit)
	}
	if len(doc.Lines) == 0 || doc.Version == "" {
		a.t.Fatalf("the document's dialog on %s has no lines or no version", c.ID)
	}
	change(&doc)
	return map[string]any{"document": doc}
}

func TestDiscard(t *testing.T) {
	s := play(t, demoCommand{})
	t.Run("just resume gives the same mail", func(t *testing.T) {
		t.Parallel()
		justResume(s.actor(t, "anne.kirkegaard@nordhavn-skibsvaerft.example"))
	})
	t.Run("updated gives a new one", func(t *testing.T) {
		t.Parallel()
		updated(s.actor(t, "sophie.grandval@transports-clairbois.example"))
	})
	t.Run("resumed after the document changed", func(t *testing.T) {
		t.Parallel()
		resumedStale(s.actor(t, "ruth.calloway@oakmere-facilities.example"))
	})
	t.Run("an order", func(t *testing.T) {
		t.Parallel()
		discardedOrder(s.actor(t, "silke.marwede@falkenried-lagertechnik.example"))
	})
}

func justResume(a *actor) {
	t := a.t
	a.lang = "da"
	a.writes("Tilbud", "Hej\n\nVi vil gerne have et tilbud på 40 stk. ringgaffelnøgle 13 mm.\n\nMvh\nAnne Kirkegård")
	a.confirms("incoming")
	c := a.card("outgoing quote")
	first := a.draft(c)
	a.click(c, "discard", nil)
	a.is(task.Paused)
	c = a.card("resume")
	has(t, "the paused card", c.says(), "Q-")
	for _, b := range c.Buttons {
		if b.Action == task.Updated && b.Label != "Jeg har opdateret tilbuddet" || b.Action == task.ResumeOnly && b.Label != "Bare genoptag" {
			t.Errorf("%s is called %q", b.Action, b.Label)
		}
	}
	a.nothing()
	a.click(c, "resume", nil)
	c = a.card("outgoing quote")
	again := a.draft(c)
	if again.text != first.text || again.subject != first.subject || again.to != first.to || again.preview != first.preview {
		t.Errorf("resumed, the mail is another:\n%+v\n%+v", first, again)
	}
	if !bytes.Equal(first.file, again.file) {
		t.Error("resumed, the PDF is another")
	}
	a.click(c, "confirm", nil)
	m := a.gets()
	if !bytes.Equal(a.fetch(t, m.Attachments[0].URL), first.file) {
		t.Error("the PDF that left is not the one that was drafted")
	}
	for _, line := range strings.Split(first.text, "\n") {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "[") {
			has(t, "the mail", m.Text, line)
		}
	}
	a.is(task.Waiting)
	a.nothing()
}

func updated(a *actor) {
	t := a.t
	a.lang = "fr"
	a.writes("Devis", "Bonjour,\n\nNous souhaitons un devis pour 10 sangles d'arrimage 50 mm.\n\nCordialement,\nSophie Grandval")
	a.confirms("incoming")
	c := a.card("outgoing quote")
	first := a.draft(c)
	a.click(c, "discard", nil)
	c = a.card("resume")
	a.click(c, "save", a.edit(c, func(d *task.DocumentEdit) {
		d.Lines[0].Quantity = "12"
		d.Lines[0].Price = "15.5"
		d.Lines = append(d.Lines, task.LineEdit{Item: "LV-2211", Quantity: "3"})
		ref := "TC-99"
		d.Reference = &ref
	}))
	c = a.card("resume")
	has(t, "the paused card", c.says(), "12", "LV-2211", "TC-99", "15,5")
	a.nothing()
	a.click(c, "updated", nil)
	c = a.card("outgoing quote")
	second := a.draft(c)
	if bytes.Equal(first.file, second.file) {
		t.Error("updated, the PDF is the old one")
	}
	a.click(c, "confirm", nil)
	m := a.gets()
	x := a.is(task.Waiting)
	for what, text := range map[string]string{"the mail": m.Text, "the PDF": a.paper(m)} {
		has(t, what, text, "LV-2212", "12 PCS 15,50", "186,00", "LV-2211", "3 PCS", "TC-99", "jusqu'au", x.Document.Number)
	}
	if len(x.Document.Lines) != 2 || !x.Document.Lines[0].PriceFixed || x.Document.Lines[1].PriceFixed {
		t.Errorf("the quote's lines are %+v", x.Document.Lines)
	}
	a.nothing()
}

// resumedStale resumes with the old mail though the quote is another now: the
// card says so, and what leaves is still what was drafted.
func resumedStale(a *actor) {
	t := a.t
	a.writes("Wiping paper", "Hello,\n\nPlease quote 10 rolls of wiping paper, blue.\n\nRuth")
	a.confirms("incoming")
	c := a.card("outgoing quote")
	first := a.draft(c)
	a.click(c, "discard", nil)
	c = a.card("resume")
	a.click(c, "save", a.edit(c, func(d *task.DocumentEdit) { d.Lines[0].Quantity = "20" }))
	c = a.card("resume")
	a.click(c, "resume", nil)
	c = a.card("outgoing quote")
	has(t, "the resumed card", c.says(), "changed since")
	if again := a.draft(c); !bytes.Equal(first.file, again.file) || again.text != first.text {
		t.Error("resumed, the mail is another")
	}
	a.click(c, "confirm", nil)
	m := a.gets()
	has(t, "the mail", m.Text, "10 ROLL")
	a.is(task.Waiting)
	// What the customer accepts is not the quote as it stands: a person decides.
	a.replies("We accept the quote.\n\nRuth")
	c = a.card("assistance quote_changed")
	a.click(c, "updated", nil)
	a.confirms("outgoing quote")
	has(t, "the new mail", a.gets().Text, "20 ROLL")
	a.is(task.Waiting)
	a.replies("Yes please, we accept.")
	a.confirms("outgoing order")
	has(t, "the order", a.gets().Text, "20 ROLL")
	a.is(task.Completed)
	a.nothing()
}

// discardedOrder: the buttons follow the document that exists.
func discardedOrder(a *actor) {
	t := a.t
	a.writes("Quote", "Hello,\n\nplease quote 5 x LV-1717.\n\nSilke")
	a.confirms("incoming")
	a.confirms("outgoing quote")
	a.gets()
	a.is(task.Waiting)
	a.replies("We accept, please go ahead.\n\nSilke")
	c := a.card("outgoing order")
	a.click(c, "discard", nil)
	c = a.card("resume")
	raw, _ := json.Marshal(c.Buttons)
	has(t, "the buttons", string(raw), "I have updated the order", "Just resume")
	a.click(c, "save", a.edit(c, func(d *task.DocumentEdit) { d.Lines[0].Quantity = "7" }))
	a.click(a.card("resume"), "updated", nil)
	a.confirms("outgoing order")
	m := a.gets()
	has(t, "the order's mail", m.Text, "7 PCS")
	has(t, "the order's PDF", a.paper(m), "7 PCS")
	a.is(task.Completed)
	a.nothing()
}
