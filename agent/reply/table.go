package reply

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// Table is what stands in a mail for the line "[summary]": everything in it is
// text in the customer's format. It is stored as JSON.
type Table struct {
	Facts   []Fact     `json:"facts,omitempty"` // above the table
	Columns []Column   `json:"columns,omitempty"`
	Rows    [][]string `json:"rows,omitempty"`
	More    string     `json:"more,omitempty"` // says what was cut
	Sums    []Fact     `json:"sums,omitempty"` // below; the last is the total
}

// Column is a column's head. Flex takes the room that is left.
type Column struct {
	Head  string `json:"head"`
	Right bool   `json:"right,omitempty"`
	Flex  bool   `json:"flex,omitempty"`
}

// Fact is a label and its value.
type Fact struct {
	Label string `json:"label"`
	Value string `json:"value"`
	Colon string `json:"colon,omitempty"` // between them in plain text, with its spaces
}

func (f Fact) line() string {
	if f.Colon == "" {
		f.Colon = ": "
	}
	return f.Label + f.Colon + f.Value
}

// Empty says whether there is nothing to show.
func (t Table) Empty() bool { return len(t.Rows) == 0 && len(t.Facts) == 0 && len(t.Sums) == 0 }

// MaxRows is how many lines a mail shows; all of them are in the attached document.
const MaxRows = 100

func (w *writer) documentTable(d *erp.Document) Table {
	discount := hasDiscount(d)
	t := Table{Facts: w.facts(d), Columns: w.documentColumns(d.Currency, discount), Sums: w.sums(d)}
	for i, l := range d.Lines {
		if i == MaxRows {
			t.More = w.say("more_lines."+kindOf(d), lang.Args{"Count": count(len(d.Lines) - MaxRows)})
			break
		}
		t.Rows = append(t.Rows, w.documentRow(i, l, d, discount))
	}
	return t
}

func kindOf(d *erp.Document) string {
	if d.Kind == erp.Order {
		return "order"
	}
	return "quote"
}

func hasDiscount(d *erp.Document) bool {
	for _, l := range d.Lines {
		if !l.Discount.IsZero() {
			return true
		}
	}
	return false
}

func (w *writer) documentColumns(currency string, discount bool) []Column {
	args := lang.Args{"Currency": currency}
	columns := []Column{
		{Head: w.say("column.position")}, {Head: w.say("column.item")},
		{Head: w.say("column.what"), Flex: true}, {Head: w.say("column.quantity"), Right: true},
		{Head: w.say("column.price"), Right: true}}
	if discount {
		columns = append(columns, Column{Head: w.say("column.discount"), Right: true})
	}
	return append(columns, Column{Head: w.say("column.amount", args), Right: true})
}

func (w *writer) documentRow(i int, l erp.DocumentLine, d *erp.Document, discount bool) []string {
	row := []string{strconv.Itoa(i + 1), short(l.Item, 40), w.description(l, d),
		w.quantity(l.Quantity.String(), l.Unit), w.words.Amount(l.Price.String(), d.Currency)}
	if discount {
		row = append(row, w.percent(l.Discount))
	}
	return append(row, w.words.Amount(l.Amount.String(), d.Currency))
}

func (w *writer) percent(d decimal.Decimal) string {
	if d.IsZero() {
		return ""
	}
	return w.words.Percent(d.String())
}

func (w *writer) description(l erp.DocumentLine, d *erp.Document) string {
	s := l.Description
	variant := l.VariantText
	if variant == "" {
		variant = l.Variant
	}
	if !strings.Contains(strings.ToLower(s), strings.ToLower(variant)) {
		s += ", " + variant
	}
	s = short(s, 200)
	if l.Date != "" && l.Date != d.Requested {
		s += " (" + w.say("shipment", lang.Args{"Date": w.words.Date(l.Date)}) + ")"
	}
	return s
}

func (w *writer) facts(d *erp.Document) []Fact {
	var out []Fact
	add := func(key, value string) {
		if value = short(value, 200); value != "" {
			out = append(out, Fact{Label: w.say("fact." + key), Value: value, Colon: w.say("colon") + " "})
		}
	}
	add(kindOf(d), d.Number)
	add("reference", d.Reference)
	add("requested", w.words.Date(d.Requested))
	add("ship_to", place(d.ShipTo))
	return out
}

func place(a erp.Address) string {
	var parts []string
	for _, p := range []string{a.Name, a.Address, strings.TrimSpace(a.PostCode + " " + a.City)} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

func (w *writer) sums(d *erp.Document) []Fact {
	if d.Number == "" {
		return nil
	}
	out := []Fact{{Label: w.say("sum.net"), Value: w.words.Money(d.Net.String(), d.Currency)}}
	for _, tax := range d.Taxes {
		label := w.say("sum.tax", lang.Args{"Percent": w.words.Percent(tax.Percent.String())})
		out = append(out, Fact{Label: label, Value: w.words.Money(tax.Amount.String(), d.Currency)})
	}
	return append(out, Fact{Label: w.say("sum.total"), Value: w.words.Money(d.Total.String(), d.Currency)})
}

// shortTable is what cannot be delivered as wished, and what could.
func (w *writer) shortTable() Table {
	t := Table{Columns: []Column{
		{Head: w.say("column.item")}, {Head: w.say("column.what"), Flex: true},
		{Head: w.say("column.wanted"), Right: true}, {Head: w.say("column.possible"), Flex: true}}}
	for i, s := range w.Short {
		if i == MaxRows {
			t.More = w.say("more", lang.Args{"Count": count(len(w.Short) - MaxRows)})
			break
		}
		what := s
		what.Item = ""
		t.Rows = append(t.Rows, []string{short(s.Item, 40), w.what(what), w.quantity(s.Wanted, s.Unit), w.possible(s)})
	}
	return t
}

// possible says what could be had instead, without promising it.
func (w *writer) possible(s Short) string {
	var parts []string
	if d, err := decimal.NewFromString(s.Available); err == nil && d.IsPositive() {
		parts = append(parts, w.say("possible.quantity", lang.Args{"Available": w.quantity(s.Available, s.Unit)}))
	}
	if s.Date != "" {
		parts = append(parts, w.say("possible.date", lang.Args{"Date": w.words.Date(s.Date)}))
	}
	for i, c := range s.Instead {
		if i < mostOptions {
			parts = append(parts, w.say("possible.instead", lang.Args{"Item": name(c)}))
		}
	}
	if len(parts) == 0 {
		return w.say("possible.nothing")
	}
	return strings.Join(parts, "; ")
}

func name(c task.Candidate) string {
	s := c.Number
	if c.Variant != "" {
		s += " " + c.Variant
	}
	return short(strings.TrimSpace(s+" "+c.Description), 120)
}
