package teams

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"salesclerk/bot/teams/adaptive"
	"salesclerk/cards"
)

// How long what a form held is kept, and that an answer was given.
const (
	formLife = 24 * time.Hour
	onceLife = 10 * time.Minute
)

// typed is what a person sent with a form: it is there again when the form is
// opened anew, unless it was taken.
type typed struct {
	Typed   adaptive.Typed `json:"typed"`
	Rows    int            `json:"rows,omitempty"`
	Version string         `json:"version,omitempty"` // of the document that it was typed over
	Done    bool           `json:"done,omitempty"`    // it was taken
}

func typedName(c *click, f cards.Form) string {
	return "typed/" + c.k.Person.ID + "/" + f.Card + "/" + f.Kind + "/" + string(f.Action)
}

func (a *App) keepTyped(ctx context.Context, c *click, f cards.Form, d adaptive.Draft, done bool) error {
	data, err := json.Marshal(typed{Typed: d.Typed, Rows: d.Rows, Version: f.Version, Done: done})
	if err == nil {
		err = c.k.d.Memory.Keep(ctx, typedName(c, f), string(data), formLife)
	}
	if err != nil {
		return fmt.Errorf("keep what was typed: %w", err)
	}
	return nil
}

// formName names a form as it stood at a turn, whoever it asks: the same for all.
func formName(card string, turn int, kind, action string) string {
	return fmt.Sprintf("form/%s/%d/%s/%s", card, turn, kind, action)
}

// keepForm keeps a form as it is drawn: what is typed in it is read with it where
// the task has gone on meanwhile. Without it what nobody touched would count as
// typed.
func (a *App) keepForm(ctx context.Context, d *Desk, f cards.Form) {
	f.Blocks, f.Answers = nil, nil
	data, err := json.Marshal(f)
	if err == nil {
		err = d.Memory.Keep(ctx, formName(f.Card, f.Turn, f.Kind, string(f.Action)), string(data), formLife)
	}
	if err != nil {
		a.o.Log.Info("teams: a form was not kept", "card", f.Card, "error", err)
	}
}

// keptForm is the form that a click came from, as it was drawn; an empty one if it
// is not kept.
func (a *App) keptForm(ctx context.Context, c *click) (f cards.Form) {
	at := c.s.Target
	raw, err := c.k.d.Memory.Kept(ctx, formName(cards.CardID(at.Task, at.Step), at.Turn, c.s.Form, string(c.s.Action)))
	if err != nil || raw == "" || json.Unmarshal([]byte(raw), &f) != nil {
		return cards.Form{}
	}
	return f
}

// collected is what was typed in a form, with what was typed in it before. now is
// the form as the task stands.
func (a *App) collected(ctx context.Context, c *click, now cards.Form) adaptive.Draft {
	if c.s.Target.Turn != now.Turn || now.Action != c.s.Action {
		if old := a.keptForm(ctx, c); old.Kind != "" {
			return adaptive.Collect(old, c.s)
		}
	}
	return adaptive.Collect(now, c.s)
}

// keepDesk keeps at which desk a person has a form open, for the searches in it:
// they do not say where they come from.
func (a *App) keepDesk(ctx context.Context, k asker) {
	if len(a.desks) == 1 {
		return
	}
	if err := a.desks[0].Memory.Keep(ctx, "desk/"+k.Person.ID, k.d.Name, formLife); err != nil {
		a.o.Log.Info("teams: where somebody has a form open was not kept", "error", err)
	}
}

// once says whether this is the first time within some minutes, on any copy. Where
// the store does not say, it is: better told twice than never.
func (a *App) once(ctx context.Context, d *Desk, name string) bool {
	if seen, _ := a.said.ContainsOrAdd(name, true); seen {
		return false
	}
	first, err := d.Memory.Claim(ctx, "once/"+name, onceLife)
	if err != nil {
		a.o.Log.Debug("teams: an answer was not remembered", "error", err)
	}
	return first || err != nil
}
