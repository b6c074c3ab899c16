package rules

import (
	"strings"

	"salesclerk/agent/task"
)

// pointsBack gives "12 of the same in size 9" the words of the line before it,
// but for the colour and the size that it says itself.
func (r *reading) pointsBack(l task.Line, before []task.Line) task.Line {
	toks := tokenize(l.Query)
	n, _ := r.lex.of("same").at(toks, 0)
	if n == 0 || len(l.Identifiers) > 0 {
		return l
	}
	if len(before) == 0 {
		before = r.out.Lines
	}
	if len(before) == 0 {
		return l
	}
	prev := before[len(before)-1]
	own := toks[n:]
	if len(own) > 0 && r.lex.of("of").is(own[0].text) {
		own = own[1:]
	}
	if k, _ := r.lex.of("size").at(own, 0); k == 0 && !r.lex.of("color").in(own) && len(own) > 0 && r.finds(join("", own)) {
		return l // "the same chairs": it names its own thing
	}
	l.Query = strings.TrimSpace(r.unlike(prev.Query, own) + " " + join("", own))
	return l
}

// unlike is a query without the colours, where own names one, and without the
// size or the measure, where own has another.
func (r *reading) unlike(query string, own []token) string {
	toks := tokenize(query)
	color, sized := r.lex.of("color").in(own), r.lex.of("size").in(own) || r.lex.of("size_letter").in(own)
	for i := range toks {
		if color && r.lex.of("color").is(toks[i].text) {
			toks[i].used = true
		}
		if k, _ := r.lex.of("size").at(toks, i); k > 0 && sized {
			use(toks, i, k+1)
		}
		if sized && i > 0 && !toks[i-1].isNumber() && r.lex.of("size_letter").is(toks[i].text) {
			toks[i].used = true
		}
		if r.measured(toks, i) && sameMeasure(own, toks[i+1].low) && toks[i].isNumber() {
			use(toks, i, 2)
		}
	}
	return join("", toks)
}

// sameMeasure says whether words have a number in a unit: the m of 50 m.
func sameMeasure(toks []token, unit string) bool {
	for i := 1; i < len(toks); i++ {
		if toks[i].low == unit && toks[i-1].isNumber() {
			return true
		}
	}
	return false
}
