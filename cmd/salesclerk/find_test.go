package main

import (
	"encoding/json"
	"strings"
	"testing"

	"salesclerk/agent/task"
)

// TestFindForACustomer: of equals the customer's own of before, with the reason;
// nobody else's.
func TestFindForACustomer(t *testing.T) {
	find := func(args ...string) findAnswer {
		t.Helper()
		out, errs, code := command(t, "", append([]string{"find", "--json"}, args...)...)
		if code != exitFine {
			t.Fatalf("find %q: %d %s", args, code, errs)
		}
		var a findAnswer
		if err := json.Unmarshal([]byte(out), &a); err != nil {
			t.Fatal(err)
		}
		return a
	}
	words := []string{"storage", "bin", "4", "L"}
	for name, args := range map[string][]string{"nobody": nil, "another customer": {"--customer", "40140"}} {
		if a := find(append(args, words...)...); a.Match != task.Several || len(a.Items) < 4 {
			t.Errorf("%s: %+v", name, a)
		}
	}
	a := find(append([]string{"--customer", "10200"}, words...)...)
	if a.Match != task.One || a.Items[0].Number != "LV-2006" || !strings.HasPrefix(a.Items[0].Why, "bought before: on ") || !strings.HasSuffix(a.Items[0].Why, "(SO-884)") {
		t.Errorf("the customer who had it: %+v", a)
	}
	if a := find("--customer", "10200", "storage bin 4 L blue"); a.Match != task.One || a.Items[0].Number != "LV-2005" || a.Items[0].Bought != nil {
		t.Errorf("what was said goes first: %+v", a)
	}
}
