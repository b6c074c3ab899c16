package local_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/local"
	"salesclerk/agent/erp/local/memstore"
)

// bought is what a customer ordered, as "item variant date order", since a day.
func bought(t *testing.T, l *local.Local, customer, since string, limit int) string {
	t.Helper()
	list, err := l.Purchases(t.Context(), customer, since, limit)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range list {
		out = append(out, strings.Join(strings.Fields(fmt.Sprint(p.Item, " ", p.Variant, " ", p.Date, " ", p.Order)), " "))
	}
	return strings.Join(out, "; ")
}

func ordered(t testing.TB, l *local.Local, key string, in erp.DocumentInput) erp.Document {
	t.Helper()
	o, err := l.MakeOrder(t.Context(), "order "+key, quote(t, l, key, in).Number, "")
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestWhatACustomerBought(t *testing.T) {
	l, _ := office(t)
	red := line("A", "5", "")
	red.Variant = "RED"
	quote(t, l, "only asked", input(line("B", "1", "")))
	if got := bought(t, l, "1", "", 10); got != "" {
		t.Errorf("what was only quoted is bought: %s", got)
	}
	o := ordered(t, l, "k", input(red, line("A", "2", ""), red))
	if got := bought(t, l, "1", "", 10); got != "A RED 2027-03-01 SO-1001; A 2027-03-01 SO-1001" {
		t.Errorf("bought: %s", got)
	}
	for _, other := range []string{"2", "4", "", "11"} {
		if got := bought(t, l, other, "", 10); got != "" {
			t.Errorf("customer %q is shown what another bought: %s", other, got)
		}
	}
	in := input(line("B", "8", ""))
	if _, err := l.UpdateOrder(t.Context(), "u", o.Number, o.Version, in); err != nil {
		t.Fatal(err)
	}
	if got := bought(t, l, "1", "", 10); got != "B 2027-03-01 SO-1001" {
		t.Errorf("after the order was changed: %s", got)
	}
	if got := bought(t, l, "1", "2027-03-02", 10); got != "" {
		t.Errorf("since the day after: %s", got)
	}
}

// TestHistoryFromElsewhere: what was imported counts beside what was ordered here,
// the later of the same thing holds, and a new import replaces it.
func TestHistoryFromElsewhere(t *testing.T) {
	l, _ := office(t)
	m := tables()
	m["history"] = "customer,item,date,variant\n1,A,2026-11-02,BLUE\n1,B,2027-01-09,\n4,B,2026-12-01,\n"
	imported(t, l, m)
	if got := bought(t, l, "1", "", 10); got != "B 2027-01-09; A BLUE 2026-11-02" {
		t.Errorf("imported: %s", got)
	}
	ordered(t, l, "k", input(line("B", "1", "")))
	if got := bought(t, l, "1", "", 10); got != "B 2027-03-01 SO-1001; A BLUE 2026-11-02" {
		t.Errorf("with an order: %s", got)
	}
	if got := bought(t, l, "1", "", 1); got != "B 2027-03-01 SO-1001" {
		t.Errorf("one of them: %s", got)
	}
	if got := bought(t, l, "1", "2026-12-01", 10); got != "B 2027-03-01 SO-1001" {
		t.Errorf("since December: %s", got)
	}
	imported(t, l, tables())
	if got := bought(t, l, "1", "", 10) + "|" + bought(t, l, "4", "", 10); got != "B 2027-03-01 SO-1001|" {
		t.Errorf("after an import without: %s", got)
	}
}

// counting is a store that counts what is read.
type counting struct {
	local.Store
	reads int
}

func (c *counting) Get(ctx context.Context, kind, id string) ([]byte, int64, error) {
	c.reads++
	return c.Store.Get(ctx, kind, id)
}

func (c *counting) GetMany(ctx context.Context, kind string, ids []string) ([][]byte, error) {
	c.reads += len(ids)
	return c.Store.GetMany(ctx, kind, ids)
}

func (c *counting) All(context.Context, string, func(string, []byte) error) error {
	panic("everything is read to know what one customer bought")
}

// TestPurchasesAreFewReads: however many orders a customer made, what they bought
// is three records.
func TestPurchasesAreFewReads(t *testing.T) {
	l, store := office(t)
	for i := range 300 {
		ordered(t, l, fmt.Sprint(i), input(line("B", "1", "")))
	}
	c := &counting{Store: store}
	if got := bought(t, local.New(c, options()), "1", "", 10); got != "B 2027-03-01 SO-1300" || c.reads != 3 {
		t.Errorf("%s with %d reads", got, c.reads)
	}
}

func BenchmarkPurchasesOf1000(b *testing.B) {
	l := local.New(memstore.New(), options())
	if err := l.Import(b.Context(), generated(1000), nil); err != nil {
		b.Fatal(err)
	}
	for n := range 5 {
		in := erp.DocumentInput{Customer: "1"}
		for i := range 200 {
			in.Lines = append(in.Lines, line(fmt.Sprintf("I%07d", n*200+i), "1", ""))
		}
		ordered(b, l, fmt.Sprint(n), in)
	}
	for b.Loop() {
		if list, err := l.Purchases(b.Context(), "1", "", 1000); err != nil || len(list) != 1000 {
			b.Fatal(len(list), err)
		}
	}
}
