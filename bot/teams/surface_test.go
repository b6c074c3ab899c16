package teams

import (
	"net/http"
	"testing"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/bottest"
	"salesclerk/bot/teams/teamstest"
)

// From the mail to the sent quote, with the poster running beside: one card a step,
// in the end none that still offers a decision, and the history below the first.
func TestFromTheMailToTheQuote(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	in := bottest.Sample(task.StepIncoming, "")
	in.Policy = task.Policy{ReviewQuotes: true, SendQuotes: true, MakeOrders: true}
	n.d.Put("T-1042", in)
	for _, step := range []struct{ user, words string }{{"bo", "incoming mail"}, {"bea", "Review the quote"}, {"anna", "Review the mail"}} {
		n.click(step.user, n.waitCard(channel, step.words), "confirm")
	}
	n.dust()
	var cards []teamstest.Message
	for _, m := range n.Messages(channel) {
		if m.Has("T-1042") {
			cards = append(cards, m)
		}
		for _, user := range []string{"bo", "bea", "anna"} {
			if _, live := n.look(user, m).Button("confirm"); live {
				t.Errorf("%s can still decide on %s", user, m.Words())
			}
		}
	}
	if len(cards) != 3 || len(n.d.Sent()) != 1 {
		t.Fatalf("%d cards, %d mails sent", len(cards), len(n.d.Sent()))
	}
	if thread := n.Thread(channel, cards[0].ID); len(thread) != 2 || !thread[1].Has("Bo Lund") || !thread[1].Has("Anna Berg") {
		t.Errorf("%d messages in the thread", len(thread))
	}
}

// Nobody can be asked whether a post arrived: it is not made again, but the room is
// told, and that message becomes the card when somebody says that it is missing.
func TestACardThatMayBeMissing(t *testing.T) {
	n := newTown(t)
	a := n.quick()
	n.FailNext("send", teamstest.Fault{Status: http.StatusBadGateway}, 1)
	n.poster(a)
	n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
	m, err := n.WaitMessage(n.ctx, channel, func(m teamstest.Message) bool { return m.Has("not known whether the card of T-1042") })
	if err != nil {
		t.Fatal(err, n.log)
	}
	n.dust()
	r := n.click("bo", m, "show")
	if _, ok := r.Shown.Button("confirm"); !ok {
		t.Errorf("Bo sees %s", r.Shown.Words())
	}
	if m, err = n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("Review the mail") }); err != nil {
		t.Fatal(err, n.log)
	}
	n.click("bea", m, "confirm")
	if _, err = n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("Confirmed by Bea Roux") }); err != nil {
		t.Fatal(err, n.log)
	}
	n.dust()
	if got := len(n.about("T-1042")); got != 1 {
		t.Errorf("%d messages", got)
	}
}

// One that did arrive is adopted by the first click on it.
func TestACardThatWasThereAfterAll(t *testing.T) {
	n, lost, note := uncertain(t)
	n.click("bea", lost, "confirm")
	n.decidedOn("Bea Roux", lost, note)
}

// It was shown again, and then the lost one turns up: it only shows, and neither
// stays live.
func TestACardThatIsThereTwice(t *testing.T) {
	n, lost, note := uncertain(t)
	n.click("bo", note, "show")
	if _, err := n.WaitEdit(n.ctx, note, func(m teamstest.Message) bool { return m.Has("Review the mail") }); err != nil {
		t.Fatal(err, n.log)
	}
	n.dust()
	if seen := n.look("bea", lost); len(seen.Buttons()) > 0 || !seen.Has("Review the mail") {
		t.Errorf("Bea sees on the lost one: %v\n%s", seen.Buttons(), seen.Words())
	}
	n.click("bea", note, "confirm")
	n.look("bo", lost)
	n.decidedOn("Bea Roux", lost, note)
}

// Who only looks at it says where it is, too.
func TestACardThatSomebodyLookedAt(t *testing.T) {
	n, lost, note := uncertain(t)
	if _, live := n.look("bea", lost).Button("confirm"); !live {
		t.Error("Bea cannot confirm on the lost one")
	}
	n.click("bo", note, "show")
	if _, err := n.WaitEdit(n.ctx, note, func(m teamstest.Message) bool { return m.Has("Review the mail") }); err != nil {
		t.Fatal(err, n.log)
	}
	n.click("bo", note, "confirm")
	n.decidedOn("Bo Lund", lost, note)
	if m, _ := n.Seen("bea", channel, lost.ID); len(m.Buttons()) > 0 {
		t.Error("Bea still sees buttons on the lost one")
	}
}

// uncertain is a card that was posted although nobody knows, and what says that it
// may be missing.
func uncertain(t *testing.T) (n *town, lost, note teamstest.Message) {
	t.Helper()
	n = newTown(t)
	a := n.quick()
	n.FailNext("send", teamstest.Fault{Status: http.StatusBadGateway, After: true}, 1)
	n.poster(a)
	n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
	lost = n.waitCard(channel, "Review the mail")
	note, err := n.WaitMessage(n.ctx, channel, func(m teamstest.Message) bool { return m.Has("not known whether") })
	if err != nil {
		t.Fatal(err, n.log)
	}
	n.dust()
	return n, lost, note
}

// decidedOn waits until messages say who confirmed, and offer nothing; one mail left.
func (n *town) decidedOn(who string, messages ...teamstest.Message) {
	n.Helper()
	for _, m := range messages {
		if _, err := n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("Confirmed by "+who) && len(m.Buttons()) == 0 }); err != nil {
			n.Fatal(err, n.log)
		}
	}
	if len(n.d.Sent()) != 1 {
		n.Errorf("%d mails sent", len(n.d.Sent()))
	}
}

// A room that the app was removed from waits; other rooms go on, and nothing is
// missing when it is added again.
func TestARoomThatTheAppWasRemovedFrom(t *testing.T) {
	n := newTown(t)
	n.AddTeam(teamstest.Team{ID: "19:help@thread.tacv2", Installed: true})
	a := n.quick()
	a.desks[0].Routes = append(bot.Routes{{Room: "19:help@thread.tacv2", Kinds: []task.StepKind{task.StepAssistance}}}, a.desks[0].Routes...)
	end := n.poster(a)
	n.serve(a)
	if _, err := n.Remove(n.ctx, salesTeam, "anna"); err != nil {
		t.Fatal(err)
	}
	n.d.Put("T-1", bottest.Sample(task.StepOutgoing, "quote"))
	n.d.Put("T-2", bottest.Sample(task.StepAssistance, ""))
	n.waitCard("19:help@thread.tacv2", "T-2")
	if got := n.about("T-1"); len(got) > 0 {
		t.Fatal("it was posted")
	}
	if !contains(n.log.String(), "the app was removed") {
		t.Error("it is not said in the log")
	}
	n.SetInstalled(salesTeam, true)
	end()
	n.poster(a) // which has not heard that the room is shut, as after a minute
	n.waitCard(channel, "T-1")
}

// A card that Teams does not take is posted in its plain form.
func TestACardThatIsRefused(t *testing.T) {
	n := newTown(t)
	n.FailNext("send", teamstest.Fault{Status: http.StatusBadRequest, Code: "BadSyntax"}, 1)
	n.poster(n.a)
	n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
	n.waitCard(channel, "T-1042")
	if !contains(n.log.String(), "plain form") {
		t.Error("it is not said in the log")
	}
}

// A card that was deleted is posted again, as long as it waits for somebody.
func TestACardThatWasDeleted(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.dust()
	if err := n.DeleteMessage(m); err != nil {
		t.Fatal(err)
	}
	x := n.d.Get("T-1042")
	x.Draft.Subject, x.Rev = "Another subject", x.Rev+1
	n.d.Put("T-1042", x)
	if again := n.waitCard(channel, "Another subject"); again.ID == m.ID {
		t.Error("the same message")
	}
}

// Where more people have roles than Teams draws cards for, all see the buttons.
func TestTooManyForCardsOfTheirOwn(t *testing.T) {
	n := newTown(t)
	n.crowded(task.Approver)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	if _, ok := m.Button("confirm"); !ok {
		t.Errorf("the card for all has no buttons: %s", m.Words())
	}
}

// about are the messages in the channel that name a task.
func (n *town) about(id string) (list []teamstest.Message) {
	for _, m := range n.Messages(channel) {
		if m.Has(id) {
			list = append(list, m)
		}
	}
	return list
}

// quick is a copy that soon believes that a post can have no effect any more.
func (n *town) quick() *App {
	n.Helper()
	n.grace = 300 * time.Millisecond
	a := n.app(channel)
	n.serve(a)
	return a
}

// What stands in a thread is edited by way of that thread, whoever edits it: the
// poster its history, a click what it was on. Else Teams is asked for a message
// that the channel itself does not have.
func TestRepliesAreEditedInTheirThread(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	in := bottest.Sample(task.StepIncoming, "")
	in.Policy = task.Policy{ReviewQuotes: true, SendQuotes: true, MakeOrders: true}
	n.d.Put("T-1042", in)
	first := n.waitCard(channel, "incoming mail")
	n.click("bo", first, "confirm")
	n.click("bea", n.waitCard(channel, "Review the quote"), "confirm")
	n.waitCard(channel, "Review the mail")
	n.dust()
	question := n.say("anna", channel, "stop all")
	n.click("anna", question, "stop_all")
	if _, err := n.WaitEdit(n.ctx, question, func(m teamstest.Message) bool { return len(m.Buttons()) == 0 }); err != nil {
		t.Fatal(err, n.log)
	}
	n.dust()
	edited := map[string]bool{}
	for _, c := range n.Calls("update") {
		edited[c.Conversation+" "+c.ID] = true
	}
	history := n.Thread(channel, first.ID)[1]
	for _, want := range []string{channel + " " + first.ID, channel + ";messageid=" + first.ID + " " + history.ID, channel + ";messageid=" + question.Thread + " " + question.ID} {
		if !edited[want] {
			t.Errorf("%s was not edited, but %v", want, edited)
		}
	}
}
