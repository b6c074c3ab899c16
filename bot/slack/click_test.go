package slack

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	slackgo "github.com/slack-go/slack"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/bottest"
	"salesclerk/bot/slack/blocks"
	"salesclerk/bot/slack/slacktest"
)

func TestAConfirmedCardIsLockedWhereItWasClicked(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.click("UBO", m, "Confirm")
	m, err := n.WaitMessage(n.ctx, channel, func(m slacktest.Message) bool { return m.Has("Bo Lund") && !m.Has("Confirm ") })
	if err != nil {
		t.Fatal(err, n.log)
	}
	for _, b := range m.Buttons() {
		if verb, _ := blocks.Verb(b.ActionID); verb == task.Confirm || verb == task.Stop || verb == task.Discard {
			t.Errorf("the decided card still has %s", b.Label)
		}
	}
	n.finish()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, []task.Kind{task.Confirm}) {
		t.Errorf("applied %v", got)
	}
	if len(n.d.Sent()) != 1 || len(n.Ephemerals("UBO")) != 0 || len(n.Calls("chat.update")) != 0 {
		t.Errorf("%d mails sent, %d private answers, %d edits", len(n.d.Sent()), len(n.Ephemerals("UBO")), len(n.Calls("chat.update")))
	}
}

func TestTheSameClickTwiceIsOne(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.DeliverNext(slacktest.Handling{Twice: true}, 1)
	r := n.click("UBO", m, "Confirm")
	if again, err := n.Again(n.ctx, r.EventID); err != nil || !again.Acked {
		t.Errorf("delivered once more: %+v, %v", again, err)
	}
	n.finish()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, []task.Kind{task.Confirm}) || len(n.d.Sent()) != 1 {
		t.Errorf("applied %v, %d mails sent", got, len(n.d.Sent()))
	}
	if e := n.Ephemerals("UBO"); len(e) > 0 {
		t.Errorf("a repeat was answered: %s", e[0].Words())
	}
}

func TestOfTwoAtOnceOneWinsAndTheOtherIsToldWhoWasFirst(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.d.Hold = make(chan struct{})
	var both sync.WaitGroup
	for _, user := range []string{"UBO", "UBEA"} {
		both.Go(func() { n.click(user, m, "Confirm") })
	}
	close(n.d.Hold)
	both.Wait()
	n.finish()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, []task.Kind{task.Confirm}) || len(n.d.Sent()) != 1 {
		t.Fatalf("applied %v, %d mails sent", got, len(n.d.Sent()))
	}
	names := map[string]string{"UBO": "Bo Lund", "UBEA": "Bea Roux"}
	first, second := "UBO", "UBEA"
	if n.became("T-1042", stepOf(t, m)).By.Name == names["UBEA"] {
		first, second = second, first
	}
	if e := n.Ephemerals(second); len(e) != 1 || !e[0].Has(names[first]) {
		t.Errorf("%s was told %+v, want once that %s was first", second, e, names[first])
	}
	if e := n.Ephemerals(first); len(e) != 0 {
		t.Errorf("the winner was told %s", e[0].Words())
	}
}

func TestARefusalIsToldOnce(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.click("UBO", m, "Confirm")
	n.DeliverNext(slacktest.Handling{Twice: true}, 1)
	r := n.click("UBEA", m, "Confirm")
	if _, err := n.Again(n.ctx, r.EventID); err != nil {
		t.Fatal(err)
	}
	n.a.said.Purge() // as another copy would take it
	if _, err := n.Again(n.ctx, r.EventID); err != nil {
		t.Fatal(err)
	}
	n.finish()
	if e := n.Ephemerals("UBEA"); len(e) != 1 {
		t.Errorf("told %d times", len(e))
	}
}

func stepOf(t *testing.T, m slacktest.Message) int {
	t.Helper()
	for _, b := range m.Buttons() {
		if at, err := bot.ParseTarget(b.Value); err == nil {
			return at.Step
		}
	}
	t.Fatal("no button says its step")
	return 0
}

func TestALateClickIsToldInTheClickersLanguage(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.click("UBO", m, "Confirm")
	if _, err := n.WaitMessage(n.ctx, channel, func(m slacktest.Message) bool { return m.Edits > 0 }); err != nil {
		t.Fatal(err)
	}
	n.click("UBEA", m, "discard")
	n.told("UBEA", "Bo Lund")
	if e := n.Ephemerals("UBEA"); !e[0].Has("plus rapide") {
		t.Errorf("not in French: %s", e[0].Words())
	}
}

func TestStopIsAskedAboutOnceAndDone(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepQuote, "")
	if _, err := n.Click(n.ctx, "UBO", m.Channel, m.TS, "stop", slacktest.No()); err != nil {
		t.Fatal(err)
	}
	if got := n.d.Applied("T-1042"); len(got) > 0 {
		t.Fatalf("no was said, but applied: %v", got)
	}
	r := n.click("UBO", m, "stop", slacktest.Yes())
	if _, err := n.Again(n.ctx, r.EventID); err != nil {
		t.Fatal(err)
	}
	n.finish()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, []task.Kind{task.Stop, task.StopYes}) || n.d.Get("T-1042").State != task.Stopped {
		t.Errorf("applied %v, state %s", got, n.d.Get("T-1042").State)
	}
	if got, _ := n.Message(channel, m.TS); got.Edits == 0 || len(n.Ephemerals("UBO")) > 0 {
		t.Errorf("the card was edited %d times, told %v", got.Edits, n.Ephemerals("UBO"))
	}
}

// Where the program ends between the two events of a Stop, the card asks; the
// click that comes again says yes to that question and to no later one.
func TestStopThatBrokeOffInTheMiddle(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepQuote, "")
	n.d.Cut = 1
	r, err := n.Click(n.ctx, "UBO", m.Channel, m.TS, "stop", slacktest.Yes())
	if err != nil || r.Acked {
		t.Fatalf("acknowledged %v, %v", r.Acked, err)
	}
	if s := n.became("T-1042", stepOf(t, m)); s.Asking == nil {
		t.Fatal("the card does not ask")
	}
	n.d.SetAway(false)
	if r, err = n.Again(n.ctx, r.EventID); err != nil || !r.Acked {
		t.Fatal(r, err)
	}
	n.finish()
	if got := n.d.Get("T-1042").State; got != task.Stopped {
		t.Errorf("state %s", got)
	}
}

func TestAStopThatSomebodyTookBackIsNotDoneLater(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepQuote, "")
	n.d.Cut = 1
	r, _ := n.Click(n.ctx, "UBO", m.Channel, m.TS, "stop", slacktest.Yes())
	n.d.SetAway(false)
	now := n.d.Get("T-1042")
	for _, k := range []task.Kind{task.StopNo, task.Stop} {
		var err error
		now, err = n.d.Do(n.ctx, n.d.Get("T-1042"), task.Event{ID: "web:" + string(k), At: bottest.T0, Kind: k, Step: now.Open().N, By: task.Person{ID: "b", Name: "Bea", Roles: []task.Role{task.Approver}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	if r, err := n.Again(n.ctx, r.EventID); err != nil || !r.Acked {
		t.Fatal(r, err)
	}
	n.finish()
	if got := n.d.Get("T-1042").State; got == task.Stopped {
		t.Error("an old yes stopped the task")
	}
}

func TestWithoutTheRight(t *testing.T) {
	for user, words := range map[string]string{"UMAX": "approver", "UEVE": "approver"} {
		n := newTown(t)
		m := n.card("T-1042", task.StepOutgoing, "quote")
		n.click(user, m, "Confirm")
		e := n.told(user, words)
		n.finish()
		if got := n.d.Applied("T-1042"); len(got) > 0 {
			t.Errorf("%s: applied %v", user, got)
		}
		for _, name := range []string{"Anna", "Bo Lund", "Bea"} {
			if e.Has(name) {
				t.Errorf("%s is told of %s: %s", user, name, e.Words())
			}
		}
		if log := n.log.String(); !strings.Contains(log, "level=INFO") || !strings.Contains(log, "task=T-1042 person=slack:T1/"+user) || !strings.Contains(log, "action=confirm") {
			t.Errorf("%s: not written down:\n%s", user, log)
		}
	}
}

func TestNothingIsAcknowledgedThatIsNotStored(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.d.SetAway(true)
	r, err := n.Click(n.ctx, "UBO", m.Channel, m.TS, "Confirm")
	if err != nil || r.Acked {
		t.Fatalf("acknowledged %v, %v", r.Acked, err)
	}
	n.d.SetAway(false)
	if got := n.d.Applied("T-1042"); len(got) > 0 {
		t.Fatalf("applied %v", got)
	}
	if r, err = n.Again(n.ctx, r.EventID); err != nil || !r.Acked {
		t.Fatal(r, err)
	}
	n.finish()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, []task.Kind{task.Confirm}) {
		t.Errorf("applied %v", got)
	}
}

func TestNonsenseIsAnsweredKindly(t *testing.T) {
	for _, tc := range []struct{ id, value, words string }{
		{"sc:confirm", "sales|T-404|1|1", "no longer"},
		{"sc:confirm", "nowhere|T-1042|1|1", "no longer"},
		{"sc:confirm", "garbage", "Nothing can be done"},
		{"sc:confirm", "sales|T-1042|1|0", "Nothing can be done"},
		{"sc:sent", "sales|T-1042|2|1", "Nothing can be done"},
		{"sc:mail", "sales|T-1042|2|1", "Nothing can be done"},
		{"sc:halt", "sales|T-1042|2|1", "Nothing can be done"},
		{"sc:confirm", "sales|T-1042|999|9", ""},
	} {
		n := newTown(t)
		before := n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
		m := n.button(tc.id, tc.value)
		n.click("UANNA", m, tc.id)
		n.told("UANNA", tc.words)
		n.finish()
		if after := n.d.Get("T-1042"); !cmp.Equal(before, after) {
			t.Errorf("%s %s changed the task: %s", tc.id, tc.value, cmp.Diff(before, after))
		}
		if strings.Contains(n.log.String(), "level=ERROR") {
			t.Errorf("%s %s: an error in the log:\n%s", tc.id, tc.value, n.log)
		}
	}
}

// button posts a message with one button that says what it likes.
func (n *town) button(id, value string) slacktest.Message {
	n.Helper()
	b := slackgo.NewButtonBlockElement(id, value, slackgo.NewTextBlockObject(slackgo.PlainTextType, "Push", false, false))
	return n.message("x", []slackgo.Block{slackgo.NewActionBlock("", b)})
}

// A desk's rights are its own, and so are its tasks.
func TestAnotherDesksTaskIsNotReached(t *testing.T) {
	other := bottest.New("support")
	n := newTown(t, other)
	n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
	before := other.Put("T-77", bottest.Sample(task.StepOutgoing, "quote"))
	other.Put("T-88", bottest.Sample(task.StepOutgoing, "quote"))
	other.Edit("T-88", func(t *task.Task) { t.Desk = "sales" }) // the store's mistake: a task of another desk
	for user, value := range map[string]string{"UBO": "support|T-77|2|3", "UANNA": "support|T-88|2|3", "UBEA": "sales|T-77|2|3"} {
		m := n.button("sc:confirm", value)
		n.click(user, m, "sc:confirm")
		n.told(user, "")
	}
	n.finish()
	if got := append(n.d.Applied("T-1042"), append(other.Applied("T-77"), other.Applied("T-88")...)...); len(got) > 0 || !cmp.Equal(before, other.Get("T-77")) {
		t.Errorf("applied %v", got)
	}
}

func TestAnAnswerThatIsNotSettledReplacesNothing(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.click("UBO", m, "more", slacktest.Choose("Assign to me"))
	n.finish()
	if got, _ := n.Message(channel, m.TS); got.Edits != 0 {
		t.Errorf("an open card was replaced:\n%s", got.Words())
	}
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, []task.Kind{task.Assign}) {
		t.Errorf("applied %v\n%s", got, n.log)
	}
}

func TestWhereTheAnswerFailsTheDecisionStands(t *testing.T) {
	n := newTown(t)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.FailNext("response_url", slacktest.Fault{Status: 503}, -1)
	n.click("UBO", m, "Confirm")
	n.finish()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, []task.Kind{task.Confirm}) {
		t.Errorf("applied %v", got)
	}
	if got, _ := n.Message(channel, m.TS); got.Edits != 0 {
		t.Error("edited all the same")
	}
}
