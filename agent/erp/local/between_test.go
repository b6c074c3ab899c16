package local_test

import (
	"context"
	"errors"
	"testing"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/local"
	"salesclerk/agent/erp/local/memstore"
)

// between runs other just before the next commit: the moment in which another
// program is first.
func between(store *memstore.Store, other func()) {
	store.Before = func([]local.Write) error {
		store.Before = nil
		other()
		return nil
	}
}

func TestAnotherOrdersFirst(t *testing.T) {
	l, store := office(t)
	ctx := context.Background()
	d := quote(t, l, "k", input(line("A", "5", "")))
	var first erp.Document
	between(store, func() { first, _ = l.MakeOrder(ctx, "theirs", d.Number, d.Version) })
	second, err := l.MakeOrder(ctx, "ours", d.Number, d.Version)
	if err != nil || first.Number == "" || second.Number != first.Number {
		t.Fatalf("two orders: %q and %q, %v", first.Number, second.Number, err)
	}
	if got := available(t, l, "A", "", "MAIN", "2027-03-01", "1"); got != "15 2027-03-01 false" {
		t.Errorf("reserved twice: %s", got)
	}
}

func TestAnotherOrdersTheSameItem(t *testing.T) {
	l, store := office(t)
	ctx := context.Background()
	a, b := quote(t, l, "a", input(line("A", "5", ""))), quote(t, l, "b", input(line("A", "4", "")))
	between(store, func() {
		if _, err := l.MakeOrder(ctx, "a", a.Number, ""); err != nil {
			t.Error(err)
		}
	})
	if _, err := l.MakeOrder(ctx, "b", b.Number, ""); err != nil {
		t.Fatal(err)
	}
	if got := available(t, l, "A", "", "MAIN", "2027-03-01", "1"); got != "11 2027-03-01 false" {
		t.Errorf("a reservation was lost: %s", got)
	}
}

func TestTheSameKeyFirst(t *testing.T) {
	l, store := office(t)
	var first erp.Document
	between(store, func() { first = quote(t, l, "k", input(line("A", "5", ""))) })
	if second := quote(t, l, "k", input(line("A", "5", ""))); second.Number != first.Number {
		t.Errorf("%s and %s", first.Number, second.Number)
	}
}

func TestAnotherChangesFirst(t *testing.T) {
	l, store := office(t)
	ctx := context.Background()
	d := quote(t, l, "k", input(line("A", "5", "")))
	between(store, func() {
		if _, err := l.UpdateQuote(ctx, "theirs", d.Number, d.Version, input(line("A", "6", ""))); err != nil {
			t.Error(err)
		}
	})
	if _, err := l.UpdateQuote(ctx, "ours", d.Number, d.Version, input(line("A", "7", ""))); !errors.Is(err, erp.ErrChanged) {
		t.Errorf("err = %v", err)
	}
	between(store, func() {
		if _, err := l.MakeOrder(ctx, "o", d.Number, ""); err != nil {
			t.Error(err)
		}
	})
	if _, err := l.UpdateQuote(ctx, "late", d.Number, "2", input(line("A", "8", ""))); !errors.Is(err, erp.ErrRefused) {
		t.Errorf("a quote changed under its order: %v", err)
	}
}
