package data

import (
	"cmp"
	"fmt"
	"slices"

	"salesclerk/agent/erp"
)

// MaxHistory is how many items and variants of history.csv are kept for one
// customer: those bought last.
const MaxHistory = 1000

// bought names one thing that a customer bought.
type bought struct{ customer, item, variant string }

// takeHistory takes in what a customer bought before this system came. Old orders
// name items and customers that are long gone: that is no mistake, they are only
// counted. A row that says nothing was bought (a return) counts for nothing.
func takeHistory(rd *reader, r *row) {
	p := erp.Purchase{Item: r.raw("item"), Variant: r.raw("variant"), Date: r.date("date"), Order: r.raw("order")}
	quantity, customer := r.decimal("quantity"), r.raw("customer")
	_, ours := rd.custs[customer]
	_, there := rd.items[p.Item]
	if !ours || !there {
		rd.forgotten++
		return
	}
	if p.Date == "" || r.raw("quantity") != "" && !quantity.IsPositive() {
		return
	}
	k := bought{customer, p.Item, p.Variant}
	if last, twice := rd.bought[k]; !twice || last.Date < p.Date {
		rd.bought[k] = p
	}
}

// finishHistory puts what was bought in order, each customer's for itself.
func (rd *reader) finishHistory() {
	if rd.forgotten > 0 && !rd.broken["items"] && !rd.broken["customers"] {
		rd.warn(Mistake{File: rd.src.file("history"), Text: fmt.Sprintf("%d lines name a customer or an item that is not there; they count for nothing.", rd.forgotten)})
	}
	for k, p := range rd.bought {
		rd.set.History[k.customer] = append(rd.set.History[k.customer], p)
	}
	for customer, list := range rd.set.History {
		slices.SortFunc(list, func(a, b erp.Purchase) int {
			return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(a.Item, b.Item), cmp.Compare(a.Variant, b.Variant))
		})
		rd.set.History[customer] = list[:min(len(list), MaxHistory)]
	}
}
