package blocks

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/cards"
)

var noon = time.Date(2026, 11, 21, 11, 0, 0, 0, time.UTC)

// entries is a history of n steps, the last one open.
func entries(n int, words string) []cards.Entry {
	var out []cards.Entry
	for i := range n {
		out = append(out, cards.Entry{Step: i + 1, Words: cards.Text{S: fmt.Sprintf("step %d %s", i+1, words), From: cards.Stranger},
			Who: cards.Text{S: "Anna Berg", From: cards.Colleague}, When: "21 November 2026 14:02", Took: "2 h", Open: i == n-1})
	}
	return out
}

// TestHistoryPages: a page holds its 25 steps and keeps them while the task goes
// on and old steps are no longer listed.
func TestHistoryPages(t *testing.T) {
	all := entries(60, "")
	for page, want := range []struct{ first, last, no string }{{"step 1 ", "step 25 ", "step 26 "}, {"step 26 ", "step 50 ", "step 51 "}, {"step 51 ", "step 60 ", "step 50 "}} {
		s := string(encoded(History(all, page, "en").Blocks))
		if !strings.Contains(s, want.first) || !strings.Contains(s, want.last) || strings.Contains(s, want.no) {
			t.Errorf("page %d: %s", page, s)
		}
	}
	if a, b := History(all, 1, "en"), History(all[25:], 1, "en"); string(encoded(a.Blocks)) != string(encoded(b.Blocks)) {
		t.Error("page 1 changes when page 0 is no longer listed")
	}
}

// TestOthersAreTaken: history, notices and answers, with whatever words.
func TestOthersAreTaken(t *testing.T) {
	for _, tag := range lang.Supported() {
		for i, m := range others(tag) {
			taken(t, fmt.Sprint(tag, " other ", i), m)
		}
		for _, words := range []string{"", hostile, strings.Repeat("<&>\"\U0001F469", 2000)} {
			taken(t, tag+" history", History(entries(25, words), 0, tag))
			taken(t, tag+" empty page", History(entries(3, words), 7, tag))
			taken(t, tag+" notice", Notice(cards.Notice{ID: words, Title: words, Lead: cards.Text{S: words}, Blocks: []cards.Block{
				{Kind: cards.BlockFields, Title: words, Fields: []cards.Field{{Label: words, Value: cards.Text{S: words}, Note: &cards.Text{S: words}}}}}}, tag))
		}
	}
	many := make([]cards.Text, 200)
	for i := range many {
		many[i] = cards.Text{S: strings.Repeat("<&>", 3000)}
	}
	taken(t, "many answers", Answer(many...))
	taken(t, "no answer", Answer())
}

// TestSettledIsQuiet: of a decided card the title is no header, so that those
// that wait stand out; the sentence who decided it is there.
func TestSettledIsQuiet(t *testing.T) {
	c := sampled("en")["outgoing_confirmed_confirm"]
	m := Card(c, "sales")
	if n := len(find[*slack.HeaderBlock](m.Blocks)); n != 0 {
		t.Errorf("%d headers", n)
	}
	for _, where := range []string{string(encoded(m.Blocks)), m.Text} {
		if !strings.Contains(where, "Confirmed by Anna Berg") {
			t.Errorf("does not say who decided: %s", where)
		}
	}
}

// TestRenderOnSurfaces: where Slack takes no table block there is none, and a
// whole mail goes into a modal without a rune lost.
func TestRenderOnSurfaces(t *testing.T) {
	c := sampled("en")["quote_plain"]
	for _, room := range []Surface{InMessage, InModal, InHome} {
		list := Render(c.Blocks, 20_000, room, "en")
		if wrong := Check(encoded(list), string(room)); wrong != nil {
			t.Errorf("%s: %q", room, wrong)
		}
		if n := len(find[*slack.TableBlock](list)); (n == 1) != (room == InMessage) {
			t.Errorf("%s: %d tables", room, n)
		}
		if s := string(encoded(list)); !strings.Contains(s, "1920-S") || !strings.Contains(s, "3,200.00") {
			t.Errorf("%s: the lines are not there: %s", room, s)
		}
	}
	mail := strings.Repeat("A row of the mail, with \U0001F469 in it.\n", 1000) + "the end"
	list := Render([]cards.Block{{Kind: cards.BlockQuote, Text: cards.Text{S: mail}}}, 200_000, InModal, "en")
	if wrong := Check(encoded(list), "modal"); wrong != nil {
		t.Errorf("a long mail: %q", wrong)
	}
	var rows []string
	for _, b := range find[*slack.RichTextBlock](list) {
		for _, e := range b.Elements {
			rows = append(rows, e.(*slack.RichTextQuote).Elements[0].(*slack.RichTextSectionTextElement).Text)
		}
	}
	if have := strings.Join(rows, "\n"); have != mail {
		t.Errorf("%d of %d bytes of the mail are there", len(have), len(mail))
	}
	short := Render([]cards.Block{{Kind: cards.BlockQuote, Text: cards.Text{S: mail}}}, 5_000, InModal, "en")
	if s := string(encoded(short)); measure(short) > 5_000 || !strings.Contains(s, "the mail goes on") {
		t.Errorf("not cut visibly: %d %s", measure(short), s)
	}
}

// TestRemarksAreSeen: what to mind of a table's rows stands below it, where a
// phone shows it; no word of it is lost.
func TestRemarksAreSeen(t *testing.T) {
	c := sampled("en")["incoming_known"]
	m := Card(c, "sales")
	table := find[*slack.TableBlock](m.Blocks)[0]
	at := slices.Index(m.Blocks, slack.Block(table))
	if n := len(table.Rows[0]); n != 4 {
		t.Errorf("%d columns", n)
	}
	below := string(encoded(m.Blocks[at+1 : at+2]))
	for _, want := range []string{`"warning"`, `"2  "`, "no quantity given, 1 assumed", "DC1011234.pdf p1 r3"} {
		if !strings.Contains(below, want) {
			t.Errorf("%q is not below the table: %s", want, below)
		}
	}
	if n := len(find[*slack.TableBlock](Card(sampled("en")["quote_plain"], "sales").Blocks)[0].Rows[0]); n != 8 {
		t.Errorf("the table of a document has %d columns", n)
	}
}
