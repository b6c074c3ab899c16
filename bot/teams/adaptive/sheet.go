package adaptive

import (
	"slices"
	"strconv"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/cards"
)

// sheet writes a form.
type sheet struct {
	f      cards.Form
	d      Draft
	w      *lang.Words
	prefix string
	errors map[string]string // by input: its id without the prefix; "" beside a field is its line's
	loose  []string          // what is wrong with nothing that is shown
	link   func(string) string
}

// A unit is what stays together on a page.
type unit struct {
	items  []element
	weight int
	ids    []string // of the inputs in it
	drawn  []string // those with something in them
	line   int      // its place in the list of lines, from 1
}

func newSheet(f cards.Form, d Draft, tag string) *sheet {
	s := &sheet{f: f, d: d, w: lang.For(tag), prefix: prefixOf(f.Action), errors: map[string]string{}}
	for _, field := range sortedKeys(d.Errors) {
		if id := s.place(field); id != "" {
			s.errors[id] = d.Errors[field]
		} else {
			s.loose = append(s.loose, d.Errors[field])
		}
	}
	return s
}

func sortedKeys(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// place is the input that shows a field of the core or the back office ("subject",
// "lines.2.unit", "picks.1.item"), or "" where there is none.
func (s *sheet) place(field string) string {
	parts := strings.Split(field, ".")
	name := parts[len(parts)-1]
	switch {
	case parts[0] == "lines" && len(parts) > 1:
		for _, x := range rowsOf(s.f, s.d) {
			if x.n > 0 && strconv.Itoa(x.n) == parts[1] {
				return x.key + "." + shortName(name, x.new)
			}
		}
	case parts[0] == "picks" && len(parts) == 3:
		return "p" + parts[1] + "." + pickName(name)
	case s.f.Kind == cards.FormPick && len(s.f.Picks) > 0 && len(parts) == 1 && field != "picks":
		needed, others := s.f.PickOrder()
		return keyOfPick(append(needed, others...)[0]) + "." + pickName(name)
	case inputOf(s.f, field).Name != "":
		return field
	}
	return ""
}

// pickName is what the id of an input of a pick has for a name of task.Pick.
func pickName(name string) string {
	if name == "quantity" || name == "unit" {
		return shortName(name, true)
	}
	return "c"
}

// shortName is what the id of an input has for a name of task.LineEdit; an item
// that cannot be entered is shown at the quantity.
func shortName(name string, item bool) string {
	for _, short := range []string{"q", "u", "p", "d", "t"} {
		if lineNames[short] == name {
			return short
		}
	}
	if item {
		return "i"
	}
	return "q"
}

func inputOf(f cards.Form, name string) cards.Input {
	i := slices.IndexFunc(f.Inputs, func(in cards.Input) bool { return in.Name == name })
	if i < 0 {
		return cards.Input{}
	}
	return f.Inputs[i]
}

// units is the form from top to bottom: what is short to read, what is to be
// filled in, what is long to read.
func (s *sheet) units() []unit {
	short, long := s.byLength()
	var out []unit
	var top []element
	for _, say := range append(slices.Clone(s.d.Notes), s.loose...) {
		top = append(top, failed(say))
	}
	if top = append(top, sentences(sizes[0].text, s.f.Lead)...); len(top) > 0 {
		out = append(out, unit{items: top})
	}
	out = append(out, s.reading(short)...)
	if s.f.Action != "" {
		for _, in := range s.f.Inputs {
			out = append(out, s.inputUnit(in))
		}
	}
	out = append(out, s.lineUnits()...)
	out = append(out, s.pickUnits()...)
	out = append(out, s.reading(long)...)
	out = append(out, s.reading(s.f.Answers)...)
	for i := range out {
		out[i].weight = weigh(out[i].items)
	}
	return out
}

// shortReading is how much may stand before what is to be filled in.
const shortReading = 6000

// byLength parts what is to be read into what stands before the inputs and what
// stands behind them. A value that stands in an input is not shown twice.
func (s *sheet) byLength() (short, long []cards.Block) {
	if s.f.Action == "" {
		return s.f.Blocks, nil
	}
	for _, b := range s.f.Blocks {
		b.Fields = slices.DeleteFunc(slices.Clone(b.Fields), func(x cards.Field) bool {
			return slices.ContainsFunc(s.f.Inputs, func(in cards.Input) bool { return in.Label == x.Label && in.Type != cards.InChoice })
		})
		if (b.Kind == cards.BlockQuote || b.Kind == cards.BlockTable) && weigh(b) > shortReading {
			long = append(long, b)
		} else {
			short = append(short, b)
		}
	}
	return short, long
}

// data is what the buttons of a page carry beside their verb.
func (s *sheet) data(page []unit, at int, target string) data {
	d := data{Target: target, Form: s.f.Kind, Action: s.f.Action, Version: s.f.Version, Page: at, Rows: s.d.Rows}
	here := map[string]bool{}
	var drawn []string
	for _, u := range page {
		for _, id := range u.ids {
			here[id] = true
		}
		drawn = append(drawn, u.drawn...)
	}
	d.Drawn = strings.Join(drawn, " ")
	for id, v := range s.d.Typed {
		if !here[id] {
			if d.Typed == nil {
				d.Typed = Typed{}
			}
			d.Typed[id] = v
		}
	}
	return d
}

// brings says whether a button beside the form brings what was typed: Confirm of a
// mail that can be mended does, so that what one sees is what is confirmed.
func (s *sheet) brings(b cards.Button) bool {
	return b.Action == task.Confirm && s.f.Kind == cards.FormMail && s.f.Action == task.Save
}

// others is the form's buttons beside the one that sends it.
func (s *sheet) others() []cards.Button {
	return slices.DeleteFunc(slices.Clone(s.f.Buttons), func(b cards.Button) bool {
		return b.Action == s.f.Action || b.Form != cards.FormNone || b.Action == task.Stop || b.Action == task.ReviewView || b.Action == task.TimelineView
	})
}
