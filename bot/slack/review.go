package slack

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	slackgo "github.com/slack-go/slack"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/slack/views"
	"salesclerk/bot/slack/wire"
	"salesclerk/cards"
)

// extras is how long what a dialog shows beside its task may take to be read: its
// trigger lives three seconds from the click.
const extras = 1200 * time.Millisecond

// taskView is a card with its buttons and the last steps as a modal; what is on
// top stands before all else of it.
func (a *App) taskView(t *task.Task, step int, k asker, top ...cards.Block) slackgo.ModalViewRequest {
	o := k.Options()
	if t.Step(step) == nil {
		step = bot.LastStep(t)
	}
	c := cards.New(t, step, o)
	c.Blocks = append(slices.Clone(top), c.Blocks...)
	return views.Task(c, cards.Timeline(t, o), k.d.Name, k.look())
}

func timelineView(t *task.Task, page int, k asker) slackgo.ModalViewRequest {
	at := bot.Target{Desk: k.d.Name, Task: t.ID}
	return views.Timeline(at, t.ID, cards.Timeline(t, k.Options()), page, k.look())
}

// turnTimeline shows another page of a timeline, as the task stands now.
func (a *App) turnTimeline(ctx context.Context, r wire.Request, act *slackgo.BlockAction) (wire.Answer, error) {
	cb := r.Interaction
	page, _ := strconv.Atoi(views.Part(act.ActionID))
	meta, err := views.ParseMeta(cb.View.PrivateMetadata)
	d := a.desk(meta.Target.Desk)
	if err != nil || d == nil {
		return wire.Answer{}, nil
	}
	k, err := a.asked(ctx, d, r)
	if err != nil || !k.Sees() {
		return wire.Answer{}, err
	}
	t, err := d.task(ctx, meta.Target.Task)
	if errors.Is(err, bot.ErrNotFound) {
		return a.changed(cb.View.ID, views.Message(appName, []cards.Text{k.Say("chat.gone")}, k.look())), nil
	}
	if err != nil {
		return wire.Answer{}, err
	}
	return a.changed(cb.View.ID, timelineView(&t, page, k)), nil
}

// changed acknowledges and then replaces a view.
func (a *App) changed(id string, v slackgo.ModalViewRequest) wire.Answer {
	return wire.Answer{After: func(ctx context.Context) { a.changeView(ctx, id, "", v) }}
}

// openDialog opens the dialog of a button with the trigger of its click.
func (a *App) openDialog(ctx context.Context, c *click, t *task.Task, form string) {
	f := a.form(ctx, c.k, t, c.target.Step, form, c.verb)
	g, err := a.begin(ctx, c, f, bot.Failed(t, c.target.Step))
	if err != nil {
		a.o.Log.Error("slack: a dialog was not kept", "task", t.ID, "error", err)
		a.showView(ctx, wayTo(c.r), c.view, views.Message(appName, []cards.Text{c.k.Say("chat.reading")}, c.k.look()), c.k)
		return
	}
	a.showView(ctx, wayTo(c.r), c.view, views.Dialog(g.form, g.State, c.k.look()), c.k)
}

// form is what the dialog of a step shows and asks as its task stands. What the
// back office or the store cannot add in time is left out.
func (a *App) form(ctx context.Context, k asker, t *task.Task, step int, form string, action task.Kind) cards.Form {
	soon, end := context.WithTimeout(ctx, extras)
	defer end()
	f, err := bot.Form(soon, k.d, t, step, form, action, k.Options())
	if err != nil {
		a.o.Log.Warn("slack: a dialog is shown without all that it could show", "task", t.ID, "error", err)
	}
	return f
}

// begin keeps a new dialog. Where the last one that this person had of the same
// form was sent and not taken, or its work failed later, what was typed is here again.
func (a *App) begin(ctx context.Context, c *click, f cards.Form, failed bool) (*dialog, error) {
	d := c.k.d
	at := bot.Target{Desk: d.Name, Task: c.target.Task, Step: c.target.Step, Turn: f.Turn}
	g := &dialog{By: c.k.Person.ID, form: f, State: views.NewState(newKey(), at, c.verb, f),
		Over: c.view != nil && c.view.CallbackID == views.CallTask}
	if f.Action == "" {
		return g, d.keepForm(ctx, g)
	}
	last := lastName(g.By, f.Card, f.Kind+string(f.Action))
	a.restore(ctx, c, g, last, failed)
	if err := d.keepForm(ctx, g); err != nil {
		return nil, err
	}
	return g, d.put(ctx, last, g.State.Key, dialogLife)
}

// restore takes over what was typed before and came to nothing.
func (a *App) restore(ctx context.Context, c *click, g *dialog, last string, failed bool) {
	var key string
	if err := c.k.d.take(ctx, last, &key); err != nil {
		return
	}
	old, err := c.k.d.dialogOf(ctx, key, g.By)
	if err != nil || !old.Sent || old.Done && !failed || !old.State.Touched(old.form) {
		return
	}
	s := *old.State
	s.Key, s.Action = g.State.Key, g.State.Action
	s.Rebase(g.State.Target, old.form, g.form)
	s.Notes = []views.Note{{Text: c.k.Words.T("chat.restored")}}
	g.State = &s
}
