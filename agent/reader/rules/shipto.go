package rules

import (
	"regexp"
	"strings"

	"salesclerk/agent/erp"
)

// shipTo reads the address after "deliver to", on the same line or on the
// lines that follow it, or one of the customer's places that is but named.
func (r *reading) shipTo(ps []passage, at int) {
	p := &ps[at]
	if r.out.ShipTo != "" {
		return
	}
	i, n := r.lex.of("ship").find(p.toks)
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
	return words(p.toks) <= 7 && !r.lex.of("request").in(p.toks) && !r.lex.of("courtesy").in(p.toks) && !r.lex.of("ref").in(p.toks) && !strings.Contains(p.text, "?")
}

var postcode = regexp.MustCompile(`\b(\d{4,5}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]{1,3}-[A-Z\d]+ ?\d?[A-Z]*)\b`)

// addressLike says whether words are an address: a number with a street, or a
// post code with a place.
func (r *reading) addressLike(text string) bool {
	toks := tokenize(text)
	if len(toks) < 2 || len(text) > 300 || !anyDigit(text) {
		return false
	}
	for i := range toks {
		if n, _ := r.lex.of("street").at(toks, i); n > 0 {
			return true
		}
	}
	for _, lang := range languages {
		if lexiconOf(lang).of("street").in(toks) {
			return true
		}
	}
	return postcode.MatchString(text) && words(toks) >= 2
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
