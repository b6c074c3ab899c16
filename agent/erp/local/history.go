package local

import (
	"cmp"
	"context"
	"slices"

	"salesclerk/agent/erp"
)

// maxBought is how many items and variants are kept for one customer: those
// bought last. One read gets them, however many orders there were.
const maxBought = 1000

// bought is the writes that keep what an order's customer bought. before is the
// order as it was; nil for a new one.
func (l *Local) bought(ctx context.Context, before, now *stored) ([]Write, error) {
	var writes []Write
	customer := now.Doc.Customer
	if before != nil && before.Doc.Customer != customer && before.Doc.Customer != "" {
		w, err := l.boughtBy(ctx, before.Doc.Customer, before.Doc.Number, nil)
		if err != nil {
			return nil, err
		}
		writes = append(writes, w)
	}
	if customer == "" {
		return writes, nil
	}
	w, err := l.boughtBy(ctx, customer, now.Doc.Number, purchases(now))
	return append(writes, w), err
}

// boughtBy is the write of a customer's purchases with an order's in the place of
// what it said before. What an order took the place of is not known any more when
// the order is changed: that customer is asked once more.
func (l *Local) boughtBy(ctx context.Context, customer, order string, lines []erp.Purchase) (Write, error) {
	had, rev, err := l.purchases(ctx, customer)
	if err != nil {
		return Write{}, err
	}
	had = slices.DeleteFunc(had, func(p erp.Purchase) bool { return p.Order == order })
	return Write{Kind: kindBought, ID: customer, Base: rev, Data: encode(latest(append(lines, had...), maxBought))}, nil
}

func (l *Local) purchases(ctx context.Context, customer string) ([]erp.Purchase, int64, error) {
	data, rev, err := l.store.Get(ctx, kindBought, customer)
	if err != nil || data == nil {
		return nil, rev, wrap(err, "read what customer "+customer+" bought")
	}
	list, err := decode[[]erp.Purchase](data, "what customer "+customer+" bought")
	return list, rev, err
}

func purchases(s *stored) []erp.Purchase {
	var out []erp.Purchase
	for _, line := range s.Doc.Lines {
		out = append(out, erp.Purchase{Item: line.Item, Variant: line.Variant, Date: s.Doc.Date, Order: s.Doc.Number})
	}
	return out
}

// latest is at most limit purchases, the latest first, each item and variant once.
func latest(list []erp.Purchase, limit int) []erp.Purchase {
	slices.SortStableFunc(list, func(a, b erp.Purchase) int { return cmp.Compare(b.Date, a.Date) })
	seen := map[[2]string]bool{}
	out := []erp.Purchase{}
	for _, p := range list {
		if k := [2]string{p.Item, p.Variant}; !seen[k] && len(out) < limit {
			seen[k] = true
			out = append(out, p)
		}
	}
	return out
}

// Purchases is what a customer ordered here, and before as imported, since a day.
func (l *Local) Purchases(ctx context.Context, customer, since string, limit int) ([]erp.Purchase, error) {
	if customer == "" {
		return nil, nil
	}
	v, err := l.view(ctx)
	if err != nil {
		return nil, err
	}
	before, _, err := maybe[[]erp.Purchase](ctx, v, kindHistory, customer)
	if err != nil {
		return nil, err
	}
	own, _, err := l.purchases(ctx, customer)
	if err != nil {
		return nil, err
	}
	all := slices.DeleteFunc(append(own, before...), func(p erp.Purchase) bool { return p.Date < since })
	return latest(all, max(0, limit)), nil
}
