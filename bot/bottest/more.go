package bottest

import (
	"context"
	"slices"

	"salesclerk/agent/task"
)

// Name is the desk's.
func (d *Shop) Name() string { return d.name }

// Sent is the mails that left.
func (d *Shop) Sent() []task.Draft {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.sent)
}

// Refs is what was kept of a name.
func (d *Shop) Refs(ctx context.Context, name string) (map[string]string, error) {
	if d.isAway() {
		return nil, ErrAway
	}
	return d.ledger.Refs(ctx, name)
}

// SetRef keeps a ref.
func (d *Shop) SetRef(ctx context.Context, name, key, ref string) error {
	if d.isAway() {
		return ErrAway
	}
	return d.ledger.SetRef(ctx, name, key, ref)
}

func (d *Shop) isAway() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.away
}

// Events are the events that were applied to a task, with their forms.
func (d *Shop) Events(id string) []task.Event {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.does[id])
}

// Watched waits until somebody is told of changes.
func (d *Shop) Watched() {
	for {
		d.mu.Lock()
		n, c := len(d.wake), d.woken
		d.mu.Unlock()
		if n > 0 {
			return
		}
		<-c
	}
}

// PutBlob keeps the bytes of a file.
func (d *Shop) PutBlob(key string, data []byte) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.blobs[key] = data
}
