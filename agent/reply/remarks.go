package reply

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// said are the notes a customer is told. All others are for colleagues only:
// a credit limit has no business in a mail.
var said = map[string]bool{
	"date_past": true, "date_several": true, "ship_to_unknown": true, "quantity_assumed": true,
	"price_differs": true, "not_available": true, "promise": true,
}

// remarks is what the customer must know besides the table: notes, and what
// cannot be delivered as wished.
func (w *writer) remarks() []string {
	out := w.notes()
	if len(w.Short) == 0 {
		return out
	}
	var lines []string
	for _, s := range w.Short {
		lines = append(lines, "- "+w.shortLine(s))
	}
	return append(out, w.say("short.heading")+"\n"+strings.Join(w.cap(lines), "\n"))
}

// notes is one paragraph of the notes meant for customers, each said once.
func (w *writer) notes() []string {
	var lines []string
	seen := map[string]bool{}
	for _, n := range w.allNotes() {
		if w.isShort(n) {
			continue
		}
		s := w.noteLine(n)
		if s != "" && !seen[s] {
			seen[s] = true
			lines = append(lines, s)
		}
	}
	if len(lines) > 1 {
		for i := range lines {
			lines[i] = "- " + lines[i]
		}
		lines = append([]string{w.say("note.heading")}, w.cap(lines)...)
	}
	if len(lines) == 0 {
		return nil
	}
	return []string{strings.Join(lines, "\n")}
}

// isShort says whether the note is about an item that is said to be short anyway.
func (w *writer) isShort(n task.Note) bool {
	item := n.Args["Item"]
	return item != "" && slices.ContainsFunc(w.Short, func(s Short) bool { return s.Item == item })
}

func (w *writer) allNotes() []task.Note {
	notes := w.Notes
	if w.Reading == nil {
		return notes
	}
	notes = append(w.Reading.Notes[:len(w.Reading.Notes):len(w.Reading.Notes)], notes...)
	for _, l := range w.Reading.Lines {
		if l.QuantityAssumed && !l.Skip && l.Match != task.None {
			notes = append(notes, task.Note{Code: "quantity_assumed", Args: map[string]string{"Words": l.Text}})
		}
	}
	return notes
}

func (w *writer) noteLine(n task.Note) string {
	if !said[n.Code] {
		return ""
	}
	args := lang.Args{}
	for k, v := range w.words.Shape(n.Args) {
		args[k] = short(v, 120)
	}
	return w.say("note."+n.Code, args)
}

func (w *writer) shortLine(s Short) string {
	args := lang.Args{"What": w.what(s), "Wanted": w.quantity(s.Wanted, s.Unit), "Date": w.words.Date(s.Date)}
	if s.Available != "" {
		args["Available"] = w.quantity(s.Available, s.Unit)
	}
	return w.say("short.line", args)
}

// what names an item for a customer: "1920-S ANTWERP Conference Table", or
// their own words where there is no item.
func (w *writer) what(s Short) string {
	if name := strings.TrimSpace(s.Item + " " + s.Description); name != "" {
		return short(name, 120)
	}
	return short(s.Words, 120)
}

func (w *writer) quantity(q, unit string) string {
	return short(w.words.Decimal(q)+" "+unit, 40)
}

// short makes one line of at most so many letters; a cut shows as "…".
func short(s string, most int) string {
	s = strings.Join(words(strings.Map(visible, s)), " ")
	runes := []rune(s)
	if len(runes) <= most {
		return s
	}
	return strings.TrimSpace(string(runes[:most-1])) + "…"
}

const nbsp = '\u00a0'

// words are what spaces part; a no-break space parts nothing.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r != nbsp && unicode.IsSpace(r) })
}

// visible drops letters that steer a terminal or turn the writing round.
func visible(r rune) rune {
	switch {
	case r == nbsp:
		return r
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsControl(r), unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}

func count(n int) string { return strconv.Itoa(n) }
