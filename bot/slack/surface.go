//go:build slackroom

package slack

import (
	"context"
	"errors"

	"salesclerk/bot/room"
)

// surface brings a desk's tasks to Slack's channels.
type surface struct {
	a *App
	d *Desk
}

func newSurface(a *App, d *Desk) room.Surface { return &surface{a: a, d: d} }

func (s *surface) Post(ctx context.Context, m room.Message, at room.Place, try *room.Try) (string, error) {
	return "", errors.New("slack: cannot post yet")
}

func (s *surface) Update(ctx context.Context, m room.Message, at room.Place) error {
	return errors.New("slack: cannot edit yet")
}

func (s *surface) Find(ctx context.Context, m room.Message, at room.Place, try room.Try) (string, bool, error) {
	return "", false, errors.New("slack: cannot look yet")
}
