package slack

import (
	"context"
	"errors"

	slackgo "github.com/slack-go/slack"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/slack/views"
	"salesclerk/bot/slack/wire"
)

// confirmDialog is Confirm in the dialog of an outgoing mail: what was typed is
// saved first, so that what the person sees is what is confirmed.
func (a *App) confirmDialog(ctx context.Context, c *click, t *task.Task) (wire.Answer, error) {
	o, err := a.openOf(ctx, c.r)
	if errors.Is(err, errForgotten) {
		return a.changed(o.view.ID, o.lost()), nil
	}
	if err != nil {
		return wire.Answer{}, err
	}
	o.read(c.cb)
	mended := o.form.Action == task.Save && o.State.Touched(o.form)
	var after task.Task
	var wrong map[string]string
	if mended {
		o.Sent = true
		after, wrong, err = a.send(ctx, o, func(t *task.Task, form *task.Form) (task.Task, error) {
			return bot.SaveAndConfirm(ctx, o.k.d, t, form, c.event())
		})
	} else {
		after, err = bot.Click(ctx, o.k.d, t, c.event())
	}
	switch {
	case !o.k.Final(err):
		return wire.Answer{}, err
	case mended && (len(wrong) > 0 || err != nil):
		return a.notConfirmed(ctx, c, o, wrong, err)
	}
	o.Done = err == nil
	if err := o.k.d.keepState(ctx, o.dialog); err != nil {
		a.o.Log.Warn("slack: that a dialog is done was not kept", "task", t.ID, "error", err)
	}
	answer := wire.Answer{After: func(ctx context.Context) { a.afterClick(ctx, c, after, err) }}
	if err != nil {
		return answer, nil
	}
	return a.below(answer, o, &after), nil
}

// notConfirmed shows why a mended mail was not taken, in its dialog.
func (a *App) notConfirmed(ctx context.Context, c *click, o *open, wrong map[string]string, err error) (wire.Answer, error) {
	if len(wrong) > 0 {
		o.State.Page = -1 // a click has no answer with errors: the dialog is drawn with them, on whatever page
		views.Fail(o.form, o.State, wrong)
		if err := o.k.d.keepState(ctx, o.dialog); err != nil {
			return wire.Answer{}, err
		}
		return a.changed(o.view.ID, o.draw()), nil
	}
	shown, err := a.notSent(ctx, c.r, o, err)
	if err != nil {
		return shown, err
	}
	body, ok := shown.Body.(*slackgo.ViewSubmissionResponse)
	if !ok || body.View == nil {
		return shown, nil
	}
	rest := shown.After
	return wire.Answer{After: func(ctx context.Context) {
		a.changeView(ctx, o.view.ID, "", *body.View)
		if rest != nil {
			rest(ctx)
		}
	}}, nil
}
