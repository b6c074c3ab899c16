package agent

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// leaseTime is how long a copy that ended without a word keeps others from
// watching the mailbox.
func (d *Desk) leaseTime() time.Duration {
	if d.Lease > 0 {
		return d.Lease
	}
	return 30 * time.Second
}

// Run works until ctx ends, then finishes what it has in hand. copyName tells this
// copy from others. It starts Workers workers, the clock that brings later jobs
// back, and the watcher, which runs on one copy at a time.
func (d *Desk) Run(ctx context.Context, copyName string) error {
	var wg sync.WaitGroup
	for i := range max(d.Workers, 1) {
		wg.Go(func() { _ = d.Work(ctx, fmt.Sprintf("%s.%d", copyName, i)) })
	}
	wg.Go(func() { d.promote(ctx) })
	if d.Watcher != nil {
		w := d.Watcher
		w.Handle = d.Intake
		wg.Go(func() { d.Alone(ctx, "mailbox", copyName, w.Run) })
	}
	wg.Wait()
	return nil
}

// promote brings later jobs back when they are due.
func (d *Desk) promote(ctx context.Context) {
	for wait(ctx, 500*time.Millisecond) {
		if _, err := d.Queue.Promote(ctx, d.now()); err != nil && ctx.Err() == nil {
			d.log().Error("bringing later jobs back", "error", err)
			wait(ctx, 2*time.Second)
		}
	}
}

// Alone runs work on one copy at a time: while this one holds the lease. It ends
// with ctx.
func (d *Desk) Alone(ctx context.Context, name, copyName string, work func(context.Context) error) {
	for ctx.Err() == nil {
		lease, err := d.Leases.Lease(ctx, name, copyName, d.leaseTime())
		if err != nil && ctx.Err() == nil {
			d.log().Error("asking for a lease", "lease", name, "error", err)
		}
		if err != nil || lease == nil {
			wait(ctx, d.leaseTime()/10)
			continue
		}
		d.hold(ctx, name, lease, work)
	}
}

// hold works as long as the lease can be renewed.
func (d *Desk) hold(ctx context.Context, name string, lease Lease, work func(context.Context) error) {
	held, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer cancel()
		if err := work(held); err != nil && held.Err() == nil {
			d.log().Error("work under a lease ended", "lease", name, "error", err)
			wait(held, time.Second)
		}
	}()
	for wait(held, d.leaseTime()/3) {
		if ok, err := lease.Renew(ctx); err != nil || !ok {
			d.log().Warn("the lease is lost", "lease", name, "error", err)
			break
		}
	}
	cancel()
	<-done
	if err := lease.Release(context.WithoutCancel(ctx)); err != nil {
		d.log().Warn("giving a lease back", "lease", name, "error", err)
	}
}
