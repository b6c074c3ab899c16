package room

import (
	"context"
	"slices"
	"time"
)

// nextRead is when to read at the latest.
func (r *run) nextRead() time.Time {
	if at := r.readAt(); !at.IsZero() {
		return at
	}
	return r.lastRead.Add(r.o.Tick)
}

// readAt is when to read what is due; zero: when woken.
func (r *run) readAt() time.Time {
	if !r.unread && !(r.more && r.free() < window/2) {
		return time.Time{}
	}
	at := r.lastRead.Add(debounce)
	if r.reading.until.After(at) {
		at = r.reading.until
	}
	return at
}

// free is how many jobs could be handled by now.
func (r *run) free() int {
	n := 0
	for _, j := range r.order {
		if j.fresh || j.going {
			n++
		}
	}
	return n
}

// read reads what is due. Those that are known keep their place.
func (r *run) read(ctx context.Context) {
	r.lastRead = r.now()
	limit := window + len(r.jobs)
	ctx, cancel := r.bounded(ctx)
	defer cancel()
	list, err := r.o.Memory.Due(ctx, limit)
	if err != nil {
		r.reading = r.reading.failed(r.now(), r.o.Rand())
		r.reading.until = earlier(r.reading.until, r.now().Add(r.o.Tick))
		r.o.Log.Warn("reading what is due", "error", err)
		return
	}
	r.reading, r.unread, r.more = pause{}, false, len(list) >= limit
	due := make(map[string]bool, len(list))
	for _, d := range list {
		due[d.Name] = true
		r.add(d)
	}
	if !r.more {
		r.drop(func(j *job) bool { return !due[j.name] && !j.going && len(j.unsaved) == 0 })
	}
}

func (r *run) add(d Due) {
	j := r.jobs[d.Name]
	if j == nil {
		r.ranks++
		j = &job{name: d.Name, rank: r.ranks, stamp: d.Stamp, fresh: true,
			pauses: map[string]*pause{}, unsaved: map[string]string{}}
		r.jobs[d.Name] = j
		r.order = append(r.order, j)
	}
	if j.stamp != d.Stamp {
		j.stamp, j.fresh = d.Stamp, true
		j.pause.news()
	}
}

// drop forgets jobs.
func (r *run) drop(which func(*job) bool) {
	r.order = slices.DeleteFunc(r.order, func(j *job) bool {
		if !which(j) {
			return false
		}
		delete(r.jobs, j.name)
		r.rooms.forget(j)
		return true
	})
}
