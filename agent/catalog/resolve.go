package catalog

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// resolve finds the terms of the index that a word may mean: itself and its
// stems, the compounds it ends; if the index has none, the parts of it, the
// words it is short for, and close spellings.
func (p *parser) resolve(w word, k kind, own string, head bool) []alt {
	var out []alt
	if w.not {
		if ts := p.present(negated(p.forms(w.text))); len(ts) > 0 {
			out = append(out, alt{groups: [][]string{ts}, quality: asWritten, why: "without it"})
		}
		return out
	}
	fs := p.forms(w.text)
	if own != "" {
		out = append(out, alt{groups: [][]string{{own}}, quality: asWritten})
		fs = fs[:1]
	}
	if ts := p.present(fs[:1]); len(ts) > 0 {
		out = append(out, alt{groups: [][]string{ts}, quality: asWritten})
	}
	if ts := p.present(fs[1:]); len(ts) > 0 {
		out = append(out, alt{groups: [][]string{ts}, quality: asStem})
	}
	switch k {
	case number:
		return append(out, p.figure(w)...)
	case code:
		return append(out, p.model(w)...)
	}
	switch {
	case len(w.fold) > maxWord:
		return out
	case p.loose:
		return append(out, p.nearly(w)...)
	case own != "":
		return out
	}
	exact := len(out) > 0
	if !head && exact && !w.dot {
		return p.orClipped(out, w)
	}
	if ts := p.endings(w.fold); len(ts) > 0 {
		out = append(out, alt{groups: [][]string{ts}, quality: asCompound, why: "part of a compound word"})
	}
	if exact && !w.dot {
		return p.orClipped(out, w)
	}
	if s := informal[w.fold]; s != "" {
		if ts := p.present(p.forms(s)); len(ts) > 0 {
			return []alt{{groups: [][]string{ts}, quality: asSpelling, why: "'" + w.text + "' for '" + s + "'"}}
		}
	}
	out = append(out, p.parts(w.fold)...)
	out = append(out, p.short(w, head)...)
	if len(out) == 0 {
		out = append(p.spelling(w.fold), p.clipped(w)...)
	}
	if len(out) == 0 {
		out = p.guess(w.fold)
	}
	return out
}

// nearly are the words that w may be short for or a misspelling of, whether or not
// some item has w itself.
func (p *parser) nearly(w word) []alt {
	if w.was != "" {
		return p.spelling(w.was)
	}
	return slices.Concat(p.spelling(w.fold), p.clipped(w), p.parts(w.fold), p.guess(w.fold))
}

// maxWord is the longest word, in bytes, that is taken apart or mended.
const maxWord = 80

// forms are a word's terms in the query's language, or in any.
func (p *parser) forms(w string) []string {
	if _, ok := stemmers[p.lang]; ok {
		return forms(w, p.lang)
	}
	return forms(w, "")
}

func (p *parser) figure(w word) []alt {
	t := "n:" + plainNumber(w.fold)
	if p.d.count(p.ctx, t) == 0 {
		return nil
	}
	return []alt{{groups: [][]string{{t}}, quality: asFigure}}
}

func (p *parser) model(w word) []alt {
	if ts := p.present([]string{squeeze(w.fold), strings.ToLower(squeeze(w.fold))}); len(ts) > 0 {
		return []alt{{groups: [][]string{ts}, quality: asJoin}}
	}
	return nil
}

// endings are longer words of names that end with w, so that they are a kind of
// it. In Danish and German names any compound; elsewhere only a long ending, or
// one where the rest is a word of the catalogue too (a vegetable is no table).
func (p *parser) endings(w string) []string {
	if n := utf8.RuneCountInString(w); n < 4 && !(n == 3 && compounding(p.lang)) || !wordy(w) {
		return nil
	}
	var out []string
	for _, v := range inflected(w) {
		back := reversed(v)
		for _, e := range p.d.prefixed(fieldCompound, back, maxTerms) {
			if len(e.term) >= len(back)+3 {
				out = append(out, reversed(e.term))
			}
		}
		for _, e := range p.d.prefixed(fieldReversed, back, maxTerms) {
			if full := reversed(e.term); len(full) >= len(v)+3 && (compounding(p.lang) || len(w) >= 6 || p.hasPart(full[:len(full)-len(v)])) {
				out = append(out, full)
			}
		}
	}
	return out
}

// inflected are a word with the endings it may have at the end of a compound.
func inflected(w string) []string {
	out := []string{w}
	for _, e := range []string{"s", "e", "er", "en", "n", "r"} {
		if t, ok := strings.CutSuffix(w, e); ok && len(t) >= 4 {
			out = append(out, t)
		}
	}
	for _, e := range []string{"s", "e", "er", "en", "n"} {
		out = append(out, w+e)
	}
	if t := singular(w); t != "" {
		out = append(out, t)
	}
	return out
}

func compounding(lang string) bool {
	switch lang {
	case "da", "de", "sv", "nb", "nl":
		return true
	}
	return false
}

// hasPart says that s, perhaps with a joining letter, is a word of the catalogue.
func (p *parser) hasPart(s string) bool { return len(p.part(s)) > 0 }

// part are the terms of a compound's front part: "konferenz", "arbeits" → arbeit.
func (p *parser) part(s string) []string {
	for _, link := range []string{"", "s", "e", "n", "en", "er", "es"} {
		t, ok := strings.CutSuffix(s, link)
		if !ok || len(t) < 3 {
			continue
		}
		if ts := p.present(p.forms(t)); len(ts) > 0 {
			return ts
		}
		if ts := p.present([]string{t + "e"}); len(ts) > 0 {
			return ts
		}
	}
	return nil
}

// parts splits a compound into two words that the catalogue has; where it has the
// second only at the end of others, those that end so: edelstahl-schrauben.
func (p *parser) parts(w string) []alt {
	if len(w) < 7 || !wordy(w) {
		return nil
	}
	for i := len(w) - 3; i >= 3; i-- {
		tail, known := p.present(p.forms(w[i:])), true
		if len(tail) == 0 && compounding(p.lang) && len(w)-i >= 5 {
			tail, known = p.endings(w[i:]), false
		}
		if len(tail) == 0 {
			continue
		}
		if front := p.part(w[:i]); len(front) > 0 {
			return []alt{{groups: [][]string{front, tail}, quality: asJoin, isThing: !known}}
		}
	}
	return nil
}

// short are the words that w is the beginning of: with a dot, or a short word
// beside the one that says what the thing is.
func (p *parser) short(w word, head bool) []alt {
	if n := len(w.fold); n < 3 || !w.dot && (head || n > 5) || !wordy(w.fold) {
		return nil
	}
	return p.beginning(w)
}

// clipped are the same for a longer word that no item has and that is spelt like
// none: people leave out the dot.
func (p *parser) clipped(w word) []alt {
	if len(w.fold) < 4 || !wordy(w.fold) {
		return nil
	}
	return p.beginning(w)
}

// orClipped adds what a word may be short for where only its stem is known: winte
// is no form of winter.
func (p *parser) orClipped(out []alt, w word) []alt {
	if len(out) > 0 && out[0].quality == asStem {
		return append(out, p.clipped(w)...)
	}
	return out
}

func (p *parser) beginning(w word) []alt {
	a := alt{quality: asPrefix, why: "short for '" + w.text + "…'"}
	const most = 8 * maxTerms // with the stems, which are left out
	all := p.d.prefixed(fieldWords, w.fold, most)
	var ts []string
	for _, e := range all {
		if wordy(e.term) {
			ts = append(ts, e.term)
		}
	}
	switch {
	case len(ts) == 0:
		return nil
	case len(ts) > maxTerms, len(all) == most:
		a.prefix = w.fold
	default:
		a.groups = [][]string{ts}
	}
	return []alt{a}
}
