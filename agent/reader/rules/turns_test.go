package rules

import (
	"slices"
	"strings"
	"testing"
)

// turn is a mail of a conversation: what was offered before ("20 LV-1704; 5 BOX
// LV-1205") or, with a question mark, what was asked for and asked back about; the
// mail; and its truth, as told says it but for pieces.
type turn struct{ before, text, want string }

// readTurns reads turns of conversations with the sample company.
func readTurns(t *testing.T, lang string, turns []turn) {
	t.Helper()
	c, err := demo()
	if err != nil {
		t.Fatal(err)
	}
	readTurnsOf(t, c, lang, turns)
}

func readTurnsOf(t *testing.T, c company, lang string, turns []turn) {
	t.Helper()
	x := New(c.index)
	for _, v := range turns {
		t.Run(v.text, func(t *testing.T) {
			l := letter{head: map[string]string{"customer": "30100", "offered": v.before}, text: v.text}
			if asked, ok := strings.CutPrefix(v.before, "?"); ok {
				l.head["offered"], l.head["asked"] = "", asked
			}
			r, err := x.Read(t.Context(), l.input(t, x, c, lang))
			if err != nil {
				t.Fatal(err)
			}
			if got := toldTurn(told(r)); got != toldTurn(strings.Split(v.want, "; ")) {
				t.Errorf("%s\n text %s\n got  %s\n want %s\n notes %s", v.before, v.text, got, v.want, notesOf(r))
			}
		})
	}
}

// toldTurn is what was told, in one line: its lines in order, without the unit that
// nobody says.
func toldTurn(told []string) string {
	lines := slices.Clone(told[1:])
	slices.Sort(lines)
	return strings.ReplaceAll(strings.Join(append(told[:1:1], lines...), "; "), " PCS ", " ")
}
