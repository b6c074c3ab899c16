package views

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// TestWhatIsToBeRememberedOfWhichLine: each line's choice comes back as that line's.
func TestWhatIsToBeRememberedOfWhichLine(t *testing.T) {
	chose := func(value string) slack.BlockAction {
		return slack.BlockAction{SelectedOption: slack.OptionBlockObject{Value: encode(markChoice, value)}}
	}
	x := first(cards.FormPick, task.PickItem)
	walk(x, map[string]slack.BlockAction{"remember_1": chose("yes")})
	got, wrong := x.s.Form(x.form, x.o)
	if got == nil {
		t.Fatal(wrong)
	}
	if d := cmp.Diff(map[int]task.Remember{1: task.RememberYes}, got.RememberLines); d != "" || got.Remember != task.RememberNo {
		t.Errorf("the others %q %s", got.Remember, d)
	}
	x = first(cards.FormDocument, task.Save)
	walk(x, map[string]slack.BlockAction{"remember": chose("yes_1")})
	if got, wrong = x.s.Form(x.form, x.o); got == nil {
		t.Fatal(wrong)
	}
	if d := cmp.Diff(map[int]task.Remember{1: task.RememberYes}, got.RememberLines); d != "" || got.Remember != "" {
		t.Errorf("the others %q %s", got.Remember, d)
	}
}
