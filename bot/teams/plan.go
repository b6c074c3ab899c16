package teams

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/room"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/cards"
)

// sheet is a card as it is posted, and what to post where Teams refuses it.
type sheet struct {
	adaptive.Message
	plain func() adaptive.Message // nil: there is nothing plainer
}

// Plan is what a task or a notice should show in the desk's rooms: the card of
// each step that needs or needed a person, and the history below the first of
// them. Rooms are read by many: everything is in the desk's language.
func (s *surface) Plan(ctx context.Context, name string) ([]room.Message, error) {
	if id, ok := strings.CutPrefix(name, room.NoticePrefix); ok {
		return s.notice(ctx, id)
	}
	t, err := s.d.Task(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("reading %s for its room: %w", name, err)
	}
	var all []room.Message
	for i := range t.Steps {
		if t.Steps[i].Kind != task.StepLog {
			all = append(all, s.a.stepCard(ctx, s.d, &t, t.Steps[i].N))
		}
	}
	all = append(all, s.d.history(&t)...)
	for i := range all {
		all[i].Rev = t.Rev
		if all[i].Else != nil {
			all[i].Else.Rev = t.Rev
		}
	}
	return all, nil
}

func (d *Desk) options() cards.Options { return cards.Options{Lang: d.Lang, Zone: d.Zone} }

// stepCard is the message of a step's card. Once the step is decided it is final:
// it says what was decided, about what and by whom, and what the task or its
// document become later is on other cards. A step that was decided before it was
// posted is not worth a message; the history has it.
func (a *App) stepCard(ctx context.Context, d *Desk, t *task.Task, step int) room.Message {
	c := cards.New(t, step, d.options())
	kind := c.Kind
	if s := t.Step(step); s != nil {
		kind = s.Kind // a stop that is being asked is still that step's card
	}
	to := d.Routes.Room(kind, t.Party.Group)
	done := c.State == cards.Settled
	m := room.Message{Key: room.CardKey(step), Room: to, Rev: t.Rev, Skip: done, Final: done}
	body := a.posted(ctx, d, t, c, to)
	m.Body, m.Sum = body, room.Sum(body.Message)
	lost := room.Message{Key: "else/" + strconv.Itoa(step), Room: to, Rev: t.Rev, Skip: done, Final: done, Body: body, Sum: m.Sum}
	if !done {
		note := &sheet{Message: d.missing(t, step)}
		lost.Body, lost.Sum = note, room.Sum(note.Message)
	}
	m.Else = &lost
	return m
}

// posted is a card as all see it in a room: with its buttons, or without them
// where those who may decide are shown a card of their own.
func (a *App) posted(ctx context.Context, d *Desk, t *task.Task, c cards.Card, to string) *sheet {
	o := adaptive.Options{Desk: d.Name, Lang: d.Lang, Windows: !a.o.Bare, Files: a.links != nil}
	plain := func() adaptive.Message {
		return adaptive.Plain(c, adaptive.Options{Desk: d.Name, Lang: d.Lang, Windows: !a.o.Bare})
	}
	if c.State != cards.Open {
		return &sheet{Message: adaptive.Card(c, o), plain: plain}
	}
	if o.Refresh = a.viewers(ctx, d, to); len(o.Refresh) > 0 {
		return &sheet{Message: adaptive.Plain(c, o), plain: plain}
	}
	o.Forms = a.forms(ctx, bot.Reader{Desk: d.Name, Zone: d.Zone, Words: lang.For(d.Lang)}, d, t, c.Step)
	return &sheet{Message: adaptive.Card(c, o), plain: plain}
}

// missing is what is posted where nobody can know whether a card was: it does not
// change as long as the step is open. Its button makes it the card.
func (d *Desk) missing(t *task.Task, step int) adaptive.Message {
	w := lang.For(d.Lang)
	c := cards.Card{ID: cards.CardID(t.ID, step), Task: t.ID, Step: step, Turn: 1, Kind: cards.KindNotice, State: cards.Open, Lang: w.Tag(),
		Context: []cards.Text{{S: t.ID}}, Lead: cards.Text{S: w.T("teams.app.missing", lang.Args{"ID": t.ID})},
		Buttons: []cards.Button{{Action: verbShow, Label: w.T("teams.app.missing.show"), Style: cards.Primary}}}
	return adaptive.Card(c, adaptive.Options{Desk: d.Name, Lang: d.Lang})
}

// history is the pages of a task's history. It begins when something was decided:
// below a card that nobody has touched it would only repeat it. A page that is
// full and waits for nobody stays as it is.
func (d *Desk) history(t *task.Task) (pages []room.Message) {
	for _, p := range bot.History(cards.Timeline(t, d.options())) {
		body := &sheet{Message: adaptive.History(p.Entries, p.N, d.Lang)}
		pages = append(pages, room.Message{Key: room.HistoryKey(p.N), Reply: true, Body: body, Sum: room.Sum(body.Message),
			Rev: t.Rev, Skip: !bot.Decided(t), Final: p.Done})
	}
	return pages
}

// notice is a message that belongs to no task, in the desk's room: figures, or
// that the limit of the day is reached. The same again replaces it.
func (s *surface) notice(ctx context.Context, id string) ([]room.Message, error) {
	if s.d.Notice == nil {
		return nil, fmt.Errorf("the notice %s: %w", id, bot.ErrNotFound)
	}
	n, err := s.d.Notice(ctx, id, s.d.Lang)
	if err != nil {
		return nil, fmt.Errorf("reading the notice %s: %w", id, err)
	}
	body := &sheet{Message: adaptive.Notice(n, s.d.Lang), plain: func() adaptive.Message {
		return adaptive.Plain(cards.NoticeCard(n, s.d.options()), adaptive.Options{Desk: s.d.Name, Lang: s.d.Lang})
	}}
	return []room.Message{{Key: "notice", Room: s.d.Routes.Home(), Body: body, Sum: room.Sum(body.Message)}}, nil
}
