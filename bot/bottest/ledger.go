package bottest

import (
	"context"
	"maps"
	"slices"
	"sync"

	"salesclerk/bot/room"
)

// ledger is what is due and what was posted, in memory.
type ledger struct {
	mu    sync.Mutex
	due   []room.Due
	stamp int64
	refs  map[string]map[string]string
	dead  bool // the program that writes here was killed: nothing is kept
}

func newLedger() *ledger { return &ledger{refs: map[string]map[string]string{}} }

// Refs is what was kept of a name.
func (l *ledger) Refs(_ context.Context, name string) (map[string]string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.refs[name]), nil
}

// SetRef keeps a ref.
func (l *ledger) SetRef(_ context.Context, name, key, ref string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dead {
		return errKilled
	}
	if l.refs[name] == nil {
		l.refs[name] = map[string]string{}
	}
	l.refs[name][key] = ref
	if ref == "" {
		delete(l.refs[name], key)
	}
	return nil
}

// Due is what is yet to be shown.
func (l *ledger) Due(_ context.Context, limit int) ([]room.Due, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.due[:min(limit, len(l.due))]), nil
}

// Settle takes a name off.
func (l *ledger) Settle(_ context.Context, d room.Due) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dead {
		return errKilled
	}
	l.due = slices.DeleteFunc(l.due, func(have room.Due) bool { return have == d })
	return nil
}

// Write makes a name due.
func (l *ledger) Write(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stamp++
	for i := range l.due {
		if l.due[i].Name == name {
			l.due[i].Stamp = l.stamp
			return
		}
	}
	l.due = append(l.due, room.Due{Name: name, Stamp: l.stamp})
}

// Kill is as if the program died: what it does from now on is not kept.
func (l *ledger) Kill(dead bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dead = dead
}

// NothingDue says whether everything is shown.
func (l *ledger) NothingDue() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.due) == 0
}

// Lose is as if the store had lost everything that it kept of rooms.
func (l *ledger) Lose() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.due, l.refs = nil, map[string]map[string]string{}
}
