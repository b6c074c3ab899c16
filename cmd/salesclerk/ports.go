package main

import (
	"context"
	"errors"
	"time"

	"salesclerk/agent"
	"salesclerk/agent/task"
	"salesclerk/store"
)

// deskStore is a desk of the store as the agent wants it: its errors are the
// agent's, a lease that is not had is nil.
type deskStore struct{ *store.Desk }

// Write is store.Desk.Write with the agent's errors.
func (s deskStore) Write(ctx context.Context, c task.Change) error {
	err := s.Desk.Write(ctx, c)
	var taken *store.TakenError
	switch {
	case errors.Is(err, store.ErrConflict):
		return agent.ErrConflict
	case errors.As(err, &taken):
		return &agent.TakenError{Task: taken.Task}
	}
	return err
}

// Task is store.Desk.Task with the agent's error for no task.
func (s deskStore) Task(ctx context.Context, id string) (task.Task, error) {
	t, err := s.Desk.Task(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		err = errors.Join(agent.ErrNoTask, err)
	}
	return t, err
}

// Extend is store.Desk.Extend with the agent's error for a lapsed job.
func (s deskStore) Extend(ctx context.Context, j *agent.Delivery) error {
	err := s.Desk.Extend(ctx, j)
	if errors.Is(err, store.ErrLapsed) {
		err = errors.Join(agent.ErrLapsed, err)
	}
	return err
}

// Lease is store.Desk.Lease; nil without an error is a lease another has.
func (s deskStore) Lease(ctx context.Context, name, holder string, ttl time.Duration) (agent.Lease, error) {
	l, err := s.Desk.Lease(ctx, name, holder, ttl)
	if err != nil || l == nil {
		return nil, err
	}
	return l, nil
}

// memory is the note that the mailbox watcher keeps in the store.
type memory struct {
	desk *store.Desk
	name string
}

func (m memory) Get(ctx context.Context) (string, error) { return m.desk.Value(ctx, m.name) }

func (m memory) Set(ctx context.Context, note string) error {
	return m.desk.SetValue(ctx, m.name, note)
}
