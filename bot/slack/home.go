package slack

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot/room"
	"salesclerk/bot/slack/views"
	"salesclerk/bot/slack/wire"
)

const (
	homeTasks = 60               // of a desk, for one Home; the view itself cuts visibly
	homeFresh = 15 * time.Minute // since it was opened
	homeMost  = 200              // Homes that one copy keeps fresh
)

// homes remembers whose Home was opened lately. It is kept here and not in the
// store: the copy that saw a Home being opened keeps it fresh. Where that copy
// ends, the Home is as it was until it is opened again or its person clicks in it.
type homes struct {
	mu    sync.Mutex
	of    map[string]*home
	pause time.Duration // between two publications of the same Home
}

type home struct {
	team, user string
	opened     time.Time
	shown      time.Time
	sum        string // of what was published last
}

func newHomes() *homes { return &homes{of: map[string]*home{}, pause: 15 * time.Second} }

// open remembers a Home; beyond homeMost the one that was opened first is let go.
func (h *homes) open(team, user string, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.of[team+"/"+user] = &home{team: team, user: user, opened: now}
	if len(h.of) <= homeMost {
		return
	}
	var oldest string
	for key, x := range h.of {
		if oldest == "" || x.opened.Before(h.of[oldest].opened) {
			oldest = key
		}
	}
	delete(h.of, oldest)
}

// lately is who opened their Home lately, whose was shown longest ago first.
func (h *homes) lately(now time.Time) []home {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []home
	for key, x := range h.of {
		if now.Sub(x.opened) > homeFresh {
			delete(h.of, key)
			continue
		}
		out = append(out, *x)
	}
	slices.SortFunc(out, func(a, b home) int {
		return cmp.Or(a.shown.Compare(b.shown), cmp.Compare(a.user, b.user))
	})
	return out
}

// same says whether a Home shows this already.
func (h *homes) same(team, user string, sum string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	x := h.of[team+"/"+user]
	return x != nil && x.sum == sum
}

func (h *homes) shown(team, user string, sum string, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if x := h.of[team+"/"+user]; x != nil {
		x.shown, x.sum = now, sum
	}
}

// homeOpened acknowledges and publishes the Home of who opened it.
func (a *App) homeOpened(team, user string) wire.Answer {
	if team == "" || user == "" {
		return wire.Answer{}
	}
	return wire.Answer{After: func(ctx context.Context) {
		a.homes.open(team, user, a.o.Now())
		if err := a.publish(ctx, team, user, a.lists(), true); err != nil {
			a.o.Log.Warn("slack: a Home was not published", "person", personID(team, user), "error", err)
		}
	}}
}

// republish shows somebody their Home again after a click of theirs in it.
func (a *App) republish(ctx context.Context, team, user string) {
	a.homes.open(team, user, a.o.Now())
	if err := a.publish(ctx, team, user, a.lists(), true); err != nil {
		a.o.Log.Warn("slack: a Home was not published", "person", personID(team, user), "error", err)
	}
}

// lists reads the tasks of each desk once, however many Homes show them.
func (a *App) lists() func(context.Context, *Desk) views.HomeDesk {
	read := map[string]views.HomeDesk{}
	return func(ctx context.Context, d *Desk) views.HomeDesk {
		h, ok := read[d.Name]
		if !ok {
			h = a.list(ctx, d)
			read[d.Name] = h
		}
		return h
	}
}

func (a *App) list(ctx context.Context, d *Desk) views.HomeDesk {
	tasks, attention, err := d.List(ctx, 0, homeTasks+1)
	if err != nil {
		a.o.Log.Warn("slack: the tasks of a desk cannot be read for the Home", "desk", d.Name, "error", err)
		return views.HomeDesk{Name: d.Name, Away: true}
	}
	h := views.HomeDesk{Name: d.Name, Tasks: tasks, Attention: attention}
	if len(tasks) > homeTasks {
		h.Tasks, h.More = tasks[:homeTasks], -1
	}
	return h
}

// publish shows somebody their Home; unless always, only if it would look otherwise.
func (a *App) publish(ctx context.Context, team, user string, list func(context.Context, *Desk) views.HomeDesk, always bool) error {
	desks, first, err := a.homeOf(ctx, team, user, list)
	if err != nil {
		return err
	}
	sum := room.Sum(seen(desks, first))
	if !always && a.homes.same(team, user, sum) {
		return nil
	}
	if _, _, err := a.o.Client.PublishHome(ctx, user, views.Home(desks, first.look())); err != nil {
		return err
	}
	a.homes.shown(team, user, sum, a.o.Now())
	return nil
}

// homeOf is the desks that somebody may see, and who they are there. Who has no
// right anywhere sees no task, but who can give one.
func (a *App) homeOf(ctx context.Context, team, user string, list func(context.Context, *Desk) views.HomeDesk) (desks []views.HomeDesk, first asker, err error) {
	for _, d := range a.desks {
		k, err := a.ask(ctx, d, team, user)
		if err != nil {
			return nil, first, err
		}
		if first.d == nil || !first.Sees() && k.Sees() {
			first = k
		}
		if k.Sees() {
			h := list(ctx, d)
			h.Person = k.Person
			desks = append(desks, h)
		}
	}
	if len(desks) == 0 {
		desks = []views.HomeDesk{{Name: first.d.Name, Person: first.Person, Admins: first.d.admins()}}
	}
	return desks, first, nil
}

// seen is what tells one look of a Home from another, without the time of day.
func seen(desks []views.HomeDesk, k asker) []any {
	out := []any{k.Words.Tag()}
	for _, d := range desks {
		out = append(out, d.Name, d.Person.ID, d.Person.Roles, d.Attention, d.More, d.Away)
		for _, t := range d.Tasks {
			out = append(out, t.ID, t.Rev)
		}
	}
	return out
}

// admins are the names of those who can give rights, as far as they are configured.
func (d *Desk) admins() []string {
	var out []string
	for _, p := range d.People {
		if p.Name != "" && slices.Contains(p.Roles, task.Admin) {
			out = append(out, p.Name)
		}
	}
	return out
}
