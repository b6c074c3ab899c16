package store

import (
	"context"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"
)

// DueName is a name that waits for somebody's work. Stamp grows each time it
// becomes due.
type DueName struct {
	Name  string
	Stamp int64
}

// MakeDue puts a name on a list of what waits, such as the tasks that a room has
// yet to show. One that waits already keeps its place.
func (d *Desk) MakeDue(ctx context.Context, list, name string) error {
	keys := []string{d.keys.due(list), d.keys.dueSeq(list), d.keys.dueStamps(list)}
	return fault("make "+name+" due", d.c.run(ctx, dueScript, keys, name, d.keys.dueNews(list)).Err())
}

// Due are the names of a list that have waited longest, oldest first.
func (d *Desk) Due(ctx context.Context, list string, limit int) ([]DueName, error) {
	if limit <= 0 {
		return nil, nil
	}
	pairs, err := d.c.run(ctx, dueListScript, []string{d.keys.due(list), d.keys.dueStamps(list)}, limit).StringSlice()
	if err != nil {
		return nil, fault("read what is due", err)
	}
	var out []DueName
	for i := 0; i+1 < len(pairs); i += 2 {
		n, err := strconv.ParseInt(pairs[i+1], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("read what is due: the stamp of %s is %q", pairs[i], pairs[i+1])
		}
		out = append(out, DueName{pairs[i], n})
	}
	return out, nil
}

// SettleDue takes a name off its list, unless it became due again since it was
// read.
func (d *Desk) SettleDue(ctx context.Context, list string, n DueName) error {
	keys := []string{d.keys.due(list), d.keys.dueStamps(list)}
	return fault("settle "+n.Name, d.c.run(ctx, settleScript, keys, n.Name, n.Stamp).Err())
}

// WatchDue tells that something became due on a list, or may have, after a broken
// connection. Several things may be told as one. The channel closes when ctx ends.
func (d *Desk) WatchDue(ctx context.Context, list string) (<-chan struct{}, error) {
	sub := d.c.rdb.Subscribe(ctx, d.keys.dueNews(list))
	if _, err := sub.Receive(ctx); err != nil { // from here on nothing is missed
		_ = sub.Close()
		return nil, fault("watch what is due", err)
	}
	out := make(chan struct{}, 1)
	go func() {
		defer close(out)
		defer sub.Close()
		tell(ctx, sub.ChannelWithSubscriptions(), out)
	}()
	return out, nil
}

// tell hands on that there was something, once for all that came meanwhile.
func tell(ctx context.Context, in <-chan any, out chan<- struct{}) {
	for {
		select {
		case <-ctx.Done():
			return
		case m, ok := <-in:
			if !ok {
				return
			}
			if _, pong := m.(*redis.Pong); pong {
				continue
			}
			select {
			case out <- struct{}{}:
			default:
			}
		}
	}
}
