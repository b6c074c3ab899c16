package rules

import (
	"testing"

	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
)

// TestRowLeftOut tells the reviewer of a row whose quantity cannot be ordered.
func TestRowLeftOut(t *testing.T) {
	x := New(newShelf(t))
	m := mail.Message{Text: "Please quote:\n\nItem\tQty\n1896-S\t4\n1996-S\t-3\n", Date: wednesday}
	r, err := x.Read(t.Context(), reader.Input{Mails: []mail.Message{m}, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Lines) != 1 || r.Lines[0].Quantity != "4" {
		t.Errorf("lines %+v", r.Lines)
	}
	if len(r.Notes) != 1 || r.Notes[0].Code != "row_left_out" || r.Notes[0].Args["words"] != "1996-S -3" {
		t.Errorf("notes %+v", r.Notes)
	}
}
