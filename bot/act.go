package bot

import (
	"context"
	"slices"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// acts are the buttons that change a task. Whatever else a button says is not done.
var acts = []task.Kind{
	task.Confirm, task.Discard, task.Updated, task.ResumeOnly, task.Stop, task.StopYes, task.StopNo, task.Save,
	task.Instruct, task.CreateContact, task.UseContactOnce, task.UpdateContact, task.PickItem, task.Retry,
	task.MakeOrder, task.WriteAnswer, task.Assign,
}

// Acts says whether a button changes its task.
func Acts(verb task.Kind) bool { return slices.Contains(acts, verb) }

// RoleOf is the role that a button asks for as far as can be told without its task.
func RoleOf(verb task.Kind) task.Role {
	if Acts(verb) {
		return task.Approver
	}
	return task.Viewer
}

// FormFirst is the dialog that a button of a step's card asks to be opened first;
// or the role that its reader lacks for it. A button that the card no longer has
// goes to the core, which says who was first.
func FormFirst(t *task.Task, step int, verb task.Kind, r Reader) (form string, denied task.Role) {
	o := r.Options()
	if verb == task.ReviewView {
		return FormOf(cards.Outline(t, step, o), verb), ""
	}
	o.Viewer = nil
	for _, b := range cards.Outline(t, step, o).Buttons {
		if b.Action != verb || b.Form == cards.FormNone {
			continue
		}
		if role := Needed(t, verb); !r.May(role) {
			return cards.FormNone, role
		}
		return b.Form, ""
	}
	return cards.FormNone, ""
}

// Decide applies the click of a button that has no form. Stop was asked about by
// the surface, with what will be left behind: it is Stop and, at the one turn that
// this leads to, the yes. Where the program ends between the two, the card asks.
func Decide(ctx context.Context, d Desk, t *task.Task, e task.Event) (task.Task, error) {
	after, err := Click(ctx, d, t, e)
	if err != nil || e.Kind != task.Stop {
		return after, err
	}
	e.ID, e.Kind, e.Turn = e.ID+"/yes", task.StopYes, e.Turn+1
	return Click(ctx, d, &after, e)
}

// SaveAndConfirm applies Confirm in the form of a mail: what was mended, if
// anything, is saved first, and what is confirmed is the turn that this saving led
// to, and no other. Where the program ended between the two, the same click goes on
// from there.
func SaveAndConfirm(ctx context.Context, d Desk, t *task.Task, mended *task.Form, e task.Event) (task.Task, error) {
	save := e
	save.ID, save.Kind, save.Form = savingID(e.ID), task.Save, mended
	switch {
	case Saved(t, e.ID):
		e.Turn++
	case mended != nil:
		after, err := Click(ctx, d, t, save)
		if err != nil {
			return after, err
		}
		t, e.Turn = &after, e.Turn+1
	}
	return Click(ctx, d, t, e)
}

// Saved says whether SaveAndConfirm has saved what a click brought.
func Saved(t *task.Task, click string) bool { return Known(t, savingID(click)) }

func savingID(click string) string { return click + "/save" }

// Known says whether a click was applied before.
func Known(t *task.Task, click string) bool {
	return slices.ContainsFunc(t.Seen, func(s task.Seen) bool { return s.ID == click })
}

// Warning is a sentence on top of a card that is shown again; nothing where there
// is none.
func Warning(say cards.Text) []cards.Block {
	if say.Empty() {
		return nil
	}
	return []cards.Block{{Kind: cards.BlockWarning, Text: say}}
}
