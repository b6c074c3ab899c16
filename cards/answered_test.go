package cards

import (
	"strings"
	"testing"

	"salesclerk/agent/task"
)

// TestAnAnswerStandsBesideWhatNobodySaw holds that a mail which went past the
// review is shown on the card of its answer, and only there.
func TestAnAnswerStandsBesideWhatNobodySaw(t *testing.T) {
	tk := task.Task{ID: "T-1", State: task.Attention,
		Messages: []task.Message{{From: "kim@c.example", Text: "first words"}, {From: "kim@c.example", Text: "six pallets, and add ten gloves"}},
		Current:  1, Draft: &task.Draft{ID: "<d@us.example>", Kind: task.DraftQuote, To: []string{"kim@c.example"}, Subject: "Re", Text: "Dear Kim"},
		Steps: []task.Step{{N: 1, Kind: task.StepIncoming, Status: task.StepConfirmed}, {N: 2, Kind: task.StepOutgoing, Status: task.StepOpen, Message: 1}}}
	if !quotes(New(&tk, 2, Options{}), "add ten gloves") {
		t.Error("the card of the answer does not show the mail that nobody reviewed")
	}
	tk.Steps[0].Message = 1
	if quotes(New(&tk, 2, Options{}), "add ten gloves") {
		t.Error("a mail that was reviewed stands on the card again")
	}
	f := Dialog(&tk, 2, FormMail, Options{})
	if len(f.Answers) != 1 || !strings.Contains(f.Answers[0].Text.S, "add ten gloves") {
		t.Errorf("the dialog does not bring the mail it answers: %+v", f.Answers)
	}
}

func quotes(c Card, words string) bool {
	for _, b := range c.Blocks {
		if b.Kind == BlockQuote && strings.Contains(b.Text.S, words) {
			return true
		}
	}
	return false
}
