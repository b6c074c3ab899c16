package rules

import "salesclerk/agent/task"

// setsToo says whether words name a line of the document with a number, up to the
// next separator: "…, and the spanners to 30".
func (r *reading) setsToo(toks []token) bool {
	_, isNum, rest := r.lonelyNumber(toks[:r.nextSeparator(toks)])
	return isNum && len(rest) > 0 && len(rest) <= 5 && r.byWords(rest) != nil
}

// ofUnit is the one line of the document in the unit that the words say: "make it
// six pallets", where one line is in pallets.
func (r *reading) ofUnit(toks []token) *task.DocLine {
	for i := range toks {
		_, n := r.lex.number(toks, i)
		if n == 0 {
			continue
		}
		u, _ := r.lex.unitLen(toks, i+n)
		if code, ok := r.items.Unit(join("", toks[i+n:i+n+u]), r.lex.lang); ok {
			return r.onlyIn(code)
		}
	}
	return nil
}

// onlyIn is the one line of the document in a unit, or nil.
func (r *reading) onlyIn(unit string) *task.DocLine {
	var found *task.DocLine
	for k := range r.in.Offered.Lines {
		if r.in.Offered.Lines[k].Unit != unit {
			continue
		}
		if found != nil {
			return nil
		}
		found = &r.in.Offered.Lines[k]
	}
	return found
}

// noneOf reads "no ladders", where a line of the document is called so.
func (r *reading) noneOf(p passage, toks []token) bool {
	done := false
	for i := range toks {
		n, _ := r.lex.of("no_thing").at(toks, i)
		if n == 0 {
			continue
		}
		rest := toks[i+n:]
		said := r.meaningful(rest[:r.nextSeparator(rest)])
		if len(said) == 0 || len(said) > 3 {
			continue
		}
		if doc := r.byWords(said); doc != nil {
			r.remove(p, *doc)
			done = true
		}
	}
	return done
}

// itself makes a line that sets a line of the document the same item, where the
// words may mean it: "only one ladder" is the ladder that was offered.
func (r *reading) itself(l *task.Line, doc task.DocLine) {
	for _, c := range r.lookup(l.Query).Items {
		if c.Number != doc.Item || c.Variant != "" && c.Variant != doc.Variant {
			continue
		}
		l.Match, l.Confidence = task.One, 0.9
		l.Items = []task.Candidate{{Number: doc.Item, Variant: doc.Variant, Score: 1, Description: doc.Description}}
		if l.Unit == "" {
			l.Unit = doc.Unit
		}
		return
	}
}
