package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/redis/go-redis/v9"

	"salesclerk/agent/task"
)

// Desk is everything of one desk. It may be used by many goroutines.
type Desk struct {
	c    *Client
	name string
	keys keys

	mu     sync.Mutex
	cursor string // where the search for lapsed jobs goes on
}

// firstID is the number of a desk's first task.
const firstID = 1001

// NewID is the id of a task to come: "T-1001" and so on. An id that is not used
// leaves a gap.
func (d *Desk) NewID(ctx context.Context) (string, error) {
	n, err := d.c.rdb.Incr(ctx, d.keys.ids()).Result()
	if err != nil {
		return "", fault("get a new task number", err)
	}
	return "T-" + strconv.FormatInt(n+firstID-1, 10), nil
}

// Task reads a task. ErrNotFound if there is none.
func (d *Desk) Task(ctx context.Context, id string) (task.Task, error) {
	data, err := d.c.rdb.Get(ctx, d.keys.task(id)).Bytes()
	if errors.Is(err, redis.Nil) {
		return task.Task{}, fmt.Errorf("read task %q: %w", id, ErrNotFound)
	}
	if err != nil {
		return task.Task{}, fault("read task "+id, err)
	}
	t, err := decodeTask(data)
	if err != nil {
		return task.Task{}, fmt.Errorf("read task %s: %w", id, err)
	}
	return t, nil
}

// TaskOfMail is the task that took the mail with this key. It may be deleted by
// now: a mail once taken stays taken.
func (d *Desk) TaskOfMail(ctx context.Context, key string) (id string, ok bool, err error) {
	id, err = d.c.rdb.HGet(ctx, d.keys.mails(), digest(key)).Result()
	if errors.Is(err, redis.Nil) {
		return "", false, nil
	}
	return id, err == nil, fault("look for the task of a mail", err)
}

// maxThread is how many Message-IDs of a References header are looked at.
const maxThread = 500

// TaskOfThread is the task of the first of the Message-IDs that leads to one.
func (d *Desk) TaskOfThread(ctx context.Context, messageIDs []string) (id string, ok bool, err error) {
	if len(messageIDs) == 0 {
		return "", false, nil
	}
	fields := make([]string, 0, len(messageIDs))
	for _, m := range messageIDs[:min(len(messageIDs), maxThread)] {
		fields = append(fields, digest(m))
	}
	found, err := d.c.rdb.HMGet(ctx, d.keys.threads(), fields...).Result()
	if err != nil {
		return "", false, fault("look for the task of a thread", err)
	}
	for _, v := range found {
		if id, ok := v.(string); ok {
			return id, true, nil
		}
	}
	return "", false, nil
}
