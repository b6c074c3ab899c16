package data

import (
	"slices"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
)

// ofItem checks that a variant and a unit are the item's own. Variants and
// item_units are read before anything that names them.
func (rd *reader) ofItem(r *row, it *Item, variant, unit string) {
	if variant != "" && !rd.broken["variants"] && !slices.ContainsFunc(it.Variants, func(v erp.Variant) bool { return v.Code == variant }) {
		r.wrong("variant", variant, "item %s has no such variant in %s.", it.Number, rd.src.file("variants"))
	}
	if unit != "" && !rd.broken["item_units"] && unit != it.BaseUnit && !hasUnit(it, unit) {
		r.wrong("unit", unit, "item %s is not counted in this unit; add it to %s.", it.Number, rd.src.file("item_units"))
	}
}

func hasUnit(it *Item, unit string) bool {
	return slices.ContainsFunc(it.Units, func(u erp.ItemUnit) bool { return u.Code == unit })
}

// finish looks at what needs all tables, and fills what goes without saying.
func (rd *reader) finish() {
	for i := range rd.set.Items {
		rd.finishItem(&rd.set.Items[i])
	}
	rd.finishCurrency()
	rd.finishHistory()
	if len(rd.set.Taxes) == 0 && !rd.broken["tax"] {
		rd.warn(Mistake{File: rd.src.file("tax"), Text: "there are no taxes; every document will be without tax."})
	}
}

func (rd *reader) finishItem(it *Item) {
	if it.BaseUnit != "" && !hasUnit(it, it.BaseUnit) {
		it.Units = slices.Insert(it.Units, 0, erp.ItemUnit{Code: it.BaseUnit, PerBase: decimal.New(1, 0)})
	}
	if it.SalesUnit != "" && !hasUnit(it, it.SalesUnit) && !rd.broken["item_units"] {
		rd.mistakes.add(Mistake{File: rd.src.file("items"), Line: rd.seen["\x00line\x00"+it.Number], Column: "sales_unit", Value: it.SalesUnit,
			Text: "the item is not counted in this unit; add it to " + rd.src.file("item_units") + "."})
	}
}

// finishCurrency finds the company's currency where it is not written: the one
// all customers have, else the euro.
func (rd *reader) finishCurrency() {
	c := &rd.set.Company
	if c.Currency != "" {
		return
	}
	for _, cu := range rd.set.Customers {
		if c.Currency == "" {
			c.Currency = cu.Currency
		}
		if cu.Currency != "" && cu.Currency != c.Currency {
			c.Currency = "EUR"
			break
		}
	}
	if c.Currency == "" {
		c.Currency = "EUR"
	}
	rd.warn(Mistake{File: rd.src.file("company"), Column: "currency", Text: "no currency is written; list prices are taken to be in " + c.Currency + "."})
}

// gtin is a bar code number. A check digit that is wrong is only a warning: it
// may be what is printed on the box.
func (r *row) gtin(name string) string {
	v := r.raw(name)
	if v == "" {
		return ""
	}
	if r.rd.src.spreadsheet() && !allDigits(v) {
		if d, ok := sheetNumber(v); ok && d.IsInteger() {
			v = d.String()
		}
	}
	if !ValidGTIN(v) {
		r.warn(name, v, "this is not a GTIN: the check digit or the length is wrong.")
	}
	return v
}

func allDigits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

// ValidGTIN checks length and check digit of a GTIN-8, -12, -13 or -14 (GS1
// General Specifications, 7.9).
func ValidGTIN(s string) bool {
	if !allDigits(s) || !slices.Contains([]int{8, 12, 13, 14}, len(s)) {
		return false
	}
	sum := 0
	for i := range len(s) {
		n := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			n *= 3
		}
		sum += n
	}
	return sum%10 == 0
}
