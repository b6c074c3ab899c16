package slack

import (
	"context"
	"fmt"
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
func (a *App) askStop(r wire.Request, at []asker, o command.Order) wire.Answer {
	may := command.Among(at, o, task.Admin)
	switch {
	case len(may) == 0:
		a.refused(at[0], "stop-all", "")
		return says(at[0].Denied(task.Admin))
	case len(may) > 1:
		return says(may[0].Say("chat.which", a.examples(may, command.Stop)))
	}
	k := may[0]
	q := views.Question{Title: k.Words.T("chat.stop.title"), Yes: k.Words.T("chat.stop.yes"),
		Words: []cards.Text{k.Say("chat.stop.text", lang.Args{"Desk": k.d.Name})}}
	v := views.Confirm(q, views.Meta{Key: newKey(), Target: bot.Target{Desk: k.d.Name}, Verb: verbStopAll}, k.look())
	w := way{team: k.team, user: k.user, url: r.Command.ResponseURL, channel: r.Command.ChannelID, trigger: r.Command.TriggerID}
	return wire.Answer{After: func(ctx context.Context) { a.showView(ctx, w, nil, v, k) }}
}

// verbStopAll is what the question of stop-all asks about.
const verbStopAll task.Kind = "stop_all"

// stopTime is how long the answer to the question waits for the stopping.
const stopTime = 1800 * time.Millisecond

// submitYes is the yes to a question: every task of the desk is stopped. What
// takes longer than Slack waits goes on after the acknowledgement.
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
	if !k.Person.May(task.Admin) {
		a.refused(k, "stop-all", "")
		return a.shows(r, k, views.Message(appName, []cards.Text{k.Denied(task.Admin)}, k.look())), nil
	}
	done := "stopped/" + meta.Key // a yes that comes late and twice must not stop what came since
	had, err := d.Memory.Kept(ctx, done)
	if err != nil {
		return wire.Answer{}, fmt.Errorf("stop all tasks: %w", err)
	}
	if had != "" {
		return a.shows(r, k, views.Message(appName, []cards.Text{{S: had}}, k.look())), nil
	}
	return a.stopAll(ctx, r, k, done)
}

func (a *App) stopAll(ctx context.Context, r wire.Request, k asker, done string) (wire.Answer, error) {
	a.o.Log.Info("slack: all tasks are stopped", "desk", k.d.Name, "person", k.Person.ID, "name", k.Person.Name)
	soon, end := context.WithTimeout(ctx, stopTime)
	defer end()
	n, err := k.d.StopAll(soon, k.Person)
	if err != nil && soon.Err() == nil {
		return wire.Answer{}, fmt.Errorf("stop all tasks: %w", err)
	}
	if err == nil {
		return a.shows(r, k, a.stopped(ctx, k, done, n)), nil
	}
	still := a.shows(r, k, views.Message(appName, []cards.Text{k.Say("chat.stop.still", lang.Args{"Desk": k.d.Name})}, k.look()))
	still.After = func(ctx context.Context) {
		more, err := k.d.StopAll(ctx, k.Person)
		if err != nil {
			a.o.Log.Error("slack: not all tasks were stopped", "desk", k.d.Name, "error", err)
			partly := k.Say("chat.stop.partly", lang.Args{"Desk": k.d.Name})
			a.changeLater(ctx, r.Interaction.View.ID, views.Message(appName, []cards.Text{partly}, k.look()))
			return
		}
		a.changeLater(ctx, r.Interaction.View.ID, a.stopped(ctx, k, done, n+more))
	}
	return still, nil
}

// stopped says how many were stopped, and remembers it for a yes that comes twice.
func (a *App) stopped(ctx context.Context, k asker, done string, n int) slackgo.ModalViewRequest {
	say := k.Say("chat.stopped", lang.Args{"Count": fmt.Sprint(n), "Desk": k.d.Name})
	if err := k.d.Memory.Keep(ctx, done, say.S, dialogLife); err != nil {
		a.o.Log.Error("slack: that all tasks were stopped was not remembered", "error", err)
	}
	return views.Message(appName, []cards.Text{say}, k.look())
}
