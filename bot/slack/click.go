package slack

import (
	"context"
	"errors"
	"fmt"

	slackgo "github.com/slack-go/slack"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/slack/views"
	"salesclerk/bot/slack/wire"
	"salesclerk/cards"
)

// click is a button of a card that somebody used, in a channel, a modal or the Home.
type click struct {
	r          wire.Request
	cb         *slackgo.InteractionCallback
	view       *slackgo.View // the modal that it stands in, or nil
	team, user string
	verb       task.Kind
	target     bot.Target
	at         string // moment and element of the click: two of the same are one click
	k          asker
}

// id names the click for the core.
func (c *click) id() string { return "slack:" + c.team + "/" + c.user + ":" + c.at }

// event is what the click means for its task.
func (c *click) event() task.Event {
	return task.Event{ID: c.id(), At: c.k.Now, Kind: c.verb, By: c.k.Person, Step: c.target.Step, Turn: c.target.Turn}
}

// told acknowledges and then says something, nothing else: k is who is told.
func (c *click) told(a *App, k asker, say cards.Text) wire.Answer {
	w := wayTo(c.r)
	return wire.Answer{After: func(ctx context.Context) {
		if c.view != nil {
			a.showView(ctx, w, c.view, views.Message(appName, []cards.Text{say}, k.look()), k)
			return
		}
		a.tell(ctx, w, k.look(), say)
	}}
}

// click finds out who clicked what, and does it.
func (a *App) click(ctx context.Context, c *click) (wire.Answer, error) {
	d := a.desk(c.target.Desk)
	if d == nil {
		k := a.stranger(ctx, c.team, c.user, a.desks[0])
		return c.told(a, k, k.Say("chat.gone")), nil
	}
	var err error
	if c.k, err = a.asked(ctx, d, c.r); err != nil {
		return wire.Answer{}, err
	}
	if !c.k.Sees() {
		a.refused(c.k, string(c.verb), c.target.Task)
		return c.told(a, c.k, c.k.Denied(bot.RoleOf(c.verb))), nil
	}
	t, err := d.task(ctx, c.target.Task)
	switch {
	case errors.Is(err, bot.ErrNotFound):
		return c.told(a, c.k, c.k.Say("chat.gone")), nil
	case err != nil:
		return wire.Answer{}, err
	}
	return a.clicked(ctx, c, &t)
}

// task is a task of the desk; another desk's is not found.
func (d *Desk) task(ctx context.Context, id string) (task.Task, error) {
	t, err := d.Task(ctx, id)
	if err != nil {
		return t, fmt.Errorf("read task: %w", err)
	}
	if t.Desk != "" && t.Desk != d.Name {
		return task.Task{}, bot.ErrNotFound
	}
	return t, nil
}

// clicked shows what the click only asks to see, and applies what it decides.
func (a *App) clicked(ctx context.Context, c *click, t *task.Task) (wire.Answer, error) {
	w := wayTo(c.r)
	switch form, denied := bot.FormFirst(t, c.target.Step, c.verb, c.k.Reader); {
	case denied != "":
		a.refused(c.k, string(c.verb), t.ID)
		return c.told(a, c.k, c.k.Denied(denied)), nil
	case c.verb == views.VerbOpen:
		return wire.Answer{After: func(ctx context.Context) { a.showView(ctx, w, c.view, a.taskView(t, bot.LastStep(t), c.k), c.k) }}, nil
	case c.verb == task.TimelineView:
		return wire.Answer{After: func(ctx context.Context) { a.showView(ctx, w, c.view, timelineView(t, -1, c.k), c.k) }}, nil
	case form != cards.FormNone:
		return wire.Answer{After: func(ctx context.Context) { a.openDialog(ctx, c, t, form) }}, nil
	case !bot.Acts(c.verb), c.target.Turn < 1: // the core does not check a turn of 0
		return c.told(a, c.k, c.k.Say("chat.nonsense")), nil
	case c.view != nil && c.view.CallbackID == views.CallDialog && c.verb == task.Confirm:
		return a.confirmDialog(ctx, c, t)
	}
	after, err := bot.Decide(ctx, c.k.d, t, c.event())
	if !c.k.Final(err) {
		return wire.Answer{}, err
	}
	return wire.Answer{After: func(ctx context.Context) { a.afterClick(ctx, c, after, err) }}, nil
}

// afterClick tells the person what came of it, where they clicked, and brings
// that place up to date.
func (a *App) afterClick(ctx context.Context, c *click, after task.Task, err error) {
	t := a.asItIs(ctx, c, after, err)
	say, refused := c.k.Refusal(err)
	if errors.Is(err, task.ErrDenied) {
		a.refused(c.k, string(c.verb), c.target.Task)
		say = c.k.Denied(bot.Needed(&t, c.verb))
	}
	switch {
	case c.view != nil:
		a.changeView(ctx, c.view.ID, "", a.taskView(&t, c.target.Step, c.k, bot.Warning(say)...))
		return
	case refused && a.once(ctx, c.k.d, c.id()):
		a.tell(ctx, wayTo(c.r), c.k.look(), say)
	}
	if c.cb.View.ID == "" {
		a.settle(ctx, c, &t)
		return
	}
	a.republish(ctx, c.team, c.user)
}

// asItIs is the task as a refused click found it.
func (a *App) asItIs(ctx context.Context, c *click, after task.Task, err error) task.Task {
	if err == nil {
		return after
	}
	t, lost := c.k.d.task(ctx, c.target.Task)
	if lost != nil {
		return task.Task{ID: c.target.Task, Desk: c.k.d.Name}
	}
	return t
}
