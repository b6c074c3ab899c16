package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"time"

	"salesclerk/agent/mail"
	"salesclerk/agent/task"
	"salesclerk/bot/slack/blocks"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/cards"
	"salesclerk/cards/html"
	"salesclerk/cards/text"
)

type cardsCommand struct {
	Surface string `help:"How the cards are drawn." default:"web" enum:"web,text,slack,teams"`
	Lang    string `help:"The language of the reader." default:"en"`
	JSON    bool   `help:"One JSON object a line; that is what is written anyway, but for --surface text." name:"json"`
	Mail    string `help:"The cards that this mail leads to, each confirmed in turn; nothing is sent." placeholder:"FILE.eml"`
	Data    string `help:"The company's data folder; the demo's if none is given." placeholder:"DIR"`
}

// cardAnswer is one line of `salesclerk cards`.
type cardAnswer struct {
	Kind    task.StepKind `json:"kind"`
	Variant string        `json:"variant"`
	Payload any           `json:"payload"`
}

// Run prints cards.
func (c *cardsCommand) Run(ctx context.Context, std streams) error {
	if c.Mail != "" {
		return c.ofMail(ctx, std)
	}
	o := cards.Options{Lang: c.Lang, Zone: time.UTC}
	for _, s := range cards.Samples(c.Lang) {
		if err := c.print(std, s.Variant, cards.New(&s.Task, s.Step, o)); err != nil {
			return err
		}
	}
	return nil
}

func (c *cardsCommand) print(std streams, variant string, card cards.Card) error {
	if c.Surface == "text" && !c.JSON {
		_, err := fmt.Fprintln(std.out, text.Render(card, terminalWidth))
		return err
	}
	e := json.NewEncoder(std.out)
	e.SetEscapeHTML(false)
	return e.Encode(cardAnswer{card.Kind, variant, c.payload(card)})
}

// sampleDesk is the desk that sample cards are of.
const sampleDesk = "sales"

// payload is the card as the surface gets it.
func (c *cardsCommand) payload(card cards.Card) any {
	switch c.Surface {
	case "text":
		return text.Render(card, terminalWidth)
	case "slack":
		m := blocks.Card(card, sampleDesk)
		return map[string]any{"text": m.Text, "blocks": m.Blocks}
	case "teams":
		return adaptive.Card(card, adaptive.Options{Desk: sampleDesk, Lang: c.Lang, Windows: true}).Card
	}
	return map[string]any{"card": card, "html": html.Render(card)}
}

// ofMail takes a mail through the agent as far as the mail that would go out,
// confirming each card.
func (c *cardsCommand) ofMail(ctx context.Context, std streams) error {
	p, end, err := offline(ctx, c.Data, offlineConfig("en"), logger(std.err, false, slog.LevelError))
	if err != nil {
		return err
	}
	defer end()
	d := p.desks[0]
	raw, err := os.ReadFile(c.Mail)
	if err != nil {
		return fmt.Errorf("reading the mail: %w", err)
	}
	m, err := mail.Parse(raw, d.Parse)
	if err != nil {
		return fmt.Errorf("%s is no mail: %w", c.Mail, err)
	}
	key := mail.Key(raw, m)
	if _, err := d.Intake(ctx, mail.Taken{Raw: raw, Message: m, InternalDate: time.Now(), Key: key}); err != nil {
		return err
	}
	id, ok, err := d.store.TaskOfMail(ctx, key)
	if err != nil || !ok {
		fmt.Fprintf(std.err, "no card: %s\n", m.AutomaticReason)
		return err
	}
	return c.follow(ctx, std, d, id)
}

// maxCards bounds how far a mail is followed.
const maxCards = 10

func (c *cardsCommand) follow(ctx context.Context, std streams, d *desk, id string) error {
	for range maxCards {
		if err := d.drain(ctx); err != nil {
			return err
		}
		t, err := d.store.Task(ctx, id)
		if err != nil {
			return err
		}
		s := t.Open()
		if s == nil {
			return nil
		}
		card := cards.New(&t, s.N, cards.Options{Lang: c.Lang, Zone: d.Zone})
		if err := c.print(std, card.Variant, card); err != nil {
			return err
		}
		if s.Kind == task.StepOutgoing || s.Kind == task.StepAssistance {
			return nil
		}
		_, err = d.Do(ctx, id, task.Event{ID: fmt.Sprint("confirm", s.N), At: time.Now(), Kind: task.Confirm, By: operator(), Step: s.N})
		if err != nil {
			return err
		}
	}
	return nil
}

// drain does jobs until there are none.
func (d *desk) drain(ctx context.Context) error {
	for {
		n, err := d.WorkOnce(ctx, "once")
		if err != nil || n == 0 {
			return err
		}
	}
}
