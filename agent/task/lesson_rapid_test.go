package task

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestNothingIsLearnedThatNobodySaid: whatever a form holds, a lesson is about a line
// that a person picked and said yes to, or about words that they said to forget, and
// it is the task's customer's.
func TestNothingIsLearnedThatNobodySaid(t *testing.T) {
	said := rapid.SampledFrom([]Remember{"", RememberNo, RememberYes, RememberForget, "always"})
	rapid.Check(t, func(t *rapid.T) {
		var lines []Line
		for range rapid.IntRange(1, 4).Draw(t, "lines") {
			l := Line{Query: rapid.SampledFrom([]string{"", "dims", "gear", "two words"}).Draw(t, "query"), Match: None}
			if rapid.Bool().Draw(t, "known") {
				l.Match, l.Items = One, []Candidate{{Number: "1000", Remembered: &Remembered{Words: l.Query, Name: "Bo"}}}
			}
			lines = append(lines, l)
		}
		f := &Form{Remember: said.Draw(t, "all"), RememberLines: map[int]Remember{}}
		for range rapid.IntRange(0, 4).Draw(t, "picks") {
			f.Picks = append(f.Picks, Pick{Line: rapid.IntRange(-1, 4).Draw(t, "line"), Item: rapid.SampledFrom([]string{"", "2000", "3000"}).Draw(t, "item"), Skip: rapid.Bool().Draw(t, "skip")})
		}
		for range rapid.IntRange(0, 3).Draw(t, "named") {
			f.RememberLines[rapid.IntRange(-1, 5).Draw(t, "of")] = said.Draw(t, "one")
		}
		x := doodads(Step{Kind: StepAssistance, Problem: &Problem{Code: NoItem, Lines: []int{0}}}, lines...)
		_, effects, err := Apply(x, Event{Kind: PickItem, Form: f, At: taught, By: Person{ID: "anna", Roles: []Role{Approver}}})
		if err != nil && effects != nil {
			t.Fatalf("refused, and yet %+v", effects)
		}
		for _, e := range effects {
			if e.Job == nil || e.Job.Kind != JobRemember {
				continue
			}
			for _, l := range e.Job.Lessons {
				if !told(lines, f, l) || l.Customer != "10" || l.By.ID != "anna" {
					t.Fatalf("nobody said %+v", l)
				}
			}
		}
	})
}

func told(lines []Line, f *Form, l Lesson) bool {
	if l.Forget {
		return slices.ContainsFunc(lines, func(x Line) bool { return x.Remembered() != nil && x.Query == l.Query }) &&
			(f.Remember == RememberForget || slices.Contains(values(f.RememberLines), RememberForget))
	}
	return slices.ContainsFunc(f.Picks, func(p Pick) bool {
		return !p.Skip && p.Item == l.Item && lines[p.Line].Query == l.Query && l.Query != "" && f.remembers(p.Line) == RememberYes
	})
}

func values(m map[int]Remember) []Remember {
	var out []Remember
	for _, r := range m {
		out = append(out, r)
	}
	return out
}
