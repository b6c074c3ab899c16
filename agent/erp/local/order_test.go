package local_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/local"
)

func TestOrderOnce(t *testing.T) {
	l, _ := office(t)
	ctx := context.Background()
	d := quote(t, l, "k", input(line("A", "5", ""), line("B", "2", "")))
	if _, err := l.OrderOfQuote(ctx, d.Number); !errors.Is(err, erp.ErrNotFound) {
		t.Errorf("before: %v", err)
	}
	if _, err := l.MakeOrder(ctx, "o", d.Number, "77"); !errors.Is(err, erp.ErrChanged) {
		t.Errorf("another version: %v", err)
	}
	var wg sync.WaitGroup
	got := make([]string, 30)
	for i := range got {
		wg.Go(func() {
			o, err := l.MakeOrder(ctx, fmt.Sprint("o", i%3), d.Number, d.Version)
			got[i] = fmt.Sprint(o.Number, err)
		})
	}
	wg.Wait()
	for _, g := range got {
		if g != got[0] || !strings.HasPrefix(g, "SO-") {
			t.Fatalf("one quote made %v", got)
		}
	}
	o, err := l.OrderOfQuote(ctx, d.Number)
	if err != nil || o.Quote != d.Number || !o.Total.Equal(d.Total) || len(o.Lines) != 2 || o.Kind != erp.Order {
		t.Errorf("%+v, %v", o, err)
	}
	q, err := l.Document(ctx, erp.Quote, d.Number)
	if err != nil || q.Ordered != o.Number {
		t.Errorf("the quote says %q, %v", q.Ordered, err)
	}
	if _, err := l.UpdateQuote(ctx, "u", d.Number, q.Version, input(line("A", "1", ""))); !errors.Is(err, erp.ErrRefused) {
		t.Errorf("an ordered quote changes: %v", err)
	}
}

func TestOrderKeyOfAnotherQuote(t *testing.T) {
	l, _ := office(t)
	ctx := context.Background()
	a, b := quote(t, l, "a", input(line("A", "1", ""))), quote(t, l, "b", input(line("A", "2", "")))
	if _, err := l.MakeOrder(ctx, "o", a.Number, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := l.MakeOrder(ctx, "o", b.Number, ""); !errors.Is(err, erp.ErrRefused) {
		t.Errorf("another quote's key: %v", err)
	}
}

func TestOrderOfWhatIsGone(t *testing.T) {
	l, _ := office(t)
	ctx := context.Background()
	d := quote(t, l, "k", input(line("A", "1", ""), line("B", "1", "")))
	m := tables()
	m["items"] = strings.Replace(m["items"], "B,Nut,PCS,BOX,2.5,LOW,,0", "B,Nut,PCS,BOX,2.5,LOW,true,0", 1)
	if err := l.Import(ctx, dataset(t, m), nil); err != nil {
		t.Fatal(err)
	}
	_, err := l.MakeOrder(ctx, "o", d.Number, "")
	wantFault(t, err, 2, "item", "blocked")
	if got, err := l.Document(ctx, erp.Quote, d.Number); err != nil || got.Lines[1].Description != "Nut" {
		t.Errorf("the quote lost its line: %v", err)
	}
}

func available(t *testing.T, l *local.Local, item, variant, location, date, quantity string) string {
	t.Helper()
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		t.Fatal(err)
	}
	a, err := l.Availability(context.Background(), erp.AvailabilityQuery{Item: item, Variant: variant, Location: location, Date: at, Today: today, Quantity: dec(quantity)})
	if err != nil {
		t.Fatal(err)
	}
	promise := "never"
	if !a.Promise.IsZero() {
		promise = a.Promise.Format(time.DateOnly)
	}
	return fmt.Sprint(a.Available, " ", promise, " ", a.ByLeadTime)
}

func TestAvailability(t *testing.T) {
	l, _ := office(t)
	for _, c := range []struct{ item, location, date, quantity, want string }{
		{"A", "MAIN", "2027-03-01", "20", "20 2027-03-01 false"}, // 50 are there, 30 of them promised on the 5th
		{"A", "", "2027-03-01", "21", "20 2027-03-10 false"},     // the receipt of the 10th
		{"A", "MAIN", "2027-03-10", "120", "120 2027-03-10 false"},
		{"A", "MAIN", "2027-03-12", "121", "120 2027-03-12 true"}, // lead time of 5 days is before the date asked for
		{"A", "MAIN", "2027-03-01", "121", "20 2027-03-06 true"},
		{"A", "WEST", "2027-03-01", "5", "5 2027-03-01 false"},
		{"A", "WEST", "2027-02-01", "5", "5 2027-03-01 false"}, // not in the past
		{"B", "WEST", "2027-03-01", "1", "0 never false"},
		{"D", "MAIN", "2027-03-01", "1", "0 never false"},
	} {
		if got := available(t, l, c.item, "", c.location, c.date, c.quantity); got != c.want {
			t.Errorf("%+v: got %s", c, got)
		}
	}
}

func TestAvailabilityOfVariants(t *testing.T) {
	l, _ := office(t)
	m := tables()
	m["stock"] = "item,location,quantity,variant\nA,MAIN,40,RED\nA,MAIN,10,BLUE\n"
	if err := l.Import(context.Background(), dataset(t, m), nil); err != nil {
		t.Fatal(err)
	}
	for variant, want := range map[string]string{"RED": "20 2027-03-01 false", "BLUE": "10 2027-03-01 false", "": "20 2027-03-01 false"} {
		if got := available(t, l, "A", variant, "MAIN", "2027-03-01", "1"); got != want {
			t.Errorf("%s: %s, want %s", variant, got, want)
		}
	}
}

func TestOpenOrdersTakeStock(t *testing.T) {
	l, _ := office(t)
	ctx := context.Background()
	d := quote(t, l, "k", input(line("B", "2", "PAL")))
	o, err := l.MakeOrder(ctx, "o", d.Number, d.Version)
	if err != nil {
		t.Fatal(err)
	}
	if got := available(t, l, "B", "", "MAIN", "2027-03-01", "1"); got != "200 2027-03-01 false" {
		t.Errorf("after the order: %s", got)
	}
	o, err = l.UpdateOrder(ctx, "u", o.Number, o.Version, input(erp.LineInput{No: 1, Item: "B", Unit: "PAL", Quantity: dec("1")}))
	if err != nil {
		t.Fatal(err)
	}
	if got := available(t, l, "B", "", "MAIN", "2027-03-01", "1"); got != "600 2027-03-01 false" {
		t.Errorf("after the change: %s", got)
	}
	if _, err = l.UpdateOrder(ctx, "u2", o.Number, o.Version, input(line("A", "1", ""))); err != nil {
		t.Fatal(err)
	}
	if got := available(t, l, "B", "", "MAIN", "2027-03-01", "1"); got != "1000 2027-03-01 false" {
		t.Errorf("after taking it out: %s", got)
	}
}

func TestPromiseSkipsWeekends(t *testing.T) {
	_, store := office(t)
	o := options()
	o.SkipWeekends, o.DefaultSafetyLeadDays, o.OffsetDays = true, 0, 0
	l := local.New(store, o)
	if got := available(t, l, "A", "", "MAIN", "2027-03-01", "121"); got != "20 2027-03-08 true" { // 2027-03-06 is a Saturday
		t.Error(got)
	}
	o.DefaultSafetyLeadDays, o.OffsetDays, o.DefaultLeadDays = 2, 1, 3
	l = local.New(store, o)
	if got := available(t, l, "A", "", "MAIN", "2027-03-01", "121"); got != "20 2027-03-09 true" {
		t.Error(got)
	}
	if got := available(t, l, "D", "", "MAIN", "2027-03-01", "1"); got != "0 2027-03-08 true" {
		t.Error(got)
	}
}
