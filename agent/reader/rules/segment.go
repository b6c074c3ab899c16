package rules

import (
	"slices"
	"strings"

	"salesclerk/agent/task"
)

// linesOf are the items that a passage asks for.
func (r *reading) linesOf(p passage) []task.Line {
	toks, doubts := r.doubtful(p, r.lex.unglue(r.whole(p.toks), r.items.Knows))
	toks = r.usual(r.summed(r.corrected(r.wanted(p, toks))))
	if !p.list {
		r.lead = ""
	}
	if len(toks) == 0 || r.rejected(p, toks) {
		return nil
	}
	if r.introduces(p, toks) {
		r.lead = r.leadOf(toks)
		return nil
	}
	start, cued := r.begin(p, toks)
	if start < 0 {
		return nil
	}
	many := r.ifTaken(toks[start:])
	toks = r.cut(r.denied(toks[start:]))
	var out []task.Line
	for _, piece := range r.pieces(toks) {
		line, ok := r.item(p, piece)
		if ok && (r.plausible(line, p, cued) || r.carried(line, out)) {
			out = append(out, r.pointsBack(line, out))
		}
	}
	if many != "" && len(out) > 0 && out[len(out)-1].QuantityAssumed {
		out[len(out)-1].Quantity, out[len(out)-1].QuantityAssumed = many, false
	}
	return unsure(r.eachOf(r.carry(r.shareTail(r.parted(p, r.shareHead(out))))), doubts)
}

// introduces says whether a passage only leads to what follows: "Please quote
// for:", "Til vores nye båd skal vi bruge:".
func (r *reading) introduces(p passage, toks []token) bool {
	return !p.list && endsColon(p.text) && !r.quantified(toks) && !r.knowsAny(toks)
}

// leadOf is the thing that a passage leads to, if it names one: "Please supply
// assembly gloves:" above a list of sizes.
func (r *reading) leadOf(toks []token) string {
	name := r.plainName(r.cut(append([]token(nil), toks[r.lastCue(toks):]...)))
	if !r.finds(name) {
		return ""
	}
	return name
}

// rejected says whether a passage is about something else than items.
func (r *reading) rejected(p passage, toks []token) bool {
	if i, n := r.lex.of("past").find(toks); n > 0 && i <= 3 && r.laterCue(toks[i+n:]) == 0 {
		return true // "we ordered 20 spanners on Monday"
	}
	if r.owned(p, toks) {
		return true
	}
	if !r.quantified(toks) && r.saysNot(toks) {
		return true
	}
	i, n := r.lex.of("reject").find(toks)
	if n > 0 && (!p.list || i <= 1) && !r.quantified(toks[:i]) && r.firstQuantity(toks[i+n:]) < 0 {
		return true
	}
	if n > 0 && i == 0 && !r.lex.of("request").in(toks) {
		return true
	}
	if strings.Contains(p.text, "@") && strings.Contains(p.text, ".") && !r.quantified(toks) && words(toks) < 6 {
		return true
	}
	return phoneLike(p.text) && !r.lex.of("request").in(toks) && !r.knowsAny(toks) && !r.countsUnits(toks)
}

// saysNot says whether a sentence without a number begins or ends by saying that
// something is not wanted, or its request does: "batteries need we not", "the grease
// not this time", "no drills needed".
func (r *reading) saysNot(toks []token) bool {
	if i, n := r.lex.of("request").find(toks); n > 0 {
		k, _ := r.lex.of("negation").at(toks, i+n)
		return k > 0
	}
	if n, _ := r.lex.of("negation").at(toks, 0); n > 0 {
		return true
	}
	end := len(toks)
	for end > 0 && !toks[end-1].isWord() {
		end--
	}
	return end > 2 && r.lex.of("negation").is(toks[end-1].text)
}

// owned says whether a sentence only tells what somebody has: "we have 10 pallet
// trucks from you already".
func (r *reading) owned(p passage, toks []token) bool {
	i, n := r.lex.of("owned").find(toks)
	if n == 0 || i > 3 || p.list || r.isConversation() || strings.HasSuffix(p.text, "?") || r.quantified(toks[:i]) {
		return false
	}
	for _, s := range []string{"request", "order", "quote"} {
		if r.lex.of(s).in(toks[i+n:]) {
			return false
		}
	}
	k, m := r.lex.of("request").find(toks)
	return m < 3 || k > i // "nous avons besoin de"
}

// countsUnits says whether a number stands before a word for what is ordered:
// "M10 x 60 - 400 pcs" is no telephone.
func (r *reading) countsUnits(toks []token) bool {
	for i := range toks {
		if n, code := r.lex.unitLen(toks, i); n > 0 && i > 0 && toks[i-1].isNumber() && !measureUnits[code] {
			return true
		}
	}
	return false
}

func (r *reading) knowsAny(toks []token) bool {
	for _, t := range toks {
		if t.hasDigit() && !t.used && r.items.Knows(t.text) {
			return true
		}
	}
	return false
}

// phoneLike: a plus sign or an opening bracket, or three or more groups of
// digits and hardly a word.
func phoneLike(s string) bool {
	digits, letters, groups, in := 0, 0, 0, false
	for _, c := range s {
		switch {
		case c >= '0' && c <= '9':
			digits++
			if !in {
				groups++
			}
			in = true
		case isLetter(c):
			letters++
			in = false
		default:
			in = false
		}
	}
	return digits >= 7 && letters <= 12 && (groups >= 3 || strings.Contains(s, "+")) && !strings.ContainsAny(s, "\t|;×")
}

// quantified says whether a number (of digits, or a word other than "a") is
// followed by a word.
func (r *reading) quantified(toks []token) bool { return r.firstQuantity(toks) >= 0 }

func (r *reading) firstQuantity(toks []token) int {
	for i := 0; i < len(toks); i++ {
		_, n := r.lex.number(toks, i)
		if _, k := r.article(toks[i:], 0); k > 0 {
			return i // "a pallet of boxes"
		}
		if n == 0 || n == 1 && r.lex.of("one").is(toks[i].text) || r.measured(toks, i+n-1) && !r.lengthOf(toks, i+n) {
			continue
		}
		if i+n < len(toks) && !toks[i+n].used && (toks[i+n].isWord() || isTimes(toks[i+n])) {
			return i
		}
	}
	return -1
}

// lengthOf says whether a measure at toks[i] is one that goods are counted in and
// a thing follows it: "150 m cable".
func (r *reading) lengthOf(toks []token, i int) bool {
	n, code := r.lex.unitLen(toks, i)
	k := i + n
	if k < len(toks) && r.lex.of("of").is(toks[k].text) {
		k++
	}
	return n > 0 && measureUnits[code] && k < len(toks) && toks[k].hasLetter() && !toks[k].used && len(toks[k].text) > 2 && !r.lex.of("and").is(toks[k].text)
}

// pieces splits a phrase at commas and "and" where another item begins, and where one
// begins with nothing between.
func (r *reading) pieces(toks []token) [][]token {
	var out [][]token
	start, depth := 0, 0
	for i := 0; i < len(toks); i++ {
		depth = nested(depth, toks[i].text)
		if depth == 0 && i > start && r.beginsBare(toks[start:i], toks[i:]) {
			out = append(out, toks[start:i])
			start = i
		}
		if _, n := r.lex.number(toks, i); n > 1 {
			i += n - 1 // the "and" of one hundred and fifty
			continue
		}
		n := r.separator(toks, i)
		if n == 0 && toks[i].text == ":" && r.partsFollow(toks[i+1:]) {
			n = 1
		}
		if n == 0 || depth > 0 || i == start {
			continue
		}
		for i+n < len(toks) && r.separator(toks, i+n) > 0 {
			n += r.separator(toks, i+n)
		}
		if i+n >= len(toks) || r.splits(toks[start:i], toks[i+n:]) {
			out = append(out, toks[start:i])
			start = i + n
			i += n - 1
		}
	}
	return append(out, toks[min(start, len(toks)):])
}

// beginsBare says whether right begins a new item though no mark stands before it:
// "3 btl syrup 2 boxes green tea", "six grinders with fifty discs". Both sides are
// something the catalogue has, and they are nothing together.
func (r *reading) beginsBare(left, right []token) bool {
	if withWords[right[0].low] {
		right = right[1:]
	}
	_, n := r.lex.number(right, 0)
	if n == 0 || n >= len(right) || !right[n].hasLetter() || right[n].used || r.measured(right, n-1) || r.lex.of("one").is(right[0].text) {
		return false
	}
	if r.coded(left) && r.countOnly(right, n) {
		return false // "110102 beans 10 bags": how many of it
	}
	last := left[len(left)-1]
	if !last.isWord() || last.isNumber() || isTimes(last) || r.lex.of("of").is(last.text) || r.marked(append(left[len(left)-1:len(left):len(left)], right[0]), 1) || r.firstQuantity(left) != 0 {
		return false
	}
	end := n
	for end < len(right) && r.separator(right, end) == 0 {
		if _, k := r.lex.number(right, end); k > 0 && !r.measured(right, end+k-1) && end > n {
			break
		}
		end++
	}
	a, b := r.query(r.uncounted(left)), r.query(r.uncounted(right[:end]))
	if len(a) <= 3 || len(b) <= 3 || len(a)+len(b) > 200 {
		return false
	}
	if u, code := r.lex.unitLen(right, n); u > 0 && !measureUnits[code] {
		return words(right[n+u:end]) > 0 && (r.finds(a) || r.finds(b))
	}
	return r.finds(a) && r.finds(b) && r.apartFrom(a, tokenize(b))
}

// apartFrom says whether words mean nothing of what a name means: of "3 ladders 4
// steps" the steps are the ladder's.
func (r *reading) apartFrom(name string, toks []token) bool {
	mine := r.lookup(name).Items
	for _, c := range r.lookup(join("", toks)).Items {
		if slices.ContainsFunc(mine, func(m task.Candidate) bool { return m.Number == c.Number }) {
			return false
		}
	}
	return len(mine) > 0 && !slices.ContainsFunc(mine, func(m task.Candidate) bool { return overlap(toks, m.Description) > 0 })
}

var withWords = wordSet("with avec med mit con com met")

func (r *reading) separator(toks []token, i int) int {
	if toks[i].text == "," || toks[i].text == ";" || toks[i].text == "." && i+1 < len(toks) && (i == 0 || !r.lex.abbrev[toks[i-1].low]) {
		return 1
	}
	if toks[i].text == "+" && i > 0 && i+1 < len(toks) && toks[i].start > toks[i-1].end {
		return 1 // "3 washers + 3 nozzles"
	}
	n, _ := r.lex.of("and").at(toks, i)
	return n
}

// splits says whether right begins a new item rather than going on with left.
func (r *reading) splits(left, right []token) bool {
	if r.inList && r.knowsAny(left) && !r.knowsAny(right) {
		return false // an entry with an item's number is that item, whatever commas its name has
	}
	if i, n := r.lex.of("request").find(right); n > 0 && i == 0 {
		return true
	}
	if r.echoes(left, right) {
		return false
	}
	if r.coded(left) && r.coded(right[:r.nextSeparator(right)]) {
		return true // each side has the number of an item
	}
	_, n := r.lex.number(right, 0)
	k, _ := r.lex.of("det").at(right, 0)
	if n == 0 && k > 0 && k < len(right) {
		_, n = r.lex.number(right, k)
	}
	first := token{}
	if len(right) > 0 {
		first = right[0]
	}
	if n > 0 && words(left) > 0 && !r.onlyCount(left) && r.coded(right[n:max(n, r.nextSeparator(right))]) {
		return true // "5 in white, also 3 vests LV-1909": it has a number of its own
	}
	switch {
	case n > 0 && r.countOnly(right, n):
		return false
	case r.lex.of("one").is(first.text) && words(right) > 1:
		return true
	case n > 0 && r.partCount(right, n):
		return true
	case n > 0 && r.measured(right, n-1) && r.lengthOf(right, n):
		u, _ := r.lex.unitLen(right, n)
		return r.splitsLength(left, right[n+u:n+r.nextSeparator(right[n:])])
	case n > 0 && !r.measured(right, n-1) && r.oneName(left, right):
		return false
	case n > 0 && !r.measured(right, n-1):
		return words(right) > 1 || r.items.Knows(first.text)
	case first.hasDigit() && r.items.Knows(first.text):
		return !r.onlyCount(left)
	case r.lex.of("all").is(first.text):
		return false
	}
	return r.bothFound(left, right)
}

// splitsLength says whether "100 m hose" is an item of its own, not how long what
// stands before it is.
func (r *reading) splitsLength(left, thing []token) bool {
	name := r.query(thing)
	if r.finds(name) {
		return true
	}
	return len(name) > 5 && anyUsed(r.uncounted(left)) && overlap(thing, join("", left)) == 0
}

// countOnly says whether right is but a quantity: ", 2 pcs".
func (r *reading) countOnly(right []token, n int) bool {
	right = right[:r.nextSeparator(right)]
	k, _ := r.lex.of("det").at(right, 0)
	if _, m := r.lex.number(right, 0); m > 0 {
		k = 0
	}
	u, _ := r.lex.unitLen(right, k+n)
	if rest := right[min(len(right), k+n+u):]; u > 0 && len(rest) > 1 && r.lex.of("of").is(rest[0].text) && !inWords[rest[0].low] {
		if _, m := r.lex.number(rest, 1); m > 0 && words(rest) == 1+m { // 1 box of 25, not 2 pairs in 43
			return true
		}
	}
	rest := right[min(len(right), k+n+u):]
	if e, _ := r.lex.of("each").at(rest, 0); e > 0 {
		rest = rest[e:] // ", 500 sheets each"
	}
	return u > 0 && !slices.ContainsFunc(rest, func(t token) bool { return t.isWord() && !t.used && !r.lex.of("polite").is(t.text) })
}

// inWords lead to a size or a colour.
var inWords = wordSet("in i en em på")

// onlyCount: "2, 1896-S" is one item.
func (r *reading) onlyCount(left []token) bool {
	_, n := r.lex.number(left, 0)
	return n > 0 && words(left) <= n+1
}

// bothFound asks the catalogue: chairs and desks are two items, a black and
// white one is not.
func (r *reading) bothFound(left, right []token) bool {
	next := r.nextSeparator(right)
	for i := range right[:next] {
		if right[i].text == ":" {
			next = i // "samt støvler: 1 par str. 44"
			break
		}
	}
	l, rt := r.uncounted(left), r.uncounted(right[:next])
	a, b := r.query(l), r.query(rt)
	if a != "" && r.traitOnly(a) && !r.traitOnly(b) && len(b) > 3 && r.finds(b) && !r.strong(a+" "+b) {
		return true // "5 in XL and safety boots"
	}
	if a == "" || b == "" || r.generic(b) || r.lex.of("color").is(b) || r.lex.of("color").is(a) || len(a)+len(b) > 200 {
		return false
	}
	if anyUsed(l) && anyUsed(rt) && r.finds(r.shortName(a)) && r.finds(r.shortName(b)) {
		return true // each has its own number
	}
	if r.strong(a + " " + b) {
		return false
	}
	return r.finds(a) && r.finds(b) || next == len(right) && bareNoun(a) && bareNoun(b) && r.lookup(a+" "+b).Match == task.None
}

// shortName is a name without what a thing is for: "ear defenders | for everyone".
func (r *reading) shortName(query string) string {
	toks := tokenize(query)
	for i := 1; i < len(toks); i++ {
		if purposes[toks[i].low] {
			if head := join("", toks[:i]); len(head) > 3 {
				return head
			}
		}
	}
	return query
}

// bareNoun says whether words are but one longer word: "bikes and wheels" are two
// things though the catalogue has neither.
func bareNoun(s string) bool { return len(s) > 3 && !strings.ContainsAny(s, " -0123456789") }

// oneName says whether the words on both sides of a comma name one item: "12
// step ladders, 4 steps" are ladders, not ladders and steps.
func (r *reading) oneName(left, right []token) bool {
	next := r.nextSeparator(right)
	counted := r.uncounted(left)
	a, b := r.query(counted), r.query(right[:next])
	if a == "" || b == "" || len(counted) == 0 || !counted[0].used || len(a)+len(b) > 200 {
		return false
	}
	return r.strong(a+" "+b) && !r.strong(a)
}

func (r *reading) nextSeparator(toks []token) int {
	for i := range toks {
		if r.separator(toks, i) > 0 {
			return i
		}
	}
	return len(toks)
}

// uncounted is a phrase with its quantity marked used.
func (r *reading) uncounted(toks []token) []token {
	out := append([]token(nil), toks...)
	if all := r.counts(out); len(all) > 0 && all[0].rank <= pointed {
		c := all[0]
		use(out, c.at, max(c.n, c.unitAt+c.unitN-c.at))
	}
	return out
}

// shareHead gives "two black and three white chairs" its chairs twice.
func (r *reading) shareHead(lines []task.Line) []task.Line {
	for i := len(lines) - 2; i >= 0; i-- {
		q := lines[i].Query
		if !r.lex.of("color").is(q) || len(lines[i].Identifiers) > 0 {
			continue
		}
		next := strings.Fields(lines[i+1].Query)
		if len(next) > 1 && r.lex.of("color").is(next[0]) {
			lines[i].Query = q + " " + next[len(next)-1]
		}
	}
	return lines
}
