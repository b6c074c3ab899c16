package teams

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/bottest"
	"salesclerk/bot/teams/teamstest"
	"salesclerk/cards"
)

// The program dies before or after a post or an edit, and the next one goes on:
// the card is there once at most, and if it may not be, the room is told; once
// somebody decided, nothing in the room can be decided any more.
func TestKilledAtAnyCall(t *testing.T) {
	for _, op := range []string{"send", "update"} {
		for _, after := range []bool{false, true} {
			n := newTown(t)
			n.grace = 300 * time.Millisecond
			killed := make(chan struct{})
			kill := func() {
				n.d.Kill(true)
				close(killed)
			}
			fault := teamstest.Fault{Do: kill, After: after, Drop: true}
			n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
			if op == "update" {
				end := n.poster(n.app(channel))
				n.waitCard(channel, "Review the mail")
				n.dust()
				end()
				x := n.d.Get("T-1042")
				x.Draft.Subject, x.Rev = "Another subject", x.Rev+1
				n.d.Put("T-1042", x)
			}
			n.FailNext(op, fault, 1)
			end := n.poster(n.app(channel))
			select {
			case <-killed:
			case <-n.ctx.Done():
				t.Fatal("nothing was killed")
			}
			end()
			n.Heal()
			n.d.Kill(false)
			a := n.quick()
			n.poster(a)
			n.dust()
			all := n.about("T-1042")
			var cards, notes int
			for _, m := range all {
				if m.Has("not known whether") {
					notes++
				} else {
					cards++
				}
			}
			if cards > 1 || cards+notes == 0 || op == "update" && (cards != 1 || notes != 0) {
				t.Fatalf("%s, after %v: %d cards, %d notes", op, after, cards, notes)
			}
			for i, m := range all {
				if _, live := n.look("bo", m).Button("confirm"); live || len(all) == 1 {
					if _, note := m.Button("show"); note {
						n.click("bo", m, "show")
						m, _ = n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return !m.Has("not known whether") })
					}
					n.click("bo", m, "confirm")
					break
				}
				if i == len(all)-1 {
					t.Errorf("%s, after %v: there is nothing to click", op, after)
				}
			}
			for _, m := range all {
				if _, err := n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("Confirmed by Bo Lund") && len(m.Buttons()) == 0 }); err != nil {
					t.Errorf("%s, after %v: still live: %v\n%s", op, after, err, n.log)
				}
			}
			if len(n.d.Sent()) != 1 {
				t.Errorf("%d mails sent", len(n.d.Sent()))
			}
		}
	}
}

// A limit is waited for; nothing is posted twice or missing.
func TestManyCardsAtOnce(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	n.FailNext("send", teamstest.Fault{RetryAfter: time.Second}, 1)
	for i := range 9 {
		n.d.Put("T-"+string(rune('1'+i)), bottest.Sample(task.StepOutgoing, "quote"))
	}
	n.dust()
	if got := len(n.Messages(channel)); got != 9 {
		t.Errorf("%d cards", got)
	}
	if got := n.Calls("send"); len(got) > 12 {
		t.Errorf("%d calls", len(got))
	}
}

// Stopping that takes longer than Teams waits goes on behind the answer.
func TestStopAllThatTakesLong(t *testing.T) {
	n := newTown(t)
	n.install("anna")
	n.d.Put("T-1", bottest.Sample(task.StepOutgoing, "quote"))
	first := true
	n.d.Slow = func(ctx context.Context) {
		if first {
			first = false
			<-ctx.Done()
		}
	}
	m := n.say("anna", "", "stop all")
	if r := n.click("anna", m, "stop_all"); !r.Shown.Has("are being stopped") {
		t.Errorf("told %s", r.Shown.Words())
	}
	if _, err := n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("1 task was stopped") }); err != nil {
		t.Error(err, n.log)
	}
}

func TestANoticeInTheDesksRoom(t *testing.T) {
	n := newTown(t)
	n.a.desks[0].Notice = func(_ context.Context, id, lang string) (cards.Notice, error) {
		if id != "kpi-1" {
			return cards.Notice{}, bot.ErrNotFound
		}
		return cards.Notice{ID: id, Kind: "kpi", Title: "Summary of the week", Lead: cards.Text{S: "3 mails"}, At: bottest.T0}, nil
	}
	n.poster(n.a)
	n.d.Write("notice/gone")
	n.d.Write("notice/kpi-1")
	n.d.Put("T-1", bottest.Sample(task.StepOutgoing, "quote"))
	n.waitCard(channel, "3 mails")
	n.dust()
}

func TestNewSaysWhatIsMissing(t *testing.T) {
	n := newTown(t)
	d := n.desk(n.d, channel)
	for name, o := range map[string]Options{"no desk": {Client: n.a.o.Client}, "no client": {Desks: []Desk{d}}, "twice": {Client: n.a.o.Client, Desks: []Desk{d, d}},
		"no room": {Client: n.a.o.Client, Desks: []Desk{{Desk: n.d, Memory: n.d, Name: "x"}}}, "no memory": {Client: n.a.o.Client, Desks: []Desk{{Desk: n.d, Name: "x"}}}} {
		if _, err := New(o); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if n.a.Poster("sales") == nil || n.a.Poster("nowhere") != nil {
		t.Error("posters")
	}
}

// What an error of a call means: only where nobody knows is a post kept open.
func TestWhatAnErrorMeans(t *testing.T) {
	n := newTown(t)
	for _, c := range []struct {
		name string
		f    teamstest.Fault
	}{{"down", teamstest.Fault{Status: http.StatusServiceUnavailable}}, {"auth", teamstest.Fault{Status: http.StatusUnauthorized}}, {"limit", teamstest.Fault{RetryAfter: time.Second}}} {
		name, f := c.name, c.f
		s := newSurface(n.a, n.a.desks[0])
		n.FailNext("send", f, 1)
		_, err := s.Post(n.ctx, n.a.stepCard(n.ctx, n.a.desks[0], ptr(bottest.Sample(task.StepOutgoing, "quote")), 2), at(channel), nil)
		n.Heal()
		if name == "auth" { // once more with another token
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err == nil || name == "limit" && !waits(err) || name == "down" && !errors.Is(err, errUncertain) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
