package catalog

import (
	"slices"
	"strings"
)

// fit is how well one item, perhaps in one variant, answers a query.
type fit struct {
	e      *entry
	side   *side   // nil: the item itself
	asked  float64 // share of the query's words that the item answers, weighted, 0..1
	named  float64 // share of the item's name that the query says, 0..1
	exact  bool    // the query is the name
	abroad bool    // and the name in some language
	softer int     // colours, finishes the item has not
	harder int     // sizes, voltages, places, models the item has not
	got    int     // attributes it has
	why    []string
	lang   string // of the name that fits best
}

// score orders fits: what was asked counts most, then how much of the name was said.
func (f *fit) score() float64 {
	if f.exact {
		return 1
	}
	return f.asked * (0.85 + 0.14*f.named)
}

// enough is the least share of a query that an item must answer.
const enough = 0.62

// fits scores an item, each of its names and variants, and keeps the best: the
// item itself, or the variants that answer more than it does.
func (e *entry) fits(a *asked) []fit {
	base, ok := e.best(nil, a)
	var out []fit
	if ok {
		out = append(out, base)
	}
	for i := range e.variants {
		s := &e.variants[i]
		if !s.says(a) {
			continue
		}
		f, ok := e.best(s, a)
		if ok && (len(out) == 0 || better(&f, &out[0])) {
			out = append(out[:0], f)
		} else if ok && out[0].side != nil && same(&f, &out[0]) {
			out = append(out, f)
		}
	}
	return out
}

func better(f, g *fit) bool {
	if f.harder+f.softer != g.harder+g.softer {
		return f.harder+f.softer < g.harder+g.softer
	}
	if f.got != g.got {
		return f.got > g.got
	}
	return f.asked > g.asked+0.001
}

func same(f, g *fit) bool { return !better(f, g) && !better(g, f) }

// says that a variant answers some word of the query.
func (s *side) says(a *asked) bool {
	return slices.ContainsFunc(a.units, func(u unit) bool { return u.saidIn(func(t string) bool { return s.has[t] }) })
}

// more is how many words of the query the variant answers and the name does not.
func (s *side) more(v *view, a *asked) int {
	n := 0
	for i := range a.units {
		if a.units[i].saidIn(func(t string) bool { return s.has[t] && v.has[t] == 0 }) {
			n++
		}
	}
	return n
}

// saidIn says that some term of the unit is among those.
func (u *unit) saidIn(has func(string) bool) bool {
	for _, alt := range u.alts {
		for _, g := range alt.groups {
			if slices.ContainsFunc(g, has) {
				return true
			}
		}
	}
	return false
}

func (e *entry) best(s *side, a *asked) (fit, bool) {
	var best fit
	found, abroad := false, false
	for i := range e.views {
		if p := e.views[i].party; p != "" && p != a.customer {
			continue
		}
		f, ok := e.fit(&e.views[i], s, a)
		abroad = abroad || ok && f.exact && f.lang != ""
		if ok && (!found || f.score() > best.score() || f.score() == best.score() && f.lang == a.lang) {
			best, found = f, true
		}
	}
	best.abroad = abroad
	return best, found
}

// fit scores one name of the item against the query. False: it is another thing.
func (e *entry) fit(v *view, s *side, a *asked) (fit, bool) {
	f := fit{e: e, side: s, lang: v.lang, exact: slices.Contains(a.exact, v.exact)}
	if f.exact {
		f.asked, f.named, f.why = 1, 1, []string{"exact name"}
		if s != nil {
			f.got = s.more(v, a)
		}
		return f, true
	}
	m := matcher{e: e, v: v, s: s, used: map[string]bool{}}
	var total, sum float64
	things := false
	for i := range a.units {
		u := &a.units[i]
		got := m.unit(u)
		if u.attribute() {
			f.attribute(u, got)
			continue
		}
		if got.share == 0 && m.otherModel(u) {
			f.harder++
		}
		things = things || u.kind == plain || u.kind == code || u.head
		total += u.weight
		sum += u.weight * got.share
		f.because(got)
	}
	if !things || total == 0 {
		return f, false // only a colour, a size, a figure
	}
	f.asked = sum / total
	if v.lang != a.lang && e.speaks(a.lang) {
		f.asked *= otherTongue
	}
	f.named = m.covered()
	if !m.sameThing(a) {
		return f, false
	}
	f.explain(&m, a)
	return f, f.asked >= enough
}

// otherTongue is what a name in another language than the customer's counts, where
// the item has one in theirs: cutters are knives in French.
const otherTongue = 0.95

// speaks says that the item has a name in a language.
func (e *entry) speaks(lang string) bool {
	for i := range e.views {
		if lang != "" && e.views[i].lang == lang {
			return true
		}
	}
	return false
}

func (f *fit) attribute(u *unit, got answer) {
	switch {
	case got.share >= inCategory*0.9:
		f.got++
	case u.hard():
		f.harder++
	default:
		f.softer++
	}
}

func (f *fit) because(got answer) {
	if got.why != "" && !slices.Contains(f.why, got.why) {
		f.why = append(f.why, got.why)
	}
}

// explain says in a few words why the item fits.
func (f *fit) explain(m *matcher, a *asked) {
	var first string
	switch {
	case f.named > 0.99 && f.asked > 0.9:
		first = "all words of the name"
	case f.asked > 0.9:
		first = "name"
	default:
		first = "part of the words"
	}
	for i := range a.units {
		u := &a.units[i]
		if !u.attribute() || m.unit(u).share == 0 {
			continue
		}
		if n := attributeName(u.kind); !strings.Contains(first, n) {
			first += " and " + n
		}
	}
	f.why = append([]string{first}, f.why...)
}

func attributeName(k kind) string {
	switch k {
	case colour:
		return "colour"
	case material:
		return "material"
	case size:
		return "size"
	case place:
		return "position"
	}
	return "measure"
}
