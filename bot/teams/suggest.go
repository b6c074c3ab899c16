package teams

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"salesclerk/bot/teams/adaptive"
	"salesclerk/bot/teams/connector"
	"salesclerk/cards"
)

const (
	maxWords    = 200         // runes of what is searched for
	suggestTime = time.Second // somebody is typing
)

// query is the value of application/search.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
type query struct {
	Text    string `json:"queryText"`
	Dataset string `json:"dataset"`
}

// search answers a choice as somebody types into it. Nobody without a right is told
// what there is; a catalogue that does not answer in time leaves what the form
// itself offers and the words as they were typed.
func (a *App) search(ctx context.Context, r connector.Request) (connector.Answer, error) {
	var q query
	if err := json.Unmarshal(r.Value, &q); err != nil {
		q = query{}
	}
	found := adaptive.Items(nil)
	if k, ok := a.searcher(ctx, r); ok {
		found = a.find(ctx, k, q.Dataset, clip(cards.Text{S: q.Text}.Line(), maxWords))
	}
	return connector.Answer{Body: invoked{Status: http.StatusOK, Type: typeSearch, Value: found}}, nil
}

// searcher is the person at the desk whose form they have open.
func (a *App) searcher(ctx context.Context, r connector.Request) (k asker, ok bool) {
	at := a.desksOf(r)
	if len(at) == 0 {
		return k, false
	}
	if len(at) == 1 {
		return at[0], true
	}
	last, err := a.desks[0].Memory.Kept(ctx, "desk/"+personID(r.Person))
	if err != nil {
		a.o.Log.Info("teams: where somebody has a form open is not known", "error", err)
	}
	for _, k := range at {
		if k.d.Name == last {
			return k, true
		}
	}
	return k, false
}

// find asks the back office for what the words may mean.
func (a *App) find(ctx context.Context, k asker, set, words string) adaptive.Suggestions {
	ctx, end := context.WithTimeout(ctx, suggestTime)
	defer end()
	var err error
	out := adaptive.Items(nil)
	switch set {
	case adaptive.SetItems:
		list, e := k.d.SuggestItems(ctx, words, k.Words.Tag())
		out, err = adaptive.Items(list), e
	case adaptive.SetContacts:
		list, e := k.d.SuggestContacts(ctx, words)
		out, err = adaptive.Contacts(list), e
	case adaptive.SetCustomers:
		list, e := k.d.SuggestContacts(ctx, words)
		out, err = adaptive.Customers(list), e
	}
	if err != nil {
		a.o.Log.Warn("teams: nothing to suggest", "desk", k.d.Name, "error", err)
	}
	return out
}

// clip is the first n runes.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
