package bot

import (
	"context"
	"slices"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// LastStep is the step that a task is shown by: the open one, else the last that
// a person decided.
func LastStep(t *task.Task) int {
	if s := t.Open(); s != nil {
		return s.N
	}
	for i := len(t.Steps) - 1; i >= 0; i-- {
		if t.Steps[i].Kind != task.StepLog {
			return t.Steps[i].N
		}
	}
	return len(t.Steps)
}

// Failed says whether the last try from the step's card came to nothing.
func Failed(t *task.Task, step int) bool {
	s := t.Step(step)
	return s != nil && s.Status == task.StepOpen && s.Error != nil
}

// Decided says whether any step of the task is behind a person.
func Decided(t *task.Task) bool {
	return slices.ContainsFunc(t.Steps, func(s task.Step) bool { return s.Kind != task.StepLog && s.Status != task.StepOpen })
}

// Needed is the role that a button of the task asks for.
func Needed(t *task.Task, verb task.Kind) task.Role {
	for _, b := range t.Buttons() {
		if b.Action == verb {
			return b.Role
		}
	}
	return task.Approver
}

// Form is what the dialog of a step shows and asks as its task stands: of a mail
// that can be mended the document's table too, and Confirm beside Save. The error
// says what could not be added; the form can be used all the same.
func Form(ctx context.Context, d Desk, t *task.Task, step int, form string, action task.Kind, o cards.Options) (cards.Form, error) {
	if action != task.ReviewView {
		o.Action = action
	}
	o, err := Options(ctx, d, t, step, form, o)
	f := cards.Dialog(t, step, form, o)
	if form == cards.FormMail && f.Action == task.Save {
		f.Blocks = append(f.Blocks, preview(t, step, o)...)
		f.Buttons = confirmToo(f, cards.New(t, step, o))
	}
	return f, err
}

// preview is the document as it stands, which is the table of an outgoing mail.
func preview(t *task.Task, step int, o cards.Options) []cards.Block {
	if t.Document == nil || t.Draft == nil || t.Draft.DocNumber == "" {
		return nil
	}
	o.Viewer = &task.Person{} // who may do nothing only looks
	var out []cards.Block
	for _, b := range cards.Dialog(t, step, cards.FormDocument, o).Blocks {
		if b.Kind == cards.BlockTable {
			out = append(out, b)
		}
	}
	return out
}

// confirmToo lets a mail that was read and mended be confirmed where it is read.
// What is sent with the dialog itself is no button beside.
func confirmToo(f cards.Form, c cards.Card) []cards.Button {
	var out []cards.Button
	for _, b := range c.Buttons {
		if b.Action == task.Confirm {
			b.Style = cards.Primary
			out = append(out, b)
		}
	}
	for _, b := range f.Buttons {
		if b.Action != f.Action && b.Action != task.Confirm {
			out = append(out, b)
		}
	}
	return out
}
