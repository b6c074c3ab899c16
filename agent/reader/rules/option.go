package rules

import (
	"strings"

	"github.com/shopspring/decimal"
)

// An option may be told by a measure, "the 100 g one", "5 steps", or as the most or
// the least of them, "the stronger one". Such a number is no quantity.

// extent is a number with the word that follows it: 100 g, 5 steps, 1500 x.
type extent struct {
	value decimal.Decimal
	word  token
}

// measuresIn are the numbers of an option's description with what they measure.
func (r *reading) measuresIn(description string) []extent {
	toks := r.lex.unglue(tokenize(description), r.items.Knows)
	var out []extent
	for i := range toks {
		d, ok := parseNumber(toks[i].text, r.lang)
		if e, english := parseNumber(toks[i].text, "en"); english && (!ok || strings.Contains(toks[i].text, ".")) {
			d, ok = e, true // a description may be in no language of the customer's
		}
		if !ok || i > 0 && toks[i-1].end == toks[i].start && toks[i-1].isWord() && toks[i-1].isNumber() {
			continue
		}
		m := extent{value: d}
		if i+1 < len(toks) {
			m.word = toks[i+1]
		}
		out = append(out, m)
	}
	return out
}

// saidMeasure is what an answer says at toks[i], a number and the word after it, and
// the tokens taken; 0 if there is none, or the number counts: "2 of them", "2 blue".
func (r *reading) saidMeasure(toks []token, i int) (extent, int) {
	d, n := r.lex.number(toks, i)
	if n == 0 || i+n >= len(toks) {
		return extent{}, 0
	}
	w := toks[i+n]
	if !w.isWord() && w.text != "°" && w.text != "%" && w.text != `"` || colorsLike(w.low) != nil {
		return extent{}, 0
	}
	for _, s := range []string{"of", "pronoun", "det", "color", "of_each", "polite", "and", "request"} {
		if k, _ := r.lex.of(s).at(toks, i+n); k > 0 && len(w.low) > 1 {
			return extent{}, 0
		}
	}
	return extent{d, w}, n + 1
}

// hasMeasure says whether an option has a measure, or hasValue at least its number.
func (r *reading) hasMeasure(description string, m extent) (has, hasValue bool) {
	for _, o := range r.measuresIn(description) {
		if o.value.Equal(m.value) {
			hasValue = true
			has = has || r.sameUnit(o.word, m.word)
		}
	}
	return has, hasValue
}

// sameUnit says whether two words measure the same: m and mètres, step and steps.
func (r *reading) sameUnit(a, b token) bool {
	if a.low == "" || b.low == "" {
		return false
	}
	if a.low == b.low || len(a.low) > 2 && len(b.low) > 2 && alike(a.low, b.low) {
		return true
	}
	code := r.unitOfWord(a)
	return code != "" && code == r.unitOfWord(b)
}

func (r *reading) unitOfWord(t token) string {
	t.used = false
	if n, code := r.lex.unitLen([]token{t}, 0); n == 1 && code != "" {
		return code
	}
	code, _ := r.items.Unit(t.text, r.lex.lang)
	return code
}

// toldBy says whether the number at toks[i] tells options of a question apart and
// so counts nothing: some have it and others have not. Where the word behind it is
// none of theirs, it must have been said before how many are wanted.
func (r *reading) toldBy(toks []token, i int, q question1) (extent, bool) {
	m, n := r.saidMeasure(toks, i)
	if n == 0 {
		return m, false
	}
	named, valued := 0, 0
	for _, c := range q.line.Items {
		has, value := r.hasMeasure(c.Description, m)
		if has {
			named++
		}
		if value {
			valued++
		}
	}
	if named > 0 {
		return m, true
	}
	return m, valued > 0 && valued < len(q.line.Items) && !q.line.QuantityAssumed && r.unitOfWord(m.word) == ""
}

// byMeasure is how well the measures of an answer fit the i-th option.
func (r *reading) byMeasure(toks []token, q question1, i int) int {
	score := 0
	for k := range toks {
		if _, n := r.lex.number(toks, k); n == 0 {
			continue
		}
		m, told := r.toldBy(toks, k, q)
		if !told {
			continue
		}
		has, value := r.hasMeasure(q.line.Items[i].Description, m)
		if named := r.someNamed(q, m); has || value && !named {
			score += 2 * r.tellingMeasure(q, m, named)
		} else {
			score -= 3
		}
	}
	return score
}

func (r *reading) someNamed(q question1, m extent) bool {
	for _, c := range q.line.Items {
		if has, _ := r.hasMeasure(c.Description, m); has {
			return true
		}
	}
	return false
}

// tellingMeasure is 1 for a measure that not all options of a question have.
func (r *reading) tellingMeasure(q question1, m extent, named bool) int {
	for _, c := range q.line.Items {
		if has, value := r.hasMeasure(c.Description, m); named && !has || !named && !value {
			return 1
		}
	}
	return 0
}

// extreme is the place of the option that is the most, or the least, of those of a
// question: the one whose numbers are greatest wherever they differ. It is -1 where
// the words ask for none, or it is not clear which that is.
func (r *reading) extreme(toks []token, q question1) int {
	most, least := r.lex.of("most").in(toks), r.lex.of("least").in(toks)
	if most == least || len(q.line.Items) < 2 {
		return -1
	}
	best := 0
	for i := 1; i < len(q.line.Items); i++ {
		switch c, ok := r.compare(q.line.Items[i].Description, q.line.Items[best].Description); {
		case !ok:
			return -1
		case c > 0 == most:
			best = i
		}
	}
	return best
}

// compare says which of two descriptions has the greater numbers: 1 the first, -1
// the second. Where they differ in no measure that both have, or in one this way and
// in another that way, nothing can be said.
func (r *reading) compare(a, b string) (int, bool) {
	sign := 0
	other := r.measuresIn(b)
	for _, m := range r.measuresIn(a) {
		for k, o := range other {
			if o.word.low != m.word.low {
				continue
			}
			if c := m.value.Cmp(o.value); c != 0 {
				if sign != 0 && sign != c {
					return 0, false
				}
				sign = c
			}
			other[k].word.low = "\x00" // each is compared once
			break
		}
	}
	return sign, sign != 0
}
