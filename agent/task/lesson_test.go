package task

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var taught = time.Date(2027, 5, 3, 9, 0, 0, 0, time.UTC)

// doodads is a task of customer 10 that is stuck on words nobody knows.
func doodads(step Step, lines ...Line) Task {
	step.N, step.Status = 1, StepOpen
	return Task{ID: "T-1", State: Attention, Party: Party{Match: One, Contact: "C1", Customer: "10"}, Messages: []Message{{ID: "<1>"}},
		Reading: &Reading{Relevant: true, Intents: []Intent{QuoteRequest}, Lines: lines}, Steps: []Step{step}}
}

// lessons are what an event teaches.
func lessons(t *testing.T, x Task, e Event) ([]Lesson, Task) {
	t.Helper()
	e.At, e.By = taught, Person{ID: "anna", Name: "Anna", Roles: []Role{Approver}}
	next, effects, err := Apply(x, e)
	if err != nil {
		t.Fatal(err)
	}
	var out []Lesson
	for _, f := range effects {
		if f.Job != nil && f.Job.Kind == JobRemember {
			if f.Job.Task != x.ID || f.Job.Key == "" {
				t.Errorf("the job is %+v", f.Job)
			}
			out = append(out, f.Job.Lessons...)
		}
	}
	for i := range out {
		if out[i].By.ID != "anna" || !out[i].At.Equal(taught) || out[i].Customer != "10" {
			t.Errorf("by %+v at %s for %s", out[i].By, out[i].At, out[i].Customer)
		}
		out[i].By, out[i].At, out[i].Customer = Person{}, time.Time{}, ""
	}
	return out, next
}

func TestPicksTeach(t *testing.T) {
	stuck := Step{Kind: StepAssistance, Problem: &Problem{Code: NoItem, Lines: []int{0}}}
	lines := []Line{{Query: "doodads", Quantity: "7", Unit: "crate", Match: None}, {Query: "dims", Identifiers: []string{"X9"}, Quantity: "1", Match: One,
		Items: []Candidate{{Number: "3000", Remembered: &Remembered{Words: "dims X9", Name: "Bo"}}}}}
	pick := Pick{Line: 0, Item: "1000", Variant: "RED", Unit: "BOX"}
	for name, c := range map[string]struct {
		form Form
		want []Lesson
	}{
		"not asked for":      {Form{Picks: []Pick{pick}}, nil},
		"only this time":     {Form{Picks: []Pick{pick}, Remember: RememberNo}, nil},
		"remembered":         {Form{Picks: []Pick{pick}, Remember: RememberYes}, []Lesson{{Query: "doodads", Item: "1000", Variant: "RED", Said: "crate", Unit: "BOX"}}},
		"with the unit said": {Form{Picks: []Pick{{Item: "1000", Unit: "crate"}}, Remember: RememberYes}, []Lesson{{Query: "doodads", Item: "1000"}}},
		"left out":           {Form{Picks: []Pick{{Skip: true}}, Remember: RememberYes}, nil},
		"forgotten":          {Form{Picks: []Pick{pick}, Remember: RememberForget}, []Lesson{{Query: "dims X9", Forget: true}}},
		"this line, not the others": {Form{Picks: []Pick{pick, {Line: 1, Item: "2000"}}, RememberLines: map[int]Remember{0: RememberYes}},
			[]Lesson{{Query: "doodads", Item: "1000", Variant: "RED", Said: "crate", Unit: "BOX"}}},
		"the others, not this line": {Form{Picks: []Pick{pick, {Line: 1, Item: "2000"}}, Remember: RememberYes, RememberLines: map[int]Remember{0: RememberNo}},
			[]Lesson{{Query: "dims", Identifiers: []string{"X9"}, Item: "2000"}}},
		"one remembered, one forgotten": {Form{Picks: []Pick{pick}, RememberLines: map[int]Remember{0: RememberYes, 1: RememberForget}},
			[]Lesson{{Query: "doodads", Item: "1000", Variant: "RED", Said: "crate", Unit: "BOX"}, {Query: "dims X9", Forget: true}}},
		"forgotten but this one": {Form{Picks: []Pick{pick}, Remember: RememberForget, RememberLines: map[int]Remember{1: RememberNo}}, nil},
		"of no line there is":    {Form{Picks: []Pick{pick}, RememberLines: map[int]Remember{-1: RememberYes, 99: RememberForget}}, nil},
		"nonsense":               {Form{Picks: []Pick{pick}, Remember: "always"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, next := lessons(t, doodads(stuck, lines...), Event{Kind: PickItem, Form: &c.form})
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
			told := slices.ContainsFunc(next.Steps, func(s Step) bool {
				return s.Note != nil && (s.Note.Code == "words_remembered" || s.Note.Code == "words_forgotten")
			})
			if told != (c.want != nil) {
				t.Errorf("the timeline says so: %v", told)
			}
		})
	}
	long := doodads(stuck, Line{Query: strings.Repeat("x", MaxWords+1), Match: None})
	if got, next := lessons(t, long, Event{Kind: PickItem, Form: &Form{Picks: []Pick{pick}, Remember: RememberYes}}); got != nil ||
		slices.ContainsFunc(next.Steps, func(s Step) bool { return s.Note != nil && s.Note.Code == "words_remembered" }) {
		t.Errorf("words without end are learned, or said to be: %+v", got)
	}
	free := doodads(stuck, lines...)
	free.Party.Customer = ""
	if got, _ := lessons(t, free, Event{Kind: PickItem, Form: &Form{Picks: []Pick{pick}, Remember: RememberYes}}); got != nil {
		t.Errorf("words of no customer are learned: %+v", got)
	}
}

// TestNothingIsLearnedOfWhatIsRefused: neither without the right, nor from a form
// with a mistake.
func TestNothingIsLearnedOfWhatIsRefused(t *testing.T) {
	x := doodads(Step{Kind: StepAssistance, Problem: &Problem{Code: NoItem, Lines: []int{0}}}, Line{Query: "doodads", Match: None})
	yes := func(p Pick) *Form { return &Form{Picks: []Pick{p}, Remember: RememberYes} }
	for name, e := range map[string]Event{
		"no right": {Kind: PickItem, Form: yes(Pick{Item: "1000"}), By: Person{ID: "v", Roles: []Role{Viewer}}},
		"no item":  {Kind: PickItem, Form: yes(Pick{}), By: Person{ID: "a", Roles: []Role{Approver}}},
	} {
		if _, effects, err := Apply(x, e); err == nil || effects != nil {
			t.Errorf("%s: %v %+v", name, err, effects)
		}
	}
}

func TestEditsTeachOnceTheBackOfficeTookThem(t *testing.T) {
	line := func(q, item string) Line {
		return Line{Query: q, Quantity: "1", Unit: "PCS", Match: One, Items: []Candidate{{Number: item}}}
	}
	x := doodads(Step{Kind: StepQuote}, line("doodads", "1000"), line("dims", "2000"), line("twice", "3000"), line("two times", "3000"))
	x.Document = &Document{Kind: Quote, Number: "Q1", Version: "1", Lines: []DocLine{{No: 1, Item: "1000", Quantity: "1", Unit: "PCS"},
		{No: 2, Item: "2000", Quantity: "1", Unit: "PCS"}, {No: 3, Item: "3000", Quantity: "1", Unit: "PCS"}}}
	same1, same2, same3 := LineEdit{No: 1, Item: "1000", Quantity: "1", Unit: "PCS"}, LineEdit{No: 2, Item: "2000", Quantity: "1", Unit: "PCS"}, LineEdit{No: 3, Item: "3000", Quantity: "1", Unit: "PCS"}
	other := func(l LineEdit, item, unit string) LineEdit { l.Item, l.Unit = item, unit; return l }
	fresh := LineEdit{Item: "4000", Quantity: "1", Unit: "PCS"}
	for name, c := range map[string]struct {
		lines []LineEdit
		want  []Lesson
	}{
		"nothing changed":        {[]LineEdit{same1, same2, same3}, nil},
		"no lines sent":          {nil, nil},
		"another item":           {[]LineEdit{other(same1, "4000", "PCS"), same2, same3}, []Lesson{{Query: "doodads", Item: "4000"}}},
		"another unit":           {[]LineEdit{same1, other(same2, "2000", "BOX"), same3}, []Lesson{{Query: "dims", Item: "2000", Said: "PCS", Unit: "BOX"}}},
		"one instead of another": {[]LineEdit{same2, same3, fresh}, []Lesson{{Query: "doodads", Item: "4000"}}},
		"two for one":            {[]LineEdit{same2, same3, fresh, fresh}, nil},
		"one goes":               {[]LineEdit{same2, same3}, nil},
		"of two lines' words":    {[]LineEdit{same1, same2, other(same3, "4000", "PCS")}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, next := lessons(t, x, Event{Kind: Save, Form: &Form{Document: &DocumentEdit{Version: "1", Lines: c.lines}, Remember: RememberYes}})
			if got != nil {
				t.Errorf("learned before it was saved: %+v", got)
			}
			got, _ = lessons(t, next, Event{Kind: Saved, Job: next.Job.Key, Document: &Document{Kind: Quote, Number: "Q1", Version: "2"}})
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
			only := Form{Document: &DocumentEdit{Version: "1", Lines: c.lines}, RememberLines: map[int]Remember{0: RememberYes}}
			_, next = lessons(t, x, Event{Kind: Save, Form: &only})
			got, _ = lessons(t, next, Event{Kind: Saved, Job: next.Job.Key, Document: &Document{Kind: Quote, Number: "Q1", Version: "2"}})
			want := slices.DeleteFunc(slices.Clone(c.want), func(l Lesson) bool { return l.Query != "doodads" })
			if len(got) != len(want) {
				t.Errorf("of the first line alone: %+v, want %+v", got, want)
			}
			if got, _ = lessons(t, next, Event{Kind: Stuck, Job: next.Job.Key, Problem: &Problem{Code: BadInput}}); got != nil {
				t.Errorf("learned though it was refused: %+v", got)
			}
		})
	}
}

// TestForgettingEditsNoMail: who only forgets what the mail was read by has not
// changed the mail.
func TestForgettingEditsNoMail(t *testing.T) {
	x := doodads(Step{Kind: StepOutgoing, Draft: nil}, Line{Query: "dims", Match: One, Items: []Candidate{{Number: "3000", Remembered: &Remembered{Words: "dims", Name: "Bo"}}}})
	x.Draft = &Draft{ID: "<d>", Kind: DraftQuote, To: []string{"a@b.example"}, Subject: "Re", Text: "Dear"}
	subject, text := "Re", "Dear"
	got, next := lessons(t, x, Event{Kind: Save, Form: &Form{Subject: &subject, Text: &text, RememberLines: map[int]Remember{0: RememberForget}}})
	if d := cmp.Diff([]Lesson{{Query: "dims", Forget: true}}, got); d != "" || next.Draft.Edited {
		t.Errorf("edited: %t %s", next.Draft.Edited, d)
	}
	text = "Dear Anna"
	if got, next = lessons(t, x, Event{Kind: Save, Form: &Form{Text: &text}}); got != nil || !next.Draft.Edited {
		t.Errorf("an edit: %+v, edited %t", got, next.Draft.Edited)
	}
}
