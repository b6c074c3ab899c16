package catalog

import "strings"

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
	return m.isIt(h) || m.isBefore(a) || m.among(h, nil) && m.implied(a)
}

// isIt says that a unit is what the item is, by its name or its category.
func (m *matcher) isIt(u *unit) bool { return m.among(u, m.v.heads) || m.among(u, m.e.heads) }

// oneWord says that compounds are written in one word, so that nothing that a thing
// is for stands before it.
func (m *matcher) oneWord(a *asked) bool {
	return compounding(a.lang) && (m.v.lang == "" || m.v.lang == a.lang)
}

// isBefore says that the thing stands before the word that looks like it: first
// where compounds are one word, before a joint in French and its kin.
func (m *matcher) isBefore(a *asked) bool {
	if m.oneWord(a) && a.before == 0 && m.among(&a.units[0], m.v.first) {
		return true
	}
	return a.joint && a.before >= 0 && m.among(&a.units[a.before], m.v.heads)
}

// implied says of an item that has the asked thing somewhere in its name that the rest
// of the query leaves no other.
func (m *matcher) implied(a *asked) bool {
	first := func(u *unit) bool { return m.oneWord(a) && m.among(u, m.v.first) }
	switch {
	case a.loose, first(&a.units[a.head]):
		return true
	case a.before >= 0 && (m.isIt(&a.units[a.before]) || first(&a.units[a.before])):
		return true
	case len(m.v.heads) == 0, m.saysOne(m.v.heads), m.saysOne(m.v.names):
		return true
	}
	all, model := m.saysAll(a)
	return all && model
}

// saysOne says that the query says one of the item's terms.
func (m *matcher) saysOne(terms map[string]bool) bool {
	for t := range terms {
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
