package agent

import (
	"errors"
	"testing"

	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

// rotten is an office in which every question ends in a mistake of ours.
type rotten struct{ erp.System }

// One mail that breaks the program is that task's trouble: a person gets it, and
// the worker goes on.
func TestABrokenStepIsAPersonsAtOnce(t *testing.T) {
	d := &Desk{ERP: rotten{}}
	tk := task.Task{ID: "T-1"} // without the mail that it must have
	for kind, want := range map[task.JobKind]string{task.JobRead: task.Unreadable, task.JobQuote: task.BackOffice} {
		e, err := d.outcome(t.Context(), tk, &Delivery{Job: task.Job{Task: "T-1", Kind: kind}, Deliveries: 1})
		if err != nil || e.Kind != task.Stuck || e.Problem.Code != want {
			t.Errorf("%s: %+v, %v; want a person to be told %s", kind, e, err, want)
		}
	}
}

// A sending that broke is not asked about at once: its mark says, at the next try,
// whether the mail may have left.
func TestABrokenSendingIsTriedAgain(t *testing.T) {
	d, _, srv, tk, job := sending()
	srv.beside = func() error { panic("a mistake") }
	if e, err := d.outcome(t.Context(), tk, &Delivery{Job: job, Deliveries: 1}); !errors.Is(err, errBroke) {
		t.Errorf("%+v, %v; want it to be tried again", e, err)
	}
	srv.beside = nil
	if e, err := d.outcome(t.Context(), tk, &Delivery{Job: job, Deliveries: 2}); err != nil || e.Kind != task.Sent || srv.took != 1 {
		t.Errorf("%+v, %v; taken %d times", e, err, srv.took)
	}
}
