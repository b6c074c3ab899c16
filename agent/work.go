package agent

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

// maxDeliveries is after how many crashes or errors of one job a person is asked.
const maxDeliveries = 8

// Work takes jobs until ctx ends. It finishes the job at hand first.
func (d *Desk) Work(ctx context.Context, consumer string) error {
	for ctx.Err() == nil {
		j, err := d.Queue.Take(ctx, consumer, 2*time.Second)
		if err != nil && j == nil && ctx.Err() != nil {
			break
		}
		if err != nil {
			d.log().Error("taking a job", "error", err)
			if j != nil { // it cannot be read and never will
				err = d.Queue.Done(ctx, j)
			}
			if err != nil && !wait(ctx, time.Second) {
				break
			}
			continue
		}
		if j != nil {
			d.finish(ctx, j)
		}
	}
	d.leave(context.WithoutCancel(ctx), consumer)
	return nil
}

// endGrace is how long the job at hand may go on after the program was told to end.
const endGrace = 10 * time.Second

// finish does the job also when ctx ends meanwhile, but not for ever: what cannot
// be ended in time lapses and is taken up again.
func (d *Desk) finish(ctx context.Context, j *Delivery) {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(endGrace, cancel) })
	defer stop()
	d.handle(work, j)
}

// leave tells the queue that this worker takes no more jobs.
func (d *Desk) leave(ctx context.Context, consumer string) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if err := d.Queue.Leave(ctx, consumer); err != nil {
		d.log().Warn("a worker could not take its leave", "worker", consumer, "error", err)
	}
}

func wait(ctx context.Context, t time.Duration) bool {
	timer := time.NewTimer(t)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// maxJob is the longest a job may take; each has shorter limits of its own.
const maxJob = 10 * time.Minute

// handle does one job and puts it off, again or away.
func (d *Desk) handle(ctx context.Context, j *Delivery) {
	ctx, cancel := context.WithTimeout(ctx, maxJob)
	defer cancel()
	defer d.keepAlive(ctx, j, cancel)()
	began := time.Now()
	err := d.do(ctx, j)
	if d.OnOutcome != nil {
		d.OnOutcome(j.Job.Kind, time.Since(began), err)
	}
	var later *laterError
	switch {
	case err == nil:
		err = d.Queue.Done(ctx, j)
	case errors.As(err, &later):
		d.log().Warn("job put off", "task", j.Job.Task, "job", string(j.Job.Kind), "until", later.at, "why", later.why)
		err = d.Queue.Later(ctx, j, later.at, later.job)
	default:
		d.log().Error("job failed", "task", j.Job.Task, "job", string(j.Job.Kind), "try", j.Job.Tries+1, "error", err)
		again := j.Job
		again.Tries++
		err = d.Queue.Later(ctx, j, d.now().Add(pause(again.Tries)), again)
	}
	if err != nil { // it lapses and comes again
		d.log().Error("putting a job away", "task", j.Job.Task, "job", string(j.Job.Kind), "error", err)
	}
}

// keepAlive extends the worker's hold on the job until the function it returns
// is called. A job that is another worker's by now is not gone on with: lost is
// called.
func (d *Desk) keepAlive(ctx context.Context, j *Delivery, lost func()) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		for wait(ctx, d.beat()) {
			err := d.Queue.Extend(ctx, j)
			if err != nil && ctx.Err() == nil {
				d.log().Warn("extending a job", "task", j.Job.Task, "error", err)
			}
			if errors.Is(err, ErrLapsed) {
				lost()
			}
		}
	}()
	return cancel
}

// beat is the pause between two words that a job is still worked on.
func (d *Desk) beat() time.Duration {
	if d.JobLease > 0 {
		return min(d.JobLease/4, 10*time.Second)
	}
	return 10 * time.Second
}

func pause(try int) time.Duration {
	return min(time.Second<<min(try, 9), 5*time.Minute)
}

// laterError puts a job off: the attempt is over, nothing is lost.
type laterError struct {
	at  time.Time
	job task.Job
	why error
}

func (e *laterError) Error() string { return "later: " + e.why.Error() }
func (e *laterError) Unwrap() error { return e.why }

// do carries out a job if the task still wants it, and applies the outcome.
func (d *Desk) do(ctx context.Context, j *Delivery) error {
	if j.Job.Kind == task.JobRemember {
		return d.remember(ctx, j.Job)
	}
	t, err := d.Store.Task(ctx, j.Job.Task)
	if errors.Is(err, ErrNoTask) {
		return nil // deleted by an administrator
	}
	if err != nil {
		return err
	}
	if j.Job.Kind == task.JobShow {
		return d.show(ctx, t)
	}
	if t.Job == nil || t.Job.Key != j.Job.Key {
		return nil // done before, or the task went another way
	}
	e, err := d.outcome(ctx, t, j)
	if err != nil {
		return err
	}
	e.ID, e.Job, e.At = j.Job.Key+"/"+string(e.Kind), j.Job.Key, d.now()
	_, err = d.Do(ctx, t.ID, e)
	if errors.Is(err, task.ErrStale) || errors.Is(err, task.ErrRepeated) || errors.Is(err, task.ErrStopped) || errors.Is(err, ErrNoTask) {
		return nil
	}
	return err
}

func (d *Desk) outcome(ctx context.Context, t task.Task, j *Delivery) (task.Event, error) {
	if j.Deliveries > maxDeliveries && j.Job.Kind != task.JobSend { // it ends its workers
		return stuck(task.BackOffice, "Words", "the work was begun many times and never ended"), nil
	}
	e, err := d.guarded(ctx, t, j.Job)
	var later *laterError
	if err == nil || errors.As(err, &later) {
		return e, err
	}
	if errors.Is(err, errBroke) && j.Job.Kind != task.JobSend {
		return broken(j.Job.Kind), nil
	}
	if p := problemOf(err); p != nil {
		return task.Event{Kind: task.Stuck, Problem: p}, nil
	}
	if tries := max(j.Job.Tries, j.Deliveries); tries+1 >= maxDeliveries {
		return stuck(task.BackOffice, "Words", cut(err.Error(), 300)), nil
	}
	return e, err
}

// errBroke says that a mistake in this program ended a step.
var errBroke = errors.New("the program broke on this task; please tell its makers")

// guarded is step, where a mistake of ours that some mail brings to light is that
// task's trouble alone, not that of all who share the program. A broken sending is
// tried again as after a crash: its mark says whether the mail may have left.
func (d *Desk) guarded(ctx context.Context, t task.Task, job task.Job) (e task.Event, err error) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		what := fmt.Sprintf("%T", v) // what was thrown could hold a mail's words
		if r, ok := v.(runtime.Error); ok {
			what = r.Error()
		}
		d.log().Error("a step broke", "task", t.ID, "job", job.Kind, "error", what, "stack", string(debug.Stack()))
		e, err = task.Event{}, errBroke
	}()
	return d.step(ctx, t, job)
}

// broken hands the task to a person: the same again would break again.
func broken(k task.JobKind) task.Event {
	if k == task.JobRead {
		return stuck(task.Unreadable, "Words", errBroke.Error())
	}
	return stuck(task.BackOffice, "Words", errBroke.Error())
}

func (d *Desk) step(ctx context.Context, t task.Task, job task.Job) (task.Event, error) {
	switch job.Kind {
	case task.JobRead:
		return d.read(ctx, t)
	case task.JobInstruct:
		return d.instruct(ctx, t, job)
	case task.JobContact:
		return d.contact(ctx, t, job)
	case task.JobQuote:
		return d.quote(ctx, t, job)
	case task.JobOrder:
		return d.order(ctx, t, job)
	case task.JobFind:
		return d.find(ctx, t)
	case task.JobSave:
		return d.save(ctx, t, job)
	case task.JobCompose:
		return d.compose(ctx, t, job)
	case task.JobRecheck:
		return d.recheck(ctx, t)
	case task.JobSend:
		return d.send(ctx, t, job)
	}
	return task.Event{}, fmt.Errorf("no such job: %s", job.Kind)
}

func (d *Desk) show(ctx context.Context, t task.Task) error {
	var errs []error
	for _, r := range d.Rooms {
		errs = append(errs, r.Show(ctx, t))
	}
	return errors.Join(errs...)
}

func stuck(code string, args ...string) task.Event {
	p := &task.Problem{Code: code, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		p.Args[args[i]] = args[i+1]
	}
	return task.Event{Kind: task.Stuck, Problem: p}
}

// problemOf makes a problem for a person of an error that trying again does not
// mend; nil for one that it may.
func problemOf(err error) *task.Problem {
	var f *erp.Fault
	switch {
	case errors.As(err, &f):
		p := stuck(task.BackOffice, "Words", f.Error(), "Field", f.Field, "Value", f.Value).Problem
		p.Field = f.Field
		return p
	case errors.Is(err, erp.ErrRefused), errors.Is(err, erp.ErrNotFound):
		return stuck(task.BackOffice, "Words", cut(err.Error(), 300)).Problem
	}
	return nil
}

// WorkOnce does at most one job and says how many it did, for those who want the
// work done here and now.
func (d *Desk) WorkOnce(ctx context.Context, consumer string) (int, error) {
	j, err := d.Queue.Take(ctx, consumer, time.Millisecond)
	if err != nil || j == nil {
		return 0, err
	}
	d.handle(ctx, j)
	return 1, nil
}
