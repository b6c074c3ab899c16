//go:build slackroom

package slack

import (
	"context"

	"salesclerk/bot/room"
)

func (s *surface) Plan(ctx context.Context, name string) ([]room.Message, error) {
	return nil, nil
}
