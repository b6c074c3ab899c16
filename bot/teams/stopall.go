package teams

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot/command"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/cards"
)

// askStop asks on a card before every task of a desk is stopped. The question has
// a key of its own: its yes counts once.
func (a *App) askStop(at []asker, o command.Order) adaptive.Message {
	k, no, ok := a.one(at, o, task.Admin, command.Stop)
	if !ok {
		return no
	}
	w := k.Words
	c := cards.Card{Task: rand.Text(), Turn: 1, Kind: cards.KindNotice, State: cards.Open, Lang: w.Tag(), At: k.Now,
		Title: w.T("chat.stop.title"), Lead: k.Say("chat.stop.text", lang.Args{"Desk": k.d.Name}),
		Buttons: []cards.Button{{Action: verbStopAll, Label: w.T("chat.stop.yes"), Style: cards.Danger}}}
	return adaptive.Card(c, adaptive.Options{Desk: k.d.Name, Lang: w.Tag()})
}

const (
	stopTime = 2500 * time.Millisecond // how long the answer to the question waits for the stopping
	stopLife = 24 * time.Hour          // how long it is known that a question was answered
)

// stopYes is the yes to a question: every task of the desk is stopped. What takes
// longer than Teams waits goes on after the answer.
func (a *App) stopYes(ctx context.Context, c *click) (reply, error) {
	d := a.desk(c.s.Target.Desk)
	if d == nil || c.s.Target.Task == "" {
		return says(c.k.Say("chat.gone")), nil
	}
	if !c.k.May(task.Admin) {
		a.refused(c.k, "stop-all", "")
		return says(c.k.Denied(task.Admin)), nil
	}
	done := "stopped/" + c.s.Target.Task // a yes that comes late and twice must not stop what came since
	had, err := d.Memory.Kept(ctx, done)
	if err != nil {
		return reply{}, fmt.Errorf("stop all tasks: %w", err)
	}
	if had != "" {
		return shows(c.k.answer(cards.Text{S: had})), nil
	}
	return a.stopAll(ctx, c, done)
}

func (a *App) stopAll(ctx context.Context, c *click, done string) (reply, error) {
	k := c.k
	a.o.Log.Info("teams: all tasks are stopped", "desk", k.d.Name, "person", k.Person.ID, "name", k.Person.Name)
	soon, end := context.WithTimeout(ctx, stopTime)
	defer end()
	n, err := k.d.StopAll(soon, k.Person)
	if err != nil && soon.Err() == nil {
		return reply{}, fmt.Errorf("stop all tasks: %w", err)
	}
	if err == nil {
		return a.stopped(ctx, c, done, n), nil
	}
	still := k.Say("chat.stop.still", lang.Args{"Desk": k.d.Name})
	a.keepStopped(ctx, k, done, still.S)
	return shows(k.answer(still)).and(func(ctx context.Context) { a.stopRest(ctx, c, done, n) }), nil
}

// stopRest stops what is left, and says in the question's place how many it were.
func (a *App) stopRest(ctx context.Context, c *click, done string, n int) {
	more, err := c.k.d.StopAll(ctx, c.k.Person)
	if err != nil {
		a.o.Log.Error("teams: not all tasks were stopped", "desk", c.k.d.Name, "error", err)
		a.keepStopped(context.WithoutCancel(ctx), c.k, done, "")
		a.edit(ctx, c, c.k.answer(c.k.Say("chat.stop.partly", lang.Args{"Desk": c.k.d.Name})))
		return
	}
	m, _ := a.stopped(ctx, c, done, n+more).message(c.k.Words.Tag())
	a.edit(ctx, c, m)
}

// stopped says how many were stopped, in the question's place for everybody, and
// remembers it for a yes that comes twice.
func (a *App) stopped(ctx context.Context, c *click, done string, n int) reply {
	say := c.k.Say("chat.stopped", lang.Args{"Count": fmt.Sprint(n), "Desk": c.k.d.Name})
	a.keepStopped(ctx, c.k, done, say.S)
	m := c.k.answer(say)
	if c.where != inCard || c.r.ReplyTo == "" {
		return shows(m)
	}
	return shows(m).and(func(ctx context.Context) { a.edit(ctx, c, m) })
}

func (a *App) keepStopped(ctx context.Context, k asker, done, say string) {
	if err := k.d.Memory.Keep(ctx, done, say, stopLife); err != nil {
		a.o.Log.Error("teams: that all tasks were stopped was not remembered", "desk", k.d.Name, "error", err)
	}
}
