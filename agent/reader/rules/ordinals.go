package rules

import (
	"slices"
	"strings"

	"salesclerk/agent/task"
)

// ordinals are the lines of the document that words name by their places, and the
// words without those: "the first two", "les deux premières lignes", "lines 1 and 3",
// "the last one and the second". There are none if the words name none, or one that
// the document has not.
func (r *reading) ordinals(toks []token) (lines []*task.DocLine, rest []token) {
	all := len(r.in.Offered.Lines)
	for i := 0; i < len(toks); {
		from, many, n := r.placesAt(toks, i)
		if n == 0 {
			rest = append(rest, toks[i])
			i++
			continue
		}
		if from < 0 {
			from = all - many + 1
		}
		if from < 1 || from+many-1 > all {
			return nil, toks
		}
		for k := range many {
			if l := &r.in.Offered.Lines[from+k-1]; !slices.Contains(lines, l) {
				lines = append(lines, l)
			}
		}
		i += n
	}
	return lines, rest
}

// tooMany says whether words name more lines by their places than there are.
func (r *reading) tooMany(toks []token) bool {
	for i := range toks {
		if _, many, n := r.placesAt(toks, i); n > 0 && many > len(r.in.Offered.Lines) {
			return true
		}
	}
	return false
}

// placesAt reads places at toks[i]: the first of them, -1 for the last of all, how
// many they are, and the tokens taken.
func (r *reading) placesAt(toks []token, i int) (from, many, n int) {
	if k, v := r.lex.of("ordinal").at(toks, i); k > 0 {
		many, m := r.howMany(toks, i+k)
		if from = atoi(v); m > 0 && (from == 1 || from == -1) {
			return from, many, k + m // "the first two", "die ersten beiden"
		}
		if !r.shortAfter(toks[i+k : i+k+r.nextSeparator(toks[i+k:])]) {
			return 0, 0, 0 // "the first delivery of the year"
		}
		return from, 1, k
	}
	if many, m := r.howMany(toks, i); m > 0 && i+m < len(toks) {
		if k, v := r.lex.of("ordinal").at(toks, i+m); k > 0 && (atoi(v) == 1 || atoi(v) == -1) {
			return atoi(v), many, m + k // "de to første", "les deux premières"
		}
	}
	return r.numbered(toks, i)
}

// howMany is a small number of lines at toks[i], both among them, and its tokens.
func (r *reading) howMany(toks []token, i int) (int, int) {
	if i >= len(toks) {
		return 0, 0
	}
	if n, _ := r.lex.of("both").at(toks, i); n > 0 {
		return 2, n
	}
	if d, n := r.lex.number(toks, i); n > 0 && d.IsInteger() && d.IntPart() > 1 && d.IntPart() <= maxLines {
		return int(d.IntPart()), n
	}
	return 0, 0
}

// numbered reads "line 3", "lines 1 and 3", "positions 1-2" at toks[i], one number at
// a time: the word for lines stands before the first of them alone.
func (r *reading) numbered(toks []token, i int) (from, many, n int) {
	k := i
	if m, _ := r.lex.of("line").at(toks, i); m > 0 {
		k += m
	} else if r.goesOnNumbering(toks, i) {
		k++
	} else {
		return 0, 0, 0
	}
	for k < len(toks) && !toks[k].isWord() {
		k++
	}
	if k < len(toks) {
		if a, b, ok := strings.Cut(toks[k].text, "-"); ok && num(a) > 0 && num(b) > num(a) && num(b) <= maxLines {
			return num(a), num(b) - num(a) + 1, k + 1 - i // "lines 2-5" in one word
		}
	}
	d, m := r.lex.number(toks, k)
	if m == 0 || !d.IsInteger() || !d.IsPositive() || d.IntPart() > maxLines {
		return 0, 0, 0
	}
	from, n = int(d.IntPart()), k+m-i
	if e := k + m; e+1 < len(toks) && spans[toks[e].low] {
		if to, j := r.lex.number(toks, e+1); j > 0 && to.GreaterThan(d) && to.IntPart() <= maxLines {
			return from, int(to.IntPart()) - from + 1, n + 1 + j
		}
	}
	return from, 1, n
}

// goesOnNumbering says whether toks[i] joins another number to those of a word for
// lines before: the "and" of "lines 1 and 3".
func (r *reading) goesOnNumbering(toks []token, i int) bool {
	if toks[i].text != "," && !r.lex.of("and").is(toks[i].text) || i+1 >= len(toks) {
		return false
	}
	for k := i - 1; k >= 0; k-- {
		if n, _ := r.lex.of("line").at(toks, k); n > 0 {
			return true
		}
		if _, n := r.lex.number(toks, k); n == 0 && toks[k].isWord() && !r.lex.of("and").is(toks[k].text) {
			return false
		}
	}
	return false
}

// spans join the ends of a span of lines: 1-3, 2 to 4.
var spans = wordSet("- – to til bis à al a tot till through")
