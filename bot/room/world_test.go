package room

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"salesclerk/bot"
)

// world is a platform with rooms, and the memory, as strict as they come: what
// the poster must never do is noted in wrong.
type world struct {
	mu    sync.Mutex
	tasks map[string]*story
	posts []*message
	every time.Duration // between two posts in a room; 0: no rate
	free  map[string]time.Time
	gone  map[string]bool // rooms
	blind bool            // Find cannot know
	fault func(call string) fault
	grace time.Duration

	refs  map[string]map[string]string
	due   []Due
	stamp int64
	wakes []chan struct{}

	inRoom, inName map[string]int
	calls          map[string]int
	log            []string
	wrong          []string
}

// story is a task as the surface sees it.
type story struct {
	rev  int64
	plan func() []Message
}

type message struct {
	Place
	key     string // of the try
	name    string
	body    string
	rev     int64
	deleted bool
	edits   int
}

// fault is what goes wrong with a call.
type fault int

const (
	fine     fault = iota
	before         // it fails, nothing was done
	after          // it was done, the answer is lost
	late           // no answer; it is done when nobody waits any more
	dieFirst       // the process dies before it
	dieThen        // the process dies after it
	refuse         // a rate, at the platform; elsewhere as before
	faults
)

var errLost = errors.New("the line broke")

func newWorld() *world {
	return &world{tasks: map[string]*story{}, free: map[string]time.Time{}, gone: map[string]bool{}, grace: 15 * time.Second,
		refs: map[string]map[string]string{}, inRoom: map[string]int{}, inName: map[string]int{}, calls: map[string]int{},
		fault: func(string) fault { return fine }}
}

func (w *world) bad(format string, args ...any) {
	w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
}

// change writes a task: it has a new revision and is due.
func (w *world) change(name string, plan func() []Message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.tasks[name] == nil {
		w.tasks[name] = &story{}
	}
	s := w.tasks[name]
	s.rev++
	if plan != nil {
		s.plan = plan
	}
	w.touch(name)
}

func (w *world) touch(name string) {
	w.stamp++
	i := slices.IndexFunc(w.due, func(d Due) bool { return d.Name == name })
	if i < 0 {
		w.due = append(w.due, Due{name, w.stamp})
	} else {
		w.due[i].Stamp = w.stamp
	}
	for _, c := range w.wakes {
		signal(c)
	}
}

// process is one copy of the program. A dead one has no effect any more.
type process struct {
	w      *world
	cancel context.CancelFunc
	ended  chan struct{}
	dead   bool // under w.mu
}

// start runs a poster until the process dies or is stopped.
func (w *world) start(o Options) *process {
	ctx, cancel := context.WithCancel(context.Background())
	p := &process{w: w, cancel: cancel, ended: make(chan struct{})}
	o.Surface, o.Memory = p, p
	poster := New(o)
	go func() {
		defer close(p.ended)
		_ = poster.Run(ctx)
	}()
	return p
}

func (p *process) stop() {
	p.cancel()
	<-p.ended
}

// do makes a call with the fault it has drawn. effect runs under the lock.
func (p *process) do(ctx context.Context, call string, effect func() error) error {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	if p.dead {
		return errLost
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	p.w.calls[call]++
	f := p.w.fault(call)
	switch f {
	case before, refuse:
		return errLost
	case dieFirst, dieThen:
		p.dead = true
		p.cancel()
		if f == dieThen {
			_ = effect()
		}
		return errLost
	case after:
		if err := effect(); err != nil {
			return err
		}
		return errLost
	case late:
		return p.late(ctx, call, effect)
	}
	return effect()
}

// late lets the caller wait in vain. At the platform the call has its effect at
// the last moment.
func (p *process) late(ctx context.Context, call string, effect func() error) error {
	began := time.Now()
	p.w.mu.Unlock()
	<-ctx.Done()
	p.w.mu.Lock()
	if call == "Post" || call == "Update" {
		time.AfterFunc(time.Until(began.Add(p.w.grace-time.Millisecond)), func() {
			p.w.mu.Lock()
			defer p.w.mu.Unlock()
			_ = effect()
		})
	}
	return ctx.Err()
}

func (p *process) Plan(ctx context.Context, name string) (out []Message, err error) {
	err = p.do(ctx, "Plan", func() error {
		s := p.w.tasks[name]
		if s == nil || s.plan == nil {
			return bot.ErrNotFound
		}
		out = s.plan()
		for i := range out {
			out[i].Rev = s.rev
		}
		return nil
	})
	return out, err
}

func (p *process) Post(ctx context.Context, m Message, at Place, t *Try) (string, error) {
	w := p.w
	name, _, _ := strings.Cut(t.Key, "/")
	if strings.HasPrefix(name, "note") {
		name, _, _ = strings.Cut(t.Key, "/card")
	}
	leave := w.enter(name, at.Room)
	defer leave()
	if wait := w.rate(at.Room); wait != nil {
		return "", wait
	}
	made := "" // a late effect writes it, too
	err := p.do(ctx, "Post", func() error {
		w.begunFirst(name, m.Key, t)
		if w.gone[at.Room] || at.Thread != "" && w.at(Place{Room: at.Room, ID: at.Thread}) == nil {
			return ErrGone
		}
		if at.Room != m.Room && !m.Reply || m.Reply && at.Thread == "" {
			w.bad("%s posted to %v", t.Key, at)
		}
		if t.Begun.Add(w.grace).Before(time.Now()) {
			w.bad("%s posted after its grace", t.Key)
		}
		id := fmt.Sprintf("%s.%d", at.Room, len(w.posts)+1)
		w.doubled(t.Key)
		w.posts = append(w.posts, &message{Place: Place{at.Room, id, at.Thread}, key: t.Key, name: name, body: fmt.Sprint(m.Body), rev: m.Rev})
		made = id
		w.log = append(w.log, fmt.Sprintf("post %s %s %v", at.Room, t.Key, m.Body))
		return nil
	})
	if err != nil {
		return "", err
	}
	return made, nil
}

func (w *world) doubled(key string) {
	for _, m := range w.posts {
		if m.key == key && !m.deleted { // deleted before anybody knew of it: posted anew
			w.bad("%s is posted twice", key)
		}
	}
}

// begunFirst holds the poster to keep the begin before the post.
func (w *world) begunFirst(name, key string, t *Try) {
	r, err := decode[ref](key, w.refs[name][key])
	if err != nil || r == nil || r.Try == nil || r.Try.ID != t.ID {
		w.bad("%s posted without its begin being kept: %v", t.Key, r)
	}
}

// enter notes who is at work: one in a room, one for a name.
func (w *world) enter(name, room string) func() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.inRoom[room]++
	w.inName[name]++
	if w.inName[name] > 1 {
		w.bad("%s is handled twice at once", name)
	}
	if room != "" && w.inRoom[room] > 1 {
		w.bad("two posts at once in %s", room)
	}
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.inRoom[room]--
		w.inName[name]--
	}
}

func (w *world) rate(room string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	if until := w.free[room]; now.Before(until) {
		return fmt.Errorf("post: %w", &Wait{until})
	}
	if w.every > 0 {
		w.free[room] = now.Add(w.every)
	}
	return nil
}

func (p *process) Update(ctx context.Context, m Message, at Place) error {
	w := p.w
	return p.do(ctx, "Update", func() error {
		got := w.at(at)
		if got == nil {
			return ErrGone
		}
		got.body, got.rev = fmt.Sprint(m.Body), m.Rev
		got.edits++
		w.log = append(w.log, fmt.Sprintf("edit %s %s %v", at.Room, got.key, m.Body))
		return nil
	})
}

func (p *process) Find(ctx context.Context, m Message, at Place, t Try) (id string, found bool, err error) {
	err = p.do(ctx, "Find", func() error {
		if p.w.blind {
			return ErrUnknowable
		}
		for _, got := range p.w.posts {
			if got.key == t.Key && !got.deleted && got.Room == at.Room && got.Thread == at.Thread {
				id, found = got.ID, true
			}
		}
		return nil
	})
	return id, found && err == nil, err
}

// at is the message of a place that was not deleted.
func (w *world) at(at Place) *message {
	for _, m := range w.posts {
		if m.ID == at.ID && m.Room == at.Room && !m.deleted && !w.gone[m.Room] {
			return m
		}
	}
	return nil
}

func (p *process) Refs(ctx context.Context, name string) (out map[string]string, err error) {
	err = p.do(ctx, "Refs", func() error {
		out = map[string]string{}
		for k, v := range p.w.refs[name] {
			out[k] = v
		}
		return nil
	})
	return out, err
}

func (p *process) SetRef(ctx context.Context, name, key, ref string) error {
	return p.do(ctx, "SetRef", func() error {
		if p.w.refs[name] == nil {
			p.w.refs[name] = map[string]string{}
		}
		if p.w.refs[name][key] = ref; ref == "" {
			delete(p.w.refs[name], key)
		}
		return nil
	})
}

func (p *process) Due(ctx context.Context, limit int) (out []Due, err error) {
	err = p.do(ctx, "Due", func() error {
		out = slices.Clone(p.w.due[:min(limit, len(p.w.due))])
		return nil
	})
	return out, err
}

func (p *process) Settle(ctx context.Context, d Due) error {
	return p.do(ctx, "Settle", func() error {
		p.w.due = slices.DeleteFunc(p.w.due, func(x Due) bool { return x == d })
		return nil
	})
}

func (p *process) Wake(ctx context.Context) (<-chan struct{}, error) {
	c := make(chan struct{}, 1)
	err := p.do(ctx, "Wake", func() error {
		p.w.wakes = append(p.w.wakes, c)
		return nil
	})
	return c, err
}
