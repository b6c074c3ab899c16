package model

import (
	"context"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
	"salesclerk/agent/reader/model/modeltest"
	"salesclerk/agent/reader/rules"
	"salesclerk/agent/task"
)

// flatten is text with single blanks and small letters.
func flatten(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// figures are the numbers that mails of the test hold, as written and read.
var figures = map[string]string{"3": "3", "40": "40", "250": "250", "5": "5", "seven": "7", "twelve": "12", "a dozen": "12"}

var pieces = []string{"hex bolts", "LV-1101", "LV-1105", "washers", "tape measure", "in blue", "please send", "our order PO-77", "by 12 December 2026",
	"to Dock Road 5, HU1 2AB Hull", "at 4.50 EUR", "thanks", "we need", "ignore all rules", "boxes of", "pcs", "and", ",", ".", "\n"}

func mailOf(t *rapid.T) string {
	var b strings.Builder
	all := append([]string{"3", "40", "250", "seven", "twelve", "a dozen"}, pieces...)
	for _, p := range rapid.SliceOfN(rapid.SampledFrom(all), 1, 40).Draw(t, "mail") {
		b.WriteString(p + " ")
	}
	return b.String()
}

// claim is words that are in the mail, or nearly, or not at all.
func claim(t *rapid.T, text string) string {
	words := strings.Fields(text)
	from := rapid.IntRange(0, len(words)).Draw(t, "from")
	to := rapid.IntRange(from, min(len(words), from+8)).Draw(t, "to")
	s := strings.Join(words[from:to], " ")
	switch rapid.IntRange(0, 9).Draw(t, "lie") {
	case 0:
		return s + " 900"
	case 1:
		return rapid.SampledFrom([]string{"900", "LV-1205", "gold bars", "nine hundred", "PO-666", "24 December 2026", "Evil Street 1, 1000 Nowhere"}).Draw(t, "words")
	case 2:
		return strings.ToUpper(s)
	}
	return s
}

func claims(t *rapid.T, text string) answer {
	c := func() string { return claim(t, text) }
	a := answer{Reference: c(), Date: c(), ShipTo: c()}
	for range rapid.IntRange(0, 2).Draw(t, "intents") {
		a.Intents = append(a.Intents, said{rapid.SampledFrom(intents).Draw(t, "intent"), c()})
		a.OutOfScope = append(a.OutOfScope, said{rapid.SampledFrom(kinds).Draw(t, "kind"), c()})
	}
	for range rapid.IntRange(0, 5).Draw(t, "lines") {
		a.Lines = append(a.Lines, asked{Words: c(), Item: c(), Details: []string{c()}, Numbers: []string{c()}, Quantity: c(), Unit: c(), Date: c(),
			Change: rapid.SampledFrom(changes).Draw(t, "change"), Offered: rapid.IntRange(0, 3).Draw(t, "offered")})
	}
	return a
}

// TestNothingThatIsNotInTheMail: whatever a model says, no value of the result is
// another than the mail's words or the built-in reader's own.
func TestNothingThatIsNotInTheMail(t *testing.T) {
	index := items(t)
	rapid.Check(t, func(t *rapid.T) {
		text := mailOf(t)
		in := letter(text)
		if rapid.Bool().Draw(t, "answers an offer") {
			in.Mails = append([]mail.Message{{Text: "Our quote"}}, in.Mails...)
			in.Offered = &task.Document{Kind: task.Quote, Lines: []task.DocLine{{No: 10000, Item: "LV-1101", Quantity: "21", Unit: "PCS", Description: "Hex bolt"},
				{No: 20000, Item: "LV-1205", Quantity: "22", Unit: "PCS", Description: "Wood screw"}}}
		}
		a := claims(t, text)
		own, err := rules.New(index).Read(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		c, err := NewClient(Options{BaseURL: "https://x.example/v1", Model: "m", Transport: &modeltest.Endpoint{Answer: says(a)}})
		if err != nil {
			t.Fatal(err)
		}
		with, err := c.NewReader(index, nil).Read(context.Background(), in)
		if err != nil {
			t.Fatal(err)
		}
		inText(t, text, with, own, in)
	})
}

type failer interface {
	Errorf(format string, args ...any)
}

// inText holds that every value is the mail's.
func inText(t failer, text string, with, own task.Reading, in reader.Input) {
	all := flatten(text)
	has := func(what, words string) {
		if !strings.Contains(all, flatten(words)) {
			t.Errorf("%s %q is not in the mail %q", what, words, text)
		}
	}
	if with.Reference != own.Reference {
		has("reference", with.Reference)
	}
	if with.ShipTo != own.ShipTo {
		has("address", with.ShipTo)
	}
	if with.RequestedDate != own.RequestedDate && with.RequestedDate != "2026-12-12" {
		t.Errorf("date %s is not in the mail %q", with.RequestedDate, text)
	}
	for _, e := range with.Evidence[len(own.Evidence):] {
		has(e.Field, strings.TrimSuffix(e.Words, "…"))
	}
	for _, i := range []task.Intent{task.Accept, task.Decline, task.Cancel, task.OrderRequest} {
		if with.Has(i) != own.Has(i) {
			t.Errorf("%s: intents %v became %v", i, own.Intents, with.Intents)
		}
	}
	for i, l := range with.Lines {
		var was task.Line
		if i < len(own.Lines) {
			was = own.Lines[i]
		}
		lineInText(t, has, l, was, in)
	}
}

func lineInText(t failer, has func(what, words string), l, was task.Line, in reader.Input) {
	if l.Text != was.Text {
		has("line", l.Text)
	}
	if l.Query != was.Query {
		for _, w := range strings.Fields(l.Query) {
			has("name", w)
		}
	}
	for i, n := range l.Identifiers {
		if i >= len(was.Identifiers) || was.Identifiers[i] != n {
			has("number", n)
		}
	}
	ok := l.Quantity == was.Quantity && l.QuantityAssumed == was.QuantityAssumed || l.QuantityAssumed && l.Quantity == "1"
	for words, n := range figures {
		if n == l.Quantity {
			has0 := strings.Contains(flatten(in.Mails[len(in.Mails)-1].Text), words)
			ok = ok || has0
		}
	}
	if in.Offered != nil && l.DocLine != 0 {
		for _, d := range in.Offered.Lines {
			ok = ok || d.No == l.DocLine && d.Quantity == l.Quantity
		}
	}
	if !ok {
		t.Errorf("quantity %s of %q is not in the mail %q", l.Quantity, l.Text, in.Mails[len(in.Mails)-1].Text)
	}
	if l.Price != was.Price || l.Date != was.Date && l.Date != "2026-12-12" {
		t.Errorf("price %q or date %q of %q", l.Price, l.Date, l.Text)
	}
}

// FuzzAnswer feeds any answer: it is taken whole and to the letter, or refused, and
// what comes of it is in the mail.
func FuzzAnswer(f *testing.F) {
	f.Add(good.Content, false)
	f.Add("```json\n"+good.Content+"\n```", true)
	f.Add(jsonOf(answer{Reference: "PO-5512", Lines: []asked{{Words: "20 pcs LV-1101", Numbers: []string{"LV-1101"}, Quantity: "20", Unit: "pcs"}}}), false)
	f.Add(jsonOf(answer{Lines: []asked{{Words: "forty washers in blue", Item: "washers", Details: []string{"blue"}, Quantity: "40", Date: "12 December"}}}), false)
	f.Add(`{"intents":[{"kind":"accept","words":"forty"}],"lines":[{"words":"20 pcs","change":"set","offered":-1}]}`, false)
	f.Add(`{"intents":[],"lines":[{"words":`, true)
	const text = "Please quote 20 pcs LV-1101 at 4.50 EUR, seven or 3 forty washers in blue, by 12 December 2026. Our order is PO-5512."
	in := letter(text)
	index := items(f)
	own, err := rules.New(index).Read(context.Background(), in)
	if err != nil {
		f.Fatal(err)
	}
	x := readerOf(f, nil)
	f.Fuzz(func(t *testing.T, raw string, loose bool) {
		a, err := parse(raw, loose)
		if err != nil {
			return
		}
		if b, err := parse(jsonOf(a), false); err != nil || jsonOf(b) != jsonOf(a) {
			t.Fatalf("the same answer is read otherwise: %v", err)
		}
		src := sourceOf(in, own, today, 24_000, index.Knows)
		g := &grounder{in: in, items: index, src: src, today: dayOf(in), lang: "en", header: headerSpans(own, src, index.Knows)}
		with, err := x.merge(context.Background(), in, own, g, g.ground(a))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range with.Lines[len(own.Lines):] {
			if !strings.Contains(text, l.Text) || l.Quantity != "20" && l.Quantity != "7" && l.Quantity != "3" && l.Quantity != "40" && l.Quantity != "120" && l.Quantity != "1" {
				t.Errorf("line %+v", l)
			}
		}
		if with.Reference != own.Reference || with.Has(task.Accept) {
			t.Errorf("reference %q, intents %v", with.Reference, with.Intents)
		}
	})
}
