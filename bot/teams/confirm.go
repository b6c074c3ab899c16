package teams

import (
	"context"

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
	if !c.confirms() {
		return bot.Click(ctx, c.k.d, t, c.event(c.s.Action, form))
	}
	if !d.Touched() {
		form = nil // as it is
	}
	return bot.SaveAndConfirm(ctx, c.k.d, t, form, c.event(task.Confirm, nil))
}
