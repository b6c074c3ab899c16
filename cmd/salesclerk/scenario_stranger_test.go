package main

import (
	"net/http"
	"testing"

	"salesclerk/agent/task"
)

func TestStrangers(t *testing.T) {
	s := play(t, demoCommand{Policy: map[string]string{"review_known": "always"}})
	for name, f := range map[string]func(*stage, *testing.T){
		"contact made with a customer": madeWith, "contact made without a customer": madeWithout, "used once": usedOnce,
		"address added": addressAdded, "another customer's contact in the thread": foreigner, "in several customers": inSeveral,
		"contact without a customer": prospect,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f(s, t)
		})
	}
}

// ways sees that an unknown sender's card offers its three ways out and not
// Confirm's quote.
func (a *actor) stranger() shownCard {
	a.t.Helper()
	c := a.card("incoming")
	for _, way := range []string{"create_contact", "use_contact_once", "update_contact", "confirm", "stop"} {
		if !c.offers(way) {
			a.t.Errorf("an unknown sender's card lacks %s: %+v", way, c.Buttons)
		}
	}
	return c
}

// knows sees that the next mail of the address is known.
func (a *actor) knows(company string) {
	a.t.Helper()
	a.writes("Another matter", "Hello,\n\nPlease quote 2 x LV-1717.")
	c := a.card("incoming")
	if c.offers("create_contact") {
		a.t.Errorf("%s is still a stranger:\n%s", a.address, c.says())
	}
	has(a.t, "the second mail's card", c.says(), company)
}

func madeWith(s *stage, t *testing.T) {
	a := s.actor(t, "Margaux Delestre <margaux.delestre@menuiserie-val.example>")
	a.lang = "fr"
	a.writes("Demande de prix", "Bonjour,\n\nJe viens de rejoindre la Menuiserie du Val Doré. Pouvez-vous m'envoyer un devis pour 2 x LV-1717 ?\n\nMargaux Delestre")
	c := a.stranger()
	has(t, "the suggestions", c.says(), "Menuiserie du Val Doré")
	if r := a.refusedClick(c, "create_contact", map[string]any{"customer": "20110"}, http.StatusUnprocessableEntity); r.Field != "name" {
		t.Errorf("a contact without a name is refused at %q: %s", r.Field, r.Error)
	}
	if r := a.refusedClick(c, "create_contact", map[string]any{"name": "Margaux Delestre", "customer": "99999"}, http.StatusUnprocessableEntity); r.Field != "customer" {
		t.Errorf("a contact of nobody is refused at %q: %s", r.Field, r.Error)
	}
	a.click(c, "create_contact", map[string]any{"name": "Margaux Delestre", "customer": "20110", "lang": "fr"})
	c = a.card("incoming")
	has(t, "the card", c.says(), "Menuiserie du Val Doré", "20110")
	a.click(c, "confirm", nil)
	a.confirms("outgoing quote")
	m := a.gets()
	has(t, "the mail", m.Text, "Bonjour Margaux Delestre", "2 PCS")
	has(t, "the PDF", a.paper(m), "Menuiserie du Val Doré", "20110")
	a.knows("Menuiserie du Val Doré")
}

func madeWithout(s *stage, t *testing.T) {
	a := s.actor(t, "Robin Vale <robin.vale@nowhere.example>")
	a.writes("Hammers", "Hello,\n\nPlease quote 3 x LV-1714.\n\nRobin")
	a.click(a.stranger(), "create_contact", map[string]any{"name": "Robin Vale", "lang": "en"})
	a.confirms("incoming")
	a.confirms("outgoing quote")
	m := a.gets()
	has(t, "the mail", m.Text, "Dear Robin Vale", "3 PCS")
	a.is(task.Waiting)
	// A contact without a customer can get quotes; an order needs a customer.
	a.replies("Yes, we accept the quote.\n\nRobin")
	a.confirms("incoming")
	c := a.card("assistance no_customer")
	has(t, "the card", c.says(), "Robin Vale")
	a.nothing()
	a.knows("Robin Vale")
}

func usedOnce(s *stage, t *testing.T) {
	a := s.actor(t, "Kim Private <kim.private@mail.example>")
	a.lang = "da"
	a.writes("Hammer", "Hej\n\nJeg skriver fra min private adresse. Vi vil gerne have et tilbud på 3 stk. LV-1714.\n\nKim")
	c := a.stranger()
	if r := a.refusedClick(c, "use_contact_once", map[string]any{"contact": "CT9999"}, http.StatusUnprocessableEntity); r.Field != "contact" {
		t.Errorf("nobody is refused at %q: %s", r.Field, r.Error)
	}
	a.click(c, "use_contact_once", map[string]any{"contact": "CT0003"})
	a.confirms("incoming")
	a.confirms("outgoing quote")
	m := a.gets()
	has(t, "the PDF", a.paper(m), "Møllebæk Tømrerne")
	a.is(task.Waiting)
	// It holds for the conversation …
	a.replies("Hej\n\nVi accepterer tilbuddet.\n\nKim")
	c = a.card("incoming")
	if c.offers("create_contact") {
		t.Errorf("in the same conversation %s is a stranger again", a.address)
	}
	a.click(c, "confirm", nil)
	a.confirms("outgoing order")
	a.gets()
	a.is(task.Completed)
	// … and for no other.
	a.writes("Noget andet", "Hej\n\nVi vil gerne have et tilbud på 1 stk. LV-1714.\n\nKim")
	hasNot(t, "the next conversation's card", a.stranger().says(), "10110)")
	a.nothing()
}

func addressAdded(s *stage, t *testing.T) {
	a := s.actor(t, "Grace H <grace@home.example>")
	a.writes("Tape", "Hello,\n\nPlease quote 2 x LV-1716.\n\nGrace")
	a.click(a.stranger(), "update_contact", map[string]any{"contact": "CT0043"})
	a.confirms("incoming")
	a.confirms("outgoing quote")
	has(t, "the mail", a.gets().Text, "Dear Grace Holloway", "Hartwell & Sons")
	a.knows("Hartwell & Sons")
	b := s.actor(t, "grace.holloway@hartwell-joinery.example")
	b.knows("Hartwell & Sons") // the old address stays
}

// foreigner: somebody of another customer answers in the thread. Whatever is
// clicked, the document of the first does not go to the second.
func foreigner(s *stage, t *testing.T) {
	a := s.actor(t, "daan.veldhoven@veldkamp-verpakkingen.example")
	a.writes("Confidential prices", "Hello,\n\nPlease quote 5 x LV-1717.\n\nDaan")
	a.confirms("incoming")
	a.confirms("outgoing quote")
	quote := a.gets()
	number := a.is(task.Waiting).Document.Number
	b := s.actor(t, "linnea.bjorkdal@bjorkvik-snickeri.example")
	b.id, b.last = a.id, quote
	b.replies("Hello,\n\nWe accept the quote. Please go ahead.\n\nLinnea")
	c := b.card("incoming")
	has(t, "the card", c.says(), "Björkvik Snickeri", "Veldkamp Verpakkingen")
	b.click(c, "confirm", nil)
	c = b.card("assistance unknown_sender")
	b.nothing()
	// Whoever they are said to be, the other's quote is not theirs to see or accept.
	for _, way := range []struct {
		action string
		form   map[string]any
	}{
		{"use_contact_once", map[string]any{"contact": "CT0069"}},
		{"create_contact", map[string]any{"name": "Linnea B", "customer": "50100"}},
		{"create_contact", map[string]any{"name": "Linnea B"}},
	} {
		b.click(c, way.action, way.form)
		c = b.card("assistance unknown_sender")
		has(t, "the card after "+way.action, c.says(), number, "Veldkamp Verpakkingen")
		b.nothing()
	}
	b.click(c, "use_contact_once", map[string]any{"contact": "CT0072"}) // a person vouches for them
	b.card("outgoing order")
	a.nothing()
	b.nothing()
}

// inSeveral: one address is a contact of two customers.
func inSeveral(s *stage, t *testing.T) {
	a := s.actor(t, "tom.ashdown@hartwell-joinery.example")
	a.writes("Blades", "Hello,\n\nPlease quote 4 x LV-1723.\n\nTom")
	c := a.card("incoming")
	has(t, "the card", c.says(), "Hartwell", "Oakmere")
	a.click(c, "confirm", nil)
	c = a.card("assistance several_contacts")
	has(t, "the problem", c.says(), "CT0044", "CT0077")
	a.click(c, "use_contact_once", map[string]any{"contact": "CT0077"})
	a.confirms("outgoing quote")
	has(t, "the PDF", a.paper(a.gets()), "Oakmere Facilities", "30120")
	a.is(task.Waiting)
	a.nothing()
}

func prospect(s *stage, t *testing.T) {
	a := s.actor(t, "hugo@vernaison-conseil.example")
	a.lang = "fr"
	a.writes("Devis", "Bonjour,\n\nMerci de m'envoyer un devis pour 2 x LV-1714.\n\nHugo Vernaison")
	a.confirms("incoming")
	a.confirms("outgoing quote")
	m := a.gets()
	has(t, "the mail", m.Text, "Bonjour Hugo Vernaison", "2 PCS")
	a.is(task.Waiting)
}
