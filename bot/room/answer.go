package room

import (
	"context"
	"errors"
	"time"
)

// refused takes the answer of a call that surely was not done.
func (c call) refused(err error) {
	var w *Wait
	var rejected *Rejected
	switch {
	case errors.As(err, &w):
		c.rooms.hold(c.at.Room, w.until(c.now()), c.do == edit)
	case errors.As(err, &rejected):
		c.reject(err)
	default:
		c.fail(err)
	}
}

func (c call) succeed() { delete(c.job.pauses, c.m.Key) }

// hold leaves the message alone until a time; nothing failed.
func (c call) hold(until time.Time) {
	p := &pause{until: until, held: true}
	if old := c.job.pauses[c.m.Key]; old != nil {
		p.fails, p.last = old.fails, old.last
	}
	c.job.pauses[c.m.Key] = p
}

// fail pauses the message after a failure.
func (c call) fail(err error) {
	p := c.job.pauses[c.m.Key].failed(c.now(), c.o.Rand())
	c.job.pauses[c.m.Key] = &p
	c.o.Log.Warn("a message could not be shown", "name", c.name, "key", c.m.Key, "room", c.at.Room,
		"fails", p.fails, "again", p.until, "error", err)
}

// reject pauses the message for long, as long as it has this content. It is said
// once.
func (c call) reject(err error) {
	old := c.job.pauses[c.m.Key]
	if old == nil || old.sum != c.m.Sum {
		c.o.Log.Error("a message is not taken as it is", "name", c.name, "key", c.m.Key, "room", c.at.Room, "error", err)
	}
	c.job.pauses[c.m.Key] = &pause{until: c.now().Add(rejectedPause), sum: c.m.Sum}
}

func (c call) ended(ctx context.Context) bool { return ctx.Err() != nil }
