package rules

import (
	"testing"

	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
)

// TestRowBelowNone tells the reviewer of rows whose quantity cannot be ordered.
func TestRowBelowNone(t *testing.T) {
	x := New(newShelf(t))
	m := mail.Message{Text: "Please quote:\n\nItem\tQty\n1896-S\t4\n1996-S\t-3\nFreight\t-1\n", Date: wednesday}
	r, err := x.Read(t.Context(), reader.Input{Mails: []mail.Message{m}, Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Lines) != 2 || r.Lines[0].Quantity != "4" || !r.Lines[1].QuantityAssumed {
		t.Errorf("lines %+v", r.Lines)
	}
	if len(r.Notes) != 1 || r.Notes[0].Code != "row_quantity" || r.Notes[0].Args["words"] != "1996-S -3" {
		t.Errorf("notes %+v", r.Notes)
	}
}
