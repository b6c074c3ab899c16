package local

import (
	"context"
	"fmt"
	"slices"

	"salesclerk/agent/erp"
)

// MakeOrder turns a quote into an order, once: lines, prices and texts are the
// quote's. Asked again, with whatever key, it returns the order there is.
// Refused with a Fault if the customer or an item was blocked meanwhile, an item
// is gone, or the contact has no customer.
func (l *Local) MakeOrder(ctx context.Context, key, quote, version string) (erp.Document, error) {
	for range tries {
		d, done, err := l.tryOrder(ctx, key, quote, version)
		if err != nil || done {
			return d, wrap(err, "make the order of quote "+quote)
		}
	}
	return erp.Document{}, errStore
}

// tryOrder says whether it is done, or another was first and it has to look anew.
func (l *Local) tryOrder(ctx context.Context, key, quote, version string) (erp.Document, bool, error) {
	n, err := l.made(ctx, "order", key)
	if err != nil || n != "" {
		return l.orderFor(ctx, n, quote, err)
	}
	q, rev, err := l.stored(ctx, erp.Quote, quote)
	if err != nil {
		return erp.Document{}, false, err
	}
	if q.Doc.Ordered != "" {
		return l.orderFor(ctx, q.Doc.Ordered, quote, nil)
	}
	if version != "" && version != q.Doc.Version {
		return erp.Document{}, false, fmt.Errorf("version %s is now %s: %w", version, q.Doc.Version, erp.ErrChanged)
	}
	if err := l.orderable(ctx, q); err != nil {
		return erp.Document{}, false, err
	}
	return l.commitOrder(ctx, key, q, rev)
}

func (l *Local) orderFor(ctx context.Context, number, quote string, err error) (erp.Document, bool, error) {
	d, err := l.existing(ctx, erp.Order, number, err)
	if err == nil && d.Quote != quote {
		err = fmt.Errorf("its key was used for quote %s: %w", d.Quote, erp.ErrRefused)
	}
	return d, err == nil, err
}

// orderable looks at what may have changed since the quote was made.
func (l *Local) orderable(ctx context.Context, q *stored) error {
	if q.Doc.Customer == "" {
		return &erp.Fault{Field: "customer", Code: "not_found", Detail: "an order needs a customer, and the contact has none"}
	}
	v, err := l.view(ctx)
	if err != nil {
		return err
	}
	if _, err := customerFor(ctx, v, q.Doc.Customer); err != nil {
		return err
	}
	items, err := many[erp.Item](ctx, v, kindItem, itemsOf(q))
	if err != nil {
		return err
	}
	for i, line := range q.Doc.Lines {
		it, ok := items[line.Item]
		if !ok || it.Blocked {
			code := "not_found"
			if ok {
				code = "blocked"
			}
			return &erp.Fault{Line: i + 1, Field: "item", Code: code, Value: line.Item}
		}
	}
	return nil
}

func (l *Local) commitOrder(ctx context.Context, key string, q *stored, rev int64) (erp.Document, bool, error) {
	number, err := l.number(ctx, "order", l.opts.OrderPrefix)
	if err != nil {
		return erp.Document{}, false, err
	}
	o := &stored{Doc: q.Doc, LastNo: q.LastNo, Location: q.Location}
	o.Doc.Kind, o.Doc.Number, o.Doc.Key, o.Doc.Quote = erp.Order, number, key, q.Doc.Number
	o.Doc.Date, o.Doc.Lines = l.today(), slices.Clone(q.Doc.Lines)
	q.Doc.Ordered = number
	writes := []Write{
		keyWrite("order", key, number),
		{Kind: kindOrder, ID: number, Data: o.bytes()},
		{Kind: kindQuote, ID: q.Doc.Number, Base: rev, Data: q.bytes()},
	}
	more, err := l.follow(ctx, nil, o)
	if err != nil {
		return erp.Document{}, false, err
	}
	ok, err := l.store.Commit(ctx, append(writes, more...))
	return o.Doc, ok, err
}

// follow is what else is written with an order: what it reserves, and what the
// customer bought by it.
func (l *Local) follow(ctx context.Context, before, now *stored) ([]Write, error) {
	writes, err := l.reserve(ctx, before, now)
	if err != nil {
		return nil, err
	}
	bought, err := l.bought(ctx, before, now)
	return append(writes, bought...), err
}

// OrderOfQuote is the order made of a quote.
func (l *Local) OrderOfQuote(ctx context.Context, quote string) (erp.Document, error) {
	q, err := l.Document(ctx, erp.Quote, quote)
	if err != nil {
		return erp.Document{}, err
	}
	if q.Ordered == "" {
		return erp.Document{}, fmt.Errorf("order of quote %s: %w", quote, erp.ErrNotFound)
	}
	return l.Document(ctx, erp.Order, q.Ordered)
}

func itemsOf(docs ...*stored) []string {
	var ids []string
	for _, s := range docs {
		if s == nil {
			continue
		}
		for _, line := range s.Doc.Lines {
			ids = append(ids, line.Item)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
