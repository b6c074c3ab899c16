package slack

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/bot/bottest"
	"salesclerk/bot/slack/slacktest"
)

// long puts a quote of so many lines into the desk, and its card into the channel.
func (n *town) long(id string, lines int) slacktest.Message {
	n.Helper()
	t := bottest.Sample(task.StepQuote, "")
	n.d.Lines = lines
	t.Document = n.d.Document(t.Document)
	return n.post(n.d.Put(id, t))
}

// copies are two copies of the program; each next request goes to the other.
func (n *town) copies() (next func()) {
	all, i := []*App{n.a, n.app()}, 0
	return func() {
		i++
		n.serve(all[i%2])
	}
}

// line opens the editor of the line whose row has the words.
func (n *town) line(user string, v slacktest.View, words string) slacktest.View {
	n.Helper()
	for _, b := range v.Buttons() {
		if b.Type == "overflow" && strings.Contains(b.Label, words) {
			n.push(user, v, b.ActionID, slacktest.Choose("edit"))
			return n.view(user, func(x slacktest.View) bool { return x.CallbackID == "sc:line" })
		}
	}
	n.Fatalf("no line %s in\n%s", words, v.Words())
	return slacktest.View{}
}

func (n *town) back(user string) slacktest.View {
	n.Helper()
	return n.view(user, func(x slacktest.View) bool { return x.CallbackID == "sc:dialog" })
}

// A document of 200 lines over pages, its requests answered by two copies in turn.
func TestALongDocumentOverPagesAndCopies(t *testing.T) {
	n := newTown(t)
	next := n.copies()
	v := n.open("UANNA", n.long("T-1042", 200), "Review")
	n.fill("UANNA", v, slacktest.Values{"Customer's reference": "PO 7"})
	next()
	first := n.line("UANNA", v, "1920-S")
	next()
	n.submit("UANNA", first, slacktest.Values{"Quantity": "5"})
	v = n.view("UANNA", has("5 PCS"))

	var last string // the way to the last page
	for _, b := range v.Buttons() {
		if strings.HasPrefix(b.ActionID, "sc:page:") {
			last = b.ActionID
		}
	}
	next()
	n.push("UANNA", v, last)
	v = n.view("UANNA", has("2099-S"))
	next()
	n.submit("UANNA", n.line("UANNA", v, "2099-S"), slacktest.Values{"Quantity": "7"})
	v = n.view("UANNA", has("7 PCS"))
	for _, b := range v.Buttons() {
		if b.Type == "overflow" && strings.Contains(b.Label, "2098-S") {
			next()
			n.push("UANNA", v, b.ActionID, slacktest.Choose("remove"))
		}
	}
	v = n.view("UANNA", func(x slacktest.View) bool { return x.Hash != v.Hash })
	next()
	n.submit("UANNA", v, nil)
	n.finish()

	doc := n.d.Get("T-1042").Document
	if len(doc.Lines) != 199 || doc.Reference != "PO 7" {
		t.Fatalf("%d lines, reference %q\n%s", len(doc.Lines), doc.Reference, n.log)
	}
	if a, b := doc.Lines[0], doc.Lines[198]; a.Item != "1920-S" || a.Quantity != "5" || b.Item != "2099-S" || b.Quantity != "7" {
		t.Errorf("first %+v, last %+v", a, b)
	}
}

func TestALineIsAddedByTypeAhead(t *testing.T) {
	n := newTown(t)
	v := n.open("UANNA", n.card("T-1042", task.StepQuote, ""), "Review")
	n.push("UANNA", v, "add")
	v = n.view("UANNA", func(x slacktest.View) bool { return x.CallbackID == "sc:line" })
	got, err := n.Suggest(n.ctx, "UANNA", v.ID, "Item", "mex")
	if err != nil || len(got) < 2 || !strings.Contains(got[0].Text, "en") || !strings.Contains(got[1].Text, "Mexico chair for mex") {
		t.Fatalf("offered %v, %v", got, err)
	}
	if _, err := n.Pick(n.ctx, "UANNA", v.ID, "Item", got[1].Text); err != nil {
		t.Fatal(err)
	}
	v = n.view("UANNA", has("Unit"))
	n.submit("UANNA", v, slacktest.Values{"Quantity": "3", "Unit": "BOX"})
	v = n.back("UANNA")
	n.submit("UANNA", v, nil)
	n.finish()
	lines := n.d.Get("T-1042").Document.Lines
	if len(lines) != 3 {
		t.Fatalf("%d lines\n%s", len(lines), n.log)
	}
	if l := lines[2]; l.Item != "1968-S" || l.Variant != "BLUE" || l.Quantity != "3" || l.Unit != "BOX" {
		t.Errorf("added %+v", l)
	}
}

func TestAMistakeInALineIsToldThere(t *testing.T) {
	n := newTown(t)
	v := n.open("UANNA", n.card("T-1042", task.StepQuote, ""), "Review")
	l := n.line("UANNA", v, "1920-S")
	r := n.submit("UANNA", l, slacktest.Values{"Quantity": "many"})
	if at := input(t, l, "Quantity").BlockID; r.Errors[at] == "" {
		t.Errorf("errors %v, want one at %s", r.Errors, at)
	}
	n.submit("UANNA", l, slacktest.Values{"Quantity": "1.5"})
	n.submit("UANNA", n.back("UANNA"), nil)
	n.finish()
	if got := n.d.Get("T-1042").Document.Lines[0].Quantity; got != "1.5" {
		t.Errorf("quantity %q", got)
	}
}

// The back office refuses a line: the dialog says at which, with all that was typed.
func TestALineThatTheBackOfficeRefuses(t *testing.T) {
	n := newTown(t)
	n.d.Put("T-1042", bottest.Sample(task.StepQuote, ""))
	n.d.Edit("T-1042", func(x *task.Task) { x.Document.Lines[1].Item = "nothing" })
	v := n.open("UANNA", n.post(n.d.Get("T-1042")), "Review")
	n.submit("UANNA", n.line("UANNA", v, "1920-S"), slacktest.Values{"Quantity": "9"})
	v = n.view("UANNA", has("9 PCS"))
	r := n.submit("UANNA", v, slacktest.Values{"Customer's reference": "PO 7"})
	if r.View == nil || r.View.CallbackID != "sc:dialog" || !r.View.Has("9 PCS") || input(t, *r.View, "Customer's reference").Value != "PO 7" {
		t.Fatalf("%+v\n%s", r, n.log)
	}
	if got := n.d.Applied("T-1042"); len(got) > 0 {
		t.Errorf("applied %v", got)
	}
}

func TestALineSentTwiceIsOne(t *testing.T) {
	n := newTown(t)
	v := n.open("UANNA", n.card("T-1042", task.StepQuote, ""), "Review")
	n.push("UANNA", v, "add")
	v = n.view("UANNA", func(x slacktest.View) bool { return x.CallbackID == "sc:line" })
	got, err := n.Suggest(n.ctx, "UANNA", v.ID, "Item", "lamp")
	if err != nil || len(got) == 0 {
		t.Fatal(err)
	}
	if _, err := n.Pick(n.ctx, "UANNA", v.ID, "Item", got[0].Text); err != nil {
		t.Fatal(err)
	}
	v = n.view("UANNA", has("Unit"))
	r := n.submit("UANNA", v, slacktest.Values{"Quantity": "3"})
	if _, err := n.Again(n.ctx, r.EventID); err != nil {
		t.Fatal(err)
	}
	n.submit("UANNA", n.back("UANNA"), nil)
	n.finish()
	if got := n.d.Get("T-1042").Document.Lines; len(got) != 3 {
		t.Errorf("%d lines: %+v", len(got), got)
	}
}

func TestOtherDialogs(t *testing.T) {
	for _, tc := range []struct {
		variant string
		button  string
		values  slacktest.Values
		want    task.Kind
	}{
		{task.UnknownSender, "create_contact", slacktest.Values{"Name": "Lene Dahl"}, task.CreateContact},
		{task.AskedQuestion, "instruct", slacktest.Values{"Instructions": "Quote two lamps"}, task.Instruct},
	} {
		n := newTown(t)
		v := n.open("UANNA", n.card("T-1042", task.StepAssistance, tc.variant), tc.button)
		for _, in := range v.Inputs() {
			if in.Type == "plain_text_input" && !in.Optional && in.Value == "" {
				tc.values[in.Label] = "words"
			}
		}
		for label := range tc.values {
			if !v.Has(label) {
				delete(tc.values, label)
			}
		}
		n.submit("UANNA", v, tc.values)
		n.finish()
		if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(tc.want)) {
			t.Errorf("%s: applied %v\n%s", tc.variant, got, n.log)
		}
	}
}

func TestAContactIsChosenByTypeAhead(t *testing.T) {
	n := newTown(t)
	v := n.open("UBO", n.card("T-1042", task.StepAssistance, task.UnknownSender), "use_contact_once")
	field := v.Inputs()[0].BlockID
	got, err := n.Suggest(n.ctx, "UBO", v.ID, field, "fjord")
	if err != nil || len(got) == 0 {
		t.Fatal(got, err)
	}
	var chosen string
	for _, o := range got {
		if strings.Contains(o.Text, "Maja fjord") {
			chosen = o.Value
		}
	}
	if _, err := n.Pick(n.ctx, "UBO", v.ID, field, chosen); err != nil {
		t.Fatal(err, got)
	}
	n.submit("UBO", v, nil)
	n.finish()
	if e := n.d.Events("T-1042"); len(e) == 0 || e[0].Kind != task.UseContactOnce || e[0].Form.Contact != "CT-7" {
		t.Errorf("%+v\n%s", e, n.log)
	}
}
