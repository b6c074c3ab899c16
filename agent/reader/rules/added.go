package rules

import (
	"strings"

	"salesclerk/agent/task"
)

// What an answer asks for beside what was offered.

// addNew takes the lines that the passage asks for as they were read. Where
// they name a line of the document with another quantity, and nothing says
// "also", they set it.
func (r *reading) addNew(p passage, toks []token, mine []task.Line, kind string) {
	start, end := p.toks[0].start, p.toks[len(p.toks)-1].end
	got := false
	for _, l := range mine {
		at := strings.Index(p.text, l.Text)
		if at < start || at+len(l.Text) > end+1 || r.verbFirst(l.Text, kind) {
			continue
		}
		got = true
		if r.onlyAsked(p, toks, l, kind) || r.saysNothing(l, toks) {
			continue
		}
		r.placed(l, kind)
	}
	if got || kind == "" || strings.HasSuffix(p.text, "?") && r.asksHow(p.toks) {
		return
	}
	for _, piece := range r.pieces(r.cut(r.inVerb(toks))) {
		if l, ok := r.item(p, piece); ok && (!l.QuantityAssumed || len(l.Identifiers) > 0 || r.finds(l.Query)) {
			r.placed(l, kind)
		}
	}
}

// inVerb is what a verb of adding stands around, "stick 50 washers on", or what
// follows the verb.
func (r *reading) inVerb(toks []token) []token {
	for i := range toks {
		if n, _ := r.lex.of("add").at(toks, i); n > 2 && r.quantified(toks[i+1:i+n-1]) {
			return toks[i+1 : i+n-1]
		}
	}
	return r.afterVerb(toks)
}

// onlyAsked: "is LV-2 cheaper?", "what would carriage to Truro cost?" ask about it, not
// for it.
func (r *reading) onlyAsked(p passage, toks []token, l task.Line, kind string) bool {
	if !l.QuantityAssumed || !strings.HasSuffix(p.text, "?") {
		return false
	}
	return r.asksHow(p.toks) || kind == "" && !r.lex.of("request").in(toks)
}

// asksHow says whether a sentence asks how, what or when, or whether something is so:
// "how soon", "is it", "does that".
func (r *reading) asksHow(toks []token) bool {
	for i := 0; i < len(toks) && i < 12; i++ {
		if i > 0 && toks[i-1].isWord() {
			continue // only what begins the sentence or a part of it
		}
		for i < len(toks) && (!toks[i].isWord() || r.lex.of("and").is(toks[i].text)) {
			i++
		}
		if n, _ := r.lex.of("asks_how").at(toks, i); n > 0 {
			return true
		}
	}
	return false
}

// saysNothing says whether a line is but words of a sentence about the offer itself:
// nobody said how many, nothing was added, and the catalogue knows nothing so called.
func (r *reading) saysNothing(l task.Line, toks []token) bool {
	return l.QuantityAssumed && len(l.Identifiers) == 0 && !r.lex.of("add").in(toks) && r.lookup(l.Query).Match == task.None
}

// verbFirst says whether the words of a line as it was read begin with the verb of
// change: they are read again without it.
func (r *reading) verbFirst(text, kind string) bool {
	n, _ := r.lex.of(kind).at(tokenize(text), 0)
	return kind != "" && n > 0
}

func (r *reading) placed(l task.Line, kind string) {
	l.Change = task.LineAdd
	if kind != "add" {
		if doc := r.docOf(l); doc != nil {
			if doc.Quantity == l.Quantity || l.QuantityAssumed {
				return // "we accept the 2 tables": nothing changes
			}
			l.Change, l.DocLine = task.LineSet, doc.No
			r.itself(&l, *doc)
		}
	}
	r.add(l)
}
