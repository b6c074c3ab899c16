package catalog

import (
	"context"
	"strings"
	"testing"

	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

func TestLegible(t *testing.T) {
	for in, want := range map[string]string{
		"sofa":                         "sofa",
		"Stüh\u00adle\u200b 30\u00a0W": "Stühle 30 W",
		"ＬＳ－１５０":                       "LS-150",
		"ЅОFА":                         "SOFA", // Cyrillic but for the F
		"стол":                         "стол", // a Russian word
		"СТОЛ ТО":                      "СТОЛ TO",
		"":                             "",
	} {
		if got := legible(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestDisguisedWords(t *testing.T) {
	x := built(t, folder{items: []erp.Item{
		{Number: "SX-10", Description: "Corner sofa 3 seats", BaseUnit: "PCS"},
		{Number: "LP-20", Description: "Desk lamp 30 W", BaseUnit: "PCS"},
	}})
	for text, want := range map[string]string{
		"соrnеr sоfа":                   "SX-10", // Cyrillic o, e and a
		"ЅХ-10":                         "SX-10",
		"cor\u200bner\u2060 so\u00adfa": "SX-10",
		"desk lamp 30\u202fW":           "LP-20",
		"ｄｅｓｋ　ｌａｍｐ":                     "LP-20",
	} {
		r, err := x.Find(context.Background(), Query{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if r.Match != task.One || r.Items[0].Number != want {
			t.Errorf("%q: %s %+v, want %s", text, r.Match, r.Items, want)
		}
	}
}

// TestHugeQueries asks what nobody would: it must come to an end with few words
// looked at, and to nothing.
func TestHugeQueries(t *testing.T) {
	x := built(t, shop())
	for name, s := range map[string]string{
		"one word":   strings.Repeat("abcdefghij", 10_000),
		"many words": strings.Repeat("zzyzx qwrtp ", 8_000),
		"figures":    strings.Repeat("1x2x3 mm ", 11_000),
		"signs":      strings.Repeat("-", 100_000),
		"marks":      "e" + strings.Repeat("\u0301", 50_000),
		"invisible":  strings.Repeat("\u200b", 33_000),
	} {
		r, err := x.Find(context.Background(), Query{Text: s, Identifiers: []string{s}})
		if err != nil || r.Match == task.One {
			t.Errorf("%s: %s %v", name, r.Match, err)
		}
		_ = x.use(context.Background(), func(g *generation) error {
			d, err := g.dictionary()
			if err != nil {
				return err
			}
			defer d.close()
			f := finder{ctx: context.Background(), g: g, d: d}
			if a := f.parser().parse(s); len(a.units) > maxUnits+3 {
				t.Errorf("%s: %d words are looked at", name, len(a.units))
			}
			return nil
		})
	}
}

func TestWhatTheCustomerKnows(t *testing.T) {
	f := folder{items: []erp.Item{
		{Number: "A-1", Description: "Paper, A4, 80 g", BaseUnit: "BOX"},
		{Number: "A-2", Description: "Paper, A4, 90 g", BaseUnit: "BOX", Identifiers: []erp.Identifier{{Kind: "customer", Party: "10000", Value: "77"}}},
		{Number: "A-3", Description: "Paper, A4, 100 g", BaseUnit: "BOX"},
	}}
	x := built(t, f)
	for _, c := range []struct {
		q    Query
		want string
		why  string
	}{
		{Query{Text: "A4 paper"}, "A-1 A-2 A-3", ""},
		{Query{Text: "A4 paper", Customer: "20000"}, "A-1 A-2 A-3", ""},
		{Query{Text: "A4 paper", Customer: "10000"}, "A-2", ownNumber},
		{Query{Text: "A4 paper", Bought: []string{"A-3"}}, "A-3", hadBefore},
		{Query{Text: "A4 paper", Bought: []string{"A-3"}, Plain: true}, "A-1 A-2 A-3", ""},
		{Query{Text: "A4 paper", Customer: "10000", Plain: true}, "A-1 A-2 A-3", ""},
		{Query{Text: "A4 paper", Bought: []string{"A-3", "A-1"}}, "A-1 A-2 A-3", ""},
		{Query{Text: "A4 paper", Customer: "10000", Bought: []string{"A-3"}}, "A-1 A-2 A-3", ""},
		{Query{Text: "A4 paper 80 g", Customer: "10000", Bought: []string{"A-3"}}, "A-1", ""}, // said is said
		{Query{Text: "A-1", Identifiers: []string{"A-1"}, Bought: []string{"A-3"}}, "A-1", ""},
	} {
		r, err := x.Find(context.Background(), c.q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, i := range r.Items {
			got = append(got, i.Number)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v: %v, want %s", c.q, got, c.want)
		}
		if c.why != "" && (r.Match != task.One || r.Confidence >= task.LowConfidence || !strings.Contains(r.Items[0].Why, c.why)) {
			t.Errorf("a tie broken by what is known must be looked at: %+v", r)
		}
		if r.Before != (c.why == hadBefore) {
			t.Errorf("%+v: chosen for what was bought before: %t", c.q, r.Before)
		}
	}
}

func TestTheSameName(t *testing.T) {
	x := built(t, folder{items: []erp.Item{
		{Number: "M-1", Description: "Monitor 17 inch", BaseUnit: "PCS"},
		{Number: "M-2", Description: "Monitor 17 inch", BaseUnit: "PCS", Translations: map[string]string{"de": "Monitor 17 inch"}},
	}})
	for lang, want := range map[string]int{"": 1, "de": 1, "fr": 2} {
		r, err := x.Find(context.Background(), Query{Text: "Monitor 17 inch", Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Items) != want || want == 1 && (r.Items[0].Number != "M-2" || r.Confidence >= task.LowConfidence) {
			t.Errorf("%q: %+v, want %d", lang, r, want)
		}
	}
}
