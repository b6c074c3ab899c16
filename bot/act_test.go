package bot

import (
	"testing"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// Every button of a card that opens a dialog does so first, and every other acts at
// once: one that had a dialog and acted would decide what nobody has read.
func TestFormFirst(t *testing.T) {
	opened := 0
	for _, s := range cards.Samples("en") {
		for _, b := range cards.New(&s.Task, s.Step, cards.Options{}).Buttons {
			form, denied := FormFirst(&s.Task, s.Step, b.Action, reader("en", task.Admin))
			if form != b.Form || denied != "" {
				t.Errorf("%s of %s %s opens %q (%s), want %q", b.Action, s.Kind, s.Variant, form, denied, b.Form)
			}
			if b.Form == cards.FormNone || b.Action == task.ReviewView {
				continue
			}
			opened++
			if form, denied = FormFirst(&s.Task, s.Step, b.Action, reader("en", task.Viewer)); form != "" || denied != task.Approver {
				t.Errorf("%s of %s %s opens %q for a viewer (%s)", b.Action, s.Kind, s.Variant, form, denied)
			}
		}
	}
	if opened == 0 {
		t.Error("no card has such a button")
	}
}

func TestRoleOf(t *testing.T) {
	for verb, want := range map[task.Kind]task.Role{task.Confirm: task.Approver, task.Assign: task.Approver, task.ReviewView: task.Viewer, task.TimelineView: task.Viewer, "page": task.Viewer} {
		if got := RoleOf(verb); got != want {
			t.Errorf("%s asks for %s, want %s", verb, got, want)
		}
	}
}
