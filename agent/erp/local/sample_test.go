package local_test

import (
	"context"
	"testing"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/data"
	"salesclerk/agent/erp/local"
	"salesclerk/agent/erp/local/memstore"
)

// Every customer of the sample company can be quoted every item, in every unit.
func TestSampleCompanyCanBeQuoted(t *testing.T) {
	ctx := context.Background()
	set, err := data.Load(ctx, "../../../cmd/salesclerk/sample/data", nil)
	if err != nil {
		t.Fatal(err)
	}
	l := local.New(memstore.New(), options())
	if err := l.Import(ctx, set, nil); err != nil {
		t.Fatal(err)
	}
	var in erp.DocumentInput
	for _, it := range set.Items {
		for _, u := range it.Units {
			if !it.Blocked {
				in.Lines = append(in.Lines, erp.LineInput{Item: it.Number, Unit: u.Code, Quantity: decimal.New(7, 0)})
			}
		}
	}
	for _, c := range set.Customers {
		in.Customer = c.Number
		d, err := l.CreateQuote(ctx, c.Number, in)
		if c.Blocked != "" {
			wantFault(t, err, 0, "customer", "blocked")
			continue
		}
		if err != nil {
			t.Errorf("%s %s: %v", c.Number, c.Name, err)
			continue
		}
		for i, x := range d.Lines {
			if !x.Price.IsPositive() || !x.Amount.IsPositive() {
				t.Errorf("%s line %d: %s %s at %s is %s", c.Number, i+1, x.Item, x.Unit, x.Price, x.Amount)
			}
		}
		if d.Currency != c.Currency || !d.Total.GreaterThanOrEqual(d.Net) {
			t.Errorf("%s: %s %s", c.Number, d.Total, d.Currency)
		}
	}
}
