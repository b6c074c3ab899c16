package teams

import (
	"context"
	"encoding/json"
	"fmt"

	"salesclerk/agent/lang"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/bot/teams/connector"
	"salesclerk/cards"
)

// Handle is the connector.Handler: one request that is proven to be Teams'. An
// error says that nothing was changed, because the store or the back office is
// away; Teams tells the person that it failed.
func (a *App) Handle(ctx context.Context, r connector.Request) (connector.Answer, error) {
	welcome, err := a.heard(ctx, r)
	switch r.Kind {
	case connector.Installed:
		return a.installed(r, welcome), err
	case connector.Removed, connector.Changed:
		return a.left(r), err
	case connector.Message, connector.Invoke:
		if err != nil {
			a.o.Log.Warn("teams: where somebody wrote from was not kept", "error", err)
		}
	}
	switch {
	case r.Kind == connector.Message:
		return a.message(ctx, r)
	case r.Kind == connector.Invoke:
		return a.invoke(ctx, r)
	}
	return connector.Answer{}, nil
}

// invoke is a request whose sender waits for its answer. Those that nothing here
// asks for are let go.
func (a *App) invoke(ctx context.Context, r connector.Request) (connector.Answer, error) {
	switch r.Name {
	case connector.CardAction:
		return a.action(ctx, r)
	case connector.TaskFetch, connector.TaskSubmit:
		return a.dialog(ctx, r)
	case connector.Search:
		return a.search(ctx, r)
	}
	return connector.Answer{}, nil
}

// action is a button of a card, answered with the card that takes its place for
// the one who clicked.
func (a *App) action(ctx context.Context, r connector.Request) (connector.Answer, error) {
	var v struct {
		Action struct {
			Data json.RawMessage `json:"data"`
		} `json:"action"`
	}
	if err := json.Unmarshal(r.Value, &v); err != nil {
		v.Action.Data = nil // and so it says nothing
	}
	s, p, err := a.clicked(ctx, r, inCard, v.Action.Data)
	return p.asCard(s), err
}

// dialog is a dialog that is to be opened, turned or taken.
func (a *App) dialog(ctx context.Context, r connector.Request) (connector.Answer, error) {
	var v struct {
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(r.Value, &v); err != nil {
		v.Data = nil
	}
	s, p, err := a.clicked(ctx, r, inDialog, v.Data)
	return p.asDialog(s), err
}

// sent is a button of an old client's card, which has no place for an answer: the
// person is answered in their own chat. Where there is none, they are told so where
// they clicked; the answer itself is for nobody else.
func (a *App) sent(ctx context.Context, r connector.Request) (connector.Answer, error) {
	s, p, err := a.clicked(ctx, r, inMessage, r.Value)
	if err != nil || p.quiet {
		return connector.Answer{After: p.after}, err
	}
	id := fmt.Sprintf("sent/%s/%s", personID(r.Person), r.ID)
	return connector.Answer{After: func(ctx context.Context) {
		m, ok := p.message(s.tag)
		if ok && a.once(ctx, a.desks[0], id) && !a.tell(ctx, r, m) && r.Conversation.Type != connector.Personal {
			a.answer(ctx, r, adaptive.Answer(s.tag, cards.Text{S: lang.For(s.tag).T("teams.app.alone")}))
		}
		p.then(ctx)
	}}, nil
}

// said is a parsed submission with the language of the one who sent it.
type said struct {
	adaptive.Submission
	tag string
}

// clicked parses what a button says and does it.
func (a *App) clicked(ctx context.Context, r connector.Request, where way, data json.RawMessage) (said, reply, error) {
	k := a.ask(a.desks[0], r.Person)
	s, err := adaptive.ParseSubmission(data)
	if err != nil {
		a.o.Log.Debug("teams: a button that says nothing", "person", personID(r.Person), "error", err)
		return said{tag: k.Words.Tag()}, says(k.Say("chat.nonsense")), nil
	}
	if d := a.desk(s.Target.Desk); d != nil {
		k = a.ask(d, r.Person)
	}
	p, err := a.click(ctx, &click{r: r, s: s, where: where, k: k})
	return said{s, k.Words.Tag()}, p, err
}
