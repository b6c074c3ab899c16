package rules

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"salesclerk/agent/erp"
)

// place finds one of the customer's addresses that words from toks[from] on name
// by what tells it from the others: "our depot in Basingstoke", "dok 2". Where
// nothing says that goods go there, a word for a place must stand with it.
func (r *reading) place(p *passage, from int) bool {
	best, level := address{}, false
	for i := range r.in.Addresses {
		a := r.named(p.toks, from, r.in.Addresses, i)
		switch {
		case a.weight == 0:
		case a.weight > best.weight:
			best, level = a, false
		case a.weight == best.weight:
			level = true
		}
	}
	if best.weight == 0 || level || r.notHere(p.toks[:best.i]) || from == 0 && (!r.leadsTo(p.toks, best) || r.onlyAsks(p)) {
		return false
	}
	r.out.ShipTo, r.out.ShipToCode = written(best.Address), best.Code
	r.evidence("ship_to", r.words(*p, p.toks[best.i:best.end]), p.where, 0.9)
	r.usePlace(p.toks, from, best)
	return true
}

// address is one of the customer's with the words that name it.
type address struct {
	erp.Address
	i, end int
	weight int // letters of the words that tell it from the others
}

// named is address k with the words of toks that only it has: of its code, its
// name, its street or its town.
func (r *reading) named(toks []token, from int, all []erp.Address, k int) address {
	a := address{Address: all[k], i: -1}
	own := tokenize(placeWords(all[k]))
	for i := from; i < len(toks); i++ {
		if n, _ := r.lex.of("in_stock").at(toks, i); n > 0 {
			i += n - 1
			continue
		}
		if toks[i].used || !toks[i].isWord() || !tells(toks, i, own) || r.shared(toks, i, all, k) {
			continue
		}
		if i+1 < len(toks) && toks[i+1].isNumber() && !toks[i+1].used && !tells(toks, i+1, own) {
			return address{} // another house of the street
		}
		if a.i < 0 || i-a.end > 4 { // the words that stand together last
			a.i, a.weight = i, 0
		}
		a.end = i + 1
		a.weight += utf8.RuneCountInString(toks[i].text)
	}
	return a
}

// tells says whether a word of an address stands at toks[i]. A number counts only
// behind the word it has there: the 2 of "dok 2".
func tells(toks []token, i int, own []token) bool {
	for k, o := range own {
		switch {
		case toks[i].isNumber():
			if k > 0 && i > 0 && o.low == toks[i].low && own[k-1].low == toks[i-1].low {
				return true
			}
		case len(o.low) >= 4 && (toks[i].low == o.low || toks[i].low == o.low+"et" || toks[i].low == o.low+"en"): // til lageret
			return true
		case k+1 < len(own) && i+1 < len(toks) && o.low == toks[i].low && own[k+1].isNumber() && own[k+1].low == toks[i+1].low:
			return true
		}
	}
	return false
}

// shared says whether another of the customer's addresses, or the customer's own
// name, has the word too.
func (r *reading) shared(toks []token, i int, all []erp.Address, k int) bool {
	words := placeWords
	if tells(toks, i, tokenize(nameWords(all[k]))) {
		words = nameWords // what an address is called says more than where another is
	}
	for j, other := range all {
		if j != k && tells(toks, i, tokenize(words(other))) {
			return true
		}
	}
	company, _, more := strings.Cut(all[k].Name, ",")
	return more && tells(toks, i, tokenize(company))
}

// nameWords are what an address is called, placeWords all that can name it.
func nameWords(a erp.Address) string {
	return strings.Join([]string{splitCode(a.Code), a.Code, a.Name}, " ")
}

func placeWords(a erp.Address) string {
	return strings.Join([]string{nameWords(a), a.Address, a.City}, " ")
}

// splitCode sets letters and figures of a code apart: DOK2 is dok 2.
func splitCode(code string) string {
	at := strings.IndexAny(code, "0123456789")
	if at <= 0 {
		return code
	}
	return code[:at] + " " + code[at:]
}

// leadsTo says whether words before an address say that it is one: "goes to our
// depot", "pour notre atelier", "til lageret".
func (r *reading) leadsTo(toks []token, a address) bool {
	for i := max(0, a.i-6); i < a.i; i++ {
		n, _ := r.lex.of("goes_to").at(toks, i)
		if n == 0 || i+n > a.i || r.hasCount(toks[i+n:a.i]) || r.notHere(toks[:i]) {
			continue
		}
		if i > 0 && toks[i-1].isNumber() || inside[toks[i].low] && !r.lex.of("deliver").in(toks[:i]) {
			continue // "5 for the office and 3 for the depot" shares out what goes to one place
		}
		return r.speaksOfGoods(toks)
	}
	return false
}

// inside are words that say where something is as well as where it goes.
var inside = map[string]bool{"in": true, "ins": true, "im": true, "i": true, "à": true}

// speaksOfGoods says whether a sentence asks for something or has it brought, so that
// a place in it is where it goes: "I look after the school next to our Reading office"
// does not.
func (r *reading) speaksOfGoods(toks []token) bool {
	for _, s := range []string{"request", "order", "quote", "deliver", "ship", "accept", "set", "instead_tail"} {
		if r.lex.of(s).in(toks) {
			return true
		}
	}
	return len(toks) <= 8 || r.hasCount(toks)
}

// onlyAsks says whether a sentence wants to know something about a place, and does not
// have anything sent there: "Does that include carriage to Truro?"
func (r *reading) onlyAsks(p *passage) bool {
	if !strings.HasSuffix(p.text, "?") || r.lex.of("request").in(p.toks) && !r.isConversation() {
		return false
	}
	n, _ := r.lex.of("asks_about").at(p.toks, 0)
	return n > 0
}

// hasCount says whether a number stands among words: "for the refit of two slipway
// cradles" names no place.
func (r *reading) hasCount(toks []token) bool {
	for i := range toks {
		if _, n := r.lex.number(toks, i); n > 0 && !r.lex.of("one").is(toks[i].text) {
			return true
		}
	}
	return false
}

// usePlace marks what led to the address and its words, up to a comma or a verb.
func (r *reading) usePlace(toks []token, from int, a address) {
	begin := a.i
	for i := a.i - 1; i >= max(from, a.i-6); i-- {
		n, _ := r.lex.of("goes_to").at(toks, i)
		if m, _ := r.lex.of("ship").at(toks, i); n > 0 || m > 0 {
			begin = i
			break
		}
	}
	use(toks, begin, a.end-begin)
	if a.end < len(toks) && toks[a.end].text == "," && begin == 0 {
		toks[a.end].used = true
	}
}

// written is an address on one line.
func written(a erp.Address) string {
	var parts []string
	for _, s := range []string{a.Name, a.Address, strings.TrimSpace(a.PostCode + " " + a.City)} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return cmp.Or(strings.Join(parts, ", "), a.Code)
}
