package teams

import (
	"context"
	"errors"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/bot/teams/connector"
	"salesclerk/cards"
)

// submit takes a form that was sent. All that was typed is kept first.
func (a *App) submit(ctx context.Context, c *click, t *task.Task) (reply, error) {
	if bot.Known(t, c.id()) { // delivered before
		return a.taken(ctx, c, t), nil
	}
	f := a.form(ctx, c.reader(), c.k.d, t, c.s.Target.Step, c.s.Form, c.s.Action)
	if c.confirms() && bot.Saved(t, c.id()) { // delivered before, and not carried through
		return a.sendForm(ctx, c, t, f, a.collected(ctx, c, f), nil)
	}
	if f.Action != c.s.Action || f.Turn != c.s.Target.Turn {
		return a.notTaken(ctx, c, t, f, c.refusalOf(t))
	}
	form, d := adaptive.Read(f, c.s, c.reader().Words.Tag())
	if err := a.keepTyped(ctx, c, f, d, false); err != nil {
		return reply{}, err
	}
	switch {
	case form == nil && d.Errors["version"] != "":
		return a.again(ctx, c, t, f, "chat.changed.version"), nil
	case form == nil:
		return a.drawn(ctx, c, t, f, d), nil
	}
	a.met(ctx, c)
	return a.sendForm(ctx, c, t, f, d, form)
}

// sendForm applies what a form brings, and says what came of it. d is all that was
// typed in f.
func (a *App) sendForm(ctx context.Context, c *click, t *task.Task, f cards.Form, d adaptive.Draft, form *task.Form) (reply, error) {
	after, err := c.apply(ctx, t, d, form)
	if !c.k.Final(err) {
		return reply{}, err
	}
	switch field := bot.FieldOf(err); {
	case err == nil:
		if err := a.keepTyped(ctx, c, f, d, true); err != nil {
			a.o.Log.Warn("teams: that a form is done was not kept", "task", t.ID, "error", err)
		}
		return a.taken(ctx, c, &after), nil
	case field != "":
		say, _ := c.k.Refusal(err)
		d.Errors = map[string]string{field: say.Para()}
		return a.drawn(ctx, c, t, f, d), nil
	}
	return a.notTaken(ctx, c, t, f, err)
}

// taken closes the dialog, or shows the card as it stands now where the form was.
// A mail that was mended can be confirmed there.
func (a *App) taken(ctx context.Context, c *click, t *task.Task) reply {
	now := a.carried(ctx, c, *t)
	t = &now
	settle := func(ctx context.Context) { a.settleForm(ctx, c, t) }
	if c.where == inDialog {
		return reply{quiet: true, after: settle}
	}
	var top []cards.Block
	if s := t.Open(); s != nil && s.N == c.s.Target.Step && !s.Busy && c.s.Verb == task.Save {
		top = []cards.Block{{Kind: cards.BlockNote, Text: c.k.Say("chat.saved")}}
	}
	return shows(a.view(ctx, c, t, top...)).and(settle)
}

// settleForm brings the card in one's own chat up to date that a form was sent
// from. In rooms the poster does.
func (a *App) settleForm(ctx context.Context, c *click, t *task.Task) {
	if c.r.Conversation.Type == connector.Personal && c.r.ReplyTo != "" && c.where != inMessage {
		a.settleOwn(ctx, c, t)
	}
}

// notTaken shows why nothing came of a form, with everything that was typed in it.
func (a *App) notTaken(ctx context.Context, c *click, t *task.Task, f cards.Form, err error) (reply, error) {
	if errors.Is(err, task.ErrDenied) {
		a.refused(c.k, string(c.s.Verb), t.ID)
	}
	now, lost := c.k.d.task(ctx, t.ID)
	switch {
	case errors.Is(lost, bot.ErrNotFound):
		return says(c.k.Say("chat.gone")), nil
	case lost != nil:
		return reply{}, lost
	}
	t = &now
	if errors.Is(err, task.ErrChanged) {
		fresh := a.form(ctx, c.reader(), c.k.d, t, c.s.Target.Step, c.s.Form, c.s.Action)
		if fresh.Action == c.s.Action {
			key := "chat.changed"
			if fresh.Version != c.s.Version {
				key = "chat.changed.version"
			}
			return a.again(ctx, c, t, fresh, key), nil
		}
	}
	return a.moved(ctx, c, t, f, err), nil
}

// again shows the form anew where the task has changed but the step still waits
// for the same: all that was typed is there.
func (a *App) again(ctx context.Context, c *click, t *task.Task, f cards.Form, key string) reply {
	d := a.collected(ctx, c, f)
	d.Notes = []string{c.reader().Words.T(key)}
	if err := a.keepTyped(ctx, c, f, d, false); err != nil {
		a.o.Log.Info("teams: what was typed was not kept", "task", t.ID, "error", err)
	}
	a.keepForm(ctx, c.k.d, f)
	return a.drawn(ctx, c, t, f, d)
}

// moved shows what happened instead, and what the person had typed.
func (a *App) moved(ctx context.Context, c *click, t *task.Task, now cards.Form, err error) reply {
	say, ok := c.k.Refusal(err)
	if !ok {
		say = c.k.Say("chat.changed")
	}
	old := a.keptForm(ctx, c)
	if old.Kind == "" {
		old = now
	}
	r := c.reader()
	card := cards.New(t, c.s.Target.Step, r.Options())
	o := adaptive.Options{Desk: c.k.d.Name, Lang: r.Words.Tag(), Windows: !a.o.Bare}
	return shows(adaptive.Moved(old, adaptive.Collect(old, c.s), card, say.Para(), o))
}

// refusalOf is why the task as it stands does not take the form: it is tried and
// not stored.
func (c *click) refusalOf(t *task.Task) error {
	_, _, err := task.Apply(*t, c.event(c.s.Action, &task.Form{}))
	if err == nil || bot.FieldOf(err) != "" {
		return task.ErrChanged
	}
	return err
}
