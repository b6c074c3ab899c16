package teams

import (
	"strings"
	"testing"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot/bottest"
	"salesclerk/bot/teams/teamstest"
)

// A store that lost where the app is keeps nothing from being posted: the rooms are
// in the configuration, and so is where Teams is called.
func TestPostsGoOnAfterTheStoreWasLost(t *testing.T) {
	for name, where := range map[string]string{"a channel": channel, "a chat": chat, "a person": "bo", "in capitals": "BO"} {
		n := newTown(t)
		room, at := where, where
		if !strings.HasPrefix(where, "19:") {
			room, at = "teams:"+n.AAD("bo"), n.Personal("bo")
			n.SetInstalled("bo", true)
		}
		if name == "in capitals" {
			room = "teams:" + strings.ToUpper(n.Tenant()+"/"+n.AAD("bo"))
		}
		n.SetInstalled(chat, true)
		n.d.Lose()
		b := n.app(room)
		if got := n.found(b); !contains(got, "has not heard from") {
			t.Errorf("%s: something is still kept: %s", name, got)
		}
		n.url = n.ServiceURL("")
		b = n.app(room)
		n.serve(b)
		n.poster(b)
		n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
		m := n.waitCard(at, "T-1042")
		if r := n.click("bo", m, "confirm"); !r.Shown.Has("Bo Lund") {
			t.Errorf("%s: %s", name, r.Shown.Words())
		}
		if _, err := n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("Bo Lund") && len(m.Buttons()) == 0 }); err != nil {
			t.Error(name, err, n.log)
		}
	}
}

// What was lost while the program runs is kept again once something comes from
// there, within an hour; nobody is welcomed again by that.
func TestWhereTheAppIsIsLearnedAgain(t *testing.T) {
	n := newTown(t)
	n.install("bo")
	n.say("bo", "", "hjælp")
	n.d.Lose()
	n.say("bo", "", "hjælp")
	n.late.Store(int64(time.Hour))
	n.say("bo", "", "hjælp")
	n.finish()
	all, err := n.a.desks[0].places(n.ctx)
	if p := all[n.PersonID("bo")]; err != nil || p.Conv.ID != n.Personal("bo") || p.gone() {
		t.Errorf("kept %+v, %v", p, err)
	}
	if got := len(n.Posts("bo")); got != 4 {
		t.Errorf("%d messages, want a welcome and three answers", got)
	}
}

// A group chat has no threads: the history follows the card, in the chat itself.
func TestCardsInAGroupChat(t *testing.T) {
	n := newTown(t)
	n.install(chat)
	b := n.app(chat)
	n.serve(b)
	n.poster(b)
	n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
	m := n.waitCard(chat, "Review the mail")
	n.click("bo", m, "confirm")
	m, err := n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("Confirmed by Bo Lund") && len(m.Buttons()) == 0 })
	if err != nil {
		t.Fatal(err, n.log)
	}
	n.dust()
	all := n.Messages(chat)
	if last := all[len(all)-1]; last.ID == m.ID || last.Thread != "" || !last.Has("Bo Lund") {
		t.Errorf("the last message is %s", last.Words())
	}
}

// A room that stays shut is named in the log once an hour, not at every try.
func TestAShutRoomIsNamedOnceAnHour(t *testing.T) {
	n := newTown(t)
	n.SetInstalled(salesTeam, false)
	s := newSurface(n.a, n.a.desks[0])
	x := bottest.Sample(task.StepOutgoing, "quote")
	told := func() int { return strings.Count(n.log.String(), "Teams lets nothing into a room") }
	for i, want := range []int{1, 1, 1, 2, 2} {
		if i == 3 {
			n.late.Store(int64(shutTold))
		}
		if _, err := s.Post(n.ctx, n.a.stepCard(n.ctx, n.a.desks[0], &x, 2), at(channel), nil); !waits(err) {
			t.Fatal(err)
		}
		if got := told(); got != want {
			t.Errorf("after %d tries it is said %d times, want %d", i+1, got, want)
		}
	}
	if got := n.found(n.a); !contains(got, "WRONG sales room "+channel+": the app is not in it") {
		t.Error(got)
	}
}

// Where only those who decide are few enough, the card is theirs to draw; who looks
// sees the one for all, without buttons.
func TestTooManyWhoLook(t *testing.T) {
	n := newTown(t)
	n.crowded(task.Viewer)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	for user, sees := range map[string]bool{"anna": true, "bo": true, "bea": true, "eve": false, "p": false} {
		if _, ok := n.look(user, m).Button("confirm"); ok != sees {
			t.Errorf("%s sees Confirm: %v", user, ok)
		}
	}
}
