package rules

import (
	"testing"
	"time"

	"salesclerk/agent/mail"
)

func TestWordsReadAlone(t *testing.T) {
	none := func(string) bool { return false }
	for _, c := range []struct{ lang, words, want string }{
		{"en", "two dozen", "24"}, {"en", "1,250", "1250"}, {"da", "1.250", "1250"}, {"en", "a dozen", "12"}, {"fr", "vingt", "20"},
		{"en", "20 pcs", ""}, {"en", "LV-1101", ""}, {"en", "", ""}, {"en", "12/12/2026", ""}, {"en", "about forty", ""},
	} {
		got, ok := LanguageOf(c.lang).Number(c.words)
		if ok != (c.want != "") || ok && got.String() != c.want {
			t.Errorf("%s %q is %s, %v; want %q", c.lang, c.words, got, ok, c.want)
		}
	}
	if u := LanguageOf("da").Unit("stk."); u != "PCS" {
		t.Errorf("stk. is %q", u)
	}
	if u := LanguageOf("en").Unit("two boxes"); u != "" {
		t.Errorf("two boxes is the unit %q", u)
	}
	w := LanguageOf("en").Words("10pcs 1896-S", none)
	if len(w) != 3 || w[0].Text != "10" || w[2].Text != "1896-S" || w[2].Start != 6 || w[2].End != 12 {
		t.Errorf("words %+v", w)
	}
	if m := LanguageOf("en").Money("20 pcs at 4.50 EUR each, 3 boxes"); len(m) != 1 {
		t.Errorf("money %v", m)
	}
	d := LanguageOf("en").Dates("wanted by 12 December 2026", time.Date(2026, 11, 5, 0, 0, 0, 0, time.UTC))
	if len(d) != 1 || d[0].At.Format(time.DateOnly) != "2026-12-12" || d[0].Start != 10 {
		t.Errorf("dates %+v", d)
	}
}

func TestOwnWords(t *testing.T) {
	m := mail.Message{Subject: "Re: Fwd: Bolts", Text: "Please send 2 bolts.\u200b\n\nBest regards,\nIb\nPhone 12345678\n\nOn Monday A wrote:\n> 3 nuts"}
	subject, body := Own(m, "en", false)
	if subject != "Bolts" || body != "Please send 2 bolts.\n" {
		t.Errorf("%q, %q", subject, body)
	}
	if subject, _ = Own(m, "en", true); subject != "" {
		t.Errorf("the subject of a reply is %q", subject)
	}
}
