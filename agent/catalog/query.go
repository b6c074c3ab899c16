package catalog

import (
	"context"
	"math"
	"strings"
)

// Bounds of one query.
const (
	maxUnits = 24 // words that count
	maxTerms = 48 // terms that one word is resolved to
)

// How well a term answers a word of the query, by how it was found.
const (
	asWritten  = 1.0
	asStem     = 0.98
	asJoin     = 0.97
	asSynonym  = 0.93
	asCompound = 0.96 // the word is what a compound is: stol, kontorstol
	asPrefix   = 0.88 // cut short
	asFigure   = 0.95 // 17 for 17"
	asSpelling = 0.92 // one letter off; less for two
	asTurned   = 0.7  // 600 x 800 for 800 x 600
	asGuess    = 0.75 // another letter in a short word, where no item has the word
)

// unit is one thing the query says: a word, a measure, words that are one.
type unit struct {
	text     string
	kind     kind
	alts     []alt
	weight   float64
	head     bool
	optional bool // a figure in front that may be a quantity
	aside    bool // a figure behind the thing that says little of it: for ten people, at 1,295
}

// alt is one way to find a unit in an item: each group must be there by one of
// its terms.
type alt struct {
	groups   [][]string
	quality  float64
	why      string
	nameOnly bool   // counts only in the item's name
	isThing  bool   // counts only where the last group is what the item is
	prefix   string // instead of groups, where too many terms begin so
}

// last are the terms of the last group: what a thing of several words is.
func (a *alt) last() []string {
	if len(a.groups) == 0 {
		return nil
	}
	return a.groups[len(a.groups)-1]
}

// attribute says that the unit picks among like items and is no name of a thing.
func (u *unit) attribute() bool {
	switch u.kind {
	case colour, size, measure, place:
		return true
	case material:
		return !u.head
	}
	return false
}

// hard says that an item without this attribute is not what was asked.
func (u *unit) hard() bool { return u.kind == size || u.kind == measure || u.kind == place }

// asked is a query taken apart.
type asked struct {
	exact    []string // the folded words, as they are and without polite ones
	units    []unit
	head     int  // of units, or -1
	before   int  // another word that may say it; or -1
	joint    bool // it stands before what the thing is for: vis de montage
	loose    bool
	lang     string
	customer string
}

// parser takes one query apart with the words of one generation.
type parser struct {
	ctx  context.Context
	d    *dictionary
	v    *vocabulary
	lang string
	// loose takes words that some item has for cut short or misspelt ones too: kontor
	// for kontorsskruv, a lader for a ladder.
	loose bool
}

// hyphened says that a figure belongs to the word behind it, as in "5-step".
func hyphened(written string, ws []word) bool {
	return len(ws) > 1 && strings.Contains(written, ws[0].text+"-"+ws[1].text)
}

func (p *parser) parse(text string) asked {
	written := legible(bounded(text, maxText))
	text = spaced(written)
	exact := joined(cut(text))
	text = p.sized(text)
	all := cut(text)
	markSizes(all)
	ws := p.withoutPolite(all)
	a := asked{head: -1, before: -1, loose: p.loose, lang: p.lang, exact: []string{exact}}
	if j := joined(ws); j != a.exact[0] {
		a.exact = append(a.exact, j)
	}
	ws = p.withoutMeasureWord(p.withoutQuantity(ws))
	p.mend(ws)
	french := frenchOrder(text, p.lang)
	head := headOf(ws, french)
	before := p.headBefore(ws, head, french)
	a.joint = before >= 0 && french
	p.units(&a, ws, measures(text), head, before)
	if len(ws) > 1 && a.units[0].kind == number && !hyphened(written, ws) {
		a.units[0].optional = true
	}
	for i := range a.units {
		a.units[i].weight = p.weight(&a.units[i])
	}
	return a
}

// units resolves the words. Of them head says what the thing is, or before.
func (p *parser) units(a *asked, ws []word, qs []quantity, head, before int) {
	for i := 0; i < len(ws) && len(a.units) < maxUnits; {
		if m, n := inMeasure(ws[i:], qs); n > 0 {
			a.units = append(a.units, p.measured(m)...)
			i += n
			continue
		}
		u, n := p.unit(ws[i:], head-i)
		if head >= i && head < i+n {
			u.head, a.head = true, len(a.units)
		}
		if before >= i && before < i+n {
			a.before = len(a.units)
		}
		u.optional = ws[i].not && len(u.alts) == 0
		behind := head >= 0 && ws[i].seg > ws[head].seg
		u.aside = behind && u.kind == number && (ws[i-1].seg < ws[i].seg || len(u.alts) == 0)
		a.units = append(a.units, u)
		i += n
	}
}

// headBefore is the word that says what the thing is among those before the first
// figure, if another was taken for it, or the first word in languages that write
// compounds in one; else -1.
func (p *parser) headBefore(ws []word, head int, french bool) int {
	if french && head >= 0 {
		if at := beforeJoint(ws, head); at != head {
			return at
		}
		return -1
	}
	if head > 0 && compounding(p.lang) && canBeHead(ws[0]) && !ws[0].caps && !adjective(ws[0].fold) {
		return 0
	}
	for i := 1; i < head; i++ {
		if ws[i].unit || hasDigit(ws[i].fold) {
			return headOf(ws[:i], false)
		}
	}
	return -1
}

// markSizes takes a figure after "size" for a size.
func markSizes(ws []word) {
	for i := 1; i < len(ws); i++ {
		ws[i].size = sizeNames[ws[i-1].fold] && isNumber(ws[i].fold)
	}
}

// withoutPolite leaves out what people say around an item, unless nothing else is left.
func (p *parser) withoutPolite(ws []word) []word {
	var out []word
	named := 0 // words that belong to a name for a thing: the hi of hi-vis
	for i, w := range ws {
		if _, n := p.v.synonyms.match(ws[i:], p.lang); n > 1 {
			named = max(named, i+n)
		}
		stop := stopWords[w.fold] && !namesakes[strings.ToLower(w.text)] || sizeNames[w.fold] && i+1 < len(ws) && isSize(ws[i+1])
		if !stop || w.caps || i < named {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return ws
	}
	return out
}

// withoutQuantity leaves out "10 sets" in front of what is counted.
func (p *parser) withoutQuantity(ws []word) []word {
	if len(ws) < 3 || !isNumber(ws[0].fold) || p.v.units.words[ws[1].fold] == "" {
		return ws
	}
	if ms := measures(ws[0].text + " " + ws[1].text); len(ms) > 0 && p.d.count(p.ctx, ms[0].term) > 0 {
		return ws // a hose of 50 m
	}
	return ws[2:]
}

// withoutMeasureWord leaves out what the thing is counted in at the end of its
// phrase, if no item is called so: blue paint cans.
func (p *parser) withoutMeasureWord(ws []word) []word {
	for i, w := range ws {
		if i == 0 {
			continue
		}
		if _, n := p.v.synonyms.match(ws[i-1:], p.lang); n > 1 {
			continue // the pallet of a pallet jack
		}
		if ws[i-1].seg == w.seg && wordy(w.fold) && (i+1 == len(ws) || ws[i+1].seg != w.seg || hasDigit(ws[i+1].fold)) &&
			p.v.units.words[w.fold] != "" && len(p.present(p.forms(w.text))) == 0 {
			return append(append([]word(nil), ws[:i]...), ws[i+1:]...)
		}
	}
	return ws
}

// inMeasure says how many of the words belong to one measure.
func inMeasure(ws []word, qs []quantity) (same []quantity, n int) {
	for i, q := range qs {
		if ws[0].at < q.at || ws[0].at >= q.end {
			continue
		}
		for j := i; j < len(qs) && qs[j].at == q.at; j++ {
			same = append(same, qs[j])
		}
		for n < len(ws) && ws[n].at < q.end {
			n++
		}
		return same, n
	}
	return nil, 0
}

func (p *parser) measured(qs []quantity) []unit {
	var out []unit
	for _, q := range qs {
		u := unit{text: q.text, kind: measure, alts: []alt{{groups: [][]string{{q.term}}, quality: asWritten, why: "measure"}}}
		if q.size != "" {
			u.alts = append(u.alts, alt{groups: [][]string{{q.text}, {q.size}}, quality: asFigure, why: "size"})
		}
		out = append(out, u)
	}
	if len(qs) > 0 && len(p.present(qs[0].shape)) > 0 {
		out = append(out, unit{text: qs[0].text, kind: shape, alts: []alt{
			{groups: [][]string{qs[0].shape[:1]}, quality: asWritten}, {groups: [][]string{qs[0].shape[1:2]}, quality: asTurned}}})
	}
	return out
}

// unit resolves the next word, or the next words that are one.
func (p *parser) unit(ws []word, head int) (unit, int) {
	if alts, n := p.v.synonyms.match(ws, p.lang); n > 0 && !ws[0].not {
		u := p.single(ws[:n], head < n)
		for _, s := range alts {
			u.alts = append(u.alts, p.phrase(s, asSynonym, "synonym"))
		}
		return u, n
	}
	if u, ok := p.apart(ws); ok {
		return u, 2
	}
	if u, ok := p.joined(ws); ok {
		return u, 2
	}
	return p.single(ws[:1], head == 0), 1
}

// single is a unit of the words as they stand.
func (p *parser) single(ws []word, head bool) unit {
	w := ws[len(ws)-1]
	k, own := kindOf(w)
	if len(ws) > 1 {
		var parts []string
		for _, x := range ws {
			parts = append(parts, x.text)
		}
		return unit{text: strings.Join(parts, " "), kind: plain, alts: []alt{p.phrase(parts, asWritten, "")}}
	}
	u := unit{text: w.text, kind: k}
	u.alts = p.resolve(w, k, own, head)
	if w.size {
		u.kind = size
	}
	return u
}

// phrase is an alternative of several words that must all be there.
func (p *parser) phrase(parts []string, quality float64, why string) alt {
	a := alt{quality: quality, why: why}
	for _, s := range parts {
		for _, w := range cut(s) {
			fs := termOf(w, "").forms
			if two := p.parts(w.fold); len(two) > 0 && len(p.present(fs)) == 0 {
				a.groups, a.isThing = append(a.groups, two[0].groups...), two[0].isThing
				continue
			}
			a.groups = append(a.groups, fs)
		}
	}
	return a
}

// joined takes two words for one if the catalogue writes them as one: white board.
func (p *parser) joined(ws []word) (unit, bool) {
	if len(ws) < 2 || ws[0].not || ws[0].seg != ws[1].seg || !wordy(ws[0].fold) || !wordy(ws[1].fold) || isSize(ws[1]) {
		return unit{}, false // "gul, L" is no gull
	}
	one := word{text: ws[0].text + ws[1].text, fold: ws[0].fold + ws[1].fold}
	ts := p.present(p.forms(one.text))
	if len(ts) == 0 {
		return unit{}, false
	}
	u := unit{text: ws[0].text + " " + ws[1].text, alts: []alt{{groups: [][]string{ts}, quality: asJoin}}}
	u.alts = append(u.alts, alt{groups: [][]string{termOf(ws[0], "").forms, termOf(ws[1], "").forms}, quality: asWritten})
	return u, true
}

// apart takes two words for a compound that has synonyms: sikkerheds briller.
func (p *parser) apart(ws []word) (unit, bool) {
	if len(ws) < 2 || !compounding(p.lang) || ws[0].not || ws[0].seg != ws[1].seg {
		return unit{}, false
	}
	others, n := p.v.synonyms.match([]word{{text: ws[0].text + ws[1].text, fold: ws[0].fold + ws[1].fold}}, p.lang)
	if n == 0 {
		return unit{}, false
	}
	u := p.single(ws[:2], false)
	for _, s := range append(others, []string{ws[0].text + ws[1].text}) {
		u.alts = append(u.alts, p.phrase(s, asSynonym, "synonym"))
	}
	return u, true
}

// present are those of the terms that some item has.
func (p *parser) present(ts []string) []string { return p.d.present(p.ctx, ts) }

// weight says how telling a unit is: rare words more, adjectives less.
func (p *parser) weight(u *unit) float64 {
	n := 0
	for i, a := range u.alts {
		if a.prefix != "" {
			return 1
		}
		if i > 0 && n > 0 {
			break
		}
		for _, t := range a.last() {
			n = max(n, p.d.count(p.ctx, t))
		}
	}
	w := 1 + math.Log((p.d.n+1)/float64(n+1))/math.Log(p.d.n+2)
	switch {
	case u.optional:
		return 0.05
	case u.kind == shape:
		return 0.6
	case u.kind == quality:
		return 0.4 * w
	case u.aside:
		return 0.3
	case len(u.alts) == 0:
		return 1.2
	}
	return w
}
