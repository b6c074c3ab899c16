package local

import (
	"github.com/bojanz/currency"
	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/data"
)

// How a document is calculated. All of it is here.
//
//   - A row of prices.csv holds for a line if customer, price group, currency,
//     date and unit fit and the line's quantity, in the row's unit, reaches
//     min_quantity. A row's unit fits if it is the line's, or the item's base unit;
//     a base unit's price is multiplied by the base units in one.
//   - Of the rows that hold the best counts: the lowest price after discount. The
//     list price of items.csv counts where no row holds, in the company's currency
//     only. A row without a price is a discount on the list price.
//   - A price per unit has at most five decimals.
//   - A line's amount is quantity × price × (100 − discount) / 100, rounded.
//   - Tax is calculated once per percentage, on the sum of its lines, and rounded.
//   - Amounts are rounded to the decimals of the currency (CLDR), half away from
//     zero: 0.125 → 0.13, −0.125 → −0.13.
const priceDecimals = 5

var hundred = decimal.New(100, 0)

// ask is what a line's price depends on.
type ask struct {
	customer, group string
	currency, home  string // the document's and the company's
	date            string // ISO
	unit            string
	perBase         decimal.Decimal // base units in one unit
	quantity        decimal.Decimal // in unit
}

// offer is a price per unit before discount, and the discount in percent.
type offer struct {
	price, discount decimal.Decimal
}

func (o offer) net() decimal.Decimal { return o.price.Mul(hundred.Sub(o.discount)) }

// best is the offer that counts; false if there is no price in the currency.
func best(it erp.Item, rows []data.Price, q ask) (offer, bool) {
	list, listed := listPrice(it, q)
	found, ok := offer{}, false
	for _, row := range rows {
		o, holds := row2offer(it, row, q, list, listed)
		if holds && (!ok || o.net().LessThan(found.net())) {
			found, ok = o, true
		}
	}
	if !ok && listed {
		return offer{price: list}, true
	}
	return found, ok
}

func listPrice(it erp.Item, q ask) (decimal.Decimal, bool) {
	if it.Price.IsZero() || q.currency != q.home {
		return decimal.Zero, false
	}
	return it.Price.Mul(q.perBase).Round(priceDecimals), true
}

func row2offer(it erp.Item, row data.Price, q ask, list decimal.Decimal, listed bool) (offer, bool) {
	if row.Customer != "" && row.Customer != q.customer || row.Group != "" && row.Group != q.group {
		return offer{}, false
	}
	if or(row.Currency, q.home) != q.currency || row.From != "" && q.date < row.From || row.To != "" && q.date > row.To {
		return offer{}, false
	}
	factor, quantity := decimal.New(1, 0), q.quantity
	switch or(row.Unit, it.BaseUnit) {
	case q.unit:
	case it.BaseUnit:
		factor, quantity = q.perBase, q.quantity.Mul(q.perBase)
	default:
		return offer{}, false
	}
	if quantity.LessThan(row.MinQuantity) {
		return offer{}, false
	}
	if row.UnitPrice == nil {
		return offer{list, row.Discount}, listed
	}
	return offer{row.UnitPrice.Mul(factor).Round(priceDecimals), row.Discount}, true
}

// amount is a line's, without tax.
func amount(quantity, price, discount decimal.Decimal, code string) decimal.Decimal {
	return quantity.Mul(price).Mul(hundred.Sub(discount)).Shift(-2).Round(decimals(code))
}

// total fills the sums of a document from its lines.
func total(d *erp.Document) {
	d.Net, d.Taxes = decimal.Zero, nil
	for _, line := range d.Lines {
		d.Net = d.Net.Add(line.Amount)
		d.Taxes = addTax(d.Taxes, line)
	}
	d.Total = d.Net
	for i := range d.Taxes {
		t := &d.Taxes[i]
		t.Amount = t.Base.Mul(t.Percent).Shift(-2).Round(decimals(d.Currency))
		d.Total = d.Total.Add(t.Amount)
	}
}

// addTax adds a line to the tax of its percentage, in order of first appearance.
func addTax(taxes []erp.Tax, line erp.DocumentLine) []erp.Tax {
	for i := range taxes {
		if taxes[i].Percent.Equal(line.TaxPercent) {
			taxes[i].Base = taxes[i].Base.Add(line.Amount)
			return taxes
		}
	}
	return append(taxes, erp.Tax{Percent: line.TaxPercent, Base: line.Amount})
}

// decimals of a currency's amounts; 2 for one that CLDR does not know.
func decimals(code string) int32 {
	if n, ok := currency.GetDigits(code); ok {
		return int32(n)
	}
	return 2
}

// taxPercent finds the percentage for a group of items sold to a country: the
// row for both, else the country's, else the group's, else the row for anything.
// False if none holds. Without any rows there is no tax.
func taxPercent(taxes []data.Tax, group, country string) (decimal.Decimal, bool) {
	for _, want := range [][2]string{{group, country}, {"", country}, {group, ""}, {"", ""}} {
		for _, t := range taxes {
			if t.Group == want[0] && t.Country == want[1] {
				return t.Percent, true
			}
		}
	}
	return decimal.Zero, len(taxes) == 0
}
