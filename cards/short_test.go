package cards_test

import (
	"slices"
	"strings"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// TestShort: of lines that are not available as wished the card says how much there
// is, in the sentence of the problem or beside it.
func TestShort(t *testing.T) {
	s := find(t, "assistance", task.NotAvailable)
	said := func(words string) bool {
		c := card(s, cards.Options{})
		warned := func(b cards.Block) bool { return b.Kind == cards.BlockWarning && b.Text.S == words }
		return strings.Contains(c.Lead.S, words) || slices.ContainsFunc(c.Blocks, warned)
	}
	if !said("10 wanted, 4 available") {
		t.Error("the sentence does not say how much there is")
	}
	s.Task.Step(s.Step).Problem.Args = map[string]string{"Words": "two lines"}
	s.Task.Reading.Notes = []task.Note{{Code: task.NotAvailable, Args: map[string]string{"Item": "1900-S", "Wanted": "10", "Available": "4"}},
		{Code: "date_past", Args: map[string]string{"Date": "2026-01-01"}}}
	if !said("1900-S: 10 wanted, 4 available.") {
		t.Errorf("the card does not say how much there is: %+v", card(s, cards.Options{}).Blocks)
	}
}
