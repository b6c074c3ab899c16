package slack

import (
	"context"
	"fmt"
	"log/slog"

	slackgo "github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/slack/blocks"
	"salesclerk/bot/slack/views"
	"salesclerk/bot/slack/wire"
)

// Handle is the wire.Handler: one request that is proven to be Slack's. An error
// says that it must not be acknowledged: the store or the back office is away, and
// nothing was changed.
func (a *App) Handle(ctx context.Context, r wire.Request) (wire.Answer, error) {
	switch {
	case r.Kind == wire.Command && r.Command != nil:
		return a.command(ctx, r)
	case r.Kind == wire.Event:
		return a.event(r)
	case r.Interaction == nil:
	case r.Kind == wire.Action:
		return a.action(ctx, r)
	case r.Kind == wire.Submit:
		return a.submit(ctx, r)
	case r.Kind == wire.Closed:
		return a.closed(ctx, r)
	case r.Kind == wire.Suggest:
		return a.suggest(ctx, r)
	}
	return wire.Answer{}, nil
}

// event takes an event of the Events API; those that are not awaited are let go.
func (a *App) event(r wire.Request) (wire.Answer, error) {
	if e, ok := r.Event.(*slackevents.AppHomeOpenedEvent); ok && (e.Tab == "home" || e.Tab == "") {
		return a.homeOpened(r.Team, e.User), nil
	}
	return wire.Answer{}, nil
}

// action is a button or another element that somebody used.
func (a *App) action(ctx context.Context, r wire.Request) (wire.Answer, error) {
	cb := r.Interaction
	if len(cb.ActionCallback.BlockActions) == 0 {
		return wire.Answer{}, nil
	}
	act := cb.ActionCallback.BlockActions[0]
	verb, ours := blocks.Verb(act.ActionID)
	switch {
	case !ours: // a link, or something of another version
		return wire.Answer{}, nil
	case verb == views.VerbRefresh:
		return a.homeOpened(r.Team, cb.User.ID), nil
	case verb == views.VerbPage && cb.View.CallbackID == views.CallTimeline:
		return a.turnTimeline(ctx, r, act)
	case dialogVerb(verb) && (cb.View.CallbackID == views.CallDialog || cb.View.CallbackID == views.CallLine):
		return a.inDialog(ctx, r, act, verb)
	case dialogVerb(verb):
		return wire.Answer{}, nil
	}
	c := &click{r: r, cb: cb, view: modal(cb), user: cb.User.ID, team: r.Team, at: act.ActionTs + ":" + act.ActionID}
	var err error
	if c.verb, c.target, err = blocks.Clicked(act.ActionID, act.Value, act.SelectedOption.Value); err != nil {
		a.o.Log.Debug("slack: a button that says nothing", "user", personID(c.team, c.user), "error", err)
		k := a.stranger(ctx, c.team, c.user, a.desks[0])
		return c.told(a, k, k.Say("chat.nonsense")), nil
	}
	return a.click(ctx, c)
}

// modal is the modal that was clicked in, or nil.
func modal(cb *slackgo.InteractionCallback) *slackgo.View {
	if cb.View.ID == "" || cb.View.Type != slackgo.VTModal {
		return nil
	}
	return &cb.View
}

// dialogVerb says whether the verb is one of a dialog's own.
func dialogVerb(v task.Kind) bool {
	switch v {
	case views.VerbPage, views.VerbLine, views.VerbAdd, views.VerbBack, views.VerbItem, views.VerbContact,
		views.VerbCust, views.VerbAddress, views.VerbInput:
		return true
	}
	return false
}

// asker is a person at a desk, with their rights there, in their language.
type asker struct {
	bot.Reader
	team, user string
	d          *Desk
}

// ask finds out who somebody is at a desk. An error says that it is not known.
func (a *App) ask(ctx context.Context, d *Desk, team, user string, names ...string) (asker, error) {
	p, err := a.person(ctx, d, team, user, names...)
	if err != nil {
		return asker{}, fmt.Errorf("who %s is: %w", personID(team, user), err)
	}
	k := a.stranger(ctx, team, user, d)
	k.Person = p
	return k, nil
}

// stranger is somebody whose rights are not asked for.
func (a *App) stranger(ctx context.Context, team, user string, d *Desk) asker {
	return asker{team: team, user: user, d: d, Reader: bot.Reader{Desk: d.Name, Zone: d.Zone, Now: a.o.Now(),
		Words: lang.For(a.lang(ctx, team, user, d)), Person: task.Person{ID: personID(team, user)}}}
}

// asked is who sends an interaction, at a desk.
func (a *App) asked(ctx context.Context, d *Desk, r wire.Request) (asker, error) {
	u := r.Interaction.User
	return a.ask(ctx, d, r.Team, u.ID, u.Profile.DisplayName, u.RealName, u.Name)
}

func (k asker) look() views.Look {
	return views.Look{Lang: k.Words.Tag(), Zone: k.d.Zone, Now: k.Now}
}

// refused writes down that somebody tried what they may not.
func (a *App) refused(k asker, action, taskID string) {
	a.o.Log.Info("slack: refused for want of the right", slog.String("desk", k.d.Name), slog.String("task", taskID),
		slog.String("person", k.Person.ID), slog.String("name", k.Person.Name), slog.String("action", action))
}
