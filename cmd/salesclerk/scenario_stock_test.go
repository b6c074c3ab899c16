package main

import (
	"testing"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// LV-2502 is a workbench of which there is one in Aarhus.
func TestStockOnlyAvailable(t *testing.T) {
	s := play(t, demoCommand{Policy: map[string]string{"only_available": "true"}})
	t.Run("left out", func(t *testing.T) {
		t.Parallel()
		a := s.actor(t, "bridget.lorne@marlow-stage.example")
		a.writes("Workbenches", "Hello,\n\nPlease quote:\n- 6 x LV-2502\n- 2 x LV-1714\n\nBridget")
		a.confirms("incoming")
		c := a.card("assistance not_available")
		has(t, "the card", c.says(), "Workbench 2000", "LV-2502: 6 wanted, 1 available.")
		a.click(c, "confirm", nil)
		a.confirms("outgoing quote")
		m := a.gets()
		has(t, "the mail", m.Text, "2 PCS", "LV-1714", "cannot be delivered as you wish", "LV-2502 Workbench 2000 x 700 mm, beech top: 6 requested, 1 available")
		hasNot(t, "the PDF", a.paper(m), "LV-2502")
		a.is(task.Waiting)
		a.nothing()
	})
	t.Run("nothing left", func(t *testing.T) {
		t.Parallel()
		a := s.actor(t, "maja.solvang@egebjerg-kommunale.example")
		a.lang = "da"
		a.writes("Arbejdsborde", "Hej\n\nVi vil gerne have et tilbud på 6 stk. LV-2502.\n\nMvh\nMaja")
		a.confirms("incoming")
		a.click(a.card("assistance not_available"), "confirm", nil)
		a.confirms("outgoing unavailable")
		m := a.gets()
		has(t, "the mail", m.Text, "Arbejdsbord 2000 x 700 mm")
		if len(m.Attachments) != 0 {
			t.Errorf("a mail that offers nothing has %d attachments", len(m.Attachments))
		}
		if x := a.is(task.Waiting); x.Document != nil {
			t.Errorf("nothing is left, yet there is %s", x.Document.Number)
		}
		a.nothing()
	})
	t.Run("another picked", func(t *testing.T) {
		t.Parallel()
		a := s.actor(t, "lucie.hautmont@imprimerie-grande.example")
		a.lang = "fr"
		a.writes("Etablis", "Bonjour,\n\nMerci de nous faire un devis pour 2 x LV-2502.\n\nLucie Hautmont")
		a.confirms("incoming")
		c := a.card("assistance not_available")
		a.click(c, "retry", nil)
		c = a.card("assistance not_available")
		a.click(c, "pick_item", map[string]any{"item": "LV-1717", "quantity": "3"})
		a.confirms("outgoing quote")
		m := a.gets()
		has(t, "the mail", m.Text, "LV-1717", "3 PCS")
		hasNot(t, "the mail", m.Text, "LV-2502")
		a.is(task.Waiting)
		a.nothing()
	})
}

func TestStockPromise(t *testing.T) {
	s := play(t, demoCommand{Policy: map[string]string{"capable_to_promise": "true"}})
	for _, x := range []struct{ lang, address, text string }{
		{"en", "nora.whitcombe@ardnish-distillery.example", "Hello,\n\nPlease quote 6 x LV-2502.\n\nNora"},
		{"da", "tine.klintby@fuglevad-moebler.example", "Hej\n\nVi vil gerne have et tilbud på 6 stk. LV-2502.\n\nMvh\nTine"},
		{"fr", "ines.rochambel@maison-tilleul.example", "Bonjour,\n\nMerci de nous faire un devis pour 6 x LV-2502.\n\nInès Rochambel"},
	} {
		t.Run(x.lang, func(t *testing.T) {
			t.Parallel()
			a := s.actor(t, x.address)
			a.lang = x.lang
			a.writes("Benches", x.text)
			a.confirms("incoming")
			a.confirms("outgoing quote")
			m := a.gets()
			doc := a.is(task.Waiting).Document
			date := doc.Lines[0].Date
			if day, err := time.Parse(time.DateOnly, date); err != nil || !day.After(time.Now()) {
				t.Fatalf("the line is promised for %q", date)
			}
			words := lang.For(x.lang).Date(date)
			has(t, "the mail", m.Text, words)
			has(t, "the PDF", a.paper(m), words)
			a.nothing()
		})
	}
}

func TestStockNeither(t *testing.T) {
	s := play(t, demoCommand{Policy: map[string]string{"review_quotes": "true"}})
	a := s.actor(t, "owen.trevanion@oakmere-facilities.example")
	a.writes("Benches", "Hello,\n\nPlease quote 6 x LV-2502.\n\nOwen")
	a.confirms("incoming")
	c := a.card("quote")
	has(t, "the quote's card", c.says(), "6 wanted, 1 available")
	a.click(c, "confirm", nil)
	c = a.card("outgoing quote")
	has(t, "the mail's card", c.says(), "6 wanted, 1 available")
	a.click(c, "confirm", nil)
	has(t, "the mail", a.gets().Text, "6 PCS")
	a.is(task.Waiting)
}
