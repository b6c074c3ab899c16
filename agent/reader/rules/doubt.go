package rules

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"salesclerk/agent/task"
)

// spread is a number that leaves open how many: "10-12".
var spread = regexp.MustCompile(`^(\d{1,3})[-–](\d{1,3})$`)

// doubtful reads "10+5 chairs" as their sum and "10-12 chairs", "ten to twelve
// chairs" as the first of them, and gives the words that leave the doubt.
func (r *reading) doubtful(p passage, toks []token) ([]token, []string) {
	var out []token
	var doubts []string
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if n := r.summand(toks, i); n > 0 {
			t.text = itoa(num(t.text) + num(toks[i+2].text))
			t.low, t.end = t.text, toks[i+2].end
			doubts = append(doubts, p.text[t.start:t.end])
			i += n
		} else if m := spread.FindStringSubmatch(t.text); m != nil && num(m[1]) < num(m[2]) && r.countsNext(toks, i, i) && !r.items.Knows(t.text) && !r.marked(toks, i) {
			doubts = append(doubts, t.text)
			t.text, t.low = m[1], m[1]
		} else if k, n := r.wordSpread(toks, i); n > 0 {
			doubts = append(doubts, p.text[t.start:toks[i+n].end])
			out = append(out, toks[i:i+k]...)
			i += n
			continue
		}
		out = append(out, t)
	}
	return out, doubts
}

// summand is how many tokens behind the number at toks[i] are added to it: 10+5.
func (r *reading) summand(toks []token, i int) int {
	if i+3 >= len(toks) || toks[i+1].text != "+" || toks[i+1].start != toks[i].end || !plainNumber(toks[i]) || !plainNumber(toks[i+2]) {
		return 0
	}
	if !toks[i+3].hasLetter() || r.measured(toks, i+2) {
		return 0
	}
	return 2
}

// wordSpread reads "10 to 12 spanners": how many tokens the first number takes, and
// how many stand behind its first up to the end of the second.
func (r *reading) wordSpread(toks []token, i int) (first, behind int) {
	low, k := r.lex.number(toks, i)
	if k == 0 || i+k+1 >= len(toks) || r.lex.of("one").is(toks[i].text) || !r.lex.of("range").is(toks[i+k].text) {
		return 0, 0
	}
	high, m := r.lex.number(toks, i+k+1)
	end := i + k + m
	if m == 0 || !low.IsPositive() || !low.LessThan(high) || high.GreaterThan(low.Mul(three)) || !r.countsNext(toks, i, end) {
		return 0, 0
	}
	return k, end - i
}

var three = decimal.NewFromInt(3)

// countsNext says whether the number in toks[from:to+1] stands before a word that is
// no measure, and is not itself the end of one: "M8 to 10".
func (r *reading) countsNext(toks []token, from, to int) bool {
	return !toks[from].used && to+1 < len(toks) && toks[to+1].hasLetter() && !toks[to+1].hasDigit() && !toks[to+1].used && !r.measured(toks, to) &&
		(from == 0 || !toks[from-1].hasDigit())
}

func plainNumber(t token) bool { return t.isNumber() && !t.used && len(t.text) <= 5 && num(t.text) > 0 }

// unsure marks the quantity of lines that a doubt stands in as assumed, so that a
// person sees it.
func unsure(lines []task.Line, doubts []string) []task.Line {
	for i := range lines {
		for _, d := range doubts {
			if strings.Contains(lines[i].Text, d) {
				lines[i].QuantityAssumed = true
			}
		}
	}
	return lines
}
