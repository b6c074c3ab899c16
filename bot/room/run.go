package room

import (
	"context"
	"iter"
	"slices"
	"sync"
	"time"
)

const (
	window   = 256                   // names that are read beyond those that are paused
	debounce = 50 * time.Millisecond // between two reads of what is due
)

// run is one Run of a Poster. Its fields belong to the goroutine of Run, except
// rooms.
type run struct {
	o     Options
	rooms *rooms
	jobs  map[string]*job
	order []*job // by rank
	ranks int64
	busy  int // jobs being handled

	done chan outcome
	kick chan struct{} // it may be somebody's turn
	wake chan struct{}

	unread   bool      // something may be due that was not read
	more     bool      // the last read was full
	lastRead time.Time // its begin
	reading  pause     // of the reads
}

// job is one name that is due. While it is handled, plan, board, pauses and
// unsaved belong to the goroutine that does; waits belongs to rooms.
type job struct {
	name  string
	rank  int64
	stamp int64
	fresh bool // not looked at since it became due
	going bool // being handled

	pause pause     // of the whole job
	next  time.Time // look again then; zero: not by itself
	waits string    // the room before which it is in line

	plan    []Message
	board   board
	pauses  map[string]*pause
	unsaved map[string]string
}

func newRun(o Options) *run {
	r := &run{o: o, jobs: map[string]*job{}, unread: true,
		done: make(chan outcome, o.Workers), kick: make(chan struct{}, 1), wake: make(chan struct{}, 1)}
	r.rooms = newRooms(func() { signal(r.kick) })
	return r
}

func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (r *run) now() time.Time { return r.o.Now().UTC().Round(0) }

// bounded is the context of a call to the memory, of a plan or a search.
func (r *run) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, r.o.Grace*2/3)
}

// loop reads what is due, hands it out, and waits for what happens next.
func (r *run) loop(ctx context.Context) {
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { r.listen(ctx) })
	for ctx.Err() == nil {
		if at := r.readAt(); !at.IsZero() && !r.now().Before(at) {
			r.read(ctx)
		}
		r.sleep(ctx, earlier(r.dispatch(ctx, &wg), r.nextRead()))
	}
}

// sleep waits until a time or for news, and takes them in.
func (r *run) sleep(ctx context.Context, until time.Time) {
	timer := time.NewTimer(max(until.Sub(r.now()), 0))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
		if !r.now().Before(r.lastRead.Add(r.o.Tick)) {
			r.unread = true
		}
	case <-r.wake:
		r.unread = true
	case <-r.kick:
	case out := <-r.done:
		r.finish(out)
	}
}

// dispatch hands out the jobs that are ready, and says when the next will be.
func (r *run) dispatch(ctx context.Context, wg *sync.WaitGroup) (next time.Time) {
	now := r.now()
	turns, next := r.rooms.turns(now)
	for _, j := range r.order {
		if r.busy >= r.o.Workers {
			return next // whoever is done wakes us
		}
		if j.going {
			continue
		}
		at, ready := j.ready(now, turns[j])
		if !ready {
			next = earlier(next, at)
			continue
		}
		r.start(ctx, wg, j)
	}
	return next
}

// ready says whether a job can be handled, or when it will be by time alone.
func (j *job) ready(now time.Time, turn bool) (time.Time, bool) {
	if now.Before(j.pause.until) {
		return j.pause.until, false
	}
	if j.fresh || turn || !j.next.IsZero() && !now.Before(j.next) {
		return time.Time{}, true
	}
	return j.next, false
}

func (r *run) start(ctx context.Context, wg *sync.WaitGroup, j *job) {
	if j.fresh {
		for _, p := range j.pauses {
			p.news()
		}
	}
	j.fresh, j.going, j.next = false, true, time.Time{}
	d := Due{Name: j.name, Stamp: j.stamp}
	r.busy++
	r.rooms.begin(j)
	wg.Go(func() {
		out := r.handle(ctx, j, d)
		r.rooms.end(j, out.room, out.reply)
		r.done <- out
	})
}

// finish takes in how a job went.
func (r *run) finish(out outcome) {
	j := out.job
	r.busy--
	j.going, j.next = false, out.next
	switch {
	case out.err != nil:
		j.pause = j.pause.failed(r.now(), r.o.Rand())
		j.next = j.pause.until
		r.o.Log.Warn("a task could not be shown", "name", j.name, "fails", j.pause.fails, "again", j.pause.until, "error", out.err)
	case out.settled && j.stamp == out.d.Stamp:
		r.drop(func(other *job) bool { return other == j })
	default:
		j.pause = pause{}
		j.fresh = j.fresh || out.settled
	}
}

func sorted(keys iter.Seq[string]) []string { return slices.Sorted(keys) }
