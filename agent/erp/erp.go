// Package erp is the port to the back office: what the agent asks of the system
// that holds customers, items, quotes and orders. The system decides prices,
// discounts, tax, totals and numbers; the agent never does.
//
// Package local is the embedded back office. Business Central and Tryton fit
// behind the same port: versions are opaque (an ETag, a write date), creating
// takes a key that the system keeps with the document (an external document
// number), and every list is bounded or a sequence.
package erp

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// System is a whole back office.
type System interface {
	Directory
	Items
	Documents
	// Company is who writes the quotes.
	Company(ctx context.Context) (Company, error)
	// Check says in one sentence what is wrong with the connection or its rights; nil if nothing.
	Check(ctx context.Context) error
}

// Directory is customers and their people.
type Directory interface {
	// ContactsByEmail finds contacts by exact address, whatever its case.
	ContactsByEmail(ctx context.Context, address string) ([]Contact, error)
	Contact(ctx context.Context, number string) (Contact, error)
	Customer(ctx context.Context, number string) (Customer, error)
	Addresses(ctx context.Context, customer string) ([]Address, error)
	// SearchContacts finds contacts by words of their name, company or mail
	// domain; suggestions only.
	SearchContacts(ctx context.Context, words string, limit int) ([]Contact, error)
	SearchCustomers(ctx context.Context, words string, limit int) ([]Customer, error)
	// CreateContact makes a contact once: the same key again returns the one made first.
	CreateContact(ctx context.Context, key string, c Contact) (Contact, error)
	// AddContactEmail adds a further address to a contact; adding it twice is fine.
	AddContactEmail(ctx context.Context, number, address string) (Contact, error)
}

// Items is what can be sold.
type Items interface {
	Item(ctx context.Context, number string) (Item, error)
	// AllItems are all items with everything the search needs, in order of number.
	AllItems(ctx context.Context) iter.Seq2[Item, error]
	// ItemsChanged is the numbers of items changed or removed after mark, and the
	// mark for next time. An empty mark asks only for the present one.
	ItemsChanged(ctx context.Context, mark string) (numbers []string, next string, err error)
	Units(ctx context.Context) ([]Unit, error)
	Synonyms(ctx context.Context) ([]Synonyms, error)
	// Availability is what can be had of an item on a date at a location.
	Availability(ctx context.Context, q AvailabilityQuery) (Availability, error)
}

// Documents is quotes and orders.
type Documents interface {
	// CreateQuote makes a quote once: the same key again returns the one made first.
	CreateQuote(ctx context.Context, key string, d DocumentInput) (Document, error)
	// UpdateQuote replaces header and lines. ErrChanged if version is not the present
	// one, unless the same key did it.
	UpdateQuote(ctx context.Context, key, number, version string, d DocumentInput) (Document, error)
	UpdateOrder(ctx context.Context, key, number, version string, d DocumentInput) (Document, error)
	Document(ctx context.Context, kind Kind, number string) (Document, error)
	// MakeOrder turns a quote into an order once. ErrChanged if the quote's version
	// is not the present one; with version "" any version is taken.
	MakeOrder(ctx context.Context, key, quote, version string) (Document, error)
	// OrderOfQuote is the order made from a quote by whomever; ErrNotFound if there is none.
	OrderOfQuote(ctx context.Context, quote string) (Document, error)
	// Purchases is what a customer ordered since a day (ISO), the latest first: each
	// item and variant once, at most limit. What was only quoted is not among it: a
	// guess of ours that the customer did not take would prove itself.
	Purchases(ctx context.Context, customer, since string, limit int) ([]Purchase, error)
}

// Purchase is an item that a customer ordered, as of the last time.
type Purchase struct {
	Item    string `json:"item"`
	Variant string `json:"variant,omitempty"`
	Date    string `json:"date"`            // ISO
	Order   string `json:"order,omitempty"` // its number; "" where the system cannot say
}

// Errors of every system. Wrapped with what was being done; Fault carries the
// system's own words where there are some.
var (
	ErrNotFound = errors.New("not found in the back office")
	ErrChanged  = errors.New("changed meanwhile in the back office")
	ErrRefused  = errors.New("refused by the back office") // a rule; trying again is no use
)

// Fault is a refusal of a value with its place.
type Fault struct {
	Line   int    // from 1; 0: the header
	Field  string // item, variant, quantity, unit, price, discount, date, reference, ship_to, customer
	Code   string // not_found, blocked, not_positive, too_long, unit_unknown, bad_date, bad_number, not_allowed
	Value  string
	Detail string // the system's own words, if it has any
}

func (f *Fault) Error() string {
	s := f.Field + " " + f.Code + ": " + f.Value
	if f.Detail != "" {
		s += " (" + f.Detail + ")"
	}
	return s
}

func (f *Fault) Unwrap() error { return ErrRefused }

// Company is who sells.
type Company struct {
	Name           string `json:"name"`
	Address        string `json:"address,omitempty"`
	City           string `json:"city,omitempty"`
	PostCode       string `json:"post_code,omitempty"`
	Country        string `json:"country,omitempty"`
	Email          string `json:"email,omitempty"`
	Phone          string `json:"phone,omitempty"`
	RegistrationNo string `json:"registration_no,omitempty"`
	Currency       string `json:"currency,omitempty"`
	Location       string `json:"location,omitempty"` // where stock is if a customer has none of its own
}

// Contact is a person at a customer, or at nobody yet.
type Contact struct {
	Number   string   `json:"number"`
	Name     string   `json:"name"`
	Emails   []string `json:"emails,omitempty"`
	Customer string   `json:"customer,omitempty"`
	Company  string   `json:"company,omitempty"` // the customer's name
	Lang     string   `json:"lang,omitempty"`
}

// Customer is who buys.
type Customer struct {
	Number      string          `json:"number"`
	Name        string          `json:"name"`
	Address     string          `json:"address,omitempty"`
	City        string          `json:"city,omitempty"`
	PostCode    string          `json:"post_code,omitempty"`
	Country     string          `json:"country,omitempty"`
	Currency    string          `json:"currency,omitempty"`
	Lang        string          `json:"lang,omitempty"`
	Location    string          `json:"location,omitempty"`
	PriceGroup  string          `json:"price_group,omitempty"`
	Blocked     string          `json:"blocked,omitempty"`     // "": not; else the system's word
	CreditLimit decimal.Decimal `json:"credit_limit,omitzero"` // 0: none
	Balance     decimal.Decimal `json:"balance,omitzero"`
	Overdue     decimal.Decimal `json:"overdue,omitzero"`
}

// Address is where a customer may have goods sent.
type Address struct {
	Code     string `json:"code"` // "" is the customer's own
	Name     string `json:"name"`
	Address  string `json:"address,omitempty"`
	City     string `json:"city,omitempty"`
	PostCode string `json:"post_code,omitempty"`
	Country  string `json:"country,omitempty"`
}

// Item is something sold.
type Item struct {
	Number           string            `json:"number"`
	Description      string            `json:"description"`
	Description2     string            `json:"description_2,omitempty"`
	BaseUnit         string            `json:"base_unit"`
	SalesUnit        string            `json:"sales_unit,omitempty"`
	Category         string            `json:"category,omitempty"`
	CategoryPath     string            `json:"category_path,omitempty"`
	Price            decimal.Decimal   `json:"price,omitzero"`
	VendorItemNumber string            `json:"vendor_item_number,omitempty"`
	GTIN             string            `json:"gtin,omitempty"`
	LeadTimeDays     int               `json:"lead_time_days,omitempty"`
	SafetyStock      decimal.Decimal   `json:"safety_stock,omitzero"`
	TaxGroup         string            `json:"tax_group,omitempty"`
	Blocked          bool              `json:"blocked,omitempty"`
	ExtendedText     string            `json:"extended_text,omitempty"`
	Variants         []Variant         `json:"variants,omitempty"`
	Units            []ItemUnit        `json:"units,omitempty"` // always with the base unit
	Identifiers      []Identifier      `json:"identifiers,omitempty"`
	Attributes       []Attribute       `json:"attributes,omitempty"`
	Translations     map[string]string `json:"translations,omitempty"` // language → description
	Substitutes      []string          `json:"substitutes,omitempty"`
}

// Name is what the item is called in a language ("de-AT" falls back to "de"), else
// its own description.
func (it *Item) Name(lang string) string {
	base, _, _ := strings.Cut(lang, "-")
	return cmp.Or(it.Translations[lang], it.Translations[base], it.Description)
}

// Variant is a colour, a size, a finish of an item.
type Variant struct {
	Code        string `json:"code"`
	Description string `json:"description,omitempty"`
}

// ItemUnit is a unit an item is counted in.
type ItemUnit struct {
	Code    string          `json:"code"`
	PerBase decimal.Decimal `json:"per_base"` // base units in one
}

// Identifier is another name of an item.
type Identifier struct {
	Value   string `json:"value"`
	Kind    string `json:"kind"`            // barcode, vendor, customer
	Party   string `json:"party,omitempty"` // the customer or vendor whose name it is
	Variant string `json:"variant,omitempty"`
	Unit    string `json:"unit,omitempty"`

	Description string `json:"description,omitempty"` // what the party calls it
}

// Attribute is a property of an item.
type Attribute struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Unit is a unit of measure.
type Unit struct {
	Code        string `json:"code"`
	Description string `json:"description"`
}

// Synonyms are words that mean the same in a language.
type Synonyms struct {
	Lang  string   `json:"lang"`
	Words []string `json:"words"`
}

// AvailabilityQuery asks for stock. Quantity is in base units.
type AvailabilityQuery struct {
	Item     string
	Variant  string
	Location string // "": the company's
	Date     time.Time
	Today    time.Time
	Quantity decimal.Decimal
}

// Availability answers an AvailabilityQuery, in base units.
type Availability struct {
	Available decimal.Decimal // inventory + scheduled receipts − gross requirements at Date
	// Promise is the earliest date the quantity can be shipped: from stock, from a
	// receipt, or by lead time and safety lead time. Zero if the system cannot say.
	Promise time.Time
	// ByLeadTime says that Promise rests on buying or making it anew.
	ByLeadTime bool
}

// Kind is quote or order.
type Kind string

const (
	Quote Kind = "quote"
	Order Kind = "order"
)

// DocumentInput is what the agent or a person says about a document. The system
// fills in everything else.
type DocumentInput struct {
	Customer  string // or "" for a contact without a customer
	Contact   string
	Requested string // ISO date or ""
	Reference string
	ShipTo    string // address code
	Lang      string // for descriptions
	Date      time.Time
	Lines     []LineInput
}

// LineInput is one line. Nil Price and Discount mean the system's own.
type LineInput struct {
	No       int // of the line changed; 0 for a new one
	Item     string
	Variant  string
	Quantity decimal.Decimal
	Unit     string // "": the item's sales unit
	Date     string // promised shipment, ISO; "" for the header's
	Price    *decimal.Decimal
	Discount *decimal.Decimal // percent
	Reprice  bool             // take the system's price again though a person fixed one
}

// Document is a quote or an order.
type Document struct {
	Kind       Kind            `json:"kind"`
	Number     string          `json:"number"`
	Version    string          `json:"version"`
	Key        string          `json:"key,omitempty"`     // external document number: who made it
	Quote      string          `json:"quote,omitempty"`   // an order's quote
	Ordered    string          `json:"ordered,omitempty"` // a quote's order, once made
	Customer   string          `json:"customer,omitempty"`
	Contact    string          `json:"contact,omitempty"`
	BillTo     Address         `json:"bill_to"`
	ShipToCode string          `json:"ship_to_code,omitempty"`
	ShipTo     Address         `json:"ship_to"`
	Attention  string          `json:"attention,omitempty"` // the contact's name
	Date       string          `json:"date"`                // ISO
	Requested  string          `json:"requested,omitempty"`
	Reference  string          `json:"reference,omitempty"`
	Currency   string          `json:"currency"`
	Lang       string          `json:"lang,omitempty"`
	Lines      []DocumentLine  `json:"lines"`
	Net        decimal.Decimal `json:"net"`
	Taxes      []Tax           `json:"taxes,omitempty"`
	Total      decimal.Decimal `json:"total"`
}

// DocumentLine is one line of a document.
type DocumentLine struct {
	No          int             `json:"no"` // stays with the line when others come and go
	Item        string          `json:"item"`
	Variant     string          `json:"variant,omitempty"`
	Description string          `json:"description"`
	VariantText string          `json:"variant_text,omitempty"`
	Quantity    decimal.Decimal `json:"quantity"`
	Unit        string          `json:"unit"`
	BaseQty     decimal.Decimal `json:"base_qty"` // Quantity in the item's base unit
	BaseUnit    string          `json:"base_unit"`
	Price       decimal.Decimal `json:"price"`                 // per Unit, before discount
	PriceFixed  bool            `json:"price_fixed,omitempty"` // a person set price or discount
	Discount    decimal.Decimal `json:"discount,omitzero"`     // percent
	Amount      decimal.Decimal `json:"amount"`                // without tax, rounded as the currency is
	TaxPercent  decimal.Decimal `json:"tax_percent"`
	Date        string          `json:"date,omitempty"` // promised shipment
}

// Tax is the tax of all lines of one percentage.
type Tax struct {
	Percent decimal.Decimal `json:"percent"`
	Base    decimal.Decimal `json:"base"`
	Amount  decimal.Decimal `json:"amount"`
}
