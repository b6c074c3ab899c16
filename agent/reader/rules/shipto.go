package rules

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"salesclerk/agent/erp"
)

// shipTo reads the address after "deliver to", on the same line or on the
// lines that follow it, or one of the customer's places that is but named.
func (r *reading) shipTo(ps []passage, at int) {
	p := &ps[at]
	if r.out.ShipTo != "" {
		return
	}
	i, n := r.shipWord(p.toks)
	if n == 0 && r.leadsToAddress(ps, at) {
		i, n = 0, len(p.toks)
	}
	if n == 0 {
		i, n = r.goodsTo(p)
	}
	if n == 0 {
		r.place(p, 0)
		return
	}
	k := i + n
	for k < len(p.toks) && (strings.Contains(":.,", p.toks[k].text) || isWord[p.toks[k].low]) {
		k++
	}
	if r.headsAddress(p, k) {
		k = len(p.toks) // "Delivery address this time:"
	}
	text, last := r.addressText(ps, at, k)
	if text == "" {
		return
	}
	address, known := matchAddress(text, r.in.Addresses)
	if !known && !r.addressLike(text) && r.place(p, i) {
		return
	}
	if !known && !r.addressLike(text) {
		return
	}
	r.out.ShipTo = text
	r.evidence("ship_to", text, p.where, 0.9)
	if known {
		r.out.ShipToCode = address.Code
	} else {
		r.note("ship_to_unknown", map[string]string{"words": text})
	}
	use(p.toks, i, r.addressEnd(p.toks, k)-i)
	for j := at + 1; j <= last; j++ {
		use(ps[j].toks, 0, len(ps[j].toks))
	}
}

// goodsTo finds the "to" between goods and an address with its street: "deliver 3
// lamps and 2 desks to 12 High Street, London".
func (r *reading) goodsTo(p *passage) (int, int) {
	for i := 2; i+2 < len(p.toks); i++ {
		if !destinations[p.toks[i].low] || !r.lex.of("request").in(p.toks[:i]) && !r.lex.of("order").in(p.toks[:i]) && !r.lex.of("deliver").in(p.toks[:i]) || r.notHere(p.toks[:i]) {
			continue
		}
		first := p.toks[i+1]
		end := r.addressEnd(p.toks, i+1)
		if end < i+3 || !first.isNumber() && strings.ToUpper(first.text[:1]) != first.text[:1] {
			continue
		}
		text := p.text[first.start:p.toks[end-1].end]
		if utf8.RuneCountInString(text) < 80 && r.hasStreet(tokenize(text)) && r.addressLike(text) {
			return i, 1
		}
	}
	return -1, 0
}

var destinations = wordSet("to til nach an à a para naar till")

// shipWord is the first "deliver to" that nothing denies: not "don't send them to".
func (r *reading) shipWord(toks []token) (int, int) {
	for from := 0; from < len(toks); {
		i, n := r.lex.of("ship").find(toks[from:])
		if n == 0 {
			break
		}
		if i += from; !r.notHere(toks[:i]) {
			return i, n
		}
		from = i + n
	}
	return -1, 0
}

// notHere says whether a "not" stands right before what follows toks.
func (r *reading) notHere(toks []token) bool {
	for k := len(toks) - 1; k >= 0 && k >= len(toks)-3; k-- {
		if n, _ := r.lex.of("negation").at(toks, k); n > 0 || strings.HasSuffix(toks[k].low, "n't") {
			return true
		}
		if toks[k].text == "," {
			return false
		}
	}
	return false
}

// leadsToAddress says whether a line that speaks of delivery, or ends with a word that
// leads somewhere, has an address below it: "Leveres direkte på pladsen:", "sondern an:".
func (r *reading) leadsToAddress(ps []passage, at int) bool {
	p := ps[at]
	if !endsColon(p.text) || r.hasCount(p.toks) {
		return false
	}
	toks := p.toks[:max(0, len(p.toks)-1)]
	leads := r.lex.of("deliver").in(toks)
	for k := max(0, len(toks)-2); k < len(toks); k++ {
		n, _ := r.lex.of("goes_to").at(toks, k)
		leads = leads || n > 0 && k+n == len(toks)
	}
	if !leads {
		return false
	}
	text, _ := r.addressText(ps, at, len(p.toks))
	return r.addressLike(text) && r.surelyAddress(text)
}

// surelyAddress says whether words are an address and no things that are counted.
func (r *reading) surelyAddress(text string) bool {
	toks := tokenize(text)
	if r.knowsAny(toks) {
		return false
	}
	for i := range toks {
		if n, _ := r.lex.unitLen(toks, i); n > 0 && i > 0 && toks[i-1].isNumber() {
			return false
		}
	}
	return r.lex.of("street").in(toks) || townLine.MatchString(text)
}

// townLine is a post code with its town at the start of a line, or one of letters.
var townLine = regexp.MustCompile(`(^|, )(\pL{1,2}-)?\d{4,5} ?\p{Lu}\pL+|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]\d{2} [A-Z\d]{4}\b|\b\d{4} ?[A-Z]{2}\b`)

// headsAddress says whether what stands behind a word for delivery only leads to
// the address on the lines that follow.
func (r *reading) headsAddress(p *passage, k int) bool {
	return k < len(p.toks) && endsColon(p.text) && words(p.toks[k:]) <= 4 && !anyDigit(p.text[p.toks[k].start:])
}

// addressEnd is where the address in a sentence ends: before "by", "no later than".
func (r *reading) addressEnd(toks []token, k int) int {
	c := calendar{lex: r.lex, today: r.today}
	for j := k; j < len(toks); j++ {
		if n, _ := r.lex.of("deliver").at(toks, j); n > 0 && j > k {
			for m := j + n; m < len(toks) && m <= j+n+3; m++ {
				if _, l, _ := c.at(toks, m); l > 0 {
					return j
				}
			}
		}
	}
	return len(toks)
}

func (r *reading) addressText(ps []passage, at, k int) (string, int) {
	p := ps[at]
	end := r.addressEnd(p.toks, k)
	if k < end {
		text := strings.Trim(p.text[p.toks[k].start:p.toks[end-1].end], " .,;:")
		if p.ends || p.list || r.addressLike(text) {
			last := at
			for last+1 < len(ps) && !p.ends && !p.list && r.addressPart(ps[last+1]) && last < at+3 {
				last++
				text += ", " + strings.Trim(ps[last].text, " .,;")
			}
			return text, last
		}
		return text, at
	}
	var parts []string
	last := at
	for j := at + 1; j < len(ps) && j <= at+5; j++ {
		if !r.addressPart(ps[j]) && len(parts) > 0 || r.lex.of("request").in(ps[j].toks) {
			break
		}
		parts, last = append(parts, strings.Trim(ps[j].text, " .,;")), j
		if ps[j].ends && r.addressLike(strings.Join(parts, ", ")) && !r.townFollows(ps, j) {
			break
		}
	}
	return strings.Join(parts, ", "), last
}

// townFollows says whether the line after ps[j] is a post code with a place.
func (r *reading) townFollows(ps []passage, j int) bool {
	return j+1 < len(ps) && r.addressPart(ps[j+1]) && words(ps[j+1].toks) <= 4 && postcode.MatchString(ps[j+1].text)
}

func (r *reading) addressPart(p passage) bool {
	for _, s := range []string{"request", "courtesy", "ref", "order", "quote", "thanks", "accept", "close"} {
		if r.lex.of(s).in(p.toks) {
			return false
		}
	}
	return words(p.toks) <= 7 && !strings.ContainsAny(p.text, "?!")
}

var postcode = regexp.MustCompile(`\b(\d{4,5}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]{1,3}-[A-Z\d]+ ?\d?[A-Z]*)\b`)

// addressLike says whether words are an address: a number with a street, or a
// post code with a place.
func (r *reading) addressLike(text string) bool {
	toks := tokenize(text)
	if len(toks) < 2 || len(text) > 300 || !anyDigit(text) {
		return false
	}
	if r.hasStreet(toks) {
		return true
	}
	return postcode.MatchString(text) && words(toks) >= 2
}

// hasStreet says whether words name a street, in any of our languages.
func (r *reading) hasStreet(toks []token) bool {
	if r.lex.of("street").in(toks) {
		return true
	}
	for _, lang := range languages {
		if lexiconOf(lang).of("street").in(toks) {
			return true
		}
	}
	return false
}

// matchAddress finds the one address of the customer that words name exactly:
// its street with its town or post code, or its name or code alone.
func matchAddress(text string, addresses []erp.Address) (erp.Address, bool) {
	t := flat(text)
	var hits []erp.Address
	for _, a := range addresses {
		street, place := flat(a.Address), flat(a.City)
		code := flat(a.PostCode)
		if flat(a.Name) == t || a.Code != "" && flat(a.Code) == t ||
			street != "" && has(t, street) && (place == "" && code == "" || place != "" && has(t, place) || code != "" && has(t, code)) ||
			street != "" && t == street {
			hits = append(hits, a)
		}
	}
	if len(hits) != 1 {
		return erp.Address{}, false
	}
	return hits[0], true
}

func flat(s string) string {
	var b strings.Builder
	for _, t := range tokenize(s) {
		if t.isWord() {
			b.WriteString(" " + t.low)
		}
	}
	return strings.TrimSpace(b.String())
}

func has(text, part string) bool { return strings.Contains(" "+text+" ", " "+part+" ") }
