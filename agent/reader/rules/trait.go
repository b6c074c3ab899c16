package rules

import (
	"slices"

	"salesclerk/agent/task"
)

// otherTrait reads that a line of the document is wanted in another colour: "the
// trolleys in grey rather than red", "die Ordner lieber in blau". How many stays.
func (r *reading) otherTrait(p passage, toks []token) bool {
	wanted, old, ok := r.colorsOf(toks)
	if !ok || old.low == "" && (r.lex.of("negation").in(toks) || r.lex.of("remove").in(toks)) {
		return false
	}
	doc := r.inColor(toks, wanted, old)
	if doc == nil || r.hasCounts(toks, *doc) {
		return false
	}
	query := recolored(doc.Description, wanted)
	if !r.finds(query) {
		return false
	}
	l := task.Line{Text: r.words(p, p.toks), Where: p.where, Query: query, Identifiers: []string{}, Items: []task.Candidate{},
		QuantityAssumed: true}
	r.swap(p, *doc, l)
	return true
}

// colorsOf is the colour that is wanted and the one it is wanted instead of, which
// may be left out where other words say that something is to change.
func (r *reading) colorsOf(toks []token) (wanted, old token, ok bool) {
	var at []int
	for i, t := range toks {
		if !t.used && colorsLike(t.low) != nil && r.lex.of("color").is(t.text) || len(at) > 0 && !t.used && colorsLike(t.low) != nil {
			at = append(at, i)
		}
	}
	in, n := r.lex.of("instead").find(toks)
	cue := n > 0 || r.lex.of("instead_tail").in(toks) || r.lex.of("prefer").in(toks) || r.lex.of("set").in(toks)
	switch {
	case !cue || len(at) == 0 || len(at) > 2:
		return wanted, old, false
	case len(at) == 1:
		return toks[at[0]], old, n == 0
	case n > 0 && in > at[0] && in < at[1]:
		return toks[at[0]], toks[at[1]], true
	default:
		return toks[at[1]], toks[at[0]], true
	}
}

// inColor is the line that the words name, or that has the old colour.
func (r *reading) inColor(toks []token, wanted, old token) *task.DocLine {
	said := slices.DeleteFunc(r.content(toks), func(t token) bool { return colorsLike(t.low) != nil || t.isNumber() })
	var best *task.DocLine
	high, level := 0, false
	for i := range r.in.Offered.Lines {
		l := &r.in.Offered.Lines[i]
		text := l.Description + " " + l.Variant
		n := overlap(said, text)
		if old.low == "" && r.isColored(text, wanted) && overlap(said, text) > 0 {
			return nil // "double the clear film": it is one of them
		}
		if r.isColored(text, wanted) || !anyColor(text) && l.Variant == "" || n == 0 && !r.isColored(text, old) {
			continue
		}
		if r.isColored(text, old) {
			n++
		}
		switch {
		case n > high:
			best, high, level = l, n, false
		case n == high:
			level = true
		}
	}
	if level {
		return nil
	}
	return best
}

func (r *reading) isColored(text string, color token) bool {
	return color.low != "" && r.hasWord(task.Candidate{Description: text}, color)
}

func anyColor(text string) bool {
	return slices.ContainsFunc(tokenize(text), func(t token) bool { return colorsLike(t.low) != nil })
}

// hasCounts says whether words say how many, other than as many as the line has.
func (r *reading) hasCounts(toks []token, doc task.DocLine) bool {
	toks = slices.DeleteFunc(slices.Clone(toks), func(t token) bool { return r.lex.of("one").is(t.text) })
	d, isNum, _ := r.lonelyNumber(toks)
	return isNum && d.String() != doc.Quantity
}

// recolored is a description in another colour.
func recolored(description string, color token) string {
	toks := tokenize(description)
	for i := range toks {
		toks[i].used = colorsLike(toks[i].low) != nil
	}
	return join("", toks) + " " + color.text
}
