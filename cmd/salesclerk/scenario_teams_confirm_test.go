package main

import (
	"strings"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot/teams/teamstest"
)

// TestTeamsConfirmWithTheForm plays a mail that is mended and confirmed in one go,
// in a dialog and inside the card. What is wrong is told first; the request comes
// twice; the mail leaves once, with what was typed.
func TestTeamsConfirmWithTheForm(t *testing.T) {
	for name, bare := range map[string]bool{"dialog": false, "in the card": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, k := inTeams(t, teamsStage{bare: bare}, demoCommand{})
			a := s.actor(t, "grace.holloway@hartwell-joinery.example")
			a.clerk = "bo"
			a.writes("Tape", "Hello,\n\nPlease quote 2 x LV-1716.\n\nGrace")
			a.confirms("incoming")
			card := a.card("outgoing quote").ID
			f := s.opens(t, "bo", card, "review").(*sheet)
			text := f.has(t, "text") + "\n\nPS: deliveries are free."
			r := f.confirms(t, teamstest.Values{"save.to": "nobody at all", "save.subject": "Tape for Grace", "save.text": text})
			if wrong := f.wrong(t); len(wrong) != 1 || wrong["to"] == "" {
				t.Fatalf("an address that is none: %v in %s", wrong, r.Body)
			}
			if subject := f.has(t, "subject"); subject != "Tape for Grace" {
				t.Errorf("of the subject that was typed there is %q left", subject)
			}
			k.DeliverNext(teamstest.Handling{Twice: true}, 1)
			r = f.confirms(t, teamstest.Values{"save.to": a.address})
			if r.Dialog != nil {
				t.Fatalf("the dialog stays:\n%s", r.Dialog.Words())
			}
			m := a.gets()
			if m.Subject != "Tape for Grace" {
				t.Errorf("the mail's subject is %q", m.Subject)
			}
			has(t, "the mail", m.Text, "PS: deliveries are free.", "2 PCS")
			if _, err := k.Again(k.ctx, r.ID); err != nil {
				t.Error(err)
			}
			s.sees(t, "bo", card, "confirmed by Bo", func(p post) bool { return strings.Contains(p.words, "Bo Lund") && !p.live() })
			a.is(task.Waiting)
			a.nothing()
			a.tidy()
		})
	}
}

// confirms fills in the form and uses the Confirm that stands in it.
func (f *sheet) confirms(t *testing.T, v teamstest.Values) teamstest.Result {
	t.Helper()
	if f.dial {
		r, err := f.c.Submit(f.c.ctx, f.who, "confirm", v)
		if err != nil || !r.Acked {
			t.Fatalf("%s confirms: acknowledged %v, %d, %v", f.who, r.Acked, r.Status, err)
		}
		return r
	}
	for _, b := range f.in.Buttons() {
		if b.Verb == "confirm" && action(b) == f.verb {
			r := f.c.clicks(t, f.who, f.in, b.Path, teamstest.With(v))
			f.in = r.Shown
			return r
		}
	}
	t.Fatalf("the form has no Confirm: %v", does(f.in.Buttons()))
	return teamstest.Result{}
}
