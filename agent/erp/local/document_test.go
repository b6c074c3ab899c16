package local_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/local"
)

func TestQuote(t *testing.T) {
	l, _ := office(t)
	d := quote(t, l, "k1", erp.DocumentInput{Customer: "1", Contact: "P1", Date: today, Requested: "2027-03-20", Reference: "PO 7", ShipTo: "DEPOT",
		Lines: []erp.LineInput{{Item: "A", Variant: "RED", Quantity: dec("100")}, line("B", "3", ""), line("B", "40", "PCS")}})
	var got []string
	for _, x := range d.Lines {
		got = append(got, spaced(x))
	}
	want := []string{"1 Bolt DA Red 100 PCS 100 8 0 800 25", "2 Nut 3 BOX 12 9 0 27 10", "3 Nut 40 PCS 40 2.5 10 90 10"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	head := fmt.Sprint(d.Kind, d.Number, d.Version, d.Key, d.Date, d.Requested, d.Reference, d.Currency, d.Lang, d.Attention, d.BillTo.Address, d.ShipTo.City)
	if head != fmt.Sprint(erp.Quote, "Q-1001", "1", "k1", "2027-03-01", "2027-03-20", "PO 7", "DKK", "da", "Anna Holst", "Havnegade 1", "Aarhus") {
		t.Error(head)
	}
	if !d.Net.Equal(dec("917")) || !d.Total.Equal(dec("1128.7")) || len(d.Taxes) != 2 {
		t.Errorf("net %s, taxes %v, total %s", d.Net, d.Taxes, d.Total)
	}
	again, err := l.Document(context.Background(), erp.Quote, "Q-1001")
	if diff := cmp.Diff(d, again); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

func spaced(x erp.DocumentLine) string {
	all := fmt.Sprintln(x.No, x.Description, x.VariantText, x.Quantity, x.Unit, x.BaseQty, x.Price, x.Discount, x.Amount, x.TaxPercent)
	return strings.Join(strings.Fields(all), " ")
}

func TestRefusals(t *testing.T) {
	l, _ := office(t)
	minus := dec("-1")
	for _, c := range []struct {
		name        string
		change      func(*erp.DocumentInput)
		line        int
		field, code string
	}{
		{"no such item", func(d *erp.DocumentInput) { d.Lines[1].Item = "Z" }, 2, "item", "not_found"},
		{"blocked item", func(d *erp.DocumentInput) { d.Lines[1].Item = "C" }, 2, "item", "blocked"},
		{"no price", func(d *erp.DocumentInput) { d.Lines[1].Item = "D" }, 2, "price", "not_found"},
		{"no such variant", func(d *erp.DocumentInput) { d.Lines[0].Variant = "PINK" }, 1, "variant", "not_found"},
		{"no such unit", func(d *erp.DocumentInput) { d.Lines[0].Unit = "PAL" }, 1, "unit", "unit_unknown"},
		{"quantity 0", func(d *erp.DocumentInput) { d.Lines[0].Quantity = dec("0") }, 1, "quantity", "not_positive"},
		{"vast quantity", func(d *erp.DocumentInput) { d.Lines[0].Quantity = decimal.New(1, 900_000_000) }, 1, "quantity", "bad_number"},
		{"negative price", func(d *erp.DocumentInput) { d.Lines[0].Price = &minus }, 1, "price", "bad_number"},
		{"line date", func(d *erp.DocumentInput) { d.Lines[0].Date = "soon" }, 1, "date", "bad_date"},
		{"date", func(d *erp.DocumentInput) { d.Requested = "2027-02-30" }, 0, "date", "bad_date"},
		{"reference", func(d *erp.DocumentInput) { d.Reference = strings.Repeat("ø", 251) }, 0, "reference", "too_long"},
		{"ship to", func(d *erp.DocumentInput) { d.ShipTo = "MOON" }, 0, "ship_to", "not_found"},
		{"no lines", func(d *erp.DocumentInput) { d.Lines = nil }, 0, "item", "not_found"},
		{"too many lines", func(d *erp.DocumentInput) { d.Lines = make([]erp.LineInput, 5001) }, 5001, "item", "too_long"},
		{"blocked customer", func(d *erp.DocumentInput) { d.Customer, d.Contact = "3", "P5" }, 0, "customer", "blocked"},
		{"blocked customer by contact", func(d *erp.DocumentInput) { d.Customer, d.Contact = "", "P5" }, 0, "customer", "blocked"},
		{"another's contact", func(d *erp.DocumentInput) { d.Contact = "P2" }, 0, "customer", "not_allowed"},
		{"another's address", func(d *erp.DocumentInput) { d.Customer, d.Contact, d.ShipTo = "4", "P4", "DEPOT" }, 0, "ship_to", "not_found"},
		{"price in euro", func(d *erp.DocumentInput) { d.Customer, d.Contact = "2", "P2" }, 2, "price", "not_found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(line("A", "1", ""), line("B", "1", ""))
			c.change(&in)
			_, err := l.CreateQuote(context.Background(), c.name, in)
			wantFault(t, err, c.line, c.field, c.code)
		})
	}
}

func TestCreateOncePerKey(t *testing.T) {
	l, _ := office(t)
	var wg sync.WaitGroup
	numbers := make([]string, 20)
	for i := range numbers {
		wg.Go(func() { numbers[i] = quote(t, l, "same", input(line("A", "1", ""))).Number })
	}
	wg.Wait()
	for _, n := range numbers {
		if n != numbers[0] {
			t.Fatalf("one key made %v", numbers)
		}
	}
}

func TestCrashBetweenNumberAndCommit(t *testing.T) {
	l, store := office(t)
	crash := errors.New("crash")
	store.Before = func([]local.Write) error { return crash }
	if _, err := l.CreateQuote(context.Background(), "k", input(line("A", "1", ""))); !errors.Is(err, crash) {
		t.Fatal(err)
	}
	store.Before = nil
	d := quote(t, l, "k", input(line("A", "1", "")))
	if d.Number != "Q-1002" {
		t.Errorf("number %s", d.Number)
	}
	if _, err := l.Document(context.Background(), erp.Quote, "Q-1001"); !errors.Is(err, erp.ErrNotFound) {
		t.Errorf("the first try left a quote: %v", err)
	}
}

func TestUpdateKeepsWhatHolds(t *testing.T) {
	l, _ := office(t)
	ctx := context.Background()
	d := quote(t, l, "k", input(line("A", "1", ""), line("B", "1", "BOX"), line("A", "2", "")))
	price := dec("6.5")
	d, err := l.UpdateQuote(ctx, "u1", d.Number, d.Version, input(
		erp.LineInput{No: 3, Item: "A", Quantity: dec("2"), Price: &price}, line("B", "4", "PCS"), erp.LineInput{No: 1, Item: "A", Quantity: dec("1")}))
	if err != nil {
		t.Fatal(err)
	}
	check := func(want string) {
		t.Helper()
		got := ""
		for _, x := range d.Lines {
			got += fmt.Sprintf("%d:%s×%s@%s/%v ", x.No, x.Item, x.Quantity, x.Price, x.PriceFixed)
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
	check("3:A×2@6.5/true 4:B×4@2.5/false 1:A×1@9/false")
	// A fixed price stays with another quantity; line 4 is gone for good.
	nine := dec("9")
	d, err = l.UpdateQuote(ctx, "u2", d.Number, d.Version, input(erp.LineInput{No: 3, Item: "A", Quantity: dec("500")},
		erp.LineInput{No: 1, Item: "A", Quantity: dec("200"), Price: &nine}, line("A", "1", "")))
	if err != nil {
		t.Fatal(err)
	}
	check("3:A×500@6.5/true 1:A×200@8/false 5:A×1@9/false")
	d, err = l.UpdateQuote(ctx, "u3", d.Number, d.Version, input(erp.LineInput{No: 3, Item: "A", Quantity: dec("500"), Reprice: true}))
	if err != nil {
		t.Fatal(err)
	}
	check("3:A×500@8/false")
}

func TestUpdateVersionAndKey(t *testing.T) {
	l, _ := office(t)
	ctx := context.Background()
	d := quote(t, l, "k", input(line("A", "1", "")))
	now, err := l.UpdateQuote(ctx, "u", d.Number, d.Version, input(line("A", "2", "")))
	if err != nil || now.Version == d.Version {
		t.Fatal(now.Version, err)
	}
	if again, err := l.UpdateQuote(ctx, "u", d.Number, d.Version, input(line("A", "2", ""))); err != nil || again.Version != now.Version {
		t.Errorf("the same key again: %s, %v", again.Version, err)
	}
	if _, err := l.UpdateQuote(ctx, "v", d.Number, d.Version, input(line("A", "3", ""))); !errors.Is(err, erp.ErrChanged) {
		t.Errorf("an old version: %v", err)
	}
	_, err = l.UpdateQuote(ctx, "w", d.Number, now.Version, input(erp.LineInput{No: 99, Item: "A", Quantity: dec("3")}))
	wantFault(t, err, 1, "line", "not_found")
	if _, err := l.UpdateQuote(ctx, "w", "Q-9", "1", input(line("A", "3", ""))); !errors.Is(err, erp.ErrNotFound) {
		t.Errorf("no such quote: %v", err)
	}
}

func TestContactWithoutCustomer(t *testing.T) {
	l, _ := office(t)
	d := quote(t, l, "k", erp.DocumentInput{Contact: "P3", Lines: []erp.LineInput{line("A", "1", "")}})
	if d.BillTo.Name != "Nobody" || d.Currency != "DKK" || !d.Lines[0].Price.Equal(dec("10")) || d.Date != "2027-03-01" {
		t.Errorf("%+v", d)
	}
	_, err := l.MakeOrder(context.Background(), "o", d.Number, "")
	wantFault(t, err, 0, "customer", "not_found")
}
