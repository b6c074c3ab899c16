package local_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/data"
	"salesclerk/agent/erp/local"
	"salesclerk/agent/erp/local/memstore"
)

// generated is a company with n items.
func generated(n int) *data.Dataset {
	set := &data.Dataset{Company: erp.Company{Name: "Bench", Currency: "EUR"}, Prices: map[string][]data.Price{}, Stock: map[string][]data.Stock{},
		Customers: []erp.Customer{{Number: "1", Name: "Nordlys"}}}
	for i := range n {
		number, price := fmt.Sprintf("I%07d", i), decimal.New(int64(i%9000+100), -2)
		set.Items = append(set.Items, data.Item{Item: erp.Item{Number: number, Description: "Item " + number, BaseUnit: "PCS", Price: price,
			Units: []erp.ItemUnit{{Code: "PCS", PerBase: decimal.New(1, 0)}}}})
		set.Prices[number] = []data.Price{{UnitPrice: &price, MinQuantity: decimal.New(10, 0)}}
		set.Stock[number] = []data.Stock{{Location: "MAIN", Quantity: price}}
	}
	return set
}

func BenchmarkQuote200Lines(b *testing.B) {
	l := local.New(memstore.New(), local.Options{})
	if err := l.Import(b.Context(), generated(1000), nil); err != nil {
		b.Fatal(err)
	}
	in := erp.DocumentInput{Customer: "1"}
	for i := range 200 {
		in.Lines = append(in.Lines, erp.LineInput{Item: fmt.Sprintf("I%07d", i*5), Quantity: decimal.New(int64(i+1), 0)})
	}
	n := 0
	for b.Loop() {
		n++
		if _, err := l.CreateQuote(context.Background(), fmt.Sprint(n), in); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkImport100000(b *testing.B) {
	set := generated(100_000)
	for b.Loop() {
		if err := local.New(memstore.New(), local.Options{}).Import(b.Context(), set, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkImportAgain100000(b *testing.B) {
	set := generated(100_000)
	l := local.New(memstore.New(), local.Options{})
	for b.Loop() {
		if err := l.Import(b.Context(), set, nil); err != nil {
			b.Fatal(err)
		}
	}
}
