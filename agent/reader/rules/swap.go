package rules

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"salesclerk/agent/task"
)

// insteadOf reads "10 instead of 5 chairs" and "the blue one instead of the
// red": what is wanted stands before, what was offered after.
func (r *reading) insteadOf(p passage, toks []token) bool {
	i, n := r.insteadAt(toks)
	if n > 0 && i+n < len(toks) && len(r.meaningful(toks[:i])) == 0 && r.insteadFirst(p, toks[i+n:]) {
		return true
	}
	if n == 0 || i == 0 || i+n >= len(toks) {
		return r.insteadTail(p, toks)
	}
	wanted, old := r.afterVerb(toks[:i]), toks[i+n:]
	d, isNum, rest := r.lonelyNumber(wanted)
	oldD, oldNum, oldRest := r.lonelyNumber(old)
	if isNum && oldNum && r.otherUnit(p, toks[:i], old, d, oldD) {
		return true
	}
	if isNum && oldNum {
		return r.countFor(p, d, oldD, append(slices.Clone(rest), oldRest...))
	}
	doc := r.docLine(old)
	if doc == nil {
		return false
	}
	if isNum && len(rest) == 0 {
		r.set(p, *doc, d.String())
		return true
	}
	l, ok := r.item(p, wanted)
	if !ok {
		return false
	}
	r.swap(p, *doc, l)
	return true
}

// otherUnit reads "3 cases instead of the 24 bottles": the line that is in as many of
// the old unit is in the new one.
func (r *reading) otherUnit(p passage, wanted, old []token, d, oldD decimal.Decimal) bool {
	code, was := r.countUnit(wanted), r.countUnit(old)
	if code == "" || was == "" || code == was {
		return false
	}
	var doc *task.DocLine
	for i := range r.in.Offered.Lines {
		l := &r.in.Offered.Lines[i]
		if q, err := decimal.NewFromString(l.Quantity); err == nil && q.Equal(oldD) && l.Unit == was {
			if doc != nil {
				return false
			}
			doc = l
		}
	}
	if doc == nil {
		return false
	}
	l := r.docChange(p, *doc, task.LineSet, d.String())
	c, sure := r.items.UnitOf(doc.Item, code, r.lex.lang)
	if l.Unit = c; c == "" {
		l.Unit = code
	}
	if c == "" || !sure {
		l.Confidence = task.LowConfidence - 0.05
	}
	r.add(l)
	return true
}

// countUnit is the unit behind the first number of words.
func (r *reading) countUnit(toks []token) string {
	for i := range toks {
		_, n := r.lex.number(toks, i)
		if n == 0 {
			continue
		}
		u, _ := r.lex.unitLen(toks, i+n)
		if code, ok := r.items.Unit(join("", toks[i+n:i+n+u]), r.lex.lang); ok {
			return code
		}
	}
	return ""
}

// insteadAt is where "instead of" stands, which a mere "not" is not.
func (r *reading) insteadAt(toks []token) (i, n int) {
	for i := range toks {
		if n, _ := r.lex.of("instead").at(toks, i); n > 1 || n == 1 && !notWords[toks[i].low] {
			return i, n
		}
	}
	return -1, 0
}

// insteadFirst reads what follows an "instead of" that begins a sentence: "instead of 40
// we'd like 60 reams", "statt LV-1 bitte LV-2".
func (r *reading) insteadFirst(p passage, toks []token) bool {
	old, n := r.lex.number(toks, 0)
	if n > 0 && !r.items.Knows(toks[0].text) {
		u, _ := r.lex.unitLen(toks, n)
		d, isNum, rest := r.lonelyNumber(r.afterVerb(toks[n+u:]))
		return isNum && r.countFor(p, d, old, r.withoutUnits(rest))
	}
	for i, t := range toks {
		if !r.items.Knows(t.text) || !t.hasDigit() {
			continue
		}
		doc := r.docLine(toks[i : i+1])
		if doc == nil || doc.Item == "" || !r.knowsAny(toks[i+1:]) {
			return false
		}
		l, ok := r.item(p, r.afterVerb(toks[i+1:]))
		if ok {
			r.swap(p, *doc, l)
		}
		return ok
	}
	return false
}

// insteadTail reads "2 of 1920-S instead" where the document has one line, or
// one of the same kind.
func (r *reading) insteadTail(p passage, toks []token) bool {
	i, n := r.lex.of("instead_tail").find(toks)
	if n == 0 || i+n < len(toks)-2 || len(r.in.Offered.Lines) == 0 {
		return false
	}
	wanted := r.afterVerb(toks[:i])
	if _, isNum, rest := r.lonelyNumber(wanted); isNum && len(rest) == 0 {
		return r.setTo(p, toks[:i])
	}
	l, ok := r.item(p, r.cut(wanted))
	if !ok {
		return false
	}
	if doc := r.only(); doc != nil {
		r.swap(p, *doc, l)
		return true
	}
	return r.setTo(p, toks[:i])
}

// swap puts another item in the place of a line.
func (r *reading) swap(p passage, doc task.DocLine, l task.Line) {
	l.Change, l.DocLine = task.LineSet, doc.No
	if l.QuantityAssumed {
		l.Quantity, l.QuantityAssumed = doc.Quantity, false
		if l.Unit == "" && doc.Unit != pieces {
			l.Unit = doc.Unit // two boxes of the white instead of the brown are two boxes
		}
	}
	r.otherSize(&l, doc)
	if said := join("", r.meaningful(tokenize(l.Query))); r.lex.of("color").is(said) {
		l.Query = said + " " + baseName(doc.Description) // "the orange ones instead"
	}
	r.add(l)
}

// pieces is the unit that nobody says.
const pieces = "PCS"

// otherSize gives "the 14 mm instead of the 13" the rest of the name that the line
// has, where it says nothing else.
func (r *reading) otherSize(l *task.Line, doc task.DocLine) {
	own := tokenize(l.Query)
	if len(l.Identifiers) > 0 || doc.Description == "" {
		return
	}
	var size, name []token
	for i := 0; i < len(own); i++ {
		if k := r.traitAt(own, i); k > 0 {
			size = append(size, own[i:i+k]...)
			i += k - 1
		} else if own[i].isWord() && !r.lex.of("of").is(own[i].text) && !r.lex.of("det").is(own[i].text) && !r.lex.of("pronoun").is(own[i].text) {
			name = append(name, own[i])
		}
	}
	if len(size) == 0 || len(name) > 0 && overlap(name, doc.Description) < len(name) {
		return
	}
	if whole := r.unlike(doc.Description, size) + " " + join("", size); r.finds(whole) {
		l.Query = whole
	}
}

// baseName is a description without what follows a comma: its colour.
func baseName(s string) string {
	s, _, _ = strings.Cut(s, ",")
	return strings.TrimSpace(s)
}

// replaced reads "replace X by Y", "byt X ud med Y", "remplacez X par Y".
func (r *reading) replaced(p passage, toks []token) bool {
	i, n := r.lex.of("set").find(toks)
	if n == 0 {
		return false
	}
	rest := toks[i+n:]
	for k := 1; k < len(rest)-0; k++ {
		m, _ := r.lex.of("replace_by").at(rest, k)
		if m == 0 || k+m >= len(rest) {
			continue
		}
		doc := r.docLine(rest[:k])
		if doc == nil {
			continue
		}
		wanted := rest[k+m:]
		if d, isNum, left := r.lonelyNumber(wanted); isNum && len(left) == 0 {
			r.set(p, *doc, d.String())
			return true
		}
		if l, ok := r.item(p, r.cut(wanted)); ok {
			r.swap(p, *doc, l)
			return true
		}
	}
	return false
}

// useItem reads "use 1896-S": another item in the only line, or in the only
// line that is not clear.
func (r *reading) useItem(p passage, toks []token) bool {
	l, ok := r.item(p, r.cut(r.afterVerb(toks)))
	if !ok || len(l.Identifiers) == 0 && !r.finds(l.Query) {
		return false
	}
	doc := r.only()
	if doc == nil {
		return false
	}
	r.swap(p, *doc, l)
	return true
}

// countFor sets the line whose quantity was old, or that the words name. Where
// both say something, the line must fit both.
func (r *reading) countFor(p passage, d, old decimal.Decimal, rest []token) bool {
	var had, named []task.DocLine
	for _, l := range r.in.Offered.Lines {
		if q, err := decimal.NewFromString(l.Quantity); err == nil && q.Equal(old) {
			had = append(had, l)
			if len(rest) == 0 || overlap(rest, l.Description+" "+l.Variant) > 0 {
				named = append(named, l)
			}
		}
	}
	switch doc := r.docLine(rest); {
	case len(named) == 1:
		r.set(p, named[0], d.String())
	case len(rest) > 0 && doc != nil:
		r.set(p, *doc, d.String())
	case len(had) == 1:
		r.set(p, had[0], d.String())
	default:
		return r.unclear(p, d)
	}
	return true
}
