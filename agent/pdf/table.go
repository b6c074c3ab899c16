package pdf

import (
	"strconv"
	"strings"

	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/props"
	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
)

// table is the columns of the lines, in hundredths of the width. The discount
// has a column only if a line has one.
type table struct {
	*sheet
	discount bool
	text     int // the description's column takes what the others leave
}

const (
	wPosition = 5
	wItem     = 14
	wQuantity = 9
	wUnit     = 8
	wPrice    = 13
	wDiscount = 8
	wAmount   = 14
)

func (s *sheet) newTable() *table {
	t := &table{sheet: s, text: grid - wPosition - wItem - wQuantity - wUnit - wPrice - wAmount}
	for _, l := range s.Document.Lines {
		if !l.Discount.IsZero() {
			t.discount = true
			t.text -= wDiscount
			break
		}
	}
	return t
}

// heading names the columns.
func (t *table) heading() strip {
	left, right := look{size: 7.5, bold: true}, look{size: 7.5, bold: true, right: true}
	w := t.words
	blocks := []*block{
		newBlock(wPosition).add(w.T("pdf.position"), left),
		newBlock(wItem).add(w.T("pdf.item"), left),
		newBlock(t.text).add(w.T("pdf.item_text"), left),
		newBlock(wQuantity).add(w.T("pdf.quantity"), right),
		newBlock(wUnit).add(w.T("pdf.unit"), left),
		newBlock(wPrice).add(w.T("pdf.price"), right),
	}
	if t.discount {
		blocks = append(blocks, newBlock(wDiscount).add(w.T("pdf.discount"), right))
	}
	blocks = append(blocks, newBlock(wAmount).add(w.T("pdf.amount"), right))
	return beside(1.4, 1.2, blocks...).styled(&props.Cell{BackgroundColor: tint})
}

// row is one line of the document; i counts from 0.
func (t *table) row(i int, l erp.DocumentLine) strip {
	left, right := look{size: 8.5}, look{size: 8.5, right: true}
	w, d := t.words, t.Document
	blocks := []*block{
		newBlock(wPosition).add(strconv.Itoa(i+1), look{size: 8.5, color: pale}),
		newBlock(wItem).add(l.Item, left),
		t.description(l),
		newBlock(wQuantity).figure(w.Decimal(l.Quantity.String()), right),
		newBlock(wUnit).add(l.Unit, left),
		newBlock(wPrice).figure(w.Amount(l.Price.String(), d.Currency), right),
	}
	if t.discount {
		blocks = append(blocks, newBlock(wDiscount).figure(t.percent(l.Discount), right))
	}
	blocks = append(blocks, newBlock(wAmount).figure(w.Amount(l.Amount.String(), d.Currency), right))
	return beside(1.1, 0.9, blocks...).styled(&props.Cell{
		BorderType: border.Bottom, BorderColor: rule, BorderThickness: 0.12})
}

func (t *table) percent(d decimal.Decimal) string {
	if d.IsZero() {
		return ""
	}
	return t.words.Percent(d.String())
}

// description is the item's words, its variant, and the promised date where it
// is not the date the customer asked for.
func (t *table) description(l erp.DocumentLine) *block {
	b := newBlock(t.text)
	words := l.Description
	if v := variant(l); v != "" {
		words = strings.TrimSpace(words + ", " + v)
	}
	b.add(words, look{size: 8.5})
	if l.Date != "" && l.Date != t.Document.Requested {
		b.add(t.words.T("pdf.shipment", map[string]string{"Date": t.words.Date(l.Date)}), look{size: 7.5, color: pale})
	}
	return b
}

// variant is the variant's words, or its code, unless the description has them.
func variant(l erp.DocumentLine) string {
	v := l.VariantText
	if v == "" {
		v = l.Variant
	}
	if strings.Contains(strings.ToLower(l.Description), strings.ToLower(v)) {
		return ""
	}
	return v
}

// totals is net, tax per percentage, and the total.
func (s *sheet) totals() []strip {
	d, w := s.Document, s.words
	amount := func(x decimal.Decimal) string { return w.Amount(x.String(), d.Currency) }
	out := []strip{space(3), s.sum(w.T("pdf.net"), amount(d.Net), plain)}
	for _, tax := range d.Taxes {
		words := w.T("pdf.tax", map[string]string{"Percent": w.Percent(tax.Percent.String()), "Base": amount(tax.Base)})
		out = append(out, s.sum(words, amount(tax.Amount), plain))
	}
	total := s.sum(w.T("pdf.total", map[string]string{"Currency": d.Currency}), amount(d.Total), look{size: 10.5, bold: true})
	return append(out, total.styled(&props.Cell{BackgroundColor: tint}))
}

func (s *sheet) sum(name, amount string, l look) strip {
	r := l
	r.right = true
	return beside(1, 0.9, newBlock(44), newBlock(34).add(name, l), newBlock(22).figure(amount, r))
}

// terms are the words below the totals.
func (s *sheet) terms() []strip {
	var out []strip
	for i, paragraph := range strings.Split(strings.TrimSpace(s.Terms), "\n") {
		if clean(paragraph) == "" {
			continue
		}
		above := 0.6
		if i == 0 {
			above = 6
		}
		out = append(out, beside(above, 0, newBlock(grid).add(paragraph, small)))
	}
	return out
}
