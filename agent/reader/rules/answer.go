package rules

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"salesclerk/agent/task"
)

// question1 is a line the customer was asked about.
type question1 struct {
	n    int // from 1, in the reading asked about
	line task.Line
}

// open are the lines the customer was asked about: those with options.
func (r *reading) open() []question1 {
	var out []question1
	for i, l := range r.in.Asked.Lines {
		if l.Match != task.One && len(l.Items) > 1 && !l.Skip {
			out = append(out, question1{i + 1, l})
		}
	}
	return out
}

// answer resolves "the black one", "the second one", "option B", "them all"
// against the options that the customer was asked about.
func (r *reading) answer(ps []passage) {
	open := r.open()
	fresh := r.out.Lines
	r.out.Lines = []task.Line{}
	settled := map[int]bool{}
	for _, p := range ps {
		for _, piece := range r.answerPieces(p) {
			if !r.ofEach(p, piece, open, settled) {
				r.choose(p, piece, open, settled)
			}
		}
	}
	for _, l := range fresh {
		if !r.chosen(l, open, settled) {
			r.add(l)
		}
	}
}

func (r *reading) answerPieces(p passage) [][]token {
	toks := r.lex.unglue(append([]token(nil), p.toks...), r.items.Knows)
	if len(toks) == 0 || r.lex.of("courtesy").in(toks) && words(toks) > 8 {
		return nil
	}
	return r.commas(toks)
}

// commas splits at every comma and "and".
func (r *reading) commas(toks []token) [][]token {
	var out [][]token
	start := 0
	for i := 0; i < len(toks); i++ {
		if n := r.separator(toks, i); n > 0 {
			out = append(out, toks[start:i])
			start = i + n
			i += n - 1
		}
	}
	return append(out, toks[min(start, len(toks)):])
}

// choose reads one phrase as a choice for one of the open questions.
func (r *reading) choose(p passage, toks []token, open []question1, settled map[int]bool) {
	if len(toks) == 0 || len(open) == 0 || r.lex.of("none_of").in(toks) || r.excludes(toks) {
		return
	}
	if r.recounts(toks) {
		return
	}
	if r.lex.of("all").in(toks) && r.noName(toks) {
		for _, q := range open {
			if !settled[q.n] {
				settled[q.n] = true
				for _, c := range q.line.Items {
					r.settle(p, toks, q, c)
				}
			}
		}
		return
	}
	q, c, ok := r.pick(toks, open, settled)
	if !ok { // "20 blue and 20 red": a second choice, of which it is said how many
		q, c, ok = r.pick(toks, open, nil)
		ok = ok && (r.ownQuantity(toks, q, c) != "" || r.share(toks, q) != "")
	}
	if ok {
		settled[q.n] = true
		r.settle(p, toks, q, c)
	}
}

// excludes: "not the red ones", "any colour except yellow" choose nothing.
func (r *reading) excludes(toks []token) bool {
	return r.lex.of("negation").in(toks) || r.lex.of("except").in(toks) && !r.lex.of("none_of").in(toks)
}

// recounts reads ", and make it 6" behind a choice.
func (r *reading) recounts(toks []token) bool {
	n := len(r.out.Lines)
	d, isNum, rest := r.lonelyNumber(r.afterVerb(toks))
	if n == 0 || r.leading(toks) != "set" || !isNum || !d.IsPositive() || len(rest) > 0 {
		return false
	}
	r.out.Lines[n-1].Quantity, r.out.Lines[n-1].QuantityAssumed = d.String(), false
	return true
}

// share is a part of what was asked for: "half in blue".
func (r *reading) share(toks []token, q question1) string {
	for i := range toks {
		n, v := r.lex.of("times_verb").at(toks, i)
		f, err := decimal.NewFromString(v)
		if n == 0 || err != nil {
			continue
		}
		if whole, err := decimal.NewFromString(q.line.Quantity); err == nil && whole.Mul(f).IsInteger() {
			return whole.Mul(f).String()
		}
	}
	return ""
}

// ofEach reads "ten of each colour", "both, four of each": all options of the only
// question, so many of each.
func (r *reading) ofEach(p passage, toks []token, open []question1, settled map[int]bool) bool {
	n := 0
	for i := range toks {
		if k, _ := r.lex.of("of_each").at(toks, i); k > 0 {
			n = k
		}
	}
	d, isNum, _ := r.lonelyNumber(toks)
	if n == 0 || !isNum || !d.IsPositive() || len(open) != 1 {
		return false
	}
	q := open[0]
	if settled[q.n] {
		for i := range r.out.Lines {
			if r.out.Lines[i].Asked == q.n {
				r.out.Lines[i].Quantity, r.out.Lines[i].QuantityAssumed = d.String(), false
			}
		}
		return true
	}
	settled[q.n] = true
	for _, c := range q.line.Items {
		l := q.line
		l.Quantity, l.QuantityAssumed = d.String(), false
		r.settle(p, nil, question1{q.n, l}, c)
	}
	return true
}

// noName says whether a phrase names no item of its own.
func (r *reading) noName(toks []token) bool {
	for i := 0; i < len(toks); {
		n := 0
		for _, s := range []string{"all", "det", "pronoun", "courtesy", "request", "yes", "accept", "thanks", "add", "greet", "close", "number", "and"} {
			k, _ := r.lex.of(s).at(toks, i)
			n = max(n, k)
		}
		if n == 0 && toks[i].isWord() {
			return false
		}
		i += max(1, n)
	}
	return true
}

// pick is the option that a phrase means, where it can mean only one.
func (r *reading) pick(toks []token, open []question1, settled map[int]bool) (question1, task.Candidate, bool) {
	var best task.Candidate
	var of question1
	high, level := 0, false
	for _, q := range open {
		for i, c := range q.line.Items {
			n := r.fit(toks, q, i, c)
			if settled[q.n] {
				n -= 1000
			}
			switch {
			case n > high:
				best, of, high, level = c, q, n, false
			case n == high && n > 0 && r.wholly(toks, q, i) != r.wholly(toks, of, slices.IndexFunc(of.line.Items, func(x task.Candidate) bool { return x == best })):
				if r.wholly(toks, q, i) { // "large" is no extra large
					best, of, level = c, q, false
				}
			case n == high && n > 0:
				level = true
			}
		}
	}
	if high > 0 && !level {
		return of, best, true
	}
	if high > 0 {
		return of, best, false
	}
	if q, i := r.mostOf(toks, open, settled); i >= 0 {
		return q, q.line.Items[i], true
	}
	if o := r.optionNumber(toks); o != 0 {
		return r.nth(o, open, settled)
	}
	return of, best, false
}

// mostOf is the option that is the most or the least of the one question that is
// still open, or that the words name.
func (r *reading) mostOf(toks []token, open []question1, settled map[int]bool) (question1, int) {
	var left, named []question1
	for _, q := range open {
		if settled[q.n] {
			continue
		}
		left = append(left, q)
		if overlap(toks, q.line.Query) > 0 {
			named = append(named, q)
		}
	}
	if len(named) == 1 {
		left = named
	}
	if len(left) != 1 {
		return question1{}, -1
	}
	return left[0], r.extreme(toks, left[0])
}

// nth is the o-th option of the only question that is still open.
func (r *reading) nth(o int, open []question1, settled map[int]bool) (question1, task.Candidate, bool) {
	for _, q := range open {
		if settled[q.n] {
			continue
		}
		if o < 0 {
			o = len(q.line.Items)
		}
		if o > len(q.line.Items) || len(open)-len(settled) > 1 {
			return q, task.Candidate{}, false
		}
		return q, q.line.Items[o-1], true
	}
	return question1{}, task.Candidate{}, false
}

// fit says how well words mean an option: its number says all, else the words
// it has and its sisters have not.
func (r *reading) fit(toks []token, q question1, i int, c task.Candidate) int {
	score := 0
	for _, t := range toks {
		if t.text == "" || !t.isWord() {
			continue
		}
		if strings.EqualFold(t.text, c.Number) && !(t.isNumber() && len(t.text) < 3) {
			score += 100
			if c.Variant == "" {
				score++
			}
		}
		if c.Variant != "" && strings.EqualFold(t.text, c.Variant) {
			score += 100
		}
		if !t.isNumber() && r.hasWord(c, t) {
			score += 2 * r.telling(q, i, t)
		}
	}
	return score + r.byMeasure(toks, q, i)
}

// wholly says whether the words have all by which an option differs from its
// sisters.
func (r *reading) wholly(toks []token, q question1, i int) bool {
	if i < 0 || i >= len(q.line.Items) {
		return false
	}
	for _, w := range tokenize(q.line.Items[i].Description) {
		if w.isWord() && r.telling(q, i, w) > 0 && overlap([]token{w}, join("", toks)) == 0 {
			return false
		}
	}
	return true
}

// telling is 1 for a word that not all options of a question have.
func (r *reading) telling(q question1, i int, t token) int {
	for k, c := range q.line.Items {
		if k != i && !r.hasWord(c, t) {
			return 1
		}
	}
	return 0
}

// hasWord says whether an option's description has a word, in any of the
// languages for colours.
func (r *reading) hasWord(c task.Candidate, t token) bool {
	text := c.Description + " " + c.Variant
	if overlap([]token{t}, text) > 0 {
		return true
	}
	for _, other := range colorsLike(t.low) {
		if overlap([]token{{text: other, low: other}}, text) > 0 {
			return true
		}
	}
	return false
}

// optionNumber is the number in "the second one", "option B", "no. 2".
func (r *reading) optionNumber(toks []token) int {
	for i := range toks {
		if n, v := r.lex.of("ordinal").at(toks, i); n > 0 {
			return atoi(v)
		}
		n, _ := r.lex.of("option").at(toks, i)
		k := i + n
		for n > 0 && k < len(toks) && !toks[k].isWord() {
			k++
		}
		if n == 0 || k >= len(toks) {
			continue
		}
		if l := toks[k].low; len(l) == 1 && l[0] >= 'a' && l[0] <= 'h' {
			return int(l[0]-'a') + 1
		}
		if d, m := r.lex.number(toks, k); m > 0 && d.IsInteger() && d.IntPart() > 0 && d.IntPart() < 100 {
			return int(d.IntPart())
		}
	}
	return r.bare(toks)
}

// bare is the letter or number that is the whole answer: "B", "2".
func (r *reading) bare(toks []token) int {
	rest := slices.DeleteFunc(r.unpolite(toks), func(t token) bool { return !t.isWord() || t.used })
	if len(rest) != 1 {
		return 0
	}
	l := rest[0].low
	if len(l) == 1 && l[0] >= 'a' && l[0] <= 'h' {
		return int(l[0]-'a') + 1
	}
	if n := num(l); n > 0 && n < 100 {
		return n
	}
	return 0
}

// settle returns the line of the question with the option chosen.
func (r *reading) settle(p passage, toks []token, q question1, c task.Candidate) {
	l := q.line
	l.Text, l.Where, l.Asked, l.Change = p.text, p.where, q.n, task.LineNew
	if len(toks) > 0 {
		l.Text = r.words(p, toks)
	}
	l.Match, l.Items, l.Confidence = task.One, []task.Candidate{c}, 0.95
	if l.Identifiers == nil {
		l.Identifiers = []string{}
	}
	if n := r.ownQuantity(toks, q, c); len(toks) > 0 && n != "" && words(toks) <= 10 {
		l.Quantity, l.QuantityAssumed = n, false
	} else if n := r.share(toks, q); n != "" {
		l.Quantity, l.QuantityAssumed = n, false
	}
	r.add(l)
}

// ownQuantity is the quantity of "2 of the black ones".
func (r *reading) ownQuantity(toks []token, q question1, c task.Candidate) string {
	for i := range toks {
		d, n := r.lex.number(toks, i)
		if n == 0 || !d.IsPositive() || strings.EqualFold(toks[i].text, c.Number) || i+n >= len(toks) || r.lex.of("one").is(toks[i].text) || r.lex.of("one").is(toks[i].low) {
			continue
		}
		if i > 0 {
			if m, _ := r.lex.of("option").at(toks, i-1); m > 0 {
				continue
			}
		}
		if _, told := r.toldBy(toks, i, q); told || toks[i].low == "one" || r.measured(toks, i) {
			continue
		}
		return d.String()
	}
	return ""
}

// chosen says whether a line read as new is the answer to a question: it was
// settled already, or one of the options is what it names.
func (r *reading) chosen(l task.Line, open []question1, settled map[int]bool) bool {
	for _, have := range r.out.Lines {
		if strings.Contains(l.Text, have.Text) || strings.Contains(have.Text, l.Text) {
			return true
		}
	}
	return r.generic(l.Query) && len(l.Identifiers) == 0 || r.lex.of("color").is(l.Query) || r.optionNumber(tokenize(l.Text)) != 0 && !r.knowsOne(l.Identifiers) && !r.finds(l.Query)
}
