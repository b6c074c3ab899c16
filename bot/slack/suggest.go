package slack

import (
	"context"
	"errors"
	"time"

	slackgo "github.com/slack-go/slack"

	"salesclerk/bot/slack/views"
	"salesclerk/bot/slack/wire"
	"salesclerk/cards"
)

const (
	maxWords    = 200                     // runes of what is searched for
	suggestTime = 1500 * time.Millisecond // Slack shows nothing that comes later than three seconds
)

// suggest answers a select as somebody types into it. Nobody without a right is
// told what there is; a catalogue that does not answer in time leaves what the
// form itself offers and the words as they were typed.
func (a *App) suggest(ctx context.Context, r wire.Request) (wire.Answer, error) {
	o, err := a.openOf(ctx, r)
	if errors.Is(err, errForgotten) {
		return wire.Answer{Body: views.Suggestions{Options: []*slackgo.OptionBlockObject{}}}, nil
	}
	if err != nil {
		return wire.Answer{}, err
	}
	cb := r.Interaction
	words := clip(cards.Text{S: cb.Value}.Line(), maxWords)
	found := a.find(ctx, o, cb.ActionID, words)
	return wire.Answer{Body: views.Options(o.form, o.State, cb.ActionID, words, found, o.k.look())}, nil
}

// find asks the back office for what the words may mean.
func (a *App) find(ctx context.Context, o *open, actionID, words string) (found views.Found) {
	ctx, end := context.WithTimeout(ctx, suggestTime)
	defer end()
	var err error
	switch views.Seeks(actionID, words) {
	case views.VerbItem:
		found.Items, err = o.k.d.SuggestItems(ctx, words, o.k.Words.Tag())
	case views.VerbContact, views.VerbCust:
		found.Contacts, err = o.k.d.SuggestContacts(ctx, words)
	}
	if err != nil {
		a.o.Log.Warn("slack: nothing to suggest", "desk", o.k.d.Name, "error", err)
	}
	return found
}

// clip is the first n runes.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
