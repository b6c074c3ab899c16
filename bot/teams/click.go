package teams

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/bot/teams/connector"
	"salesclerk/cards"
)

// The verbs of this package's own cards.
const (
	verbShow    task.Kind = "show"     // the message becomes the card that may be missing
	verbStopAll task.Kind = "stop_all" // yes to stop-all; the target's task is the question's key
)

// click is a button of a card or dialog that somebody used.
type click struct {
	r     connector.Request
	s     adaptive.Submission
	where way
	k     asker
	stray bool // it came from a second message of the card, beside the one that is known
}

// id names the click for the core: Teams repeats a delivery with the same id. A
// click without one is known by its card.
func (c *click) id() string {
	return c.k.Person.ID + ":" + cmp.Or(c.r.ID, fmt.Sprintf("%s/%s/%s", c.r.ReplyTo, c.s.Verb, c.s.Target))
}

// event is what the click means for its task.
func (c *click) event(kind task.Kind, form *task.Form) task.Event {
	return task.Event{ID: c.id(), At: c.k.Now, Kind: kind, By: c.k.Person, Step: c.s.Target.Step, Turn: c.s.Target.Turn, Form: form}
}

// personal says whether only the one who clicked sees the place of the click.
func (c *click) personal() bool {
	return c.r.Conversation.Type == connector.Personal || c.where != inCard
}

// reader is for whom a card in the place of the click is drawn: rooms are in the
// desk's language, and one's own chat and dialogs in one's own.
func (c *click) reader() bot.Reader {
	r := c.k.Reader
	if !c.personal() {
		r.Words = lang.For(c.k.d.Lang)
	}
	return r
}

// click finds out what was clicked, and does it.
func (a *App) click(ctx context.Context, c *click) (reply, error) {
	switch c.s.Verb {
	case adaptive.VerbTasks:
		at := a.desksOf(c.r)
		if len(at) == 0 {
			a.refused(c.k, string(c.s.Verb), "")
			return says(c.k.Denied(task.Viewer)), nil
		}
		return a.tasks(ctx, at), nil
	case verbStopAll:
		return a.stopYes(ctx, c)
	}
	if a.desk(c.s.Target.Desk) == nil {
		return says(c.k.Say("chat.gone")), nil
	}
	if !c.k.Sees() {
		a.refused(c.k, string(c.s.Verb), c.s.Target.Task)
		return says(c.k.Denied(bot.RoleOf(c.s.Verb))), nil
	}
	t, err := c.k.d.task(ctx, c.s.Target.Task)
	switch {
	case errors.Is(err, bot.ErrNotFound):
		return says(c.k.Say("chat.gone")), nil
	case err != nil:
		return reply{}, err
	}
	return a.onTask(ctx, c, &t)
}

// onTask shows what the click only asks to see, and applies what it decides.
func (a *App) onTask(ctx context.Context, c *click, t *task.Task) (reply, error) {
	switch verb := c.s.Verb; {
	case verb == task.TimelineView, verb == adaptive.VerbPage && c.s.Form == "":
		return shows(c.timeline(t)), nil
	case verb == adaptive.VerbPage, verb == adaptive.VerbRows, verb == adaptive.VerbWindow, verb == task.ReviewView:
		return a.turnForm(ctx, c, t)
	case verb == adaptive.VerbRefresh:
		a.met(ctx, c)
		seen := shows(a.view(ctx, c, t))
		if c.stray {
			seen = seen.and(func(ctx context.Context) { a.settle(ctx, c, t, false) })
		}
		return seen, nil
	case verb == adaptive.VerbOpen:
		return shows(a.view(ctx, c, t)), nil
	case verb == adaptive.VerbFile:
		return a.files(c, t), nil
	case verb == verbShow:
		return a.showHere(ctx, c, t), nil
	case !bot.Acts(verb), c.s.Target.Turn < 1: // the core does not check a turn of 0
		return says(c.k.Say("chat.nonsense")), nil
	case c.s.Form != "" && verb == c.s.Action, c.confirms():
		return a.submit(ctx, c, t)
	}
	if form, denied := bot.FormFirst(t, c.s.Target.Step, c.s.Verb, c.k.Reader); denied != "" {
		return a.denied(ctx, c, t, denied), nil
	} else if form != cards.FormNone {
		c.s.Form, c.s.Action = form, c.s.Verb
		return a.turnForm(ctx, c, t)
	}
	a.met(ctx, c)
	after, err := bot.Decide(ctx, c.k.d, t, c.event(c.s.Verb, nil))
	if !c.k.Final(err) {
		return reply{}, err
	}
	return a.decided(ctx, c, after, err), nil
}

// decided is the card as it stands after a click, with why nothing came of it.
func (a *App) decided(ctx context.Context, c *click, after task.Task, err error) reply {
	if errors.Is(err, task.ErrDenied) {
		t := a.asItIs(ctx, c, after, err)
		return a.denied(ctx, c, &t, bot.Needed(&t, c.s.Verb))
	}
	if err == nil && c.where == inDialog {
		return a.taken(ctx, c, &after)
	}
	t := a.asItIs(ctx, c, after, err)
	if err == nil {
		t = a.carried(ctx, c, t)
	}
	say, refused := c.k.Refusal(err)
	if t.Step(c.s.Target.Step) == nil && refused {
		return says(say)
	}
	return shows(a.view(ctx, c, &t, bot.Warning(say)...)).and(func(ctx context.Context) { a.settle(ctx, c, &t, refused) })
}

// denied says which role it takes, on the card; and writes down that it was tried.
func (a *App) denied(ctx context.Context, c *click, t *task.Task, role task.Role) reply {
	a.refused(c.k, string(c.s.Verb), t.ID)
	say := c.k.Denied(role)
	if t.Step(c.s.Target.Step) == nil {
		return says(say)
	}
	return shows(a.view(ctx, c, t, bot.Warning(say)...))
}

// asItIs is the task as a refused click found it.
func (a *App) asItIs(ctx context.Context, c *click, after task.Task, err error) task.Task {
	if err == nil {
		return after
	}
	t, lost := c.k.d.task(ctx, c.s.Target.Task)
	if lost != nil {
		return task.Task{ID: c.s.Target.Task, Desk: c.k.d.Name}
	}
	return t
}
