package adaptive

import (
	"slices"
	"strings"
	"testing"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/cards"
)

// Confirm in the form of a mail says what was typed, on this page and on others,
// wherever the form stands.
func TestConfirmBringsTheForm(t *testing.T) {
	s, f := sample(t, cards.FormMail, task.Save, "outgoing quote")
	f.Answers = []cards.Block{{Kind: cards.BlockQuote, Text: cards.Text{S: strings.Repeat("A line of the mail.\n", 2400)}}} // it takes pages
	for name, r := range map[string]Root{
		"dialog":        Dialog(f, at(s), Draft{Page: 0}, s.shown()).Card,
		"in the card":   Review(s.card, f, Draft{Page: 0}, s.shown()).Card,
		"the last page": Dialog(f, at(s), Draft{Page: 9, Typed: Typed{"subject": "Typed"}}, s.shown()).Card,
	} {
		fine(t, name, r)
		c := opened(t, r)
		if _, here := c.inputs["save.subject"]; here == (name == "the last page") {
			t.Fatalf("%s: the subject is in it: %v", name, here)
		} else if here {
			c.inputs["save.subject"] = "Typed"
		}
		got := c.send(t, task.Confirm)
		if got.Form != cards.FormMail || got.Action != task.Save {
			t.Errorf("%s: of the form %q that does %q", name, got.Form, got.Action)
		}
		form, d := Read(f, got, "en")
		if form == nil || form.Subject == nil || *form.Subject != "Typed" || form.Text != nil || !d.Touched() {
			t.Errorf("%s: read %+v, %+v", name, form, d)
		}
	}
}

// In the card that has the form in it there are two of them: the form's own brings
// it, the card's brings nothing.
func TestConfirmInTheCardAndInItsForm(t *testing.T) {
	s, _ := sample(t, cards.FormMail, task.Save, "outgoing quote")
	o := s.shown()
	o.Windows = false
	var with, without int
	for _, x := range confirms(Card(s.card, o).Card) {
		switch {
		case x.Inputs == "" && x.Fallback.Inputs == "" && x.Data.Action == task.Save && x.Fallback.Data.Action == task.Save:
			with++
		case x.Inputs == "none" && x.Fallback.Inputs == "none" && x.Data.Action == "":
			without++
		}
	}
	if with != 1 || without != 1 {
		t.Errorf("%d with the form and %d without", with, without)
	}
}

// confirms is the buttons of a card and of the cards in it that confirm.
func confirms(r Root) (out []execute) {
	all := slices.Clone(r.Actions)
	for _, e := range r.Body {
		if set, ok := e.(actionSet); ok {
			all = append(all, set.Actions...)
		}
	}
	for _, a := range all {
		switch a := a.(type) {
		case execute:
			if a.Data.Verb == task.Confirm {
				out = append(out, a)
			}
		case showCard:
			out = append(out, confirms(a.Card)...)
		}
	}
	return out
}

// What is decided beside the files is what the card offers, and never more than
// Teams takes.
func TestFilesStandBesideTheDecision(t *testing.T) {
	for _, tag := range lang.Supported() {
		for _, s := range scenes(tag) {
			files := []cards.File{{Name: cards.Text{S: "Q-1001.pdf"}, Blob: "b"}}
			r := Files(s.card, files, cards.Text{S: "For some minutes."}, s.shown()).Card
			fine(t, s.name, r)
			had := opened(t, Card(s.card, Options{Desk: "sales", Windows: true}).Card).press
			has := opened(t, r).press
			for verb := range had {
				if has[verb] == nil && verb != string(VerbFile) {
					t.Errorf("%s: no %s beside its files", s.name, verb)
				}
			}
			if s.card.State != cards.Open && len(has) > 1 {
				t.Errorf("%s: it is %s, and %v beside its files", s.name, s.card.State, has)
			}
		}
	}
}
