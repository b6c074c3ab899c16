package rules

import (
	"regexp"
	"slices"
	"strings"
)

// What in a phrase is the number of an item.

var codeLike = regexp.MustCompile(`^[\pL\d][\pL\d./_+-]*$`)

// identifiers are the tokens that look like or are numbers of items.
func (r *reading) identifiers(toks []token) []string {
	out := []string{}
	for i, t := range toks {
		if t.used || !t.hasDigit() || !codeLike.MatchString(t.text) {
			continue
		}
		if r.isCode(toks, i) && !r.whatFor(toks, i) && !r.namedIn(out, t.text) {
			out = append(out, t.text)
			toks[i].used = r.items.Knows(t.text) || !t.hasLetter()
		}
	}
	return out
}

// whatFor says whether the number at toks[i] is of the item that the thing asked for
// belongs to: a stand for loudspeakers LS-150 is the stand. Words that name a thing,
// then "for", then a number with at most one word between, mean the thing.
func (r *reading) whatFor(toks []token, i int) bool {
	for k := i - 1; k > 0 && k >= i-2; k-- {
		if !forWords[toks[k].low] {
			continue
		}
		named := slices.DeleteFunc(slices.Clone(toks[:k]), func(t token) bool { return !t.isWord() })
		for j := range named {
			n := 0
			for _, s := range []string{"det", "qty_mark", "item_mark", "unit", "generic", "request", "order", "quote"} {
				m, _ := r.lex.of(s).at(named, j)
				n = max(n, m)
			}
			if _, m := r.lex.number(named, j); m > 0 {
				n = max(n, m)
			}
			use(named, j, n)
		}
		return slices.ContainsFunc(named, func(t token) bool { return !t.used && t.hasLetter() })
	}
	return false
}

var forWords = wordSet("for til pour für para per voor till zu zum zur")

// namedIn says whether a number is a part of the name of an item whose number was
// said before: "HS-100 Housing LS-100".
func (r *reading) namedIn(ids []string, number string) bool {
	for _, id := range ids {
		if !r.items.Knows(id) {
			continue
		}
		if items := r.lookup(id).Items; len(items) > 0 && overlap([]token{{text: number, low: lower(number)}}, items[0].Description) > 0 {
			return true
		}
	}
	return false
}

func (r *reading) isCode(toks []token, i int) bool {
	t := toks[i]
	marked := r.marked(toks, i)
	if r.measured(toks, i) && !r.items.Knows(t.text) {
		return false
	}
	if t.hasLetter() || strings.ContainsAny(t.text, "-_") && len(t.text) >= 4 {
		return marked && len(t.text) >= 3 || r.items.Knows(t.text) || looksCode(t.text)
	}
	if marked && len(t.text) >= 3 || len(t.text) >= 8 && !strings.ContainsAny(t.text, ".,") {
		return true
	}
	return r.items.Knows(t.text) && !r.countsSomething(toks, i)
}

// coded says whether the number of an item stands in a phrase.
func (r *reading) coded(toks []token) bool {
	for i, t := range toks {
		if !t.used && t.hasDigit() && r.items.Knows(t.text) && r.isCode(toks, i) && !r.whatFor(toks, i) {
			return true
		}
	}
	return false
}

// looksCode says whether a word of letters and digits is a code rather than a
// size: "ST-2024", "LS150"; not "100W", "2x4", "A4", "27GB".
func looksCode(s string) bool {
	if len(s) < 4 || size.MatchString(s) {
		return false
	}
	return strings.ToUpper(s) == s
}

var size = regexp.MustCompile(`(?i)^\d+([.,]\d+)?\pL{1,4}$|^\d+([.,]\d+)?x\d+([.,]\d+)?(x\d+)?(cm|mm|m)?$|^\d+-?(pack|way|port|inch|cm|mm)$|^\d+(st|nd|rd|th|er|ème|e)$`)

// marked says whether a word such as "item no." stands before toks[i].
func (r *reading) marked(toks []token, i int) bool {
	for back := 1; back <= 4 && i-back >= 0; back++ {
		n, _ := r.lex.of("item_mark").at(toks, i-back)
		if n == 0 {
			continue
		}
		for k := i - back + n; k < i; k++ {
			if toks[k].isWord() {
				return false
			}
		}
		return i-back+n <= i
	}
	return false
}

// countsSomething says whether the number at i is a quantity rather than a
// number of an item: it is first and another name or number follows.
func (r *reading) countsSomething(toks []token, i int) bool {
	if r.besideCount(toks, i) {
		return false
	}
	if i+1 < len(toks) {
		if n, _ := r.lex.unitLen(toks, i+1); n > 0 || isTimes(toks[i+1]) {
			return true
		}
	}
	if i > 0 && isTimes(toks[i-1]) && i > 1 {
		return true
	}
	for k := 0; k < i; k++ {
		if _, n := r.lex.number(toks, k); n > 0 {
			return false
		}
	}
	if i != 0 {
		return false
	}
	for k := i + 1; k < len(toks); k++ {
		if toks[k].hasDigit() && r.items.Knows(toks[k].text) {
			return true
		}
	}
	// "1000 bicycles" counts; "1000 Bicycle 4" names.
	_, n := r.lex.number(toks, len(toks)-1)
	return len(toks) > 1 && !(n == 1 && len(toks) > 2)
}

// besideCount says whether a longer number that the catalogue has stands beside a
// shorter one that it has not, or is joined to it by a sign for times: "10 x 110102",
// "110102 10 pcs". Then the shorter one counts. Of four digits it must stand last, as
// 1000 does not in "10 x 1000 bags".
func (r *reading) besideCount(toks []token, i int) bool {
	code := toks[i].text
	if !toks[i].isNumber() || toks[i].hasLetter() || strings.ContainsAny(code, ".,") || len(code) < 4 || r.measured(toks, i) {
		return false
	}
	if len(code) == 4 && i+1 < len(toks) && toks[i+1].hasLetter() && !isTimes(toks[i+1]) {
		return false
	}
	if i == 0 && len(code) > 4 && r.countedLater(toks) {
		return true
	}
	for _, k := range []int{r.neighbour(toks, i, -1), r.neighbour(toks, i, 1)} {
		if k < 0 || k >= len(toks) || toks[k].used || !plainNumber(toks[k]) || len(toks[k].text) >= len(code) || r.items.Knows(toks[k].text) {
			continue
		}
		if n, unit := r.lex.unitLen(toks, k+1); n > 0 && !measureUnits[unit] || !r.measured(toks, k) {
			return true
		}
	}
	return i+2 < len(toks) && toks[i+1].text == "," && plainNumber(toks[i+2]) && r.countOnly(toks[i+2:], 1) // "1001, 5 pcs"
}

// countedLater says whether a phrase that begins with a long number says later how
// many, in a unit: "110102 Espresso beans 1 kg 10 bags".
func (r *reading) countedLater(toks []token) bool {
	for k := 2; k < len(toks); k++ {
		if !plainNumber(toks[k]) {
			continue
		}
		n, code := r.lex.unitLen(toks, k+1)
		if n > 0 && !measureUnits[code] {
			return true
		}
	}
	return false
}

// neighbour is the place of the next token to one side, past a sign for times or one
// that points: "110102: 10".
func (r *reading) neighbour(toks []token, i, side int) int {
	k := i + side
	if k >= 0 && k < len(toks) && (isTimes(toks[k]) || pointsTo(toks[k])) {
		k += side
	}
	return k
}

// whole puts the number of an item together that was written apart: "lv 1514", "5
// 799000 040066", or with a dash in place of the hyphen.
func (r *reading) whole(toks []token) []token {
	var out []token
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		if n, text := r.apart(toks[i:]); n > 0 {
			t.text, t.low, t.end = text, lower(text), toks[i+n-1].end
			i += n - 1
		}
		out = append(out, t)
	}
	return out
}

// apart is how many tokens at the start are together the number of an item, and how
// it is written. The last of several that fit is the longest.
func (r *reading) apart(toks []token) (n int, text string) {
	const most = 5
	if toks[0].used || !toks[0].isWord() || len(toks[0].text) > 8 {
		return 0, ""
	}
	all := toks[0].text
	for k := 1; k < len(toks) && k < most; k++ {
		t := toks[k]
		if t.used || t.start > toks[k-1].end+1 || t.text != "–" && !t.isNumber() {
			break
		}
		if t.text == "–" {
			all += "-"
			continue
		}
		all += t.text
		if len(all) < 6 || !(toks[0].hasLetter() || len(all) >= 8) {
			continue
		}
		for _, written := range []string{all, toks[0].text + "-" + strings.TrimPrefix(all[len(toks[0].text):], "-")} {
			if r.items.Knows(written) {
				n, text = k+1, written
				break
			}
		}
	}
	return n, text
}
