package room

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"salesclerk/bot"
)

// maxSteps is how many steps a job takes before others have their turn.
const maxSteps = 50

// outcome is how the handling of a job ended.
type outcome struct {
	job     *job
	d       Due
	settled bool
	err     error     // of the memory or the plan: the whole job is paused
	next    time.Time // look again then; zero: not by itself
	room    string    // waits for its turn to post here
	reply   bool
}

// handle shows one name as it stands, as far as that goes now.
func (r *run) handle(ctx context.Context, j *job, d Due) (out outcome) {
	out = outcome{job: j, d: d}
	defer func() { j.plan, j.board = nil, nil }() // a thousand may wait
	if out.err = r.flush(ctx, j); out.err != nil {
		return out
	}
	for range maxSteps {
		missing, err := r.look(ctx, j, d.Name)
		if err != nil || len(missing) == 0 {
			r.rooms.wish(j, wishes{})
			out.settled, out.err = r.settle(ctx, d, err)
			return out
		}
		s, next := r.choose(j, missing)
		if s == nil {
			out.next = next
			return out
		}
		if s.do == post && !r.rooms.take(j, s.at.Room, position{s.m.Reply, j.rank}, r.now()) {
			out.next, out.room, out.reply = next, s.at.Room, s.m.Reply
			return out
		}
		if out.err = r.take(ctx, j, d.Name, s); out.err != nil || ctx.Err() != nil {
			return out
		}
	}
	out.next = r.now()
	return out
}

// settle ends a job of which nothing is missing, or whose task is gone.
func (r *run) settle(ctx context.Context, d Due, err error) (bool, error) {
	if err != nil && !errors.Is(err, bot.ErrNotFound) {
		return false, err
	}
	ctx, cancel := r.bounded(ctx)
	defer cancel()
	if err := r.o.Memory.Settle(ctx, d); err != nil {
		return false, fmt.Errorf("settle %s: %w", d.Name, err)
	}
	return true, nil
}

// look is what is missing of a name, by what is kept and what is planned now.
func (r *run) look(ctx context.Context, j *job, name string) ([]step, error) {
	ctx, cancel := r.bounded(ctx)
	defer cancel()
	refs, err := r.o.Memory.Refs(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("read what was posted of %s: %w", name, err)
	}
	plan, err := r.o.Surface.Plan(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("plan %s: %w", name, err)
	}
	j.board = readBoard(refs)
	j.plan, err = prepared(plan, j.board)
	if err != nil {
		return nil, fmt.Errorf("plan %s: %w", name, err)
	}
	return missing(j.plan, j.board, r.o.Grace), nil
}

// choose is the first step that may be taken now, and when the first of those
// before it may be. It tells the rooms where the job wants to post.
func (r *run) choose(j *job, missing []step) (first *step, next time.Time) {
	w := wishes{}
	now := r.now()
	for i := range missing {
		s := &missing[i]
		from := r.from(j, s)
		if now.Before(from) {
			next = earlier(next, from)
			continue
		}
		if first == nil {
			first = s
		}
		p := position{s.m.Reply, j.rank}
		if q, ok := w[s.at.Room]; s.do == post && (!ok || p.before(q)) {
			w[s.at.Room] = p
		}
	}
	r.rooms.wish(j, w)
	return first, next
}

// from is when a step may be taken; zero or past: now.
func (r *run) from(j *job, s *step) time.Time {
	from := s.from
	if until := j.pauses[s.m.Key].over(s.m.Sum); until.After(from) {
		from = until
	}
	if s.do == edit {
		if until := r.rooms.editsFrom(s.at.Room); until.After(from) {
			from = until
		}
	}
	return from
}

// take takes a step. An error is one of the memory; what fails at the platform
// pauses the message.
func (r *run) take(ctx context.Context, j *job, name string, s *step) error {
	c := call{run: r, job: j, name: name, step: s}
	switch {
	case s.do == broken:
		c.reject(s.e.bad)
		return nil
	case s.stale():
		c.hold(r.now().Add(firstPause))
		return nil
	case s.do == adopt:
		return c.adopt(ctx, s.e.met.ID, s.e.met.At)
	case s.do == find:
		return c.find(ctx)
	case s.do == mark:
		now := r.now()
		return c.save(ctx, s.m.Key, s.e.edited(s.m, now, now, r.o.Grace))
	case s.do == edit:
		return c.edit(ctx)
	default:
		defer r.rooms.give(s.at.Room)
		return c.post(ctx)
	}
}

// flush keeps what could not be kept earlier.
func (r *run) flush(ctx context.Context, j *job) error {
	for _, key := range sorted(maps.Keys(j.unsaved)) {
		if err := r.setRef(ctx, j.name, key, j.unsaved[key]); err != nil {
			return err
		}
		delete(j.unsaved, key)
	}
	return nil
}

func (r *run) setRef(ctx context.Context, name, key, raw string) error {
	ctx, cancel := r.bounded(ctx)
	defer cancel()
	if err := r.o.Memory.SetRef(ctx, name, key, raw); err != nil {
		return fmt.Errorf("keep what was posted of %s: %w", name, err)
	}
	return nil
}
