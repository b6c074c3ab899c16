package local

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/data"
)

// reservation is what one line of an open order takes from stock, in base units.
type reservation struct {
	Order    string          `json:"order"`
	Line     int             `json:"line"`
	Variant  string          `json:"variant,omitempty"`
	Location string          `json:"location,omitempty"`
	Date     string          `json:"date"`
	Quantity decimal.Decimal `json:"quantity"`
}

// reserve is the writes that bring the reservations of an order from before (nil:
// none) to now. Reservations whose time is over go with the same write.
func (l *Local) reserve(ctx context.Context, before, now *stored) ([]Write, error) {
	var writes []Write
	for _, item := range itemsOf(before, now) {
		data, rev, err := l.store.Get(ctx, kindReserve, item)
		if err != nil {
			return nil, fmt.Errorf("read what is reserved of %s: %w", item, err)
		}
		var all []reservation
		if data != nil {
			if all, err = decode[[]reservation](data, "what is reserved of "+item); err != nil {
				return nil, err
			}
		}
		since := l.openSince()
		all = slices.DeleteFunc(all, func(r reservation) bool { return r.Order == now.Doc.Number || r.Date < since })
		w := Write{Kind: kindReserve, ID: item, Base: rev, Data: encode(append(all, reservations(now, item)...))}
		writes = append(writes, w)
	}
	return writes, nil
}

func (l *Local) openSince() string {
	return l.opts.Now().AddDate(0, 0, -l.opts.OpenOrderDays).Format(time.DateOnly)
}

func reservations(s *stored, item string) []reservation {
	var out []reservation
	for _, line := range s.Doc.Lines {
		if line.Item == item {
			date := or(or(line.Date, s.Doc.Requested), s.Doc.Date)
			out = append(out, reservation{s.Doc.Number, line.No, line.Variant, s.Location, date, line.BaseQty})
		}
	}
	return out
}

// Availability is what can be had of an item: inventory + scheduled receipts −
// gross requirements (demand of the data and open orders of this system) at the
// location. Available is the lowest this gets on the date or any day after it: a
// piece that a later requirement needs, before anything new comes in, is not
// available. It is negative where more is promised than there will be. Receipts
// and requirements of days past count as of now. Stock of no named location
// counts everywhere; without any location asked for or known all of it counts.
//
// Promise is the first day from Date (and Today) on which the quantity is
// available, by stock or a receipt; else Today + lead time + safety lead time +
// offset, ByLeadTime.
//
// For a variant only stock of that variant counts, where the item's stock is told
// apart by variant; receipts and requirements are not told apart, so that a
// variant has no more than its own stock less its orders, and no more than the item.
func (l *Local) Availability(ctx context.Context, q erp.AvailabilityQuery) (erp.Availability, error) {
	v, err := l.view(ctx)
	if err != nil {
		return erp.Availability{}, err
	}
	it, err := one[erp.Item](ctx, v, kindItem, q.Item)
	if err != nil {
		return erp.Availability{}, err
	}
	sup, _, err := maybe[supplies](ctx, v, kindStock, q.Item)
	if err != nil {
		return erp.Availability{}, err
	}
	open, err := l.reserved(ctx, q.Item)
	if err != nil {
		return erp.Availability{}, err
	}
	if q.Location == "" {
		c, err := one[erp.Company](ctx, v, kindSet, "company")
		if err != nil {
			return erp.Availability{}, err
		}
		q.Location = c.Location
	}
	return l.answer(q, it, plansOf(q, sup, open)), nil
}

func (l *Local) reserved(ctx context.Context, item string) ([]reservation, error) {
	data, _, err := l.store.Get(ctx, kindReserve, item)
	if err != nil || data == nil {
		return nil, wrap(err, "read what is reserved of "+item)
	}
	all, err := decode[[]reservation](data, "what is reserved of "+item)
	since := l.openSince()
	return slices.DeleteFunc(all, func(r reservation) bool { return r.Date < since }), err
}

// plan is stock and its changes by date, in order of date. The stock at hand has
// the empty date, which is before any other.
type plan []change

type change struct {
	date     string
	quantity decimal.Decimal
}

func (p *plan) add(date string, quantity decimal.Decimal) { *p = append(*p, change{date, quantity}) }

// lowest is the least there is on the date or any day after it.
func (p plan) lowest(date string) decimal.Decimal {
	have, i := decimal.Zero, 0
	for ; i < len(p) && p[i].date <= date; i++ {
		have = have.Add(p[i].quantity)
	}
	low := have
	for ; i < len(p); i++ {
		have = have.Add(p[i].quantity)
		dayEnds := i+1 == len(p) || p[i+1].date != p[i].date
		if dayEnds && have.LessThan(low) {
			low = have
		}
	}
	return low
}

// plansOf is the item's plan at the location and, for a variant told apart in
// stock, the variant's; what can be had is the least of them.
func plansOf(q erp.AvailabilityQuery, s supplies, open []reservation) []plan {
	here := func(location string) bool { return q.Location == "" || location == "" || location == q.Location }
	apart := q.Variant != "" && slices.ContainsFunc(s.Stock, func(x data.Stock) bool { return x.Variant != "" })
	var item, variant plan
	for _, x := range s.Stock {
		if here(x.Location) {
			item.add("", x.Quantity)
			if x.Variant == q.Variant {
				variant.add("", x.Quantity)
			}
		}
	}
	for _, m := range s.Supply {
		if here(m.Location) {
			item.add(m.Date, m.Quantity)
		}
	}
	for _, m := range s.Demand {
		if here(m.Location) {
			item.add(m.Date, m.Quantity.Neg())
		}
	}
	for _, r := range open {
		if here(r.Location) {
			item.add(r.Date, r.Quantity.Neg())
			if r.Variant == q.Variant {
				variant.add(r.Date, r.Quantity.Neg())
			}
		}
	}
	if !apart {
		return []plan{item.sorted()}
	}
	return []plan{item.sorted(), variant.sorted()}
}

func (p plan) sorted() plan {
	slices.SortStableFunc(p, func(a, b change) int {
		switch {
		case a.date < b.date:
			return -1
		case a.date > b.date:
			return 1
		}
		return 0
	})
	return p
}

func (l *Local) answer(q erp.AvailabilityQuery, it erp.Item, plans []plan) erp.Availability {
	today := q.Today
	if today.IsZero() {
		today = l.opts.Now()
	}
	start := q.Date
	if start.Before(today) {
		start = today
	}
	a := erp.Availability{Available: least(plans, start.Format(time.DateOnly))}
	for _, date := range l.dates(start, plans) {
		if least(plans, date.Format(time.DateOnly)).GreaterThanOrEqual(q.Quantity) {
			a.Promise = l.workday(date)
			return a
		}
	}
	a.Promise, a.ByLeadTime = l.byLeadTime(it, today, start)
	return a
}

func least(plans []plan, date string) decimal.Decimal {
	low := plans[0].lowest(date)
	for _, p := range plans[1:] {
		low = decimal.Min(low, p.lowest(date))
	}
	return low
}

// dates are the days on which more may be available: start, and every receipt
// after it.
func (l *Local) dates(start time.Time, plans []plan) []time.Time {
	dates, first := []time.Time{start}, start.Format(time.DateOnly)
	for _, c := range plans[0] {
		if c.date <= first || !c.quantity.IsPositive() {
			continue
		}
		if t, err := time.ParseInLocation(time.DateOnly, c.date, start.Location()); err == nil {
			dates = append(dates, t)
		}
	}
	return dates
}

func (l *Local) byLeadTime(it erp.Item, today, start time.Time) (time.Time, bool) {
	lead := or(it.LeadTimeDays, l.opts.DefaultLeadDays)
	if lead == 0 {
		return time.Time{}, false
	}
	t := today.AddDate(0, 0, lead+l.opts.DefaultSafetyLeadDays+l.opts.OffsetDays)
	if t.Before(start) {
		t = start
	}
	return l.workday(t), true
}

func (l *Local) workday(t time.Time) time.Time {
	for l.opts.SkipWeekends && (t.Weekday() == time.Saturday || t.Weekday() == time.Sunday) {
		t = t.AddDate(0, 0, 1)
	}
	return t
}
