package local

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/data"
)

func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func TestAmountRoundsHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct{ quantity, price, discount, code, want string }{
		{"1", "0.125", "0", "EUR", "0.13"},
		{"-1", "0.125", "0", "EUR", "-0.13"},
		{"1", "0.124999", "0", "EUR", "0.12"},
		{"3", "33.335", "0", "DKK", "100.01"},
		{"3", "33.5", "0", "JPY", "101"},
		{"1", "1.0005", "0", "KWD", "1.001"},
		{"7", "19.99", "12.5", "EUR", "122.44"},
		{"0.001", "4.99", "0", "EUR", "0"},
	} {
		if got := amount(d(c.quantity), d(c.price), d(c.discount), c.code); !got.Equal(d(c.want)) {
			t.Errorf("%s × %s − %s%% in %s = %s, want %s", c.quantity, c.price, c.discount, c.code, got, c.want)
		}
	}
}

func TestBest(t *testing.T) {
	item := erp.Item{Number: "A", BaseUnit: "PCS", Price: d("10")}
	p := func(s string) *decimal.Decimal { x := d(s); return &x }
	q := ask{customer: "1", group: "GOLD", currency: "DKK", home: "DKK", date: "2027-03-01", unit: "PCS", perBase: d("1"), quantity: d("10")}
	box := q
	box.unit, box.perBase, box.quantity = "BOX", d("12"), d("1")
	euro := q
	euro.currency = "EUR"
	for _, c := range []struct {
		name string
		rows []data.Price
		q    ask
		want string // price/discount, "" for none
	}{
		{"list", nil, q, "10/0"},
		{"list in a box", nil, box, "120/0"},
		{"no list price in another currency", nil, euro, ""},
		{"row in another currency", []data.Price{{UnitPrice: p("1.3"), Currency: "EUR"}}, euro, "1.3/0"},
		{"row of the home currency does not hold elsewhere", []data.Price{{UnitPrice: p("1.3")}}, euro, ""},
		{"group", []data.Price{{UnitPrice: p("9"), Group: "GOLD"}, {UnitPrice: p("5"), Group: "SILVER"}}, q, "9/0"},
		{"customer", []data.Price{{UnitPrice: p("9")}, {UnitPrice: p("8"), Customer: "1"}, {UnitPrice: p("1"), Customer: "2"}}, q, "8/0"},
		{"break reached", []data.Price{{UnitPrice: p("9")}, {UnitPrice: p("7"), MinQuantity: d("10")}}, q, "7/0"},
		{"break not reached", []data.Price{{UnitPrice: p("9")}, {UnitPrice: p("7"), MinQuantity: d("10.001")}}, q, "9/0"},
		{"break reached in base units", []data.Price{{UnitPrice: p("7"), MinQuantity: d("12")}}, box, "84/0"},
		{"a box has its own price", []data.Price{{UnitPrice: p("100"), Unit: "BOX"}}, box, "100/0"},
		{"a box's price is not a piece's", []data.Price{{UnitPrice: p("1"), Unit: "BOX"}}, q, "10/0"},
		{"not yet", []data.Price{{UnitPrice: p("1"), From: "2027-03-02"}}, q, "10/0"},
		{"first day", []data.Price{{UnitPrice: p("1"), From: "2027-03-01"}}, q, "1/0"},
		{"last day", []data.Price{{UnitPrice: p("1"), To: "2027-03-01"}}, q, "1/0"},
		{"over", []data.Price{{UnitPrice: p("1"), To: "2027-02-28"}}, q, "10/0"},
		{"discount on the list price", []data.Price{{Discount: d("15")}}, q, "10/15"},
		{"best after discount", []data.Price{{UnitPrice: p("9")}, {UnitPrice: p("9.5"), Discount: d("10")}}, q, "9.5/10"},
		{"a price above the list's was meant", []data.Price{{UnitPrice: p("11")}}, q, "11/0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if o, ok := best(item, c.rows, c.q); ok {
				got = o.price.String() + "/" + o.discount.String()
			}
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestTaxPercent(t *testing.T) {
	taxes := []data.Tax{{Percent: d("1")}, {Group: "LOW", Percent: d("2")}, {Country: "DK", Percent: d("25")},
		{Group: "LOW", Country: "DK", Percent: d("10")}}
	for _, c := range []struct{ group, country, want string }{
		{"LOW", "DK", "10"}, {"", "DK", "25"}, {"HIGH", "DK", "25"}, {"LOW", "SE", "2"}, {"", "SE", "1"},
	} {
		if got, ok := taxPercent(taxes, c.group, c.country); !ok || !got.Equal(d(c.want)) {
			t.Errorf("%v: %s, want %s", c, got, c.want)
		}
	}
	if _, ok := taxPercent(taxes[2:], "", "SE"); ok {
		t.Error("a country without a row has a tax")
	}
	if p, ok := taxPercent(nil, "", "SE"); !ok || !p.IsZero() {
		t.Error("no rows at all means no tax")
	}
}

func money(t *rapid.T, name string) decimal.Decimal {
	return decimal.New(rapid.Int64Range(0, 1_000_000_000).Draw(t, name), -int32(rapid.IntRange(0, 5).Draw(t, name+"places")))
}

func TestSumsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.SampledFrom([]string{"EUR", "JPY", "KWD", "DKK"}).Draw(t, "currency")
		doc := erp.Document{Currency: code}
		for range rapid.IntRange(1, 40).Draw(t, "lines") {
			line := erp.DocumentLine{TaxPercent: rapid.SampledFrom([]decimal.Decimal{d("0"), d("25"), d("5.5"), d("25.0")}).Draw(t, "tax")}
			line.Amount = amount(money(t, "quantity"), money(t, "price"), d("12.5"), code)
			doc.Lines = append(doc.Lines, line)
		}
		total(&doc)
		net, bases, sum := decimal.Zero, decimal.Zero, doc.Net
		for _, line := range doc.Lines {
			net = net.Add(line.Amount)
		}
		for _, tax := range doc.Taxes {
			bases, sum = bases.Add(tax.Base), sum.Add(tax.Amount)
			exact := tax.Base.Mul(tax.Percent).Shift(-2)
			if tax.Amount.Sub(exact).Abs().GreaterThan(decimal.New(5, -decimals(code)-1)) {
				t.Fatalf("tax %s of %s is off", tax.Amount, exact)
			}
		}
		if !net.Equal(doc.Net) || !bases.Equal(doc.Net) || !sum.Equal(doc.Total) || len(doc.Taxes) > 3 {
			t.Fatalf("lines %s, net %s, bases %s, sum %s, total %s", net, doc.Net, bases, sum, doc.Total)
		}
		if !doc.Total.Equal(doc.Total.Round(decimals(code))) {
			t.Fatalf("total %s has more decimals than %s", doc.Total, code)
		}
	})
}

// More never costs more per piece where the data's breaks only go down.
func TestQuantityBreaksFall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		item := erp.Item{BaseUnit: "PCS", Price: d("1000")}
		price, rows := int64(1000), []data.Price{}
		for i := range rapid.IntRange(0, 8).Draw(t, "breaks") {
			price -= rapid.Int64Range(0, 100).Draw(t, "less")
			p := decimal.New(price, 0)
			rows = append(rows, data.Price{UnitPrice: &p, MinQuantity: decimal.New(int64(i)*10, 0)})
		}
		a, b := money(t, "a").Add(d("0.001")), money(t, "b").Add(d("0.001"))
		if b.LessThan(a) {
			a, b = b, a
		}
		q := ask{currency: "DKK", home: "DKK", unit: "PCS", perBase: d("1")}
		q.quantity = a
		few, _ := best(item, rows, q)
		q.quantity = b
		many, _ := best(item, rows, q)
		if many.net().GreaterThan(few.net()) {
			t.Fatalf("%s cost %s each, %s cost %s", a, few.price, b, many.price)
		}
	})
}
