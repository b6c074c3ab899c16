package realtest

import (
	"slices"
	"testing"

	"salesclerk/agent/mail"
	"salesclerk/agent/task"
)

// clerk is the person of a story, who decides in the room.
type clerk struct {
	*story
	*office
	acked, failed int
	pause         func() bool // nobody clicks as long as it says so; nil: never
}

func (o *office) clerk(at func() *process) *clerk {
	return &clerk{story: o.site.story(at), office: o}
}

// play goes on until the order is confirmed to the customer and the room shows it
// all.
func (c *clerk) play(t *testing.T) {
	t.Helper()
	c.enter(t)
	c.ask(t)
	c.upto(t, "the order being confirmed", func(x task.Task) bool { return x.State == task.Completed && len(x.Messages) == 4 })
}

// upto goes on until ok says yes of the task.
func (c *clerk) upto(t *testing.T, what string, ok func(task.Task) bool) {
	t.Helper()
	var p *process
	defer func() {
		if t.Failed() {
			c.tellAll(t, p)
		}
	}()
	until(t, what, func() bool {
		p = c.at()
		all := c.office.tasks(t)
		if len(all) == 0 {
			return false
		}
		if len(all) > 1 {
			t.Fatalf("%d tasks came of one mail", len(all))
		}
		for i := range all[0].Steps {
			if s := &all[0].Steps[i]; s.Status == task.StepOpen && (c.pause == nil || !c.pause()) {
				c.decide(t, &all[0], s)
			}
		}
		c.accept(t)
		return ok(all[0])
	})
}

func (c *clerk) tellAll(t *testing.T, p *process) {
	c.dump(t)
	if p != nil {
		t.Logf("the log of the program:\n%s", p.words())
	}
}

// decide does on a step's message what the salesperson does.
func (c *clerk) decide(t *testing.T, x *task.Task, s *task.Step) {
	t.Helper()
	before := slices.ContainsFunc(x.Steps, func(s task.Step) bool { return s.Status == task.StepDiscarded })
	switch {
	case s.Kind == task.StepOutgoing && !before:
		c.click(t, x, s, task.Discard)
	case s.Kind == task.StepIncoming, s.Kind == task.StepOutgoing:
		c.click(t, x, s, task.Confirm)
	case s.Kind == task.StepResume:
		c.click(t, x, s, task.Updated)
	case s.Problem != nil && s.Problem.Code == task.SendUncertain:
		c.look(t, x, s)
	default:
		t.Fatalf("nobody expected the step %s: %+v", s.Kind, s.Problem)
	}
}

// look is what a person does who is asked whether a mail left: look.
func (c *clerk) look(t *testing.T, x *task.Task, s *task.Step) {
	t.Helper()
	c.smtp.Settle(t)
	left := x.Draft != nil && slices.ContainsFunc(c.out(t), func(m mail.Message) bool { return m.ID == x.Draft.ID })
	if !left {
		c.click(t, x, s, task.Retry)
		return
	}
	if c.click(t, x, s, task.Confirm) {
		c.said = append(c.said, x.Draft.ID)
	}
}

// click clicks a button once it is there. A click that is acknowledged had its
// effect by then; one that is not is repeated, when the step is still open.
func (c *clerk) click(t *testing.T, x *task.Task, s *task.Step, verb task.Kind) (done bool) {
	t.Helper()
	acked, tried := c.office.press(t, x, s, verb)
	switch {
	case !tried:
		return false // it is yet to be posted, or edited
	case !acked:
		c.failed++
		return false
	}
	c.acked++
	after := c.task(t, x.ID)
	if now := after.Step(s.N); now.Status == task.StepOpen && !now.Busy && after.Turn == x.Turn {
		t.Errorf("%s of %s/%d was acknowledged and had no effect", verb, x.ID, s.N)
	}
	return true
}

// verify is what must hold at the end of every story.
func (c *clerk) verify(t *testing.T) {
	t.Helper()
	defer func() {
		if t.Failed() {
			c.tellAll(t, nil)
		}
	}()
	c.story.verify(t)
	c.quiet(t, c.at)
	c.whole(t, c.office.tasks(t)[0].ID, c.out(t))
}
