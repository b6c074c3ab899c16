package bot

import (
	"context"
	"slices"

	"salesclerk/agent/task"
)

// Confirm applies e, a Confirm, to t, the task as it was read. What was typed over
// the mail is saved first (nil: nothing was), and confirmed at the one turn that
// this leads to: so nobody confirms but what they saw. Where the program ended
// between the two, the same event again goes on after what it saved, and a mail
// that another changed since is not confirmed. Errors are those of Click.
func Confirm(ctx context.Context, d Desk, t *task.Task, e task.Event, typed *task.Form) (task.Task, error) {
	save := e
	save.ID, save.Kind, save.Form = savedBy(e.ID), task.Save, typed
	switch {
	case HasSaved(t, e.ID):
		e.Turn++
	case typed != nil:
		after, err := Click(ctx, d, t, save)
		if err != nil {
			return after, err
		}
		t, e.Turn = &after, e.Turn+1
	}
	return Click(ctx, d, t, e)
}

// HasSaved says whether the Confirm of that id has saved what was typed, and so
// goes on from there.
func HasSaved(t *task.Task, id string) bool {
	return slices.Contains(t.Seen, task.Seen{ID: savedBy(id)})
}

func savedBy(id string) string { return id + "/save" }
