package teams

import (
	"context"
	"errors"
	"fmt"
	"time"

	"salesclerk/bot/teams/adaptive"
	"salesclerk/bot/teams/connector"
)

// tell says something to one person alone, in their own chat, and whether it could.
func (a *App) tell(ctx context.Context, r connector.Request, m adaptive.Message) bool {
	to, err := a.chatOf(ctx, r)
	if err == nil {
		err = a.send(ctx, to, "", m)
	}
	if err != nil {
		a.o.Log.Warn("teams: a private answer was not delivered", "person", personID(r.Person), "error", err)
	}
	return err == nil
}

// chatOf is the personal chat of who sent a request.
func (a *App) chatOf(ctx context.Context, r connector.Request) (connector.Conversation, error) {
	if r.Conversation.Type == connector.Personal {
		return r.Conversation, nil
	}
	if r.Person.AAD == "" {
		return connector.Conversation{}, errors.New("nobody is named")
	}
	return a.reach(ctx, a.desks[0], personID(r.Person))
}

// answer says something where somebody wrote: in their chat, or below what they
// wrote in a channel.
func (a *App) answer(ctx context.Context, r connector.Request, m adaptive.Message) {
	thread := ""
	if r.Conversation.Type == connector.Channel {
		if thread = r.Thread; thread == "" {
			thread = r.ID
		}
	}
	if err := a.send(ctx, r.Conversation, thread, m); err != nil {
		a.o.Log.Warn("teams: an answer was not delivered", "person", personID(r.Person), "room", r.Conversation.ID, "error", err)
	}
}

// send posts a message that is no task's, when the room's limits leave room. One
// that may have arrived is not sent again.
func (a *App) send(ctx context.Context, to connector.Conversation, thread string, m adaptive.Message) error {
	return patiently(ctx, func() error {
		_, err := a.o.Client.Send(ctx, to, thread, connector.Post{Summary: m.Summary, Card: m.Card})
		return err
	})
}

// patiently makes a call, and again when a limit that it met is over.
func patiently(ctx context.Context, call func() error) error {
	for {
		err := call()
		rate, limited := errors.AsType[*connector.RateError](err)
		if !limited {
			return err
		}
		wait := time.NewTimer(time.Until(rate.Until))
		select {
		case <-ctx.Done():
			wait.Stop()
			return fmt.Errorf("there was no time to say it: %w", err)
		case <-wait.C:
		}
	}
}
