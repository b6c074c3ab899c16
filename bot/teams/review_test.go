package teams

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/bot/teams/teamstest"
)

// open clicks and has the dialog that it opens.
func (n *town) open(user string, m teamstest.Message, which string) teamstest.Dialog {
	n.Helper()
	r := n.click(user, m, which)
	if r.Dialog == nil {
		n.Fatalf("%s clicks %s: no dialog, but %q %s\n%s", user, which, r.Words, r.Shown.Words(), n.log)
	}
	return *r.Dialog
}

// submit fills in the open dialog and sends it.
func (n *town) submit(user, which string, v teamstest.Values) teamstest.Result {
	n.Helper()
	r, err := n.Submit(n.ctx, user, which, v)
	if err != nil || !r.Acked {
		n.Fatalf("%s sends: %v %d %v\n%s", user, r.Acked, r.Status, err, n.log)
	}
	return r
}

func TestAMailIsMendedInADialogAndConfirmed(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	d := n.open("anna", m, "Review")
	if in, ok := d.Input("Subject"); !ok || !strings.Contains(in.Value, "conference tables") {
		t.Fatalf("the dialog: %s", d.Words())
	}
	if r := n.submit("anna", "save", teamstest.Values{"Subject": "Your tables"}); r.Dialog != nil {
		t.Fatalf("the dialog stays: %s", r.Dialog.Words())
	}
	m, err := n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("Your tables") })
	if err != nil {
		t.Fatal(err, n.log)
	}
	n.click("bo", m, "confirm")
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(task.Save, task.Confirm)) || n.d.Sent()[0].Subject != "Your tables" {
		t.Errorf("applied %v, sent %+v", got, n.d.Sent())
	}
}

func TestWhatIsWrongStaysAtItsFieldAndNothingTypedIsLost(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.open("anna", m, "Review")
	r := n.submit("anna", "save", teamstest.Values{"Subject": "Typed before", "To": "no address"})
	if r.Dialog == nil || !r.Dialog.Has("no address") {
		t.Fatalf("the dialog is gone: %+v", r)
	}
	if in, _ := r.Dialog.Input("Subject"); in.Value != "Typed before" {
		t.Errorf("the subject is %q", in.Value)
	}
	if err := n.CloseDialog("anna"); err != nil {
		t.Fatal(err)
	}
	d := n.open("anna", m, "Review")
	if in, _ := d.Input("Subject"); in.Value != "Typed before" || !d.Has("here again") {
		t.Errorf("opened again: %s", d.Words())
	}
	if r := n.submit("anna", "save", teamstest.Values{"To": "lene@nordlys.example"}); r.Dialog != nil {
		t.Fatalf("not taken: %s", r.Dialog.Words())
	}
	if got := n.d.Get("T-1042").Draft; got.Subject != "Typed before" || got.To[0] != "lene@nordlys.example" {
		t.Errorf("saved %+v", got)
	}
}

func TestADialogSentTwiceIsOne(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.open("anna", m, "Review")
	n.DeliverNext(teamstest.Handling{Twice: true}, 1)
	r := n.submit("anna", "save", teamstest.Values{"Subject": "Once"})
	if again, err := n.Again(n.ctx, r.ID); err != nil || !again.Acked || len(again.Body) > 0 {
		t.Errorf("%s %v", again.Body, err)
	}
	n.applied(task.Save)
}

// The step was decided meanwhile: the person is told by whom, and keeps the words.
func TestADialogThatComesTooLate(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.open("bea", m, "Review")
	n.click("anna", m, "confirm")
	r := n.submit("bea", "save", teamstest.Values{"Objet": "Mes mots"})
	if r.Dialog == nil || !r.Dialog.Has("Anna Berg") || !r.Dialog.Has("Mes mots") {
		t.Fatalf("told %+v", r)
	}
	n.applied(task.Confirm)
}

// The task has changed, but the step still waits for the same: the form comes again
// with all that was typed, and can be sent.
func TestAFormOfAnOlderTurn(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.open("anna", m, "Review")
	n.open("bea", m, "Review")
	n.submit("anna", "save", teamstest.Values{"Subject": "From Anna"})
	r := n.submit("bea", "save", teamstest.Values{"Texte": "De Bea"})
	if r.Dialog == nil || !r.Dialog.Has("a changé") {
		t.Fatalf("told %+v", r)
	}
	if in, _ := r.Dialog.Input("Texte"); in.Value != "De Bea" {
		t.Errorf("the text is %q", in.Value)
	}
	if r = n.submit("bea", "save", nil); r.Dialog != nil {
		t.Fatalf("not taken: %s", r.Dialog.Words())
	}
	if got := n.d.Get("T-1042").Draft; got.Text != "De Bea" || got.Subject != "From Anna" {
		t.Errorf("saved %q %q", got.Subject, got.Text)
	}
}

func TestADocumentIsEdited(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepQuote, "")
	d := n.open("anna", m, "Review")
	var quantity string
	for _, in := range d.Inputs() {
		if strings.HasSuffix(in.ID, ".q") {
			quantity = in.ID
			break
		}
	}
	if quantity == "" {
		t.Fatalf("no quantity in %s", d.Words())
	}
	r := n.submit("anna", "save", teamstest.Values{quantity: "much"})
	if r.Dialog == nil {
		t.Fatal("a word was taken for a number")
	}
	for _, ref := range []string{"refused", "PO 4711"} {
		if r = n.submit("anna", "save", teamstest.Values{quantity: "7", "save.reference": ref}); (r.Dialog != nil) != (ref == "refused") {
			t.Fatalf("%s: %+v", ref, r)
		}
	}
	x := n.d.Get("T-1042")
	if x.Document.Lines[0].Quantity != "7" || x.Document.Reference != "PO 4711" {
		t.Errorf("%+v", x.Document)
	}
}

func TestAContactIsMade(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepAssistance, "")
	n.open("anna", m, "Create contact")
	if r := n.submit("anna", "create_contact", teamstest.Values{"Name": "Lene **Dahl**"}); r.Dialog != nil {
		t.Fatal(r.Dialog.Words())
	}
	n.applied(task.CreateContact)
}

// Where there are no dialogs the forms stand in the card.
func TestTheSameWorkInsideTheCard(t *testing.T) {
	n := bareTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	r := n.click("bo", m, "save", teamstest.With(teamstest.Values{"Subject": "Inside", "To": "no address"}))
	if in, _ := r.Shown.Input("save.subject"); in.Value != "Inside" || !r.Shown.Has("no address") {
		t.Fatalf("shown %s", r.Shown.Words())
	}
	if r, err := n.Click(n.ctx, "bo", m, "save", teamstest.With(teamstest.Values{"save.to": "lene@nordlys.example"})); err != nil || !r.Shown.Has("Inside") || !r.Shown.Has("Gemt.") {
		t.Fatalf("shown %s, %v", r.Shown.Words(), err)
	}
	if got := n.d.Get("T-1042").Draft; got.Subject != "Inside" {
		t.Errorf("saved %+v", got)
	}
	m, err := n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("Inside") })
	if err != nil {
		t.Fatal(err)
	}
	n.click("bea", m, "Confirm")
	if len(n.d.Sent()) != 1 {
		t.Error("not sent")
	}
}

// An old client knows no Action.Execute: it is answered in the person's own chat.
func TestAnOldClient(t *testing.T) {
	n := bareTown(t)
	n.AddUser(teamstest.User{ID: "bo", Name: "Bo Lund", Locale: "da-DK", Old: true, NoDialogs: true})
	n.install("bo")
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.click("bea", m, "Confirm")
	r, err := n.Click(n.ctx, "bo", m, "Confirm", teamstest.AsSeen(m))
	if err != nil || !r.Acked {
		t.Fatal(r.Status, err)
	}
	if _, err := n.WaitMessage(n.ctx, n.Personal("bo"), func(m teamstest.Message) bool { return m.Has("Bea Roux") && m.Has("kom først") }); err != nil {
		t.Error(err, n.log)
	}
}

// Without a chat of their own its person is told to add one, below the card; what
// was clicked counts.
func TestAnOldClientWithoutAChat(t *testing.T) {
	n := bareTown(t)
	n.AddUser(teamstest.User{ID: "bo", Name: "Bo Lund", Locale: "da-DK", Old: true, NoDialogs: true})
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	if r, err := n.Click(n.ctx, "bo", m, "Confirm", teamstest.AsSeen(m)); err != nil || !r.Acked {
		t.Fatal(r.Status, err)
	}
	if _, err := n.WaitMessage(n.ctx, channel, func(x teamstest.Message) bool {
		return x.Thread == m.ID && x.Has("vores egen chat") && !x.Has("Nordlys")
	}); err != nil {
		t.Error(err, n.log)
	}
	if _, err := n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("Bo Lund") }); err != nil {
		t.Error(err, n.log)
	}
}
