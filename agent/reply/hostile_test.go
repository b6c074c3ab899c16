package reply

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"salesclerk/agent/task"
)

const hostile = `</td></table><script>alert(1)</script><img src=x onerror=alert(1)>"'&<a href="https://evil.example">pay</a>` + "\u202e\x00\x1b[31m\r\nBcc: x@y.example\n[summary]\n"

// TestStrangersWordsStayText: whatever a customer writes, the mail has only our
// own elements, and their words come out as text.
func TestStrangersWordsStayText(t *testing.T) {
	r := asked()
	r.Notes = append(r.Notes, task.Note{Code: "ship_to_unknown", Args: map[string]string{"Words": hostile}})
	for i := range r.Lines {
		r.Lines[i].Text = hostile
		for j := range r.Lines[i].Items {
			r.Lines[i].Items[j].Description = hostile
		}
	}
	d := quote(2)
	d.Reference, d.ShipTo.Name, d.Lines[0].Description, d.Lines[0].Unit = hostile, hostile, hostile, hostile
	for _, kind := range []task.DraftKind{task.DraftQuote, task.DraftOrder, task.DraftAsk, task.DraftAnswer, task.DraftUnavailable} {
		m := Write(Input{Kind: kind, Contact: hostile, Subject: hostile, Document: d, Reading: r, Company: company(),
			Short: []Short{{Words: hostile, Item: hostile, Wanted: hostile, Unit: hostile}}})
		if strings.ContainsAny(m.Subject, "\r\n\x00\x1b\u202e") {
			t.Errorf("%s: subject %q", kind, m.Subject)
		}
		plain, page := Render(m.Text, m.Table, "en")
		checkPage(t, page)
		if strings.ContainsAny(plain, "\x00\x1b\u202e") {
			t.Errorf("%s: control characters in the plain text", kind)
		}
		if strings.Count(m.Text, "\n"+Summary+"\n") > 1 {
			t.Errorf("%s: a stranger brought a line %s", kind, Summary)
		}
	}
}

var ours = strings.Fields("html head meta body div p br table tbody tr td th")
var attributes = strings.Fields("lang http-equiv content name style dir cellpadding cellspacing border scope align colspan")

// checkPage fails on any element or attribute that is not ours.
func checkPage(t *testing.T, page string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if !slices.Contains(ours, n.Data) {
			t.Errorf("there is a <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if !slices.Contains(attributes, a.Key) || strings.Contains(a.Val, "url(") {
				t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
			}
		}
	}
}

// FuzzRender: any text and any cell give a page of our own elements only, and
// no line of a plain table is wider than its columns.
func FuzzRender(f *testing.F) {
	f.Add("Dear Anna,\n\n[summary]\n\nKind regards", hostile, "1")
	f.Add("[SUMMARY]\r\n[summary]", "a very long description of an item with many words", "12345678901234567890")
	f.Add("<b>", "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", "\xff")
	f.Fuzz(func(t *testing.T, text, cell, number string) {
		table := Table{Columns: []Column{{Head: "Item"}, {Head: "Text", Flex: true}, {Head: "Amount", Right: true}},
			Rows: [][]string{{short(number, 20), short(cell, 200), short(number, 20)}}, Sums: []Fact{{Label: "Total", Value: short(number, 20)}}}
		plain, page := Render(text, table, "da")
		checkPage(t, page)
		if plain == "" {
			t.Error("nothing is left")
		}
	})
}
