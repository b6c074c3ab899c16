package teams

import (
	"context"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/bot/command"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/bot/teams/connector"
	"salesclerk/cards"
)

// installed is the app being added somewhere: it says once what it is.
func (a *App) installed(r connector.Request, welcome bool) connector.Answer {
	a.o.Log.Info("teams: the app was added", "room", r.Conversation.ID, "type", r.Conversation.Type, "team", r.Conversation.Team)
	if !welcome {
		return connector.Answer{}
	}
	return connector.Answer{After: func(ctx context.Context) {
		if err := a.send(ctx, r.Conversation, "", a.welcome(r)); err != nil {
			a.o.Log.Warn("teams: nobody could be welcomed", "room", r.Conversation.ID, "error", err)
		}
	}}
}

// welcome is what the app says where it was added: to a person what they can write
// to it; to a room what it is called in the configuration, as long as no desk has it.
func (a *App) welcome(r connector.Request) adaptive.Message {
	d := a.here(r)
	k := a.ask(d, r.Person)
	if !a.private(r) {
		k.Words = lang.For(d.Lang)
	}
	w := k.Words
	here := ""
	switch {
	case a.private(r) && len(a.desksOf(r)) == 0:
		here = w.T("chat.stranger")
	case !a.private(r) && a.owned(r):
		here = w.T("teams.app.welcome.room", lang.Args{"Desk": d.Name})
	case !a.private(r):
		here = w.T("teams.app.room", lang.Args{"Room": r.Conversation.ID})
	}
	say := cards.Text{S: strings.TrimSpace(here + " " + w.T("teams.app.welcome"))} // its end leads to what can be written
	return adaptive.Help(w.T("teams.app.welcome.title"), say.Line(), command.List(w, d.Try != nil), w.Tag())
}

// left says in the log that the app is no longer somewhere, or a channel not there
// any more. Nothing is forgotten: it may come back.
func (a *App) left(r connector.Request) connector.Answer {
	room := roomOf(r.Conversation, r.Person)
	if r.Kind == connector.Changed && r.Conversation.Channel != "" {
		room = r.Conversation.Channel
	}
	if r.Kind == connector.Removed {
		a.o.Log.Warn("teams: the app was removed; cards of desks whose room this is, or is in this team, wait until it is added again", "room", room, "team", r.Conversation.Team)
	}
	for _, d := range a.desks {
		if d.Routes.Own(room) && (r.Name == "channelDeleted" || r.Name == "teamDeleted" || r.Name == "teamArchived") {
			a.o.Log.Error("teams: a desk's room is no longer there; give the desk another one", "desk", d.Name, "room", room, "event", r.Name)
		}
	}
	return connector.Answer{}
}
