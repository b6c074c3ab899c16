package web

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
)

// TestWhatIsToBeRemembered: one word for all lines, or a word for each.
func TestWhatIsToBeRemembered(t *testing.T) {
	for body, want := range map[string]task.Form{
		`{"remember":"yes"}`: {Remember: task.RememberYes},
		`{}`:                 {},
		`{"remember":{"remember":"no","remember_0":"yes","remember_3":"forget"}}`: {Remember: task.RememberNo,
			RememberLines: map[int]task.Remember{0: task.RememberYes, 3: task.RememberForget}},
		`{"remember":{"remember":"yes_2","text":"x"}}`: {RememberLines: map[int]task.Remember{2: task.RememberYes}},
	} {
		var in input
		if err := json.Unmarshal([]byte(body), &in); err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		got, err := in.form(&task.Task{}, 1, task.Save)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(&want, got); d != "" {
			t.Errorf("%s: %s", body, d)
		}
	}
	for _, body := range []string{`{"remember":7}`, `{"remember":{"remember_0":true}}`} {
		var in input
		if json.Unmarshal([]byte(body), &in) == nil {
			t.Errorf("%s is taken", body)
		}
	}
}
