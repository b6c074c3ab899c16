package rules

import (
	"slices"

	"github.com/shopspring/decimal"

	"salesclerk/agent/task"
)

// A change that says how many there shall be, or how many more or fewer. A wrong
// number here is the worst that can be read, so that whatever leaves a doubt about
// line or number becomes a line that a person has to look at.

// toNumber reads "drop the screws to 3 boxes", "auf 10 erhöhen": whatever the verb,
// the number behind the "to" is what shall be.
func (r *reading) toNumber(p passage, toks []token, kind string) bool {
	for i := range toks {
		n, _ := r.lex.of("toward").at(toks, i)
		if n == 0 || i == 0 && kind == "" {
			continue
		}
		d, m := r.lex.number(toks, i+n)
		if m == 0 || r.sizeOf(toks, i+n+m-1) || r.items.Knows(toks[i+n].text) && len(toks[i+n].text) > 2 {
			continue
		}
		u, _ := r.lex.unitLen(toks, i+n+m)
		end := i + n + m + u
		doc, named := r.meant(toks[:i], toks[end:], toks[i+n:end])
		switch {
		case doc != nil && d.IsPositive():
			r.set(p, *doc, d.String())
		case kind == "" || kind == "add" || !d.IsPositive():
			return false
		case named && kind == "set" && len(r.in.Offered.Lines) > 1:
			return false // "change the chairs to 8 stools": another way to read it
		default:
			return r.unclear(p, d)
		}
		return true
	}
	return false
}

// meant is the line of the document that the words around a number name, or the
// only one it can be where they name nothing; named says whether they name anything.
func (r *reading) meant(before, after, count []token) (doc *task.DocLine, named bool) {
	before, after = r.afterVerb(before), after[:r.nextSeparator(after)]
	_, _, rest := r.lonelyNumber(before)
	rest = r.withoutVerbs(rest)
	if o := r.ordinal(before); o != 0 || len(rest) > 0 {
		if doc := r.docLine(r.withoutVerbs(before)); doc != nil {
			return doc, true
		}
	}
	if tail := r.withoutVerbs(r.meaningful(after)); len(tail) > 0 {
		if doc := r.byWords(append(slices.Clone(rest), tail...)); doc != nil {
			return doc, true
		}
	}
	if len(rest) > 0 {
		return nil, true
	}
	if doc = r.ofUnit(count); doc == nil {
		doc = r.only()
	}
	return doc, false
}

// withoutVerbs drops the verbs of change.
func (r *reading) withoutVerbs(toks []token) []token {
	var out []token
	for i := 0; i < len(toks); i++ {
		n := 0
		for _, s := range []string{"set", "remove", "add", "request", "raise", "lower", "times_verb"} {
			k, _ := r.lex.of(s).at(toks, i)
			n = max(n, k)
		}
		if n == 0 {
			out = append(out, toks[i])
		}
		i += max(0, n-1)
	}
	return out
}

// byNumber reads "reduce the screws by 2", "um 5 erhöhen", "réduisez de 2".
func (r *reading) byNumber(p passage, toks []token) bool {
	sign := decimal.NewFromInt(1)
	if r.lex.of("lower").in(toks) || r.lex.of("remove").in(toks) {
		sign = sign.Neg()
	} else if !r.lex.of("raise").in(toks) {
		return false
	}
	for i := range toks {
		n, _ := r.lex.of("by_amount").at(toks, i)
		d, m := r.lex.number(toks, i+n)
		if n == 0 || m == 0 || r.sizeOf(toks, i+n+m-1) {
			continue
		}
		u, _ := r.lex.unitLen(toks, i+n+m)
		end := i + n + m + u
		doc, _ := r.meant(toks[:i], toks[end:], toks[i+n:end])
		return r.shift(p, doc, d.Mul(sign))
	}
	return false
}

// shift sets a line to so many more or fewer; where the line is not clear, or
// nothing would be left, a person looks.
func (r *reading) shift(p passage, doc *task.DocLine, by decimal.Decimal) bool {
	if doc == nil {
		return r.unclear(p, by.Abs())
	}
	q, err := decimal.NewFromString(doc.Quantity)
	if sum := q.Add(by); err == nil && sum.IsPositive() {
		r.set(p, *doc, sum.String())
		return true
	}
	return r.unclear(p, by.Abs())
}

// multiplied reads "double the screws". Where a number follows as well, it is not
// clear what is meant.
func (r *reading) multiplied(p passage, toks []token) bool {
	for i := range toks {
		n, v := r.lex.of("times_verb").at(toks, i)
		f, err := decimal.NewFromString(v)
		if n == 0 || err != nil {
			continue
		}
		rest := append(slices.Clone(toks[:i]), toks[i+n:]...)
		d, isNum, _ := r.lonelyNumber(rest)
		doc, _ := r.meant(nil, rest, nil)
		if doc == nil {
			doc = r.docLine(r.withoutVerbs(rest))
		}
		if doc == nil || isNum {
			return r.unclear(p, d)
		}
		q, err := decimal.NewFromString(doc.Quantity)
		if sum := q.Mul(f); err == nil && sum.IsInteger() {
			l := r.docChange(p, *doc, task.LineSet, sum.String())
			l.Confidence = task.LowConfidence - 0.05
			r.add(l)
			return true
		}
		return r.unclear(p, d)
	}
	return false
}

// sizeOf says whether the number that ends at toks[i] is a size: 14 mm. A measure
// that a line of the document is counted in is none.
func (r *reading) sizeOf(toks []token, i int) bool {
	if !r.measured(toks, i) {
		return false
	}
	_, code := r.lex.unitLen(toks, i+1)
	return code == "" || !slices.ContainsFunc(r.docUnits(), func(u string) bool { return u == code })
}

func (r *reading) docUnits() []string {
	var out []string
	if r.in.Offered != nil {
		for _, l := range r.in.Offered.Lines {
			out = append(out, l.Unit)
		}
	}
	return out
}

// onlyOf reads "we'll just take the spanners", "only the first two": the other lines
// of the document go.
func (r *reading) onlyOf(p passage) bool {
	i, n := r.lex.of("only_these").find(p.toks)
	if n == 0 || len(r.in.Offered.Lines) < 2 || r.lex.of("remove").in(p.toks) || r.lex.of("add").in(p.toks) ||
		r.lex.of("times_verb").in(p.toks) || r.negatedBefore(p.toks, i) {
		return false
	}
	rest := append(slices.Clone(p.toks[:i]), p.toks[i+n:]...)
	keep, others := r.ordinals(rest)
	if r.hasNumber(others) {
		return false
	}
	unclear := false
	if len(keep) == 0 {
		for _, piece := range r.commas(rest) {
			said := r.withoutVerbs(r.meaningful(piece))
			if doc := r.byWords(said); len(said) > 0 && doc != nil {
				keep = append(keep, doc)
			} else if said = r.content(piece); len(said) == 1 && r.finds(said[0].text) {
				unclear = true // it is one of ours, and not clear which line
			}
		}
	}
	if len(keep) == 0 || len(keep) == len(r.in.Offered.Lines) {
		return false
	}
	if unclear {
		r.lostLine = true
		return false
	}
	r.keep(p, keep, p.toks)
	return true
}

// hasNumber says whether words say a number, one among them.
func (r *reading) hasNumber(toks []token) bool {
	for i := range toks {
		if _, n := r.lex.number(toks, i); n > 0 || r.lex.of("one").is(toks[i].text) {
			return true
		}
	}
	return false
}

func (r *reading) negatedBefore(toks []token, i int) bool {
	return i > 0 && r.lex.of("negation").is(toks[i-1].text)
}

// remove takes a line out of the document, once.
func (r *reading) remove(p passage, doc task.DocLine) {
	for _, l := range r.out.Lines {
		if l.DocLine == doc.No && l.Change == task.LineRemove {
			return
		}
	}
	r.add(r.docChange(p, doc, task.LineRemove, doc.Quantity))
}
