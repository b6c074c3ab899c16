package realtest

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot/teams/teamstest"
)

// posted waits for the message of a step, as a person sees it who may decide.
func (o *teamsOffice) posted(t *testing.T, who, id string, step int) teamstest.Message {
	t.Helper()
	ctx, cancel := context.WithTimeout(o.ctx, patience)
	defer cancel()
	want := fmt.Sprintf("%s/card/%d", id, step)
	m, err := o.fake.WaitMessage(ctx, o.room, func(m teamstest.Message) bool { return keyOf(m) == want })
	if err != nil {
		t.Fatalf("the card %s never comes: %v", want, err)
	}
	until(t, who+" seeing buttons on "+want, func() bool {
		m = o.looked(who, m)
		return slices.ContainsFunc(aims(m), func(a aim) bool { return a.verb == task.Confirm })
	})
	return m
}

// asSeen clicks what a message offered when it was seen.
func (o *teamsOffice) asSeen(who string, m teamstest.Message, verb task.Kind) (teamstest.Result, error) {
	for _, a := range aims(m) {
		if a.verb == verb {
			return o.fake.Click(o.ctx, who, m, a.path, teamstest.AsSeen(m))
		}
	}
	return teamstest.Result{}, fmt.Errorf("the card offers no %s: %v", verb, aims(m))
}

// TestTeamsRedisAway has Redis away while somebody clicks.
func TestTeamsRedisAway(t *testing.T) {
	t.Parallel()
	for _, a := range absences {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			o := quiet(t).teamed(t, "channel", &tap{}, teamstest.Options{})
			o.without(t, a, http.StatusServiceUnavailable, func(x *task.Task) card {
				m := o.posted(t, "anna", x.ID, x.Open().N)
				return card{
					confirm: func() (bool, int, error) {
						r, err := o.asSeen("anna", m, task.Confirm)
						return r.Acked, r.Status, err
					},
					live: func() bool { now, _ := o.fake.Seen("anna", o.room, m.ID); return len(aims(now)) > 0 },
				}
			})
		})
	}
}

// TestTeamsAtOnce has fifty people click Confirm and Stop on one card at once, each
// click delivered twice, over two copies: one is first, each other sees in the
// answer who was, and those without the right change nothing.
func TestTeamsAtOnce(t *testing.T) {
	t.Parallel()
	s := quiet(t)
	o := s.teamed(t, "channel", &tap{}, teamstest.Options{Limits: &teamstest.Limits{Bytes: 100 << 10, Views: 60}})
	const people, others = 50, 6
	o.people(people)
	s.write(t)
	strangers := names("x%d", others)
	for _, who := range strangers {
		o.fake.AddUser(teamstest.User{ID: who, Locale: "en-GB"})
	}
	o.both(t)
	o.enter(t)
	s.arrive(t, 0, 1)
	x := o.first(t, 1)[0]
	step := x.Open().N
	seen := map[string]teamstest.Message{}
	for _, who := range names("p%d", people) {
		seen[who] = o.posted(t, who, x.ID, step)
	}
	for _, who := range strangers { // a client that sends what it was not shown
		seen[who] = seen["p0"]
	}
	said := make(chan answered, people+others)
	o.fake.DeliverNext(teamstest.Handling{Twice: true}, people+others)
	storm(t, names("p%d", people), strangers, func(who string, verb task.Kind) (bool, error) {
		r, err := o.asSeen(who, seen[who], verb)
		if err == nil && r.Acked {
			said <- answered{who, r}
		}
		return r.Acked, err
	})
	close(said)
	o.judge(t, x.ID, step, said)
	o.quiet(t, func() *process { return nil })
	o.tidy(t, x.ID)
}

// answered is what somebody was answered.
type answered struct {
	who string
	teamstest.Result
}

// judge sees who was first and what everybody was told.
func (o *teamsOffice) judge(t *testing.T, id string, step int, said <-chan answered) {
	t.Helper()
	x := o.task(t, id)
	s := x.Step(step)
	if s.Status == task.StepOpen || s.By == nil || !strings.HasPrefix(s.By.Name, "Person ") {
		t.Fatalf("of the step came %s by %+v", s.Status, s.By)
	}
	t.Logf("%s was first with %s", s.By.Name, s.Action)
	by := map[string]bool{}
	for _, e := range x.Seen {
		if strings.HasPrefix(e.ID, "teams:") {
			by[strings.SplitN(e.ID, ":", 3)[1]] = true
		}
	}
	if len(by) != 1 {
		t.Errorf("the clicks of %d people had an effect", len(by))
	}
	n := 0
	for r := range said {
		n++
		for _, a := range aims(r.Shown) {
			if a.at.Step == step && slices.Contains(decisions, a.verb) && a.at.Turn != x.Turn {
				t.Errorf("%s is answered with a card that offers %s", r.who, a.verb)
			}
		}
		switch denied := strings.Contains(r.Words, "This needs the role"); {
		case strings.HasPrefix(r.who, "x") != denied:
			t.Errorf("%s is told: %s %s", r.who, r.Words, r.Shown.Words())
		case !denied && !r.Shown.Has(s.By.Name):
			t.Errorf("%s was first, and %s is told: %s %s", s.By.Name, r.who, r.Words, r.Shown.Words())
		}
	}
	if n != 56 {
		t.Errorf("%d people were answered", n)
	}
}

// TestTeamsCopies has two copies share what Teams sends, each click twice, while one
// is killed in the middle of a click and then stands still.
func TestTeamsCopies(t *testing.T) {
	t.Parallel()
	const n = 5
	s := quiet(t)
	x := &tap{}
	o := s.teamed(t, "channel", x, teamstest.Options{})
	o.people(2)
	s.write(t)
	copies := o.both(t)
	defer func() {
		if t.Failed() {
			o.dump(t)
			for _, p := range copies {
				t.Logf("copy %s says:\n%s", p.name, p.words())
			}
		}
	}()
	o.enter(t)
	s.arrive(t, 0, n)
	all := o.first(t, n)
	var cards []teamstest.Message
	for i := range all {
		cards = append(cards, o.posted(t, "p0", all[i].ID, all[i].Open().N))
	}
	confirm := func(i int, fails func()) {
		t.Helper()
		step, m := all[i].Open().N, cards[i]
		if fails == nil {
			o.fake.DeliverNext(teamstest.Handling{Twice: true}, 1)
		}
		for {
			r, err := o.asSeen("p0", m, task.Confirm)
			if err != nil {
				t.Fatal(err)
			}
			if r.Acked {
				break
			}
			if fails == nil {
				t.Logf("the click on %s was not acknowledged and is done again", all[i].ID)
				continue
			}
			fails()
			fails = nil
		}
		now := o.task(t, all[i].ID)
		if s := now.Step(step); s.Status != task.StepConfirmed || s.By.Name != "Person 0" {
			t.Errorf("an acknowledged click led to %+v", s)
		}
	}
	confirm(0, nil)
	o.fake.DeliverNext(teamstest.Handling{Twice: true}, 1)
	if r, err := o.asSeen("p1", cards[0], task.Confirm); err != nil || !r.Acked || !r.Shown.Has("Person 0") {
		t.Errorf("the late click: %v, acknowledged %v, told %s", err, r.Acked, r.Shown.Words())
	}
	for i, after := range []bool{false, true} { // before the click arrives, and when it was answered
		o.lead(copies[0])
		x.next("teams_click", after, func() {
			copies[0].kill()
			o.door.cut()
		})
		confirm(1+i, func() { o.lead(copies[1]) })
		copies[0] = o.run(t, "a")
	}
	o.lead(copies[0])
	o.door.cut()
	_ = copies[0].cmd.Process.Signal(syscall.SIGSTOP)
	confirm(3, func() {
		o.lead(copies[1])
		o.door.cut()
	})
	_ = copies[0].cmd.Process.Signal(syscall.SIGCONT)
	o.lead(copies...)
	confirm(4, nil)
	o.quoted(t, all, copies, o.tidy)
}
