package teams

import (
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot/bottest"
	"salesclerk/bot/teams/teamstest"
)

func TestHelp(t *testing.T) {
	n := newTown(t)
	for user, word := range map[string]string{"anna": "stop-all", "bo": "opgaver", "bea": "tâches"} {
		n.install(user)
		if m := n.say(user, "", "help"); !m.Has(word) {
			t.Errorf("%s is told %s", user, m.Words())
		}
	}
	for user, told := range map[string][]string{"anna": {"is not known here", "stop-all"}, "bo": {"kendes ikke her", "opgaver"}, "bea": {"connu", "tâches"}} {
		if m := n.say(user, "", "make <at>coffee</at> **now** [x](https://x.example)"); !m.Has(told[0]) || !m.Has(told[1]) || !m.Has("now") {
			t.Errorf("%s is told %s", user, m.Words())
		}
	}
	if p := n.Pings(); len(p) > 0 {
		t.Errorf("somebody's words were read as markup: %+v", p)
	}
}

func TestTasksAreListedAndOpened(t *testing.T) {
	n := newTown(t)
	n.install("bo")
	if m := n.say("bo", "", "opgaver"); len(m.Buttons()) != 1 {
		t.Errorf("told %s", m.Words())
	}
	n.d.Put("T-2", bottest.Sample(task.StepOutgoing, "quote"))
	m := n.say("bo", "", "opgaver")
	if !m.Has("T-2") || !m.Has("Nordlys") {
		t.Fatalf("told %s", m.Words())
	}
	r := n.click("bo", m, "open")
	if _, ok := r.Shown.Button("confirm"); !ok {
		t.Errorf("opened %s", r.Shown.Words())
	}
	if r, err := n.Click(n.ctx, "bo", m, "timeline"); err != nil || !r.Shown.Has("Tidslinje") {
		t.Errorf("the timeline: %s, %v", r.Shown.Words(), err)
	}
	if r, err := n.Click(n.ctx, "bo", m, "refresh"); err != nil || !r.Shown.Has("Bekræft") {
		t.Errorf("back from the timeline: %s, %v", r.Shown.Words(), err)
	}
	for _, id := range []string{"T-1", "T-3"} {
		n.d.Put(id, bottest.Sample(task.StepOutgoing, "quote"))
	}
	r, err := n.Click(n.ctx, "bo", m, "tasks", teamstest.AsSeen(m))
	if err != nil {
		t.Fatal(err)
	}
	if !r.Shown.Has("T-3") {
		t.Errorf("drawn again: %s", r.Shown.Words())
	}
}

func TestATaskIsShownAndConfirmedInOnesOwnChat(t *testing.T) {
	n := newTown(t)
	n.install("bo")
	n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
	for _, text := range []string{"T-1042", "opgave t1042"} {
		m := n.say("bo", "", text)
		if _, ok := m.Button("confirm"); !ok || !m.Has("T-1042") {
			t.Fatalf("%s: told %s", text, m.Words())
		}
		if text != "T-1042" {
			r := n.click("bo", m, "confirm")
			if !r.Shown.Has("Bekræftet af Bo Lund") {
				t.Errorf("shown %s", r.Shown.Words())
			}
			if _, err := n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("Bekræftet af Bo Lund") }); err != nil {
				t.Error("other clients of the same person still have buttons: ", err)
			}
		}
	}
	if m := n.say("bo", "", "T-7777"); !m.Has("T-7777") || len(m.Buttons()) > 0 {
		t.Errorf("told %s", m.Words())
	}
	n.applied(task.Confirm)
}

// A card in one's own chat is drawn anew when it is looked at.
func TestOnesOwnCardIsNeverOld(t *testing.T) {
	n := newTown(t)
	n.install("bo")
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	own := n.say("bo", "", "T-1042")
	n.click("bea", m, "confirm")
	if now := n.look("bo", own); !now.Has("Bea Roux") || len(now.Buttons()) > 0 {
		t.Errorf("Bo sees %s", now.Words())
	}
}

func TestFiguresAreForManagers(t *testing.T) {
	n := newTown(t)
	n.install("anna")
	n.install("bo")
	if m := n.say("anna", "", "kpi week"); !m.Has("Summary of the week") {
		t.Errorf("Anna is told %s", m.Words())
	}
	if m := n.say("bo", "", "kpi"); m.Has("Summary") || !m.Has("leder") {
		t.Errorf("Bo is told %s", m.Words())
	}
}

func TestStopAllAsksOnce(t *testing.T) {
	n := newTown(t)
	n.install("anna")
	n.install("bo")
	for _, id := range []string{"T-1", "T-2"} {
		n.d.Put(id, bottest.Sample(task.StepOutgoing, "quote"))
	}
	if m := n.say("bo", "", "stop-alle"); len(m.Buttons()) > 0 {
		t.Errorf("Bo is asked %s", m.Words())
	}
	m := n.say("anna", "", "stop all")
	n.d.Forget() // a day has passed
	if r := n.click("anna", m, "stop_all"); !r.Shown.Has("no longer there") || n.d.Get("T-1").State == task.Stopped {
		t.Errorf("a yes to a question that nobody keeps: %s", r.Shown.Words())
	}
	m = n.say("anna", "", "stop all")
	r := n.click("anna", m, "stop_all")
	if !r.Shown.Has("2 tasks were stopped") {
		t.Errorf("told %s", r.Shown.Words())
	}
	n.d.Put("T-3", bottest.Sample(task.StepOutgoing, "quote"))
	again, err := n.Click(n.ctx, "anna", m, "stop_all", teamstest.AsSeen(m))
	if err != nil || !again.Shown.Has("2 tasks were stopped") || n.d.Get("T-3").State == task.Stopped {
		t.Errorf("the same yes twice: %s, T-3 is %s", again.Shown.Words(), n.d.Get("T-3").State)
	}
}

func TestTry(t *testing.T) {
	n := newTown(t)
	n.install("bo")
	if m := n.say("bo", "", "prøv"); !m.Has("you@customer.example") {
		t.Errorf("told %s", m.Words())
	}
	n.say("bo", "", "prøv me@example.com")
	if _, err := n.WaitMessage(n.ctx, n.Personal("bo"), func(m teamstest.Message) bool { return m.Has("T-9001") }); err != nil {
		t.Error(err, n.log)
	}
	n.say("bo", "", "try fail@example.com")
	if _, err := n.WaitMessage(n.ctx, n.Personal("bo"), func(m teamstest.Message) bool { return m.Has("kunne ikke tages ind") }); err != nil {
		t.Error(err, n.log)
	}
}

func TestAStrangerIsToldNothing(t *testing.T) {
	n := newTown(t)
	n.install("max")
	n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
	for _, text := range []string{"tasks", "T-1042", "kpi", "stop-all", "try x@y.example", "help"} {
		if m := n.say("max", "", text); !m.Has("no role") || m.Has("Nordlys") || len(m.Buttons()) > 0 {
			t.Errorf("%s: told %s", text, m.Words())
		}
	}
	if !contains(n.log.String(), "refused for want of the right") {
		t.Error("it is not written down")
	}
}

// Who has no role is told so in private, where there is a chat for that.
func TestAStrangerInAChannel(t *testing.T) {
	n := newTown(t)
	if m := n.say("max", channel, "tasks"); m.Thread == "" || !m.Has("no role") {
		t.Errorf("without a chat of his own Max is told %s", m.Words())
	}
	n.install("max")
	had := len(n.Posts(channel))
	if _, err := n.Say(n.ctx, "max", channel, "tasks"); err != nil {
		t.Fatal(err)
	}
	if _, err := n.WaitMessage(n.ctx, n.Personal("max"), func(m teamstest.Message) bool { return m.Has("no role") && !m.Has("salesclerk is here") }); err != nil {
		t.Error(err)
	}
	n.finish()
	if more := n.Posts(channel)[had:]; len(more) > 0 {
		t.Errorf("all read %s", more[0].Words())
	}
}

// In a desk's channel the answer stands below the question; elsewhere nothing of a
// desk is told, but what the room is called in the configuration.
func TestAMentionInAChannel(t *testing.T) {
	n := newTown(t)
	n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
	m := n.say("anna", channel, "tasks")
	if m.Thread == "" || !m.Has("T-1042") {
		t.Errorf("in thread %q: %s", m.Thread, m.Words())
	}
	m = n.say("anna", channel, "T-1042")
	if _, live := m.Button("confirm"); live || !m.Has("Nordlys") {
		t.Errorf("a card for all that nobody brings up to date: %s", m.Words())
	}
	if r := n.click("bo", m, "open"); !r.Shown.Has("Confirm") {
		t.Errorf("Bo opens %s", r.Shown.Words())
	}
	for _, text := range []string{"tasks", "T-1042", "help"} {
		if m := n.say("anna", lunch, text); m.Has("Nordlys") || !m.Has(lunch) {
			t.Errorf("%s: %s", text, m.Words())
		}
	}
}

func TestAMessageThatComesTwiceIsAnsweredOnce(t *testing.T) {
	n := newTown(t)
	n.install("bo")
	had := len(n.Posts("bo"))
	n.DeliverNext(teamstest.Handling{Twice: true}, 1)
	r, err := n.Say(n.ctx, "bo", "", "opgaver")
	if err != nil || !r.Acked {
		t.Fatal(err)
	}
	n.a.said.Purge() // as another copy would take it
	if _, err := n.Again(n.ctx, r.ID); err != nil {
		t.Fatal(err)
	}
	n.finish()
	if got := len(n.Posts("bo")) - had; got != 1 {
		t.Errorf("answered %d times", got)
	}
}

func TestAmongSeveralDesks(t *testing.T) {
	parts := bottest.New("parts")
	n := newTown(t, parts)
	n.install("anna")
	n.d.Put("T-1", bottest.Sample(task.StepOutgoing, "quote"))
	parts.Put("T-2", bottest.Sample(task.StepOutgoing, "quote"))
	if m := n.say("anna", "", "tasks"); !m.Has("T-1") || !m.Has("T-2") || !m.Has("parts") {
		t.Errorf("told %s", m.Words())
	}
	if m := n.say("anna", "", "stop all"); !m.Has("stop-all parts") || len(m.Buttons()) > 0 {
		t.Errorf("told %s", m.Words())
	}
	m := n.say("anna", "", "stop all parts")
	n.click("anna", m, "stop_all")
	if n.d.Get("T-1").State == task.Stopped || parts.Get("T-2").State != task.Stopped {
		t.Error("the wrong desk was stopped")
	}
	if m := n.say("anna", other, "tasks"); m.Has("T-1 ") || !m.Has("T-2") {
		t.Errorf("in the channel of parts: %s", m.Words())
	}
}
