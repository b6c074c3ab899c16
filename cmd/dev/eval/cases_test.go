package eval

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const letter = `== a list
> accept+change|other irrelevant scope=discount,return ref="PO 7" date=2027-03-01 ship="Strandvejen 8, 6700 Esbjerg" from=a@b.example
> 20 PCS LV-1704 @2027-03-05
> +1? LV-1806/L
> =2.5 KG LV-1620
> -5 BOX LV-1205
> 3 alt LV-1401|LV-1402|*
> 4 ~
kind: list
customer: 30100
subject: Tools: more
header: Auto-Submitted: no
sent: 2027-02-11T08:00:00+01:00
offered: 5 BOX LV-1205; 1 LV-1806/L

Hello

== not a case
--- attach a.csv
x;1
`

func TestParse(t *testing.T) {
	cases, err := Parse("en", strings.Replace(letter, "\n== not", "\n = not", 1), Fresh)
	if err != nil || len(cases) != 1 {
		t.Fatal(err, len(cases))
	}
	c := cases[0]
	want := Truth{Intents: [][]string{{"accept", "change"}, {"other"}}, Irrelevant: true, Scope: []string{"discount", "return"}, Reference: "PO 7", Date: "2027-03-01",
		ShipTo: `"Strandvejen 8, 6700 Esbjerg"`, Forwarded: "a@b.example"}
	if !equalTruth(c.Truth, want) {
		t.Errorf("truth %+v", c.Truth)
	}
	var lines []string
	for _, l := range c.Lines {
		lines = append(lines, l.String())
	}
	if got := strings.Join(lines, "; "); got != "20 PCS LV-1704 @2027-03-05; +1? LV-1806/L; =2.5 KG LV-1620; -5 BOX LV-1205; 3 alt LV-1401|LV-1402|*; 4 ~" {
		t.Error(got)
	}
	if c.Head["subject"] != "Tools: more" || c.Lang != "en" || c.Kind != "list" || c.Sent().Hour() != 8 || len(c.Fields) != 1 {
		t.Errorf("%+v", c)
	}
	if c.Body != "Hello\n\n = not a case\n" || len(c.Attached) != 1 || c.Attached[0] != (Attached{"a.csv", "x;1\n"}) {
		t.Errorf("%q %+v", c.Body, c.Attached)
	}
}

func equalTruth(a, b Truth) bool {
	return slices.EqualFunc(a.Intents, b.Intents, slices.Equal) && slices.Equal(a.Scope, b.Scope) && a.Irrelevant == b.Irrelevant && a.Reference == b.Reference &&
		a.Date == b.Date && a.ShipTo == b.ShipTo && a.Forwarded == b.Forwarded && a.Automatic == b.Automatic
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{
		"words\n== a\n> other\n\nx", "== a\n\nx", "== a\n> quote\n\nx", "== a\n> other date=soon\n\nx", "== a\n> other what=1\n\nx", "== a\n> other\nkid: x\n\nx",
		"== a\n> other\n> many LV-1\n\nx", "== a\n> other\n> 1\n\nx", "== a\n> other\n> 1 LV-1|\n\nx", "== a\n> other\n> 1 pcs LV-1\n\nx", "== a\n> other\n> 1 LV-1 @x\n\nx",
		"== a\n> other\n> =1 LV-1\n\nx", "== a\n> other\n\n", "== a\n> other\n\nx\n== a\n> other\n\nx", "== a\n> auto ref=1\n\nx", "== a\n> other\nsent: x\n\nx",
		"== a\n> other\noffered: 1 ~\n\nx", "== a\n> other scope=x\n\nx", "== a\n> other\nkind: a\nkind: b\n\nx",
	} {
		if _, err := Parse("en", s, Fresh); err == nil {
			t.Errorf("taken: %q", s)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(letter)
	f.Add("== a\n> auto\n\nx")
	f.Fuzz(func(t *testing.T, text string) {
		cases, err := Parse("en", text, Fresh)
		if err != nil {
			return
		}
		for _, c := range cases {
			for _, l := range c.Lines {
				again, err := parseLine(l.String())
				if err != nil || again.String() != l.String() {
					t.Fatalf("%q is read as %v, %v", l.String(), again, err)
				}
			}
		}
	})
}

// TestOwnCases looks at the shape of all truth: that it can be read, names what the
// sample company has, and covers what it is meant to cover.
func TestOwnCases(t *testing.T) {
	cases, err := OwnCases(filepath.Join("..", "..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	langs, fresh, elsewhere := map[string]int{}, 0, 0
	for i := range cases {
		c := &cases[i]
		if err := c.Company.Check(c); err != nil {
			t.Errorf("%s: %v", c.ID(), err)
		}
		if _, err := c.Company.Messages(c, i); err != nil {
			t.Errorf("%s: %v", c.ID(), err)
		}
		if c.Origin == Known {
			continue
		}
		fresh++
		if another(c) {
			elsewhere++
		}
		langs[c.Lang]++
		if !slices.Contains(kinds, c.Kind) {
			t.Errorf("%s is of the kind %q, which is none of %s", c.ID(), c.Kind, strings.Join(kinds, ", "))
		}
	}
	t.Logf("%d cases, %d of them new, %d about the second company: %v", len(cases), fresh, elsewhere, langs)
}

// kinds are those that new cases are sorted by: what is hard about them.
var kinds = []string{"list", "prose", "table", "numbers", "units", "identifiers", "variants", "negation", "noise", "history", "header", "delivery",
	"conversation", "scope", "automatic", "forward", "mixed", "short"}
