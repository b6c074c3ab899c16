package rules

import (
	"fmt"
	"strings"
	"testing"

	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

// TestPlacesOfManyLines takes lines of a long document by their places, and such that
// it has not.
func TestPlacesOfManyLines(t *testing.T) {
	doc := &task.Document{Kind: task.Quote, Number: "SQ-1"}
	for i := range 30 {
		doc.Lines = append(doc.Lines, task.DocLine{No: 10 * (i + 1), Item: fmt.Sprintf("X-%d", i), Description: "Thing", Quantity: "2", Unit: "PCS"})
	}
	x := New(newShelf(t))
	for _, c := range []struct {
		text string
		gone int // lines taken out
	}{
		{"Please remove the last 3 lines.", 3},
		{"Please remove lines 2-28.", 27},
		{"Please remove lines 1, 2 and 30.", 3},
		{"We take only the first two lines.", 28},
		{"Please remove the first 31 lines.", 0},
		{"Please remove lines 1-999999999999.", 0},
		{"Please remove line 99999999999999999999999.", 0},
		{"Please remove lines " + strings.Repeat("1 and ", 5000) + "2.", 0},
	} {
		r, err := x.Read(t.Context(), reader.Input{Mails: []mail.Message{{}, {Text: c.text, Date: wednesday}}, Offered: doc, Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		gone := 0
		for _, l := range r.Lines {
			if l.Change == task.LineRemove {
				gone++
			}
		}
		if gone != c.gone && len(c.text) < 100 || gone == len(doc.Lines) {
			t.Errorf("%s: %d lines are gone, want %d", c.text, gone, c.gone)
		}
	}
}
