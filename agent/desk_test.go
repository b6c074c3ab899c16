package agent

import (
	"context"
	"errors"
	"testing"
	"time"

	"salesclerk/agent/task"
)

// drawer is the part of a Store that an event needs: one task.
type drawer struct {
	Store
	task  task.Task
	reads int
}

func (s *drawer) Task(context.Context, string) (task.Task, error) {
	s.reads++
	return s.task, nil
}

func (s *drawer) Write(_ context.Context, c task.Change) error {
	if c.Base != s.task.Rev {
		return ErrConflict
	}
	s.task = c.Task
	return nil
}

// A task that was just read is not read again, unless it has changed since: then
// the event meets it as it is.
func TestATaskIsReadOnce(t *testing.T) {
	anna := task.Person{ID: "anna", Name: "Anna", Roles: []task.Role{task.Admin}}
	at := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	s := &drawer{task: task.Task{ID: "T-1", Rev: 7, Turn: 1, State: task.Waiting}}
	d := &Desk{Store: s}
	seen := s.task
	now, err := d.DoOn(t.Context(), seen, task.Event{ID: "1", At: at, Kind: task.Assign, By: anna})
	if err != nil || s.reads != 0 || now.Rev != 8 || s.task.Assignee == nil {
		t.Fatalf("%v after %d reads: %+v", err, s.reads, now)
	}
	now, err = d.DoOn(t.Context(), seen, task.Event{ID: "2", At: at, Kind: task.Halt, By: anna})
	if err != nil || s.reads != 1 || now.Rev != 9 || s.task.State != task.Stopped || s.task.Assignee == nil {
		t.Fatalf("what somebody else did is lost: %v after %d reads: %+v", err, s.reads, now)
	}
	if _, err = d.DoOn(t.Context(), seen, task.Event{ID: "3", At: at, Kind: task.Assign, By: anna}); !errors.Is(err, task.ErrStopped) || s.reads != 2 {
		t.Errorf("%v after %d reads, want it to be stopped", err, s.reads)
	}
	if _, err = d.DoOn(t.Context(), seen, task.Event{ID: "2", At: at, Kind: task.Halt, By: anna}); !errors.Is(err, task.ErrRepeated) || s.reads != 3 {
		t.Errorf("%v after %d reads, want it to be known", err, s.reads)
	}
}
