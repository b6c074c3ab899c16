package local_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/local"
)

// machine is a back office beside a model of what its documents must be.
type machine struct {
	l      *local.Local
	quotes map[string]erp.Document // by number, as last returned
	keys   map[string]string       // create key → number
	orders map[string]string       // quote → order
	taken  int                     // base units of A in open orders
	bought map[string]bool         // items in orders
}

func lines(t *rapid.T) []erp.LineInput {
	var in []erp.LineInput
	for range rapid.IntRange(1, 4).Draw(t, "lines") {
		in = append(in, line(rapid.SampledFrom([]string{"A", "B"}).Draw(t, "item"), fmt.Sprint(rapid.IntRange(1, 120).Draw(t, "quantity")), ""))
	}
	return in
}

func (m *machine) anyQuote(t *rapid.T) erp.Document {
	if len(m.quotes) == 0 {
		t.Skip("no quotes yet")
	}
	n := rapid.IntRange(0, len(m.quotes)-1).Draw(t, "quote")
	return m.quotes[fmt.Sprintf("Q-%d", 1001+n)]
}

func (m *machine) create(t *rapid.T) {
	key := fmt.Sprint("k", rapid.IntRange(0, 10).Draw(t, "key"))
	d, err := m.l.CreateQuote(context.Background(), key, input(lines(t)...))
	if err != nil {
		t.Fatal(err)
	}
	if before, ok := m.keys[key]; ok && d.Number != before {
		t.Fatalf("key %s made %s and %s", key, before, d.Number)
	}
	m.keys[key], m.quotes[d.Number] = d.Number, d
}

func (m *machine) update(t *rapid.T) {
	q := m.anyQuote(t)
	version := rapid.SampledFrom([]string{q.Version, "0"}).Draw(t, "version")
	d, err := m.l.UpdateQuote(context.Background(), "", q.Number, version, input(lines(t)...))
	switch _, ordered := m.orders[q.Number]; {
	case ordered && !errors.Is(err, erp.ErrRefused), !ordered && version == "0" && !errors.Is(err, erp.ErrChanged):
		t.Fatalf("%s at %s: %v", q.Number, version, err)
	case !ordered && version != "0":
		if err != nil || d.Version == q.Version {
			t.Fatalf("version %s after %s: %v", d.Version, q.Version, err)
		}
		m.quotes[q.Number] = d
	}
}

func (m *machine) order(t *rapid.T) {
	q := m.anyQuote(t)
	o, err := m.l.MakeOrder(context.Background(), fmt.Sprint("o", q.Number, rapid.IntRange(0, 3).Draw(t, "key")), q.Number, "")
	if err != nil {
		t.Fatal(err)
	}
	if before, ok := m.orders[q.Number]; ok {
		if before != o.Number {
			t.Fatalf("%s became %s and %s", q.Number, before, o.Number)
		}
		return
	}
	m.orders[q.Number] = o.Number
	for _, x := range o.Lines {
		m.bought[x.Item] = true
		if x.Item == "A" {
			m.taken += int(x.BaseQty.IntPart())
		}
	}
	if !o.Total.Equal(q.Total) {
		t.Fatalf("quote %s, order %s", q.Total, o.Total)
	}
	m.quotes[q.Number], err = m.l.Document(context.Background(), erp.Quote, q.Number)
	if err != nil {
		t.Fatal(err)
	}
}

// check holds after every step.
func (m *machine) check(t *rapid.T) {
	for n, q := range m.quotes {
		got, err := m.l.Document(context.Background(), erp.Quote, n)
		if err != nil || got.Version != q.Version || !got.Total.Equal(q.Total) || got.Ordered != m.orders[n] {
			t.Fatalf("%s: %+v, want %+v, %v", n, got, q, err)
		}
	}
	a, err := m.l.Availability(context.Background(), erp.AvailabilityQuery{Item: "A", Date: today, Today: today})
	if err != nil || a.Available.IntPart() != int64(20-m.taken) {
		t.Fatalf("available %s with %d taken, %v", a.Available, m.taken, err)
	}
	list, err := m.l.Purchases(context.Background(), "1", "", 10)
	if err != nil || len(list) != len(m.bought) {
		t.Fatalf("bought %+v, ordered %v, %v", list, m.bought, err)
	}
}

func TestDocumentsAgainstModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l, _ := office(t)
		m := &machine{l: l, quotes: map[string]erp.Document{}, keys: map[string]string{}, orders: map[string]string{}, bought: map[string]bool{}}
		rt.Repeat(map[string]func(*rapid.T){"create": m.create, "update": m.update, "order": m.order, "": m.check})
	})
}
