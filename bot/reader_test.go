package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/cards"
)

func reader(tag string, roles ...task.Role) Reader {
	return Reader{Desk: "sales", Zone: time.UTC, Words: lang.For(tag), Person: task.Person{ID: "p", Name: "Bo", Roles: roles}}
}

func TestRefusal(t *testing.T) {
	by := &task.Person{Name: "Anna Berg"}
	at := time.Date(2026, 11, 21, 14, 2, 0, 0, time.UTC)
	for err, want := range map[error]string{
		&task.Refused{Err: task.ErrSettled, By: by, At: at, How: task.Confirm}: "Anna Berg",
		fmt.Errorf("read: %w", ErrNotFound):                                    "no longer there",
		&task.Refused{Err: task.ErrDenied}:                                     "“approver” at the desk sales",
		task.ErrStopped:                                                        "stopped",
		&Wrong{Problem: task.Problem{Code: task.BadInput, Field: "reference"}}: "",
	} {
		say, ok := reader("en", task.Viewer).Refusal(err)
		if !ok || say.Empty() || !strings.Contains(say.S, want) {
			t.Errorf("%v: %q, %v", err, say.S, ok)
		}
	}
	r := reader("en")
	if _, ok := r.Refusal(errors.New("the store is away")); ok || r.Final(errors.New("away")) || !r.Final(nil) || !r.Final(task.ErrSettled) {
		t.Error("what became of a click is not told apart")
	}
}

func TestDeniedSaysWhatIsMissing(t *testing.T) {
	if got := reader("en").Denied(task.Viewer).S; !strings.Contains(got, "no role") {
		t.Error(got)
	}
	if got := reader("da", task.Viewer).Denied(task.Admin).S; !strings.Contains(got, "administrator") {
		t.Error(got)
	}
}

func TestFieldOf(t *testing.T) {
	for err, want := range map[error]string{
		&Wrong{Problem: task.Problem{Field: "lines.2.unit"}}: "lines.2.unit",
		&task.Refused{Err: task.ErrInput, Field: "to"}:       "to",
		&task.Refused{Err: task.ErrSettled, Field: "to"}:     "",
		errors.New("away"): "",
		fmt.Errorf("save: %w", &Wrong{task.Problem{Field: "cc"}}): "cc",
	} {
		if got := FieldOf(err); got != want {
			t.Errorf("%v is about %q", err, got)
		}
	}
}

// tasks is a desk of which only nothing is asked.
type noDesk struct{ Desk }

func (noDesk) Addresses(context.Context, string) ([]Address, error) { return nil, errors.New("away") }

func TestFormOfAMailShowsTheDocumentAndConfirm(t *testing.T) {
	for _, s := range cards.Samples("en") {
		if s.Kind != string(task.StepOutgoing) || s.Variant != "quote" {
			continue
		}
		x := s.Task
		step := LastStep(&x)
		f, err := Form(t.Context(), noDesk{}, &x, step, cards.FormMail, task.ReviewView, reader("en", task.Approver).Options())
		if err != nil || f.Action != task.Save || f.Buttons[0].Action != task.Confirm || f.Buttons[0].Style != cards.Primary {
			t.Errorf("%v: %+v", err, f.Buttons)
		}
		if last := f.Blocks[len(f.Blocks)-1]; last.Kind != cards.BlockTable {
			t.Errorf("its last block is %q", last.Kind)
		}
		f, err = Form(t.Context(), noDesk{}, &x, step, cards.FormDocument, task.ReviewView, reader("en", task.Approver).Options())
		if err == nil || len(f.Lines) == 0 {
			t.Errorf("without its addresses: %v, %d lines", err, len(f.Lines))
		}
		if got := Needed(&x, task.Confirm); got != task.Approver {
			t.Errorf("confirm needs %q", got)
		}
	}
}

func TestLastStepAndDecided(t *testing.T) {
	x := task.Task{Steps: []task.Step{{N: 1, Kind: task.StepIncoming, Status: task.StepConfirmed}, {N: 2, Kind: task.StepLog}}}
	if LastStep(&x) != 1 || !Decided(&x) || Failed(&x, 1) {
		t.Errorf("step %d, decided %v", LastStep(&x), Decided(&x))
	}
	x.Steps = append(x.Steps, task.Step{N: 3, Kind: task.StepOutgoing, Status: task.StepOpen, Error: &task.Problem{}})
	if LastStep(&x) != 3 || !Failed(&x, 3) {
		t.Errorf("step %d, failed %v", LastStep(&x), Failed(&x, 3))
	}
}
