// Package history lets what a customer ordered before settle what their words
// leave open: of several items that fit equally, the one they had before, and of
// an item's variants the one they had. It decides nothing else: a number, a name
// or an attribute that was said goes before it, where they had several of those
// that fit it is theirs to say, and what another customer had is never looked at.
//
// One mail flows through it like this. Reader.Read asks the back office once for
// what the customer ordered in the last two years and lets the real reader work on
// a view of the catalogue that knows it. What is settled so carries the order it
// rests on (task.Candidate.Bought) and a confidence that makes a person look.
package history

import (
	"context"
	"fmt"
	"time"

	"salesclerk/agent/catalog"
	"salesclerk/agent/erp"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

// Office is the back office as far as it knows what customers ordered.
type Office interface {
	Purchases(ctx context.Context, customer, since string, limit int) ([]erp.Purchase, error)
}

// How much of it counts.
const (
	years = 2
	most  = 1000
	sure  = task.LowConfidence - 0.01 // a person should look
)

// List is what a customer ordered in the last two years, the latest first.
type List []erp.Purchase

// Of is the list of a customer; none for nobody.
func Of(ctx context.Context, office Office, customer string, today time.Time) (List, error) {
	if customer == "" {
		return nil, nil
	}
	list, err := office.Purchases(ctx, customer, today.AddDate(-years, 0, 0).Format(time.DateOnly), most)
	if err != nil {
		return nil, fmt.Errorf("what customer %s ordered before: %w", customer, err)
	}
	return list, nil
}

// last is the last time that an item was bought.
func (l List) last(item string) (erp.Purchase, bool) {
	for _, p := range l {
		if p.Item == item {
			return p, true
		}
	}
	return erp.Purchase{}, false
}

// Variant is the last time that an item was bought, if it was always in the same
// variant.
func (l List) Variant(item string) (found erp.Purchase, ok bool) {
	for _, p := range l {
		switch {
		case p.Item != item:
		case p.Variant == "" || ok && p.Variant != found.Variant:
			return erp.Purchase{}, false
		case !ok:
			found, ok = p, true
		}
	}
	return found, ok
}

// Reader reads mails by what the customer who writes ordered before.
type Reader struct {
	Items  reader.Items
	Office Office
	Over   func(reader.Items) reader.Reader // makes the reader that does the work
}

var _ reader.Reader = (*Reader)(nil)

// Read is the reader's reading, made over the customer's view of the catalogue.
func (x *Reader) Read(ctx context.Context, in reader.Input) (task.Reading, error) {
	list, err := Of(ctx, x.Office, in.Customer, in.Today)
	if err != nil {
		return task.Reading{}, err
	}
	return x.Over(View(x.Items, in.Customer, list)).Read(ctx, in)
}

// View is the catalogue as it answers a customer with that list.
func View(items reader.Items, customer string, list List) reader.Items {
	if customer == "" || len(list) == 0 {
		return items
	}
	v := &view{Items: items, customer: customer, list: list}
	seen := map[string]bool{}
	for _, p := range list {
		if !seen[p.Item] {
			seen[p.Item] = true
			v.numbers = append(v.numbers, p.Item)
		}
	}
	return v
}

type view struct {
	reader.Items
	customer string
	list     List
	numbers  []string
}

// Find is the catalogue's answer, where it is open settled by the list.
func (v *view) Find(ctx context.Context, q catalog.Query) (catalog.Result, error) {
	if q.Customer != v.customer || q.Plain {
		return v.Items.Find(ctx, q)
	}
	q.Bought = v.numbers
	r, err := v.Items.Find(ctx, q)
	if err != nil {
		return r, err
	}
	if r = v.sameVariant(r); r.Before && r.Match == task.One {
		c := r.Items[0]
		if p, ok := v.last(c); ok {
			c.Bought = &task.Bought{Date: p.Date, Order: p.Order}
			c.Why = said(p)
			r.Items = []task.Candidate{c}
		}
	}
	return r, nil
}

// last is the last time a candidate was bought, in its variant if it has one.
func (v *view) last(c task.Candidate) (erp.Purchase, bool) {
	for _, p := range v.list {
		if p.Item == c.Number && p.Variant == c.Variant {
			return p, true
		}
	}
	return v.list.last(c.Number)
}

// sameVariant settles which of one item's variants is meant.
func (v *view) sameVariant(r catalog.Result) catalog.Result {
	if r.Match != task.Several {
		return r
	}
	p, ok := v.list.Variant(r.Items[0].Number)
	if !ok {
		return r
	}
	var same []task.Candidate
	for _, c := range r.Items {
		if c.Number != p.Item {
			return r
		}
		if c.Variant == p.Variant {
			same = append(same, c)
		}
	}
	if len(same) == 1 {
		r.Match, r.Items, r.Before, r.Confidence = task.One, same, true, min(r.Confidence, sure)
	}
	return r
}

// said is the reason in English, for who asks the program itself; cards say it in
// their reader's language.
func said(p erp.Purchase) string {
	s := "bought before: on " + p.Date
	if p.Order != "" {
		s += " (" + p.Order + ")"
	}
	return s
}
