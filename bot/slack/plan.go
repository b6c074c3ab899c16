package slack

import (
	"context"
	"fmt"
	"strings"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/room"
	"salesclerk/bot/slack/blocks"
	"salesclerk/cards"
)

// sheet is a message of blocks as it is posted, and what to post where Slack
// refuses it.
type sheet struct {
	blocks.Message
	plain func() blocks.Message // nil: there is nothing plainer
}

// Plan is what a task or a notice should show in the desk's channels: the card of
// each step that needs or needed a person, the history and the PDFs below the
// first of them. Rooms are read by many: everything is in the desk's language, and
// an open card has every button.
func (s *surface) Plan(ctx context.Context, name string) ([]room.Message, error) {
	if id, ok := strings.CutPrefix(name, room.NoticePrefix); ok {
		return s.notice(ctx, id)
	}
	t, err := s.d.Task(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("reading %s for its channel: %w", name, err)
	}
	var all []room.Message
	for i := range t.Steps {
		if t.Steps[i].Kind != task.StepLog {
			all = append(all, s.d.card(&t, t.Steps[i].N))
		}
	}
	all = append(all, s.d.history(&t)...)
	all = append(all, s.d.files(&t)...)
	for i := range all {
		all[i].Rev = t.Rev
	}
	return all, nil
}

func (d *Desk) options() cards.Options { return cards.Options{Lang: d.Lang, Zone: d.Zone} }

// card is the message of a step's card. Once the step is decided it is final: it
// says what was decided, about what and by whom, and what the task or its document
// become later is on other cards. A step that was decided before it was posted is
// not worth a message; the history has it.
func (d *Desk) card(t *task.Task, step int) room.Message {
	c := cards.New(t, step, d.options())
	kind := c.Kind
	if s := t.Step(step); s != nil {
		kind = s.Kind // a stop that is being asked is still that step's card
	}
	done := c.State == cards.Settled
	body := &sheet{Message: blocks.Card(c, d.Name), plain: func() blocks.Message { return blocks.Plain(c, d.Name) }}
	return room.Message{Key: room.CardKey(step), Room: d.Routes.Room(kind, t.Party.Group), Body: body, Sum: room.Sum(body.Message),
		Rev: t.Rev, Skip: done, Final: done}
}

// history is the pages of a task's history. It begins when something was decided:
// below a card that nobody has touched it would only repeat it, and in a busy hour
// a channel's one message a second is for cards. A page that is full and waits for
// nobody stays as it is.
func (d *Desk) history(t *task.Task) (pages []room.Message) {
	for _, p := range bot.History(cards.Timeline(t, d.options())) {
		body := &sheet{Message: blocks.History(p.Entries, p.N, d.Lang)}
		pages = append(pages, room.Message{Key: room.HistoryKey(p.N), Reply: true, Body: body, Sum: room.Sum(body.Message),
			Rev: t.Rev, Skip: !bot.Decided(t), Final: p.Done})
	}
	return pages
}
