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
	f := fit{e: e, side: s, lang: v.lang, exact: contains(a.exact, v.exact)}
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
	if got.why != "" && !contains(f.why, got.why) {
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

// answer is how well an item answers one unit.
type answer struct {
	share float64
	why   string
}

// matcher looks units up in one name of an item.
type matcher struct {
	e    *entry
	v    *view
	s    *side
	used map[string]bool // terms of the item that the query said
}

func (m *matcher) unit(u *unit) answer {
	var best answer
	for i := range u.alts {
		a := &u.alts[i]
		if w := m.alt(a, u.kind); w*a.quality > best.share {
			best = answer{share: w * a.quality, why: a.why}
		}
	}
	return best
}

// alt is the weight of the weakest group of an alternative; 0 if one is missing.
func (m *matcher) alt(a *alt, k kind) float64 {
	if a.prefix != "" {
		return m.begins(a.prefix)
	}
	least := 1.0
	for _, g := range a.groups {
		w := 0.0
		for _, t := range g {
			if x := m.weigh(t, k, a.nameOnly); x > 0 {
				m.used[t] = true
				w = max(w, x)
			}
		}
		if w == 0 {
			return 0
		}
		least = min(least, w)
	}
	if a.isThing && !slices.ContainsFunc(a.last(), func(t string) bool { return m.v.heads[t] }) {
		return 0
	}
	return least
}

// begins says that some word of the name begins so.
func (m *matcher) begins(prefix string) float64 {
	got := 0.0
	for _, w := range m.v.words {
		if strings.HasPrefix(w.forms[0], prefix) {
			mark(m.used, w.forms)
			got = inName
		}
	}
	return got
}

func (m *matcher) weigh(t string, k kind, nameOnly bool) float64 {
	if nameOnly {
		w := m.v.has[t]
		if w == 0 && m.e.heads[t] {
			w = inCategory
		}
		return w
	}
	return m.term(t, k)
}

func (m *matcher) term(t string, k kind) float64 {
	if m.s != nil {
		if m.s.has[t] {
			return inProperty
		}
		if m.s.kinds[k] && (k == colour || k == size || k == measure) {
			return 0 // the variant's own counts, not the item's
		}
	}
	return max(m.v.has[t], m.e.bag[t])
}

// covered is the share of the name that the query says.
func (m *matcher) covered() float64 {
	var total, sum float64
	for _, w := range m.v.words {
		weight := 1.0
		if w.kind != plain && w.kind != code && w.kind != number {
			weight = 0.5
		}
		total += weight
		if m.says(w.forms) {
			sum += weight
		}
	}
	if total == 0 {
		return 0
	}
	return sum / total
}

func (m *matcher) says(terms []string) bool {
	for _, t := range terms {
		if m.used[t] {
			return true
		}
	}
	return false
}

// otherModel says that the item has a model or a figure, and not the asked one.
func (m *matcher) otherModel(u *unit) bool {
	if u.aside || !u.model() {
		return false
	}
	for _, w := range m.v.words {
		if w.kind == u.kind && !m.says(w.forms) {
			return true
		}
	}
	return false
}

// sameThing guards against what only sounds alike: a tablecloth is no table,
// washing powder no washing machine. What the query is about must be what the
// item is, or the item's own word is in the query and the other is in its name,
// or the query says the item's proper name.
func (m *matcher) sameThing(a *asked) bool {
	if a.loose {
		if all, _ := m.saysAll(a); !all {
			return false
		}
	}
	if a.head < 0 {
		return true
	}
	h := &a.units[a.head]
	if m.among(h, m.v.heads) || m.among(h, m.e.heads) {
		return true
	}
	// Where compounds are one word, nothing that the thing is for stands before it.
	oneWord := compounding(a.lang) && (m.v.lang == "" || m.v.lang == a.lang)
	if oneWord && a.before == 0 && m.among(&a.units[0], m.v.first) || a.joint && a.before >= 0 && m.among(&a.units[a.before], m.v.heads) {
		return true
	}
	if !m.among(h, nil) {
		return false
	}
	if a.loose {
		return true
	}
	if oneWord && m.among(h, m.v.first) {
		return true
	}
	if a.before >= 0 {
		b := &a.units[a.before]
		if m.among(b, m.v.heads) || m.among(b, m.e.heads) || oneWord && m.among(b, m.v.first) {
			return true
		}
	}
	if len(m.v.heads) == 0 || m.namesIt() || m.saysModel(a) {
		return true
	}
	for t := range m.v.heads {
		if m.used[t] {
			return true
		}
	}
	return false
}

// saysAll says that the item answers every word, three at least, and whether a model
// or a figure is among them: where a maker's name stands last it looks like what the
// thing is.
func (m *matcher) saysAll(a *asked) (all, model bool) {
	things := 0
	for i := range a.units {
		u := &a.units[i]
		if u.optional || u.kind == shape {
			continue
		}
		if m.unit(u).share < asGuess {
			return false, false
		}
		things++
		model = model || u.model()
	}
	return things >= 3, model
}

func (m *matcher) saysModel(a *asked) bool {
	all, model := m.saysAll(a)
	return all && model
}

// namesIt says that the query says a proper name of the item.
func (m *matcher) namesIt() bool {
	for t := range m.v.names {
		if m.used[t] {
			return true
		}
	}
	return false
}

// among says that a unit is answered by one of the terms; nil: by any of the name.
func (m *matcher) among(u *unit, terms map[string]bool) bool {
	for _, a := range u.alts {
		if a.prefix != "" && m.headBegins(a.prefix, terms) {
			return true
		}
		for _, t := range a.last() {
			if terms == nil && m.v.has[t] > 0 || terms[t] && m.term(t, plain) > 0 && m.alt(&a, u.kind) > 0 {
				return true
			}
		}
	}
	return false
}

// headBegins says that a word among the terms, or any of the name, begins so.
func (m *matcher) headBegins(prefix string, terms map[string]bool) bool {
	for _, w := range m.v.words {
		if f := w.forms[0]; strings.HasPrefix(f, prefix) && (terms == nil || terms[f]) {
			return true
		}
	}
	return false
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
