package figure

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"salesclerk/agent/lang"
)

func TestRead(t *testing.T) {
	for _, c := range []struct{ tag, typed, want string }{
		{"en", "", ""}, {"en", " 12 ", "12"}, {"en", "2.5", "2.5"}, {"en", "2,5", "2.5"}, {"da", "2,5", "2.5"}, {"da", "2.5", "2.5"},
		{"en", "1,234,567", "1234567"}, {"da", "1.234.567", "1234567"}, {"da", "1.234,50", "1234.50"}, {"en", "1,234.50", "1234.50"},
		{"fr", "1\u202f234,5", "1234.5"}, {"fr", "1 234", "1234"}, {"en", "1'234", "1234"}, {"en", "0.125", "0.125"}, {"en", "\u22123", "-3"},
	} {
		if got, err := Read(c.typed, lang.For(c.tag)); got != c.want || err != nil {
			t.Errorf("%s %q: %q %v, want %q", c.tag, c.typed, got, err, c.want)
		}
	}
	for _, typed := range []string{"two", "1.2.3", "1,23,4", "--1", "1e3", "0x10", "12 pcs", "1.234,567,8"} {
		var w *Wrong
		if got, err := Read(typed, lang.For("en")); !errors.As(err, &w) || got != "" || w.Whole != "" || w.Typed != typed {
			t.Errorf("%q: %q %v", typed, got, err)
		}
	}
}

func TestWhatIsReadInTwoWaysIsRefused(t *testing.T) {
	for tag, part := range map[string]string{"en": "1.2340", "da": "1,2340", "fr": "1,2340"} {
		for _, typed := range []string{"1.234", "1,234"} {
			var w *Wrong
			if _, err := Read(typed, lang.For(tag)); !errors.As(err, &w) || w.Whole != "1234" || w.Part != part {
				t.Errorf("%s %s: %+v", tag, typed, w)
			}
		}
	}
}

// What is written for a reader is read as what it was, or refused as twofold.
func TestLocalIsReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := lang.For(rapid.SampledFrom(lang.Supported()).Draw(t, "tag"))
		s := rapid.StringMatching(`(0|[1-9]\d{0,8})(\.\d{1,5})?`).Draw(t, "decimal")
		got, err := Read(Local(w, s), w)
		var twofold *Wrong
		if errors.As(err, &twofold) && twofold.Whole != "" {
			return
		}
		if got != s || err != nil {
			t.Fatalf("%s: %s was read as %q, %v", Local(w, s), s, got, err)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("1.234,5")
	f.Fuzz(func(t *testing.T, s string) {
		if got, err := Read(s, lang.For("da")); err == nil && got != "" && !plain.MatchString(got) {
			t.Fatalf("%q is read as %q", s, got)
		}
	})
}
