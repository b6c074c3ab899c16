package slack

import (
	"slices"
	"testing"

	"salesclerk/cards"
)

// TestOpeningButtons holds that every button of a card that opens a dialog is
// known to do so: one that is not would act at once.
func TestOpeningButtons(t *testing.T) {
	for _, s := range cards.Samples("en") {
		for _, b := range cards.New(&s.Task, s.Step, cards.Options{}).Buttons {
			if b.Form != cards.FormNone && !slices.Contains(opening, b.Action) {
				t.Errorf("%s of %s %s opens %s", b.Action, s.Kind, s.Variant, b.Form)
			}
		}
	}
}
