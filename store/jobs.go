package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"salesclerk/agent/task"
)

// group is the consumer group of all workers of a desk.
const group = "workers"

// Delivery is a job a worker has. It must be ended by Done or Later before the
// lease ends, or be kept by Extend. It is an alias, so that other packages can
// name it without importing this one.
type Delivery = struct {
	ID         string // stream entry and consumer: "1700000000000-0/worker"
	Job        task.Job
	Deliveries int // how often it was given out, this time included; many: it kills its workers
}

// BadJobError is a job that cannot be decoded. It comes with its Delivery, so
// that the caller can end it.
type BadJobError struct {
	ID  string
	Raw string
	Err error
}

func (e *BadJobError) Error() string {
	return "store: job " + e.ID + " cannot be read: " + e.Err.Error()
}
func (e *BadJobError) Unwrap() error { return e.Err }

// wait is the longest Take listens at once: a read that blocks does not hear the
// end of its context.
const wait = time.Second

// Take gives the caller one job: a lapsed one of another worker, else the next,
// waiting up to block for it. nil if there is none. Consumer names one worker;
// two that work at once need two names.
func (d *Desk) Take(ctx context.Context, consumer string, block time.Duration) (*Delivery, error) {
	end := time.Now().Add(block)
	for {
		got, err := d.reclaim(ctx, consumer)
		if got != nil || err != nil {
			return got, err
		}
		got, err = d.next(ctx, consumer, min(wait, time.Until(end)))
		if got != nil || err != nil {
			return got, err
		}
		if ctx.Err() != nil || !time.Now().Before(end) {
			return nil, ctx.Err()
		}
	}
}

// reclaim takes over a job whose worker was not heard of for the lease.
func (d *Desk) reclaim(ctx context.Context, consumer string) (*Delivery, error) {
	d.mu.Lock()
	start := d.cursor
	d.mu.Unlock()
	var found []redis.XMessage
	var goOn string
	err := d.withGroup(ctx, func() (err error) {
		found, goOn, err = d.c.rdb.XAutoClaim(ctx, &redis.XAutoClaimArgs{Stream: d.keys.jobs(), Group: group,
			Consumer: consumer, MinIdle: d.c.lease, Start: start, Count: 1}).Result()
		return err
	})
	if err != nil {
		return nil, fault("look for lapsed jobs", err)
	}
	d.mu.Lock()
	d.cursor = goOn
	d.mu.Unlock()
	if len(found) == 0 || len(found[0].Values) == 0 {
		return nil, nil
	}
	n, err := d.deliveries(ctx, found[0].ID)
	if err != nil {
		return nil, err
	}
	return delivery(found[0], consumer, n)
}

// deliveries asks how often a job was given out.
func (d *Desk) deliveries(ctx context.Context, id string) (int, error) {
	p, err := d.c.rdb.XPendingExt(ctx, &redis.XPendingExtArgs{Stream: d.keys.jobs(), Group: group,
		Start: id, End: id, Count: 1}).Result()
	if err != nil {
		return 0, fault("look at job "+id, err)
	}
	if len(p) == 0 {
		return 1, nil
	}
	return int(p[0].RetryCount), nil
}

// next takes the next job of the stream; block below a millisecond does not wait.
func (d *Desk) next(ctx context.Context, consumer string, block time.Duration) (*Delivery, error) {
	if block < time.Millisecond {
		block = -1 // 0 would wait for ever
	}
	var found []redis.XStream
	err := d.withGroup(ctx, func() (err error) {
		found, err = d.c.rdb.XReadGroup(ctx, &redis.XReadGroupArgs{Group: group, Consumer: consumer,
			Streams: []string{d.keys.jobs(), ">"}, Count: 1, Block: block}).Result()
		return err
	})
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	if err != nil {
		return nil, fault("take a job", err)
	}
	if len(found) == 0 || len(found[0].Messages) == 0 {
		return nil, nil
	}
	return delivery(found[0].Messages[0], consumer, 1)
}

func delivery(m redis.XMessage, consumer string, n int) (*Delivery, error) {
	d := &Delivery{ID: m.ID + "/" + consumer, Deliveries: n}
	raw, _ := m.Values["j"].(string)
	if err := json.Unmarshal([]byte(raw), &d.Job); err != nil {
		return d, &BadJobError{ID: m.ID, Raw: raw, Err: err}
	}
	return d, nil
}

// withGroup makes the consumer group when there is none yet or Redis lost it.
func (d *Desk) withGroup(ctx context.Context, do func() error) error {
	err := do()
	if !noGroup(err) {
		return err
	}
	// from 0: jobs written before the group was made are jobs too
	err = d.c.rdb.XGroupCreateMkStream(ctx, d.keys.jobs(), group, "0").Err()
	if err != nil && !strings.HasPrefix(err.Error(), "BUSYGROUP") {
		return err
	}
	return do()
}

// noGroup finds Redis' word for it, which some put inside a script's error.
func noGroup(err error) bool { return err != nil && strings.Contains(err.Error(), "NOGROUP ") }

// Done ends a job that was carried out, also one that lapsed meanwhile.
func (d *Desk) Done(ctx context.Context, j *Delivery) error {
	return fault("end job "+j.Job.Key, d.c.run(ctx, doneScript, []string{d.keys.jobs()}, group, entryID(j)).Err())
}

// entryID is the stream entry of a delivery, holder who it was given to.
func entryID(j *Delivery) string { id, _, _ := strings.Cut(j.ID, "/"); return id }
func holder(j *Delivery) string  { _, c, _ := strings.Cut(j.ID, "/"); return c }

// Later ends the delivery and lays job aside until at, in one. ErrLapsed if the
// delivery is another worker's now; nothing is changed then.
func (d *Desk) Later(ctx context.Context, j *Delivery, at time.Time, job task.Job) error {
	raw, err := json.Marshal(job)
	if err != nil {
		return fmt.Errorf("encode job %s: %w", job.Key, err)
	}
	n, err := d.c.run(ctx, laterScript, []string{d.keys.jobs(), d.keys.later()}, group, entryID(j), holder(j), at.UnixMilli(), raw).Int()
	return owned("lay aside job "+job.Key, n, err)
}

// Extend says that the job is still being worked on. ErrLapsed if it is another
// worker's now.
func (d *Desk) Extend(ctx context.Context, j *Delivery) error {
	n, err := d.c.run(ctx, extendScript, []string{d.keys.jobs()}, group, entryID(j), holder(j)).Int()
	return owned("keep job "+j.Job.Key, n, err)
}

func owned(doing string, n int, err error) error {
	if noGroup(err) {
		n, err = 0, nil
	}
	if err != nil {
		return fault(doing, err)
	}
	if n == 0 {
		return fmt.Errorf("%s: %w", doing, ErrLapsed)
	}
	return nil
}

// promoteAtOnce bounds how long Redis is kept by one script.
const promoteAtOnce = 200

// Promote gives out the later jobs that are due. Any number of copies may call
// it at once; each job is given out once.
func (d *Desk) Promote(ctx context.Context, now time.Time) (n int, err error) {
	for {
		k, err := d.c.run(ctx, promoteScript, []string{d.keys.jobs(), d.keys.later()}, now.UnixMilli(), promoteAtOnce).Int()
		if err != nil {
			return n, fault("give out the jobs that are due", err)
		}
		n += k
		if k < promoteAtOnce {
			return n, nil
		}
	}
}

// Leave forgets a consumer that takes no more jobs, as at a clean end. A job it
// still has is kept and lapses.
func (d *Desk) Leave(ctx context.Context, consumer string) error {
	err := d.c.run(ctx, leaveScript, []string{d.keys.jobs()}, group, consumer).Err()
	if noGroup(err) {
		return nil
	}
	return fault("leave the workers", err)
}

// Backlog is how many jobs wait or are being worked on, and how many are laid aside.
func (d *Desk) Backlog(ctx context.Context) (jobs, later int64, err error) {
	p := d.c.rdb.Pipeline()
	x, z := p.XLen(ctx, d.keys.jobs()), p.ZCard(ctx, d.keys.later())
	if _, err := p.Exec(ctx); err != nil {
		return 0, 0, fault("count jobs", err)
	}
	return x.Val(), z.Val(), nil
}
