package rules

import (
	"slices"
	"strings"

	"salesclerk/agent/task"
)

// begin is where the items of a passage begin, or -1 if it asks for none.
func (r *reading) begin(p passage, toks []token) (int, bool) {
	cue := r.lastCue(toks)
	switch {
	case cue > 0:
		return r.pastFillers(toks, cue), true
	case p.list:
		return r.pastFillers(toks, 0), false
	}
	if r.about("complaint", "return", "delivery_status") {
		return -1, false // what it names was delivered, not asked for
	}
	if at := r.topicFirst(toks); at >= 0 {
		return at, true
	}
	if r.lex.of("courtesy").in(toks) {
		return r.countedThing(toks), false
	}
	q := r.firstQuantity(toks)
	if at := r.afterColon(toks); at > 0 && q >= 0 && q < at && !r.countsFound(toks[q:]) {
		return at, false // "Sorry, two different things: one pressure washer"
	}
	if q >= 0 && q <= 2 || q >= 0 && (r.isConversation() || strings.HasSuffix(p.text, "?")) {
		return q, false
	}
	if at := r.afterColon(toks); at >= 0 {
		return at, false
	}
	if q > 0 && r.countsKnown(toks[q:]) {
		return q, false
	}
	if r.knowsAny(toks) || q >= 0 && r.goesOn {
		return 0, false
	}
	return r.countedThing(toks), false
}

// topicFirst is where a thing of the catalogue is named before it is said how many:
// "Aprons, black: 3 x M, 2 x L", "Order please: batteries 18 V - qty 4"; -1 if none is.
func (r *reading) topicFirst(toks []token) int {
	from := 0
	for i := 1; i+1 < len(toks) && i <= 14; i++ {
		if toks[i].text == ":" && i > from+1 && !r.finds(r.plainName(toks[from:i])) {
			from = i + 1
		}
		if i <= from || !r.leadsToCount(toks, i) {
			continue
		}
		if name := r.plainName(toks[from:i]); r.finds(name) || r.finds(r.shortName(name)) {
			return from
		}
		return -1
	}
	return -1
}

// leadsToCount says whether toks[i] is a mark or a word that a number of things
// follows: the x of "nuts x 500".
func (r *reading) leadsToCount(toks []token, i int) bool {
	_, n := r.lex.number(toks, i+1)
	if n == 0 || r.measured(toks, i+n) {
		return false
	}
	if isTimes(toks[i]) {
		return !dimension(toks, i+1, i+2) && (i > 1 || !toks[i-1].isNumber())
	}
	return pointsTo(toks[i]) || r.lex.of("qty_mark").is(toks[i].text) || toks[i].text == "," && r.countOnly(toks[i+1:], n)
}

// plainName is what a phrase names, without its number, "please" and the like.
func (r *reading) plainName(toks []token) string {
	toks = r.uncounted(toks)
	for i := range toks {
		if n, _ := r.lex.of("polite").at(toks, i); n > 0 {
			use(toks, i, n)
		}
	}
	if name := r.query(toks); len(name) > 3 {
		return name
	}
	return ""
}

// countedThing is where the first number of something that the catalogue has
// stands, whatever leads to it; -1 if none does. Where nothing else in the mail
// speaks of trade, the thing must be one for sure.
func (r *reading) countedThing(toks []token) int {
	const tries = 4
	at := 0
	for range tries {
		q := r.firstQuantity(toks[at:])
		if q < 0 || r.lex.of("reject").in(toks[:at+q]) || r.told(toks[:at+q]) {
			return -1
		}
		at += q
		if r.countsFound(toks[at:]) {
			return at
		}
		at++
	}
	return -1
}

// told says whether words before a number say that it was, or is, so many, rather
// than that so many are wanted.
func (r *reading) told(toks []token) bool {
	return r.lex.of("past").in(toks) || r.lex.of("owned").in(toks)
}

// afterColon is where a number of something begins right behind a colon: "As
// agreed with Mette: 2 workbenches"; -1 if none does.
func (r *reading) afterColon(toks []token) int {
	for i := 1; i+1 < len(toks); i++ {
		if toks[i].text == ":" && (r.firstQuantity(toks[i+1:]) == 0 || r.lex.of("one").is(toks[i+1].text) && r.trade && r.countsFound(toks[i+1:])) && !r.partsFollow(toks[i+1:]) {
			return i + 1
		}
	}
	return -1
}

// countsKnown says whether the number at the start counts an item by its number, with
// hardly a word between: "12 LV-2103", "vier Sackkarren LV-2204".
func (r *reading) countsKnown(toks []token) bool {
	_, n := r.lex.number(toks, 0)
	for i := n; i < len(toks) && i < n+4; i++ {
		if r.separator(toks, i) > 0 {
			return false
		}
		if toks[i].hasDigit() && !toks[i].used && r.items.Knows(toks[i].text) {
			return n > 0
		}
	}
	return false
}

// countsFound says whether what a number at the start counts is something that the
// catalogue has, by the words up to the next separator.
func (r *reading) countsFound(toks []token) bool {
	toks = r.cut(append([]token(nil), toks...))
	q := r.query(r.uncounted(toks[:r.nextSeparator(toks)]))
	return len(q) > 3 && (r.strong(q) || r.trade && r.finds(q))
}

// pastFillers is where the quantity stands, if only a few words that name nothing
// stand between it and the cue: "do you have | in stock | 10 drills".
func (r *reading) pastFillers(toks []token, cue int) int {
	for i := cue; i < len(toks)-2 && i < cue+5; i++ {
		if toks[i].text == ":" && r.firstQuantity(toks[cue:i]) < 0 && r.quantified(toks[i+1:]) && r.leadsList(toks[cue:i], toks[i+1:]) {
			return i + 1 // "order of gloves: black gloves size 9 (24 pairs)"
		}
	}
	q := r.firstQuantity(toks[cue:])
	if q > 5 && r.strays(toks[cue:cue+q]) && r.countsFound(toks[cue+q:]) {
		return cue + q
	}
	if q <= 0 || q > 5 || r.knowsAny(toks[cue:cue+q]) {
		return cue
	}
	if q == 1 && prepositions[toks[cue].low] {
		return cue + q
	}
	end := len(toks)
	for i := cue; i < len(toks); i++ {
		if r.separator(toks, i) > 0 {
			end = i
			break
		}
	}
	_, n := r.lex.number(toks, cue+q)
	if k, _ := r.lex.unitLen(toks, cue+q+n); k > 0 {
		n += k
	}
	before, after := r.query(toks[cue:cue+q]), ""
	if cue+q+n < end {
		after = r.query(toks[cue+q+n : end])
	}
	if before == "" || after == "" || r.lookup(before).Match != task.None || !r.finds(after) {
		return cue
	}
	return cue + q
}

// strays says whether words behind a request are of something that the catalogue does
// not have, and a comma ends it: "we want to sort our seeds this year, so what would …".
func (r *reading) strays(toks []token) bool {
	end := r.nextSeparator(toks)
	return end < len(toks) && !r.knowsAny(toks) && !r.finds(r.query(r.cut(slices.Clone(toks[:end]))))
}

// leadsList says whether words before a colon only say what kind of things follow.
func (r *reading) leadsList(before, after []token) bool {
	if r.knowsAny(before) || r.partsFollow(after) {
		return false
	}
	if r.lookup(r.query(before)).Match == task.None {
		return true
	}
	first := r.query(r.uncounted(after[:r.nextSeparator(after)]))
	return len(tokenize(first)) > 1 && r.finds(first)
}

// lastCue is where the words after the last "we need", "a quote for" before
// the first quantity begin; 0 if there is none.
func (r *reading) lastCue(toks []token) int {
	end, limit := 0, r.firstQuantity(toks)
	if limit < 0 {
		limit = len(toks)
	}
	gap := 0
	for i := 0; i < len(toks) && i <= limit; i++ {
		n, _ := r.lex.of("request").at(toks, i)
		if n == 0 {
			gap++
			continue
		}
		if end > 0 && limit == len(toks) && gap > 4 {
			break
		}
		end, gap = i+n, 0
		i += n - 1
	}
	if end == 0 {
		end = r.laterCue(toks)
	}
	if i, n := r.lex.of("namely").find(toks[end:]); end > 0 && n > 0 && end+i < limit {
		return end + i + n
	}
	return end
}

// laterCue is where the words after a request begin that a quantity follows at
// once, though another number stands before it: "we open 2 sites and need 6 pumps".
func (r *reading) laterCue(toks []token) int {
	for i := range toks {
		n, _ := r.lex.of("request").at(toks, i)
		if n == 0 {
			continue
		}
		if q := r.firstQuantity(toks[i+n:]); q >= 0 && q <= 2 || i+n < len(toks) && r.lex.of("one").is(toks[i+n].text) {
			return i + n
		}
	}
	return 0
}
