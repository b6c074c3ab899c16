package rules

import (
	"slices"
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

// carried says whether a phrase is but a number and a colour or a size, "6 yellow
// ones in XXL", and so means the thing named before it.
func (r *reading) carried(l task.Line, before []task.Line) bool {
	return (len(before)+len(r.out.Lines) > 0 || r.lead != "") && !l.QuantityAssumed && len(l.Identifiers) == 0 && r.traitOnly(l.Query)
}

func (r *reading) traitOnly(query string) bool { return r.trait(tokenize(query)) }

// carry gives lines that are but a colour or a size the name of the thing before
// them: "orange vests: 4 in M, 10 in L. Also 6 yellow ones in XXL".
func (r *reading) carry(lines []task.Line) []task.Line {
	for i := range lines {
		if len(lines[i].Identifiers) > 0 || lines[i].QuantityAssumed {
			continue
		}
		if !r.traitOnly(lines[i].Query) {
			if i > 0 {
				lines[i].Query = r.sameKind(lines[i].Query, lines[i-1].Query)
			}
			continue
		}
		var prev task.Line
		switch {
		case i > 0:
			prev = lines[i-1]
		case r.lead != "":
			prev.Query = r.lead
		case len(r.out.Lines) > 0:
			prev = r.out.Lines[len(r.out.Lines)-1]
		}
		if prev.Query == "" && len(prev.Identifiers) == 0 || r.traitOnly(prev.Query) && len(prev.Identifiers) == 0 {
			continue
		}
		own := r.withoutPronouns(tokenize(lines[i].Query))
		lines[i].Query = strings.TrimSpace(r.unlike(prev.Query, own) + " " + join("", own))
		lines[i].Identifiers = slices.Clone(prev.Identifiers)
	}
	return lines
}

// sameKind gives words that mean nothing alone the head of the name before them, where
// both together are something: "6 syrups vanilla and 6 hazelnut", "shelving: 3 basic
// bays and 6 add-on bays".
func (r *reading) sameKind(query, before string) string {
	const most = 6
	head := strings.Fields(before)
	if len(strings.Fields(query)) > 2 || len(head) < 2 || len(head) > most+2 || r.finds(query) {
		return query
	}
	for k := len(head) - 1; k > 0; k-- {
		if whole := strings.Join(head[:k], " ") + " " + query; r.strong(whole) {
			return whole
		}
	}
	return query
}

// withoutPronouns is the colour and the size alone: yellow, XXL.
func (r *reading) withoutPronouns(toks []token) []token {
	return slices.DeleteFunc(slices.Clone(toks), func(t token) bool {
		return r.lex.of("pronoun").is(t.text) || r.lex.of("of").is(t.text) || r.lex.of("det").is(t.text)
	})
}

// shareTail gives "4 basic bays and 8 add-on bays of the steel shelving" its shelving
// twice, where only both together name something.
func (r *reading) shareTail(lines []task.Line) []task.Line {
	for i := len(lines) - 2; i >= 0; i-- {
		l, next := &lines[i], lines[i+1]
		if len(l.Identifiers) > 0 || l.QuantityAssumed || r.finds(l.Query) {
			continue
		}
		toks := tokenize(next.Query)
		for k := 1; k < len(toks)-1; k++ {
			if !r.lex.of("of").is(toks[k].text) || toks[k].low == "à" {
				continue
			}
			if whole := l.Query + " " + join("", toks[k:]); r.finds(whole) {
				l.Query = whole
				break
			}
		}
	}
	return lines
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
		if i+1 < len(toks) && toks[i].isNumber() && sameMeasure(own, toks[i+1].low) && r.measureAt(toks, i) == 2 {
			use(toks, i, 2)
		}
	}
	if n := len(toks); n > 2 && r.bareSize(own) && r.bareSize(toks[n-2:]) {
		use(toks, n-2, 2)
	}
	return join("", toks)
}

// bareSize says whether words are a size without a unit: "de 28", "i 43".
func (r *reading) bareSize(toks []token) bool {
	return len(toks) == 2 && toks[1].isNumber() && r.measureAt(toks, 0) == 2
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
