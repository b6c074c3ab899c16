package intake

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

// Place is a handler's place in a Pool. Who has one leaves it, once.
type Place struct {
	pool *Pool
	name string
}

// Do calls a handler in its place, and takes its panic for an error. With an
// error there is no answer.
func Do[R, A any](ctx context.Context, l Place, handle func(context.Context, R) (A, error), r R) (A, error) {
	var a A
	err := l.guard(func() (err error) { a, err = handle(ctx, r); return err })
	if err != nil {
		a = *new(A)
	}
	return a, err
}

// Leave gives the place back and lets after follow, unless it is nil, with a
// context of its own that ends in Options.AfterTime. It does not wait: where too
// much follows already, the place is kept instead until there is room.
func (l Place) Leave(after func(context.Context)) {
	if after == nil {
		l.leave()
		return
	}
	l.pool.hand.Add(1) // the place keeps Close waiting until here
	go l.follow(after)
}

func (l Place) leave() {
	l.pool.handlers.free()
	l.pool.hand.Done()
}

func (l Place) follow(after func(context.Context)) {
	p := l.pool
	defer p.hand.Done()
	room := p.queue.take(p.ctx)
	l.leave()
	if !room {
		return
	}
	defer p.queue.free()
	if !p.working.take(p.ctx) {
		return
	}
	defer p.working.free()
	ctx, cancel := context.WithTimeout(p.ctx, p.o.AfterTime)
	defer cancel()
	_ = l.guard(func() error { after(ctx); return nil }) // it was written down
}

// guard turns a panic into an error. What was thrown is told only if it is the
// runtime's own: it could hold a request's words.
func (l Place) guard(f func() error) (err error) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		what := fmt.Sprintf("%T", v)
		if e, ok := v.(runtime.Error); ok {
			what = e.Error()
		}
		l.pool.o.Log.Error("a handler broke", "request", l.name, "error", what, "stack", string(debug.Stack()))
		err = fmt.Errorf("the handler broke: %s", what)
	}()
	return f()
}
