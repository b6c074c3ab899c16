package slack

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"salesclerk/bot/slack/views"
	"salesclerk/cards"
)

// How long what a dialog holds is kept, and that a private answer was given.
const (
	dialogLife = 24 * time.Hour
	closedLife = time.Hour // once it is closed unsent: a request may still be on its way
	onceLife   = 10 * time.Minute
)

// errForgotten says that what a dialog held is no longer there, or is another's.
var errForgotten = errors.New("slack: the dialog is no longer kept")

// dialog is what an open dialog holds between its requests, in the desk's Memory:
// the form as it was when it was opened, and everything typed since. Any copy of
// the program can take the next request.
type dialog struct {
	By    string       `json:"by"`   // the person's id: nobody else's request reaches it
	Sent  bool         `json:"sent"` // was tried to be sent
	Done  bool         `json:"done"` // and was taken
	Over  bool         `json:"over"` // was opened over the card of its task
	State *views.State `json:"state"`

	form cards.Form // kept under a name of its own: it does not change with what is typed
}

func stateName(key string) string { return "dialog/" + key }
func formName(key string) string  { return "form/" + key }

// lastName leads from a person and a form to the dialog they had last.
func lastName(person string, cardID, form string) string {
	return "last/" + person + "/" + cardID + "/" + form
}

// newKey is a name that nobody can guess.
func newKey() string { return rand.Text() }

// keepForm keeps a dialog whole, once it begins or begins anew.
func (d *Desk) keepForm(ctx context.Context, g *dialog) error {
	if err := d.put(ctx, formName(g.State.Key), g.form, dialogLife); err != nil {
		return err
	}
	return d.keepState(ctx, g)
}

func (d *Desk) keepState(ctx context.Context, g *dialog) error {
	return d.put(ctx, stateName(g.State.Key), g, dialogLife)
}

// letGo keeps a dialog that was closed: for a day if it was tried to be sent.
func (d *Desk) letGo(ctx context.Context, g *dialog) error {
	if g.Sent {
		return d.keepState(ctx, g)
	}
	if err := d.put(ctx, formName(g.State.Key), g.form, closedLife); err != nil {
		return err
	}
	return d.put(ctx, stateName(g.State.Key), g, closedLife)
}

func (d *Desk) put(ctx context.Context, name string, v any, ttl time.Duration) error {
	data, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("keep a dialog: %w", err)
	}
	if err := d.Memory.Keep(ctx, name, string(data), ttl); err != nil {
		return fmt.Errorf("keep a dialog: %w", err)
	}
	return nil
}

// dialogOf is the dialog of a key, if the person is its own.
func (d *Desk) dialogOf(ctx context.Context, key, person string) (*dialog, error) {
	g := &dialog{}
	if err := d.take(ctx, stateName(key), g); err != nil {
		return nil, err
	}
	if g.By != person || g.State == nil || g.State.Key != key {
		return nil, errForgotten
	}
	return g, d.take(ctx, formName(key), &g.form)
}

func (d *Desk) take(ctx context.Context, name string, v any) error {
	data, err := d.Memory.Kept(ctx, name)
	if err != nil {
		return fmt.Errorf("read a dialog: %w", err)
	}
	if data == "" || json.Unmarshal([]byte(data), v) != nil {
		return errForgotten
	}
	return nil
}

// once says whether this is the first time within some minutes, on any copy. Where
// the store does not say, it is: better told twice than never.
func (a *App) once(ctx context.Context, d *Desk, name string) bool {
	if seen, _ := a.said.ContainsOrAdd(name, true); seen {
		return false
	}
	first, err := d.Memory.Claim(ctx, "once/"+name, onceLife)
	if err != nil {
		a.o.Log.Debug("slack: an answer was not remembered", "error", err)
	}
	return first || err != nil
}
