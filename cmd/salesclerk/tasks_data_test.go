package main

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"salesclerk/agent/alias"
	"salesclerk/agent/task"
)

// keep puts an ended or running task of a customer, and words of theirs, on the
// first desk.
func keep(t *testing.T, conf string, tasks map[string]task.State, customers ...string) {
	t.Helper()
	p, err := configFlag{Config: conf}.open(t.Context(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	at := time.Date(2026, 5, 3, 9, 0, 0, 0, time.UTC)
	for id, state := range tasks {
		x := task.New(id, "sales", at)
		x.State, x.Party, x.Rev = state, task.Party{Match: task.One, Contact: "C", Customer: id[2:]}, 1
		if err := p.desks[0].Store.Write(t.Context(), task.Change{Task: x, At: at, Day: "2026-05-03"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range customers {
		if err := p.aliases().Put(t.Context(), alias.Alias{Customer: c, Words: "dims of " + c, Item: "LV-1714", At: at}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestACustomersDataGoesWhole: what is exported or deleted of a customer is their
// tasks and their words, and nobody else's.
func TestACustomersDataGoesWhole(t *testing.T) {
	conf := settings(t, miniredis.RunT(t).Addr(), "127.0.0.1:1", "127.0.0.1:1")
	keep(t, conf, map[string]task.State{"T-10": task.Completed, "T-20": task.Completed, "T-30": task.Waiting}, "10", "20", "30")
	do := func(want int, args ...string) string {
		t.Helper()
		out, errs, code := command(t, "", append([]string{"tasks", args[0], "--config", conf}, args[1:]...)...)
		if code != want {
			t.Errorf("tasks %q: %d %s%s", args, code, out, errs)
		}
		return out + errs
	}
	all := do(exitFine, "export")
	has(t, "everything", all, `"T-10"`, `"T-20"`, `"T-30"`)
	hasNot(t, "tasks alone", all, "dims")
	one := do(exitFine, "export", "--customer", "10")
	has(t, "one customer's", one, `"T-10"`, `{"remembered":{"customer":"10","words":"dims of 10","item":"LV-1714"`)
	hasNot(t, "one customer's", one, `"T-20"`, "dims of 20")
	if strings.Count(one, "\n") != 2 {
		t.Errorf("not one object a line: %s", one)
	}

	do(exitUsage, "purge")
	do(exitUsage, "purge", "--customer", "10", "--before", "tomorrow")
	do(exitFailed, "purge", "--customer", "10") // nobody said yes
	has(t, "part of it", do(exitFine, "purge", "--customer", "10", "--before", "2026-01-01", "--yes"), "0 tasks are deleted")
	has(t, "after part of it", do(exitFine, "export", "--customer", "10"), `"T-10"`, "dims of 10")
	has(t, "all of it", do(exitFine, "purge", "--customer", "10", "--yes"), "1 tasks are deleted", "1 remembered words are forgotten")
	if left := do(exitFine, "export", "--customer", "10"); left != "" {
		t.Errorf("left: %s", left)
	}
	has(t, "another's", do(exitFine, "export", "--customer", "20"), `"T-20"`, "dims of 20")
	has(t, "who has a task still", do(exitFine, "purge", "--customer", "30", "--yes"), "0 tasks", "1 remembered words", "1 tasks of customer 30 are not at their end")
	has(t, "old ones", do(exitFine, "purge", "--before", "2026-06-01", "--yes"), "1 tasks are deleted")
	has(t, "words of who was not named", do(exitFine, "export", "--customer", "20"), "dims of 20")
}
