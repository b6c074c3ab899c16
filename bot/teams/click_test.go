package teams

import (
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/bot/teams/teamstest"
)

func TestAConfirmedCardIsLocked(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	r := n.click("bo", m, "confirm")
	if !r.Shown.Has("Confirmed by Bo Lund") || len(r.Shown.Buttons()) > 0 {
		t.Errorf("Bo sees %s", r.Shown.Words())
	}
	m, err := n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("Confirmed by Bo Lund") })
	if err != nil || len(m.Buttons()) > 0 {
		t.Fatal(err, m.Words(), n.log)
	}
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(task.Confirm)) || len(n.d.Sent()) != 1 {
		t.Errorf("applied %v, %d mails sent", got, len(n.d.Sent()))
	}
}

// Only those who may decide see buttons; who only looks sees the card.
func TestButtonsAreForThoseWhoMay(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	for user, sees := range map[string]bool{"anna": true, "bo": true, "bea": true, "eve": false, "max": false} {
		if _, ok := n.look(user, m).Button("confirm"); ok != sees {
			t.Errorf("%s sees Confirm: %v", user, ok)
		}
	}
}

func TestTheSameClickTwiceIsOne(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	seen := n.look("bo", m)
	n.DeliverNext(teamstest.Handling{Twice: true}, 1)
	r, err := n.Click(n.ctx, "bo", m, "confirm", teamstest.AsSeen(seen))
	if err != nil || !r.Acked {
		t.Fatal(r, err)
	}
	if again, err := n.Again(n.ctx, r.ID); err != nil || !again.Acked || !contains(string(again.Body), "Confirmed by Bo Lund") || contains(string(again.Body), "⚠") {
		t.Errorf("delivered once more: %s, %v", again.Body, err)
	}
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(task.Confirm)) || len(n.d.Sent()) != 1 {
		t.Errorf("applied %v, %d mails sent", got, len(n.d.Sent()))
	}
}

func TestOfTwoAtOnceOneWinsAndTheOtherIsToldWhoWasFirst(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	seen := map[string]teamstest.Message{"bo": n.look("bo", m), "bea": n.look("bea", m)}
	var mu sync.Mutex
	results := map[string]teamstest.Result{}
	var both sync.WaitGroup
	for user, s := range seen {
		both.Go(func() {
			r, err := n.Click(n.ctx, user, m, "confirm", teamstest.AsSeen(s))
			if err != nil || !r.Acked {
				t.Error(user, r.Status, err)
			}
			mu.Lock()
			defer mu.Unlock()
			results[user] = r
		})
	}
	both.Wait()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(task.Confirm)) || len(n.d.Sent()) != 1 {
		t.Fatalf("applied %v, %d mails sent", got, len(n.d.Sent()))
	}
	names := map[string]string{"bo": "Bo Lund", "bea": "Bea Roux"}
	late := map[string]string{"bo": "kom først", "bea": "plus rapide"}
	x := n.d.Get("T-1042")
	first, second := "bo", "bea"
	for _, s := range x.Steps {
		if s.By != nil && s.By.Name == names["bea"] {
			first, second = second, first
		}
	}
	if !results[second].Shown.Has(names[first]) || !results[second].Shown.Has(late[second]) {
		t.Errorf("%s sees %s", second, results[second].Shown.Words())
	}
	if results[first].Shown.Has(late[first]) {
		t.Errorf("the winner sees %s", results[first].Shown.Words())
	}
}

func TestALateClickIsToldInTheClickersLanguage(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	old := n.look("bea", m)
	n.click("bo", m, "confirm")
	r, err := n.Click(n.ctx, "bea", m, "discard", teamstest.AsSeen(old))
	if err != nil || !r.Shown.Has("Bo Lund") || !r.Shown.Has("plus rapide") {
		t.Errorf("Bea sees %s, %v", r.Shown.Words(), err)
	}
}

func TestStopIsAskedAboutInTheCard(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepQuote, "")
	r := n.click("bo", m, "Stop/Stop the task")
	if _, err := n.Again(n.ctx, r.ID); err != nil {
		t.Fatal(err)
	}
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(task.Stop, task.StopYes)) || n.d.Get("T-1042").State != task.Stopped {
		t.Errorf("applied %v, state %s", got, n.d.Get("T-1042").State)
	}
}

func TestWithoutTheRight(t *testing.T) {
	for user, words := range map[string]string{"max": "approver", "eve": "approver"} {
		n := newTown(t)
		n.poster(n.a)
		m := n.card("T-1042", task.StepOutgoing, "quote")
		as := n.look("bo", m) // a button that was passed on
		as.For = ""
		r, err := n.Click(n.ctx, user, m, "confirm", teamstest.AsSeen(as))
		if err != nil || !r.Acked {
			t.Fatal(r.Status, err, n.log)
		}
		if said := r.Words + r.Shown.Words(); !cmp.Equal(n.d.Applied("T-1042"), []task.Kind(nil)) || !contains(said, words) {
			t.Errorf("%s: applied %v, told %s", user, n.d.Applied("T-1042"), said)
		}
		if !contains(n.log.String(), "refused for want of the right") {
			t.Error("it is not written down")
		}
	}
}

// If the store is away nothing is answered, and Teams says that it failed.
func TestTheStoreIsAway(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	seen := n.look("bo", m)
	n.dust()
	n.d.SetAway(true)
	r, err := n.Click(n.ctx, "bo", m, "confirm", teamstest.AsSeen(seen))
	if err != nil || r.Acked {
		t.Fatalf("answered %v, %v", r.Acked, err)
	}
	n.d.SetAway(false)
	if again, err := n.Again(n.ctx, r.ID); err != nil || !again.Acked {
		t.Error(again.Status, err)
	}
	n.applied(task.Confirm)
}

// A button of an older state does nothing but show the card as it is now.
func TestAButtonOfAnOlderState(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	old := n.look("bo", m)
	n.open("anna", m, "Review")
	n.submit("anna", "save", teamstest.Values{"Subject": "Mended"})
	r, err := n.Click(n.ctx, "bo", m, "confirm", teamstest.AsSeen(old))
	if err != nil || !r.Acked || !r.Shown.Has("Mended") || !r.Shown.Has("⚠") {
		t.Fatalf("Bo sees %s, %v", r.Shown.Words(), err)
	}
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(task.Save)) || len(n.d.Sent()) > 0 {
		t.Errorf("applied %v", got)
	}
	// the edit may have come meanwhile: then he looks again, as his client does
	if r = n.click("bo", m, "confirm"); !r.Shown.Has("Bo Lund") || len(n.d.Sent()) != 1 {
		t.Errorf("then Bo sees %s", r.Shown.Words())
	}
}

// What somebody opened from an answer in a thread is no card of the poster's: the
// answer stays what it is for all.
func TestAClickInAThreadLeavesTheAnswer(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	list := n.say("anna", channel, "tasks")
	n.click("bo", list, "open")
	if r, err := n.Click(n.ctx, "bo", list, "confirm"); err != nil || !r.Shown.Has("Confirmed by Bo Lund") {
		t.Fatalf("Bo sees %s, %v", r.Shown.Words(), err)
	}
	if _, err := n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("Confirmed by Bo Lund") }); err != nil {
		t.Fatal(err)
	}
	n.dust()
	if now, _ := n.Message(channel, list.ID); now.Edits > 0 {
		t.Errorf("the answer became %s", now.Words())
	}
}
