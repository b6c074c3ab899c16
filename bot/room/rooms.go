package room

import (
	"sync"
	"time"
)

// rooms is whose turn it is to post where. A room takes one post at a time, in
// the order of places.
type rooms struct {
	mu      sync.Mutex
	rooms   map[string]*channel
	looking map[*job]wishes // what is being handled
	changed func()          // it may be somebody else's turn
}

// channel is one room.
type channel struct {
	busy    bool
	posts   time.Time         // none before
	edits   time.Time         // none before
	waiting map[*job]position // who wants to post here, and is not being handled
}

// wishes is where a job that is being handled wants to post; nil while it has
// not looked.
type wishes map[string]position

// position is a place in the line before a room: what may wait for a person goes
// before replies, then what became due first.
type position struct {
	reply bool
	rank  int64
}

func (p position) before(q position) bool {
	if p.reply != q.reply {
		return q.reply
	}
	return p.rank < q.rank
}

func newRooms(changed func()) *rooms {
	return &rooms{rooms: map[string]*channel{}, looking: map[*job]wishes{}, changed: changed}
}

func (r *rooms) channel(name string) *channel {
	if r.rooms[name] == nil {
		r.rooms[name] = &channel{waiting: map[*job]position{}}
	}
	return r.rooms[name]
}

// begin says that a job is being handled from now.
func (r *rooms) begin(j *job) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.leave(j)
	r.looking[j] = nil
	if j.pause.fails > 0 {
		r.looking[j] = wishes{} // one that fails again holds up nobody
	}
}

// end says that it no longer is, and where it waits for its turn ("": nowhere).
func (r *rooms) end(j *job, room string, reply bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.looking, j)
	if room != "" {
		r.channel(room).waiting[j] = position{reply, j.rank}
		j.waits = room
	}
}

// leave takes a job out of the line.
func (r *rooms) leave(j *job) {
	if j.waits == "" {
		return
	}
	delete(r.channel(j.waits).waiting, j)
	j.waits = ""
}

// forget takes a job out that is no longer due.
func (r *rooms) forget(j *job) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.leave(j)
	delete(r.looking, j)
}

// wish says where a job that is being handled wants to post.
func (r *rooms) wish(j *job, w wishes) {
	r.mu.Lock()
	first := r.looking[j] == nil
	r.looking[j] = w
	r.mu.Unlock()
	if first {
		r.changed()
	}
}

// take gives a job that is being handled the turn to post in a room, if it is
// its turn.
func (r *rooms) take(j *job, room string, p position, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := r.channel(room)
	if c.busy || now.Before(c.posts) || r.behind(j, room, p) {
		return false
	}
	for _, q := range c.waiting {
		if q.before(p) {
			return false
		}
	}
	c.busy = true
	return true
}

// behind says that a job that is being handled, or may yet want the room, goes
// first.
func (r *rooms) behind(j *job, room string, p position) bool {
	for other, w := range r.looking {
		if other == j {
			continue
		}
		if w == nil {
			if other.rank < p.rank {
				return true
			}
			continue
		}
		if q, ok := w[room]; ok && q.before(p) {
			return true
		}
	}
	return false
}

// give ends the turn.
func (r *rooms) give(room string) {
	r.mu.Lock()
	r.channel(room).busy = false
	r.mu.Unlock()
	r.changed()
}

// hold lets nothing be posted, or edited, before a time.
func (r *rooms) hold(room string, until time.Time, edits bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c := r.channel(room)
	if edits {
		c.edits = until
	} else {
		c.posts = until
	}
}

// editsFrom is when a room may be edited again.
func (r *rooms) editsFrom(room string) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	if c := r.rooms[room]; c != nil {
		return c.edits
	}
	return time.Time{}
}

// turns is the jobs whose turn it is, and when the next room is free. Rooms that
// nobody wants are dropped.
func (r *rooms) turns(now time.Time) (ready map[*job]bool, next time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	ready = map[*job]bool{}
	for name, c := range r.rooms {
		j, p := c.head()
		switch {
		case j == nil:
			if !c.busy && now.After(c.posts) && now.After(c.edits) {
				delete(r.rooms, name)
			}
		case c.busy:
		case now.Before(c.posts):
			next = earlier(next, c.posts)
		case !r.behind(j, name, p):
			ready[j] = true
		}
	}
	return ready, next
}

// head is who is first in line.
func (c *channel) head() (*job, position) {
	var head *job
	var best position
	for j, p := range c.waiting {
		if head == nil || p.before(best) {
			head, best = j, p
		}
	}
	return head, best
}

// earlier is the earlier of two times of which zero means never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
