package rules

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"salesclerk/agent/task"
)

// headerOf reads dates, references and the ship-to address of a passage and
// marks their words used, so that they become no items.
func (r *reading) headerOf(ps []passage, i int) {
	p := &ps[i]
	r.gluedReference(p)
	r.documents(p.toks)
	r.reference(p)
	r.orderNumber(p)
	if !r.isConversation() || !strings.HasSuffix(p.text, "?") || !r.asksHow(p.toks) { // "what would carriage to Leeds cost?"
		r.shipTo(ps, i)
	}
	r.dates(p)
}

// documents takes the numbers of quotes, orders and invoices out: "from
// invoice 1234" is no item.
func (r *reading) documents(toks []token) {
	for i := range toks {
		if !documentWord.MatchString(toks[i].low) {
			continue
		}
		k := i + 1
		for k < len(toks) && k < i+4 && (strings.Contains("#.:°", toks[k].text) || numberMark[toks[k].low]) {
			k++
		}
		if k < len(toks) && toks[k].hasDigit() && len(toks[k].text) >= 4 && codeLike.MatchString(toks[k].text) && r.ours(toks, i, k) {
			use(toks, i, k+1-i)
		}
	}
}

var (
	documentWord = regexp.MustCompile(`^(invoice|quote|quotation|shipment|offer|tilbud|tilbuddet|tilbudet|faktura|fakturaen|følgeseddel|devis|facture|offre|angebot|rechnung|lieferschein|factuur|pakbon|offerte|offert|följesedel|fattura|preventivo|offerta|bolla|factura|presupuesto|albarán|oferta|fatura|orçamento|guia)$`)
	numberMark   = map[string]bool{"no": true, "nr": true, "n": true, "number": true, "nummer": true, "numéro": true, "num": true,
		"numero": true, "número": true, "núm": true, "nº": true, "nro": true}
)

// ours says whether the number at k may be of one of our documents, named by
// the word at i. "Please quote 1200 cables" counts cables: a word that is also
// what the customer asks for needs a mark, letters, or "your" before it.
func (r *reading) ours(toks []token, i, k int) bool {
	sure := surely.MatchString(toks[i].low)
	if r.items.Knows(toks[k].text) {
		return sure && !toks[k].hasLetter() && !r.lex.of("request").in(toks[:i+1]) // "invoice 210184 was paid"
	}
	if sure || k > i+1 || toks[k].hasLetter() {
		return true
	}
	return i > 0 && owner.MatchString(toks[i-1].low)
}

var (
	surely = regexp.MustCompile(`^(invoice|shipment|faktura|fakturaen|følgeseddel|facture|rechnung|lieferschein|factuur|pakbon|följesedel|fattura|bolla|factura|albarán|fatura|guia)$`)
	owner  = regexp.MustCompile(`^(your|our|from|per|jeres|vores|fra|votre|notre|du|ihr|ihrem|unser|unserem|vom|uw|jullie|onze|er|ert|vår|vårt|deres|vostro|vostra|su|vuestro|vosso|vossa|seu|från)$`)
)

// reference finds the customer's own number: "PO 4711", "vores ref.: AB-12".
func (r *reading) reference(p *passage) {
	if r.out.Reference != "" {
		return
	}
	for i := 0; i < len(p.toks); i++ {
		n, _ := r.lex.of("ref").at(p.toks, i)
		if n == 0 {
			m, _ := r.lex.of("ref_name").at(p.toks, i)
			if k, end := r.name(p, i, r.pastMarks(p.toks, i+m)); m > 0 && end > 0 {
				r.refer(p, i, k, end, 0.85)
				return
			}
			continue
		}
		k := r.pastMarks(p.toks, i+n)
		if k < len(p.toks) && r.isReference(p, i, k) {
			r.refer(p, i, k, k+1, 0.95)
			return
		}
		if r.isReference(p, i, k+1) && r.prefixed(p.toks, k) {
			r.refer(p, i, k, k+2, 0.9)
			return
		}
		if k, end := r.name(p, i, k); end > 0 {
			r.refer(p, i, k, end, 0.85)
			return
		}
	}
	r.referenceBehind(p)
}

// refer takes the words from k to end for the reference, announced at i.
func (r *reading) refer(p *passage, i, k, end int, confidence float64) {
	r.out.Reference = p.text[p.toks[k].start:p.toks[end-1].end]
	r.evidence("reference", r.words(*p, p.toks[min(i, k):end]), p.where, confidence)
	use(p.toks, min(i, k), end-min(i, k))
}

// prefixed says whether capitals stand before a number as its first part: "MSS
// 27/014". The parts of an item's number are none.
func (r *reading) prefixed(toks []token, k int) bool {
	a := toks[k].text
	return !toks[k].used && !toks[k].hasDigit() && toks[k].isWord() && len(a) <= 6 && strings.ToUpper(a) == a &&
		!r.items.Knows(a+"-"+toks[k+1].text) && !r.items.Knows(a+toks[k+1].text)
}

// name is where a reference that is a name, "Kommission: Neubau Kita", "mark with: Port
// 4", begins, at k or behind more that announces it, and ends; 0 if there is none. A
// word that announces a name must stand at i, and a mark or "is" behind it.
func (r *reading) name(p *passage, i, k int) (begin, end int) {
	n, _ := r.lex.of("ref_name").at(p.toks, i)
	for m := i - 1; n == 0 && m >= 0 && m >= i-2; m-- { // "our | reference"
		if l, _ := r.lex.of("ref_name").at(p.toks, m); l > 0 && m+l > i {
			n = m + l - i
		}
	}
	if k < i+n {
		k = r.pastMarks(p.toks, i+n)
	}
	if n == 0 || k >= len(p.toks) || k == i+n || !anyOf(p.toks[i+n:k], func(t token) bool { return strings.Contains(":=", t.text) || isWord[t.low] }) {
		return 0, 0
	}
	if i > 0 && owner.MatchString(p.toks[i-1].low) && !isWord[p.toks[i-1].low] && !ownOwner[p.toks[i-1].low] || person.MatchString(p.toks[k].low) || owner.MatchString(p.toks[i].low) && !ownOwner[p.toks[i].low] {
		return 0, 0 // "your reference: Mr Smith"
	}
	end = k
	for end < len(p.toks) && end < k+6 && (p.toks[end].isWord() || p.toks[end].text == "-" || p.toks[end].text == "&") && !p.toks[end].used {
		if l, _ := r.lex.of("and").at(p.toks, end); l > 0 && p.toks[end].text != "&" {
			break
		}
		end++
	}
	first, _ := utf8.DecodeRuneInString(p.toks[k].text)
	if end == k || end == k+6 || !unicode.IsUpper(first) && !unicode.IsDigit(first) || r.knowsAny(p.toks[k:end]) || r.strong(r.query(p.toks[k:end])) || r.lex.of("request").in(p.toks[k:end]) || len(r.lex.justDates(p.toks[k:end], r.today)) > 0 {
		return 0, 0
	}
	if unicode.IsDigit(first) && !p.toks[k].hasLetter() && end > k+1 {
		return 0, 0 // it counts things
	}
	return k, end
}

// ownOwner are the words for what is the writer's own, person those before a name.
var (
	ownOwner = map[string]bool{"our": true, "vores": true, "notre": true, "unser": true, "unserem": true, "onze": true, "vår": true, "vårt": true}
	person   = regexp.MustCompile(`^(mr|mrs|ms|miss|hr|herr|frau|fru|frk|m|mme|mlle|sig|sra?|dhr|mevr|dr)$`)
)

func anyOf(toks []token, is func(token) bool) bool { return slices.ContainsFunc(toks, is) }

// justDates are the days among words.
func (l *lexicon) justDates(toks []token, today time.Time) []day {
	return calendar{lex: l, today: today}.all(toks)
}

// referenceBehind finds a number that is said to be the reference behind it: "4711 is
// our PO", "Job MS-208 is our reference", "4711 (our order number)".
func (r *reading) referenceBehind(p *passage) {
	for k := range p.toks {
		if k+2 >= len(p.toks) || !p.toks[k].hasDigit() || !r.isReference(p, k, k) || !ownNumber(p.toks, k, true) {
			continue
		}
		j, is := k+1, 0
		if n, _ := r.lex.of("ref_is").at(p.toks, j); n > 0 {
			is = n
		} else if isWord[p.toks[j].low] || p.toks[j].text == "(" || p.toks[j].text == "=" {
			is = 1
		}
		for j += is; is > 0 && j < len(p.toks) && j < k+4; j++ {
			if n, _ := r.lex.of("ref").at(p.toks, j); n > 0 && (j+n == len(p.toks) || !p.toks[j+n].hasDigit()) {
				r.refer(p, k, k, k+1, 0.9)
				return
			}
			if d, _ := r.lex.of("det").at(p.toks, j); d == 0 {
				break
			}
		}
	}
}

// pastMarks is where the number stands that words about it lead to: "no.", "is",
// "porte le numéro".
func (r *reading) pastMarks(toks []token, k int) int {
	for end := k + 6; k < len(toks) && k < end; {
		n, _ := r.lex.of("ref_is").at(toks, k)
		if n == 0 && (strings.Contains("#.:°º=()", toks[k].text) || numberMark[toks[k].low] || isWord[toks[k].low]) {
			n = 1
		}
		if n == 0 {
			break
		}
		k += n
	}
	return k
}

// orderNumber finds the number behind a bare word for an order, "Order SB-3301:".
// It is the reference if no other is given.
func (r *reading) orderNumber(p *passage) {
	for i := range p.toks {
		n, _ := r.lex.of("ref_weak").at(p.toks, i)
		if n == 0 {
			n, _ = r.lex.of("ref_ask").at(p.toks, i)
		}
		if n == 0 || r.lex.of("verb_mark").in(p.toks[max(0, i-1):i]) {
			continue
		}
		from := i + n
		k := r.pastMarks(p.toks, from)
		if k >= len(p.toks) || !r.isReference(p, i, k) || !ownNumber(p.toks, k, k > from) {
			continue
		}
		if r.weakRef == nil {
			r.weakRef = &task.Evidence{Field: p.toks[k].text, Words: r.words(*p, p.toks[i:k+1]), Where: p.where}
		}
		use(p.toks, i, k+1-i)
	}
}

// ownNumber says whether toks[k] numbers an order and counts no things: it has
// letters or strokes, or a mark before it, or nothing is said after it.
func ownNumber(toks []token, k int, marked bool) bool {
	s := toks[k].text
	if size.MatchString(s) || strings.ToUpper(s) != s || !codeLike.MatchString(s) {
		return false
	}
	if marked || toks[k].hasLetter() || strings.ContainsAny(s, "-/_") {
		return true
	}
	return len(s) >= 4 && !strings.ContainsAny(s, ".,") && (k+1 == len(toks) || !toks[k+1].isWord())
}

// settleReference takes an order's number for the reference where none is given
// and something is asked for: "where is order 4711?" gives no reference.
func (r *reading) settleReference() {
	if r.out.Reference == "" && r.weakRef != nil && (len(r.out.Lines) > 0 || r.isConversation()) {
		r.out.Reference = r.weakRef.Field
		r.evidence("reference", r.weakRef.Words, r.weakRef.Where, 0.85)
	}
}

// glued is a purchase order number that says itself what it is: "PO-7788",
// "BC2024-017".
var glued = regexp.MustCompile(`(?i)^(po|p/o|bc|cde|rekv|req)[-_/#]?\d{3,}[\w/-]*$`)

// gluedReference finds such a number wherever it stands, unless it is an item's.
func (r *reading) gluedReference(p *passage) {
	for i, t := range p.toks {
		if r.out.Reference != "" || t.used || !glued.MatchString(t.text) || r.items.Knows(t.text) {
			continue
		}
		r.out.Reference = t.text
		r.evidence("reference", t.text, p.where, 0.9)
		use(p.toks, i, 1)
	}
}

var isWord = map[string]bool{"is": true, "er": true, "est": true, "lautet": true, "ist": true, "our": true,
	"è": true, "es": true, "é": true, "är": true, "æ": true, "lyder": true}

func (r *reading) isReference(p *passage, i, k int) bool {
	if k >= len(p.toks) {
		return false
	}
	t := p.toks[k]
	weak := p.toks[i].low == "ref" || p.toks[i].low == "référence" || p.toks[i].low == "réf"
	alone := !weak && !t.hasLetter() && i == 0 && k+1 == len(p.toks) // "PO 70000", though there is an item of that number
	if !t.hasDigit() || len(t.text) < 3 || t.used || r.items.Knows(t.text) && !alone || isoDate.MatchString(t.text) || shortDate.MatchString(t.text) {
		return false
	}
	if r.in.Offered != nil && (t.text == r.in.Offered.Number || t.text == r.in.Offered.Quote) {
		return false
	}
	return !weak || !p.list || i == 0
}

// dates notes the requested dates of a passage.
func (r *reading) dates(p *passage) {
	c := calendar{lex: r.lex, today: r.today}
	found := c.all(p.toks)
	about, surely := r.lex.of("deliver").in(p.toks), r.aboutDelivery(p.toks)
	asks := p.list || r.isConversation() || r.lex.of("request").in(p.toks)
	for _, d := range found {
		before := p.toks[:d.i]
		d.words, d.place, d.in = r.words(*p, p.toks[d.i:d.i+d.n]), p.where, p
		skip := r.lex.of("date_not").in(before[max(0, len(before)-4):]) || p.where == "subject" && !r.lex.of("deliver").in(p.toks)
		about := about && !d.vague || surely || r.leadsToDate(p.toks[:d.i+1])
		if !d.vague || about {
			use(p.toks, d.i, d.n)
			r.useBefore(p.toks, d.i)
		}
		if skip || d.vague && !about || !about && !asks && words(p.toks) > d.n+3 {
			continue
		}
		r.days = append(r.days, d)
	}
}

// aboutDelivery says whether words speak of delivery: a preposition alone, as in "on"
// and "by", does not.
func (r *reading) aboutDelivery(toks []token) bool {
	for i := range toks {
		n, _ := r.lex.of("deliver").at(toks, i)
		if n > 1 || n == 1 && !dated[toks[i].low] && utf8.RuneCountInString(toks[i].text) > 3 && !leadsDate[toks[i].low] {
			return true
		}
	}
	return r.lex.of("ship").in(toks)
}

// leadsDate are the longer words that only lead to a date.
var leadsDate = map[string]bool{"before": true, "until": true, "avant": true, "pour": true, "gerne": true, "voor": true, "para": true,
	"antes": true, "prima": true, "entro": true, "innan": true, "före": true, "inden": true, "latest": true, "klar": true}

// leadsToDate says whether the last words before a date, with hardly any between,
// lead to it as the day of delivery: "by", "no later than", "senest".
func (r *reading) leadsToDate(before []token) bool {
	for k := len(before) - 1; k >= 0 && k >= len(before)-3; k-- {
		if n, _ := r.lex.of("deliver").at(before, k); n > 0 && k+n >= len(before)-1 {
			return true
		}
	}
	return false
}

// useBefore marks "by", "den", "le", "delivery on" in front of a date.
func (r *reading) useBefore(toks []token, i int) {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		n, _ := r.lex.of("deliver").at(toks, k)
		if n == 0 && !dated[toks[k].low] && toks[k].low != "d" && toks[k].text != "." && toks[k].text != "," && toks[k].text != ":" {
			return
		}
		if toks[k].text != "," {
			toks[k].used = true
		}
	}
}

// settleDates chooses the requested date: the furthest of those to come.
func (r *reading) settleDates() {
	var best day
	distinct := map[string]bool{}
	for _, d := range r.days {
		iso := d.at.Format(time.DateOnly)
		if d.at.Before(midnight(r.today)) {
			r.note("date_past", map[string]string{"date": iso, "words": d.words})
			continue
		}
		distinct[iso] = true
		if d.at.After(best.at) {
			best = d
		}
	}
	if len(distinct) == 0 {
		return
	}
	r.out.RequestedDate = best.at.Format(time.DateOnly)
	confidence := 0.95
	if best.vague {
		confidence = 0.8
	}
	r.evidence("requested_delivery_date", best.words, best.place, confidence)
	if len(distinct) > 1 {
		r.note("date_several", map[string]string{"date": r.out.RequestedDate})
	}
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

func (r *reading) note(code string, args map[string]string) {
	for _, n := range r.out.Notes {
		if n.Code == code && n.Args["date"] == args["date"] && n.Args["words"] == args["words"] {
			return
		}
	}
	r.out.Notes = append(r.out.Notes, task.Note{Code: code, Args: args})
}

func (r *reading) evidence(field, words, where string, confidence float64) {
	r.out.Evidence = append(r.out.Evidence, task.Evidence{Field: field, Words: words, Where: where, Confidence: confidence})
}
