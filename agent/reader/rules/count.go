package rules

import (
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
	rank   int // lower is better
}

// quantity finds how many are wanted and the unit, and marks their words used.
func (r *reading) quantity(line *task.Line, toks []token) (decimal.Decimal, bool) {
	best, ok := count{rank: 99}, false
	for i := 0; i < len(toks); i++ {
		d, n := r.lex.number(toks, i)
		if n == 0 {
			continue
		}
		c := count{d: d, at: i, n: n}
		r.rank(&c, toks)
		if c.rank < best.rank {
			best, ok = c, true
		}
		i += n - 1
	}
	if !ok || best.rank >= 50 {
		return decimal.Zero, false
	}
	use(toks, best.at, best.n)
	if best.unitN > 0 {
		use(toks, best.unitAt, best.unitN)
		line.Unit = r.unit(join("", unusedCopy(toks[best.unitAt:best.unitAt+best.unitN])), best.unit)
	}
	if line.Unit == "" {
		r.unitAlone(line, toks, best.at+best.n)
	}
	return best.d, true
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
	words := !toks[c.at].isNumber()
	unitAt := next
	for unitAt < len(toks) && (toks[unitAt].used || isTimes(toks[unitAt]) || toks[unitAt].text == "(") {
		unitAt++
	}
	n, code := r.lex.unitLen(toks, unitAt)
	measured := r.measured(toks, next-1)
	switch {
	case r.qtyMarked(toks, c.at):
		c.rank = 0
	case dimension(toks, c.at, next):
		c.rank = 60
		return
	case n > 0 && (!measured || c.at == 0) && !r.partOfName(toks, unitAt, n):
		c.rank = 2
	case measured:
		c.rank = 60
		return
	case c.at == 0 && next+1 < len(toks) && isTimes(toks[next]) && r.measured(toks, next+1):
		c.rank = 3 // "20 x 13 mm spanner" counts; "5 x 60 mm screws, 3 boxes" does not
	case next < len(toks) && isTimes(toks[next]) || c.at > 0 && isTimes(toks[c.at-1]):
		c.rank = 1
	case c.at == 0 || allUsed(toks[:c.at]):
		c.rank = 3
	case r.afterDet(toks, c.at):
		c.rank = 4
	case next == len(toks) && !words && c.at > 0:
		c.rank = 5
	case words:
		c.rank = 50
	case c.at > 0 && (toks[c.at-1].text == ":" || toks[c.at-1].text == "-" || toks[c.at-1].text == "–" || toks[c.at-1].text == "("):
		c.rank = 6
	default:
		c.rank = 50
	}
	if c.rank < 50 && n > 0 && !r.partOfName(toks, unitAt, n) {
		c.unit, c.unitAt, c.unitN = code, unitAt, n
	}
}

// dimension says whether the number in toks[at:next] is one side of a size, as
// in "screw 5 x 60 mm". At the start of a phrase, "20 x", it counts.
func dimension(toks []token, at, next int) bool {
	side := func(i int) bool {
		return i >= 0 && i < len(toks) && toks[i].isNumber() && !toks[i].hasLetter() && !toks[i].used
	}
	before := at > 1 && isTimes(toks[at-1]) && side(at-2) && (at > 2 || next < len(toks) && isTimes(toks[next]))
	after := at > 0 && next < len(toks) && isTimes(toks[next]) && side(next+1)
	return before || after
}

// partOfName says whether the word for a unit is the item itself: "2 boxes",
// with nothing else said.
func (r *reading) partOfName(toks []token, at, n int) bool {
	for i, t := range toks {
		if i >= at && i < at+n || t.used && !t.hasDigit() {
			continue
		}
		if t.used && t.hasDigit() || t.hasLetter() && !r.lex.of("det").is(t.text) && !r.lex.of("number").is(t.text) {
			return false
		}
	}
	return true
}

func (r *reading) qtyMarked(toks []token, at int) bool {
	for back := 1; back <= 3 && at-back >= 0; back++ {
		if n, _ := r.lex.of("qty_mark").at(toks, at-back); n > 0 && at-back+n <= at {
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
