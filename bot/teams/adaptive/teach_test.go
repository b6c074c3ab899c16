package adaptive

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// TestWhatIsToBeRememberedOfWhichLine: each line's choice comes back as that line's.
func TestWhatIsToBeRememberedOfWhichLine(t *testing.T) {
	s, f := sample(t, cards.FormPick, task.PickItem, "assistance no_item")
	line := -1
	for _, p := range f.Picks {
		if p.Needed {
			line = p.Line
		}
	}
	for _, in := range f.Inputs {
		c := opened(t, Dialog(f, at(s), Draft{}, s.shown()).Card)
		c.inputs["pick_item."+in.Name] = encode("yes")
		c.inputs[fmt.Sprintf("pick_item.p%d.n", line)] = "1936-S"
		form, d := Read(f, c.send(t, task.PickItem), "en")
		if form == nil {
			t.Fatal(d.Errors)
		}
		want := task.Form{Remember: task.RememberYes, RememberLines: map[int]task.Remember{line: task.RememberNo}}
		if in.Name != "remember" {
			want = task.Form{Remember: task.RememberNo, RememberLines: map[int]task.Remember{line: task.RememberYes}}
		}
		form.Picks = nil
		if d := cmp.Diff(want, *form); d != "" {
			t.Errorf("%s: %s", in.Name, d)
		}
	}
	s, f = sample(t, cards.FormDocument, task.Save, "quote")
	c := opened(t, Dialog(f, at(s), Draft{}, s.shown()).Card)
	c.inputs["save.remember"] = encode("yes_1")
	form, d := Read(f, c.send(t, task.Save), "en")
	if form == nil {
		t.Fatal(d.Errors)
	}
	if d := cmp.Diff(map[int]task.Remember{1: task.RememberYes}, form.RememberLines); d != "" || form.Remember != "" {
		t.Errorf("%q %s", form.Remember, d)
	}
}
