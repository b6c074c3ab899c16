package model

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"

	"salesclerk/agent/reader"
	"salesclerk/agent/reader/rules"
	"salesclerk/agent/task"
)

// proposal is what of an answer was found again in the mail: every text in it is
// cut out of the mail, never taken from the answer.
type proposal struct {
	intents    []task.Intent
	outOfScope []evidence
	reference  span
	date       span
	day        time.Time
	shipTo     span
	lines      []proposed
	dropped    []string // what was claimed and is not there: shown to people, never used
}

type evidence struct {
	kind string
	at   span
}

// proposed is a line that was found, with the words it was made of.
type proposed struct {
	line     task.Line
	at       span // the passage
	core     span // from the first to the last of quantity and item
	quantity span // none: none was said
	offered  int  // from 1; 0: none
	added    bool // the answer says that it comes on top of what was offered
}

// grounder finds an answer's words again.
type grounder struct {
	in     reader.Input
	items  reader.Items
	src    *source
	today  time.Time
	lang   string                    // of the mail
	used   map[[3]int]map[*part]bool // lines made already, by passage and quantity
	header []span                    // words of the built-in reader's header values: no items
	out    proposal
}

// maxDropped is how many dropped values are kept for showing.
const maxDropped = 20

func (g *grounder) drop(words string) {
	if words = strings.Join(strings.Fields(words), " "); words != "" && len(g.out.dropped) < maxDropped {
		g.out.dropped = append(g.out.dropped, clip(words, 80))
	}
}

func (g *grounder) find(words string) []span { return g.src.find(words, g.items.Knows) }

// ground checks a whole answer.
func (g *grounder) ground(a answer) proposal {
	g.used = map[[3]int]map[*part]bool{}
	for _, s := range a.Intents {
		if s.Kind != string(task.Other) && len(g.find(s.Words)) == 0 {
			g.drop(s.Words)
			continue
		}
		g.out.intents = append(g.out.intents, task.Intent(s.Kind))
	}
	for _, s := range a.OutOfScope {
		if at := g.find(s.Words); len(at) > 0 {
			g.out.outOfScope = append(g.out.outOfScope, evidence{s.Kind, at[0]})
		} else {
			g.drop(s.Words)
		}
	}
	g.heads(a)
	g.header = append(slices.Clip(g.header), g.out.reference, g.out.date, g.out.shipTo)
	for _, l := range a.Lines {
		if p, ok := g.line(l); ok {
			g.out.lines = append(g.out.lines, p)
		}
	}
	return g.out
}

// heads finds the values that are for the whole mail.
func (g *grounder) heads(a answer) {
	if at := g.find(a.Reference); len(at) > 0 && isReference(at[0]) && !g.items.Knows(at[0].text()) {
		g.out.reference = at[0]
	} else {
		g.drop(a.Reference)
	}
	if at, day, ok := g.dateOf(a.Date, span{}); ok {
		g.out.date, g.out.day = at, day
	} else {
		g.drop(a.Date)
	}
	if at := g.find(a.ShipTo); len(at) > 0 && g.isAddress(at[0].text()) {
		g.out.shipTo = at[0]
	} else {
		g.drop(a.ShipTo)
	}
}

// isReference says whether words can be a customer's number: short, with a figure,
// no sum and no day.
func isReference(s span) bool {
	return s.to-s.from <= 3 && len(s.text()) <= 40 && strings.ContainsAny(s.text(), "0123456789") && !s.isTaken()
}

func (g *grounder) isAddress(text string) bool {
	_, known := rules.Address(text, g.in.Addresses)
	return known || rules.AddressLike(text)
}

// dateOf is the day that words name, read by the built-in calendar. of is the
// passage it must stand near; none for anywhere.
func (g *grounder) dateOf(words string, of span) (span, time.Time, bool) {
	all := g.find(words)
	if len(all) == 0 {
		return span{}, time.Time{}, false
	}
	at := all[0]
	if of.ok() {
		if at = near(all, of, nearWords); !at.ok() {
			return span{}, time.Time{}, false
		}
	}
	days := g.src.lang.Dates(at.text(), g.today)
	if len(days) == 0 { // "2.3." is a day only after "by"
		days = g.src.lang.Dates("by "+at.text(), g.today)
	}
	if len(days) != 1 {
		return span{}, time.Time{}, false
	}
	return at, days[0].At, true
}

// nearWords is how far from its passage a line's item may stand: "chairs: 2 in
// red, and in blue 3".
const nearWords = 60

// line finds one line. Without its passage, or without what it is, it is invented.
func (g *grounder) line(a asked) (proposed, bool) {
	passages := g.find(a.Words)
	for _, at := range passages {
		if p, ok := g.lineAt(a, at); ok && g.firstTime(p) {
			g.notesOf(a, p)
			return p, true
		}
	}
	g.drop(a.Words)
	return proposed{}, false
}

// firstTime says whether no line was made of the same words before.
func (g *grounder) firstTime(p proposed) bool {
	key := [3]int{p.core.from, p.core.to, p.quantity.from}
	if g.used[key][p.core.in] {
		return false
	}
	if g.used[key] == nil {
		g.used[key] = map[*part]bool{}
	}
	g.used[key][p.core.in] = true
	return true
}

func (g *grounder) lineAt(a asked, at span) (proposed, bool) {
	p := proposed{at: at, line: task.Line{Identifiers: []string{}, Items: []task.Candidate{}, Quantity: "1", QuantityAssumed: true}}
	if slices.ContainsFunc(g.header, func(h span) bool { return h.holds(at) }) {
		return p, false // the address, the reference or the day, and no item
	}
	g.count(&p, a)
	p.core = p.quantity
	if !g.named(&p, a) {
		return p, false
	}
	if unit := within(g.find(a.Unit), at); unit.ok() {
		p.line.Unit = g.unit(unit.text())
	}
	if _, day, ok := g.dateOf(a.Date, at); ok && !day.Before(g.today) {
		p.line.Date = day.Format(time.DateOnly)
	}
	if !p.core.ok() {
		p.core = at
	}
	p.line.Text, p.line.Where = at.text(), at.where()
	p.line.Change = task.LineChange(a.Change)
	p.offered, p.added = a.Offered, a.Change == string(task.LineAdd)
	return p, true
}

// notesOf says which values of a line were claimed and are not there.
func (g *grounder) notesOf(a asked, p proposed) {
	if a.Quantity != "" && !p.quantity.ok() {
		g.drop(a.Quantity)
	}
	if a.Unit != "" && p.line.Unit == "" {
		g.drop(a.Unit)
	}
	if a.Date != "" && p.line.Date == "" {
		g.drop(a.Date)
	}
	for _, n := range a.Numbers {
		if len(g.find(n)) == 0 {
			g.drop(n)
		}
	}
}

// count finds the quantity in the passage and reads it with the built-in numbers.
// The same number in another form is the same: 1250 and 1.250.
func (g *grounder) count(p *proposed, a asked) {
	want, wantOK := g.src.lang.Number(a.Quantity)
	take := func(s span) bool {
		d, ok := g.src.lang.Number(s.text())
		if !ok || !isQuantity(d) || s.isTaken() || g.isHeader(s) || wantOK && !d.Equal(want) {
			return false
		}
		p.quantity, p.line.Quantity, p.line.QuantityAssumed = s, d.String(), false
		return true
	}
	for _, s := range g.find(a.Quantity) {
		if p.at.holds(s) && take(s) {
			return
		}
	}
	if !wantOK {
		return
	}
	for n := 1; n <= 4; n++ {
		for i := p.at.from; i+n <= p.at.to; i++ {
			if take(span{p.at.in, i, i + n}) {
				return
			}
		}
	}
}

// isHeader says whether a span has a word of a header value: the house number of an
// address counts nothing.
func (g *grounder) isHeader(s span) bool {
	return slices.ContainsFunc(g.header, s.overlaps)
}

// maxQuantity is more than anybody asks for; it bounds what a wrong reading can do.
var maxQuantity = decimal.New(1, 9)

func isQuantity(d decimal.Decimal) bool { return d.IsPositive() && !d.GreaterThan(maxQuantity) }

// named finds what the line is called: its name in the passage or near it, what is
// said of it, and its numbers to the letter.
func (g *grounder) named(p *proposed, a asked) bool {
	var name []string
	item := within(g.find(a.Item), p.at)
	if !item.ok() {
		item = near(g.find(a.Item), p.at, nearWords)
	}
	if item = without(item, p.quantity); item.ok() && g.isName(item, p.quantity) {
		name = append(name, item.text())
		p.core = hull(p.core, item)
	}
	for _, n := range a.Numbers {
		if s := near(apart(g.find(n), p.quantity), p.at, nearWords); s.ok() && g.isNumber(s) {
			p.line.Identifiers = append(p.line.Identifiers, s.text())
			p.core = hull(p.core, s)
		}
	}
	for _, d := range a.Details {
		if s := near(g.find(d), p.at, nearWords); s.ok() && g.isName(s, p.quantity) && !s.overlaps(item) {
			name = append(name, s.text())
		}
	}
	p.line.Query = strings.Join(strings.Fields(strings.Join(name, " ")), " ")
	return p.line.Query != "" || len(p.line.Identifiers) > 0
}

func (g *grounder) isName(s, quantity span) bool {
	return strings.ContainsFunc(s.text(), isLetter) && !s.isTaken() && !g.isHeader(s) && !s.overlaps(quantity) && len(s.text()) <= maxValue
}

// isNumber says whether words are one word that may be an item's number.
func (g *grounder) isNumber(s span) bool {
	return s.to-s.from == 1 && !s.isTaken() && !g.isHeader(s) && (strings.ContainsAny(s.text(), "0123456789") || g.items.Knows(s.text()))
}

func (g *grounder) unit(words string) string {
	if code, ok := g.items.Unit(words, g.lang); ok {
		return code
	}
	return g.src.lang.Unit(words)
}

// without is a name without the quantity before or after it.
func without(name, quantity span) span {
	switch {
	case !name.overlaps(quantity):
	case quantity.from <= name.from:
		name.from = quantity.to
	case quantity.to >= name.to:
		name.to = quantity.from
	}
	return name
}

// apart is those of spans that share no word with another.
func apart(spans []span, other span) []span {
	return slices.DeleteFunc(slices.Clone(spans), func(s span) bool { return s.overlaps(other) })
}

// hull is the words from the first to the last of two spans of a part.
func hull(a, b span) span {
	if !a.ok() || a.in != b.in {
		return b
	}
	return span{a.in, min(a.from, b.from), max(a.to, b.to)}
}

func isLetter(r rune) bool { return unicode.IsLetter(r) }
