package rules

import (
	"strings"
	"testing"

	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

// linesOf is the reading of a mail, and its lines in few words.
func linesOf(t *testing.T, x *Rules, lang, text string) (task.Reading, string) {
	t.Helper()
	r, err := x.Read(t.Context(), reader.Input{Mails: []mail.Message{{Text: text, Date: wednesday}}, Lang: lang})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range r.Lines {
		got = append(got, lineOf(l))
	}
	return r, strings.Join(got, "; ")
}

// TestNumbersInDigits holds that of two numbers side by side the one that the
// catalogue has is the item's, whatever stands between them.
func TestNumbersInDigits(t *testing.T) {
	s := newShelf(t)
	s.add("110102", "Espresso beans Roma, 1 kg")
	s.add("120290", "Serving tray, oak")
	x := New(s)
	for _, c := range []struct{ lang, text, want string }{
		{"en", "10 x 110102", "10 110102"},
		{"en", "110102 x 10", "10 110102"},
		{"en", "110102 10 pcs", "10 PCS 110102"},
		{"en", "110102: 10", "10 110102"},
		{"en", "10 110102\n2 120290", "10 110102; 2 120290"},
		{"en", "Order TW/88131\n10 x 110102, deliver 22/02/2027\n20 x 120290, deliver 08/03/2027", "10 110102; 20 120290"},
		{"en", "Please send 110102 x 24 bottles and 5 x 120290.", "24 BOTTLE 110102; 5 120290"},
		{"en", "We need 110102 (24 pcs), 5 of 120290 and 3 packs 80100.", "24 PCS 110102; 5 120290; 3 PACK 80100"},
		{"en", "Please send 10 x 1000.", "10 1000"},
		{"en", "We need 1000 x 2, 1001 x 5 and 10 x 80100.", "2 1000; 5 1001; 10 80100"},
		{"en", "We need 1000 x 2 and 1001, 5 pcs.", "2 1000; 5 PCS 1001"},
		{"en", "110102 Espresso beans Roma 1 kg 10 bags", "10 BAG 110102"},
		{"da", "Vi vil gerne bestille 110102 12 stk. og 120290 3 stk.", "12 PCS 110102; 3 PCS 120290"},
		{"de", "Wir bestellen 4 x 110102 und 12 x 120290.", "4 110102; 12 120290"},
		{"fr", "Merci de nous envoyer 110102 x 4 et 120290 x 12.", "4 110102; 12 120290"},
	} {
		if _, g := linesOf(t, x, c.lang, c.text); g != c.want {
			t.Errorf("%s: got %q, want %q", c.text, g, c.want)
		}
	}
}

// TestWhatIsNotMeant holds that an item's number in a bracket of what is not wanted
// is not asked for, and that no side of a size is taken for as many.
func TestWhatIsNotMeant(t *testing.T) {
	s := newShelf(t)
	s.add("230110", "Office chair with armrests, black|kantoorstoel met armleuningen")
	s.add("230112", "Office chair, black|silla de oficina|kantoorstoel")
	s.add("230122", "Sit-stand desk 1600 x 800 mm")
	s.add("220212", "Screen 27 inch")
	x := New(s)
	for _, c := range []struct{ lang, text, want string }{
		{"en", "We need 8 of 230112 (not 230110).", "8 230112"},
		{"es", "Necesitamos 5 sillas 230112 (no las 230110).", "5 230112"},
		{"nl", "Graag 8 kantoorstoelen 230112 (niet 230110).", "8 230112"},
		{"en", "Invoice 230110 was paid this morning. Please send us 2 x 230112.", "2 230112"},
		{"de", "Die Rechnung 230110 ist bezahlt. Bitte liefern Sie uns 2 x 230112.", "2 230112"},
		{"de", "Wir bestellen Stühle 230110, 10 in gelb und 5 in weiß, außerdem 3 Stühle 230112.", "10 230110; 5 230110; 3 230112"},
		{"en", "We need 230112: 2 pairs in 40 and 4 pairs in 43.", "2 PAIR 230112; 4 PAIR 230112"},
		{"en", "We need 230112: 5 in 40, 15 in 43.", "5 230112; 15 230112"},
		{"en", "We need six sit-stand desks 1600 x 800 mm and the same number of screens 27 inch.", "6 230122; 6 220212"},
	} {
		if _, g := linesOf(t, x, c.lang, c.text); g != c.want {
			t.Errorf("%s: got %q, want %q", c.text, g, c.want)
		}
	}
}

// TestGoodsToAnAddress holds that a street behind "to" and the goods is where they
// go, and that the number of an order is the reference though an item has it, too.
func TestGoodsToAnAddress(t *testing.T) {
	x := New(newShelf(t))
	for _, c := range []struct{ lang, text, ship, ref, want string }{
		{"en", "PO 80100\nPlease deliver 3 AMSTERDAM lamps and 2 x 1896-S to 12 High Street, London SW1A 1AA by 12/03/2027.", "12 High Street, London SW1A 1AA", "80100", "3 1928-S; 2 1896-S"},
		{"de", "Bitte liefern Sie 5 x 1896-S an Hauptstraße 5, 20095 Hamburg.", "Hauptstraße 5, 20095 Hamburg", "", "5 1896-S"},
		{"da", "Send venligst 5 x 1896-S til Storegade 5, 8000 Aarhus C senest 1. marts.", "Storegade 5, 8000 Aarhus C", "", "5 1896-S"},
		{"fr", "Merci de livrer 5 x 1896-S à 12 rue de la Paix, 75002 Paris.", "12 rue de la Paix, 75002 Paris", "", "5 1896-S"},
		{"en", "Please do not send 5 x 1896-S to 12 High Street, London.", "", "", ""},
		{"en", "Please send 5 x 1896-S to the warehouse.", "", "", "5 1896-S"},
	} {
		if r, g := linesOf(t, x, c.lang, c.text); r.ShipTo != c.ship || r.Reference != c.ref || c.want != "" && g != c.want {
			t.Errorf("%s: to %q, reference %q, %q", c.text, r.ShipTo, r.Reference, g)
		}
	}
}
