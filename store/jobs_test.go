package store

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"salesclerk/agent/task"
)

func TestJobOnce(t *testing.T) {
	both(t, func(t *testing.T, p place) {
		d := p.open(t, nil).Desk("north")
		var effects []task.Effect
		for i := range 100 {
			effects = append(effects, jobEffect(i))
		}
		put(t, d, "T-1", 1, task.Working, effects...)
		var mu sync.Mutex
		got := map[string]int{}
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				own := p.open(t, nil).Desk("north")
				for {
					j, err := own.Take(ctx, string(rune('a'+i)), 0)
					if err != nil {
						t.Error(err)
					}
					if j == nil {
						return
					}
					mu.Lock()
					got[j.Job.Key]++
					mu.Unlock()
					if err := own.Done(ctx, j); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		for i := range 100 {
			same(t, got[job(i).Key], 1)
		}
		backlog(t, d, 0, 0)
	})
}

func backlog(t testing.TB, d *Desk, jobs, later int64) {
	t.Helper()
	a, b, err := d.Backlog(ctx)
	same(t, []any{a, b, err}, []any{jobs, later, nil})
}

func TestLapse(t *testing.T) {
	both(t, func(t *testing.T, p place) {
		d := p.open(t, nil).Desk("north")
		lapsed := p.open(t, func(o *Options) { o.Lease = time.Millisecond }).Desk("north")
		put(t, d, "T-1", 1, task.Working, jobEffect(1))
		first := take(t, d, "a")
		same(t, first.Deliveries, 1)
		none(t, d, "b")
		second := takeLapsed(t, lapsed, "b")
		same(t, []any{second.Job, second.Deliveries}, []any{job(1), 2})
		if err := d.Extend(ctx, first); !errors.Is(err, ErrLapsed) {
			t.Fatalf("extend: got %v", err)
		}
		if err := d.Later(ctx, first, t0, job(1)); !errors.Is(err, ErrLapsed) {
			t.Fatalf("later: got %v", err)
		}
		ok(t, d.Extend(ctx, second))
		third := takeLapsed(t, lapsed, "c")
		same(t, third.Deliveries, 3)
		ok(t, d.Done(ctx, third))
		ok(t, d.Done(ctx, first))
		none(t, lapsed, "c")
		backlog(t, d, 0, 0)
	})
}

// takeLapsed asks until the lease of a millisecond is over.
func takeLapsed(t *testing.T, d *Desk, consumer string) *Delivery {
	t.Helper()
	c, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		j, err := d.Take(c, consumer, 0)
		ok(t, err)
		if j != nil {
			return j
		}
	}
}

func TestLaterAndPromote(t *testing.T) {
	both(t, func(t *testing.T, p place) {
		copies := []*Desk{p.open(t, nil).Desk("north"), p.open(t, nil).Desk("north")}
		d := copies[0]
		const n = promoteAtOnce + 50
		var effects []task.Effect
		for i := range n {
			effects = append(effects, jobEffect(i))
		}
		put(t, d, "T-1", 1, task.Working, effects...)
		for range n {
			j := take(t, d, "a")
			again := j.Job
			again.Tries++
			ok(t, d.Later(ctx, j, t0.Add(time.Hour), again))
			ok(t, d.Later(ctx, j, t0.Add(time.Hour), again)) // as after a broken connection
		}
		backlog(t, d, 0, n)
		same(t, must(d.Promote(ctx, t0)), 0)
		same(t, promoteAtOnceBy(t, copies), n)
		backlog(t, d, n, 0)
		got := map[string]int{}
		for range n {
			j := take(t, d, "a")
			same(t, j.Job.Tries, 1)
			got[j.Job.Key]++
		}
		same(t, len(got), n)
		none(t, d, "a")
	})
}

// promoteAtOnceBy lets all copies promote at the same time and adds up.
func promoteAtOnceBy(t *testing.T, copies []*Desk) (sum int) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, d := range copies {
		wg.Go(func() {
			n, err := d.Promote(ctx, t0.Add(time.Hour))
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			sum += n
		})
	}
	wg.Wait()
	return sum
}

// TestTakeWaits finds that a job written meanwhile ends the wait.
func TestTakeWaits(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		got := make(chan *Delivery)
		go func() {
			j, err := d.Take(ctx, "a", time.Minute)
			if err != nil {
				t.Error(err)
			}
			got <- j
		}()
		put(t, d, "T-1", 1, task.Working, jobEffect(1))
		same(t, (<-got).Job, job(1))
	})
}

func TestTakeEndsWithContext(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		c, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := d.Take(c, "a", time.Hour); !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
	})
}

// TestBadJob finds that a job that cannot be read is shown, can be ended, and
// holds up no other.
func TestBadJob(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		ok(t, d.c.rdb.Do(ctx, "XADD", d.keys.jobs(), "*", "j", "{").Err())
		put(t, d, "T-1", 1, task.Working, jobEffect(1))
		j, err := d.Take(ctx, "a", 0)
		var bad *BadJobError
		if !errors.As(err, &bad) || bad.Raw != "{" || j == nil {
			t.Fatalf("got %v, %v", j, err)
		}
		ok(t, d.Done(ctx, j))
		same(t, take(t, d, "a").Job, job(1))
	})
}

// TestLeave finds that a worker that goes loses no job.
func TestLeave(t *testing.T) {
	both(t, func(t *testing.T, p place) {
		d := p.open(t, func(o *Options) { o.Lease = time.Millisecond }).Desk("north")
		ok(t, d.Leave(ctx, "a"))
		if err := d.Extend(ctx, &Delivery{ID: "1-1/a"}); !errors.Is(err, ErrLapsed) {
			t.Fatalf("got %v", err)
		}
		put(t, d, "T-1", 1, task.Working, jobEffect(1))
		take(t, d, "a")
		ok(t, d.Leave(ctx, "a"))
		j := takeLapsed(t, d, "b")
		same(t, j.Job, job(1))
		ok(t, d.Leave(ctx, "a"))
		ok(t, d.Done(ctx, j))
		ok(t, d.Leave(ctx, "b"))
		same(t, len(must(d.c.rdb.XInfoConsumers(ctx, d.keys.jobs(), group).Result())), 0)
	})
}
