package rules

import (
	"strings"
	"testing"

	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
)

// TestLineDates reads the dates that stand with single lines.
func TestLineDates(t *testing.T) {
	for _, c := range []struct{ text, head, want string }{
		{"We order 2 AB-1001 for delivery 1 March and 3 AB-1002 for delivery 31 March.", "2027-03-31", "2027-03-01 2027-03-31"},
		{"We order:\n- 2 AB-1001, delivery 01.03.2027\n- 3 AB-1002, delivery 01.04.2027\n", "2027-04-01", "2027-03-01 2027-04-01"},
		{"By 1 March we need 2 AB-1001 and 4 AB-1003. By 31 March we need 3 AB-1002.", "2027-03-31", "2027-03-01 2027-03-01 2027-03-31"},
		{"Please send\n\nDelivery 1 March:\n- 2 AB-1001\n- 4 AB-1003\n\nDelivery 1 April:\n- 3 AB-1002\n", "2027-04-01", "2027-03-01 2027-03-01 2027-04-01"},
		{"We order 2 AB-1001 and 3 AB-1002, delivery by 31 March.", "2027-03-31", "- -"},
		{"We order 2 AB-1001 and 3 AB-1002. Delivery by 31 March or 2 April.", "2027-04-02", "- -"},
	} {
		s := newShelf(t)
		s.numbers = append(s.numbers, "AB-1001", "AB-1002", "AB-1003")
		got, err := New(s).Read(t.Context(), reader.Input{Mails: []mail.Message{{Text: "Hello,\n\n" + c.text, Date: wednesday}}})
		if err != nil {
			t.Fatal(err)
		}
		var dates []string
		for _, l := range got.Lines {
			d := l.Date
			if d == "" {
				d = "-"
			}
			dates = append(dates, d)
		}
		if s := strings.Join(dates, " "); s != c.want || got.RequestedDate != c.head {
			t.Errorf("%q: %s %q, want %s %q", c.text, got.RequestedDate, s, c.head, c.want)
		}
	}
}
