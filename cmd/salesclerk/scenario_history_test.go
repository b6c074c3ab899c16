package main

import (
	"testing"

	"salesclerk/agent/task"
)

// TestWhatWasOrderedBefore: of several items that fit, the one the customer had
// before is taken and every card says why; another customer is asked still, and so
// is the same one after a quote that never became an order.
func TestWhatWasOrderedBefore(t *testing.T) {
	s := play(t, demoCommand{Policy: map[string]string{"review_known": "always"}})
	const words = "Hello,\n\nPlease quote 40 storage bins 4 L."
	ingrid := s.actor(t, "ingrid.fjellmo@fjellheim-bygg.example")
	ingrid.asked("Bins", words, "LV-2005", "LV-2006", "LV-2007", "LV-2008")
	ingrid.replies("B please\n\nIngrid")
	ingrid.confirms("incoming")
	ingrid.confirms("outgoing quote")
	has(t, "the quote", ingrid.gets().Text, "LV-2006")

	again := s.actor(t, "ingrid.fjellmo@fjellheim-bygg.example")
	again.writes("More bins", words)
	hasNot(t, "what was only quoted", again.confirms("incoming").says(), "bought before")
	again.card("outgoing ask")

	ingrid.replies("That looks good, we accept the quote. Please go ahead.\n\nIngrid")
	ingrid.confirms("incoming")
	ingrid.confirms("outgoing order")
	has(t, "the order", ingrid.gets().Subject, "Bins")
	ingrid.is(task.Completed)

	last := s.actor(t, "ingrid.fjellmo@fjellheim-bygg.example")
	last.writes("Bins once more", words)
	has(t, "the next card", last.confirms("incoming").says(), "LV-2006", "bought before: on ", "(SO-")
	c := last.card("outgoing quote")
	has(t, "the quote's card", c.says(), "Bought before: LV-2006, on ", "(SO-")
	last.click(c, "confirm", nil)
	m := last.gets()
	has(t, "the next quote", m.Text, "LV-2006 Storage bin 4 L, red 40 PCS")
	hasNot(t, "the next quote", m.Text, "before", "LV-2005")

	grace := s.actor(t, "grace.holloway@hartwell-joinery.example")
	grace.asked("Bins for us", words, "LV-2005", "LV-2006", "LV-2007", "LV-2008")

	said := s.actor(t, "ingrid.fjellmo@fjellheim-bygg.example")
	said.writes("Blue ones", "Hello,\n\nPlease quote 40 storage bins 4 L, blue.")
	hasNot(t, "what was said goes first", said.confirms("incoming").says(), "bought before", "LV-2006")
	said.confirms("outgoing quote")
	has(t, "the quote of what was said", said.gets().Text, "LV-2005")
}

// TestTheUsualVariant: who always orders the same size of a thing need not say it;
// who had it in two sizes, or never, is asked.
func TestTheUsualVariant(t *testing.T) {
	s := play(t, demoCommand{})
	const words = "Hello,\n\nPlease quote 10 x high-visibility vest, yellow."
	order := func(subject, text string) {
		t.Helper()
		a := s.actor(t, "isla.kinnaird@penhallow-garden.example")
		a.writes(subject, text)
		a.confirms("incoming")
		a.confirms("outgoing quote")
		a.gets()
		a.replies("That looks good, we accept the quote. Please go ahead.\n\nIsla")
		a.confirms("outgoing order")
		a.gets()
	}
	order("Vests", "Hello,\n\nPlease quote 10 x high-visibility vest, yellow, size L.")
	a := s.actor(t, "isla.kinnaird@penhallow-garden.example")
	a.writes("Vests again", words)
	a.confirms("incoming")
	c := a.card("outgoing quote")
	has(t, "the quote's card", c.says(), "Bought before: LV-1908 L, on ", "(SO-")
	a.click(c, "confirm", nil)
	has(t, "the quote", a.gets().Text, "LV-1908", "yellow, Large", "10 PCS")

	other := s.actor(t, "helen.drayford@stonebridge-logistics.example")
	other.asked("Vests for us", words, "Medium", "Large")

	order("Small vests", "Hello,\n\nPlease quote 10 x high-visibility vest, yellow, size M.")
	b := s.actor(t, "isla.kinnaird@penhallow-garden.example")
	b.asked("Vests at last", words, "Medium", "Large")
}
