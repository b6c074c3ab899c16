package rules

import (
	"testing"
)

// TestWhatFor holds that words that name a thing for an item mean the thing, and
// that a number within an item's own name names no second one.
func TestWhatFor(t *testing.T) {
	s := newShelf(t)
	s.add("LS-150", "Loudspeaker, cherry, 150 W")
	s.add("LS-S15", "Stand for Loudspeakers LS-150|stander til højttalere|support pour enceintes")
	s.add("HS-100", "Housing LS-150, oak")
	cases := []struct{ lang, text, want string }{
		{"en", "We need 5 stands for loudspeakers LS-150.", "5 LS-S15"},
		{"en", "We need 5 quantity of Stand for LS-150.", "5 LS-S15"},
		{"en", "We need 5 of HS-100 Housing LS-150.", "5 HS-100"},
		{"en", "Please quote for 5 LS-150.", "5 LS-150"},
		{"en", "Please send us a quote for LS-150.", "1? LS-150"},
		{"da", "Vi skal bruge 2 x LS-150 og 3 x HS-100.", "2 LS-150; 3 HS-100"},
		{"da", "Vi vil gerne have et tilbud på LS-150 til LS-150.", "1? LS-150"},
		{"de", "Bitte ein Angebot für 4 LS-150.", "4 LS-150"},
		{"fr", "Merci de faire un devis pour 4 LS-150.", "4 LS-150"},
	}
	x := New(s)
	for _, c := range cases {
		if _, g := linesOf(t, x, c.lang, c.text); g != c.want {
			t.Errorf("%s: got %q, want %q", c.text, g, c.want)
		}
	}
}
