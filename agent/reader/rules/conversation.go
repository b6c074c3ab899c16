package rules

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"salesclerk/agent/task"
)

// relate turns the lines of an answer into changes of what was offered, or
// into choices among the options the customer was asked about.
func (r *reading) relate(ps []passage) {
	switch {
	case r.in.Asked != nil:
		r.answer(ps)
	case r.in.Offered != nil:
		r.changes(ps)
	}
}

// changes reads every passage as a change of the offered document. What
// begins as a new line may turn out to set or remove one of the document's.
func (r *reading) changes(ps []passage) {
	fresh := r.out.Lines
	r.out.Lines = []task.Line{}
	for i := range ps {
		mine, kind := linesIn(fresh, ps[i]), ""
		for _, clause := range r.clauses(ps[i]) {
			kind = r.change(clause, mine, kind)
		}
	}
	r.unreadBut(ps)
	r.leaveRest(ps)
	r.tookSome = r.tookSome || r.tookRest && r.hasChange()
	if r.says("cancel", ps) && !r.says("accept", ps) && !r.removesLine() {
		r.out.Lines = slices.DeleteFunc(r.out.Lines, func(l task.Line) bool {
			return l.QuantityAssumed && len(l.Identifiers) == 0 && l.DocLine == 0 // the verb itself
		})
	}
	for _, l := range fresh {
		if !slices.ContainsFunc(ps, func(p passage) bool { return linesHas(l, p) }) {
			l.Change = task.LineAdd
			r.add(l) // from a file
		}
	}
}

// unreadBut notes that something is said of a line behind a "but" and it is not
// clear what: "go ahead, but the screws are giving us a headache".
func (r *reading) unreadBut(ps []passage) {
	for _, p := range ps {
		i := slices.IndexFunc(p.toks, func(t token) bool { return butWords[t.low] })
		if i < 0 || len(r.in.Offered.Lines) < 2 || r.byWords(r.content(p.toks[i+1:])) == nil {
			continue
		}
		if !slices.ContainsFunc(r.out.Lines, func(l task.Line) bool { return linesHas(l, p) }) {
			r.lostLine = r.lostLine || len(r.kept) == 0
		}
	}
}

func linesHas(l task.Line, p passage) bool {
	return l.Where == p.where && strings.Contains(p.text, l.Text)
}

func linesIn(all []task.Line, p passage) []task.Line {
	var out []task.Line
	for _, l := range all {
		if linesHas(l, p) {
			out = append(out, l)
		}
	}
	return out
}

// clauses parts a passage where another verb of change begins: "remove the
// chairs and add 2 lamps".
func (r *reading) clauses(p passage) []passage {
	var out []passage
	toks := p.toks
	start := 0
	for i := 1; i < len(toks); i++ {
		if toks[i].used || !r.beginsClause(toks, i) || !r.verbBefore(toks[start:i]) {
			continue
		}
		end := i
		for end > start && (toks[end-1].text == "," || toks[end-1].text == ";" || r.lex.of("and").is(toks[end-1].text)) {
			end--
		}
		out = append(out, passage{text: p.text, toks: toks[start:end], list: p.list, where: p.where})
		start = i
	}
	return append(out, passage{text: p.text, toks: toks[start:], list: p.list, where: p.where})
}

func (r *reading) beginsClause(toks []token, i int) bool {
	at := i
	for i > 1 && r.lex.of("polite").is(toks[i-1].text) { // "…, and please remove the screws"
		i--
	}
	sep := toks[i-1].text == "," || toks[i-1].text == ";" || r.lex.of("and").is(toks[i-1].text) || toks[i-1].low == "but" || toks[i-1].low == "men" || toks[i-1].low == "mais" || toks[i-1].low == "aber"
	if at+1 < len(toks) && adverbs[toks[at].low] {
		at++
	}
	return sep && (r.verbAt(toks, at) != "" || r.countInstead(toks[i:]) || r.countMore(toks[at:]) || r.setsToo(toks[i:]) || r.verbEnds(toks, i))
}

// verbEnds says whether the part before toks[i] ends with a verb of change, as in
// German, and another part that does begins with a line of the document: "LV-1 streichen
// und LV-2 auf 10 erhöhen".
func (r *reading) verbEnds(toks []token, i int) bool {
	end := i - 1
	for k := max(0, end-9); k < end; k++ {
		for _, kind := range []string{"remove", "add", "set"} {
			if n, _ := r.lex.of(kind).at(toks, k); n > 0 && k+n == end {
				return r.verbBefore(toks[i:]) && r.docLine(r.withoutVerbs(toks[i:i+r.nextSeparator(toks[i:])])) != nil
			}
		}
	}
	return false
}

// countMore: "…, and 3 more boxes of the screws" is a change of its own.
func (r *reading) countMore(toks []token) bool {
	_, n := r.lex.number(toks, 0)
	if n == 0 {
		return false
	}
	i, k := r.lex.of("more").find(toks[n : n+r.nextSeparator(toks[n:])])
	return k > 0 && i <= 4
}

// adverbs may stand between a separator and the verb of a change.
var adverbs = wordSet("finally finalement dog doch lieber also så så alligevel hellere plutôt dann alors then rather nur just kun dafür dazu derfor därför pour")

// countInstead: "…, and 36 instead of 24" is a change of its own.
func (r *reading) countInstead(toks []token) bool {
	_, n := r.lex.number(toks, 0)
	i, k := r.lex.of("instead").find(toks)
	return n > 0 && k > 0 && i <= n+2
}

func (r *reading) verbBefore(toks []token) bool {
	for i := range toks {
		if r.verbAt(toks, i) != "" || r.lex.of("accept").in(toks[i:]) || r.lex.of("yes").is(toks[i].text) {
			return true
		}
	}
	return r.quantified(toks) || r.setsToo(toks)
}

// verbAt is the kind of change that begins at toks[i]: remove, add, set.
func (r *reading) verbAt(toks []token, i int) string {
	if i >= len(toks) {
		return ""
	}
	best, kind := 0, ""
	for _, k := range []string{"remove", "add", "set"} {
		if n, _ := r.lex.of(k).at(toks, i); n > best {
			best, kind = n, k
		}
	}
	return kind
}

// change reads one clause.
// The kind of change is handed on: "change the screws to 10 and the spanners to 30".
func (r *reading) change(p passage, mine []task.Line, before string) string {
	toks := r.lex.unglue(append([]token(nil), p.toks...), r.items.Knows)
	if r.onlyOf(p) || r.allBut(p, toks) || r.otherTrait(p, toks) {
		return before
	}
	if r.lex.of("courtesy").in(toks) && r.leading(toks) == "" && !r.quantified(toks) || onlyUsed(toks) {
		return before
	}
	toks = r.unpolite(toks)
	kind := r.leading(toks)
	r.tookRest = r.tookRest || r.takesRest(toks)
	if r.delivers(toks) {
		return before
	}
	if r.picks(p, toks) {
		return before
	}
	if r.insteadOf(p, toks) || r.toNumber(p, toks, kind) || r.byNumber(p, toks) || r.multiplied(p, toks) || r.replaced(p, toks) {
		return "set"
	}
	if r.noneOf(p, toks) {
		return before
	}
	if kind == "" && !r.lex.of("more").in(toks) && r.setsToo(toks) {
		kind = before
	}
	switch {
	case kind == "remove" && r.removes(p, toks):
	case kind == "remove" && r.finds(join("", r.content(r.afterVerb(toks)))):
		r.lostLine = true // something shall not come, and it is not clear which line that is
	case r.moreOf(p, toks):
	case kind == "set" && r.setTo(p, toks):
	default:
		r.addNew(p, toks, mine, kind)
	}
	return kind
}

// delivers says whether a clause is about where goods go, and all of it but "instead
// of the workshop" was read as an address.
func (r *reading) delivers(toks []token) bool {
	i, n := r.lex.of("instead").find(toks)
	if n == 0 || r.out.ShipTo == "" {
		return false
	}
	return onlyUsed(r.withoutVerbs(r.meaningful(toks[:i]))) || r.lex.of("ship").in(toks[:i]) || r.lex.of("deliver").in(toks[:i])
}

// unpolite drops please and thank you.
func (r *reading) unpolite(toks []token) []token {
	var out []token
	for i := 0; i < len(toks); i++ {
		if n, _ := r.lex.of("polite").at(toks, i); n > 0 && n < len(toks) {
			i += n - 1
			continue
		}
		out = append(out, toks[i])
	}
	return out
}

func onlyUsed(toks []token) bool {
	for _, t := range toks {
		if !t.used && t.isWord() {
			return false
		}
	}
	return true
}

// leading is the first verb of change in a clause.
func (r *reading) leading(toks []token) string {
	for i := range toks {
		if k := r.verbAt(toks, i); k != "" {
			if k == "set" && r.laterRemove(toks[i+1:]) {
				continue
			}
			return k
		}
	}
	return ""
}

func (r *reading) laterRemove(toks []token) bool {
	i, n := r.lex.of("remove").find(toks)
	return n > 1 && i < 4 || n == 1 && i == 0 // "finalement sans"
}

func (r *reading) only() *task.DocLine {
	if len(r.in.Offered.Lines) == 1 {
		return &r.in.Offered.Lines[0]
	}
	return nil
}

// lonelyNumber takes the quantity off a phrase: its number, and the words left.
func (r *reading) lonelyNumber(toks []token) (decimal.Decimal, bool, []token) {
	for i := range toks {
		d, n := r.lex.number(toks, i)
		if n == 0 || n == 1 && r.lex.of("one").is(toks[i].text) && i == 0 && len(toks) > 1 || r.items.Knows(toks[i].text) && len(toks[i].text) > 2 || r.sizeOf(toks, i+n-1) || timesBeside(toks, i, n) {
			continue
		}
		u, _ := r.lex.unitLen(toks, i+n)
		rest := append(slices.Clone(toks[:i]), toks[i+n+u:]...)
		return d, true, r.meaningful(rest)
	}
	return decimal.Zero, false, r.meaningful(toks)
}

// timesBeside says whether a number is one of 5 x 80: no count.
func timesBeside(toks []token, i, n int) bool {
	return i+n+1 < len(toks) && isTimes(toks[i+n]) && toks[i+n+1].isNumber() || i > 1 && isTimes(toks[i-1]) && toks[i-2].isNumber()
}

// meaningful drops articles, marks and pronouns.
func (r *reading) meaningful(toks []token) []token {
	var out []token
	for i := 0; i < len(toks); i++ {
		n := 0
		for _, s := range []string{"det", "pronoun", "courtesy", "yes", "toward"} {
			k, _ := r.lex.of(s).at(toks, i)
			n = max(n, k)
		}
		if n > 0 {
			i += n - 1
			continue
		}
		if toks[i].isWord() && !toks[i].used {
			out = append(out, toks[i])
		}
	}
	return out
}

// unclear is a change of which it is not clear what line it means: a person
// must see it.
func (r *reading) unclear(p passage, d decimal.Decimal) bool {
	r.add(task.Line{Text: r.words(p, p.toks), Where: p.where, Quantity: d.String(), Change: task.LineSet,
		Match: task.None, Identifiers: []string{}, Items: []task.Candidate{}, Confidence: 0.2})
	return true
}

// set changes the quantity of a line of the document.
func (r *reading) set(p passage, doc task.DocLine, quantity string) {
	r.add(r.docChange(p, doc, task.LineSet, quantity))
}

func (r *reading) docChange(p passage, doc task.DocLine, c task.LineChange, quantity string) task.Line {
	return task.Line{Text: r.words(p, p.toks), Where: p.where, Query: doc.Description, Identifiers: []string{},
		Quantity: quantity, Unit: doc.Unit, Change: c, DocLine: doc.No, Match: task.One, Confidence: 0.95,
		Items: []task.Candidate{{Number: doc.Item, Variant: doc.Variant, Score: 1, Description: doc.Description}}}
}

// moreOf reads "2 more chairs", "to stole mere", "3 chaises de plus".
func (r *reading) moreOf(p passage, toks []token) bool {
	i, n := r.lex.of("more").find(toks)
	if _, v := r.lex.of("more").at(toks, max(i, 0)); n > 0 && v == "after" && r.countFollows(toks[i+n:]) {
		n = 0 // "to til" is two more, "til 30" is not
	}
	sign := decimal.NewFromInt(1)
	if n == 0 {
		if i, n = r.lex.of("less").find(toks); n == 0 {
			return false
		}
		sign = sign.Neg()
	}
	before := append(slices.Clone(toks[:i]), toks[i+n:]...)
	d, isNum, rest := r.lonelyNumber(r.afterVerb(before))
	if !isNum && slices.ContainsFunc(before, func(t token) bool { return r.lex.of("one").is(t.text) }) {
		d, isNum = decimal.NewFromInt(1), true // "one more case", "en kasse mere"
		rest = r.withoutUnits(rest)
	}
	if !isNum || i == 0 {
		return false
	}
	doc := r.docLine(rest)
	if doc == nil || len(rest) == 0 && r.only() == nil {
		return false
	}
	q, err := decimal.NewFromString(doc.Quantity)
	if sum := q.Add(d.Mul(sign)); err == nil && sum.IsPositive() {
		r.set(p, *doc, sum.String())
		return true
	}
	return false
}

// withoutUnits drops the words for units.
func (r *reading) withoutUnits(toks []token) []token {
	return slices.DeleteFunc(slices.Clone(toks), func(t token) bool {
		n, _ := r.lex.unitLen([]token{t}, 0)
		return n > 0
	})
}

func (r *reading) countFollows(toks []token) bool {
	_, n := r.lex.number(toks, 0)
	return n > 0
}

// setTo reads "make it 10", "change the chairs to 10", "10 chairs, please".
func (r *reading) setTo(p passage, toks []token) bool {
	d, isNum, rest := r.lonelyNumber(r.afterVerb(toks))
	if !isNum || !d.IsPositive() {
		return r.useItem(p, toks)
	}
	if places, _ := r.ordinals(r.afterVerb(toks)); len(places) > 1 || r.twoNumbers(r.afterVerb(toks)) {
		return r.unclear(p, d)
	}
	doc := r.docLine(r.afterVerb(toks))
	if said := r.content(toks); r.noName(r.withoutUnits(rest)) && len(said) > 0 {
		if named := r.byWords(said); named != nil {
			doc = named // "of the cups only 2 boxes"
		}
	}
	if doc == nil && r.noName(rest) {
		if doc = r.ofUnit(r.afterVerb(toks)); doc == nil {
			doc = r.only()
		}
		if doc == nil {
			return r.unclear(p, d)
		}
	}
	if doc == nil {
		return false
	}
	if o := r.ordinal(r.afterVerb(toks)); o != 0 {
		if m, again, _ := r.lonelyNumber(r.withoutOrdinal(r.afterVerb(toks))); again {
			d = m
		} else {
			return false
		}
	}
	r.set(p, *doc, d.String())
	return true
}

// twoNumbers says whether it is left open which of two numbers is meant: "make it 10
// or 12", "10-12".
func (r *reading) twoNumbers(toks []token) bool {
	for i := range toks {
		_, n := r.lex.number(toks, i)
		if n == 0 || i+n+1 >= len(toks) || !orWords[toks[i+n].low] && toks[i+n].text != "-" && toks[i+n].text != "–" {
			continue
		}
		if _, m := r.lex.number(toks, i+n+1); m > 0 {
			return true
		}
	}
	return false
}
