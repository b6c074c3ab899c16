package rules

import "strings"

// wanted drops the clauses of a passage that say what is not asked for: "we don't need
// any cable ties", "no gloves this time, just 4 helmets", and the number in "not 10 but
// 12". What is only said of the thing before it, "not the black ones", stays.
func (r *reading) wanted(p passage, toks []token) []token {
	if r.isConversation() || strings.HasSuffix(p.text, "?") && !r.quantified(toks) {
		return toks
	}
	toks = r.notButNumber(toks)
	var out []token
	for start := 0; start < len(toks); {
		end := start + r.clauseEnd(toks[start:])
		if r.saidOfBefore(toks, start) || !r.turnsDown(toks[start:end]) {
			out = append(out, toks[start:end]...)
		}
		start = end
	}
	return out
}

// clauseEnd is where the first clause ends, its mark or "but" with it.
func (r *reading) clauseEnd(toks []token) int {
	depth := 0
	for i, t := range toks {
		depth = nested(depth, t.text)
		if depth == 0 && i > 0 && (t.text == "," || t.text == ";" || t.text == "." && i+1 < len(toks) && !r.lex.abbrev[toks[i-1].low] || onlyWords[t.low]) {
			return i + 1
		}
	}
	return len(toks)
}

// saidOfBefore says whether a clause only says what the thing before it is not: "but
// not the red ones".
func (r *reading) saidOfBefore(toks []token, start int) bool {
	at := start
	for at < len(toks) && asides[toks[at].low] {
		at++
	}
	return start > 0 && r.denialAt(toks, at)
}

func (r *reading) denialAt(toks []token, i int) bool {
	n, traits := r.denial(toks, i)
	return n > 0 && len(traits) > 0
}

// turnsDown says whether a clause says that something is not wanted: the words for it
// stand beside those of asking, or first, or, where nothing is counted, last.
func (r *reading) turnsDown(toks []token) bool {
	if w := words(toks); w < 2 {
		return false
	}
	counts := r.quantified(toks)
	for i := range toks {
		n := r.turningDown(toks, i)
		if n == 0 || i > 0 && r.denialAt(toks, i) {
			continue
		}
		behind := words(toks[i+n:])
		switch {
		case n > 1 && i <= 3 && r.lengthIn(toks, i, "remove") > 0:
			return true // "we don't need"
		case r.asksAt(toks, i+n) || r.askedBefore(toks[:i]):
			return true
		case !counts && (words(toks[:i]) == 0 || behind <= 2 && !r.lex.of("request").in(toks[:i])):
			return true
		}
	}
	return false
}

// turningDown is the length of words at toks[i] that do.
func (r *reading) turningDown(toks []token, i int) int {
	n := r.lengthIn(toks, i, "negation")
	if k := r.lengthIn(toks, i, "remove"); k > 1 || k > 0 && i == 0 {
		n = max(n, k)
	}
	return n
}

func (r *reading) asksAt(toks []token, i int) bool {
	for k := i; k < len(toks) && k < i+2; k++ {
		if r.lengthIn(toks, k, "request") > 0 {
			return true
		}
	}
	return false
}

// askedBefore says whether words end with those of asking: "brauchen wir | nicht".
func (r *reading) askedBefore(toks []token) bool {
	i, n := r.lex.of("request").find(toks)
	return n > 0 && words(toks[i+n:]) <= 1 && words(toks[:i]) > 0
}

// notButNumber takes "not 10 but" out of "not 10 but 12 spanners".
func (r *reading) notButNumber(toks []token) []token {
	for i := range toks {
		n := r.lengthIn(toks, i, "negation")
		_, m := r.lex.number(toks, i+n)
		if n == 0 || m == 0 {
			continue
		}
		k := i + n + m
		for k < len(toks) && k < i+n+m+3 && !onlyWords[toks[k].low] {
			k++
		}
		if _, q := r.lex.number(toks, k+1); k < len(toks) && onlyWords[toks[k].low] && q > 0 {
			return append(append([]token(nil), toks[:i]...), toks[k+1:]...)
		}
	}
	return toks
}

var onlyWords = wordSet("but men mais sondern aber pero sino mas senão maar ma bensì utan just only kun seulement nur")
