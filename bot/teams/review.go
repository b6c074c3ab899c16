package teams

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/cards"
)

// extras is how long what a form shows beside its task may take to be read: its
// click is answered within five seconds.
const extras = 1200 * time.Millisecond

// form is what the form of a step shows and asks as its task stands. What the back
// office or the store cannot add in time is left out. Beside what sends it, a mail
// has Confirm.
func (a *App) form(ctx context.Context, r bot.Reader, d *Desk, t *task.Task, step int, kind string, action task.Kind) cards.Form {
	soon, end := context.WithTimeout(ctx, extras)
	defer end()
	o := r.Options()
	if r.Person.ID == "" {
		o.Viewer = nil // for everybody
	}
	f, err := bot.Form(soon, d, t, step, kind, action, o)
	if err != nil {
		a.o.Log.Warn("teams: a form is shown without all that it could show", "task", t.ID, "error", err)
	}
	f.Buttons = slices.DeleteFunc(slices.Clone(f.Buttons), func(b cards.Button) bool {
		return b.Action != f.Action && (b.Action != task.Confirm || f.Kind != cards.FormMail)
	})
	return f
}

// forms builds the forms into a card, where the client has no dialogs. Each is
// kept, so that what was typed in it can be read when it is another by then.
func (a *App) forms(ctx context.Context, r bot.Reader, d *Desk, t *task.Task, step int) func(cards.Button) *cards.Form {
	if !a.o.Bare {
		return nil
	}
	return func(b cards.Button) *cards.Form {
		f := a.form(ctx, r, d, t, step, b.Form, b.Action)
		if f.Action != "" {
			a.keepForm(ctx, d, f)
		}
		return &f
	}
}

// turnForm shows a form, or another page of one with all that was typed so far.
func (a *App) turnForm(ctx context.Context, c *click, t *task.Task) (reply, error) {
	if c.s.Form == "" {
		c.s.Form, c.s.Action = bot.FormOf(cards.Outline(t, c.s.Target.Step, c.k.Options()), c.s.Verb), c.s.Verb
	}
	if role := bot.Needed(t, c.s.Action); c.s.Action != task.ReviewView && c.s.Action != "" && !c.k.May(role) {
		return a.denied(ctx, c, t, role), nil
	}
	f := a.form(ctx, c.reader(), c.k.d, t, c.s.Target.Step, c.s.Form, c.s.Action)
	switch {
	case f.Action == "" && c.s.Action != "" && c.s.Action != task.ReviewView && c.turning():
		return a.moved(ctx, c, t, f, c.refusalOf(t)), nil
	case f.Action == "" && c.s.Action != task.ReviewView && c.s.Action != "" && c.s.Action != task.Save:
		return a.decided(ctx, c, *t, c.refusalOf(t)), nil
	}
	d := c.s.Turn(a.collected(ctx, c, f))
	switch {
	case f.Action == "":
	case !c.turning():
		d = a.restored(ctx, c, t, f, d)
	case f.Turn != c.s.Target.Turn:
		d.Notes = append(d.Notes, c.reader().Words.T("chat.changed"))
	}
	if f.Action != "" {
		a.keepForm(ctx, c.k.d, f)
		a.keepDesk(ctx, c.k)
	}
	return a.drawn(ctx, c, t, f, d), nil
}

// turning says whether the click came from a form that is open: a card's button
// leads to the first page.
func (c *click) turning() bool {
	return c.s.Verb == adaptive.VerbRows || c.s.Draft.Touched() || c.s.Draft.Page > 0 || c.s.To > 0
}

// drawn is a form as the person sees it where they clicked.
func (a *App) drawn(ctx context.Context, c *click, t *task.Task, f cards.Form, d adaptive.Draft) reply {
	o := adaptive.Options{Desk: c.k.d.Name, Lang: c.reader().Words.Tag(), Windows: !a.o.Bare, Link: a.linker(c.k, t, c.s.Target.Step)}
	at := c.s.Target
	at.Turn = f.Turn
	if c.where == inDialog {
		w := adaptive.Dialog(f, at, d, o)
		return reply{window: &w}
	}
	return shows(adaptive.Review(cards.New(t, at.Step, c.reader().Options()), f, d, o))
}

// restored is a draft with what the person typed before, if that was sent and not
// taken, or its work failed later.
func (a *App) restored(ctx context.Context, c *click, t *task.Task, f cards.Form, d adaptive.Draft) adaptive.Draft {
	raw, err := c.k.d.Memory.Kept(ctx, typedName(c, f))
	var had typed
	if err != nil || raw == "" || json.Unmarshal([]byte(raw), &had) != nil {
		return d
	}
	if had.Done && !bot.Failed(t, c.s.Target.Step) || len(had.Typed) == 0 || had.Version != f.Version {
		return d
	}
	d.Typed, d.Rows = had.Typed, had.Rows
	d.Notes = append(d.Notes, c.reader().Words.T("chat.restored"))
	return d
}
