package model

import (
	"strings"
	"testing"

	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

var dock = []erp.Address{{Code: "DOCK", Name: "Hartwell, dock", Address: "Dock Road 5", PostCode: "HU1 2AB", City: "Hull"},
	{Code: "YARD", Name: "Hartwell, yard", Address: "Mill Lane 8", PostCode: "HU3 4CD", City: "Hull"}}

// TestHeaderValues goes through what the rules have, what the model adds, and what
// comes of it.
func TestHeaderValues(t *testing.T) {
	for _, c := range []struct {
		name, text string
		say        answer
		field      func(task.Reading) string
		want       string
		note       string
		doubt      bool
	}{
		{"a reference that the rules do not see", "Quote 20 pcs LV-1101 please. Book it as 77-4512 on our side.", answer{Reference: "77-4512"},
			func(r task.Reading) string { return r.Reference }, "77-4512", "", false},
		{"another reference", "Quote 20 pcs LV-1101 please. Our PO no. is 77-4512, the project is 88-1234.", answer{Reference: "88-1234"},
			func(r task.Reading) string { return r.Reference }, "77-4512", "model_differs", true},
		{"the same reference in small letters", "Quote 20 pcs LV-1101 please. Our PO no. is AB-4512.", answer{Reference: "ab-4512"},
			func(r task.Reading) string { return r.Reference }, "AB-4512", "", false},
		{"an item for a reference", "Quote 20 pcs LV-1101 please.", answer{Reference: "LV-1101"},
			func(r task.Reading) string { return r.Reference }, "", "model_dropped", false},
		{"a price for a reference", "Quote 20 pcs LV-1101 please, at 4.50 EUR.", answer{Reference: "4.50"},
			func(r task.Reading) string { return r.Reference }, "", "model_dropped", false},
		{"a day that is over", "Quote 20 pcs LV-1101 please. It was wanted 2 March 2025, oh well.", answer{Date: "2 March 2025"},
			func(r task.Reading) string { return r.RequestedDate }, "", "date_past", false},
		{"another day", "Quote 20 pcs LV-1101 please, delivery by 12 December 2026. Your quote dated 14 January 2027 has a wrong year.", answer{Date: "14 January 2027"},
			func(r task.Reading) string { return r.RequestedDate }, "2026-12-12", "model_differs", true},
		{"no day at all", "Quote 20 pcs LV-1101 please, as soon as you can.", answer{Date: "as soon as you can"},
			func(r task.Reading) string { return r.RequestedDate }, "", "model_dropped", false},
		{"an address of theirs", "Quote 20 pcs LV-1101 please. The van unloads, Dock Road 5, Hull, as ever.", answer{ShipTo: "Dock Road 5, Hull"},
			func(r task.Reading) string { return r.ShipToCode }, "DOCK", "", false},
		{"an address of nobody's", "Quote 20 pcs LV-1101 please. The van unloads, Chapel Street 99, Leeds, for once.", answer{ShipTo: "Chapel Street 99, Leeds"},
			func(r task.Reading) string { return r.ShipTo + "/" + r.ShipToCode }, "Chapel Street 99, Leeds/", task.ShipToUnknown, false},
		{"no address", "Quote 20 pcs LV-1101 please. Send it to heaven.", answer{ShipTo: "heaven"},
			func(r task.Reading) string { return r.ShipTo }, "", "model_dropped", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := letter(c.text)
			in.Addresses = dock
			c.say.Lines = []asked{{Words: "20 pcs LV-1101", Numbers: []string{"LV-1101"}, Quantity: "20", Unit: "pcs"}}
			with, own, _ := reads(t, in, says(c.say))
			if got := c.field(with); got != c.want {
				t.Errorf("%q, want %q (the rules have %q)", got, c.want, c.field(own))
			}
			if c.note != "" && noteOf(with, c.note) == nil || c.note == "" && len(with.Notes) > 0 {
				t.Errorf("notes %v, want %q", with.Notes, c.note)
			}
			if with.Doubt != c.doubt {
				t.Errorf("doubt %v", with.Doubt)
			}
			if c.want != "" && c.field(own) == "" && !marked(with) {
				t.Errorf("a value that only the model saw is not marked: %+v", with.Evidence)
			}
		})
	}
}

func marked(r task.Reading) bool {
	for _, e := range r.Evidence {
		if e.Confidence < task.LowConfidence && e.Words != "" && e.Where == "body" {
			return true
		}
	}
	return false
}

func TestOutOfScopeAddsUp(t *testing.T) {
	in := letter("Quote 20 pcs LV-1101 please. And make it cheaper than the chap round the corner does it.")
	with, own, _ := reads(t, in, says(answer{OutOfScope: []said{{"discount", "make it cheaper than the chap"}, {"spam", "win a prize"}},
		Lines: []asked{{Words: "20 pcs LV-1101", Numbers: []string{"LV-1101"}, Quantity: "20"}}}))
	if got := strings.Join(with.OutOfScope, " "); got != strings.TrimSpace(strings.Join(own.OutOfScope, " ")+" discount") && got != "discount" {
		t.Errorf("out of scope %q", got)
	}
	if !with.Relevant || len(with.Lines) != 1 {
		t.Errorf("relevant %v, lines %v", with.Relevant, numbers(with))
	}
}
