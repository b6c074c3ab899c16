package rules

import "github.com/shopspring/decimal"

// removes reads "leave out line 3", "without the chairs". Where the last verb
// only points back, as in "we do not need the screws, take them off", the words
// after an earlier one say what is meant.
func (r *reading) removes(p passage, toks []token) bool {
	if r.removesOf(p, r.afterVerb(toks)) {
		return true
	}
	for i := 0; i < len(toks); i++ {
		n, _ := r.lex.of("remove").at(toks, i)
		if n == 0 {
			continue
		}
		if r.removesOf(p, r.upToVerb(toks[i+n:])) || r.removesOf(p, r.subject0(toks[:i])) {
			return true
		}
		if n > 2 && r.removesOf(p, toks[i+1:i+n-1]) {
			return true // "take the stools off"
		}
		i += n - 1
	}
	return false
}

// upToVerb is what stands before the next verb of removing.
func (r *reading) upToVerb(toks []token) []token {
	if i, n := r.lex.of("remove").find(toks); n > 0 {
		return toks[:i]
	}
	return toks
}

// subject0 is the last words before a verb: "skruerne skal vi ikke bruge".
func (r *reading) subject0(toks []token) []token {
	for i := len(toks) - 1; i >= 0; i-- {
		if toks[i].text == "," || toks[i].text == ";" {
			return toks[i+1:]
		}
	}
	return toks
}

func (r *reading) removesOf(p passage, toks []token) bool {
	if places, others := r.ordinals(toks); len(places) > 0 && !r.hasNumber(others) && len(places) < len(r.in.Offered.Lines) {
		for _, l := range places {
			r.remove(p, *l)
		}
		return true
	}
	done := false
	for _, piece := range r.pieces(toks) {
		if r.lex.of("rest").in(piece) {
			r.restGoes, done = true, len(r.kept) > 0
			continue
		}
		if said := r.content(piece); !r.hasNumber(piece) && len(said) > 0 {
			if all := r.linesLike(said); len(all) > 1 && len(all) < len(r.in.Offered.Lines) {
				for _, l := range all {
					r.remove(p, *l) // "the trolleys", the red one and the blue one
				}
				done = true
				continue
			}
		}
		doc := r.docLine(piece)
		if doc == nil || len(r.meaningful(piece)) == 0 && r.only() == nil {
			continue
		}
		if d, isNum, _ := r.lonelyNumber(piece); isNum && !r.byOrdinal(piece) {
			if q, err := decimal.NewFromString(doc.Quantity); err == nil && d.LessThan(q) && d.IsPositive() {
				r.set(p, *doc, q.Sub(d).String()) // "remove 2 of the chairs"
				done = true
				continue
			}
		}
		r.remove(p, *doc)
		done = true
	}
	return done
}

// afterVerb is what follows the last verb of change. One that ends the clause, "læg
// et topnøglesæt oveni", only belongs to the verb before.
func (r *reading) afterVerb(toks []token) []token {
	from, to := 0, len(toks)
	for i := range toks {
		if toks[i].isNumber() {
			break
		}
		best := 0
		for _, k := range []string{"remove", "add", "set", "request"} {
			n, _ := r.lex.of(k).at(toks, i)
			best = max(best, n)
		}
		switch {
		case best == 0:
		case !onlyMarks(toks[i+best:]):
			from = max(from, i+best)
		case i > from && from > 0:
			to = min(to, i)
		}
	}
	return toks[from:max(from, to)]
}
