package teams

import (
	"context"
	"time"

	"salesclerk/agent/task"
)

// How long an answer waits for what the agent carries out: of the four seconds that
// a handler has, the first.
const (
	carryFirst = 20 * time.Millisecond
	carryLast  = 640 * time.Millisecond // each pause is twice the one before: 1.3 s in all
)

// carried is a task that was clicked once the agent has carried out what was entered
// on its card, if that does not take long. Nobody knows which the client of the one
// who clicked shows last, the answer or the edit that follows: so the answer should
// not be of a moment that is over.
func (a *App) carried(ctx context.Context, c *click, t task.Task) task.Task {
	if c.where != inCard {
		return t
	}
	for pause := carryFirst; pause <= carryLast && carrying(&t, c.s.Target.Step); pause *= 2 {
		select {
		case <-ctx.Done():
			return t
		case <-time.After(pause):
		}
		now, err := c.k.d.task(ctx, t.ID)
		if err != nil {
			return t
		}
		t = now
	}
	return t
}

func carrying(t *task.Task, step int) bool {
	s := t.Step(step)
	return s != nil && s.Busy && s.Status == task.StepOpen
}

// settleOwn brings a card in somebody's own chat up to date, and again where the
// task went on meanwhile: then the edit may have come after the desk's own.
func (a *App) settleOwn(ctx context.Context, c *click, t *task.Task) {
	for range maxSettled {
		a.edit(ctx, c, a.ownCard(ctx, c.k, t, c.s.Target.Step))
		now, err := c.k.d.task(ctx, t.ID)
		if err != nil || now.Rev == t.Rev {
			return
		}
		t = &now
	}
}

const maxSettled = 5 // edits after one click
