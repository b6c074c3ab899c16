package catalog

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"

	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

// Query is what a customer asked for.
type Query struct {
	Text        string   // the words of the line, a stranger's
	Identifiers []string // what looks like a number, to the letter
	Lang        string   // en, da, fr, de; "" if not known
	Customer    string   // whose own numbers count
	Unit        string   // code, if one is wanted: prefers items sold in it
	Bought      []string // numbers of items this customer had before; of equals they are meant
	Plain       bool     // what is known of the customer decides nothing among equals
	Limit       int      // of Items; 0 is 10
}

// Result is what was found, best first. Confidence is 0..1.
type Result struct {
	Match      task.Match
	Items      []task.Candidate
	Confidence float64
	Unit       string // code, if an identifier names a unit
	Before     bool   // of equals, these are what Query.Bought names
}

// maxLimit bounds Query.Limit.
const maxLimit = 100

// Find looks for the item a customer means. Nothing found is no error.
func (x *Index) Find(ctx context.Context, q Query) (Result, error) {
	var r Result
	err := x.use(ctx, func(g *generation) (err error) {
		r, err = g.find(ctx, q)
		return err
	})
	if err != nil {
		return Result{Match: task.None}, fmt.Errorf("finding an item: %w", err)
	}
	return r, nil
}

// finder carries one query.
type finder struct {
	ctx context.Context
	g   *generation
	d   *dictionary
	q   Query
}

func (g *generation) find(ctx context.Context, q Query) (Result, error) {
	if q.Limit <= 0 {
		q.Limit = 10
	}
	q.Limit, q.Lang = min(q.Limit, maxLimit), baseLang(q.Lang)
	d, err := g.dictionary()
	if err != nil {
		return Result{}, err
	}
	defer d.close()
	f := &finder{ctx: ctx, g: g, d: d, q: q}
	return f.run()
}

func (f *finder) run() (Result, error) {
	id, err := f.identify()
	if err != nil {
		return Result{}, err
	}
	if id.certain() && id.alone {
		return f.identified(id)
	}
	dec, err := f.byWords(f.q.Text)
	if err != nil {
		return Result{}, err
	}
	if len(id.items) > 0 && !f.wordsWin(id, dec) {
		return f.identified(id)
	}
	if id.missed && dec.confidence > 0.85 {
		dec.confidence = 0.85 // a number was given that nobody knows
	}
	return f.answer(dec)
}

// wordsWin says that the words, not the number among them, name the item:
// "Cabling for LS-100" is no LS-100.
func (f *finder) wordsWin(id identified, dec decision) bool {
	if dec.match != task.One && dec.match != task.Several {
		return false
	}
	if id.wordsDiffer && !id.given {
		return true
	}
	if !id.wordsDiffer && (len(dec.fits) != 1 || !dec.fits[0].exact) {
		return false
	}
	for _, v := range dec.fits[0].e.views {
		if strings.Contains(" "+v.exact+" ", " "+fold(exactly(id.asked))+" ") {
			return true
		}
	}
	return false
}

// byWords is what the words alone come to. Where that is little, they are taken less
// literally; what is found so answers nearly all of them, and a person should look.
func (f *finder) byWords(text string) (decision, error) {
	p := f.parser()
	d, err := f.byParsed(p.parse(text))
	if err != nil || d.answered() >= literal {
		return d, err
	}
	p.loose = true
	near, err := f.byParsed(p.parse(text))
	if err != nil || near.answered() < d.answered()+0.1 {
		return d, err
	}
	near.confidence = min(near.confidence, 0.74)
	return near, nil
}

// literal is the share of a query's words that its best item answers where the words
// are what they look like.
const literal = 0.8

// answered is the share of the words that the best item answers.
func (d *decision) answered() float64 {
	if len(d.fits) == 0 {
		return 0
	}
	return d.fits[0].asked
}

// byParsed is what a query taken apart comes to.
func (f *finder) byParsed(a asked) (decision, error) {
	a.customer = f.q.Customer
	if len(a.units) == 0 || a.loose && !a.telling() {
		return decision{match: task.None}, nil
	}
	es, err := f.holding(fieldName, a.exact, maxCandidates)
	if err != nil {
		return decision{}, err
	}
	more, err := f.gather(&a)
	if err != nil {
		return decision{}, err
	}
	var all []fit
	seen := map[string]bool{}
	for _, e := range append(es, more...) {
		if !seen[e.item.Number] {
			seen[e.item.Number] = true
			all = append(all, e.fits(&a)...)
		}
	}
	return f.preferKnown(f.preferUnit(decide(all, f.q.Lang))), nil
}

// telling says that a query says enough to be taken less literally: four things, or
// three with a model or a figure among them.
func (a *asked) telling() bool {
	n := 0
	for _, u := range a.units {
		if !u.optional && u.kind != shape {
			n++
		}
	}
	return n >= 4 || n == 3 && slices.ContainsFunc(a.units, unit.model)
}

// model says that the unit is a model or a figure.
func (u unit) model() bool { return (u.kind == code || u.kind == number) && !u.optional }

func (f *finder) parser() *parser {
	return &parser{ctx: f.ctx, d: f.d, v: &f.g.words, lang: f.q.Lang}
}

// preferUnit keeps, of several, those that are sold in the wanted unit.
func (f *finder) preferUnit(d decision) decision {
	if d.match != task.Several || f.q.Unit == "" {
		return d
	}
	var with []fit
	for _, x := range d.fits {
		if hasUnit(&x.e.item, f.q.Unit) {
			with = append(with, x)
		}
	}
	if len(with) == 0 {
		return d
	}
	d.fits = with
	if len(with) == 1 {
		d.match, d.confidence = task.One, 0.74*with[0].asked // the unit alone chose: a person should look
	}
	return d
}

// preferKnown keeps, of several, the item that this customer had before, or has a
// number of their own for.
func (f *finder) preferKnown(d decision) decision {
	if d.match != task.Several || f.q.Plain {
		return d
	}
	var with []fit
	before := false
	for _, x := range d.fits {
		why := f.knownAs(&x.e.item)
		if why == "" {
			continue
		}
		if len(with) > 0 && with[0].e.item.Number != x.e.item.Number {
			return d // several are known: the customer has to say
		}
		x.why = append([]string{why}, x.why...)
		with, before = append(with, x), why == hadBefore
	}
	if len(with) == 0 {
		return d
	}
	d.fits, d.before = with, before
	if len(with) == 1 {
		d.match, d.confidence = task.One, 0.74*with[0].asked // a person should look
	}
	return d
}

// Why of equals one is known to the customer.
const (
	hadBefore = "this customer had it before"
	ownNumber = "this customer has a number of their own for it"
)

func (f *finder) knownAs(it *erp.Item) string {
	switch {
	case slices.Contains(f.q.Bought, it.Number):
		return hadBefore
	case f.q.Customer != "" && slices.ContainsFunc(it.Identifiers, func(id erp.Identifier) bool {
		return id.Kind == "customer" && id.Party == f.q.Customer
	}):
		return ownNumber
	}
	return ""
}

func hasUnit(it *erp.Item, code string) bool {
	for _, u := range it.Units {
		if strings.EqualFold(u.Code, code) {
			return true
		}
	}
	return strings.EqualFold(it.BaseUnit, code)
}

// answer turns a decision into a result; a blocked item into its substitutes.
func (f *finder) answer(d decision) (Result, error) {
	r := Result{Match: d.match, Confidence: rounded(d.confidence), Before: d.before}
	if len(d.fits) > 0 && d.fits[0].e.item.Blocked {
		return f.substitutes(&d.fits[0].e.item, d.confidence)
	}
	for _, x := range d.fits {
		if len(r.Items) == f.q.Limit {
			break
		}
		r.Items = append(r.Items, f.candidate(x.e, x.side, x.score(), strings.Join(x.why, ", ")))
	}
	if len(r.Items) == 0 {
		r.Match, r.Confidence = task.None, 0
	}
	return r, nil
}

func (f *finder) candidate(e *entry, s *side, score float64, why string) task.Candidate {
	c := task.Candidate{Number: e.item.Number, Score: rounded(score), Description: e.item.Name(f.q.Lang), Why: why}
	if s != nil {
		c.Variant = s.code
		if s.text != "" {
			c.Description += ", " + s.text
		}
	}
	return c
}

// substitutes are what may be offered for an item that is blocked.
func (f *finder) substitutes(it *erp.Item, confidence float64) (Result, error) {
	r := Result{Match: task.None}
	for _, n := range it.Substitutes {
		e, err := f.g.item(f.ctx, n)
		if err != nil {
			return r, err
		}
		if e == nil || e.item.Blocked || len(r.Items) == f.q.Limit {
			continue
		}
		r.Items = append(r.Items, f.candidate(e, nil, 0.7, "substitute for "+it.Number))
	}
	if len(r.Items) > 0 {
		r.Match, r.Confidence = task.Alternatives, rounded(min(confidence, 0.7))
	}
	return r, nil
}

// item is one item by its number; nil if there is none.
func (g *generation) item(ctx context.Context, number string) (*entry, error) {
	es, err := g.search(ctx, bleve.NewDocIDQuery([]string{number}), 1)
	if err != nil || len(es) == 0 {
		return nil, err
	}
	return es[0], nil
}
