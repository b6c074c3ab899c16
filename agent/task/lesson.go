package task

import (
	"slices"
	"strings"
	"time"
)

// Remember is whether a person's choice holds for the customer's next mails, too.
type Remember string

const (
	RememberNo     Remember = "no"     // the same as nothing
	RememberYes    Remember = "yes"    // the same words of this customer mean the same from now on
	RememberForget Remember = "forget" // what was remembered for words of this mail is wrong
)

// MaxWords is how long words may be that are remembered, in bytes: longer ones
// never come a second time.
const MaxWords = 300

// remembers is what the form says of a line of the reading.
func (f *Form) remembers(line int) Remember {
	if r, ok := f.RememberLines[line]; ok {
		return r
	}
	return f.Remember
}

// Words are what a line is known by when it is remembered, a stranger's: its words
// with the numbers beside them. Empty where they cannot be remembered.
func (l Line) Words() string {
	s := strings.TrimSpace(strings.Join(append([]string{strings.TrimSpace(l.Query)}, l.Identifiers...), " "))
	if len(s) > MaxWords {
		return ""
	}
	return s
}

// Lesson is what a person taught about the words of a task's customer. It is
// learned with the decision that brings it: a form that is not sent, that is
// refused, or a document that the back office does not take teaches nothing; what
// becomes of the task afterwards changes nothing.
type Lesson struct {
	Customer    string    `json:"customer"`
	Query       string    `json:"query,omitempty"` // the words with Identifiers: as Line has them, a stranger's
	Identifiers []string  `json:"identifiers,omitempty"`
	Forget      bool      `json:"forget,omitempty"` // the words mean nothing any more
	Item        string    `json:"item,omitempty"`
	Variant     string    `json:"variant,omitempty"`
	Said        string    `json:"said,omitempty"` // Unit is meant where this unit is said
	Unit        string    `json:"unit,omitempty"` // "" leaves the unit as it is said
	By          Person    `json:"by"`
	At          time.Time `json:"at"`
}

// learnPicks learns from choices for the lines as they were read.
func (m *move) learnPicks(read []Line, f *Form) {
	for _, p := range f.Picks {
		if !p.Skip && f.remembers(p.Line) == RememberYes {
			m.learn(read[p.Line], p.Item, p.Variant, p.Unit, m.e.By)
		}
	}
	m.forget(f, m.e.By)
}

// learnEdit learns from an edit that the back office took: lines whose item or
// unit a person changed, where it is clear which words of the mail they stand for.
func (m *move) learnEdit() {
	t, job := &m.t, m.job
	if job == nil || job.Form == nil || job.Form.Document == nil || job.By == nil {
		return
	}
	m.forget(job.Form, *job.By)
	if t.Document == nil || t.Reading == nil {
		return
	}
	for _, s := range swaps(t.Document.Lines, job.Form.Document.Lines) {
		i := t.Reading.LineOf(s.was)
		if i < 0 || job.Form.remembers(i) != RememberYes {
			continue
		}
		unit := s.now.Unit
		if unit == s.was.Unit {
			unit = ""
		}
		m.learn(t.Reading.Lines[i], s.now.Item, s.now.Variant, unit, *job.By)
	}
}

// swap is a line of a document that a person changed.
type swap struct {
	was DocLine
	now LineEdit
}

// swaps are the lines with another item or unit. One line that goes and one that
// comes are the one instead of the other.
func swaps(was []DocLine, now []LineEdit) []swap {
	if len(now) == 0 { // all lines stay
		return nil
	}
	var out []swap
	var gone []DocLine
	var come []LineEdit
	for _, w := range was {
		i := slices.IndexFunc(now, func(n LineEdit) bool { return n.No == w.No })
		switch {
		case i < 0:
			gone = append(gone, w)
		case now[i].Item != w.Item || now[i].Variant != w.Variant || now[i].Unit != w.Unit:
			out = append(out, swap{w, now[i]})
		}
	}
	for _, n := range now {
		if n.No == 0 {
			come = append(come, n)
		}
	}
	if len(gone) == 1 && len(come) == 1 {
		out = append(out, swap{gone[0], come[0]})
	}
	return out
}

// LineOf is the index of the line that a document's line was made for; -1 where
// that may be several or none.
func (r *Reading) LineOf(d DocLine) int {
	found := -1
	if r == nil {
		return found
	}
	for i, l := range r.Lines {
		if l.Match == One && !l.Skip && l.Change != LineRemove && len(l.Items) > 0 && l.Items[0].Number == d.Item {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// learn notes that the words of a line mean an item for the task's customer, and
// the unit said there another, if one is given.
func (m *move) learn(l Line, item, variant, unit string, by Person) {
	words := l.Words()
	if words == "" || m.t.Party.Customer == "" {
		return
	}
	x := Lesson{Customer: m.t.Party.Customer, Query: l.Query, Identifiers: l.Identifiers, Item: item, Variant: variant, By: by, At: m.e.At}
	if unit != "" && unit != l.Unit {
		x.Said, x.Unit = l.Unit, unit
	}
	m.lessons = append(m.lessons, x)
	m.log("words_remembered", map[string]string{"Words": excerpt(words), "Item": strings.TrimSpace(item + " " + variant)})
}

// forget forgets what was remembered for words of this reading.
func (m *move) forget(f *Form, by Person) {
	if f == nil || m.t.Reading == nil || m.t.Party.Customer == "" {
		return
	}
	for _, why := range m.t.Reading.remembered(func(line int) bool { return f.remembers(line) == RememberForget }) {
		m.lessons = append(m.lessons, Lesson{Customer: m.t.Party.Customer, Query: why.Words, Forget: true, By: by, At: m.e.At})
		m.log("words_forgotten", map[string]string{"Words": excerpt(why.Words)})
	}
}

// Remembered is why lines mean what a person once chose, each once.
func (r *Reading) Remembered() []Remembered {
	return r.remembered(func(int) bool { return true })
}

func (r *Reading) remembered(of func(line int) bool) []Remembered {
	if r == nil {
		return nil
	}
	var out []Remembered
	for i, l := range r.Lines {
		if why := l.Remembered(); why != nil && of(i) && !slices.Contains(out, *why) {
			out = append(out, *why)
		}
	}
	return out
}

// Remembered is why the line means what a person once chose; nil if not for that.
func (l Line) Remembered() *Remembered {
	if l.Match != One || l.Skip || len(l.Items) == 0 {
		return nil
	}
	return l.Items[0].Remembered
}

// excerpt is words short enough for the timeline.
func excerpt(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
