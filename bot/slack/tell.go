package slack

import (
	"context"
	"errors"

	slackgo "github.com/slack-go/slack"

	"salesclerk/bot/slack/blocks"
	"salesclerk/bot/slack/views"
	"salesclerk/bot/slack/wire"
	"salesclerk/cards"
)

// appName is the title of a modal that only says something.
const appName = "salesclerk"

// way is how somebody can be answered privately. Which fields there are depends
// on where they clicked.
type way struct {
	team, user string
	url        string // response_url of a message or command
	channel    string
	thread     string
	trigger    string // for a modal, where there is nothing else: in the Home
}

// wayTo is how the one who clicked can be answered.
func wayTo(r wire.Request) way {
	cb := r.Interaction
	return way{team: r.Team, user: cb.User.ID, url: cb.ResponseURL, channel: cb.Container.ChannelID,
		thread: cb.Container.ThreadTs, trigger: cb.TriggerID}
}

// wayOf is how the one who typed a command can be answered.
func wayOf(k asker, r wire.Request) way {
	return way{team: k.team, user: k.user, url: r.Command.ResponseURL, channel: r.Command.ChannelID, trigger: r.Command.TriggerID}
}

// tell says something to one person alone. What cannot be said is written down:
// nothing depends on it.
func (a *App) tell(ctx context.Context, w way, look views.Look, sentences ...cards.Text) {
	m := blocks.Answer(sentences...)
	var err error
	switch {
	case w.url != "":
		err = a.o.Client.Respond(ctx, w.url, wire.Reply{Text: m.Text, Blocks: m.Blocks})
		if err != nil && w.channel != "" {
			err = a.o.Client.Ephemeral(ctx, w.channel, w.user, w.thread, m.Text, m.Blocks)
		}
	case w.trigger != "":
		_, _, err = a.o.Client.OpenView(ctx, w.trigger, views.Message(appName, sentences, look))
	case w.channel != "":
		err = a.o.Client.Ephemeral(ctx, w.channel, w.user, w.thread, m.Text, m.Blocks)
	}
	if err != nil {
		a.o.Log.Warn("slack: a private answer was not delivered", "person", personID(w.team, w.user), "error", err)
	}
}

// showView brings a view to the person by the trigger of their click: over the
// modal they clicked in, in its place if there is no room above it or it came too
// late for that, or as a new one.
func (a *App) showView(ctx context.Context, w way, over *slackgo.View, v slackgo.ModalViewRequest, k asker) {
	show := a.o.Client.OpenView
	if over != nil {
		show = a.o.Client.PushView
	}
	_, _, err := show(ctx, w.trigger, v)
	if err == nil {
		return
	}
	if over != nil && replaceable(over, v) && (wire.Code(err) == "push_limit_reached" || late(err)) {
		a.changeView(ctx, over.ID, "", v)
		return
	}
	say := "chat.reading"
	if late(err) {
		say = "slack.app.slow"
		a.o.Log.Info("slack: a dialog came too late to be opened", "person", k.Person.ID, "error", err)
	} else {
		a.o.Log.Error("slack: a dialog was not opened", "person", k.Person.ID, "title", title(v), "error", err)
	}
	if over == nil && w.url != "" {
		a.tell(ctx, w, k.look(), k.Say(say))
	}
}

// replaceable says whether nothing that somebody typed is hidden when v takes the
// place of a view: what was typed in a dialog comes back behind its line.
func replaceable(over *slackgo.View, v slackgo.ModalViewRequest) bool {
	switch over.CallbackID {
	case views.CallTask, views.CallTimeline:
		return true
	case views.CallDialog:
		return v.CallbackID == views.CallLine
	}
	return false
}

func title(v slackgo.ModalViewRequest) string {
	if v.Title == nil {
		return ""
	}
	return v.Title.Text
}

// late says that the trigger of a click no longer works, or Slack's limit was met.
func late(err error) bool {
	var rate *wire.RateError
	switch wire.Code(err) {
	case "expired_trigger_id", "trigger_expired", "trigger_exchanged", "exchanged_trigger_id", "invalid_trigger_id":
		return true
	}
	return errors.As(err, &rate) || errors.Is(err, context.DeadlineExceeded)
}

// changeView replaces a modal that is open. One that is newer than hash stays.
func (a *App) changeView(ctx context.Context, id, hash string, v slackgo.ModalViewRequest) {
	if id == "" {
		return
	}
	_, _, err := a.o.Client.UpdateView(ctx, id, "", hash, v)
	switch wire.Code(err) {
	case "hash_conflict", "not_found": // it shows something newer, or was closed
		return
	}
	if err != nil {
		a.o.Log.Warn("slack: a dialog was not brought up to date", "view", id, "error", err)
	}
}
