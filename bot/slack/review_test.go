package slack

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/bot/bottest"
	"salesclerk/bot/slack/slacktest"
	"salesclerk/bot/slack/views"
)

// has is a view that says the words.
func has(words string) func(slacktest.View) bool {
	return func(v slacktest.View) bool { return v.Has(words) }
}

// push presses a button in the modal on top.
func (n *town) push(user string, v slacktest.View, which string, o ...slacktest.ClickOption) slacktest.Result {
	n.Helper()
	r, err := n.ClickView(n.ctx, user, v.ID, which, o...)
	if err != nil || !r.Acked {
		n.Fatalf("%s pushes %s: acknowledged %v with %d, %v\n%s", user, which, r.Acked, r.Status, err, n.log)
	}
	return r
}

func (n *town) fill(user string, v slacktest.View, values slacktest.Values) {
	n.Helper()
	if _, err := n.Fill(n.ctx, user, v.ID, values); err != nil {
		n.Fatal(err)
	}
}

func kinds(k ...task.Kind) []task.Kind { return k }

func TestAMailIsMendedAndConfirmedInItsDialog(t *testing.T) {
	n := newTown(t)
	v := n.open("UANNA", n.card("T-1042", task.StepOutgoing, "quote"), "Review")
	n.submit("UANNA", v, slacktest.Values{"Subject": "Your tables"})
	v = n.view("UANNA", has("Saved"))
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(task.Save)) {
		t.Fatalf("applied %v", got)
	}
	n.push("UANNA", v, "confirm")
	v = n.view("UANNA", has("Confirmed by Anna Berg"))
	n.finish()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(task.Save, task.Confirm)) || n.d.Sent()[0].Subject != "Your tables" {
		t.Errorf("applied %v, sent %+v", got, n.d.Sent())
	}
	for _, b := range v.Buttons() {
		if strings.HasPrefix(b.ActionID, "sc:confirm") || strings.HasPrefix(b.ActionID, "sc:stop") {
			t.Errorf("the decided card still has %s in the dialog", b.Label)
		}
	}
}

func TestConfirmInTheDialogConfirmsWhatIsTypedThere(t *testing.T) {
	n := newTown(t)
	v := n.open("UANNA", n.card("T-1042", task.StepOutgoing, "quote"), "Review")
	n.fill("UANNA", v, slacktest.Values{"Subject": "Your tables"})
	r := n.push("UANNA", v, "confirm")
	n.view("UANNA", has("Confirmed by Anna Berg"))
	if again, err := n.Again(n.ctx, r.EventID); err != nil || !again.Acked {
		t.Error(again, err)
	}
	n.finish()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(task.Save, task.Confirm)) || len(n.d.Sent()) != 1 || n.d.Sent()[0].Subject != "Your tables" {
		t.Errorf("applied %v, sent %+v", got, n.d.Sent())
	}
}

func TestConfirmInTheDialogOfAMailNobodyTouched(t *testing.T) {
	n := newTown(t)
	v := n.open("UANNA", n.card("T-1042", task.StepOutgoing, "quote"), "Review")
	n.push("UANNA", v, "confirm")
	n.view("UANNA", has("Confirmed by Anna Berg"))
	n.finish()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(task.Confirm)) {
		t.Errorf("applied %v", got)
	}
}

func TestConfirmInTheDialogWithAMistakeSendsNothing(t *testing.T) {
	n := newTown(t)
	v := n.open("UANNA", n.card("T-1042", task.StepOutgoing, "quote"), "Review")
	n.fill("UANNA", v, slacktest.Values{"To": "no address", "Subject": "Kept"})
	n.push("UANNA", v, "confirm")
	v = n.view("UANNA", has("no address"))
	n.finish()
	if got := n.d.Applied("T-1042"); len(got) > 0 || len(n.d.Sent()) > 0 {
		t.Errorf("applied %v, sent %v", got, n.d.Sent())
	}
	if got := input(t, v, "Subject"); got.Value != "Kept" {
		t.Errorf("the subject is %q now", got.Value)
	}
	if !v.Has("not an e-mail address") && !v.Has("not an address") && !strings.Contains(v.Words(), ":warning:") {
		t.Errorf("not said what is wrong:\n%s", v.Words())
	}
}

func input(t *testing.T, v slacktest.View, label string) slacktest.Input {
	t.Helper()
	for _, in := range v.Inputs() {
		if in.Label == label {
			return in
		}
	}
	t.Fatalf("no input %s in\n%s", label, v.Words())
	return slacktest.Input{}
}

func TestAMistakeIsToldAtItsField(t *testing.T) {
	n := newTown(t)
	v := n.open("UANNA", n.card("T-1042", task.StepOutgoing, "quote"), "Review")
	r := n.submit("UANNA", v, slacktest.Values{"To": "lene@nordlys.example, no address"})
	if at := input(t, v, "To").BlockID; !strings.Contains(r.Errors[at], "no address") {
		t.Errorf("errors %v, want one at %s", r.Errors, at)
	}
	r = n.submit("UANNA", v, slacktest.Values{"To": "lene@nordlys.example"})
	if len(r.Errors) > 0 || !cmp.Equal(n.d.Applied("T-1042"), kinds(task.Save)) {
		t.Errorf("errors %v, applied %v", r.Errors, n.d.Applied("T-1042"))
	}
}

func TestTheBackOfficesMistakeIsToldAtItsField(t *testing.T) {
	n := newTown(t)
	v := n.open("UANNA", n.card("T-1042", task.StepQuote, ""), "Review")
	r := n.submit("UANNA", v, slacktest.Values{"Customer's reference": "refused"})
	if at := input(t, v, "Customer's reference").BlockID; r.Errors[at] == "" {
		t.Errorf("errors %v, want one at %s", r.Errors, at)
	}
	if got := n.d.Applied("T-1042"); len(got) > 0 {
		t.Errorf("applied %v", got)
	}
}

func TestWhileAMailIsMendedAnotherDecides(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	v := n.open("UANNA", m, "Review")
	n.click("UBO", m, "Confirm")
	r := n.submit("UANNA", v, slacktest.Values{"Subject": "My own subject", "Text": "My own words.\n\n[summary]"})
	if r.View == nil || !r.View.Has("Bo Lund") || !r.View.Has("My own subject") || !r.View.Has("My own words.") {
		t.Fatalf("%s\n%s", r.View.Words(), n.log)
	}
	n.finish()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(task.Confirm)) || n.d.Sent()[0].Subject == "My own subject" {
		t.Errorf("applied %v", got)
	}
}

// The task moved on but still waits for the same: the dialog comes again, and what
// was typed is sent only when its person says so again, however often the first
// submission arrives.
func TestWhileAMailIsMendedAnotherMendsIt(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	v := n.open("UANNA", m, "Review")
	now := n.d.Get("T-1042")
	theirs := "Their subject"
	if _, err := n.d.Do(n.ctx, n.d.Get("T-1042"), task.Event{ID: "x", At: bottest.T0, Kind: task.Save, Step: now.Open().N, Turn: now.Turn,
		By: task.Person{ID: "b", Name: "Bea", Roles: []task.Role{task.Approver}}, Form: &task.Form{Subject: &theirs}}); err != nil {
		t.Fatal(err)
	}
	first := n.submit("UANNA", v, slacktest.Values{"Text": "My own words.\n\n[summary]"})
	if first.View == nil || !first.View.Has("has changed") || input(t, *first.View, "Text").Value != "My own words.\n\n[summary]" ||
		input(t, *first.View, "Subject").Value != "Their subject" {
		t.Fatalf("%s\n%s", first.View.Words(), n.log)
	}
	if _, err := n.Again(n.ctx, first.EventID); err != nil {
		t.Fatal(err)
	}
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(task.Save)) {
		t.Fatalf("the first submission was applied later: %v", got)
	}
	n.submit("UANNA", *first.View, nil)
	n.finish()
	if got := n.d.Get("T-1042").Draft; got.Subject != "Their subject" || got.Text != "My own words.\n\n[summary]" {
		t.Errorf("the mail is %q, %q", got.Subject, got.Text)
	}
}

func TestTheSameSubmissionTwiceIsOne(t *testing.T) {
	n := newTown(t)
	v := n.open("UANNA", n.card("T-1042", task.StepQuote, ""), "Review")
	n.DeliverNext(slacktest.Handling{Twice: true}, 1)
	r := n.submit("UANNA", v, slacktest.Values{"Customer's reference": "PO 7"})
	if again, err := n.Again(n.ctx, r.EventID); err != nil || !again.Acked {
		t.Error(again, err)
	}
	n.finish()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(task.Save)) || n.d.Get("T-1042").Document.Reference != "PO 7" {
		t.Errorf("applied %v, reference %s", got, n.d.Get("T-1042").Document.Reference)
	}
	if v, open := n.Top("UANNA"); !open || !v.Has("Saved") {
		t.Errorf("it shows\n%s", v.Words())
	}
}

func TestASubmissionWithoutTheStoreIsNotLost(t *testing.T) {
	n := newTown(t)
	v := n.open("UANNA", n.card("T-1042", task.StepQuote, ""), "Review")
	n.d.SetAway(true)
	r, err := n.Submit(n.ctx, "UANNA", v.ID, slacktest.Values{"Customer's reference": "PO 7"})
	if err != nil || r.Acked {
		t.Fatal(r.Acked, err)
	}
	n.d.SetAway(false)
	n.submit("UANNA", v, nil)
	n.finish()
	if got := n.d.Get("T-1042").Document.Reference; got != "PO 7" {
		t.Errorf("reference %q", got)
	}
}

func TestWhoOnlySeesMayReadButNotWrite(t *testing.T) {
	n := newTown(t)
	for i, kind := range []task.StepKind{task.StepOutgoing, task.StepQuote, task.StepIncoming} {
		v := n.open("UEVE", n.card(fmt.Sprint("T-", i), kind, ""), "Review")
		if v.Submit != "" || len(v.Inputs()) > 0 {
			t.Errorf("%s: submit %q, inputs %v", kind, v.Submit, v.Inputs())
		}
		for _, b := range v.Buttons() {
			if strings.HasPrefix(b.ActionID, "sc:confirm") || strings.HasPrefix(b.ActionID, "sc:line") {
				t.Errorf("%s: there is %s", kind, b.ActionID)
			}
		}
		if _, err := n.ClearViews(n.ctx, "UEVE"); err != nil {
			t.Fatal(err)
		}
	}
	n.click("UMAX", n.card("T-9", task.StepOutgoing, "quote"), "Review")
	n.told("UMAX", "no role")
	if _, open := n.Top("UMAX"); open {
		t.Error("a stranger sees the mail")
	}
}

func TestAnIncomingMailIsConfirmedWhereItIsRead(t *testing.T) {
	n := newTown(t)
	v := n.open("UBO", n.card("T-1042", task.StepIncoming, ""), "Review")
	n.push("UBO", v, "confirm")
	n.view("UBO", has("Bekræftet af Bo Lund"))
	n.finish()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(task.Confirm)) {
		t.Errorf("applied %v", got)
	}
}

func TestATriggerThatIsTooOld(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.FailNext("views.open", slacktest.Fault{Code: "expired_trigger_id"}, 1)
	n.click("UBEA", m, "Review")
	n.told("UBEA", "Cliquez à nouveau")
}

func TestADialogThatIsNoLongerKept(t *testing.T) {
	n := newTown(t)
	v := n.open("UANNA", n.card("T-1042", task.StepQuote, ""), "Review")
	n.d.Forget()
	r := n.submit("UANNA", v, slacktest.Values{"Customer's reference": "PO 7"})
	if r.View == nil || !r.View.Has("more than a day old") || len(n.d.Applied("T-1042")) > 0 {
		t.Errorf("%+v", r.View)
	}
}

func TestADialogIsItsPersonsOwn(t *testing.T) {
	n := newTown(t)
	v := n.open("UANNA", n.card("T-1042", task.StepQuote, ""), "Review")
	meta, err := views.ParseMeta(v.PrivateMetadata)
	if err != nil {
		t.Fatal(err)
	}
	d := n.a.desk("sales")
	if _, err := d.dialogOf(n.ctx, meta.Key, "slack:T1/UANNA"); err != nil {
		t.Error(err)
	}
	if _, err := d.dialogOf(n.ctx, meta.Key, "slack:T1/UBO"); err != errForgotten {
		t.Errorf("another reads it: %v", err)
	}
}

// What was sent, taken, and then refused by the work that it led to is there again.
func TestWhatCameToNothingIsHereAgain(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepQuote, "")
	v := n.open("UANNA", m, "Review")
	n.d.Fails[task.JobSave] = task.EditedMeanwhile
	n.submit("UANNA", v, slacktest.Values{"Customer's reference": "PO 7"})
	now := n.d.Get("T-1042")
	if s := now.Open(); s == nil || s.Error == nil {
		t.Fatalf("the sample did not fail: %+v", s)
	}
	if _, err := n.ClearViews(n.ctx, "UANNA"); err != nil {
		t.Fatal(err)
	}
	v = n.open("UANNA", n.post(now), "Review")
	if got := input(t, v, "Customer's reference").Value; got != "PO 7" || !v.Has("here again") {
		t.Errorf("reference %q in\n%s", got, v.Words())
	}
	n.d.Fails = nil
	n.submit("UANNA", v, nil)
	n.finish()
	if got := n.d.Get("T-1042").Document.Reference; got != "PO 7" {
		t.Errorf("reference %q", got)
	}
}

// Where the program ends between saving and confirming, the click that comes again
// confirms what it saved, and nothing that another wrote since.
func TestConfirmThatBrokeOffInTheMiddle(t *testing.T) {
	for _, meanwhile := range []bool{false, true} {
		n := newTown(t)
		v := n.open("UANNA", n.card("T-1042", task.StepOutgoing, "quote"), "Review")
		n.fill("UANNA", v, slacktest.Values{"Subject": "Your tables"})
		n.d.Cut = 1
		r, err := n.ClickView(n.ctx, "UANNA", v.ID, "confirm")
		if err != nil || r.Acked || !cmp.Equal(n.d.Applied("T-1042"), kinds(task.Save)) {
			t.Fatalf("acknowledged %v, %v, applied %v", r.Acked, err, n.d.Applied("T-1042"))
		}
		n.d.SetAway(false)
		want := kinds(task.Save, task.Confirm)
		if theirs := "Their subject"; meanwhile {
			now := n.d.Get("T-1042")
			if _, err := n.d.Do(n.ctx, n.d.Get("T-1042"), task.Event{ID: "x", At: bottest.T0, Kind: task.Save, Step: now.Open().N, Turn: now.Turn,
				By: task.Person{ID: "b", Name: "Bea", Roles: []task.Role{task.Approver}}, Form: &task.Form{Subject: &theirs}}); err != nil {
				t.Fatal(err)
			}
			want = kinds(task.Save, task.Save)
		}
		if r, err = n.Again(n.ctx, r.EventID); err != nil || !r.Acked {
			t.Fatal(r.Acked, err)
		}
		n.finish()
		if got := n.d.Applied("T-1042"); !cmp.Equal(got, want) {
			t.Errorf("meanwhile %v: applied %v, want %v", meanwhile, got, want)
		}
	}
}

// A dialog over the card of a task: what stands below is brought up to date too.
func TestADialogOverACard(t *testing.T) {
	n := newTown(t)
	n.d.Put("T-1042", bottest.Sample(task.StepIncoming, ""))
	n.types("UANNA", channel, "T-1042")
	n.push("UANNA", n.view("UANNA", has("T-1042")), "Review")
	v := n.view("UANNA", func(v slacktest.View) bool { return v.CallbackID == views.CallDialog })
	n.push("UANNA", v, "confirm")
	n.view("UANNA", has("Confirmed by Anna Berg"))
	n.finish()
	for _, v := range n.Views("UANNA") {
		if !v.Has("Confirmed by Anna Berg") {
			t.Errorf("below stands\n%s", v.Words())
		}
	}
}

func TestADialogForWhichThereIsNoRoomAbove(t *testing.T) {
	for _, code := range []string{"push_limit_reached", "expired_trigger_id"} {
		n := newTown(t)
		v := n.open("UANNA", n.card("T-1042", task.StepQuote, ""), "Review")
		n.FailNext("views.push", slacktest.Fault{Code: code}, 1)
		n.submit("UANNA", n.line("UANNA", v, "1920-S"), slacktest.Values{"Quantity": "5"})
		n.submit("UANNA", n.back("UANNA"), nil)
		n.finish()
		if got := n.d.Get("T-1042").Document.Lines[0].Quantity; got != "5" {
			t.Errorf("%s: quantity %q\n%s", code, got, n.log)
		}
	}
}

// Rights that are taken away count at once, whatever is open.
func TestRightsThatAreTakenAway(t *testing.T) {
	for _, left := range [][]task.Role{{task.Viewer}, nil} {
		n := newTown(t)
		v := n.open("UBO", n.card("T-1042", task.StepOutgoing, "quote"), "Review")
		n.a.desk("sales").People = []Person{{User: "UBO", Roles: left}}
		r := n.submit("UBO", v, slacktest.Values{v.Inputs()[2].Label: "My own subject"})
		if got := n.d.Applied("T-1042"); len(got) > 0 {
			t.Errorf("%v: applied %v", left, got)
		}
		if r.View == nil || !r.View.Has("rolle") || left != nil && !r.View.Has("My own subject") {
			t.Errorf("%v: shown\n%s", left, r.View.Words())
		}
	}
}

func TestWhoOnlySeesIsToldWhoMay(t *testing.T) {
	n := newTown(t)
	n.click("UEVE", n.card("T-1042", task.StepAssistance, task.AskedQuestion), "instruct")
	n.told("UEVE", "approver")
	if _, open := n.Top("UEVE"); open {
		t.Error("the dialog opened")
	}
}
