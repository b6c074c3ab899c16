package cards_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

func input(f cards.Form, name string) cards.Input {
	for _, in := range f.Inputs {
		if in.Name == name {
			return in
		}
	}
	return cards.Input{}
}

func TestMailDialogEdits(t *testing.T) {
	s := find(t, "outgoing", "edited")
	f := cards.Dialog(&s.Task, s.Step, cards.FormMail, cards.Options{})
	if f.Action != task.Save || input(f, "to").Value.S != "lene@nordlys.example" || input(f, "cc").Value.S != "indkob@nordlys.example" {
		t.Errorf("%+v", f)
	}
	if input(f, "text").Value.S != s.Task.Draft.Text {
		t.Error("the words to edit are not those of the draft, to the letter")
	}
}

func TestMailDialogReadsWhole(t *testing.T) {
	s := find(t, "incoming", "known")
	whole := strings.Repeat("a long mail. ", 2000)
	f := cards.Dialog(&s.Task, s.Step, cards.FormMail, cards.Options{MailText: whole})
	if f.Action != "" || len(f.Inputs) > 0 {
		t.Error("an incoming mail can be edited")
	}
	found := false
	for _, b := range f.Blocks {
		found = found || b.Kind == cards.BlockQuote && b.Text.S == whole && !b.Cut
	}
	if !found {
		t.Error("the mail is not whole")
	}
}

// TestDocumentDialog: prices of the back office are shown and not sent back;
// those a person set are.
func TestDocumentDialog(t *testing.T) {
	s := find(t, "quote", "plain")
	s.Task.Document.Lines[1].PriceFixed = true
	s.Task.Document.ShipToCode = "AARHUS"
	f := cards.Dialog(&s.Task, s.Step, cards.FormDocument, cards.Options{Lang: "da"})
	want := []task.LineEdit{
		{No: 10000, Item: "1920-S", Quantity: "2", Unit: "PCS", Date: "2027-02-26"},
		{No: 20000, Item: "1900-S", Variant: "BLUE", Quantity: "1", Unit: "BOX", Date: "2027-03-02", Price: "1433.33", Discount: "10"},
	}
	var have []task.LineEdit
	for _, l := range f.Lines {
		have = append(have, l.LineEdit)
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("(-want +have):\n%s", diff)
	}
	if f.Lines[0].PriceNow != "3.200,00" || input(f, "ship_to").Value.S != "AARHUS" || f.Action != task.Save {
		t.Errorf("%+v", f)
	}
}

func TestContactDialog(t *testing.T) {
	s := find(t, "assistance", task.UnknownSender)
	for _, a := range []task.Kind{task.UseContactOnce, task.UpdateContact} {
		f := cards.Dialog(&s.Task, s.Step, cards.FormContact, cards.Options{Action: a})
		if f.Action != a || len(input(f, "contact").Choices) != 2 || input(f, "contact").Choices[0].Value != "CT-14" {
			t.Errorf("%s: %+v", a, f)
		}
	}
	f := cards.Dialog(&s.Task, s.Step, cards.FormCreateContact, cards.Options{})
	if input(f, "name").Value.S != "Lene Dahl" || input(f, "email").Value.S != "lene@nordlys.example" || input(f, "lang").Value.S != "en" {
		t.Errorf("%+v", f.Inputs)
	}
}

func TestPickDialog(t *testing.T) {
	s := find(t, "assistance", task.NoItem)
	f := cards.Dialog(&s.Task, s.Step, cards.FormPick, cards.Options{})
	if f.Action != task.PickItem || len(f.Picks) != 2 || f.Picks[0].Needed || !f.Picks[1].Needed {
		t.Fatalf("%+v", f)
	}
	c := f.Picks[1].Choices[0]
	if c.Item != "1900-S" || c.Variant != "BLUE" || f.Picks[1].Chosen != c.Value {
		t.Errorf("%+v", f.Picks[1])
	}
}

// TestRefusedInput: the field that was refused says so itself.
func TestRefusedInput(t *testing.T) {
	s := find(t, "incoming", "failed")
	f := cards.Dialog(&s.Task, s.Step, cards.FormCreateContact, cards.Options{})
	if input(f, "email").Error == "" || input(f, "name").Error != "" {
		t.Errorf("%+v", f.Inputs)
	}
}
