package room

import (
	"context"
	"time"
)

// listen hands on what wakes the poster. A broken line is opened again.
func (r *run) listen(ctx context.Context) {
	var p *pause
	for ctx.Err() == nil {
		news, err := r.o.Memory.Wake(ctx)
		if err == nil {
			signal(r.wake) // what was told before is not told again
			if r.relay(ctx, news) {
				p = nil
			}
		} else if ctx.Err() == nil {
			r.o.Log.Warn("listening for what becomes due", "error", err)
		}
		next := p.failed(r.now(), r.o.Rand())
		p = &next
		rest(ctx, min(p.until.Sub(r.now()), r.o.Tick))
	}
}

// relay hands on news until their line ends, and says whether there were any.
func (r *run) relay(ctx context.Context, news <-chan struct{}) (any bool) {
	for {
		select {
		case <-ctx.Done():
			return any
		case _, open := <-news:
			if !open {
				return any
			}
			any = true
			signal(r.wake)
		}
	}
}

func rest(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
