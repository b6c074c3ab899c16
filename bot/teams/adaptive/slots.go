package adaptive

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/bot/figure"
	"salesclerk/cards"
)

// kind is what an input takes.
type kind int

const (
	words  kind = iota // one line
	many               // several lines
	number             // a decimal, in the reader's format
	date               // ISO
	choose             // one of a list, encoded
	onoff              // "true" or "false"
)

// A slot is one input of a form: its id without the prefix of its form, and what
// stands in it while nobody has typed.
type slot struct {
	id   string
	kind kind
	was  string // as the form has it; choose: encoded
	asks bool   // emptying it is asked about
	most int    // runes that are shown; 0: all
	find bool   // a search: it begins with nothing, and choosing nothing there means nothing
}

// drawn is what stands in the input for a reader, before anything is typed.
func (s slot) drawn(w *lang.Words) string {
	switch s.kind {
	case number:
		return cut(shown(figure.Local(w, s.was), false), s.most)
	case date:
		if !isoDate.MatchString(s.was) {
			return ""
		}
		return s.was
	case choose, onoff:
		return s.was
	}
	if s.most > 0 {
		return cut(shown(s.was, false), s.most)
	}
	return shown(s.was, s.kind == many)
}

// maxCell is how much of a value of a line stands in its input.
const maxCell = 300

var isoDate = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)

// shown is a text as it is put into an input: what one cannot see is left out, so
// that what is read there is what there is.
func shown(s string, lines bool) string {
	if s = (cards.Text{S: s}).Para(); lines {
		return s
	}
	return strings.ReplaceAll(s, "\n", " ")
}

// same says whether v is what stood in the input untouched, whatever the language
// it was drawn in. Clients may trim.
func (s slot) same(v string) bool {
	v = strings.TrimSpace(v)
	if s.find && v == encode("") {
		return true
	}
	for _, tag := range lang.Supported() {
		if v == strings.TrimSpace(s.drawn(lang.For(tag))) {
			return true
		}
		if s.kind != number {
			return false
		}
	}
	return false
}

// typed is v as it is kept: line ends as ours, choices as we write them.
func (s slot) typed(v string) string {
	switch {
	case s.kind == choose && v != "" && v != skip:
		if parts, ok := decode(v); !ok || encode(parts...) != v {
			return encode(strings.TrimSpace(v))
		}
		return v
	case s.kind == onoff:
		return strconv.FormatBool(v == "true")
	case s.most > 0:
		v = cut(v, 2*s.most) // more than is shown, so that it is seen to be too much
	}
	return strings.ReplaceAll(strings.ReplaceAll(v, "\r\n", "\n"), "\r", "\n")
}

// What ends the ids of the inputs beside a list to choose from: for words of one's
// own, and for a search.
const (
	own    = "+"
	search = "*"
)

// slots are the inputs of a form, with rows empty rows beyond the first ones.
func slots(f cards.Form, rows int) []slot {
	if f.Action == "" {
		return nil
	}
	var out []slot
	for _, in := range f.Inputs {
		out = append(out, inputSlots(in)...)
	}
	for _, l := range linesOf(f) {
		out = append(out, l.slots()...)
	}
	if f.Kind == cards.FormDocument {
		for n := range firstRows + rows {
			out = append(out, newLine(n+1).slots()...)
		}
	}
	for _, p := range f.Picks {
		out = append(out, pickSlots(p)...)
	}
	return out
}

// inputSlots is one input, or two where a value of one's own may stand beside a list.
func inputSlots(in cards.Input) []slot {
	switch in.Type {
	case cards.InText:
		return []slot{{id: in.Name, kind: many, was: in.Value.S, asks: !in.Required}}
	case cards.InDate:
		return []slot{{id: in.Name, kind: date, was: in.Value.S, asks: !in.Required}}
	case cards.InChoice:
		if !in.Free {
			return []slot{{id: in.Name, kind: choose, was: encode(in.Value.S)}}
		}
		c, w := slot{id: in.Name, kind: choose}, slot{id: in.Name + own, kind: words, asks: !in.Required}
		if offered(in, in.Value.S) {
			c.was = encode(in.Value.S)
		} else {
			w.was = in.Value.S
		}
		if dataset(in) == "" {
			return []slot{c, w}
		}
		return []slot{c, {id: in.Name + search, kind: choose, find: true}, w}
	}
	return []slot{{id: in.Name, kind: words, was: in.Value.S, asks: !in.Required}}
}

// dataset is where an input searches; "" where the form has the whole list.
func dataset(in cards.Input) string {
	switch in.Name {
	case "contact":
		return SetContacts
	case "customer":
		return SetCustomers
	}
	return ""
}

// offered says whether a value is one of those an input offers. Nothing is, where
// the input need not be filled in.
func offered(in cards.Input, value string) bool {
	return value == "" && !in.Required ||
		slices.ContainsFunc(in.Choices, func(c cards.Choice) bool { return c.Value == value })
}

// encode makes the value of a choice of its parts: clients that let people type
// into a list send what was typed, and that never looks like it.
func encode(parts ...string) string {
	var out []string
	for _, p := range parts {
		out = append(out, url.QueryEscape(p))
	}
	return "=" + strings.Join(out, "|")
}

// decode reads what encode wrote; what is something else was typed.
func decode(v string) (parts []string, chosen bool) {
	rest, ok := strings.CutPrefix(v, "=")
	if !ok {
		return []string{strings.TrimSpace(v)}, false
	}
	for p := range strings.SplitSeq(rest, "|") {
		s, err := url.QueryUnescape(p)
		if err != nil {
			return []string{strings.TrimSpace(v)}, false
		}
		parts = append(parts, s)
	}
	return parts, true
}

// firstRows is how many empty rows a document's form has.
const firstRows = 3

// entry is a line of a document in a form: one that is there, or an empty row.
type entry struct {
	key  string
	line cards.LineIn
	new  bool
}

// linesOf is the lines of a form with a key for each; that of a line is its number
// in the document, as long as that is there once.
func linesOf(f cards.Form) []entry {
	out := make([]entry, 0, len(f.Lines))
	seen := map[string]bool{}
	for i, l := range f.Lines {
		key := strconv.Itoa(l.No)
		if l.No == 0 || seen[key] {
			key = "at" + strconv.Itoa(i)
		}
		seen[key] = true
		out = append(out, entry{key: key, line: l})
	}
	return out
}

func newLine(n int) entry { return entry{key: "n" + strconv.Itoa(n), new: true} }

func (e entry) slots() []slot {
	l := e.line
	at := func(name string) string { return e.key + "." + name }
	list := []slot{{at("q"), number, l.Quantity, false, maxCell, false}, {at("u"), words, l.Unit, true, maxCell, false}, {at("p"), number, l.Price, true, maxCell, false},
		{at("d"), number, l.Discount, true, maxCell, false}, {at("t"), date, l.Date, true, 0, false}}
	if e.new {
		list[0].was = "1"
		return append([]slot{{id: at("i"), kind: choose, find: true}, {id: at("n"), kind: words, most: maxCell}, {id: at("v"), kind: words, most: maxCell}}, list...)
	}
	return append(list, slot{at("x"), onoff, "false", false, 0, false})
}

// keyOfPick names a line to choose an item for.
func keyOfPick(p cards.PickIn) string { return "p" + strconv.Itoa(p.Line) }

func pickSlots(p cards.PickIn) []slot {
	at := func(name string) string { return keyOfPick(p) + "." + name }
	return []slot{{at("c"), choose, chosen(p), false, 0, false}, {id: at("i"), kind: choose, find: true}, {id: at("n"), kind: words, most: maxCell}, {id: at("v"), kind: words, most: maxCell},
		{at("q"), number, p.Quantity, false, maxCell, false}, {at("u"), words, p.Unit, false, maxCell, false}}
}

// skip is the choice that leaves a line out.
const skip = "-"

// chosen is the choice that a line begins with.
func chosen(p cards.PickIn) string {
	if p.Skip {
		return skip
	}
	for _, c := range p.Choices {
		if c.Value == p.Chosen && p.Chosen != "" {
			return encode(c.Item, c.Variant)
		}
	}
	return ""
}
