package rules

import (
	"testing"

	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
)

// TestAnnounced is about references, dates and places in the forms in which people
// announce them. The mails are of a Wednesday, 10 February 2027.
func TestAnnounced(t *testing.T) {
	s := newShelf(t)
	s.numbers = append(s.numbers, "AB-1001")
	x := New(s)
	for _, c := range []struct{ lang, text, ref, date, ship string }{
		{"en", "We order 4 AB-1001. Mark with: Gate North", "Gate North", "", ""},
		{"en", "4711-B is our purchase order number. We order 4 AB-1001.", "4711-B", "", ""},
		{"en", "PO: HW 27/113. We order 4 AB-1001.", "HW 27/113", "", ""},
		{"en", "We order 4 AB-1001, needed by the end of the month.", "", "2027-02-28", ""},
		{"en", "We order 4 AB-1001. Deliver by: 24-FEB-2027", "", "2027-02-24", ""},
		{"en", "We order 4 AB-1001 in three weeks.", "", "2027-03-03", ""},
		{"en", "We order 4 AB-1001. Your invoice of 12 November was paid.", "", "", ""},
		{"en", "We order 4 AB-1001. Please don't send them to Arch Street. Deliver to:\n\nThe Lyric Rooms\n14 Tanner Street\nBristol BS1 4AA", "", "", "The Lyric Rooms, 14 Tanner Street, Bristol BS1 4AA"},
		{"en", "We order 4 AB-1001. Drop them off at 12 Quay Road, Poole BH15 1AA.", "", "", "12 Quay Road, Poole BH15 1AA"},
		{"da", "Vi bestiller 4 AB-1001. Mærkes med: Bygning Nord", "Bygning Nord", "", ""},
		{"da", "Vi bestiller 4 AB-1001. Skal leveres inden månedens udgang.", "", "2027-02-28", ""},
		{"da", "Vi bestiller 4 AB-1001. Leveres direkte på pladsen:\nSkovhusvej 7\n5700 Svendborg", "", "", "Skovhusvej 7, 5700 Svendborg"},
		{"da", "Fakturaen fra 12. november er betalt. Vi bestiller 4 AB-1001.", "", "", ""},
		{"de", "Wir bestellen 4 AB-1001. Kommission: Neubau Schule", "Neubau Schule", "", ""},
		{"de", "Wir bestellen 4 AB-1001, Lieferung bis Ende des Monats.", "", "2027-02-28", ""},
		{"de", "Wir bestellen 4 AB-1001. Bitte nicht nach Husum, sondern an:\n\nGut Osterfeld\nChausseestraße 40\n25840 Friedrichstadt", "", "", "Gut Osterfeld, Chausseestraße 40, 25840 Friedrichstadt"},
		{"de", "Anfrage A-7781 vom 09.02.2027: bitte bieten Sie uns 4 AB-1001 an.", "A-7781", "", ""},
		{"fr", "Nous commandons 4 AB-1001. Référence à rappeler : Atelier Nord", "Atelier Nord", "", ""},
		{"fr", "Nous commandons 4 AB-1001, à livrer avant la fin du mois.", "", "2027-02-28", ""},
		{"fr", "Nous commandons 4 AB-1001. Merci de livrer au 8 rue du Port, 13002 Marseille.", "", "", "8 rue du Port, 13002 Marseille"},
	} {
		r, err := x.Read(t.Context(), reader.Input{Lang: c.lang, Mails: []mail.Message{{Text: c.text, Date: wednesday}}})
		if err != nil {
			t.Fatal(err)
		}
		if r.Reference != c.ref || r.RequestedDate != c.date || !SameWords(r.ShipTo, c.ship) || len(r.Lines) != 1 {
			t.Errorf("%q: reference %q, date %q, ship-to %q, %d lines", c.text, r.Reference, r.RequestedDate, r.ShipTo, len(r.Lines))
		}
	}
}
