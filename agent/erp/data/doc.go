// Package data reads a data folder: the company, items, customers and all that
// belongs to them, as CSV files or as the sheets of one XLSX workbook.
//
// It checks everything and reports every mistake at once, each with file (or
// sheet), line, column, value and one sentence; a Dataset comes back only if there
// is none. It keeps nothing and knows no back office: package local imports what
// it returns.
//
// On the way through: source.go yields the rows of a table whatever the format,
// schema.go says which columns a table has, row.go turns cells into values and
// notes mistakes, tables.go fills the Dataset table by table, and check.go looks
// at what can only be seen when all of it is there.
package data

import (
	"time"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
)

// Dataset is a checked data folder.
type Dataset struct {
	Company   erp.Company
	Items     []Item // in order of the file
	Customers []erp.Customer
	Contacts  []erp.Contact
	Addresses map[string][]erp.Address // by customer number
	Units     []erp.Unit
	Synonyms  []erp.Synonyms
	Taxes     []Tax
	Prices    map[string][]Price // by item number
	Stock     map[string][]Stock
	Supply    map[string][]Movement
	Demand    map[string][]Movement
	History   map[string][]erp.Purchase // by customer number, the latest first

	// Warnings are odd but usable: two contacts with one address, a bar code
	// whose check digit is wrong, an item without a price.
	Warnings []Mistake
}

// Item is an item with the stock that items.csv itself names.
type Item struct {
	erp.Item
	Inventory decimal.Decimal // of items.csv; counts where stock.csv says nothing of the item
}

// Tax is the percentage for items of a group sold to a country; "" means any.
type Tax struct {
	Group   string          `json:"group,omitempty"`
	Country string          `json:"country,omitempty"`
	Percent decimal.Decimal `json:"percent"`
}

// Price is one row of prices.csv.
type Price struct {
	UnitPrice   *decimal.Decimal `json:"unit_price,omitempty"` // nil: the list price, with Discount
	Customer    string           `json:"customer,omitempty"`
	Group       string           `json:"group,omitempty"`
	MinQuantity decimal.Decimal  `json:"min_quantity,omitzero"`
	Unit        string           `json:"unit,omitempty"`     // "": the base unit
	From        string           `json:"from,omitempty"`     // ISO date, inclusive
	To          string           `json:"to,omitempty"`       // ISO date, inclusive
	Discount    decimal.Decimal  `json:"discount,omitzero"`  // percent
	Currency    string           `json:"currency,omitempty"` // "": the company's
}

// Stock is what lies at a location, in base units.
type Stock struct {
	Location string          `json:"location,omitempty"`
	Variant  string          `json:"variant,omitempty"`
	Quantity decimal.Decimal `json:"quantity"`
}

// Movement is a scheduled receipt or requirement, in base units.
type Movement struct {
	Date     string          `json:"date"` // ISO
	Location string          `json:"location,omitempty"`
	Quantity decimal.Decimal `json:"quantity"`
}

// Progress is told how far reading is. Only the ratio of done and total means
// something; file is what is being read.
type Progress func(done, total int, file string)

// Limits of what is read. They keep a wrong file from filling the memory.
const (
	MaxFileBytes = 1 << 30
	MaxRows      = 5_000_000 // of one table
	MaxColumns   = 64
	dateForm     = time.DateOnly
)
