package slack

import (
	"context"
	"time"

	slackgo "github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/command"
	"salesclerk/bot/slack/views"
	"salesclerk/bot/slack/wire"
	"salesclerk/cards"
)

// askStop asks in a modal before every task of a desk is stopped.
func (a *App) askStop(ctx context.Context, r wire.Request, at []asker, o command.Order) (wire.Answer, error) {
	k, no, ok := a.one(at, o, task.Admin, command.Stop)
	if !ok {
		return no, nil
	}
	key := newKey()
	if err := a.stopAll(k).Asks(ctx, key); err != nil {
		return wire.Answer{}, err
	}
	q := views.Question{Title: k.Words.T("chat.stop.title"), Yes: k.Words.T("chat.stop.yes"),
		Words: []cards.Text{k.Say("chat.stop.text", lang.Args{"Desk": k.d.Name})}}
	v := views.Confirm(q, views.Meta{Key: key, Target: bot.Target{Desk: k.d.Name}, Verb: verbStopAll}, k.look())
	return wire.Answer{After: func(ctx context.Context) { a.showView(ctx, wayOf(k, r), nil, v, k) }}, nil
}

// verbStopAll is what the question of stop-all asks about.
const verbStopAll task.Kind = "stop_all"

// stopTime is how long the answer to the question waits for the stopping.
const stopTime = 1800 * time.Millisecond

func (a *App) stopAll(k asker) bot.StopAll {
	return bot.StopAll{Desk: k.d, Notes: k.d.Memory, By: k.Reader, Within: stopTime, Log: a.o.Log.With("chat", "slack")}
}

// submitYes is the yes to a question: every task of the desk is stopped.
func (a *App) submitYes(ctx context.Context, r wire.Request) (wire.Answer, error) {
	meta, err := views.ParseMeta(r.Interaction.View.PrivateMetadata)
	d := a.desk(meta.Target.Desk)
	if err != nil || d == nil || meta.Verb != verbStopAll {
		return wire.Answer{}, nil
	}
	k, err := a.asked(ctx, d, r)
	if err != nil {
		return wire.Answer{}, err
	}
	message := func(say cards.Text) slackgo.ModalViewRequest {
		return views.Message(appName, []cards.Text{say}, k.look())
	}
	if !k.Person.May(task.Admin) {
		a.refused(k, command.Stop, "")
		return a.shows(r, k, message(k.Denied(task.Admin))), nil
	}
	say, rest, err := a.stopAll(k).Yes(ctx, meta.Key)
	if err != nil {
		return wire.Answer{}, err
	}
	answer := a.shows(r, k, message(say))
	if rest != nil {
		answer.After = func(ctx context.Context) { a.changeLater(ctx, r.Interaction.View.ID, message(rest(ctx))) }
	}
	return answer, nil
}
