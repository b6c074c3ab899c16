package catalog

import (
	"context"
	"slices"
	"strings"

	"salesclerk/agent/task"
)

// identified is what the identifiers of a query led to.
type identified struct {
	items       []named
	asked       string // the identifier that led there
	given       bool   // the caller named it as one, or it is the whole text
	alone       bool   // no words beside it
	wordsDiffer bool   // the words beside it are of another thing
	missed      bool   // an identifier was given that no item has
}

func (id *identified) certain() bool { return len(id.items) > 0 }

// Bounds of what is looked up for one line, and of the items that share a number.
const (
	maxIdentifiers = 20
	maxHolding     = 50
)

// identify looks the query's identifiers up, then the whole text as one, then
// the words of the text that look like one.
func (f *finder) identify() (identified, error) {
	var best identified
	for i, s := range append(f.q.Identifiers, f.q.Text) {
		if i > maxIdentifiers || strings.TrimSpace(s) == "" || len(s) > 200 {
			continue
		}
		found, err := f.identifier(s)
		if err != nil {
			return best, err
		}
		best.missed = best.missed || len(found) == 0 && i < len(f.q.Identifiers)
		best.take(found, s, true)
	}
	if len(best.items) == 0 {
		if err := f.identifyWords(&best); err != nil {
			return best, err
		}
	}
	best.items = mentioned(best.items)
	if len(best.items) > 0 {
		best.alone, best.wordsDiffer = f.beside(&best)
	}
	return best, nil
}

// mentioned leaves out items whose number stands in the name of another one that
// was given too: C-100, the cabling for LS-100.
func mentioned(items []named) []named {
	out := slices.DeleteFunc(slices.Clone(items), func(n named) bool {
		number := " " + fold(exactly(n.h.value)) + " "
		return slices.ContainsFunc(items, func(o named) bool {
			return o.e != n.e && slices.ContainsFunc(o.e.views, func(v view) bool { return strings.Contains(" "+v.exact+" ", number) })
		})
	})
	if len(out) == 0 {
		return items
	}
	return out
}

// take keeps the stronger finds; two equal ones that differ are both kept.
func (id *identified) take(found []named, asked string, given bool) {
	switch {
	case len(found) == 0:
	case len(id.items) == 0 || rank(found[0]) < rank(id.items[0]):
		id.items, id.asked, id.given = found, asked, given
	case rank(found[0]) == rank(id.items[0]) && found[0].e.item.Number != id.items[0].e.item.Number:
		id.items = append(id.items, found...)
	}
}

// identifyWords tries the words of the text that hold a figure or stand in capitals.
func (f *finder) identifyWords(id *identified) error {
	tokens := strings.FieldsFunc(legible(bounded(f.q.Text, maxText)), func(r rune) bool { return strings.ContainsRune(" \t\n;,()\"", r) })
	for i, s := range tokens {
		s = strings.Trim(s, ".:'")
		if i > maxIdentifiers || len(s) < 3 || !(hasDigit(s) || len(s) >= 5 && upper(s)) {
			continue
		}
		found, err := f.identifier(s)
		if err != nil {
			return err
		}
		if len(found) > 0 && found[0].g != signsAside {
			id.take(found, s, i > 0 && numberWords[fold(strings.Trim(tokens[i-1], ".:'"))])
		}
	}
	// A bare figure is a number of an item only if the words agree.
	if len(id.items) == 1 && !id.given && isNumber(id.asked) {
		if _, differ := f.beside(id); !differ {
			return nil
		}
		*id = identified{missed: id.missed}
	}
	return nil
}

// numberWords stand before an item number.
var numberWords = words(`item no nr number art article sku ref part artikel artikelnummer varenr varenummer vare reference
	numero n° code model item# gtin ean`)

// beside says whether there are no words beside the identifier, and whether
// those that there are mean something else than the items.
func (f *finder) beside(id *identified) (alone, differ bool) {
	rest := f.q.Text
	for _, s := range append(f.q.Identifiers, id.asked) {
		rest = without(rest, s)
	}
	a := f.parser().parse(rest)
	kinds := 0
	for _, u := range a.units {
		if u.kind == plain && !numberWords[fold(u.text)] && len(u.alts) > 0 && !stopWords[fold(u.text)] {
			kinds++
		}
	}
	if kinds == 0 {
		return true, false
	}
	for _, n := range id.items {
		if n.e.hasWordOf(&a) {
			return false, false
		}
	}
	return false, true
}

// hasWordOf says that some name of the item, or its properties, has a word of the query.
func (e *entry) hasWordOf(a *asked) bool {
	for i := range e.views {
		if e.views[i].party != "" {
			continue
		}
		m := matcher{e: e, v: &e.views[i], used: map[string]bool{}}
		for j := range a.units {
			if a.units[j].kind == plain && m.unit(&a.units[j]).share > 0 {
				return true
			}
		}
	}
	return false
}

// without takes the first occurrence of s out of text, whatever its case.
func without(text, s string) string {
	s = strings.TrimSpace(s)
	low, ls := strings.ToLower(text), strings.ToLower(s)
	i := strings.Index(low, ls)
	if s == "" || i < 0 || len(low) != len(text) {
		return text
	}
	return text[:i] + " " + text[i+len(s):]
}

// identifier finds the items of one identifier by the strongest proof there is.
func (f *finder) identifier(s string) ([]named, error) {
	es, err := f.holding(fieldID, keysOf(s, true), maxHolding)
	if err != nil {
		return nil, err
	}
	var found []named
	for _, e := range es {
		if n, ok := e.named(s, f.q.Customer); ok {
			found = append(found, n)
		}
	}
	return strongest(found), nil
}

// named is the strongest identifier of the item that fits; a customer's own
// number only for that customer.
func (e *entry) named(s, customer string) (named, bool) {
	var best named
	ok := false
	for _, h := range hits(&e.item) {
		if h.party != "" && h.party != customer {
			continue
		}
		if g, fits := h.fits(s); fits {
			if n := (named{e: e, h: h, g: g}); !ok || rank(n) < rank(best) {
				best, ok = n, true
			}
		}
	}
	return best, ok
}

// sureness of each proof, to the letter.
var sureness = map[proof]float64{byNumber: 0.99, byVendor: 0.97, byGTIN: 0.98, byReference: 0.97, byVariant: 0.95}

// identified answers with the items of an identifier.
func (f *finder) identified(id identified) (Result, error) {
	first := id.items[0]
	c := sureness[first.h.proof] - 0.04*float64(first.g)
	if id.wordsDiffer {
		c = 0.7
	}
	if len(id.items) == 1 && first.e.item.Blocked {
		return f.substitutes(&first.e.item, c)
	}
	r := Result{Match: task.One, Confidence: rounded(c), Unit: first.h.unit}
	for _, n := range id.items {
		if n.e.item.Blocked || len(r.Items) == f.q.Limit {
			continue
		}
		r.Items = append(r.Items, f.candidate(n.e, n.e.side(n.h.variant, f), c, n.why(id.wordsDiffer)))
	}
	switch {
	case len(r.Items) == 0:
		return Result{Match: task.None}, nil
	case len(r.Items) > 1:
		r.Match, r.Confidence, r.Unit = task.Several, 0.8, ""
	}
	return r, nil
}

func (n named) why(differ bool) string {
	s := proofWords[n.h.proof]
	if n.h.party != "" {
		s = "customer's own number"
	}
	if n.g == signsAside {
		s += " but for spaces and signs"
	}
	if differ {
		s += ", though the words differ"
	}
	return s
}

// side is the variant of that code, or the one that the words choose.
func (e *entry) side(code string, f *finder) *side {
	for i := range e.variants {
		if code != "" && e.variants[i].code == code {
			return &e.variants[i]
		}
	}
	if code != "" || len(e.variants) == 0 {
		return nil
	}
	a := f.parser().parse(f.q.Text)
	var found *side
	for i := range e.variants {
		if s := &e.variants[i]; s.says(&a) {
			if found != nil {
				return nil
			}
			found = s
		}
	}
	return found
}

// Knows says whether identifier is exactly some item's number, GTIN, vendor or
// customer number, or another reference. Case does not count; spaces and dashes
// do not where leaving them out leads to one item only.
func (x *Index) Knows(identifier string) bool {
	if strings.TrimSpace(identifier) == "" || len(identifier) > 200 {
		return false
	}
	known := false
	_ = x.use(context.Background(), func(g *generation) error {
		d, err := g.dictionary()
		if err != nil {
			return err
		}
		defer d.close()
		f := &finder{ctx: context.Background(), g: g, d: d}
		es, err := f.holding(fieldID, keysOf(identifier, true), maxHolding)
		if err != nil {
			return err
		}
		var found []named
		for _, e := range es {
			for _, h := range hits(&e.item) {
				if grip, ok := h.fits(identifier); ok {
					found = append(found, named{e: e, h: h, g: grip})
					break
				}
			}
		}
		known = len(strongest(found)) > 0
		return nil
	})
	return known
}
