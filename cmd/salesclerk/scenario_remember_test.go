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

// TestOneOfTwoIsRemembered: of two choices in one form the person lets one hold;
// the next mail finds that one, says so on every card, and asks about the other.
// Forgotten by its line, it is asked about again, too.
func TestOneOfTwoIsRemembered(t *testing.T) {
	s := play(t, demoCommand{Policy: map[string]string{"review_known": "never"}})
	const words = "Hello,\n\nPlease quote:\n- 7 x wobbly doodad\n- 3 x frobnicator\n\nHelen"
	picks := []map[string]any{{"line": 0, "item": "LV-1716"}, {"line": 1, "item": "LV-1714"}}
	helen := s.actor(t, "helen.drayford@stonebridge-logistics.example")
	helen.writes("For the yard", words)
	c := helen.card("assistance no_item")
	helen.click(c, "pick_item", map[string]any{"picks": picks, "remember": map[string]string{"remember_0": "yes", "remember_1": "no"}})
	helen.confirms("outgoing quote")
	helen.gets()

	helen.writes("For the yard again", words)
	c = helen.card("assistance no_item")
	has(t, "the next card", c.Lead.S, "frobnicator")
	hasNot(t, "the next card", c.Lead.S, "doodad")
	helen.click(c, "pick_item", map[string]any{"item": "LV-1714"})
	c = helen.card("outgoing quote")
	has(t, "the card of the mail", c.says(), "Remembered for this customer:", "chose LV-1716 for “wobbly doodad”")
	hasNot(t, "the card of the mail", c.says(), "LV-1714 for")
	helen.click(c, "save", map[string]any{"remember": map[string]string{"remember_0": "forget"}})
	helen.confirms("outgoing quote")
	has(t, "the timeline", timelineOf(helen), "No longer remembered for this customer: “wobbly doodad”")
	has(t, "the quote", helen.gets().Text, "LV-1716", "LV-1714")

	helen.writes("At last", words)
	has(t, "the last card", helen.card("assistance no_item").Lead.S, "doodad", "frobnicator")
}

func timelineOf(a *actor) string {
	var b strings.Builder
	for _, e := range a.task(a.t, a.id).Timeline {
		b.WriteString(e.Words.S + "\n")
	}
	return b.String()
}
