package rules

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// removes reads "leave out line 3", "without the chairs". Where the last verb
// only points back, as in "we do not need the screws, take them off", the words
// after an earlier one say what is meant.
func (r *reading) removes(p passage, toks []token) bool {
	for i := 0; i < len(toks); i++ {
		n, _ := r.lex.of("remove").at(toks, i)
		if n == 0 {
			continue
		}
		after := r.upToVerb(toks[i+n:])
		if n > 2 && r.hasNumber(toks[i+1:i+n-1]) && r.removesOf(p, append(slices.Clone(toks[i+1:i+n-1]), after...)) {
			return true // "knock 5 off the spanners"
		}
		if len(r.content(after)) > 0 && r.removesOf(p, after) || r.removesOf(p, r.subject0(toks[:i])) {
			return true
		}
		if n > 2 && r.removesOf(p, toks[i+1:i+n-1]) {
			return true // "take the stools off"
		}
		i += n - 1
	}
	return r.removesOf(p, r.afterVerb(toks))
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
		if toks[i].text == "," || toks[i].text == ";" || butWords[toks[i].low] {
			return toks[i+1:]
		}
	}
	return toks
}

var butWords = wordSet("but men mais aber pero ma mas maar jedoch doch dog cependant")

func (r *reading) removesOf(p passage, toks []token) bool {
	if i, n := r.lex.of("rest").find(toks); n > 0 && len(r.content(toks[:i])) > 0 {
		toks = toks[:i] // "the sugar, the rest is fine"
	}
	if places, others := r.ordinals(toks); len(places) > 0 && !r.hasNumber(others) && len(places) < len(r.in.Offered.Lines) {
		for _, l := range places {
			r.remove(p, *l)
		}
		return true
	}
	if r.tooMany(toks) {
		return r.unclear(p, decimal.Zero)
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
		if d, isNum, _ := r.lonelyNumber(piece); isNum && !r.byOrdinal(piece) && !r.figureOf(doc.Description, piece, d) {
			if q, err := decimal.NewFromString(doc.Quantity); err == nil && d.LessThan(q) && d.IsPositive() {
				r.set(p, *doc, q.Sub(d).String()) // "remove 2 of the chairs"
				done = true
				continue
			}
			if d.String() != doc.Quantity {
				done = r.unclear(p, d) // "all but the spanners: 25 please"
				continue
			}
		}
		r.remove(p, *doc)
		done = true
	}
	return done
}

// figureOf says that a number in a phrase is a figure of the item's name with its
// unit, and not how many: the 4 of "take the bins 4 L off".
func (r *reading) figureOf(name string, toks []token, d decimal.Decimal) bool {
	of := tokenize(name)
	for i := range toks {
		if n, k := r.lex.number(toks, i); k != 1 || !n.Equal(d) || i+1 == len(toks) {
			continue
		}
		for j := 0; j+1 < len(of); j++ {
			if strings.EqualFold(of[j].text, toks[i].text) && strings.EqualFold(of[j+1].text, toks[i+1].text) {
				return true
			}
		}
		return false
	}
	return false
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
			best = max(best, r.lex.of(k).plain(toks, i))
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
