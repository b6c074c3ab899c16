package local

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/data"
)

// Limits of a document. Whatever is larger is refused with a Fault.
const (
	MaxLines = 5000
	MaxRunes = 250 // of a text field
)

var maxQuantity = decimal.New(1, 12)

// stored is a document as it is kept.
type stored struct {
	Doc      erp.Document `json:"doc"`
	Ver      int64        `json:"ver"`
	LastNo   int          `json:"last_no"` // numbers of lines are not used again
	Location string       `json:"location,omitempty"`
	Keys     []string     `json:"keys,omitempty"` // of the last updates
}

// builder makes a document out of what was said about it.
type builder struct {
	in       erp.DocumentInput
	prev     *stored // nil: new
	company  erp.Company
	customer erp.Customer // zero: none
	contact  erp.Contact
	taxes    []data.Tax
	items    map[string]erp.Item
	prices   map[string][]data.Price
	today    string
}

// build makes the document, or a Fault.
func (l *Local) build(ctx context.Context, v view, in erp.DocumentInput, prev *stored) (*stored, error) {
	b := &builder{in: in, prev: prev, today: l.today()}
	if err := b.load(ctx, l, v); err != nil {
		return nil, err
	}
	out := &stored{Location: or(b.customer.Location, b.company.Location)}
	if prev != nil {
		out.Ver, out.LastNo, out.Keys = prev.Ver, prev.LastNo, prev.Keys
		out.Doc = prev.Doc
	}
	if err := b.header(ctx, l, v, &out.Doc); err != nil {
		return nil, err
	}
	lines, err := b.lines(&out.Doc, &out.LastNo)
	if err != nil {
		return nil, err
	}
	out.Doc.Lines = lines
	total(&out.Doc)
	return out, nil
}

// load reads everything the document needs, in few reads whatever its length.
func (b *builder) load(ctx context.Context, l *Local, v view) error {
	if len(b.in.Lines) > MaxLines {
		return &erp.Fault{Line: MaxLines + 1, Field: "item", Code: "too_long", Detail: fmt.Sprintf("a document has at most %d lines", MaxLines)}
	}
	var err error
	if b.company, err = one[erp.Company](ctx, v, kindSet, "company"); err != nil {
		return err
	}
	if b.taxes, _, err = maybe[[]data.Tax](ctx, v, kindSet, "tax"); err != nil {
		return err
	}
	if err := b.party(ctx, l, v); err != nil {
		return err
	}
	var numbers []string
	for _, line := range b.in.Lines {
		numbers = append(numbers, line.Item)
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	if b.items, err = many[erp.Item](ctx, v, kindItem, numbers); err != nil {
		return err
	}
	b.prices, err = many[[]data.Price](ctx, v, kindPrice, numbers)
	return err
}

// party finds customer and contact, who have to belong together.
func (b *builder) party(ctx context.Context, l *Local, v view) error {
	if b.in.Contact != "" {
		c, ok, err := l.contact(ctx, v, b.in.Contact)
		if err != nil {
			return err
		}
		if !ok {
			return &erp.Fault{Field: "customer", Code: "not_found", Value: b.in.Contact, Detail: "there is no such contact"}
		}
		if b.in.Customer != "" && c.Customer != b.in.Customer {
			return &erp.Fault{Field: "customer", Code: "not_allowed", Value: b.in.Customer, Detail: "the contact is not this customer's"}
		}
		b.contact, b.in.Customer = c, c.Customer
	}
	if b.in.Customer == "" {
		return nil
	}
	c, err := customerFor(ctx, v, b.in.Customer)
	b.customer = c
	return err
}

// customerFor is a customer one may sell to.
func customerFor(ctx context.Context, v view, number string) (erp.Customer, error) {
	c, ok, err := maybe[erp.Customer](ctx, v, kindCustomer, number)
	switch {
	case err != nil:
		return c, err
	case !ok:
		return c, &erp.Fault{Field: "customer", Code: "not_found", Value: number}
	case c.Blocked != "":
		return c, &erp.Fault{Field: "customer", Code: "blocked", Value: number, Detail: c.Blocked}
	}
	return c, nil
}

func (b *builder) header(ctx context.Context, l *Local, v view, d *erp.Document) error {
	if utf8.RuneCountInString(b.in.Reference) > MaxRunes {
		return &erp.Fault{Field: "reference", Code: "too_long", Value: cut(b.in.Reference)}
	}
	if !isDate(b.in.Requested) {
		return &erp.Fault{Field: "date", Code: "bad_date", Value: cut(b.in.Requested)}
	}
	d.Customer, d.Contact, d.Attention = b.customer.Number, b.contact.Number, b.contact.Name
	d.Requested, d.Reference, d.ShipToCode = b.in.Requested, b.in.Reference, b.in.ShipTo
	d.Currency = or(b.customer.Currency, b.company.Currency)
	d.Lang = or(or(b.in.Lang, b.contact.Lang), b.customer.Lang)
	d.Date = or(d.Date, b.today)
	if !b.in.Date.IsZero() {
		d.Date = b.in.Date.Format(time.DateOnly)
	}
	d.BillTo = erp.Address{Name: or(b.customer.Name, b.contact.Name), Address: b.customer.Address, City: b.customer.City,
		PostCode: b.customer.PostCode, Country: b.customer.Country}
	d.ShipTo = d.BillTo
	if b.in.ShipTo == "" {
		return nil
	}
	return b.shipTo(ctx, v, d)
}

func (b *builder) shipTo(ctx context.Context, v view, d *erp.Document) error {
	all, _, err := maybe[[]erp.Address](ctx, v, kindAddress, b.customer.Number)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(a erp.Address) bool { return a.Code == b.in.ShipTo })
	if i < 0 || b.customer.Number == "" {
		return &erp.Fault{Field: "ship_to", Code: "not_found", Value: cut(b.in.ShipTo)}
	}
	d.ShipTo = all[i]
	return nil
}

func isDate(s string) bool {
	if s == "" {
		return true
	}
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// cut shortens a value for a message, visibly.
func cut(s string) string {
	r := []rune(strings.ToValidUTF8(s, "\uFFFD"))
	if len(r) <= 80 {
		return string(r)
	}
	return string(r[:79]) + "…"
}
