package rules

import (
	"strings"

	"github.com/shopspring/decimal"
)

// bySums finds the quantity by what the rows themselves prove: quantity times price is
// the amount. It proves nothing where all prices are one.
func (r *reading) bySums(c *columns, ks []kinds2, rows [][]string) {
	if c.qty >= 0 {
		return
	}
	rows = rows[:min(len(rows), profiled)]
	var nums []int
	for i, k := range ks {
		if k.filled > 0 && k.numbers+k.money >= k.filled && !hasRole(k, "skip", "pos") && i != c.item {
			nums = append(nums, i)
		}
	}
	for _, q := range nums {
		for _, p := range nums {
			for _, a := range nums {
				if q == p || p == a || q == a || !mayBe(ks[q], "qty") || !mayBe(ks[p], "price") || !mayBe(ks[a], "money") || c.qty >= 0 {
					continue
				}
				if ks[p].money == 0 && ks[a].money == 0 || ks[q].money > ks[p].money || q > p && ks[q].money == ks[p].money {
					continue
				}
				if r.proves(rows, q, p, a) {
					c.qty, c.price, c.amount = q, p, a
				}
			}
		}
	}
}

func hasRole(k kinds2, roles ...string) bool {
	for _, role := range roles {
		if len(k.role) > 0 && k.role[0] == role {
			return true
		}
	}
	return false
}

// mayBe says whether a heading allows a column to hold what role says.
func mayBe(k kinds2, role string) bool {
	if len(k.role) == 0 {
		return true
	}
	for _, have := range k.role {
		if have == role || have == "money" && role == "price" || have == "price" && role == "money" || have == "unit" && role == "price" {
			return true
		}
	}
	return false
}

// proves says whether a quantity times a price is the amount in nearly all rows that
// have the three.
func (r *reading) proves(rows [][]string, q, p, a int) bool {
	all, good, telling := 0, 0, false
	for _, row := range rows {
		x, ok1 := r.numberIn(row, q)
		y, ok2 := r.numberIn(row, p)
		z, ok3 := r.numberIn(row, a)
		if !ok1 || !ok2 || !ok3 {
			continue
		}
		all++
		if isProduct(x, y, z) {
			good++
			telling = telling || !x.Equal(decimal.NewFromInt(1)) && !y.Equal(decimal.NewFromInt(1))
		}
	}
	return telling && good*4 >= all*3
}

// isProduct says whether x times y is z but for the rounding of prices.
func isProduct(x, y, z decimal.Decimal) bool {
	if !x.IsPositive() || !y.IsPositive() {
		return false
	}
	slack := decimal.New(6, -3).Mul(x)
	if least := decimal.New(2, -2); slack.LessThan(least) {
		slack = least
	}
	return x.Mul(y).Sub(z).Abs().LessThanOrEqual(slack)
}

// numberIn is the number of a cell, whatever unit or currency stands beside it.
func (r *reading) numberIn(row []string, i int) (decimal.Decimal, bool) {
	if i < 0 || i >= len(row) {
		return decimal.Zero, false
	}
	return r.numberOf(row[i])
}

func (r *reading) numberOf(cell string) (decimal.Decimal, bool) {
	cell = strings.Trim(cell, " €$£*")
	if d, ok := parseNumber(cell, r.lang); ok {
		return d, true
	}
	toks := r.lex.unglue(tokenize(cell), func(string) bool { return false })
	for len(toks) > 0 && !toks[0].isNumber() {
		if n, _ := r.lex.of("currency").at(toks, 0); n == 0 && toks[0].isWord() {
			return decimal.Zero, false
		}
		toks = toks[1:]
	}
	if d, n := r.lex.number(toks, 0); n > 0 {
		return d, true
	}
	return decimal.Zero, false
}

// bySum reads a quantity such as 3.000 the other way, three of them, where only that
// makes price and amount agree.
func (r *reading) bySum(d decimal.Decimal, cell string, row []string, c columns) decimal.Decimal {
	p, ok1 := r.numberIn(row, c.price)
	a, ok2 := r.numberIn(row, c.amount)
	switch {
	case !ok1 || !ok2:
		return byMarks(d, cell, c.marks)
	case isProduct(d, p, a):
		return d
	}
	other := "en"
	if r.lang == "en" {
		other = "de"
	}
	for w := range strings.FieldsSeq(cell) {
		if x, ok := parseNumber(w, other); ok && isProduct(x, p, a) {
			return x
		}
	}
	return byMarks(d, cell, c.marks)
}
