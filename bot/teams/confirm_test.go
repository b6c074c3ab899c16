package teams

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/bot/bottest"
	"salesclerk/bot/teams/teamstest"
)

// left sees that one mail left, with a subject, after those clicks.
func (n *town) left(subject string, want ...task.Kind) {
	n.Helper()
	sent := n.d.Sent()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, want) || len(sent) != 1 || sent[0].Subject != subject {
		n.Errorf("applied %v, sent %+v\n%s", got, sent, n.log)
	}
}

// stays sees that nothing was decided.
func (n *town) stays(want ...task.Kind) {
	n.Helper()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, want) && len(got)+len(want) > 0 || len(n.d.Sent()) > 0 {
		n.Errorf("applied %v, sent %+v\n%s", got, n.d.Sent(), n.log)
	}
}

// theirs is a colleague's words, saved meanwhile.
func (n *town) theirs(subject string) {
	n.Helper()
	now := n.d.Get("T-1042")
	e := task.Event{ID: "x", At: bottest.T0, Kind: task.Save, Step: now.Open().N, Turn: now.Turn, Form: &task.Form{Subject: &subject},
		By: task.Person{ID: "b", Name: "Bea", Roles: []task.Role{task.Approver}}}
	if _, err := n.d.Do(n.ctx, n.d.Get("T-1042"), e); err != nil {
		n.Fatal(err)
	}
}

// The same invoke may come twice, at once and later: one mail leaves, as typed.
func TestConfirmInTheDialogConfirmsWhatIsTypedThere(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.open("anna", m, "Review")
	n.DeliverNext(teamstest.Handling{Twice: true}, 1)
	r := n.submit("anna", "confirm", teamstest.Values{"Subject": "Your tables"})
	if r.Dialog != nil {
		t.Fatalf("the dialog stays: %s", r.Dialog.Words())
	}
	if again, err := n.Again(n.ctx, r.ID); err != nil || !again.Acked || len(again.Body) > 0 {
		t.Errorf("%s %v", again.Body, err)
	}
	n.left("Your tables", task.Save, task.Confirm)
	if _, err := n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("Confirmed by Anna Berg") && len(m.Buttons()) == 0 }); err != nil {
		t.Error(err, n.log)
	}
}

func TestConfirmInTheFormOfAMailNobodyTouched(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	n.open("anna", n.card("T-1042", task.StepOutgoing, "quote"), "Review")
	n.submit("anna", "confirm", nil)
	n.left(bottest.Sample(task.StepOutgoing, "quote").Draft.Subject, task.Confirm)
}

func TestConfirmWithAMistakeSendsNothing(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	n.open("anna", n.card("T-1042", task.StepOutgoing, "quote"), "Review")
	r := n.submit("anna", "confirm", teamstest.Values{"To": "no address", "Subject": "Kept"})
	if r.Dialog == nil || !r.Dialog.Has("⚠") || !r.Dialog.Has("no address") {
		t.Fatalf("told %+v", r)
	}
	if in, _ := r.Dialog.Input("Subject"); in.Value != "Kept" {
		t.Errorf("the subject is %q", in.Value)
	}
	n.stays()
	if r := n.submit("anna", "confirm", teamstest.Values{"To": "lene@nordlys.example"}); r.Dialog != nil {
		t.Fatalf("not taken: %s", r.Dialog.Words())
	}
	n.left("Kept", task.Save, task.Confirm)
}

// Who comes too late is told what happened instead, and keeps the words: the step
// was decided, or it is of another turn and waits for the same.
func TestConfirmThatComesTooLate(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.open("bea", m, "Review")
	n.open("anna", m, "Review")
	n.theirs("Their subject")
	r := n.submit("anna", "confirm", teamstest.Values{"Text": "My words"})
	if r.Dialog == nil || !r.Dialog.Has("changed") {
		t.Fatalf("told %+v", r)
	}
	if text, _ := r.Dialog.Input("Text"); text.Value != "My words" {
		t.Errorf("the text is %q", text.Value)
	}
	n.stays(task.Save)
	n.submit("anna", "confirm", nil)
	n.left("Their subject", task.Save, task.Save, task.Confirm)
	if got := n.d.Sent()[0].Text; got != "My words" {
		t.Errorf("sent %q", got)
	}
	r = n.submit("bea", "confirm", teamstest.Values{"Objet": "Mes mots"})
	if r.Dialog == nil || !r.Dialog.Has("Anna Berg") || !r.Dialog.Has("Mes mots") {
		t.Fatalf("told %+v", r)
	}
	n.left("Their subject", task.Save, task.Save, task.Confirm)
}

// Nothing was typed, and another's words came meanwhile: they are not confirmed
// unseen.
func TestAnotherMailThanTheOneReadIsNotConfirmed(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	n.open("anna", n.card("T-1042", task.StepOutgoing, "quote"), "Review")
	n.theirs("Their subject")
	r := n.submit("anna", "confirm", nil)
	if r.Dialog == nil || !r.Dialog.Has("changed") {
		t.Fatalf("told %+v", r)
	}
	if in, _ := r.Dialog.Input("Subject"); in.Value != "Their subject" {
		t.Errorf("the subject is %q", in.Value)
	}
	n.stays(task.Save)
}

// Where the program ends between saving and confirming, the click that comes again
// confirms what it saved, and nothing that another wrote since.
func TestConfirmThatBrokeOffInTheMiddle(t *testing.T) {
	for _, meanwhile := range []bool{false, true} {
		n := newTown(t)
		n.poster(n.a)
		n.open("anna", n.card("T-1042", task.StepOutgoing, "quote"), "Review")
		n.d.Cut = 1
		r, err := n.Submit(n.ctx, "anna", "confirm", teamstest.Values{"Subject": "Your tables"})
		if err != nil || r.Acked {
			t.Fatalf("acknowledged %v, %v", r.Acked, err)
		}
		n.d.SetAway(false)
		n.stays(task.Save)
		if meanwhile {
			n.theirs("Their subject")
		}
		again, err := n.Again(n.ctx, r.ID)
		if err != nil || !again.Acked {
			t.Fatal(again.Acked, err)
		}
		if !meanwhile {
			n.left("Your tables", task.Save, task.Confirm)
			continue
		}
		n.stays(task.Save, task.Save)
		if body := string(again.Body); !strings.Contains(body, "changed") || !strings.Contains(body, "Your tables") {
			t.Errorf("told %s", body)
		}
	}
}

// Rights that are taken away count at once, whatever is open: what was typed is
// there to be copied.
func TestConfirmByWhoMayNoMore(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	n.open("bo", n.card("T-1042", task.StepOutgoing, "quote"), "Review")
	n.a.desks[0].People[1].Roles = []task.Role{task.Viewer}
	r := n.submit("bo", "confirm", teamstest.Values{"Emne": "Mit emne"})
	if r.Dialog == nil || !r.Dialog.Has("Mit emne") || !r.Dialog.Has("rolle") {
		t.Fatalf("told %+v", r)
	}
	n.stays()
}

func TestAnIncomingMailIsConfirmedWhereItIsRead(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepIncoming, "")
	n.open("bo", m, "Review")
	if r := n.submit("bo", "confirm", nil); r.Dialog != nil {
		t.Fatalf("the dialog stays: %s", r.Dialog.Words())
	}
	n.applied(task.Confirm)
}

// Where there are no dialogs, Confirm in the form brings what was typed; the card's
// own does not, and the form's first shows what is wrong.
func TestConfirmInsideTheCard(t *testing.T) {
	n := bareTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	inside := func(m teamstest.Message) string {
		n.Helper()
		for _, b := range m.Buttons() {
			if b.Verb == "confirm" && strings.Contains(string(b.Data), `"a":"save"`) {
				return b.Path
			}
		}
		n.Fatalf("no Confirm with the form in %s", m.Words())
		return ""
	}
	r := n.click("bo", m, inside(m), teamstest.With(teamstest.Values{"Subject": "Inside", "To": "no address"}))
	if in, _ := r.Shown.Input("save.subject"); in.Value != "Inside" || !r.Shown.Has("no address") {
		t.Fatalf("shown %s", r.Shown.Words())
	}
	n.stays()
	r, err := n.Click(n.ctx, "bo", m, inside(r.Shown), teamstest.With(teamstest.Values{"save.to": "lene@nordlys.example"}))
	if err != nil || !r.Shown.Has("Confirmed by Bo Lund") && !r.Shown.Has("Bekræftet") {
		t.Fatalf("shown %s, %v", r.Shown.Words(), err)
	}
	n.left("Inside", task.Save, task.Confirm)
	if again, err := n.Again(n.ctx, r.ID); err != nil || !again.Acked {
		t.Error(again.Status, err)
	}
	n.left("Inside", task.Save, task.Confirm)
}
