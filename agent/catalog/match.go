package catalog

import (
	"slices"
	"strings"
)

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
