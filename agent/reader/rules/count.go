package rules

import (
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"salesclerk/agent/task"
)

// count is a number of a phrase that may be the quantity.
type count struct {
	d      decimal.Decimal
	at, n  int
	unit   string
	unitAt int
	unitN  int
	rank   int
}

// Ranks of a count, the likeliest first. What stands first in a phrase counts
// the thing that follows; what follows the thing describes it, unless a word
// says otherwise.
const (
	byMark     = iota // qty: 5
	byTimes           // 20 x spanner
	timesLater        // spanner x 20
	unitFirst         // 5 boxes of screws
	first             // 40 bins
	unitLater         // screws, 5 boxes
	sizeFirst         // 20 x 13 mm spanner, if no other number counts
	pointed           // spanner: 20
	last              // spanner 20
	inner             // then also 2 bins: if the words before it are no item
	measure           // 150 m cable, granules 100 kg: if the item is counted so
	noCount    = 50
)

// quantity finds how many are wanted and the unit, and marks their words used.
func (r *reading) quantity(line *task.Line, toks []token) (decimal.Decimal, bool) {
	for _, c := range r.counts(toks) {
		if !r.holds(c, toks) {
			continue
		}
		use(toks, c.at, c.n)
		r.useAgain(c, toks)
		if c.unitN > 0 {
			use(toks, c.at+c.n, c.unitAt+c.unitN-c.at-c.n)
			line.Unit = r.unit(join("", unusedCopy(toks[c.unitAt:c.unitAt+c.unitN])), c.unit)
		}
		if line.Unit == "" {
			r.unitAlone(line, toks, c.at+c.n)
		}
		return c.d, true
	}
	return decimal.Zero, false
}

// useAgain marks the same number said again in brackets: twenty-five (25).
func (r *reading) useAgain(c count, toks []token) {
	i := c.at + c.n
	if i+1 >= len(toks) || toks[i].text != "(" {
		return
	}
	d, n := r.lex.number(toks, i+1)
	if n > 0 && d.Equal(c.d) && i+1+n < len(toks) && toks[i+1+n].text == ")" {
		use(toks, i, n+2)
	}
}

// counts are the numbers of a phrase that may be the quantity, the likeliest first.
func (r *reading) counts(toks []token) []count {
	var out []count
	for i := 0; i < len(toks); i++ {
		d, n := r.lex.number(toks, i)
		if n == 0 {
			d, n = r.article(toks, i)
		}
		if n == 0 {
			continue
		}
		c := count{d: d, at: i, n: n}
		r.rank(&c, toks)
		if c.rank < noCount {
			out = append(out, c)
		}
		i += n - 1
	}
	slices.SortStableFunc(out, func(a, b count) int { return a.rank - b.rank })
	return out
}

// article is the one of "a box of": an article counts where a unit follows it.
func (r *reading) article(toks []token, i int) (decimal.Decimal, int) {
	if toks[i].used || !r.lex.of("one").is(toks[i].text) {
		return decimal.Zero, 0
	}
	n, code := r.lex.unitLen(toks, i+1)
	if n == 0 || measureUnits[code] || i+1+n >= len(toks) || !allUsed(toks[:i]) {
		return decimal.Zero, 0
	}
	return decimal.NewFromInt(1), 1
}

// holds asks the catalogue where the words alone do not tell: "150 m cable" is
// sold by the metre, a "25 m lead" is not; of "spanner set, 12 pieces" the pieces
// are the set's.
func (r *reading) holds(c count, toks []token) bool {
	switch c.rank {
	case measure:
		return r.soldIn(c, toks)
	case inner:
		return r.introduced(c, toks)
	case unitLater, last:
		return !r.inName(c, toks)
	case unitFirst:
		return !r.inName(c, toks) || r.lex.of("of").in(toks[c.unitAt+c.unitN:min(len(toks), c.unitAt+c.unitN+1)])
	}
	return true
}

// introduced says whether words that mean no item stand before the number, and
// an item follows it. The words before are no part of the line then.
func (r *reading) introduced(c count, toks []token) bool {
	before, after := r.query(toks[:c.at]), r.query(toks[c.at+c.n:])
	if before == "" || len(tokenize(before)) > 4 || anyDigit(before) || after == "" || r.lookup(before).Match != task.None || !r.finds(after) {
		return false
	}
	use(toks, 0, c.at)
	return true
}

// soldIn says whether what the phrase names is counted in the measure of c.
func (r *reading) soldIn(c count, toks []token) bool {
	unit := join("", unusedCopy(toks[c.unitAt:c.unitAt+c.unitN]))
	rest := append([]token(nil), toks...)
	use(rest, c.at, c.n)
	use(rest, c.unitAt, c.unitN)
	res := r.lookup(r.query(toks))
	if res.Match == task.None || len(res.Items) == 0 { // nothing is so described: it is counted so
		return c.at == 0 || allUsed(toks[:c.at]) || r.countedIn(r.query(rest), unit)
	}
	if other := r.lookup(r.query(rest)); len(other.Items) > 0 {
		res = other
	}
	return r.have(res.Items, unit)
}

// countedIn says whether what words mean has the unit.
func (r *reading) countedIn(words, unit string) bool {
	items := r.lookup(words).Items
	return len(items) > 0 && r.have(items, unit)
}

// surelySold says whether the first thing that words mean has the unit itself, not
// one taken for it.
func (r *reading) surelySold(words, unit string) bool {
	items := r.lookup(words).Items
	if len(items) == 0 {
		return false
	}
	code, sure := r.items.UnitOf(items[0].Number, unit, r.lang)
	return code != "" && sure
}

func (r *reading) have(items []task.Candidate, unit string) bool {
	for _, it := range items[:min(len(items), 3)] {
		if code, _ := r.items.UnitOf(it.Number, unit, r.lang); code == "" {
			return false
		}
	}
	return true
}

// inName says whether the item's own name has the number and what follows it.
func (r *reading) inName(c count, toks []token) bool {
	res := r.lookup(r.query(toks))
	if len(res.Items) == 0 {
		return false
	}
	name := tokenize(res.Items[0].Description)
	for i, t := range name {
		if t.text != toks[c.at].text {
			continue
		}
		if c.unitN == 0 || i+1 < len(name) && alike(name[i+1].low, toks[c.unitAt].low) {
			return true
		}
	}
	return false
}

func unusedCopy(toks []token) []token {
	out := append([]token(nil), toks...)
	for i := range out {
		out[i].used = false
	}
	return out
}

// unitAlone takes the unit of "2 1896-S pcs".
func (r *reading) unitAlone(line *task.Line, toks []token, from int) {
	for i := from; i < len(toks); i++ {
		if n, v := r.lex.unitLen(toks, i); n > 0 && i+n >= len(toks) && !toks[i].used && i > from && toks[i-1].used {
			line.Unit = r.unit(toks[i].text, v)
			use(toks, i, n)
			return
		}
	}
}

// rank says how surely a number is the quantity.
func (r *reading) rank(c *count, toks []token) {
	next := c.at + c.n
	unitAt := next
	for unitAt < len(toks) && (toks[unitAt].used || isTimes(toks[unitAt]) || toks[unitAt].text == "(") {
		unitAt++
	}
	if !toks[c.at].isNumber() && r.lex.of("of").is(tokenAt(toks, unitAt).text) { // une douzaine de rouleaux
		if k, _ := r.lex.unitLen(toks, unitAt+1); k > 0 {
			unitAt++
		}
	}
	n, code := r.lex.unitLen(toks, unitAt)
	if n > 0 && r.partOfName(toks, unitAt, n) {
		n = 0
	}
	c.rank = r.rankOf(c.at, next, toks, n > 0, n > 0 && measureUnits[code])
	if c.rank < noCount && n > 0 {
		c.unit, c.unitAt, c.unitN = code, unitAt, n
	}
}

func tokenAt(toks []token, i int) token {
	if i >= len(toks) {
		return token{}
	}
	return toks[i]
}

// measureUnits are units that goods are measured in, and described by.
var measureUnits = map[string]bool{"KG": true, "GR": true, "T": true, "L": true, "M": true}

func (r *reading) rankOf(at, next int, toks []token, unit, size bool) int {
	leads := at == 0 || allUsed(toks[:at]) || r.afterDet(toks, at)
	byX := next < len(toks) && isTimes(toks[next])
	switch {
	case r.qtyMarked(toks, at):
		return byMark
	case dimension(toks, at, next):
		return noCount
	case leads && byX && r.measured(toks, next+1):
		return sizeFirst
	case size:
		return measure
	case r.measured(toks, next-1):
		return noCount
	case leads && byX:
		return byTimes
	case leads && unit:
		return unitFirst
	case leads && next < len(toks) && toks[next].used && toks[next].hasDigit():
		return sizeFirst // "10 LV-1501 3 pcs": a position, if another number counts
	case leads:
		return first
	case byX || at > 0 && isTimes(toks[at-1]):
		return timesLater
	case unit:
		return unitLater
	case next == len(toks) && toks[at].isNumber():
		if pointsTo(toks[at-1]) {
			return pointed
		}
		return last
	case toks[at].isNumber() && pointsTo(toks[at-1]):
		return pointed
	case next < len(toks) && toks[next].hasLetter() && !toks[next].hasDigit() && !toks[next].used:
		return inner
	}
	return noCount
}

func pointsTo(t token) bool { return t.text != "" && strings.Contains(":-–(=", t.text) }

// dimension says whether the number in toks[at:next] is one side of a size, as
// in "screw 5 x 60 mm" and "M8 x 40". At the start of a phrase, "20 x", it counts.
func dimension(toks []token, at, next int) bool {
	side := func(i int) bool {
		return i >= 0 && i < len(toks) && toks[i].isNumber() && !toks[i].hasLetter() && !toks[i].used
	}
	before := at > 1 && isTimes(toks[at-1]) && (side(at-2) && (at > 2 || next < len(toks) && isTimes(toks[next])) || thread.MatchString(toks[at-2].text))
	after := at > 0 && next < len(toks) && isTimes(toks[next]) && side(next+1)
	return before || after
}

var thread = regexp.MustCompile(`(?i)^m\d{1,2}([.,]\d+)?$`)

// partOfName says whether the word for a unit is the item itself, "2 boxes" with
// nothing else said, or a word of its name: "2 pallet trucks".
func (r *reading) partOfName(toks []token, at, n int) bool {
	for i, t := range toks {
		if i >= at && i < at+n || t.used && !t.hasDigit() {
			continue
		}
		if t.used && t.hasDigit() || t.hasLetter() && !r.lex.of("det").is(t.text) && !r.lex.of("number").is(t.text) {
			return len(toks[at].text) > 2 && r.namedBy(toks, at, n)
		}
	}
	return true
}

// namedBy says whether the name of what the words mean holds the word for a unit
// at toks[at], and the words after it do not say it again.
func (r *reading) namedBy(toks []token, at, n int) bool {
	rest := toks[at+n:]
	if len(rest) == 0 || !rest[0].isWord() || rest[0].used || r.lex.of("of").is(rest[0].text) {
		return false
	}
	for i := range rest {
		if r.separator(rest, i) > 0 {
			rest = rest[:i]
			break
		}
	}
	unit := toks[at : at+n]
	if overlap(unit, join("", rest)) > 0 {
		return false
	}
	if r.surelySold(join("", rest), join("", unit)) {
		return false // what follows is found and sold so: 5 boxes packing tape
	}
	for _, k := range []int{len(rest), min(2, len(rest)), 1} {
		res := r.lookup(join("", toks[at:at+n+k]))
		if len(res.Items) > 0 && (res.Match == task.One || res.Match == task.Several) {
			code, sure := r.items.UnitOf(res.Items[0].Number, join("", unit), r.lang)
			return overlap(unit, res.Items[0].Description) > 0 && (code == "" || !sure)
		}
	}
	return false
}

func (r *reading) qtyMarked(toks []token, at int) bool {
	for back := 1; back <= 3 && at-back >= 0; back++ {
		if n, _ := r.lex.of("qty_mark").at(toks, at-back); n > 0 && at-back+n <= at {
			if at > back {
				if _, m := r.lex.number(toks, at-back-1); m == 1 {
					return false // "5 quantity of 17 inch monitors": the mark is that of the 5
				}
			}
			return onlyMarks(toks[at-back+n : at])
		}
	}
	return false
}

func onlyMarks(toks []token) bool {
	for _, t := range toks {
		if t.isWord() {
			return false
		}
	}
	return true
}

func allUsed(toks []token) bool {
	for _, t := range toks {
		if !t.used && t.isWord() {
			return false
		}
	}
	return true
}

func (r *reading) afterDet(toks []token, at int) bool {
	for i := 0; i < at; i++ {
		if n, _ := r.lex.of("det").at(toks, i); n == 0 && toks[i].isWord() && !toks[i].used {
			return false
		}
	}
	return true
}

// unit is the code the catalogue has for what was written, else our own word's.
func (r *reading) unit(words, fallback string) string {
	if code, ok := r.items.Unit(words, r.lang); ok {
		return code
	}
	return fallback
}
