package teams

import (
	"context"
	"crypto/rand"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/command"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/cards"
)

// askStop asks on a card before every task of a desk is stopped.
func (a *App) askStop(ctx context.Context, at []asker, o command.Order) adaptive.Message {
	k, no, ok := a.one(at, o, task.Admin, command.Stop)
	if !ok {
		return no
	}
	key := rand.Text()
	if err := a.stopAll(k).Asks(ctx, key); err != nil {
		a.o.Log.Error("teams: a question is not asked", "desk", k.d.Name, "error", err)
		return k.answer(k.Say("chat.reading"))
	}
	w := k.Words
	c := cards.Card{Task: key, Turn: 1, Kind: cards.KindNotice, State: cards.Open, Lang: w.Tag(), At: k.Now,
		Title: w.T("chat.stop.title"), Lead: k.Say("chat.stop.text", lang.Args{"Desk": k.d.Name}),
		Buttons: []cards.Button{{Action: verbStopAll, Label: w.T("chat.stop.yes"), Style: cards.Danger}}}
	return adaptive.Card(c, adaptive.Options{Desk: k.d.Name, Lang: w.Tag()})
}

// stopTime is how long the answer to the question waits for the stopping.
const stopTime = 2500 * time.Millisecond

func (a *App) stopAll(k asker) bot.StopAll {
	return bot.StopAll{Desk: k.d, Notes: k.d.Memory, By: k.Reader, Within: stopTime, Log: a.o.Log.With("chat", "teams")}
}

// stopYes is the yes to a question: every task of the desk is stopped. What came of
// it takes the question's place for everybody.
func (a *App) stopYes(ctx context.Context, c *click) (reply, error) {
	k := c.k
	switch {
	case a.desk(c.s.Target.Desk) == nil:
		return says(k.Say("chat.gone")), nil
	case !k.May(task.Admin):
		a.refused(k, command.Stop, "")
		return says(k.Denied(task.Admin)), nil
	}
	say, rest, err := a.stopAll(k).Yes(ctx, c.s.Target.Task)
	if err != nil {
		return reply{}, err
	}
	return shows(k.answer(say)).and(func(ctx context.Context) {
		if rest != nil {
			say = rest(ctx)
		}
		if c.where == inCard && c.r.ReplyTo != "" {
			a.edit(ctx, c, k.answer(say))
		}
	}), nil
}
