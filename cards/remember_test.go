package cards_test

import (
	"slices"
	"testing"
	"time"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// TestAFormOffersToRemember: where something can be chosen for a customer's words,
// where something is remembered, and nowhere else.
func TestAFormOffersToRemember(t *testing.T) {
	at := time.Date(2027, 5, 3, 9, 0, 0, 0, time.UTC)
	known := []task.Line{{Query: "dims", Match: task.One, Items: []task.Candidate{{Number: "1000", Remembered: &task.Remembered{Words: "dims", Name: "Anna", At: at}}}}}
	unknown := []task.Line{{Query: "dims", Match: task.None}}
	pick := task.Step{N: 1, Kind: task.StepAssistance, Status: task.StepOpen, Problem: &task.Problem{Code: task.NoItem}}
	quote := task.Step{N: 1, Kind: task.StepQuote, Status: task.StepOpen}
	mail := task.Step{N: 1, Kind: task.StepOutgoing, Status: task.StepOpen}
	for name, c := range map[string]struct {
		form     string
		step     task.Step
		customer string
		lines    []task.Line
		want     []string
	}{
		"a pick":                         {cards.FormPick, pick, "10", unknown, []string{"no", "yes"}},
		"a pick beside what is known":    {cards.FormPick, pick, "10", known, []string{"no", "yes", "forget"}},
		"a pick for no customer":         {cards.FormPick, pick, "", unknown, nil},
		"an edit":                        {cards.FormDocument, quote, "10", unknown, []string{"no", "yes"}},
		"a mail":                         {cards.FormMail, mail, "10", unknown, nil},
		"a mail about what is known":     {cards.FormMail, mail, "10", known, []string{"no", "forget"}},
		"an instruction":                 {cards.FormInstruct, pick, "10", known, nil},
		"what is known of no customer's": {cards.FormMail, mail, "", known, nil},
	} {
		t.Run(name, func(t *testing.T) {
			x := task.New("T-1", "north", at)
			x.State, x.Party = task.Attention, task.Party{Match: task.One, Contact: "C1", Customer: c.customer}
			x.Messages, x.Steps = []task.Message{{ID: "<1>", At: at}}, []task.Step{c.step}
			x.Reading, x.Draft = &task.Reading{Relevant: true, Lines: c.lines}, &task.Draft{Kind: task.DraftQuote, Subject: "Re", Text: "Dear"}
			x.Document = &task.Document{Kind: task.Quote, Number: "Q1", Version: "1"}
			f := cards.Dialog(&x, 1, c.form, cards.Options{Lang: "en"})
			var got []string
			i := slices.IndexFunc(f.Inputs, func(in cards.Input) bool { return in.Name == "remember" })
			if i >= 0 {
				for _, choice := range f.Inputs[i].Choices {
					got = append(got, choice.Value)
				}
				if f.Inputs[i].Value.S != "no" {
					t.Errorf("it begins with %q", f.Inputs[i].Value.S)
				}
				if has := slices.Contains(got, "forget"); has != (f.Inputs[i].Hint == "“dims” is 1000") {
					t.Errorf("the hint is %q", f.Inputs[i].Hint)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("it offers %v, not %v", got, c.want)
			}
		})
	}
}
