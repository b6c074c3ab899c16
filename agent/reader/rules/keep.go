package rules

import (
	"slices"

	"salesclerk/agent/task"
)

// Some lines of what was offered may be taken alone: "we take lines 1 and 3", "only
// the first two", "go ahead with the paper". What becomes of the others is settled
// when the whole mail was read, since a later sentence may say it: "the rest as well".

// picks reads a clause that takes lines by their places or their names and says
// nothing else of them. All words of a name must be the line's.
func (r *reading) picks(p passage, toks []token) bool {
	if len(r.in.Offered.Lines) < 2 || len(toks) == 0 || r.lex.of("less").in(toks) || r.lex.of("instead").in(toks) {
		return false
	}
	at := r.taken(toks)
	if at < 0 || r.lex.of("rest").in(toks) || r.lex.of("negation").in(toks) {
		return false
	}
	places, others := r.ordinals(toks)
	if len(places) == 0 {
		if places = r.namedAlone(toks[at:]); len(places) == 0 {
			return false
		}
		others = toks
	}
	if r.hasNumber(others) || len(places) == len(r.in.Offered.Lines) {
		return false
	}
	r.keep(p, places, toks)
	return true
}

// taken is where the words end that take something of what was offered, -1 if none
// do: "go ahead", "we take".
func (r *reading) taken(toks []token) int {
	end := -1
	for i := range toks {
		for _, s := range []string{"accept", "take", "takes"} {
			if n, _ := r.lex.of(s).at(toks, i); n > 0 {
				end = max(end, i+n)
			}
		}
	}
	return end
}

// namedAlone are the lines that words name and say nothing but: "with the paper and
// the blue files".
func (r *reading) namedAlone(toks []token) []*task.DocLine {
	var out []*task.DocLine
	for _, piece := range r.commas(toks) {
		said := r.content(piece)
		if len(said) == 0 {
			continue
		}
		docs := r.linesLike(said)
		if len(docs) == 0 {
			break
		}
		out = append(out, docs...)
	}
	return out
}

// content are the words of a phrase that may name something.
func (r *reading) content(toks []token) []token {
	return slices.DeleteFunc(r.withoutVerbs(r.meaningful(toks)), func(t token) bool {
		n, _ := r.lex.of("stop").at([]token{t}, 0)
		return n > 0 || r.lex.of("polite").is(t.text) || r.lex.of("of").is(t.text)
	})
}

// linesLike are the lines of the document that have all of the words: one, or all of
// a kind, as "the trolleys" are the red one and the blue one.
func (r *reading) linesLike(said []token) []*task.DocLine {
	var out []*task.DocLine
	for i := range r.in.Offered.Lines {
		l := &r.in.Offered.Lines[i]
		if r.allIn(said, l.Description+" "+l.Variant+" "+l.Item) {
			out = append(out, l)
		}
	}
	return out
}

// allIn says whether a text has all of the words, colours in any language.
func (r *reading) allIn(said []token, text string) bool {
	for _, t := range said {
		if !r.hasWord(task.Candidate{Description: text}, t) {
			return false
		}
	}
	return len(said) > 0
}

// keep notes that lines are taken. The words say so for sure where they take them
// and ask for no quote.
func (r *reading) keep(p passage, lines []*task.DocLine, toks []token) {
	if r.kept == nil {
		r.kept, r.keptBy = map[int]bool{}, p
	}
	for _, l := range lines {
		r.kept[l.No] = true
	}
	r.tookSome = r.tookSome || r.taken(toks) >= 0 && !r.lex.of("quote").in(toks)
}

// leaveRest takes the lines out that were not among those taken, unless the mail
// speaks of them elsewhere.
func (r *reading) leaveRest(ps []passage) {
	if len(r.kept) == 0 || !r.restGoes && r.anyIn("rest", ps) {
		return
	}
	for _, l := range r.in.Offered.Lines {
		if !r.kept[l.No] && !slices.ContainsFunc(r.out.Lines, func(x task.Line) bool { return x.DocLine == l.No }) {
			r.remove(r.keptBy, l)
		}
	}
}

// takesRest: "and send the rest", "den Rest nehmen wir".
func (r *reading) takesRest(toks []token) bool {
	i, n := r.lex.of("rest").find(toks)
	if n == 0 || r.lex.of("quote").in(toks) || r.lex.of("negation").in(toks) {
		return false
	}
	for k := max(0, i-5); k < len(toks); k++ {
		m, _ := r.lex.of("take").at(toks, k)
		if m > 0 && (k+m <= i && k+m >= i-1 || k >= i+n && k <= i+n+1) {
			return true
		}
	}
	return false
}

// allBut reads "everything except the workbench", "alles außer den Hockern": what is
// named goes.
func (r *reading) allBut(p passage, toks []token) bool {
	i, n := r.lex.of("all").find(toks)
	if n == 0 {
		return false
	}
	k, m := r.lex.of("except").find(toks[i+n:])
	if m == 0 || k > 3 {
		return false
	}
	if !r.removesOf(p, toks[i+n+k+m:]) {
		r.lostLine = true
		return false
	}
	r.tookSome = r.tookSome || r.taken(toks) >= 0 && !r.lex.of("quote").in(toks)
	return true
}
