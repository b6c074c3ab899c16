package rules

import (
	"regexp"
	"strings"

	"salesclerk/agent/task"
)

// spread is a number that leaves open how many: "10-12".
var spread = regexp.MustCompile(`^(\d{1,3})[-–](\d{1,3})$`)

// doubtful reads "10+5 chairs" as their sum and "10-12 chairs" as the first of
// them, and gives the words that leave the doubt.
func (r *reading) doubtful(toks []token) ([]token, []string) {
	var out []token
	var doubts []string
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if i+3 < len(toks) && toks[i+1].text == "+" && toks[i+1].start == t.end && plainNumber(t) && plainNumber(toks[i+2]) && toks[i+3].hasLetter() && !r.measured(toks, i+2) {
			doubts = append(doubts, t.text+"+"+toks[i+2].text)
			t.text = itoa(num(t.text) + num(toks[i+2].text))
			t.low, t.end = t.text, toks[i+2].end
			i += 2
		} else if m := spread.FindStringSubmatch(t.text); m != nil && !t.used && i+1 < len(toks) && toks[i+1].hasLetter() && !r.measured(toks, i) && !r.items.Knows(t.text) && !r.marked(toks, i) && num(m[1]) < num(m[2]) {
			doubts = append(doubts, t.text)
			t.text, t.low = m[1], m[1]
		}
		out = append(out, t)
	}
	return out, doubts
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
