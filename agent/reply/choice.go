package reply

import (
	"strings"

	"salesclerk/agent/task"
)

// mostOptions is how many items are offered for one wish.
const mostOptions = 8

// Choice is one item offered for one wish, with the letter the customer may
// answer with. Letters go on from wish to wish, so each means one item.
type Choice struct {
	Letter    string // A, B, ... Z, AA, AB, ...
	Line      int    // index in Reading.Lines
	Candidate task.Candidate
}

// Choices are the options an ask offers for a reading, in the order of the mail.
// The reader of the customer's answer takes them to know what a letter means.
func Choices(r *task.Reading) []Choice {
	if r == nil {
		return nil
	}
	var out []Choice
	for i, l := range r.Lines {
		if l.Skip || (l.Match != task.Several && l.Match != task.Alternatives) {
			continue
		}
		for j, c := range l.Items {
			if j < mostOptions {
				out = append(out, Choice{Letter: letter(len(out)), Line: i, Candidate: c})
			}
		}
	}
	return out
}

// letter counts A to Z, AA to ZZ.
func letter(n int) string {
	if n < 26 {
		return string(rune('A' + n))
	}
	return letter(n/26-1) + string(rune('A'+n%26))
}

// example is an answer the customer could give: the first letter of each of
// the first two wishes.
func example(choices []Choice) string {
	var letters []string
	line := -1
	for _, c := range choices {
		if c.Line != line && len(letters) < 2 {
			letters = append(letters, c.Letter)
			line = c.Line
		}
	}
	return strings.Join(letters, ", ")
}

// optionTable is the options per wish. The wish stands beside its first option.
func (w *writer) optionTable() Table {
	t := Table{Columns: []Column{{Head: w.say("column.wish"), Flex: true}, {Head: w.say("column.letter")},
		{Head: w.say("column.item")}, {Head: w.say("column.what"), Flex: true}}}
	line := -1
	for _, c := range Choices(w.Reading) {
		wish := ""
		if c.Line != line {
			wish, line = w.wish(w.Reading.Lines[c.Line]), c.Line
		}
		item := strings.TrimSpace(c.Candidate.Number + " " + c.Candidate.Variant)
		t.Rows = append(t.Rows, []string{wish, c.Letter, short(item, 40), short(c.Candidate.Description, 160)})
	}
	return t
}

func (w *writer) wish(l task.Line) string {
	s := short(l.Text, 120)
	if l.Match == task.Alternatives {
		s += " (" + w.say("ask.alternatives") + ")"
	}
	return s
}
