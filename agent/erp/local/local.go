// Package local is the embedded back office: customers, items, prices, tax,
// stock, quotes and orders, kept in a small key-value Store that the program
// provides (Redis). It is the system of record where a company has no other.
//
// It is no accounting: nothing is shipped, invoiced or paid here. Master data
// comes in whole by Import (import.go) and is read-only in between; documents,
// contacts made and addresses added here stay when master data is replaced.
//
// A quote's way: CreateQuote looks the key up, so that a repeat returns what was
// made first; build (build.go) takes customer, items and prices from one
// generation of master data, price.go chooses and calculates, and one Commit
// writes document and key together or nothing. MakeOrder copies the quote into an
// order, marks the quote, and reserves the stock, again in one Commit.
package local

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"salesclerk/agent/erp"
)

// Options are the company's choices; the zero value works.
type Options struct {
	QuotePrefix, OrderPrefix, ContactPrefix string // "": "Q-", "SO-", "CTN-"
	FirstNumber                             int64  // 0: 1001

	// Promises by lead time: today + the item's lead time + DefaultSafetyLeadDays
	// + OffsetDays. DefaultLeadDays is for items without a lead time; while it is
	// 0 nothing is promised for them.
	DefaultLeadDays       int
	DefaultSafetyLeadDays int
	OffsetDays            int
	SkipWeekends          bool // promises fall on Monday to Friday

	// OpenOrderDays is how long after its shipment date an order still counts as
	// a requirement; then it is taken to be shipped and gone from imported stock.
	// 0: 30.
	OpenOrderDays int

	Now func() time.Time // nil: time.Now
}

// Local is the embedded back office. Safe for concurrent use, also by several
// programs over one store.
type Local struct {
	store Store
	opts  Options
}

var _ erp.System = (*Local)(nil)

// New makes a back office over a store; nothing is read yet.
func New(store Store, opts Options) *Local {
	opts.QuotePrefix = or(opts.QuotePrefix, "Q-")
	opts.OrderPrefix = or(opts.OrderPrefix, "SO-")
	opts.ContactPrefix = or(opts.ContactPrefix, "CTN-")
	opts.FirstNumber = or(opts.FirstNumber, 1001)
	opts.OpenOrderDays = or(opts.OpenOrderDays, 30)
	if opts.Now == nil {
		opts.Now = time.Now
	}
	return &Local{store: store, opts: opts}
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

func (l *Local) today() string { return l.opts.Now().Format(time.DateOnly) }

// Company is who writes the quotes; erp.ErrNotFound before the first import.
func (l *Local) Company(ctx context.Context) (erp.Company, error) {
	v, err := l.view(ctx)
	if err != nil {
		return erp.Company{}, err
	}
	return one[erp.Company](ctx, v, kindSet, "company")
}

// Check says whether there is anything to sell.
func (l *Local) Check(ctx context.Context) error {
	v, err := l.view(ctx)
	if err != nil {
		return fmt.Errorf("the local back office cannot be read: %w", err)
	}
	if v.gen == 0 {
		return fmt.Errorf("the local back office is empty: load a data folder with the import command")
	}
	return nil
}

func decode[T any](data []byte, what string) (T, error) {
	var v T
	if err := json.Unmarshal(data, &v); err != nil {
		return v, fmt.Errorf("read %s: %w", what, err)
	}
	return v, nil
}

func encode(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic("local: a record that is no JSON: " + err.Error())
	}
	return data
}
