package main

import (
	"context"

	"salesclerk/agent/task"
	"salesclerk/bot/intake"
	chat "salesclerk/bot/room"
	"salesclerk/store"
)

// shownIn has a desk's cards and notices shown in a chat, by the chat's name in the
// store.
func (d *desk) shownIn(name string) {
	d.Rooms = append(d.Rooms, dueRoom{d.store, name})
	d.noticeRooms = append(d.noticeRooms, name)
}

// intake bounds what a chat asks for at once.
func (p *program) intake(name string) *intake.Pool {
	return intake.New(intake.Options{Log: p.log.With("chat", name)})
}

// finish lets end what a chat asked for and is in hand.
func (p *program) finish(ctx context.Context, pool *intake.Pool, name string) {
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer cancel()
	if err := pool.Close(end); err != nil {
		p.log.Warn("what a chat asked for was not all finished", "chat", name, "error", err)
	}
}

// tried makes a task of a sample mail, as if from an address.
func (p *program) tried(ctx context.Context, d *desk, from string) (string, error) {
	raw, err := sampleMail(ctx, p, d, from)
	if err != nil {
		return "", err
	}
	return d.taskOf(ctx, raw)
}

// dueRoom shows a task by noting that it is to be shown: one copy at a time posts
// and edits, in order and no faster than the platform takes it.
type dueRoom struct {
	desk *store.Desk
	list string
}

// Show makes the task due.
func (r dueRoom) Show(ctx context.Context, t task.Task) error {
	return r.desk.MakeDue(ctx, r.list, t.ID)
}

// chatMemory is the store as a chat's side wants it; room is the chat's name there.
type chatMemory struct {
	*store.Desk
	room string
}

// Refs is where a task's messages were posted.
func (m chatMemory) Refs(ctx context.Context, name string) (map[string]string, error) {
	return m.CardRefs(ctx, name, m.room)
}

// SetRef keeps where a message was posted.
func (m chatMemory) SetRef(ctx context.Context, name, key, ref string) error {
	return m.SetCardRef(ctx, name+"/"+key, m.room, ref)
}

// Due is what is yet to be shown.
func (m chatMemory) Due(ctx context.Context, limit int) ([]chat.Due, error) {
	list, err := m.Desk.Due(ctx, m.room, limit)
	var out []chat.Due
	for _, n := range list {
		out = append(out, chat.Due(n))
	}
	return out, err
}

// Settle takes a name off.
func (m chatMemory) Settle(ctx context.Context, d chat.Due) error {
	return m.SettleDue(ctx, m.room, store.DueName(d))
}

// Wake tells that something became due.
func (m chatMemory) Wake(ctx context.Context) (<-chan struct{}, error) {
	return m.WatchDue(ctx, m.room)
}
