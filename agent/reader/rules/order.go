package rules

import (
	"slices"
	"strings"

	"salesclerk/agent/task"
)

// Ways of saying how many that are turned into the usual one, a number before its
// thing, so that all that follows reads but this.

// usual gives the tokens of a passage so.
func (r *reading) usual(toks []token) []token {
	r.spokenTimes(toks)
	r.asMany(toks)
	return r.countsFirst(toks)
}

// spokenTimes makes the "times" of "fifty times 500 sheets" the sign for it.
func (r *reading) spokenTimes(toks []token) {
	for i := 1; i+1 < len(toks); i++ {
		if !r.lex.of("times").is(toks[i].text) {
			continue
		}
		if _, n := r.lex.number(toks, i-1); n > 0 {
			toks[i].text, toks[i].low = "x", "x"
		}
	}
}

// asMany gives "six desks and as many screens" the six twice.
func (r *reading) asMany(toks []token) {
	for i := 1; i < len(toks); i++ {
		n, _ := r.lex.of("as_many").at(toks, i)
		if n == 0 {
			continue
		}
		at, k := r.numberBefore(toks[:i])
		if d, _ := r.lex.number(toks, at); k > 0 {
			toks[i].text, toks[i].low = d.String(), d.String()
			use(toks, i+1, n-1)
		}
	}
}

// countsFirst turns "jackets: M 3, L 2" and "napkins: white 100, red 200" round, where
// at least two traits stand before their numbers.
func (r *reading) countsFirst(toks []token) []token {
	type pair struct{ at, trait, count int }
	var pairs []pair
	for i := 1; i < len(toks); i++ {
		lead := toks[i-1].text
		if lead != ":" && lead != "," && !r.lex.of("and").is(lead) {
			continue
		}
		k := r.traitAt(toks, i)
		if k == 0 || i+k >= len(toks) {
			continue
		}
		_, n := r.lex.number(toks, i+k)
		end := i + k + n
		if n > 0 && (end == len(toks) || r.separator(toks, end) > 0 || toks[end].text == ".") {
			pairs = append(pairs, pair{i, k, n})
		}
	}
	if len(pairs) < 2 {
		return toks
	}
	var out []token
	from := 0
	for _, p := range pairs {
		start, end := toks[p.at].start, toks[p.at+p.trait+p.count-1].end
		count := slices.Clone(toks[p.at+p.trait : p.at+p.trait+p.count])
		trait := slices.Clone(toks[p.at : p.at+p.trait])
		count[0].start, trait[len(trait)-1].end = start, end // the words of the line are both
		out = append(append(append(out, toks[from:p.at]...), count...), token{text: "x", low: "x", start: start, end: end})
		out = append(out, trait...)
		from = p.at + p.trait + p.count
	}
	return append(out, toks[from:]...)
}

// eachOf gives "3 each of white and black sealant" a line for either.
func (r *reading) eachOf(lines []task.Line) []task.Line {
	var out []task.Line
	for _, l := range lines {
		a, b := r.bothTraits(l)
		if a == "" {
			out = append(out, l)
			continue
		}
		other := l
		l.Query, other.Query = a, b
		other.Identifiers = slices.Clone(l.Identifiers)
		out = append(out, l, other)
	}
	return out
}

// bothTraits are the names that a line asks for so many each of, which differ in a
// colour or a size; "" if it is one.
func (r *reading) bothTraits(l task.Line) (a, b string) {
	if !r.lex.of("of_each").in(tokenize(l.Text)) {
		return "", ""
	}
	toks := tokenize(l.Query)
	for i := 1; i+1 < len(toks); i++ {
		k := r.traitAt(toks, i+1)
		if !r.lex.of("and").is(toks[i].text) || k == 0 || r.traitAt(toks, i-1) == 0 {
			continue
		}
		head, tail := join("", toks[:i-1]), join("", toks[i+1+k:])
		name := func(trait []token) string {
			return strings.Join(strings.Fields(head+" "+join("", trait)+" "+tail), " ")
		}
		return name(toks[i-1 : i]), name(toks[i+1 : i+1+k])
	}
	return "", ""
}
