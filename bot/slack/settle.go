package slack

import (
	"context"

	"salesclerk/agent/task"
	"salesclerk/bot/room"
	"salesclerk/bot/slack/wire"
)

// settle shows a step that is decided now as decided, by the response address of
// the click: the limit on edits of a busy hour does not apply there. Everything
// else is the poster's to edit, and a card that is not settled is never put in
// the place of what stands there: it may be newer. The sum is that of the plan,
// so that the poster knows there is nothing left to do.
func (a *App) settle(ctx context.Context, c *click, t *task.Task) {
	if c.cb.ResponseURL == "" || c.cb.Container.IsEphemeral {
		return
	}
	d, key := c.k.d, room.CardKey(c.target.Step)
	poster := a.posters[d.Name]
	at := room.Place{Room: c.cb.Container.ChannelID, ID: c.cb.Container.MessageTs}
	if _, err := poster.Met(ctx, t.ID, key, at); err != nil {
		a.o.Log.Warn("slack: where a card is was not kept", "task", t.ID, "error", err)
	}
	m := d.card(t, c.target.Step)
	body, ok := m.Body.(*sheet)
	if !ok || !m.Final || t.Step(c.target.Step) == nil {
		return
	}
	err := a.o.Client.Respond(ctx, c.cb.ResponseURL, wire.Reply{Text: body.Text, Blocks: body.Blocks, Replace: true})
	if err == nil {
		err = poster.Shown(ctx, t.ID, key, m.Sum, m.Final)
	}
	if err != nil {
		a.o.Log.Info("slack: a settled card is left to the poster", "task", t.ID, "error", err)
	}
}
