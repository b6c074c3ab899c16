package teams

import (
	"context"
	"slices"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/cards"
)

// confirms says whether the click is Confirm in the form of a mail that can be
// mended: it brings what was typed.
func (c *click) confirms() bool {
	return c.s.Verb == task.Confirm && c.s.Form == cards.FormMail && c.s.Action == task.Save
}

// apply takes what a form brings, and confirms it where that was clicked. d is all
// that was typed.
func (c *click) apply(ctx context.Context, t *task.Task, d adaptive.Draft, form *task.Form) (task.Task, error) {
	turn := c.s.Target.Turn
	switch {
	case !c.confirms():
		return bot.Click(ctx, c.k.d, t, c.event(c.s.Action, "", turn, form))
	case c.saved(t):
		turn++
	case d.Touched():
		after, err := bot.Click(ctx, c.k.d, t, c.event(task.Save, saving, turn, form))
		if err != nil {
			return after, err
		}
		t, turn = &after, turn+1 // the turn that this saving led to, and no other
	}
	return bot.Click(ctx, c.k.d, t, c.event(task.Confirm, "", turn, nil))
}

// saving ends the id of the event that saves what is then confirmed.
const saving = "/save"

// saved says whether the click has saved what it brought: where the program ended
// before it was confirmed, it goes on from there.
func (c *click) saved(t *task.Task) bool {
	return slices.Contains(t.Seen, task.Seen{ID: c.id() + saving})
}
