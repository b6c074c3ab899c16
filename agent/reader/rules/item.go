package rules

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"salesclerk/agent/task"
)

// measures are units of a property, not of an order, when they follow a number
// that is not the first of a phrase.
var measures = regexp.MustCompile(`(?i)^(cm|mm|[µμ]m|micron|microns|m|km|"|''|inch|inches|in|tommer|pouces|zoll|w|watt|watts|v|volt|volts|hz|khz|mhz|ghz|mb|gb|tb|kb|ah|mah|°|%|bar|rpm|dpi|px|ml|cl|dl|m2|m²|m3|kw|kwh|mp|people|personers|personer|personnes|person|seats|years|år|ans|degrees|ply|gsm|g/m²|ft|feet|lbs|oz|k)$`)

// item reads one phrase as one line. ok is false if nothing in it is an item.
func (r *reading) item(p passage, toks []token) (task.Line, bool) {
	whole := toks
	toks = r.lex.unglue(trimMarks(toks), r.items.Knows)
	if len(toks) == 0 {
		return task.Line{}, false
	}
	line := task.Line{Text: r.words(p, toks), Where: p.where, Identifiers: []string{}, Items: []task.Candidate{}}
	toks = append([]token(nil), toks...)
	for i := range toks {
		if n, _ := r.lex.of("polite").at(toks, i); n > 0 {
			use(toks, i, n)
		}
	}
	r.sizeCodes(toks)
	r.dropWhole(toks)
	r.dropOnes(toks)
	line.Price = r.price(toks)
	r.wish(line, toks, marksOf(whole))
	line.Identifiers = r.identifiers(toks)
	q, found := r.quantity(&line, toks)
	if found && q.IsZero() {
		line.Quantity = "0"
	}
	if !found {
		q, line.QuantityAssumed = decimal.NewFromInt(1), true
	}
	line.Quantity = q.String()
	r.dropMarks(toks)
	line.Query = r.withoutPurpose(line, r.withSet(line, unled(r.query(toks)), toks))
	if len(line.Identifiers) == 0 && r.pronominal(line.Query) {
		return line, false
	}
	if line.Query == "" && len(line.Identifiers) == 0 || q.IsNegative() || q.GreaterThan(maxQuantity) {
		return line, false
	}
	if len(line.Identifiers) == 0 && (r.generic(line.Query) || r.lex.of("no_item").is(r.headOf(line.Query)) && !r.finds(line.Query) || !strings.ContainsFunc(line.Query, isLetter)) {
		return line, false
	}
	return line, true
}

// unled is a query without a preposition before it: "for the attached".
func unled(query string) string {
	first, rest, ok := strings.Cut(query, " ")
	if ok && prepositions[lower(first)] && lower(first) != "de" {
		return rest
	}
	return query
}

// headOf is what stands before the first word that only goes on about it: "a copy | of
// the invoice", "a partner | who could supply us".
func (r *reading) headOf(query string) string {
	toks := tokenize(query)
	for i := 1; i < len(toks); i++ {
		if purposes[toks[i].low] || r.lex.of("of").is(toks[i].text) || prepositions[toks[i].low] {
			return join("", toks[:i])
		}
	}
	return query
}

// marksOf are the marks that denied left at the end of a phrase.
func marksOf(toks []token) []token {
	var out []token
	for _, t := range toks {
		if len(t.not) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// sizeCodes writes a size in words as labels do: extra large is XL.
func (r *reading) sizeCodes(toks []token) {
	for i := range toks {
		if n, code := r.lex.of("size_word").at(toks, i); n > 0 && code != "" {
			toks[i].text, toks[i].low = code, lower(code)
			use(toks, i+1, n-1)
		}
	}
}

// dropWhole takes the word out that says that a unit is not broken: 2 full rolls.
func (r *reading) dropWhole(toks []token) {
	for i := 1; i+1 < len(toks); i++ {
		if n, _ := r.lex.unitLen(toks, i+1); n == 0 || !wholeWords[toks[i].low] {
			continue
		}
		if _, n := r.lex.number(toks, i-1); n > 0 {
			toks[i].used = true
		}
	}
}

// dropOnes takes the words out that only point at what was named: (the 150 bar ones).
func (r *reading) dropOnes(toks []token) {
	for i := 1; i < len(toks); i++ {
		switch {
		case toks[i].low == "ones":
			toks[i].used = true
		case (toks[i-1].text == "(" || toks[i-1].text == ",") && r.lex.of("det").is(toks[i].text) && !r.lex.of("one").is(toks[i].text):
			toks[i].used = true
		}
	}
}

var wholeWords = wordSet("full whole complete entire hele fulde ganze volle intere interi interas enteros completos hela fulle helle")

// withoutPurpose ends a name before "for hall 3", "that can lift two", where only
// the words before that are something the catalogue has.
func (r *reading) withoutPurpose(l task.Line, query string) string {
	if len(l.Identifiers) > 0 || len(query) > 200 {
		return query
	}
	toks := tokenize(query)
	for i := 1; i < len(toks)-1; i++ {
		if !purposes[toks[i].low] {
			continue
		}
		if r.finds(query) {
			return query
		}
		if head := join("", toks[:i]); len(head) > 3 && r.finds(head) {
			return head
		}
	}
	return query
}

var purposes = wordSet("for to that which who til som der så pour qui afin que für um die zum zur damit per che para que voor om dat för att som")

// withSet keeps the word for the unit where it is a part of the thing: a set of
// screwdrivers is no screwdriver.
func (r *reading) withSet(l task.Line, query string, toks []token) string {
	if l.Unit == "" || query == "" || len(l.Identifiers) > 0 || !isSet(l.Unit) || r.countedIn(query, l.Unit) {
		return query
	}
	for i := range toks {
		plain := toks[i]
		plain.used = false
		if n, code := r.lex.unitLen([]token{plain}, 0); n > 0 && isSet(code) {
			for _, words := range []string{toks[i].text + " " + query, query + toks[i].text, stemOf(query) + toks[i].text} {
				if res := r.lookup(words); len(res.Items) > 0 && r.have(res.Items[:1], l.Unit) {
					return words
				}
			}
		}
	}
	return query
}

func isSet(code string) bool { return code == "SET" }

// stemOf is a Danish or German plural as compounds begin with it: skruetrækkere,
// skruetrækker(sæt).
func stemOf(word string) string { return strings.TrimSuffix(word, "e") }

// pronominal says whether words begin by pointing at something said before.
func (r *reading) pronominal(query string) bool {
	toks := tokenize(query)
	n, _ := r.lex.of("pointing").at(toks, 0)
	return n > 0
}

var maxQuantity = decimal.New(1, 9)

func isLetter(r rune) bool { return token{text: string(r)}.hasLetter() }

// words is the phrase as the mail has it.
func (r *reading) words(p passage, toks []token) string {
	start, end := toks[0].start, toks[len(toks)-1].end
	if start < 0 || end > len(p.text) || start > end {
		return p.text
	}
	return strings.TrimSpace(p.text[start:end])
}

func trimMarks(toks []token) []token {
	for len(toks) > 0 && (toks[0].used || !toks[0].isWord() && toks[0].text != "(") {
		toks = toks[1:]
	}
	for len(toks) > 0 {
		t := toks[len(toks)-1]
		if !t.used && (t.isWord() || strings.Contains(`)"”'`, t.text)) {
			break
		}
		toks = toks[:len(toks)-1]
	}
	return toks
}

func use(toks []token, i, n int) {
	for k := i; k < i+n && k < len(toks); k++ {
		toks[k].used = true
	}
}

// price takes "à 25,00", "@ 12.50", "€ 40 each" out of a phrase. It is shown
// to people and never used.
func (r *reading) price(toks []token) string {
	for i := range toks {
		d, ok := parseNumber(toks[i].text, r.lang)
		if !ok || toks[i].used {
			continue
		}
		from, to := r.money(toks, i)
		if from < 0 || r.counted(toks, i, to) {
			continue
		}
		use(toks, from, to-from)
		return d.String()
	}
	return ""
}

// counted says whether what looks like a sum of money counts a thing whose name
// has the currency's word: "6 euro containers".
func (r *reading) counted(toks []token, at, to int) bool {
	if at > 0 || to != at+2 || to >= len(toks) || !toks[to].isWord() {
		return false
	}
	items := r.lookup(join("", toks[at+1:])).Items
	return len(items) > 0 && overlap(toks[at+1:to], items[0].Description) > 0
}

// money is the span of a sum of money whose number is toks[i]; from is -1 if
// it is none.
func (r *reading) money(toks []token, i int) (from, to int) {
	from, to = i, i+1
	signed := false
	if i > 0 && (strings.Contains("€$£@", toks[i-1].text) || r.lex.of("currency").is(toks[i-1].text)) {
		from, signed = i-1, true
	} else if i > 0 && (toks[i-1].low == "à" || toks[i-1].low == "á") {
		from, signed = i-1, true
	}
	if to < len(toks) && (strings.Contains("€$£", toks[to].text) || toks[to].text == "," && to+1 < len(toks) && toks[to+1].text == "-") {
		to, signed = to+1, true
	} else if n, _ := r.lex.of("currency").at(toks, to); n > 0 {
		to, signed = to+n, true
	}
	if !signed {
		return -1, 0
	}
	if from > 0 && (toks[from-1].text == "@" || toks[from-1].low == "à" || toks[from-1].low == "at") {
		from--
	}
	for to < len(toks) {
		n, _ := r.lex.of("each").at(toks, to)
		if n == 0 && toks[to].text == "/" {
			n = 2
		}
		if n == 0 {
			break
		}
		to += n
	}
	return from, min(to, len(toks))
}

// measured says whether a unit of a property follows: "180 cm", 15".
func (r *reading) measured(toks []token, i int) bool {
	if i+1 >= len(toks) || !measures.MatchString(toks[i+1].text) || toks[i+1].used {
		return false
	}
	return toks[i+1].low != "in" || i+2 >= len(toks) || !toks[i+2].isNumber() && !r.trait(toks[i+2:i+3]) && !r.lex.of("size").is(toks[i+2].text) // 10 in white, 5 in 43
}

func isTimes(t token) bool { return t.low == "x" || t.text == "×" || t.text == "*" }

// dropMarks takes words such as "item no." and "qty" out.
func (r *reading) dropMarks(toks []token) {
	for i := 0; i < len(toks); i++ {
		for _, section := range []string{"qty_mark"} {
			if n, _ := r.lex.of(section).at(toks, i); n > 0 {
				use(toks, i, n)
			}
		}
		if isTimes(toks[i]) && !between(toks, i) {
			toks[i].used = true
		}
		if n, _ := r.lex.of("item_mark").at(toks, i); n > 0 && r.codeAfter(toks, i+n) {
			use(toks, i, n)
		}
	}
}

// between says whether the sign at i stands within a size: 5 x 60.
func between(toks []token, i int) bool {
	return i > 0 && i+1 < len(toks) && !toks[i-1].used && !toks[i+1].used && toks[i-1].hasDigit() && toks[i+1].isNumber()
}

func (r *reading) codeAfter(toks []token, i int) bool {
	for ; i < len(toks); i++ {
		if toks[i].isWord() {
			return toks[i].hasDigit()
		}
	}
	return false
}

// query is the words to search by: without what was read and without articles
// in front.
func (r *reading) query(toks []token) string {
	var rest []token
	for _, t := range toks {
		if !t.used {
			rest = append(rest, t)
		}
	}
	for len(rest) > 0 {
		n, _ := r.lex.of("det").at(rest, 0)
		if n == 0 && !rest[0].isWord() {
			n = 1
		}
		if n == 0 {
			break
		}
		rest = rest[min(n, len(rest)):]
	}
	return balanced(join("", rest))
}

// balanced drops a bracket whose partner was cut off, and empty pairs.
func balanced(s string) string {
	s = strings.NewReplacer("()", "", "( )", "", "[]", "").Replace(s)
	if strings.Count(s, "(") != strings.Count(s, ")") {
		s = strings.NewReplacer("(", " ", ")", " ").Replace(s)
	}
	s = strings.NewReplacer(" ,", ",", "( ", "(", " )", ")").Replace(s)
	return strings.Trim(strings.Join(strings.Fields(s), " "), " ,;:-–")
}

// generic says whether words are none of any item: "the following items".
func (r *reading) generic(query string) bool {
	toks := tokenize(query)
	for i := 0; i < len(toks); {
		n := 0
		for _, s := range []string{"generic", "det", "and", "pronoun", "all", "courtesy", "each", "greet", "close"} {
			k, _ := r.lex.of(s).at(toks, i)
			n = max(n, k)
		}
		if n == 0 && toks[i].isWord() {
			return false
		}
		i += max(n, 1)
	}
	return true
}
