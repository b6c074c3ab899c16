package slack

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	slackgo "github.com/slack-go/slack"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/slack/views"
	"salesclerk/bot/slack/wire"
	"salesclerk/cards"
)

// submit is a modal that was sent.
func (a *App) submit(ctx context.Context, r wire.Request) (wire.Answer, error) {
	switch r.Interaction.View.CallbackID {
	case views.CallDialog:
		return a.submitDialog(ctx, r)
	case views.CallLine:
		return a.submitLine(ctx, r)
	case views.CallConfirm:
		return a.submitYes(ctx, r)
	}
	return wire.Answer{}, nil
}

// shows acknowledges a submission with another view in its place. Where that is
// more than an acknowledgement may hold, it comes a moment later.
func (a *App) shows(r wire.Request, k asker, v slackgo.ModalViewRequest) wire.Answer {
	body := slackgo.NewUpdateViewSubmissionResponse(&v)
	data, err := json.Marshal(body)
	if err == nil && (r.AnswerMax == 0 || len(data) <= r.AnswerMax) {
		return wire.Answer{Body: body}
	}
	wait := views.Message(appName, []cards.Text{k.Say("slack.app.moment")}, k.look())
	id := r.Interaction.View.ID
	return wire.Answer{Body: slackgo.NewUpdateViewSubmissionResponse(&wait),
		After: func(ctx context.Context) { a.changeLater(ctx, id, v) }}
}

// ackTime is how long Slack may take to show what an acknowledgement brought:
// an edit of the same view that is made sooner would be shown before it and be
// buried by it.
const ackTime = 700 * time.Millisecond

// changeLater replaces a view that the acknowledgement has just replaced.
func (a *App) changeLater(ctx context.Context, id string, v slackgo.ModalViewRequest) {
	if pause(ctx, ackTime) {
		a.changeView(ctx, id, "", v)
	}
}

// submitLine takes a line into its document; the dialog below is drawn again.
func (a *App) submitLine(ctx context.Context, r wire.Request) (wire.Answer, error) {
	o, err := a.openOf(ctx, r)
	if errors.Is(err, errForgotten) {
		return a.shows(r, o.k, o.lost()), nil
	}
	if err != nil {
		return wire.Answer{}, err
	}
	if o.State.Draft != nil && o.State.Draft.Key == o.meta.Line { // else it was taken before
		o.read(r.Interaction)
		wrong := o.State.KeepLine(o.form, o.k.look())
		if err := o.k.d.keepState(ctx, o.dialog); err != nil {
			return wire.Answer{}, err
		}
		if len(wrong) > 0 {
			return wire.Answer{Body: slackgo.NewErrorsViewSubmissionResponse(wrong)}, nil
		}
	}
	if o.view.ID == o.meta.Root { // there was no room for it above its dialog
		return a.shows(r, o.k, o.draw()), nil
	}
	return a.changed(o.meta.Root, o.draw()), nil
}

// submitDialog applies what a dialog brings. All that was typed is kept first.
func (a *App) submitDialog(ctx context.Context, r wire.Request) (wire.Answer, error) {
	o, err := a.openOf(ctx, r)
	if errors.Is(err, errForgotten) {
		return a.shows(r, o.k, o.lost()), nil
	}
	if err != nil {
		return wire.Answer{}, err
	}
	if o.form.Action == "" {
		return wire.Answer{}, nil
	}
	o.read(r.Interaction)
	o.Sent = true
	after, wrong, err := a.send(ctx, o, func(t *task.Task, form *task.Form) (task.Task, error) {
		// The turn is that of the view which was sent: the dialog that is kept may have
		// gone on to another since.
		return bot.Click(ctx, o.k.d, t, task.Event{ID: submission(r), At: o.k.Now, Kind: o.form.Action, By: o.k.Person,
			Step: o.target().Step, Turn: o.meta.Target.Turn, Form: form})
	})
	if !o.k.Final(err) {
		return wire.Answer{}, err
	}
	o.Done = err == nil && len(wrong) == 0
	switch {
	case len(wrong) > 0:
		return a.wrong(ctx, r, o, wrong)
	case err == nil:
		return a.sent(ctx, r, o, after)
	}
	return a.notSent(ctx, r, o, err)
}

// submission names a submission for the core: the same view sent twice is one.
func submission(r wire.Request) string {
	cb := r.Interaction
	return "slack:" + r.Team + "/" + cb.User.ID + ":" + cb.View.ID + ":" + cb.View.Hash
}

// send applies what the dialog brings: to the task as it is after it, or what is
// wrong at which field.
func (a *App) send(ctx context.Context, o *open, apply func(*task.Task, *task.Form) (task.Task, error)) (task.Task, map[string]string, error) {
	t, err := o.k.d.task(ctx, o.target().Task)
	if err != nil {
		return t, nil, err
	}
	form, wrong := o.State.Form(o.form, o.k.look())
	if len(wrong) > 0 {
		return t, wrong, nil
	}
	if err := o.k.d.keepState(ctx, o.dialog); err != nil {
		return t, nil, err
	}
	after, err := apply(&t, form)
	if field := bot.FieldOf(err); field != "" {
		say, _ := o.k.Refusal(err)
		return t, map[string]string{field: say.Para()}, nil
	}
	return after, nil, err
}

// wrong shows what is wrong at its field: where it stands on the page that is
// shown, else on the page where it does.
func (a *App) wrong(ctx context.Context, r wire.Request, o *open, wrong map[string]string) (wire.Answer, error) {
	at := views.Fail(o.form, o.State, wrong)
	if err := o.k.d.keepState(ctx, o.dialog); err != nil {
		return wire.Answer{}, err
	}
	if len(at) > 0 {
		return wire.Answer{Body: slackgo.NewErrorsViewSubmissionResponse(at)}, nil
	}
	return a.shows(r, o.k, o.draw()), nil
}

// sent closes the dialog; a mail that was mended goes on as its card, where it can
// be confirmed. What stands below is brought up to date.
func (a *App) sent(ctx context.Context, r wire.Request, o *open, after task.Task) (wire.Answer, error) {
	if err := o.k.d.keepState(ctx, o.dialog); err != nil {
		a.o.Log.Warn("slack: that a dialog is done was not kept", "task", after.ID, "error", err)
	}
	step := o.target().Step
	if s := after.Open(); s != nil && s.N == step && !s.Busy && s.Asking == nil {
		shown := a.shows(r, o.k, a.taskView(&after, step, o.k, cards.Block{Kind: cards.BlockNote, Text: o.k.Say("chat.saved")}))
		return a.below(shown, o, &after), nil
	}
	return a.below(wire.Answer{}, o, &after), nil
}

// below brings the card that the dialog was opened over up to date as well.
func (a *App) below(answer wire.Answer, o *open, t *task.Task) wire.Answer {
	if !o.Over {
		return answer
	}
	first := answer.After
	answer.After = func(ctx context.Context) {
		if first != nil {
			first(ctx)
		}
		a.changeView(ctx, o.view.PreviousViewID, "", a.taskView(t, o.target().Step, o.k))
	}
	return answer
}

// notSent shows why nothing came of a dialog, with everything that was typed in it.
func (a *App) notSent(ctx context.Context, r wire.Request, o *open, err error) (wire.Answer, error) {
	say, _ := o.k.Refusal(err)
	if errors.Is(err, task.ErrDenied) {
		a.refused(o.k, string(o.form.Action), o.target().Task)
	}
	t, lost := o.k.d.task(ctx, o.target().Task)
	if lost != nil && !errors.Is(lost, bot.ErrNotFound) {
		return wire.Answer{}, lost
	}
	if errors.Is(err, task.ErrChanged) {
		again, ok, err := a.again(ctx, r, o, &t)
		if ok || err != nil {
			return again, err
		}
	}
	if err := o.k.d.keepState(ctx, o.dialog); err != nil {
		return wire.Answer{}, err
	}
	c := cards.New(&t, o.target().Step, o.k.Options())
	moved := views.Moved(o.form, o.State, c, say.Para(), o.k.d.Name, o.k.look())
	return a.below(a.shows(r, o.k, moved), o, &t), nil
}

// again begins the dialog anew where the task has changed but the step still waits
// for the same: all that was typed is kept. False: it waits for something else now.
func (a *App) again(ctx context.Context, r wire.Request, o *open, t *task.Task) (wire.Answer, bool, error) {
	at := o.target()
	s := t.Open()
	if s == nil || s.N != at.Step || s.Busy || s.Asking != nil {
		return wire.Answer{}, false, nil
	}
	f := a.form(ctx, o.k, t, at.Step, o.form.Kind, o.State.Action)
	if f.Action != o.form.Action {
		return wire.Answer{}, false, nil
	}
	key := "chat.changed"
	if f.Version != o.form.Version {
		key = "chat.changed.version"
	}
	at.Turn = t.Turn
	o.State.Rebase(at, o.form, f)
	o.form = f
	o.State.Notes = []views.Note{{Text: o.k.Words.T(key), Warn: true}}
	if err := o.k.d.keepForm(ctx, o.dialog); err != nil {
		return wire.Answer{}, false, err
	}
	return a.shows(r, o.k, o.draw()), true, nil
}
