package slack

import (
	"context"
	"errors"
	"sync"
	"time"

	"salesclerk/bot/slack/wire"
)

// Home keeps the Homes that were opened here lately as the tasks are, until ctx
// ends: when tasks change, each is published at most once in a pause, and only if
// it looks otherwise then. It blocks and returns nil.
func (a *App) Home(ctx context.Context) error {
	news := make(chan struct{}, 1)
	var wait sync.WaitGroup
	for _, d := range a.desks {
		wait.Go(func() { a.listen(ctx, d, news) })
	}
	wait.Go(func() { a.people.keep(ctx, a.desks) })
	defer wait.Wait()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-news:
			a.freshen(ctx)
		}
		if !pause(ctx, a.homes.pause) {
			return nil
		}
	}
}

// listen hands on that something of the desk changed.
func (a *App) listen(ctx context.Context, d *Desk, news chan<- struct{}) {
	for ctx.Err() == nil {
		woken, err := d.Memory.Wake(ctx)
		if err != nil {
			a.o.Log.Warn("slack: the Home cannot be told of changes", "desk", d.Name, "error", err)
		}
		for err == nil {
			select {
			case <-ctx.Done():
				return
			case _, ok := <-woken:
				if !ok {
					err = errors.New("the line was lost")
					break
				}
				select {
				case news <- struct{}{}:
				default:
				}
			}
		}
		pause(ctx, a.homes.pause)
	}
}

// freshen publishes the Homes of those who opened them lately. Where Slack asks to
// wait, the others come first when something changes next.
func (a *App) freshen(ctx context.Context) {
	list := a.lists()
	for _, h := range a.homes.lately(a.o.Now()) {
		err := a.publish(ctx, h.team, h.user, list, false)
		var rate *wire.RateError
		if errors.As(err, &rate) && !pause(ctx, min(rate.Until.Sub(a.o.Now()), a.homes.pause)) {
			return
		}
		if err != nil && ctx.Err() == nil {
			a.o.Log.Info("slack: a Home was not brought up to date", "person", personID(h.team, h.user), "error", err)
		}
	}
}

// pause waits, or says that ctx ended.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
