package store

import (
	"context"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"
)

// maxNews is how many ids wait for a slow watcher before it is told to look at
// everything anew.
const maxNews = 256

// Watch tells the ids of tasks as they are written, and "" when something else
// changed or some news may be missing: after a broken connection, or when the
// watcher was slow. It never holds up a writer. The channel closes when ctx ends.
func (d *Desk) Watch(ctx context.Context) (<-chan string, error) {
	sub := d.c.rdb.Subscribe(ctx, d.keys.news())
	if _, err := sub.Receive(ctx); err != nil { // from here on nothing is missed
		_ = sub.Close()
		return nil, fault("watch the desk", err)
	}
	out := make(chan string)
	go func() {
		defer close(out)
		defer sub.Close()
		pump(ctx, sub.ChannelWithSubscriptions(), out)
	}()
	return out, nil
}

// pump hands news on, holding back what the watcher has not taken yet.
func pump(ctx context.Context, in <-chan any, out chan<- string) {
	var queue []string
	for {
		var to chan<- string
		var head string
		if len(queue) > 0 {
			to, head = out, queue[0]
		}
		select {
		case <-ctx.Done():
			return
		case m, ok := <-in:
			if !ok {
				return
			}
			queue = enqueue(queue, m)
		case to <- head:
			queue = queue[1:]
		}
	}
}

// enqueue adds what a message says, unless it waits already.
func enqueue(queue []string, m any) []string {
	id := "" // subscribed again after a break: news may be missing
	if msg, ok := m.(*redis.Message); ok {
		id, _, _ = strings.Cut(msg.Payload, " ")
	}
	if slices.Contains(queue, id) {
		return queue
	}
	if len(queue) >= maxNews {
		return []string{""}
	}
	return append(queue, id)
}
