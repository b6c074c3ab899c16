package local

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/data"
)

// ErrTakenOver says that another import began while this one ran; that one holds.
var ErrTakenOver = errors.New("another import began meanwhile, and that one counts")

// supplies is what is known of an item's stock.
type supplies struct {
	Stock  []data.Stock    `json:"stock,omitempty"`
	Supply []data.Movement `json:"supply,omitempty"`
	Demand []data.Movement `json:"demand,omitempty"`
}

// Import replaces the master data by a Dataset. Readers see the old data until
// the end and then the new, whole. Only what differs is written; doing it again
// changes nothing. If it breaks off, nothing has changed for readers and the next
// import tidies up.
//
// What is no longer in the data is gone: an item cannot be found or quoted any
// more. Documents keep their lines as they are, with description and price; a
// quote with such an item cannot be changed or ordered before the line is taken
// out, and the refusal names it. Documents, contacts and addresses made here stay.
func (l *Local) Import(ctx context.Context, set *data.Dataset, progress func(done, total int, file string)) error {
	if progress == nil {
		progress = func(int, int, string) {}
	}
	im, err := l.beginImport(ctx)
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	parts := partsOf(set)
	done, total := 0, 0
	for _, p := range parts {
		total += len(p.ids)
	}
	for _, p := range parts {
		tell := func(n int) { progress(done+n, total, p.kind) }
		if err := im.part(ctx, p, tell); err != nil {
			return fmt.Errorf("import: %w", err)
		}
		done += len(p.ids)
	}
	if err := im.finish(ctx); err != nil {
		return fmt.Errorf("import: %w", err)
	}
	progress(total, total, "done")
	return nil
}

// part is all records of one kind.
type part struct {
	kind string
	ids  []string
	val  func(id string) any
}

func partsOf(set *data.Dataset) []part {
	items := map[string]*data.Item{}
	for i := range set.Items {
		items[set.Items[i].Number] = &set.Items[i]
	}
	customers := byKey(set.Customers, func(c erp.Customer) string { return c.Number })
	contacts := byKey(set.Contacts, func(c erp.Contact) string { return c.Number })
	emails := emailsOf(set.Contacts)
	sets := map[string]any{"company": set.Company, "units": set.Units, "synonyms": set.Synonyms, "tax": set.Taxes}
	stock := map[string]supplies{}
	for n, it := range items {
		if s := suppliesOf(set, it); len(s.Stock)+len(s.Supply)+len(s.Demand) > 0 {
			stock[n] = s
		}
	}
	return []part{
		partOf(kindSet, sets), partOf(kindCustomer, customers), partOf(kindContact, contacts), partOf(kindEmail, emails),
		partOf(kindAddress, set.Addresses), partOf(kindPrice, set.Prices), partOf(kindStock, stock), partOf(kindHistory, set.History),
		{kindItem, sortedKeys(items), func(id string) any { return items[id].Item }},
	}
}

func partOf[T any](kind string, m map[string]T) part {
	return part{kind, sortedKeys(m), func(id string) any { return m[id] }}
}

func byKey[T any](list []T, key func(T) string) map[string]T {
	m := make(map[string]T, len(list))
	for _, v := range list {
		m[key(v)] = v
	}
	return m
}

func sortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func emailsOf(contacts []erp.Contact) map[string][]string {
	m := map[string][]string{}
	for _, c := range contacts {
		for _, a := range c.Emails {
			k := strings.ToLower(a)
			if !slices.Contains(m[k], c.Number) {
				m[k] = append(m[k], c.Number)
			}
		}
	}
	return m
}

func suppliesOf(set *data.Dataset, it *data.Item) supplies {
	s := supplies{Stock: set.Stock[it.Number], Supply: set.Supply[it.Number], Demand: set.Demand[it.Number]}
	if len(s.Stock) == 0 && !it.Inventory.IsZero() {
		s.Stock = []data.Stock{{Quantity: it.Inventory}}
	}
	return s
}
