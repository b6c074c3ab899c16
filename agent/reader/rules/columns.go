package rules

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// columns says which column of a table holds what; -1 if none does.
type columns struct {
	item, qty, unit, price, amount, date int
	names                                []int
	ids                                  []int   // numbers of another kind: the customer's own, the maker's
	typed                                bool    // the table stands among words, not in a file's cells
	marks                                string  // a language that writes decimals as the table does; "" if it does not tell
	week                                 string  // the head of the dates, if they are weeks
	traits                               []trait // columns of sizes and colours
	sizes                                []trait // a column for each size or colour, holding how many
}

// trait is a column whose head or cells say a size or a colour.
type trait struct {
	at   int
	head string // "Size", or of a column for each size the size
}

func noColumns() columns {
	return columns{item: -1, qty: -1, unit: -1, price: -1, amount: -1, date: -1}
}

// columnsOf finds the headings among the first rows, else guesses. from is the
// first row of content, -1 if this is no table of items.
func (r *reading) columnsOf(rows [][]string) (columns, int) {
	for i := range rows[:min(len(rows), 30)] {
		if c, ok := r.lex.heading(rows[i]); ok {
			return r.settled(c, rows[i], rows[i+1:]), i + 1
		}
	}
	if len(rows) > 1 && !anyDigit(strings.Join(rows[0], "")) { // headings in words we do not know
		if c, ok := r.guess(r.withoutTotals(rows[1:])); ok {
			return c, 1
		}
	}
	if c, ok := r.guess(r.withoutTotals(rows)); ok {
		return c, 0
	}
	return noColumns(), -1
}

// profiled is how many rows are looked at to know what columns hold.
const profiled = 50

// guess finds the columns of a table without headings by what they hold.
func (r *reading) guess(rows [][]string) (columns, bool) {
	c := noColumns()
	ks := r.kindsOf(rows)
	r.bySums(&c, ks, rows)
	bestText := 0
	text := -1
	for i, k := range ks {
		switch {
		case i == c.qty || i == c.price || i == c.amount:
		case k.filled == 0 || k.money*2 > k.filled:
		case k.known*2 >= k.filled && c.item < 0:
			c.item = i
		case k.dates*2 > k.filled && c.date < 0:
			c.date = i
		case k.units*2 > k.filled && c.unit < 0:
			c.unit = i
		case k.counts == k.filled && c.qty < 0 && !k.isPosition(i, ks):
			c.qty = i
		case (k.counted*2 > k.filled || k.counted > 0 && k.counted+k.counts == k.filled) && c.qty < 0:
			c.qty = i
		case k.codes*2 > k.filled && c.item < 0:
			c.item = i
		case k.letters > bestText:
			bestText, text = k.letters, i
		}
	}
	if text >= 0 {
		c.names = []int{text}
	}
	return c, c.qty >= 0 && (c.item >= 0 || text >= 0) || c.item >= 0
}

// isPosition says whether a column only counts the rows: 1, 2, 3 or 10, 20, 30. Two
// rows alone may do so by chance, unless another column counts as well.
func (k kinds2) isPosition(at int, all []kinds2) bool {
	if !k.serial {
		return false
	}
	return k.filled > 2 || slices.ContainsFunc(all[at+1:], func(o kinds2) bool {
		return o.filled > 0 && (o.counts == o.filled || o.counted*2 > o.filled)
	})
}

type kinds2 struct {
	filled, known, counts, counted, money, units, dates, codes, letters int
	numbers                                                             int // cells that begin with a number, whatever it is
	serial                                                              bool
	role                                                                []string // by the heading
}

// kindsOf says of every column what it holds.
func (r *reading) kindsOf(rows [][]string) []kinds2 {
	rows = rows[:min(len(rows), profiled)]
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	out := make([]kinds2, min(width, maxColumns))
	for i := range out {
		out[i] = r.kind(rows, i)
	}
	return out
}

func (r *reading) kind(rows [][]string, i int) kinds2 {
	k := kinds2{}
	var values []decimal.Decimal
	for _, row := range rows {
		if i >= len(row) || strings.TrimSpace(row[i]) == "" {
			continue
		}
		cell := strings.TrimSpace(row[i])
		k.filled++
		d, isNum := parseNumber(cell, r.lang)
		if isNum {
			values = append(values, d)
		}
		toks := r.lex.unglue(tokenize(cell), r.items.Knows)
		_, numN := r.lex.number(toks, 0)
		un, _ := r.lex.unitLen(toks, 0)
		_, calN, _ := calendar{lex: r.lex, today: r.today}.at(toks, 0)
		if isNum || numN > 0 && r.unitEnds(toks, numN) {
			k.numbers++
		}
		switch {
		case anyDigit(cell) && r.knows(cell):
			k.known++
		case strings.ContainsAny(cell, "€$£") || isNum && moneyForm.MatchString(cell):
			k.money++
		case isNum && len(cell) >= 8 && !strings.ContainsAny(cell, ".,"):
			k.codes++
		case isNum:
			k.counts++
		case calN > 0 && calN == len(toks):
			k.dates++
		case un > 0 && un == len(toks) || !anyDigit(cell) && r.unitCode(cell) != "":
			k.units++
		case numN > 0 && len(toks) > numN && r.unitEnds(toks, numN):
			k.counted++
		case anyDigit(cell) && !strings.Contains(cell, " ") && len(cell) >= 3:
			k.codes++
		default:
			k.letters += utf8.RuneCountInString(cell)
		}
	}
	k.serial = len(values) == k.filled && isSerial(values)
	return k
}

// isSerial says whether numbers count on: 1, 2, 3 or 10, 20, 30.
func isSerial(values []decimal.Decimal) bool {
	if len(values) < 2 || !values[0].IsPositive() || !values[0].IsInteger() {
		return len(values) == 1 && values[0].Equal(decimal.NewFromInt(1))
	}
	step := values[1].Sub(values[0])
	if !step.Equal(values[0]) && !step.Equal(decimal.NewFromInt(1)) {
		return false
	}
	for i := 2; i < len(values); i++ {
		if !values[i].Sub(values[i-1]).Equal(step) {
			return false
		}
	}
	return step.IsPositive()
}

func (r *reading) unitEnds(toks []token, n int) bool {
	u, _ := r.lex.unitLen(toks, n)
	return u > 0 && n+u == len(toks) || n+1 == len(toks) && isTimes(toks[n])
}

var moneyForm = regexp.MustCompile(`[.,]\d{2}$`)

func (c columns) free(i int) bool {
	if slices.ContainsFunc(append(c.traits, c.sizes...), func(t trait) bool { return t.at == i }) {
		return false
	}
	return i >= 0 && i != c.item && i != c.qty && i != c.unit && i != c.price && i != c.amount && i != c.date &&
		!slices.Contains(c.names, i) && !slices.Contains(c.ids, i)
}

// settled compares what headings say with what stands below them: "Item" may be a
// position, "Unit" the price of one, and a head in words that nobody knows a quantity.
func (r *reading) settled(c columns, head []string, rows [][]string) columns {
	rows = r.withoutTotals(rows)
	ks := r.kindsOf(rows)
	for i := range ks {
		if i < len(head) {
			ks[i].role = r.rolesOf(head[i])
		}
	}
	if d := c.date; d >= 0 && d < len(ks) && anyDigit(head[d]) && ks[d].counts*2 > ks[d].filled && ks[d].dates == 0 && c.qty < 0 {
		c.date, ks[d].role = -1, nil // "Week 10": how many in that week
	}
	r.settleItem(&c, ks)
	r.settleUnits(&c, ks)
	r.settleQty(&c, ks, rows)
	r.settleNames(&c, ks)
	if c.date >= 0 && c.date < len(head) {
		c.week = weekIn(head[c.date])
	}
	return c
}

// weekIn is the word for a week in a head: "KW", "Lev.uge".
func weekIn(head string) string {
	for _, w := range headParts(head) {
		if weekHeads[w] {
			return w
		}
	}
	return ""
}

var weekHeads = wordSet("kw uge week wk semaine sem settimana sett semana vecka v woche uke")

// settleItem takes the column for numbers of items whose numbers the catalogue has.
func (r *reading) settleItem(c *columns, ks []kinds2) {
	best := c.item
	known := func(i int) int {
		if i < 0 || i >= len(ks) {
			return 0
		}
		return ks[i].known
	}
	for i, k := range ks {
		may := len(k.role) == 0 || slices.Contains(k.role, "item") || slices.Contains(k.role, "name")
		if may && k.known*2 >= k.filled && known(i) > known(best) && i != c.qty && i != c.unit {
			best = i
		}
	}
	if best < 0 || best == c.item {
		if c.item >= 0 && c.item < len(ks) && ks[c.item].serial && ks[c.item].known == 0 && ks[c.item].counts == ks[c.item].filled && len(c.names) > 0 {
			c.item = -1 // it counts the rows
		}
		return
	}
	old := c.item
	c.item = best
	c.names = slices.DeleteFunc(c.names, func(i int) bool { return i == best })
	if old >= 0 && old < len(ks) {
		if k := ks[old]; k.letters > k.codes+k.counts && k.codes+k.counts+k.known == 0 {
			c.names = append([]int{old}, c.names...)
		} else if !k.serial {
			c.ids = append(c.ids, old)
		}
	}
}

// settleUnits sees to columns of units that hold prices, and finds those that have no
// head.
func (r *reading) settleUnits(c *columns, ks []kinds2) {
	if c.unit >= 0 && c.unit < len(ks) && ks[c.unit].filled > 0 {
		if k := ks[c.unit]; k.numbers*2 > k.filled && k.units == 0 || k.money*2 > k.filled {
			if c.price < 0 {
				c.price = c.unit
			}
			c.unit = -1
		}
	}
	for i, k := range ks {
		may := len(k.role) == 0 || slices.Contains(k.role, "unit") || slices.Contains(k.role, "qty") && i != c.qty
		if c.unit < 0 && may && c.free(i) && k.units*2 > k.filled {
			c.unit = i
		}
	}
}

// settleQty takes another column for the quantity where that of the heading holds no
// numbers, and finds one by sums or by what it holds where there is none.
func (r *reading) settleQty(c *columns, ks []kinds2, rows [][]string) {
	if c.qty >= 0 && c.qty < len(ks) {
		if k := ks[c.qty]; k.filled > 0 && k.numbers*2 < k.filled && k.counted+k.counts+k.known == 0 {
			if k.units*2 > k.filled && c.unit < 0 {
				c.unit = c.qty
			}
			c.qty = -1
		}
	}
	if c.qty >= 0 {
		return
	}
	for i, k := range ks {
		if c.free(i) && slices.Contains(k.role, "qty") && k.numbers*2 > k.filled {
			c.qty = i
			return
		}
	}
	if r.bySums(c, ks, rows); c.qty >= 0 {
		return
	}
	var open []int
	for i, k := range ks {
		if c.free(i) && len(k.role) == 0 && k.filled > 0 && !k.isPosition(i, ks) &&
			(k.counts == k.filled || k.counted*2 > k.filled || k.counts+k.counted == k.filled) {
			open = append(open, i)
		}
	}
	if len(open) == 1 {
		c.qty = open[0]
	} else if i := slices.Index(open, c.unit-1); c.unit > 0 && i >= 0 {
		c.qty = open[i]
	}
}

// settleNames finds the words for the items where no heading says so.
func (r *reading) settleNames(c *columns, ks []kinds2) {
	if len(c.names) > 0 {
		return
	}
	best := -1
	for i, k := range ks {
		may := len(k.role) == 0 || slices.Contains(k.role, "name")
		if may && c.free(i) && k.letters > 3*k.filled && (best < 0 || k.letters > ks[best].letters) {
			best = i
		}
	}
	if best >= 0 {
		c.names = []int{best}
	}
}

// rolesOf is what a heading says its column may hold, the likeliest first.
func (r *reading) rolesOf(cell string) []string {
	var out []string
	if role := r.lex.roleOf(cell, map[string]bool{}); role != "" {
		out = append(out, strings.TrimPrefix(role, "col_"))
	}
	for _, role := range headRoles(cell) {
		if !slices.Contains(out, role) {
			out = append(out, role)
		}
	}
	return out
}

// knows says whether a cell is the number of an item, also one written with blanks
// between its parts.
func (r *reading) knows(cell string) bool {
	if r.items.Knows(cell) {
		return true
	}
	return strings.Contains(cell, " ") && len(cell) <= 20 && r.items.Knows(strings.ReplaceAll(cell, " ", "")) && strings.ContainsFunc(cell, isLetter)
}
