package realtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"salesclerk/agent/mail"
	"salesclerk/agent/task"
)

// office is a site whose people decide in a chat that is not a real one.
type office struct {
	*site
	chat
	ctx   context.Context
	over  string // the way in, or the kind of room
	lines []*line
	door  *line // between the chat and the program, where the chat calls it
}

// chat is a platform as the tests of every chat see it.
type chat interface {
	// platform is what the store calls it.
	platform() string
	// enter is what people do once the program runs, before anything else.
	enter(t *testing.T)
	// press has Anna press a button on the card of a step as it stands. Not tried:
	// there is no such button yet, or any more.
	press(t *testing.T, x *task.Task, s *task.Step, verb task.Kind) (acked, tried bool)
	// settled waits until nothing is under way between the program and the chat.
	settled() error
	// tidy is what must hold of what the room shows of a task once the dust has settled.
	tidy(t *testing.T, id string)
	// whole is what must hold at the end of a story in which these mails left.
	whole(t *testing.T, id string, left []mail.Message)
	// dump writes down what the room shows and what was asked of the chat.
	dump(t *testing.T)
}

// open puts a chat before a site.
func (s *site) open(t *testing.T, c chat, over string) *office {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	return &office{site: s, chat: c, ctx: ctx, over: over}
}

// line is a line that is cut when the program is killed.
func (o *office) through(l *line) *line {
	o.lines = append(o.lines, l)
	return l
}

// begin runs a copy, and sees to it that the chat finds it, as the only one it calls.
func (o *office) begin(t *testing.T, name string) *process {
	t.Helper()
	p := o.run(t, name)
	o.lead(p)
	return p
}

// lead has the chat call these copies in turn.
func (o *office) lead(copies ...*process) {
	var addrs []string
	for _, p := range copies {
		addrs = append(addrs, strings.TrimPrefix(p.url, "http://"))
	}
	if o.door != nil {
		o.door.to(addrs...)
	}
}

// both runs two copies that share what the chat sends.
func (o *office) both(t *testing.T) []*process {
	t.Helper()
	copies := []*process{o.run(t, "a"), o.run(t, "b")}
	o.lead(copies...)
	return copies
}

func (o *office) task(t *testing.T, id string) task.Task {
	t.Helper()
	x, err := o.desk.Task(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// first waits for a task of each of n mails, and gives them with their open steps.
func (o *office) first(t *testing.T, n int) []task.Task {
	t.Helper()
	var all []task.Task
	until(t, fmt.Sprintf("%d mails being reviewed", n), func() bool {
		all = o.tasks(t)
		return len(all) == n && !slices.ContainsFunc(all, func(x task.Task) bool { return x.Open() == nil })
	})
	return all
}

// shown says whether nothing is left to show.
func (o *office) shown() bool {
	// not the first alone: one that is shown just now is left out
	due, err := o.desk.Due(context.Background(), o.platform(), 100)
	return err == nil && len(due) == 0
}

// quiet waits until nothing is left to do, and then to show in the room.
func (o *office) quiet(t *testing.T, at func() *process) {
	t.Helper()
	until(t, "nothing being due in the room", func() bool {
		at()
		now, later, err := o.desk.Backlog(context.Background()) // a job ends after what it did is due
		return err == nil && now == 0 && later == 0 && o.shown()
	})
	if err := o.settled(); err != nil {
		t.Error(err)
	}
}

// recovering says, once the program was killed, whether the room is still to be
// put right.
func (o *office) recovering(x *tap) func() bool {
	over := false
	return func() bool {
		if over || !x.hit() {
			return false
		}
		over = o.shown()
		return !over
	}
}

// decisions are the verbs that can change a task.
var decisions = []task.Kind{task.Confirm, task.Discard, task.Updated, task.ResumeOnly, task.Stop, task.StopYes, task.StopNo, task.Retry, task.MakeOrder}

// storm has everybody click at once: the people with the right one of two buttons,
// all others Confirm. A click that is not answered is done again.
func storm(t *testing.T, people, others []string, click func(who string, verb task.Kind) (acked bool, err error)) {
	ready := make(chan struct{})
	var wg sync.WaitGroup
	do := func(who string, verb task.Kind) {
		wg.Go(func() {
			<-ready
			for {
				acked, err := click(who, verb)
				if err != nil {
					t.Errorf("%s by %s: %v", verb, who, err)
				}
				if err != nil || acked {
					return
				}
				t.Logf("%s by %s was not acknowledged and is done again", verb, who) // on a machine that stands still for seconds
			}
		})
	}
	for i, who := range people {
		do(who, []task.Kind{task.Confirm, task.Stop}[i/2%2])
	}
	for _, who := range others {
		do(who, task.Confirm)
	}
	close(ready)
	wg.Wait()
}

// names makes n names.
func names(form string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf(form, i)
	}
	return out
}

// quoted holds, once all is quiet, that each task came of one mail and led to one
// quote, that its room is tidy, and that the copies end well.
func (o *office) quoted(t *testing.T, all []task.Task, copies []*process, tidy func(*testing.T, string)) {
	t.Helper()
	o.quiet(t, func() *process { return nil })
	for _, x := range all {
		tidy(t, x.ID)
		if now := o.task(t, x.ID); len(now.Messages) != 1 {
			t.Errorf("%s holds %d mails", x.ID, len(now.Messages))
		}
	}
	n, counted := len(all), o.counts(t)["quotes"]
	if q := o.records(t, "quote"); len(q) != n || int(counted) != n {
		t.Errorf("%d quotes, %d counted, of %d", len(q), counted, n)
	}
	for _, p := range copies {
		if code := p.end(t); code != 0 {
			t.Errorf("copy %s ended with %d", p.name, code)
		}
	}
}
