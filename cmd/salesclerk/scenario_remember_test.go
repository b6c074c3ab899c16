package main

import (
	"strings"
	"testing"
)

// TestWhatIsRemembered: a person says what a customer's words mean; the next mail
// of that customer is read by it, and says why. Nobody else's is.
func TestWhatIsRemembered(t *testing.T) {
	s := play(t, demoCommand{Policy: map[string]string{"review_known": "always"}})
	const words = "Hello,\n\nPlease quote 7 wobbly doodads."
	daniel := s.actor(t, "daniel.fenwick@brackenfield-boatyard.example")
	daniel.writes("For the yard", words)
	daniel.confirms("incoming")
	c := daniel.card("assistance no_item")
	daniel.click(c, "pick_item", map[string]any{"item": "LV-1716", "remember": "yes"})
	daniel.confirms("outgoing quote")
	has(t, "the first quote", daniel.gets().Text, "7 PCS", "LV-1716")

	daniel.writes("For the yard again", strings.Replace(words, "7", "9", 1))
	c = daniel.card("incoming")
	has(t, "the next card", c.says(), "LV-1716", "remembered for this customer")
	daniel.click(c, "confirm", nil)
	c = daniel.card("outgoing quote")
	// It is right for now, and wrong from now on.
	daniel.click(c, "save", map[string]any{"remember": "forget"})
	daniel.confirms("outgoing quote")
	has(t, "the next quote", daniel.gets().Text, "9 PCS", "LV-1716")

	grace := s.actor(t, "grace.holloway@hartwell-joinery.example")
	grace.writes("Doodads", words)
	hasNot(t, "another customer's card", grace.confirms("incoming").says(), "LV-1716", "remembered")
	grace.card("assistance no_item")

	daniel.writes("And again", words)
	hasNot(t, "the card after it was forgotten", daniel.confirms("incoming").says(), "LV-1716", "remembered for")
	c = daniel.card("assistance no_item")
	daniel.click(c, "pick_item", map[string]any{"item": "LV-1716"})
	daniel.confirms("outgoing quote")
	daniel.gets()

	daniel.writes("At last", words)
	hasNot(t, "the card after a choice for once", daniel.confirms("incoming").says(), "LV-1716", "remembered for")
	daniel.card("assistance no_item")
}
