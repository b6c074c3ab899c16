package local_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/local"
	"salesclerk/agent/erp/local/memstore"
)

func changed(t *testing.T, l *local.Local, mark string) (string, string) {
	t.Helper()
	ids, next, err := l.ItemsChanged(context.Background(), mark)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	return strings.Join(ids, " "), next
}

func imported(t *testing.T, l *local.Local, m map[string]string) {
	t.Helper()
	if err := l.Import(context.Background(), dataset(t, m), nil); err != nil {
		t.Fatal(err)
	}
}

func TestImportWritesWhatDiffers(t *testing.T) {
	l, store := office(t)
	_, mark := changed(t, l, "")
	writes := 0
	store.Before = func(w []local.Write) error { writes += len(w); return nil }
	imported(t, l, tables())
	if writes > 3 {
		t.Errorf("the same data again wrote %d records", writes)
	}
	ids, mark := changed(t, l, mark)
	if ids != "" {
		t.Errorf("the same data changed %s", ids)
	}
	m := tables()
	m["items"] = strings.Replace(m["items"], "A,Bolt", "A,Long bolt", 1)
	m["items"] = strings.Replace(m["items"], "D,Free,PCS,,,,,0\n", "", 1)
	m["stock"] = "item,location,quantity,variant\nB,MAIN,7,\n"
	imported(t, l, m)
	if ids, mark = changed(t, l, mark); ids != "A D" {
		t.Errorf("changed: %s", ids)
	}
	if ids, _ = changed(t, l, mark); ids != "" {
		t.Errorf("nothing changed since, yet %s", ids)
	}
	if _, err := l.Item(context.Background(), "D"); !errors.Is(err, erp.ErrNotFound) {
		t.Errorf("an item that is gone: %v", err)
	}
	imported(t, l, m)
	imported(t, l, m)
	if data, _, _ := store.Get(context.Background(), "item", "D"); data != nil {
		t.Error("what is gone is never tidied up")
	}
	if ids, _ = changed(t, l, "no such mark"); !strings.Contains(ids, "A B C") {
		t.Errorf("an unknown mark: %s", ids)
	}
}

func numbersOf(t *testing.T, l *local.Local) string {
	t.Helper()
	var got []string
	for it, err := range l.AllItems(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, it.Number+"="+it.Description)
	}
	return strings.Join(got, " ")
}

// While an import writes, and after one that broke off anywhere, readers see the
// old data whole; the next import is whole.
func TestImportIsSeenAtOnce(t *testing.T) {
	old, crash := "A=Bolt B=Nut C=Old D=Free", errors.New("crash")
	m := tables()
	m["items"] = "number,description,base_unit,price\nA,Bolt 2,PCS,1\nB,Nut 2,PCS,1\nE,New,PCS,1\n"
	for _, gone := range []string{"prices", "stock", "supply", "demand", "variants", "item_units", "translations"} {
		delete(m, gone)
	}
	next := "A=Bolt 2 B=Nut 2 E=New"
	for at := 1; ; at++ {
		l, store := office(t)
		n := 0
		store.Before = func([]local.Write) error {
			if got := numbersOf(t, l); got != old {
				t.Fatalf("before commit %d: %s", n, got)
			}
			if n++; n == at {
				return crash
			}
			return nil
		}
		err := l.Import(context.Background(), dataset(t, m), nil)
		store.Before = nil
		if err == nil {
			if at < 5 || numbersOf(t, l) != next {
				t.Fatalf("after %d commits: %s", at, numbersOf(t, l))
			}
			return
		}
		_, mark := changed(t, l, "")
		if got := numbersOf(t, l); got != old || !errors.Is(err, crash) {
			t.Fatalf("broken off at %d: %s, %v", at, got, err)
		}
		imported(t, l, tables())
		if got := numbersOf(t, l); got != old {
			t.Fatalf("tidied up: %s", got)
		}
		imported(t, l, m)
		if got := numbersOf(t, l); got != next {
			t.Fatalf("after all: %s", got)
		}
		if ids, _ := changed(t, l, mark); ids != "A B C D E" {
			t.Fatalf("changed: %s", ids)
		}
	}
}

func TestImportTakenOver(t *testing.T) {
	store := memstore.New()
	l := local.New(store, options())
	n := 0
	store.Before = func([]local.Write) error {
		if n++; n == 4 {
			store.Before = nil
			imported(t, l, tables())
		}
		return nil
	}
	other := tables()
	other["items"] = strings.Replace(other["items"], "Bolt", "Wrong", 1)
	if err := l.Import(context.Background(), dataset(t, other), nil); !errors.Is(err, local.ErrTakenOver) {
		t.Errorf("err = %v", err)
	}
	if got := numbersOf(t, l); got != "A=Bolt B=Nut C=Old D=Free" {
		t.Error(got)
	}
}

func TestItemComesBackWhole(t *testing.T) {
	l, _ := office(t)
	want := dataset(t, tables()).Items[1].Item
	got, err := l.Item(context.Background(), "B")
	if d := cmp.Diff(want, got); d != "" || err != nil {
		t.Error(d, err)
	}
	units, err := l.Units(context.Background())
	if err != nil || len(units) != 3 {
		t.Errorf("units: %v, %v", units, err)
	}
}
