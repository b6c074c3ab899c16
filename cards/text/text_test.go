package text

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"salesclerk/cards"
)

// TestWidth: no line is wider than asked for and none holds a control
// character, whatever strangers wrote.
func TestWidth(t *testing.T) {
	for _, s := range cards.Samples("fr") {
		c := cards.New(&s.Task, s.Step, cards.Options{Lang: "fr"})
		for _, width := range []int{20, 40, 78, 120} {
			for _, l := range strings.Split(Render(c, width), "\n") {
				if cells(l) > width {
					t.Fatalf("%s %s: %d cells at width %d: %q", s.Kind, s.Variant, cells(l), width, l)
				}
				if strings.ContainsFunc(l, unicode.IsControl) {
					t.Fatalf("%s %s: a control character in %q", s.Kind, s.Variant, l)
				}
			}
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in    string
		width int
		want  []string
	}{
		{"", 10, []string{""}},
		{"one two three", 7, []string{"one two", "three"}},
		{"one two three", 8, []string{"one two", "three"}},
		{"abcdefghij k", 4, []string{"abcd", "efgh", "ij k"}},
		{"漢字漢字", 5, []string{"漢字", "漢字"}},
		{"  indent", 20, []string{"  indent"}},
	} {
		if diff := cmp.Diff(c.want, wrap(c.in, c.width)); diff != "" {
			t.Errorf("wrap(%q, %d) (-want +have):\n%s", c.in, c.width, diff)
		}
	}
}

// FuzzWrap: nothing but white space is lost, and rows fit.
func FuzzWrap(f *testing.F) {
	f.Add("one two three", 7)
	f.Add("漢字 👩\u200d👧 Donaudampfschifffahrt", 3)
	f.Fuzz(func(t *testing.T, s string, width int) {
		s, width = cards.Text{S: s}.Line(), 2+abs(width)%100
		rows := wrap(s, width)
		if squeeze(strings.Join(rows, "")) != squeeze(s) {
			t.Fatalf("%q became %q", s, rows)
		}
		if slices.ContainsFunc(rows, func(r string) bool { return cells(strings.TrimRight(r, " ")) > width }) {
			t.Fatalf("%q does not fit %d: %q", s, width, rows)
		}
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}

func squeeze(s string) string { return strings.ReplaceAll(s, " ", "") }
