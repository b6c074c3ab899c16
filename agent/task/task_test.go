package task

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the expected results anew")

var (
	t0   = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	anna = Person{ID: "anna", Name: "Anna", Roles: []Role{Approver}}
	bo   = Person{ID: "bo", Name: "Bo", Roles: []Role{Approver}}
	eve  = Person{ID: "eve", Name: "Eve", Roles: []Role{Viewer}}
)

func TestPictureIsTrue(t *testing.T) {
	want := "# The table of a task\n\nPrinted from `table.go`; `go test ./agent/task -update` writes it anew.\n\n```mermaid\n" + Picture() + "```\n"
	if *update {
		if err := os.WriteFile("table.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("table.md")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("table.md is not what the table says: go test ./agent/task -update")
	}
}

func TestEveryOpenedProblemHasAWayOutBesideStop(t *testing.T) {
	ways := map[string]int{}
	for _, r := range table {
		if r.At == string(StepAssistance) && r.Code != "" {
			ways[r.Code]++
		}
	}
	for _, code := range Problems {
		if ways[code] == 0 {
			t.Errorf("problem %q has no fix in the table", code)
		}
	}
}

func TestTwoDecisionsOneWins(t *testing.T) {
	task := atOutgoing(t)
	step, turn := task.Open().N, task.Turn
	first, _, err := Apply(task, Event{ID: "1", At: t0, Kind: Confirm, By: anna, Step: step, Turn: turn})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []Kind{Confirm, Stop, Discard} {
		_, _, err = Apply(first, Event{ID: "2" + string(k), At: t0.Add(time.Second), Kind: k, By: bo, Step: step, Turn: turn})
		var r *Refused
		if !errors.As(err, &r) || !errors.Is(err, ErrSettled) || r.By == nil || r.By.ID != "anna" || r.How != Confirm {
			t.Errorf("%s after anna's confirm: %v, want settled by anna", k, err)
		}
	}
	if _, _, err = Apply(first, Event{ID: "1", At: t0, Kind: Confirm, By: anna, Step: step, Turn: turn}); !errors.Is(err, ErrRepeated) {
		t.Errorf("the same click again: %v, want ErrRepeated", err)
	}
}

func TestWithoutTheRight(t *testing.T) {
	task := atOutgoing(t)
	for _, p := range []Person{eve, {ID: "nobody", Name: "Nobody"}} {
		if _, _, err := Apply(task, Event{ID: "x", At: t0, Kind: Confirm, By: p, Step: task.Open().N}); !errors.Is(err, ErrDenied) {
			t.Errorf("%s: %v, want ErrDenied", p.Name, err)
		}
	}
}

func TestConfirmOfAnOlderCardIsRefused(t *testing.T) {
	task := atOutgoing(t)
	turn := task.Turn
	text := "Dear Anna, other words"
	edited, _, err := Apply(task, Event{ID: "1", At: t0, Kind: Save, By: bo, Step: task.Open().N, Turn: turn, Form: &Form{Text: &text}})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err = Apply(edited, Event{ID: "2", At: t0, Kind: Confirm, By: anna, Step: task.Open().N, Turn: turn}); !errors.Is(err, ErrChanged) {
		t.Errorf("confirm of what was not seen: %v, want ErrChanged", err)
	}
	if edited.Draft.Text != text || !edited.Draft.Edited {
		t.Error("the edit is not in the draft")
	}
}

func TestDraftInputIsChecked(t *testing.T) {
	long := strings.Repeat("x", MaxTextBytes+1)
	bad, empty, line := "not an address", " ", "a\r\nBcc: x@y.example"
	for name, tc := range map[string]struct {
		form  *Form
		field string
	}{
		"no form":        {nil, "text"},
		"no recipient":   {&Form{To: []string{}}, "to"},
		"bad recipient":  {&Form{To: []string{bad}}, "to"},
		"header inject":  {&Form{To: []string{"a@b.example\r\nBcc: c@d.example"}}, "to"},
		"named address":  {&Form{Cc: []string{"Bo <bo@b.example>"}}, "cc"},
		"empty subject":  {&Form{Subject: &empty}, "subject"},
		"subject inject": {&Form{Subject: &line}, "subject"},
		"empty text":     {&Form{Text: &empty}, "text"},
		"long text":      {&Form{Text: &long}, "text"},
	} {
		task := atOutgoing(t)
		before := dump(task)
		_, _, err := Apply(task, Event{ID: "1", At: t0, Kind: Save, By: bo, Step: task.Open().N, Form: tc.form})
		var r *Refused
		if !errors.As(err, &r) || !errors.Is(err, ErrInput) || r.Field != tc.field {
			t.Errorf("%s: %v, want refusal at %s", name, err, tc.field)
		}
		if dump(task) != before {
			t.Errorf("%s: the task changed", name)
		}
	}
}

func TestScaled(t *testing.T) {
	for in, want := range map[string]int64{"": 0, "1": 10000, "12.50": 125000, "-0.00019": -1, "0.0001": 1, "1.2.3": 0, "x": 0, "1e5": 0} {
		if got := scaled(in); got != want {
			t.Errorf("scaled(%q) = %d, want %d", in, got, want)
		}
	}
}

func dump(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// atOutgoing is a task whose quote mail is up for review.
func atOutgoing(tb testing.TB) Task {
	tb.Helper()
	s := newScript(tb)
	for _, line := range []string{"mail", "understood known wants", "confirm", "quoted Q-1", "drafted quote"} {
		if err := s.apply(line); err != nil {
			tb.Fatalf("%s: %v", line, err)
		}
	}
	if s.task.Open() == nil || s.task.Open().Kind != StepOutgoing {
		tb.Fatalf("not at outgoing: %s", s.summary())
	}
	return s.task
}
