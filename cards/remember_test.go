package cards_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// TestAFormOffersToRemember: where something can be chosen for a customer's words,
// where something is remembered, and nowhere else.
func TestAFormOffersToRemember(t *testing.T) {
	at := time.Date(2027, 5, 3, 9, 0, 0, 0, time.UTC)
	known := []task.Line{{Query: "dims", Match: task.One, Items: []task.Candidate{{Number: "1000", Remembered: &task.Remembered{Words: "dims", Name: "Anna", At: at}}}}}
	unknown := []task.Line{{Query: "dims", Match: task.None}}
	both := append(slices.Clone(known), task.Line{Query: "gear", Match: task.None}, task.Line{Query: "", Match: task.None})
	pick := task.Step{N: 1, Kind: task.StepAssistance, Status: task.StepOpen, Problem: &task.Problem{Code: task.NoItem}}
	one := pick
	one.Problem = &task.Problem{Code: task.NoItem, Lines: []int{1}}
	clear := []task.Line{{Query: "chairs", Match: task.One, Items: []task.Candidate{{Number: "1000"}}}, {Query: "tables", Match: task.One, Items: []task.Candidate{{Number: "2000"}}}}
	var many []task.Line
	var manyWant string
	for i := range 7 {
		words := fmt.Sprint("dims", i)
		many = append(many, task.Line{Query: words, Match: task.One, Items: []task.Candidate{{Number: "1000", Remembered: &task.Remembered{Words: words, At: at}}}})
		if i < 5 {
			manyWant += fmt.Sprintf("remember_%d no forget (“%s” is 1000); ", i, words)
		}
	}
	manyWant += "remember no forget (“dims5” is 1000; “dims6” is 1000)"
	quote := task.Step{N: 1, Kind: task.StepQuote, Status: task.StepOpen}
	mail := task.Step{N: 1, Kind: task.StepOutgoing, Status: task.StepOpen}
	for name, c := range map[string]struct {
		form     string
		step     task.Step
		customer string
		lines    []task.Line
		want     string
	}{
		"a pick":                           {cards.FormPick, pick, "10", unknown, "remember_0 no yes"},
		"a pick beside what is known":      {cards.FormPick, pick, "10", both, "remember_0 no yes forget (“dims” is 1000); remember_1 no yes"},
		"a pick of one, others stay":       {cards.FormPick, one, "10", append(slices.Clone(unknown), both[1:]...), "remember_1 no yes; remember no yes"},
		"a pick for no customer":           {cards.FormPick, pick, "", unknown, ""},
		"an edit":                          {cards.FormDocument, quote, "10", clear[:1], "remember no yes"},
		"an edit of several lines":         {cards.FormDocument, quote, "10", clear, "remember no yes yes_0 yes_1"},
		"an edit of what is known":         {cards.FormDocument, quote, "10", known, "remember no yes forget_0 (“dims” is 1000)"},
		"a mail":                           {cards.FormMail, mail, "10", unknown, ""},
		"a mail about what is known":       {cards.FormMail, mail, "10", known, "remember_0 no forget (“dims” is 1000)"},
		"a mail about many that are known": {cards.FormMail, mail, "10", many, manyWant},
		"an instruction":                   {cards.FormInstruct, pick, "10", known, ""},
		"what is known of no customer's":   {cards.FormMail, mail, "", known, ""},
	} {
		t.Run(name, func(t *testing.T) {
			x := task.New("T-1", "north", at)
			x.State, x.Party = task.Attention, task.Party{Match: task.One, Contact: "C1", Customer: c.customer}
			x.Messages, x.Steps = []task.Message{{ID: "<1>", At: at}}, []task.Step{c.step}
			x.Reading, x.Draft = &task.Reading{Relevant: true, Lines: c.lines}, &task.Draft{Kind: task.DraftQuote, Subject: "Re", Text: "Dear"}
			x.Document = &task.Document{Kind: task.Quote, Number: "Q1", Version: "1", Lines: []task.DocLine{{No: 1, Item: "1000"}, {No: 2, Item: "2000"}}}
			f := cards.Dialog(&x, 1, c.form, cards.Options{Lang: "en"})
			var got []string
			for _, in := range f.Inputs {
				if !strings.HasPrefix(in.Name, "remember") {
					continue
				}
				s := in.Name
				for _, choice := range in.Choices {
					s += " " + choice.Value
				}
				if in.Hint != "" {
					s += " (" + in.Hint + ")"
				}
				if got = append(got, s); in.Value.S != "no" || in.Label == "" {
					t.Errorf("it begins with %q, under %q", in.Value.S, in.Label)
				}
			}
			if got := strings.Join(got, "; "); got != c.want {
				t.Errorf("it offers %s, not %s", got, c.want)
			}
		})
	}
}

// TestWhatIsChosenIsTaught: each input says it of its line, one of all others.
func TestWhatIsChosenIsTaught(t *testing.T) {
	var f task.Form
	for _, in := range [][2]string{{"text", "yes"}, {"remember", "forget"}, {"remember_2", "yes"}, {"remember_3", ""}, {"remember_x", "yes"}, {"remembered", "no"}} {
		cards.Teach(&f, in[0], in[1])
	}
	if d := cmp.Diff(task.Form{Remember: task.RememberForget, RememberLines: map[int]task.Remember{2: task.RememberYes}}, f); d != "" {
		t.Error(d)
	}
	f = task.Form{}
	cards.Teach(&f, "remember", "yes_4")
	if d := cmp.Diff(task.Form{RememberLines: map[int]task.Remember{4: task.RememberYes}}, f); d != "" {
		t.Error(d)
	}
}
