package views

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/cards"
)

// quote is a dialog with a quote of n lines.
func quote(n int) open {
	x := first(cards.FormDocument, task.Save)
	line := x.form.Lines[0]
	x.form.Lines = nil
	for i := range n {
		line.No, line.Item = (i+1)*10000, fmt.Sprintf("%d-S", 1900+i)
		x.form.Lines = append(x.form.Lines, line)
	}
	return x
}

// editLine types in a line's own view and keeps it.
func editLine(x open, key string, change map[string]slack.BlockAction) map[string]string {
	x.s.OpenLine(x.form, key)
	typed := map[string]slack.BlockAction{}
	for name, a := range change {
		typed[lineField(x.s.Draft.Key, name)] = a
	}
	if _, item := change["item"]; item { // comes as a click first, as Slack sends it
		only := map[string]slack.BlockAction{lineField(x.s.Draft.Key, "item"): typed[lineField(x.s.Draft.Key, "item")]}
		Read(x.form, x.s, values(Line(x.form, x.s, nil, nil, "", x.o), only))
	}
	Read(x.form, x.s, values(Line(x.form, x.s, []string{"PCS", "BOX"}, nil, "", x.o), typed))
	return x.s.KeepLine(x.form, x.o)
}

func chosen(item, variant string) slack.BlockAction {
	return slack.BlockAction{SelectedOption: slack.OptionBlockObject{Value: itemValue(item, variant), Text: slack.NewTextBlockObject("plain_text", item+" · Desk", false, false)}}
}

func TestLinesAreEditedAddedAndRemoved(t *testing.T) {
	x := quote(200)
	want := make([]task.LineEdit, 0, 200)
	for _, l := range x.form.Lines {
		want = append(want, l.LineEdit)
	}
	x.s.Turn(x.form, 3)
	if wrong := editLine(x, "20000", map[string]slack.BlockAction{"quantity": {Value: "12.5"}, "price": {Value: "1,234.50"}, "date": {SelectedDate: "2027-05-01"}}); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	want[1].Quantity, want[1].Price, want[1].Date = "12.5", "1234.50", "2027-05-01"
	if wrong := editLine(x, "", map[string]slack.BlockAction{"item": chosen("70000", "OAK"), "unit": {SelectedOption: slack.OptionBlockObject{Value: "vBOX"}}}); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	want = append(want, task.LineEdit{Item: "70000", Variant: "OAK", Quantity: "1", Unit: "BOX"})
	x.s.RemoveLine(x.form, "10000")
	x.s.RemoveLine(x.form, "30000")
	x.s.PutBack(x.form, "30000")
	x.s = kept(t, x.s)
	fine(t, "edited", Dialog(x.form, x.s, x.o), "modal")
	form, wrong := x.s.Form(x.form, x.o)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	if diff := cmp.Diff(want[1:], form.Document.Lines); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if form.Document.Version != x.form.Version || form.Document.Reference != nil || form.Document.Requested != nil || form.Document.ShipTo != nil {
		t.Errorf("the header: %+v", form.Document)
	}
}

func TestOnlyChangedHeaderValuesGoBack(t *testing.T) {
	x := quote(2)
	Read(x.form, x.s, values(Dialog(x.form, x.s, x.o), map[string]slack.BlockAction{
		"reference": {Value: "PO 9"}, "ship_to": {SelectedOption: slack.OptionBlockObject{Value: "vWEST"}}, "requested": {SelectedDate: "2027-04-01"}}))
	d, _ := x.s.Form(x.form, x.o)
	got := []string{*d.Document.Reference, *d.Document.ShipTo, *d.Document.Requested}
	if diff := cmp.Diff([]string{"PO 9", "WEST", "2027-04-01"}, got); diff != "" || d.Document.Lines != nil {
		t.Errorf("%s %v", diff, d.Document.Lines)
	}
}

func TestADocumentWithoutLinesIsRefused(t *testing.T) {
	x := quote(2)
	x.s.RemoveLine(x.form, "10000")
	x.s.RemoveLine(x.form, "20000")
	if form, wrong := x.s.Form(x.form, x.o); form != nil || wrong["lines"] == "" {
		t.Errorf("no lines would keep them all: %v %v", form, wrong)
	}
}

func TestAnotherItemLetsGoOfTheFixedPrice(t *testing.T) {
	x := quote(2)
	x.form.Lines[0].Price, x.form.Lines[0].Discount = "99.50", "10"
	if wrong := editLine(x, "10000", map[string]slack.BlockAction{"item": chosen("1972-W", "")}); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	form, _ := x.s.Form(x.form, x.o)
	if l := form.Document.Lines[0]; l.Item != "1972-W" || l.Price != "" || l.Discount != "" || l.Unit != "PCS" {
		t.Errorf("%+v", l)
	}
}

func TestAnEmptiedPriceIsAskedAbout(t *testing.T) {
	x := quote(1)
	x.form.Lines[0].Price = "99.50"
	wrong := editLine(x, "10000", map[string]slack.BlockAction{"price": {}})
	if wrong["line.10000.price~0"] == "" {
		t.Fatalf("wrong: %v", wrong)
	}
	if wrong = x.s.KeepLine(x.form, x.o); len(wrong) > 0 {
		t.Fatalf("asked twice: %v", wrong)
	}
	if form, _ := x.s.Form(x.form, x.o); form.Document.Lines[0].Price != "" {
		t.Errorf("%+v", form.Document.Lines[0])
	}
}

func TestClosingALineKeepsTheDocument(t *testing.T) {
	x := quote(1)
	x.s.OpenLine(x.form, "10000")
	Read(x.form, x.s, values(Line(x.form, x.s, nil, nil, "", x.o), map[string]slack.BlockAction{"line.10000.quantity": {Value: "9"}}))
	if form, _ := x.s.Form(x.form, x.o); form.Document.Lines != nil {
		t.Errorf("a line that was not taken: %v", form.Document.Lines)
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ typed, tag, want string }{
		{"2", "en", "2"}, {"2.5", "en", "2.5"}, {"2,5", "en", "2.5"}, {"2.5", "da", "2.5"}, {"2,50", "da", "2.50"},
		{"1,234.50", "en", "1234.50"}, {"1.234,50", "en", "1234.50"}, {"1.234,50", "da", "1234.50"}, {"1,234.50", "da", "1234.50"},
		{"1 234,5", "fr", "1234.5"}, {"1\u202f234\u202f567", "fr", "1234567"}, {"1'234.5", "en", "1234.5"},
		{"1.234.567", "da", "1234567"}, {"0,125", "da", "0.125"}, {"12,3456", "da", "12.3456"}, {"1234.567", "en", "1234.567"}, {"-3", "en", "-3"}, {" 7 ", "en", "7"}, {"", "en", ""},
		{"1.234", "da", ""}, {"1,234", "en", ""}, {"1.234", "en", ""}, {"two", "en", ""}, {"2 pcs", "en", ""}, {"2 3", "en", ""}, {"1,2,3", "en", ""},
		{"1.23,4.5", "en", ""}, {"1e9", "en", ""}, {strings.Repeat("9", 60), "en", ""}, {"1,23,456.7", "en", ""}, {"\u0661", "en", ""},
	} {
		got, wrong := number(c.typed, lang.For(c.tag))
		if got != c.want || (wrong == "") != (c.want != "" || c.typed == "") {
			t.Errorf("%q in %s: %q, %q", c.typed, c.tag, got, wrong)
		}
	}
	if _, wrong := number("1.234", lang.For("da")); !strings.Contains(wrong, "1234") || !strings.Contains(wrong, "1,2340") {
		t.Errorf("both ways are not said: %s", wrong)
	}
}

func TestErrorsStandAtTheirFields(t *testing.T) {
	x := quote(200)
	if at := Fail(x.form, x.s, map[string]string{"reference": "Too long."}); at["reference~0"] == "" {
		t.Errorf("on the page that is shown: %v", at)
	}
	if at := Fail(x.form, x.s, map[string]string{"lines.150.unit": "Line 150: not sold in PAIR."}); at != nil || x.s.Page == 0 {
		t.Fatalf("%v, page %d", at, x.s.Page)
	}
	if text := string(encoded(t, Dialog(x.form, x.s, x.o))); !strings.Contains(text, "not sold in PAIR") || !strings.Contains(text, "150. 2049-S") {
		t.Error("the line and what is wrong with it are not shown")
	}
	x.s.OpenLine(x.form, "1500000")
	if text := string(encoded(t, Line(x.form, x.s, nil, nil, "", x.o))); !strings.Contains(text, "not sold in PAIR") {
		t.Error("the line's own view does not say what is wrong")
	}
	if at := Fail(x.form, x.s, map[string]string{"reference": "Too long."}); at != nil || x.s.Page != 0 || x.s.Errors["reference"] == "" {
		t.Errorf("%v, page %d, %v", at, x.s.Page, x.s.Errors)
	}
	if at := Fail(x.form, x.s, map[string]string{"nowhere": "Strange."}); at != nil || len(x.s.Notes) != 1 {
		t.Errorf("%v %v", at, x.s.Notes)
	}
	m := mail(strings.Repeat("Words.\n", 900))
	if block, _ := FieldBlock(m.form, m.s, "text"); block != "text.0~0" {
		t.Errorf("the text is at %s", block)
	}
	p := first(cards.FormPick, task.PickItem)
	line := p.form.Picks[0].Line
	if block, _ := FieldBlock(p.form, p.s, fmt.Sprintf("picks.%d.unit", line)); block != blockID(pickField(line, "unit"), 0) {
		t.Errorf("the unit is at %q", block)
	}
	if block, _ := FieldBlock(p.form, p.s, "quantity"); !strings.HasPrefix(block, pickPrefix) {
		t.Errorf("the quantity is at %q", block)
	}
}

func TestManyLinesPage(t *testing.T) {
	for _, n := range []int{200, 1000} {
		x := quote(n)
		seen := map[string]bool{}
		pages := pagesOf(x.form, x.s)
		for i := range pages {
			x.s.Turn(x.form, i)
			v := Dialog(x.form, x.s, x.o)
			fine(t, strconv.Itoa(n), v, "modal")
			on := 0
			for _, b := range v.Blocks.BlockSet {
				if s, ok := b.(*slack.SectionBlock); ok && s.Accessory != nil && s.Accessory.OverflowElement != nil {
					seen[Part(s.Accessory.OverflowElement.ActionID)] = true
					on++
				}
			}
			if on > pageLines {
				t.Errorf("%d lines on a page", on)
			}
		}
		if len(seen) != n {
			t.Errorf("%d of %d lines are on a page", len(seen), n)
		}
	}
}

func TestPicks(t *testing.T) {
	x := first(cards.FormPick, task.PickItem)
	x.form.Picks = []cards.PickIn{
		{Line: 0, Text: cards.Text{S: "a chair", From: cards.Stranger}, Quantity: "1", Unit: "PCS", Chosen: "A", Choices: []cards.Choice{{Value: "A", Item: "A"}}},
		{Line: 3, Text: cards.Text{S: "a desk", From: cards.Stranger}, Quantity: "2", Needed: true, Choices: []cards.Choice{{Value: "B/X", Item: "B", Variant: "X"}}},
		{Line: 5, Text: cards.Text{S: "a lamp", From: cards.Stranger}, Needed: true},
	}
	if _, wrong := x.s.Form(x.form, x.o); wrong["pick.3.item"] == "" {
		t.Errorf("nothing chosen: %v", wrong)
	}
	opt := func(v string) slack.BlockAction {
		return slack.BlockAction{SelectedOption: slack.OptionBlockObject{Value: v}}
	}
	Read(x.form, x.s, values(Dialog(x.form, x.s, x.o), map[string]slack.BlockAction{
		"pick.3.item": opt(encode(markChoice, "B/X")), "pick.3.quantity": {Value: "2,5"}, "pick.5.item": opt(markSkip), "pick.0.unit": {Value: "BOX"}}))
	form, wrong := x.s.Form(x.form, x.o)
	want := []task.Pick{{Line: 0, Item: "A", Unit: "BOX"}, {Line: 3, Item: "B", Variant: "X", Quantity: "2.5"}, {Line: 5, Skip: true}}
	if diff := cmp.Diff(want, form.Picks); diff != "" || len(wrong) > 0 {
		t.Errorf("%v (-want +got)\n%s", wrong, diff)
	}
	Read(x.form, x.s, values(Dialog(x.form, x.s, x.o), map[string]slack.BlockAction{"pick.5.item": opt(markWords + "1988-W"), "pick.3.item": opt("vMADE UP")}))
	form, _ = x.s.Form(x.form, x.o)
	if form.Picks[2].Item != "1988-W" || form.Picks[1].Item != "B" {
		t.Errorf("%+v", form.Picks)
	}
	fine(t, "picks", Dialog(x.form, x.s, x.o), "modal")
}
