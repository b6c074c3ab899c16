package local

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
)

// lines makes the lines. A line with the number of one that is there stays that
// line; a new one gets a number never used in this document.
func (b *builder) lines(d *erp.Document, last *int) ([]erp.DocumentLine, error) {
	if len(b.in.Lines) == 0 {
		return nil, &erp.Fault{Field: "item", Code: "not_found", Detail: "a document needs at least one line"}
	}
	before, err := b.before()
	if err != nil {
		return nil, err
	}
	lines := make([]erp.DocumentLine, 0, len(b.in.Lines))
	for i, in := range b.in.Lines {
		line, fault := b.line(d, in, before[in.No])
		if fault != nil {
			fault.Line = i + 1
			return nil, fault
		}
		if line.No == 0 {
			*last++
			line.No = *last
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// before is the lines of the document by number, after checking that the lines
// said to be changed are there once each.
func (b *builder) before() (map[int]*erp.DocumentLine, error) {
	m := map[int]*erp.DocumentLine{}
	if b.prev == nil {
		return m, nil
	}
	for i := range b.prev.Doc.Lines {
		m[b.prev.Doc.Lines[i].No] = &b.prev.Doc.Lines[i]
	}
	used := map[int]bool{}
	for i, in := range b.in.Lines {
		if in.No != 0 && (m[in.No] == nil || used[in.No]) {
			return nil, &erp.Fault{Line: i + 1, Field: "line", Code: "not_found", Value: strconv.Itoa(in.No)}
		}
		used[in.No] = true
	}
	return m, nil
}

func (b *builder) line(d *erp.Document, in erp.LineInput, prev *erp.DocumentLine) (erp.DocumentLine, *erp.Fault) {
	line := erp.DocumentLine{Item: in.Item, Variant: in.Variant, Quantity: in.Quantity, Date: in.Date}
	if prev != nil {
		line.No = prev.No
	}
	it, ok := b.items[in.Item]
	if !ok {
		return line, fault("item", "not_found", in.Item)
	}
	if it.Blocked {
		return line, fault("item", "blocked", in.Item)
	}
	if !isDate(in.Date) {
		return line, fault("date", "bad_date", in.Date)
	}
	if f := b.describe(d, it, &line); f != nil {
		return line, f
	}
	per, f := count(it, in.Unit, &line)
	if f != nil {
		return line, f
	}
	if f := b.price(d, it, in, prev, &line, per); f != nil {
		return line, f
	}
	percent, ok := taxPercent(b.taxes, it.TaxGroup, or(b.customer.Country, b.company.Country))
	if !ok {
		return line, &erp.Fault{Field: "item", Code: "not_allowed", Value: in.Item, Detail: "no tax percentage is known for it and the customer's country"}
	}
	line.TaxPercent = percent
	line.Amount = amount(line.Quantity, line.Price, line.Discount, d.Currency)
	return line, nil
}

func fault(field, code, value string) *erp.Fault {
	return &erp.Fault{Field: field, Code: code, Value: cut(value)}
}

// describe fills the words, in the document's language where there is one.
func (b *builder) describe(d *erp.Document, it erp.Item, line *erp.DocumentLine) *erp.Fault {
	line.Description = it.Name(d.Lang)
	if line.Variant == "" {
		return nil
	}
	i := slices.IndexFunc(it.Variants, func(v erp.Variant) bool { return v.Code == line.Variant })
	if i < 0 {
		return fault("variant", "not_found", line.Variant)
	}
	line.VariantText = it.Variants[i].Description
	return nil
}

// count fills unit and quantities, and returns the base units in one unit.
func count(it erp.Item, unit string, line *erp.DocumentLine) (decimal.Decimal, *erp.Fault) {
	one := decimal.New(1, 0)
	unit = or(or(unit, it.SalesUnit), it.BaseUnit)
	i := slices.IndexFunc(it.Units, func(u erp.ItemUnit) bool { return strings.EqualFold(u.Code, unit) })
	if i < 0 {
		return one, fault("unit", "unit_unknown", unit)
	}
	if f := checkNumber("quantity", line.Quantity, maxQuantity); f != nil {
		return one, f
	}
	if !line.Quantity.IsPositive() {
		return one, fault("quantity", "not_positive", line.Quantity.String())
	}
	line.Unit, line.BaseUnit = it.Units[i].Code, it.BaseUnit
	line.BaseQty = line.Quantity.Mul(it.Units[i].PerBase)
	return it.Units[i].PerBase, nil
}

// checkNumber bounds a number's size and decimals before anything is done with it.
func checkNumber(field string, d, limit decimal.Decimal) *erp.Fault {
	if d.Exponent() < -30 || d.Exponent() > 15 {
		return &erp.Fault{Field: field, Code: "bad_number"}
	}
	if d.Abs().GreaterThanOrEqual(limit) || !d.Equal(d.Round(priceDecimals)) {
		return fault(field, "bad_number", d.String())
	}
	return nil
}

// price fills price and discount: what a person says, else what holds already
// (price and discount fixed by a person, or a line that is as it was), else what
// the lists say on the document's date.
func (b *builder) price(d *erp.Document, it erp.Item, in erp.LineInput, prev *erp.DocumentLine, line *erp.DocumentLine, per decimal.Decimal) *erp.Fault {
	if f := checkSaid(in); f != nil {
		return f
	}
	in = withoutEcho(in, prev)
	found, ok := b.lookup(d, it, line, per)
	if kept := b.kept(d, prev, line, in.Reprice); kept != nil {
		found, ok, line.PriceFixed = offer{kept.Price, kept.Discount}, true, kept.PriceFixed
	}
	if in.Price != nil {
		found, ok = offer{*in.Price, discountBefore(prev, in)}, true
	}
	if !ok {
		return &erp.Fault{Field: "price", Code: "not_found", Value: it.Number, Detail: "there is no price in " + d.Currency}
	}
	if in.Discount != nil {
		found.discount = *in.Discount
	}
	line.Price, line.Discount = found.price, found.discount
	line.PriceFixed = line.PriceFixed || in.Price != nil || in.Discount != nil
	return nil
}

// discountBefore goes with a price said without a discount: the line's own so
// far, and none on a new line.
func discountBefore(prev *erp.DocumentLine, in erp.LineInput) decimal.Decimal {
	if prev == nil || prev.Item != in.Item {
		return decimal.Zero
	}
	return prev.Discount
}

func (b *builder) lookup(d *erp.Document, it erp.Item, line *erp.DocumentLine, per decimal.Decimal) (offer, bool) {
	return best(it, b.prices[it.Number], ask{
		customer: b.customer.Number, group: b.customer.PriceGroup, currency: d.Currency, home: b.company.Currency,
		date: d.Date, unit: line.Unit, perBase: per, quantity: line.Quantity,
	})
}

func checkSaid(in erp.LineInput) *erp.Fault {
	if in.Price != nil {
		if f := checkNumber("price", *in.Price, maxQuantity); f != nil {
			return f
		}
		if in.Price.IsNegative() {
			return fault("price", "bad_number", in.Price.String())
		}
	}
	if in.Discount != nil {
		if f := checkNumber("discount", *in.Discount, maxQuantity); f != nil {
			return f
		}
		if in.Discount.IsNegative() || in.Discount.GreaterThan(hundred) {
			return fault("discount", "bad_number", in.Discount.String())
		}
	}
	return nil
}

// withoutEcho takes out a price or discount that only repeats what the line has:
// a dialog sends all its fields back, and that decides nothing.
func withoutEcho(in erp.LineInput, prev *erp.DocumentLine) erp.LineInput {
	if prev == nil || prev.Item != in.Item {
		return in
	}
	if in.Price != nil && in.Price.Equal(prev.Price) {
		in.Price = nil
	}
	if in.Discount != nil && in.Discount.Equal(prev.Discount) {
		in.Discount = nil
	}
	return in
}

// kept is the line whose price still holds, or nil. A price fixed by a person
// holds for the same item, variant and unit whatever the quantity; any other for
// a line that did not change at all, so that what was quoted stays quoted.
func (b *builder) kept(d *erp.Document, prev *erp.DocumentLine, line *erp.DocumentLine, reprice bool) *erp.DocumentLine {
	if prev == nil || reprice || b.prev.Doc.Customer != d.Customer || b.prev.Doc.Currency != d.Currency {
		return nil
	}
	if prev.Item != line.Item || prev.Variant != line.Variant || prev.Unit != line.Unit {
		return nil
	}
	if prev.PriceFixed || prev.Quantity.Equal(line.Quantity) {
		return prev
	}
	return nil
}
