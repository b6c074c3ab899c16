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
// size, where own does.
func (r *reading) unlike(query string, own []token) string {
	toks := tokenize(query)
	for i := range toks {
		if r.lex.of("color").in(own) && r.lex.of("color").is(toks[i].text) {
			toks[i].used = true
		}
		if k, _ := r.lex.of("size").at(toks, i); k > 0 && r.lex.of("size").in(own) {
			use(toks, i, k+1)
		}
	}
	return join("", toks)
}
