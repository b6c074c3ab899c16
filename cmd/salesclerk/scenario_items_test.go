package main

import (
	"net/http"
	"testing"

	"salesclerk/agent/task"
)

func TestItems(t *testing.T) {
	s := play(t, demoCommand{})
	for name, f := range map[string]func(*stage, *testing.T){
		"nothing found, picked": nonePicked, "nothing found, left out": noneSkipped, "nothing found, instructed": noneInstructed,
		"several, answered by letter": severalLetter, "several, answered by colour": severalColour, "several, answered by number": severalNumber,
		"several, picked in the room": severalPicked, "a variant to choose": variantAsked,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f(s, t)
		})
	}
}

func nonePicked(s *stage, t *testing.T) {
	a := s.actor(t, "daniel.fenwick@brackenfield-boatyard.example")
	a.writes("For the yard", "Hello,\n\nPlease quote:\n- 3 x flux capacitor\n- 2 x LV-1714\n\nDaniel")
	a.confirms("incoming")
	c := a.card("assistance no_item")
	has(t, "the card", c.says(), "flux capacitor")
	hasNot(t, "the problem", c.Lead.S, "LV-1714")
	if r := a.refusedClick(c, "pick_item", map[string]any{"item": "LV-0000"}, http.StatusUnprocessableEntity); r.Field == "" {
		t.Errorf("an item nobody has is refused without a field: %s", r.Error)
	}
	a.click(c, "pick_item", map[string]any{"item": "LV-1716"})
	a.confirms("outgoing quote")
	m := a.gets()
	has(t, "the mail", m.Text, "3 PCS", "LV-1716", "2 PCS", "LV-1714")
	hasNot(t, "the mail", m.Text, "flux")
	a.is(task.Waiting)
	a.nothing()
}

func noneSkipped(s *stage, t *testing.T) {
	a := s.actor(t, "jens.overby@nordhavn-skibsvaerft.example")
	a.lang = "da"
	a.writes("Tilbud", "Hej\n\nVi vil gerne have et tilbud på:\n\n4 stk. tidsmaskine\n6 stk. LV-1714\n\nMvh\nJens")
	a.confirms("incoming")
	c := a.card("assistance no_item")
	has(t, "the card", c.says(), "tidsmaskine")
	a.click(c, "pick_item", map[string]any{"skip": true})
	c = a.card("outgoing quote")
	a.click(c, "confirm", nil)
	m := a.gets()
	has(t, "the mail", m.Text, "6 PCS")
	a.is(task.Waiting)
	a.nothing()
}

func noneInstructed(s *stage, t *testing.T) {
	a := s.actor(t, "claire.vauboin@atelier-roche.example")
	a.lang = "fr"
	a.writes("Devis", "Bonjour,\n\nPouvez-vous nous faire un devis pour 5 machins universels ?\n\nClaire Vauboin")
	a.confirms("incoming")
	c := a.card("assistance no_item")
	if r := a.refusedClick(c, "instruct", map[string]any{"text": "  "}, http.StatusUnprocessableEntity); r.Field != "text" {
		t.Errorf("no instruction is refused at %q", r.Field)
	}
	a.click(c, "instruct", map[string]any{"text": "Prenez LV-1716."})
	a.confirms("outgoing quote")
	m := a.gets()
	has(t, "the mail", m.Text, "5 PCS", "LV-1716")
	hasNot(t, "the mail", m.Text, "Prenez", "machins")
	a.is(task.Waiting)
	a.nothing()
}

// asked brings a conversation to where the customer has been asked which item.
func (a *actor) asked(subject, text string, options ...string) letter {
	a.t.Helper()
	a.writes(subject, text)
	a.confirms("incoming")
	c := a.card("outgoing ask")
	if !c.offers("pick_item") {
		a.t.Errorf("the mail that asks offers no way to pick: %+v", c.Buttons)
	}
	a.click(c, "confirm", nil)
	m := a.gets()
	has(a.t, "the mail that asks", m.Text, options...)
	if len(m.Attachments) != 0 {
		a.t.Errorf("the mail that asks has %d attachments", len(m.Attachments))
	}
	if x := a.is(task.Waiting); x.Document != nil {
		a.t.Errorf("asked which item, there is already %s", x.Document.Number)
	}
	return m
}

func severalLetter(s *stage, t *testing.T) {
	a := s.actor(t, "ingrid.fjellmo@fjellheim-bygg.example")
	a.asked("Bins", "Hello,\n\nPlease quote 40 storage bins 4 L and 2 x LV-1714.\n\nIngrid", "LV-2005", "LV-2006", "LV-2007", "LV-2008", "A", "B", "C", "D")
	a.replies("B please\n\nIngrid")
	a.confirms("outgoing quote")
	m := a.gets()
	has(t, "the quote", m.Text, "LV-2006 Storage bin 4 L, red 40 PCS", "LV-1714", "2 PCS")
	hasNot(t, "the quote", m.Text, "LV-2005", "LV-2007")
	a.is(task.Waiting)
	a.nothing()
}

func severalColour(s *stage, t *testing.T) {
	a := s.actor(t, "karsten.blaabjerg@moellebaek-toemrerne.example")
	a.lang = "da"
	a.asked("Kasser", "Hej\n\nVi vil gerne have et tilbud på 40 lagerkasser 4 L.\n\nMvh\nKarsten", "LV-2005", "LV-2008")
	a.replies("Hej\n\nDen blå, tak.\n\nKarsten")
	a.confirms("outgoing quote")
	has(t, "the quote", a.gets().Text, "LV-2005", "40 PCS")
	a.is(task.Waiting)
	a.nothing()
}

func severalNumber(s *stage, t *testing.T) {
	a := s.actor(t, "julien.marchesson@atelier-roche.example")
	a.lang = "fr"
	a.asked("Bacs", "Bonjour,\n\nMerci de nous faire un devis pour 12 bacs de rangement 10 L.\n\nJulien Marchesson", "LV-2009", "LV-2012")
	a.replies("Bonjour,\n\nLV-2011 s'il vous plaît.\n\nJulien")
	a.confirms("outgoing quote")
	has(t, "the quote", a.gets().Text, "LV-2011", "12 PCS")
	a.is(task.Waiting)
	a.nothing()
}

func severalPicked(s *stage, t *testing.T) {
	a := s.actor(t, "helen.drayford@stonebridge-logistics.example")
	a.writes("Bins", "Hello,\n\nPlease quote 15 storage bins 1 L.\n\nHelen")
	a.confirms("incoming")
	c := a.card("outgoing ask")
	a.click(c, "pick_item", map[string]any{"item": "LV-2003"})
	a.confirms("outgoing quote")
	has(t, "the quote", a.gets().Text, "LV-2003", "15 PCS")
	a.is(task.Waiting)
	a.nothing()
}

// variantAsked: a glove without its size cannot be sold; the customer is asked.
func variantAsked(s *stage, t *testing.T) {
	a := s.actor(t, "isla.kinnaird@penhallow-garden.example")
	a.asked("Vests", "Hello,\n\nPlease quote 10 x high-visibility vest, yellow.\n\nIsla", "LV-1908", "Medium", "Large", "Extra large")
	a.replies("Large, please.\n\nIsla")
	a.confirms("outgoing quote")
	x := a.task(t, a.id)
	has(t, "the quote", a.gets().Text, "LV-1908", "yellow, Large", "10 PCS")
	if l := x.Document.Lines[0]; l.Variant != "L" {
		t.Errorf("the line's variant is %q", l.Variant)
	}
	a.is(task.Waiting)
	a.nothing()
}
