package rules

import (
	"strings"

	"github.com/shopspring/decimal"

	"salesclerk/agent/task"
)

// partCount says whether right is a part of what was counted before it: "10 in
// white", "2 x M", with nothing but a colour or a size.
func (r *reading) partCount(right []token, n int) bool {
	return r.trait(right[n : n+r.nextSeparator(right[n:])])
}

// partsFollow says whether a colon leads to parts: "vests: 2 x M, 3 x L".
func (r *reading) partsFollow(right []token) bool {
	_, n := r.lex.number(right, 0)
	return n > 0 && r.partCount(right, n)
}

// trait says whether words are but a colour or a size.
func (r *reading) trait(toks []token) bool {
	some := false
	for i := 0; i < len(toks); i++ {
		if k, _ := r.lex.unitLen(toks, i); k > 0 && i == 0 && len(toks) > k {
			i += k - 1
			continue
		}
		if n := r.measureAt(toks, i); n > 0 {
			some = true // 2 of 25 m, 2 of 28
			i += n - 1
			continue
		}
		n := 0
		for _, s := range []string{"color", "size", "size_letter", "size_word", "pronoun"} {
			k, _ := r.lex.of(s).at(toks, i)
			n = max(n, k)
		}
		switch {
		case n > 0:
			some = some || !r.lex.of("pronoun").is(toks[i].text)
			if k, _ := r.lex.of("size").at(toks, i); k == n && i+n < len(toks) && toks[i+n].isNumber() {
				n++ // str. 44
			}
			i += n - 1
		case toks[i].used || !toks[i].isWord() || isTimes(toks[i]) || r.lex.of("of").is(toks[i].text) || r.lex.of("det").is(toks[i].text), r.lex.of("all").is(toks[i].text):
		case i > 0 && toks[i].isNumber() && r.lex.of("size").is(toks[i-1].text):
		default:
			return false
		}
	}
	return some
}

// measureAt is how many tokens at toks[i] are a measure and what leads to it: 25 m, 70
// l, and at the end a size without a unit: "2 de 28", "4 par i 43".
func (r *reading) measureAt(toks []token, i int) int {
	of := 0
	if r.lex.of("of").is(toks[i].text) || withWords[toks[i].low] {
		of = 1
	}
	_, n := r.lex.number(toks, i+of)
	if n == 0 {
		return 0
	}
	end := i + of + n
	if _, code := r.lex.unitLen(toks, end); measureUnits[code] || r.measured(toks, end-1) {
		return of + n + 1
	}
	if of > 0 && n == 1 && toks[i+of].isNumber() && onlyMarks(toks[end:]) {
		return of + n
	}
	return 0
}

// parted gives "25 helmets, 10 white and 15 yellow" two lines: each part has the
// words of the whole. Where the parts are not the sum of the whole, all stay, so
// that a person sees it.
func (r *reading) parted(p passage, lines []task.Line) []task.Line {
	for i := 0; i < len(lines); i++ {
		k := i + 1
		sum := decimal.Zero
		for k < len(lines) && !lines[k].QuantityAssumed && len(lines[k].Identifiers) == 0 && r.trait(tokenize(lines[k].Query)) {
			q, _ := decimal.NewFromString(lines[k].Quantity)
			sum = sum.Add(q)
			k++
		}
		if k-i == 2 && lines[i].QuantityAssumed && strings.Contains(p.text, lines[i].Text+":") { // "boots: 2 pairs size 46"
			lines[i+1].Query = lines[i].Query + " " + lines[i+1].Query
			lines[i+1].Identifiers = lines[i].Identifiers
			return r.parted(p, append(lines[:i:i], lines[i+1:]...))
		}
		if k-i == 2 {
			r.another(&lines[i+1], lines[i])
		}
		if k-i < 3 || r.trait(tokenize(lines[i].Query)) {
			continue
		}
		parts := lines[i+1 : k]
		for j := range parts {
			parts[j].Query = r.unlike(lines[i].Query, tokenize(parts[j].Query)) + " " + parts[j].Query
			if parts[j].Unit == "" {
				parts[j].Unit = lines[i].Unit
			}
			parts[j].Identifiers = lines[i].Identifiers
		}
		if total, err := decimal.NewFromString(lines[i].Quantity); err == nil && (total.Equal(sum) || lines[i].QuantityAssumed) {
			return r.parted(p, append(lines[:i:i], lines[i+1:]...))
		}
		i = k - 1
	}
	return lines
}

// another gives "gloves size L, 3 cartons, and 2 boxes in M" its gloves twice:
// both have a size, so that neither is a part of the other.
func (r *reading) another(l *task.Line, before task.Line) {
	own := tokenize(l.Query)
	for _, s := range []string{"size", "color"} {
		sized := r.lex.of("size_letter").in(own) || r.lex.of("size").in(own)
		had := r.lex.of(s).in(tokenize(before.Query)) || s == "size" && r.lex.of("size_letter").in(tokenize(before.Query))
		if had && (s == "size" && sized || s == "color" && r.lex.of("color").in(own)) {
			l.Query = r.unlike(before.Query, own) + " " + l.Query
			return
		}
	}
}

// afterthought reads "We need four." after a line that said no number.
func (r *reading) afterthought(p passage) bool {
	if len(r.out.Lines) == 0 || p.list || r.isConversation() || words(p.toks) > 8 {
		return false
	}
	last := &r.out.Lines[len(r.out.Lines)-1]
	toks := append([]token(nil), p.toks...)
	for i := range toks {
		if _, n := r.lex.number(toks, i); n > 0 && !r.lex.of("one").is(toks[i].text) {
			continue
		}
		for _, s := range []string{"request", "courtesy", "polite", "pronoun", "stop", "about", "quote", "if_take"} {
			if n, _ := r.lex.of(s).at(toks, i); n > 0 {
				use(toks, i, n)
			}
		}
	}
	d, isNum, rest := r.lonelyNumber(toks)
	if !isNum || !d.IsPositive() || !d.IsInteger() || len(rest) > 0 || last.Quantity != "1" {
		return false
	}
	last.Quantity, last.QuantityAssumed = d.String(), false
	if u, code := r.unitIn(toks); last.Unit == "" && u != "" {
		last.Unit = r.unit(u, code)
	}
	return true
}

// unitIn is the word for a unit behind a number, and its code.
func (r *reading) unitIn(toks []token) (word, code string) {
	for i := range toks {
		if _, n := r.lex.number(toks, i); n > 0 {
			u, code := r.lex.unitLen(toks, i+n)
			return join("", toks[i+n:i+n+u]), code
		}
	}
	return "", ""
}

// ifTaken is the number at the end of "what does the truck cost if we take two?".
func (r *reading) ifTaken(toks []token) string {
	i, n := r.lex.of("if_take").find(toks)
	if n == 0 {
		return ""
	}
	d, m := r.lex.number(toks, i+n)
	u, _ := r.lex.unitLen(toks, i+n+m)
	if m == 0 || !d.IsPositive() || !onlyMarks(toks[i+n+m+u:]) && words(toks[i+n+m+u:]) > 2 {
		return ""
	}
	return d.String()
}
