package adaptive

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

// everywhere is a card with somebody's words wherever they may stand.
func everywhere(s string) cards.Card {
	t := cards.Text{S: s, From: cards.Stranger}
	return cards.Card{ID: s, Task: "T-1", Step: 2, Turn: 3, Kind: task.StepIncoming, State: cards.Open, Title: s, Lang: "en",
		Context: []cards.Text{t, t}, Lead: t, Leaves: []cards.Text{t}, Settled: s,
		Blocks: []cards.Block{
			{Kind: cards.BlockQuote, Title: s, Text: t, Cut: true, CutNote: s},
			{Kind: cards.BlockTable, Title: s, Table: &cards.Table{Head: []string{s, s, s, s}, Right: []bool{true, false, false, true}, Warn: []bool{true}, Rows: [][]cards.Text{{t, t, t, t}}}},
			{Kind: cards.BlockFields, Fields: []cards.Field{{Label: s, Value: t, Warn: true, Note: &t}}},
			{Kind: cards.BlockNote, Title: s, Text: t}, {Kind: cards.BlockWarning, Text: t},
			{Kind: cards.BlockFiles, Files: []cards.File{{Name: t, Size: s, Status: s, Reason: t, Blob: s}}},
		},
		Buttons: []cards.Button{{Action: task.Confirm, Label: "d " + s}, {Action: task.Instruct, Label: "a " + s, Form: cards.FormInstruct}, {Action: task.Stop, Label: "b " + s}},
		More:    []cards.Button{{Action: task.TimelineView, Label: "c " + s}}}
}

func everyInput(s string) cards.Form {
	t := cards.Text{S: s, From: cards.Stranger}
	words := cards.FormWords{Submit: s, Close: s, Item: s, Variant: s, Description: s, Quantity: s, Unit: s, Price: s, Discount: s, Date: s, Amount: s, Add: s, Remove: s, Skip: s, Search: s}
	c := []cards.Choice{{Value: s, Item: s, Variant: s, Label: t, Note: t}, {Value: "b", Label: t}}
	return cards.Form{Kind: cards.FormDocument, Action: task.Save, Title: s, Lead: t, Version: "v1", Words: words,
		Inputs: []cards.Input{{Name: "subject", Label: s, Type: cards.InLine, Value: t, Hint: s, Error: s, Required: true, Max: 10}, {Name: "text", Label: s, Type: cards.InText, Value: t},
			{Name: "contact", Label: s, Type: cards.InChoice, Free: true, Value: t, Choices: c}, {Name: "lang", Label: s, Type: cards.InChoice, Value: t, Choices: c}, {Name: "requested", Label: s, Type: cards.InDate, Value: t}},
		Lines:   []cards.LineIn{{LineEdit: task.LineEdit{No: 1, Item: s, Variant: s, Quantity: s, Unit: s, Price: s, Discount: s, Date: s}, Description: t, PriceNow: s, DiscountNow: s, Amount: s, Notes: []cards.Text{t}}},
		Picks:   []cards.PickIn{{Line: 0, Text: t, Quantity: s, Unit: s, Match: s, Choices: c, Chosen: s, Needed: true}},
		Buttons: []cards.Button{{Action: task.Save, Label: s}, {Action: task.Confirm, Label: "z" + s}}}
}

// TestWordsOfOthersAreWords: whatever they try, they are shown as they are and are
// nothing else; Check says so.
func TestWordsOfOthersAreWords(t *testing.T) {
	tries := append(strings.Fields("**x** [Confirm](https://x) <at>everyone</at> ![](http://x) `code` &lt;b&gt; ${name} {{DATE(2017-02-14T06:08:00Z,SHORT)}} \u202egnp.exe\u202c _x_ ~~y~~ # {{{TIME(x)}} $${x} \u0627\u0644\u0639"),
		hostile, "1. one", "- one", "# one", "a\nb\r\nc\td", "[x] (y)", "[a][b]", "<a href='x'>y</a>", "<!-- x -->", "\u2067\u2066x")
	for _, s := range tries {
		o := Options{Desk: s, Lang: "en", Windows: true, Files: true, Link: linkOf, Forms: func(cards.Button) *cards.Form { f := everyInput(s); return &f }}
		m := Card(everywhere(s), o)
		fine(t, s, m.Card)
		if strings.Contains(m.Summary, "<at>") || strings.ContainsAny(m.Summary, "\n\u202e") || strings.Contains(m.Summary, "](") {
			t.Errorf("summary %q", m.Summary)
		}
		d := Draft{Typed: Typed{"subject": s, "contact": s, "1.q": s, "1.u": s, "n1.i": s, "n1.t": s, "p0.c": s}, Errors: map[string]string{"subject": s, "lines.1.unit": s, "x": s}, Notes: []string{s}}
		fine(t, "dialog "+s, Dialog(everyInput(s), bot.Target{}, d, o).Card)
		fine(t, "review "+s, Review(everywhere(s), everyInput(s), d, o).Card)
		fine(t, "moved "+s, Moved(everyInput(s), d, everywhere(s), s, o).Card)
		entry := cards.Entry{Step: 1, Words: cards.Text{S: s}, Who: cards.Text{S: s}, When: s, Took: s, Open: true}
		fine(t, "history "+s, History([]cards.Entry{entry}, 0, "en").Card)
		fine(t, "timeline "+s, Timeline(bot.Target{Desk: s}, s, slices.Repeat([]cards.Entry{entry}, 60), 1, "en").Card)
	}
}

// TestNothingIsLostByBreaking: what is broken reads as it was written.
func TestNothingIsLostByBreaking(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "words")
		want := cards.Text{S: s}.Line()
		for _, got := range []string{line(cards.Text{S: s}, 5000), label(cards.Text{S: s}, 5000)} {
			if read := strings.NewReplacer(joiner, "", "\u2068", "", "\u2069", "").Replace(got); read != want {
				t.Fatalf("%q became %q", want, read)
			}
		}
	})
}

// TestAnyWordsGiveAFineCard whatever they are and however many.
func TestAnyWordsGiveAFineCard(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Repeat(rapid.String().Draw(t, "words"), rapid.SampledFrom([]int{1, 30, 1000}).Draw(t, "times"))
		o := Options{Desk: "sales", Lang: "en", Forms: func(cards.Button) *cards.Form { f := everyInput(s); return &f }}
		for name, r := range map[string]Root{"card": Card(everywhere(s), o).Card, "dialog": Dialog(everyInput(s), bot.Target{}, Draft{}, o).Card} {
			if wrong := Check(encoded2(r)); wrong != nil {
				t.Fatalf("%s: %v", name, wrong)
			}
		}
	})
}

// TestCheckFindsWhatIsWrong: the judge refuses what Teams or our rules refuse.
func TestCheckFindsWhatIsWrong(t *testing.T) {
	run := `{"type":"RichTextBlock","inlines":[{"type":"TextRun","text":"x"}]}`
	card := func(body, more string) string {
		return `{"type":"AdaptiveCard","version":"1.5","body":[` + body + `]` + more + `}`
	}
	press := func(n int) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(`{"type":"Action.Submit","title":"%d","data":{"verb":"x"}}`, i))
		}
		return `,"actions":[` + strings.Join(all, ",") + `]`
	}
	if wrong := Check([]byte(card(run, press(6)))); wrong != nil {
		t.Fatalf("a good card: %v", wrong)
	}
	for name, bad := range map[string]string{
		"no JSON": `{`, "two values": card(run, "") + "{}", "1.6": strings.Replace(card(run, ""), "1.5", "1.6", 1), "no body": card("", ""),
		"seven actions": card(run, press(7)), "Markdown": card(`{"type":"TextBlock","text":"x"}`, ""), "facts": card(`{"type":"FactSet","facts":[]}`, ""),
		"a picture": card(`{"type":"Image","url":"http://x"}`, ""), "a link": card(run, `,"actions":[{"type":"Action.OpenUrl","title":"x","url":"http://x"}]`),
		"an id twice": card(`{"type":"Input.Text","id":"a"},{"type":"Input.Text","id":"a"}`, ""), "no id": card(`{"type":"Input.Text"}`, ""),
		"a date": card(strings.Replace(run, `"x"`, `"{{DATE(x)}}"`, 1), ""), "no words": card(strings.Replace(run, `"x"`, `""`, 1), ""),
		"turned words": card(strings.Replace(run, `"x"`, `"\u202ex"`, 1), ""), "a mention": card(strings.Replace(run, `"x"`, `"<at>x</at>"`, 1), ""),
		"a link in a label":   card(`{"type":"Input.Text","id":"a","label":"[a](b)"}`, ""),
		"an unknown property": card(strings.Replace(run, `"inlines"`, `"wrap":true,"inlines"`, 1), ""), "a wrong colour": card(strings.Replace(run, `"text"`, `"color":"Red","text"`, 1), ""),
		"too large": card(strings.Replace(run, `"x"`, `"`+strings.Repeat("x", 81_000)+`"`, 1), ""), "too large in UTF-16": card(strings.Replace(run, `"x"`, `"`+strings.Repeat("x", 40_100)+`"`, 1), ""),
		"a button that says nothing": card(run, `,"actions":[{"type":"Action.Submit","title":"x","data":{}}]`), "more data": card(run, `,"actions":[{"type":"Action.Submit","title":"x","data":{"verb":"x","user":"y"}}]`),
		"61 users":            card(run, `,"refresh":{"action":{"type":"Action.Execute","verb":"refresh"},"userIds":[`+strings.TrimSuffix(strings.Repeat(`"u",`, 61), ",")+`]}`),
		"a toggle of nothing": card(run, `,"actions":[{"type":"Action.ToggleVisibility","title":"x","targetElements":[{"elementId":"nowhere"}]}]`),
	} {
		if Check([]byte(bad)) == nil {
			t.Errorf("%s passes", name)
		}
	}
}

func TestRefreshAndStop(t *testing.T) {
	for _, s := range scenes("en") {
		if s.card.Leaves == nil {
			continue
		}
		o := s.shown()
		words := string(encoded(t, Card(s.card, o).Card))
		for _, want := range []string{`"userIds":["29:one","29:two"]`, `"verb":"refresh"`, `"verb":"stop"`, "Keep going", `"style":"destructive"`} {
			if !strings.Contains(words, want) {
				t.Fatalf("%s: no %s", s.name, want)
			}
		}
		o.Refresh = slices.Repeat([]string{"29:x"}, 61)
		if Card(s.card, o).Card.Refresh != nil {
			t.Error("a refresh for 61 users")
		}
		return
	}
}

func TestSuggestionsAreReadBack(t *testing.T) {
	var list []task.Candidate
	for range 30 {
		list = append(list, task.Candidate{Number: "19|20,=" + hostile, Variant: "B&W", Description: hostile})
	}
	list[1].Number = "1920-S"
	got := Items(list).Results
	if len(got) != 2 {
		t.Fatalf("%d: each once", len(got))
	}
	item, variant := itemOf(got[0].Value)
	if item != list[0].Number || variant != "B&W" {
		t.Errorf("%q %q", item, variant)
	}
	if got := Contacts(nil).Results; got == nil || len(got) != 0 {
		t.Error("no suggestions are an empty list")
	}
	if got := Customers([]task.Contact{{Customer: "1"}, {Customer: "1"}, {}}).Results; len(got) != 1 || got[0].Value != "=1" {
		t.Errorf("%v", got)
	}
}

func TestGolden(t *testing.T) {
	for _, s := range scenes("en") {
		if !slices.Contains([]string{"en incoming known", "en quote plain", "en outgoing quote", "en stop stop_outgoing", "en incoming busy"}, s.name) {
			continue
		}
		golden(t, strings.ReplaceAll(s.name, " ", "_"), Card(s.card, s.shown()).Card)
	}
	s, f := sample(t, cards.FormDocument, task.Save, "quote plain")
	golden(t, "dialog_document", Dialog(f, at(s), Draft{}, s.shown()).Card)
}

func golden(t *testing.T, name string, r Root) {
	t.Helper()
	var got []byte
	got, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", name+".json")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(got, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.TrimSpace(string(want)), string(got)); diff != "" {
		t.Errorf("%s (-update writes it anew):\n%s", name, diff)
	}
}
