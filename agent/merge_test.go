package agent

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
	"salesclerk/agent/mail"
	"salesclerk/agent/task"
)

func one(item, quantity string) task.Line {
	return task.Line{Query: item, Match: task.One, Items: []task.Candidate{{Number: item}}, Quantity: quantity}
}

func wished(r task.Reading) []string {
	var out []string
	for _, l := range r.Lines {
		s := l.Quantity + " " + string(l.Match)
		if len(l.Items) > 0 {
			s += " " + l.Items[0].Number
		}
		out = append(out, s)
	}
	return out
}

func TestAnswersToAQuestionJoinTheRequest(t *testing.T) {
	asked := task.Reading{Reference: "PO 7", Lines: []task.Line{one("A", "2"),
		{Query: "bin", Quantity: "5", Match: task.Several, Items: []task.Candidate{{Number: "B1"}, {Number: "B2"}}}}}
	blue, red := one("B1", "1"), one("B2", "1")
	blue.Asked, red.Asked, blue.QuantityAssumed, red.QuantityAssumed = 2, 2, true, true
	for name, tc := range map[string]struct {
		lines []task.Line
		want  []string
	}{
		"one of them":        {[]task.Line{blue}, []string{"2 one A", "5 one B1"}},
		"both":               {[]task.Line{blue, red}, []string{"2 one A", "5 one B1", "5 one B2"}},
		"and something else": {[]task.Line{red, one("C", "1")}, []string{"2 one A", "5 one B2", "1 one C"}},
		"nothing of it":      {nil, []string{"2 one A", "5 several B1"}},
	} {
		tk := task.Task{Reading: &task.Reading{Lines: tc.lines}, Offered: &task.Offer{Kind: task.DraftAsk, Reading: &asked}}
		got := withAsked(tk)
		if d := cmp.Diff(tc.want, wished(got)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if got.Reference != "PO 7" {
			t.Errorf("%s: the reference is lost", name)
		}
		tk.Reading = &got // a person settled something, the job runs again
		if d := cmp.Diff(tc.want, wished(withAsked(tk))); d != "" {
			t.Errorf("%s, joined twice: %s", name, d)
		}
	}
}

func TestInstructionsTakeThePlaceOfTheProblem(t *testing.T) {
	reading := &task.Reading{Lines: []task.Line{one("A", "2"), {Query: "thing", Quantity: "4", Match: task.None}}}
	tk := task.Task{Reading: reading, Steps: []task.Step{{N: 1, Kind: task.StepAssistance, Status: task.StepOpen, Problem: &task.Problem{Code: task.NoItem, Lines: []int{1}}}}}
	use := one("X", "1")
	use.QuantityAssumed = true
	got, ok := instructed(tk, task.Reading{Lines: []task.Line{use}})
	if d := cmp.Diff([]string{"2 one A", "4 one X"}, wished(got)); d != "" || !ok {
		t.Errorf("ok %v %s", ok, d)
	}
	leave := task.Line{Change: task.LineRemove, Asked: 2}
	if got, ok = instructed(tk, task.Reading{Lines: []task.Line{leave}}); !ok || !got.Lines[1].Skip || got.Lines[0].Skip {
		t.Errorf("leave it out: ok %v %+v", ok, got.Lines)
	}
	if _, ok = instructed(tk, task.Reading{}); ok {
		t.Error("an instruction that says nothing was taken for one")
	}
	if d := cmp.Diff([]string{"2 one A", "4 none"}, wished(*reading)); d != "" {
		t.Errorf("the task's own reading changed: %s", d)
	}
}

func TestAPriceThatWasNotTouchedIsNotFixed(t *testing.T) {
	dec := decimal.RequireFromString
	own := erp.DocumentLine{No: 1, Item: "A", Unit: "PCS", Price: dec("10.00"), Discount: dec("5")}
	fixed := own
	fixed.PriceFixed = true
	for name, tc := range map[string]struct {
		old             erp.DocumentLine
		price, discount string
		want            string
	}{
		"as shown":        {own, "10", "5", "own own"},
		"left empty":      {own, "", "", "own own"},
		"another price":   {own, "9.5", "5", "9.5 own"},
		"fixed, as shown": {fixed, "10.00", "5", "10 5"},
		"fixed, emptied":  {fixed, "", "", "own own again"},
	} {
		in, err := editedLine(1, task.LineEdit{No: 1, Item: "A", Unit: "PCS", Quantity: "3", Price: tc.price, Discount: tc.discount}, tc.old)
		if err != nil {
			t.Fatal(err)
		}
		got := said(in.Price) + " " + said(in.Discount)
		if in.Reprice {
			got += " again"
		}
		if got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
	if _, err := editedLine(2, task.LineEdit{Item: "A", Quantity: "3", Price: "-1"}, own); err == nil || !strings.Contains(err.Error(), "price") {
		t.Errorf("a negative price: %v", err)
	}
}

func said(d *decimal.Decimal) string {
	if d == nil {
		return "own"
	}
	return d.String()
}

func TestReferencesKeepTheFirstAndTheLast(t *testing.T) {
	m := mail.Message{ID: "<last>"}
	for i := range 60 {
		m.References = append(m.References, fmt.Sprintf("<%d>", i))
	}
	got := references(m)
	if len(got) != maxRefs || got[0] != "<0>" || got[maxRefs-1] != "<last>" || got[maxRefs-2] != "<59>" {
		t.Errorf("%v", got)
	}
	if d := cmp.Diff([]string{"<a>", "<b>"}, references(mail.Message{ID: "<b>", InReplyTo: "<a>"})); d != "" {
		t.Error(d)
	}
}

func TestAnotherCustomersContactIsNobodyInThisThread(t *testing.T) {
	d := &Desk{}
	tk := task.Task{Document: &task.Document{Number: "Q-1"}, Party: task.Party{Contact: "C1", Customer: "100", Company: "Hundred"}}
	if p := d.sameCustomer(tk, task.Party{Match: task.One, Contact: "C9", Customer: "900", Email: "x@nine.example"}); p.Known() || p.Customer != "" {
		t.Errorf("%+v may see another customer's quote", p)
	}
	if p := d.sameCustomer(tk, task.Party{Match: task.One, Contact: "C2", Customer: "100"}); !p.Known() {
		t.Errorf("a colleague at the same customer is not known: %+v", p)
	}
	tk.Document = nil
	if p := d.sameCustomer(tk, task.Party{Match: task.One, Contact: "C9", Customer: "900"}); !p.Known() {
		t.Errorf("there is nothing to keep from %+v yet", p)
	}
}
