package realtest

import (
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot/slack/slacktest"
)

// posted waits for the message of a step to offer something.
func (o *slackOffice) posted(t *testing.T, id string, step int, verb task.Kind) slacktest.Message {
	t.Helper()
	ctx, cancel := context.WithTimeout(o.ctx, patience)
	defer cancel()
	want := fmt.Sprintf("%s/card/%d", id, step)
	m, err := o.fake.WaitMessage(ctx, salesChannel, func(m slacktest.Message) bool {
		_, _, _, live := offer(m, verb)
		return named(m) == want && live
	})
	if err != nil {
		t.Fatalf("the card %s never offers %s: %v", want, verb, err)
	}
	return m
}

// asSeen clicks what a message offered when it was seen.
func (o *slackOffice) asSeen(who string, m slacktest.Message, verb task.Kind) (slacktest.Result, error) {
	action, options, _, _ := offer(m, verb)
	if b, ok := m.Button(action); ok && b.Confirm != nil {
		options = append(options, slacktest.Yes())
	}
	return o.fake.Click(o.ctx, who, m.Channel, m.TS, action, append(options, slacktest.AsSeen(m))...)
}

// TestSlackAtOnce has fifty people click Confirm and Stop on one card at once,
// over two copies: one is first, each other is told so once, in private, and those
// without the right change nothing.
func TestSlackAtOnce(t *testing.T) {
	t.Parallel()
	for _, over := range []string{"socket", "http"} {
		t.Run(over, func(t *testing.T) {
			t.Parallel()
			s := quiet(t)
			o := s.slacked(t, over, &tap{}, slacktest.Options{Limits: unhurried()})
			const people, others = 50, 6
			o.people(people)
			s.write(t)
			for i := range others {
				o.fake.AddUser(slacktest.User{ID: fmt.Sprintf("U0X%d", i), Name: "somebody", Locale: "en-GB"})
			}
			o.both(t)
			s.arrive(t, 0, 1)
			x := o.first(t, 1)[0]
			step := x.Open().N
			m := o.posted(t, x.ID, step, task.Confirm)
			storm(t, names("U0P%d", people), names("U0X%d", others), func(who string, verb task.Kind) (bool, error) {
				r, err := o.asSeen(who, m, verb)
				return r.Acked, err
			})
			x = o.task(t, x.ID)
			o.judge(t, x.Step(step), people, others)
			until(t, "the card having no buttons", func() bool { m, _ := o.cardOf(x.ID, step); return !deciding(m) })
		})
	}
}

// unhurried are Slack's limits without its rates.
func unhurried() *slacktest.Limits {
	l := slacktest.DefaultLimits()
	l.PostEvery, l.UpdatePerMin, l.Tiers = 0, 0, false
	return &l
}

// judge sees who was first and what everybody was told.
func (o *slackOffice) judge(t *testing.T, s *task.Step, people, others int) {
	t.Helper()
	if s.Status == task.StepOpen || s.By == nil || !strings.HasPrefix(s.By.ID, "slack:T1/U0P") {
		t.Fatalf("of the step came %s by %+v", s.Status, s.By)
	}
	first := s.By.Name
	told := func(who string) []slacktest.Message { return o.fake.Ephemerals(who) }
	everybody := func(do func(who, words string)) {
		for i := range people {
			if who := fmt.Sprintf("U0P%d", i); s.By.ID != "slack:T1/"+who {
				do(who, first)
			}
		}
		for i := range others {
			do(fmt.Sprintf("U0X%d", i), "")
		}
	}
	everybody(func(who, words string) {
		until(t, who+" being told", func() bool { return len(told(who)) > 0 })
	})
	ctx, cancel := context.WithTimeout(o.ctx, patience)
	defer cancel()
	if err := o.fake.Settled(ctx); err != nil {
		t.Error(err)
	}
	everybody(func(who, words string) {
		if got := told(who); len(got) != 1 || !got[0].Has(words) {
			t.Errorf("%s was %s with %s, and %s is told %d times: %s", first, "first", s.Action, who, len(got), got[0].Words())
		}
	})
	if got := told(strings.TrimPrefix(s.By.ID, "slack:T1/")); len(got) != 0 {
		t.Errorf("who was first is told %q", got[0].Words())
	}
	t.Logf("%s was first with %s", first, s.Action)
}

// TestSlackCopies has two copies share Slack's sockets while one is killed and
// then another stands still, and each click is delivered to both.
func TestSlackCopies(t *testing.T) {
	t.Parallel()
	const n = 5
	s := quiet(t)
	o := s.slacked(t, "socket", &tap{}, slacktest.Options{})
	o.people(2)
	s.write(t)
	copies := o.both(t)
	s.arrive(t, 0, n)
	all := o.first(t, n)
	defer func() {
		if t.Failed() {
			o.show(t, copies)
		}
	}()
	confirm := func(i int, meanwhile func()) slacktest.Message {
		t.Helper()
		step := all[i].Open().N
		m := o.posted(t, all[i].ID, step, task.Confirm)
		o.fake.DeliverNext(slacktest.Handling{Twice: true}, 1)
		if meanwhile != nil {
			meanwhile()
		}
		for {
			r, err := o.asSeen("U0P0", m, task.Confirm)
			if err != nil {
				t.Fatal(err)
			}
			if r.Acked {
				break
			}
			t.Logf("the click on %s was not acknowledged and is done again", all[i].ID)
		}
		x := o.task(t, all[i].ID)
		if s := x.Step(step); s.Status != task.StepConfirmed || s.By.Name != "Person 0" {
			t.Errorf("an acknowledged click led to %+v", s)
		}
		return m
	}
	o.late(t, confirm(0, nil), 2)
	copies[0].kill() // the next click may go to a line of which Slack does not know yet that it is dead
	confirm(1, nil)
	o.sockets(t, socketsOfCopy)
	confirm(2, nil)
	copies[0] = o.run(t, "a")
	o.sockets(t, 2*socketsOfCopy)
	confirm(3, func() { _ = copies[1].cmd.Process.Signal(syscall.SIGSTOP) })
	confirm(4, nil)
	_ = copies[1].cmd.Process.Signal(syscall.SIGCONT)
	o.quoted(t, all, copies, o.tidy)
}

// late is a click on what is decided, delivered to both copies: one private
// answer. Those whose clicks counted are told nothing. Each delivery so far has
// put the card right once, and this one does and tells.
func (o *slackOffice) late(t *testing.T, seen slacktest.Message, deliveries int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(o.ctx, patience)
	defer cancel()
	calls := func(n int) {
		if err := o.fake.WaitCalls(ctx, "response_url", n); err != nil {
			t.Error(err)
		}
		if err := o.fake.Settled(ctx); err != nil {
			t.Error(err)
		}
	}
	calls(deliveries)
	o.fake.DeliverNext(slacktest.Handling{Twice: true}, 1)
	r, err := o.asSeen("U0P1", seen, task.Confirm)
	if err != nil || !r.Acked {
		t.Fatalf("the late click: acknowledged %v, %v", r.Acked, err)
	}
	if _, err := o.fake.WaitEphemeral(ctx, "U0P1", func(m slacktest.Message) bool { return m.Has("Person 0") }); err != nil {
		t.Error(err)
	}
	calls(deliveries + 3)
	for who, n := range map[string]int{"U0P0": 0, "U0P1": 1} {
		if got := o.fake.Ephemerals(who); len(got) != n {
			t.Errorf("%s is told %d times: %+v", who, len(got), got)
		}
	}
}

// show writes down what is in the channel, what is kept of it, and what the copies
// said.
func (o *slackOffice) show(t *testing.T, copies []*process) {
	t.Helper()
	for _, m := range o.fake.Messages(salesChannel) {
		for _, r := range o.fake.Thread(salesChannel, m.TS) {
			t.Logf("in the channel: %s in the thread %q: %s %v", r.TS, r.Thread, named(r), r.Files)
		}
	}
	for _, x := range o.tasks(t) {
		refs, err := o.desk.CardRefs(t.Context(), x.ID, "slack")
		t.Logf("kept of %s, revision %d, %s (%v): %v", x.ID, x.Rev, x.State, err, refs)
	}
	for _, p := range copies {
		t.Logf("copy %s says:\n%s", p.name, p.words())
	}
}
