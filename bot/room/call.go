package room

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

// call is one step at the platform, with what is kept before and after it.
type call struct {
	*run
	job  *job
	name string
	*step
}

// errLate says that a post was begun too long ago to be made.
var errLate = errors.New("room: too long between keeping the begin and the call")

// post posts a message. Its begin is kept first.
func (c call) post(ctx context.Context) error {
	began := c.now()
	r := c.e.begun(c.m, c.at, rand.Text(), began)
	if err := c.before(ctx, r); err != nil {
		return err
	}
	id, err := c.send(ctx, &r)
	switch {
	case err == nil:
		c.succeed()
		return c.after(ctx, r, r.posted(id, c.job.board.nextN(), c.now()))
	case errors.Is(err, ErrGone) && c.m.Reply:
		return c.rootGone(ctx, r)
	case definite(err):
		return c.undo(ctx, r, err)
	}
	if !c.ended(ctx) {
		c.fail(err)
	}
	return nil
}

// send makes the call, within the time that a try has.
func (c call) send(ctx context.Context, r *ref) (string, error) {
	late := c.now().Sub(r.Try.Begun)
	if late > c.o.Grace/4 {
		return "", errLate
	}
	span, during, cancel := newSpan(ctx, c.limit()-late, c.o.Linger)
	defer cancel()
	var mu sync.Mutex // a surface may save from anywhere
	t := Try{Key: tryKey(c.name, c.m.Key, r.Gen), ID: r.Try.ID, Begun: r.Try.Begun}
	t.Save = func(sctx context.Context, note string) error {
		mu.Lock()
		defer mu.Unlock()
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("keep a note: %w", err)
		}
		next := *r.Try
		next.Note, next.Last = note, c.now()
		r.Try, t.Note = &next, note
		err := c.setRef(sctx, c.name, c.m.Key, r.encode())
		span.renew(c.limit())
		return err
	}
	began := c.now()
	id, err := c.o.Surface.Post(during, *c.m, c.at, &t)
	mu.Lock()
	defer mu.Unlock()
	if err == nil && id == "" {
		err = errors.New("room: the surface posted and gave no id")
	}
	c.o.OnShown("post", c.now().Sub(began), err)
	return id, err
}

// tryKey is the name that a message goes by for ever.
func tryKey(name, key string, gen int) string {
	if gen == 0 {
		return name + "/" + key
	}
	return fmt.Sprintf("%s/%s~%d", name, key, gen)
}

// edit edits a message. While it does, its content counts as not known.
func (c call) edit(ctx context.Context) error {
	began := c.now()
	if err := c.before(ctx, c.e.editing(began)); err != nil {
		return err
	}
	_, during, cancel := newSpan(ctx, c.limit(), c.o.Linger)
	defer cancel()
	err := c.o.Surface.Update(during, *c.m, c.at)
	c.o.OnShown("edit", c.now().Sub(began), err)
	switch {
	case err == nil:
		c.succeed()
		return c.save(ctx, c.m.Key, c.e.edited(c.m, began, c.now(), c.o.Grace))
	case errors.Is(err, ErrGone):
		c.o.Log.Info("a message was deleted", "name", c.name, "key", c.m.Key, "room", c.at.Room)
		return c.save(ctx, c.m.Key, c.e.gone())
	case definite(err):
		c.refused(err)
		return c.save(ctx, c.m.Key, c.e.ref)
	}
	if !c.ended(ctx) {
		c.fail(err)
	}
	return nil
}

// definite says that a call surely was not done.
func definite(err error) bool {
	var w *Wait
	var r *Rejected
	return errors.As(err, &w) || errors.As(err, &r) || errors.Is(err, ErrGone)
}

// undo keeps that a try surely was not posted.
func (c call) undo(ctx context.Context, r ref, err error) error {
	c.refused(err)
	return c.after(ctx, r, c.e.ref)
}

// rootGone takes the answer that there is no thread for a reply. That alone is no
// proof that its first message was deleted: it is edited next, to see.
func (c call) rootGone(ctx context.Context, r ref) error {
	c.fail(ErrGone)
	if err := c.after(ctx, r, c.e.ref); err != nil {
		return err
	}
	key, root := c.job.board.root()
	if root == nil || c.ended(ctx) {
		return nil
	}
	doubt := root.gone()
	if slices.ContainsFunc(c.job.plan, func(m Message) bool { return m.Key == key }) {
		doubt = root.ref
		doubt.Sum, doubt.Final, doubt.Seen = "", false, root.shownID()
	}
	return c.save(ctx, key, doubt)
}

// find looks for what an earlier try may have posted.
func (c call) find(ctx context.Context) error {
	t := c.e.Try
	truth := t.Last.Add(c.o.Grace)
	asked := c.now()
	fctx, cancel := c.bounded(ctx)
	defer cancel()
	id, found, err := c.o.Surface.Find(fctx, *c.m, Place{Room: c.e.Room, Thread: c.e.Thread},
		Try{Key: tryKey(c.name, c.m.Key, c.e.Gen), ID: t.ID, Begun: t.Begun, Note: t.Note})
	var w *Wait
	switch {
	case errors.As(err, &w):
		c.hold(w.until(c.now()))
	case errors.Is(err, ErrUnknowable) && !asked.Before(truth):
		return c.giveUp(ctx)
	case errors.Is(err, ErrGone): // the channel or the thread went, and the message with it
		found, err = false, nil
		fallthrough
	case err == nil && !found && !asked.Before(truth):
		return c.save(ctx, c.m.Key, c.e.notPosted())
	case err == nil && found && id != "":
		return c.adopt(ctx, id, truth)
	case err == nil, errors.Is(err, ErrUnknowable):
		c.hold(truth)
	case !c.ended(ctx):
		c.fail(err)
	}
	return nil
}

// adopt keeps that a try was posted after all.
func (c call) adopt(ctx context.Context, id string, ended time.Time) error {
	if now := c.now(); ended.After(now) {
		ended = now
	}
	c.succeed()
	r := c.e.posted(id, c.job.board.nextN(), ended)
	return c.save(ctx, c.m.Key, r)
}

// giveUp keeps that nobody can know whether a try was posted.
func (c call) giveUp(ctx context.Context) error {
	c.o.Log.Warn("nobody can know whether a message was posted; it is not posted again",
		"name", c.name, "key", c.m.Key, "room", c.e.Room, "begun", c.e.Try.Begun)
	r, t := c.e.ref, *c.e.Try
	t.Unknown = true
	r.Try = &t
	return c.save(ctx, c.m.Key, r)
}

// before keeps that a call begins. Where that can not be kept, the call is not
// made, and what was kept before is right.
func (c call) before(ctx context.Context, r ref) error {
	err := c.setRef(ctx, c.name, c.m.Key, r.encode())
	if err != nil {
		c.job.unsaved[c.m.Key] = c.e.raw
	}
	return err
}

// limit is the time of a call: what began may have its effect until the grace is
// over.
func (c call) limit() time.Duration { return c.o.Grace * 2 / 3 }

// after keeps what came of a post. When the run has ended, another copy may have
// begun: it leaves a try alone until its grace is over, and so long we may write.
func (c call) after(ctx context.Context, begun, r ref) error {
	if left := begun.Try.Last.Add(c.o.Grace).Sub(c.now()); c.ended(ctx) {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), left)
		defer cancel()
	}
	return c.save(ctx, c.m.Key, r)
}

// save keeps a ref; one that cannot be kept now is kept before the job goes on.
func (c call) save(ctx context.Context, key string, r ref) error {
	raw := r.encode()
	err := c.setRef(ctx, c.name, key, raw)
	if err != nil {
		c.job.unsaved[key] = raw
	}
	return err
}
