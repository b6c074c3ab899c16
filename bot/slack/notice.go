package slack

import (
	"context"
	"fmt"

	"salesclerk/bot"
	"salesclerk/bot/room"
	"salesclerk/bot/slack/blocks"
	"salesclerk/cards"
)

// notice is a message that belongs to no task, in the desk's channel: figures, or
// that the limit of the day is reached. The same again replaces it.
func (s *surface) notice(ctx context.Context, id string) ([]room.Message, error) {
	if s.d.Notice == nil {
		return nil, fmt.Errorf("the notice %s: %w", id, bot.ErrNotFound)
	}
	n, err := s.d.Notice(ctx, id, s.d.Lang)
	if err != nil {
		return nil, fmt.Errorf("reading the notice %s: %w", id, err)
	}
	body := &sheet{Message: blocks.Notice(n, s.d.Lang), plain: func() blocks.Message {
		return blocks.Plain(cards.NoticeCard(n, s.d.options()), s.d.Name)
	}}
	return []room.Message{{Key: "notice", Room: s.d.Routes.Home(), Body: body, Sum: room.Sum(body.Message)}}, nil
}
