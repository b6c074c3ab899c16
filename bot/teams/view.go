package teams

import (
	"context"
	"slices"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/room"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/bot/teams/connector"
	"salesclerk/cards"
)

// view is the card of the step that was clicked, as it stands, for the one who
// clicked; what is on top stands before all else of it.
func (a *App) view(ctx context.Context, c *click, t *task.Task, top ...cards.Block) adaptive.Message {
	step := c.s.Target.Step
	if t.Step(step) == nil || c.s.Verb == adaptive.VerbOpen {
		step = bot.LastStep(t)
	}
	if c.where != inDialog && c.r.Conversation.Type == connector.Personal {
		return a.ownCard(ctx, c.k, t, step, top...)
	}
	return a.cardFor(ctx, c.k.d, c.reader(), t, step, shape{still: c.where == inDialog || c.stray}, top...)
}

// ownCard is a card in somebody's own chat. Teams draws it anew when it is looked
// at: nobody else brings it up to date.
func (a *App) ownCard(ctx context.Context, k asker, t *task.Task, step int, top ...cards.Block) adaptive.Message {
	var s shape
	if !a.o.Bare && k.who.ID != "" {
		s.refresh = []string{k.who.ID}
	}
	return a.cardFor(ctx, k.d, k.Reader, t, step, s, top...)
}

// shape is how a card for one person is drawn. One that is still only shows: in a
// dialog its buttons would have no card to answer with, and on a second message of a
// card they would stay when the step is decided on the first.
type shape struct {
	still   bool
	refresh []string
}

// cardFor is a card for one person.
func (a *App) cardFor(ctx context.Context, d *Desk, r bot.Reader, t *task.Task, step int, s shape, top ...cards.Block) adaptive.Message {
	c := cards.New(t, step, r.Options())
	c.Blocks = append(slices.Clone(top), c.Blocks...)
	o := adaptive.Options{Desk: d.Name, Lang: r.Words.Tag(), Windows: !a.o.Bare, Files: a.links != nil, Forms: a.forms(ctx, r, d, t, step)}
	if c.State == cards.Open {
		o.Refresh = s.refresh
	}
	if s.still {
		return adaptive.Plain(c, o)
	}
	return adaptive.Card(c, o)
}

// timeline is the page of a task's timeline that is asked for, the last at first.
func (c *click) timeline(t *task.Task) adaptive.Message {
	page := -1
	if c.s.Verb == adaptive.VerbPage {
		page = c.s.To
	}
	r := c.reader()
	return adaptive.Timeline(c.s.Target, t.ID, cards.Timeline(t, r.Options()), page, r.Words.Tag())
}

// settle brings messages up to date that are not the poster's, or that it does not
// know: the card in one's own chat, and in a room one that was posted although
// nobody knew, or whose step was decided already.
func (a *App) settle(ctx context.Context, c *click, t *task.Task, refused bool) {
	if c.where != inCard || c.r.ReplyTo == "" || c.below() || t.Step(c.s.Target.Step) == nil {
		return
	}
	d := c.k.d
	if c.r.Conversation.Type == connector.Personal {
		a.settleOwn(ctx, c, t)
		return
	}
	if !refused && !c.stray {
		return // nearly always, and drawing the card for all would cost as much as the click
	}
	if m := a.stepCard(ctx, d, t, c.s.Target.Step); m.Final {
		a.edit(ctx, c, m.Body.(*sheet).Message)
	}
}

// below says whether the message that was clicked is a reply in a channel: the
// answer to somebody who asked, and no card of the poster's.
func (c *click) below() bool { return c.r.Thread != "" && c.r.Thread != c.r.ReplyTo }

// met keeps that the card is where it was clicked or looked at, before a click is
// applied: the write that makes the task due must find it kept.
func (a *App) met(ctx context.Context, c *click) {
	if c.where == inDialog || c.r.ReplyTo == "" || c.below() {
		return
	}
	at := room.Place{Room: roomOf(c.r.Conversation, c.r.Person), ID: c.r.ReplyTo}
	stray, err := a.posters[c.k.d.Name].Met(ctx, c.s.Target.Task, room.CardKey(c.s.Target.Step), at)
	if err != nil {
		a.o.Log.Warn("teams: where a card is was not kept", "task", c.s.Target.Task, "error", err)
	}
	c.stray = stray
}

// edit replaces the message that was clicked. What cannot be replaced stays:
// nothing depends on it.
func (a *App) edit(ctx context.Context, c *click, m adaptive.Message) {
	in := c.r.Conversation
	err := patiently(ctx, func() error {
		return a.o.Client.UpdateReply(ctx, in, threadIn(in, c.r.Thread, c.r.ReplyTo), c.r.ReplyTo, connector.Post{Summary: m.Summary, Card: m.Card})
	})
	if err != nil {
		a.o.Log.Info("teams: a message was not brought up to date", "task", c.s.Target.Task, "room", in.ID, "error", err)
	}
}

// showHere makes the message that says that a card may be missing the card.
func (a *App) showHere(ctx context.Context, c *click, t *task.Task) reply {
	if c.where != inCard || c.r.ReplyTo == "" {
		return shows(a.view(ctx, c, t))
	}
	d, step := c.k.d, c.s.Target.Step
	return shows(a.view(ctx, c, t)).and(func(ctx context.Context) {
		at := room.Place{Room: roomOf(c.r.Conversation, c.r.Person), ID: c.r.ReplyTo}
		if _, err := a.posters[d.Name].Met(ctx, t.ID, room.CardKey(step), at); err != nil {
			a.o.Log.Warn("teams: where a card is was not kept", "task", t.ID, "error", err)
			return
		}
		a.edit(ctx, c, a.stepCard(ctx, d, t, step).Body.(*sheet).Message)
	})
}
