// Package localtest checks a local.Store: whoever writes one runs it against
// theirs, on a real server too.
package localtest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/erp/local"
)

// Run runs every test; open returns an empty store each time.
func Run(t *testing.T, open func(t *testing.T) local.Store) {
	for name, test := range map[string]func(*testing.T, local.Store){
		"records": records, "revisions": revisions, "all or nothing": allOrNothing, "many": many, "all": all,
		"counter": counter, "changed": changed, "race": race, "deleted": deleted, "odd names": oddNames,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func put(t *testing.T, s local.Store, writes ...local.Write) bool {
	t.Helper()
	ok, err := s.Commit(context.Background(), writes)
	if err != nil {
		t.Fatal(err)
	}
	return ok
}

func get(t *testing.T, s local.Store, kind, id string) (string, int64) {
	t.Helper()
	data, rev, err := s.Get(context.Background(), kind, id)
	if err != nil {
		t.Fatal(err)
	}
	return string(data), rev
}

func records(t *testing.T, s local.Store) {
	if data, rev := get(t, s, "item", "1"); data != "" || rev != 0 {
		t.Fatalf("an empty store has %q at %d", data, rev)
	}
	if !put(t, s, local.Write{Kind: "item", ID: "1", Data: []byte("a\x00b")}) {
		t.Fatal("a new record is refused")
	}
	if data, rev := get(t, s, "item", "1"); data != "a\x00b" || rev <= 0 {
		t.Errorf("got %q at %d", data, rev)
	}
	if data, _ := get(t, s, "order", "1"); data != "" {
		t.Errorf("another kind has it too: %q", data)
	}
}

func revisions(t *testing.T, s local.Store) {
	put(t, s, local.Write{Kind: "item", ID: "1", Data: []byte("a")})
	_, first := get(t, s, "item", "1")
	if put(t, s, local.Write{Kind: "item", ID: "1", Data: []byte("x")}) {
		t.Error("base 0 wrote over a record")
	}
	if put(t, s, local.Write{Kind: "item", ID: "1", Base: first + 1, Data: []byte("x")}) {
		t.Error("a wrong base was taken")
	}
	if put(t, s, local.Write{Kind: "item", ID: "2", Base: first, Data: []byte("x")}) {
		t.Error("a base was taken for a record that is not there")
	}
	if !put(t, s, local.Write{Kind: "item", ID: "1", Base: first, Data: []byte("b")}) {
		t.Error("the right base was refused")
	}
	if _, second := get(t, s, "item", "1"); second == first {
		t.Error("the revision did not change")
	}
	if !put(t, s, local.Write{Kind: "item", ID: "1", Base: -1, Data: []byte("c")}) {
		t.Error("base -1 was refused")
	}
	if data, _ := get(t, s, "item", "1"); data != "c" {
		t.Errorf("got %q", data)
	}
}

func allOrNothing(t *testing.T, s local.Store) {
	put(t, s, local.Write{Kind: "item", ID: "1", Data: []byte("a")})
	writes := []local.Write{
		{Kind: "key", ID: "k", Data: []byte("new")},
		{Kind: "item", ID: "1", Data: []byte("over")},
		{Kind: "item", ID: "3", Data: []byte("new")},
	}
	if put(t, s, writes...) {
		t.Fatal("a commit with one wrong base was taken")
	}
	for _, at := range [][2]string{{"key", "k"}, {"item", "3"}} {
		if data, _ := get(t, s, at[0], at[1]); data != "" {
			t.Errorf("%v was written: %q", at, data)
		}
	}
}

func many(t *testing.T, s local.Store) {
	put(t, s, local.Write{Kind: "item", ID: "1", Data: []byte("a")}, local.Write{Kind: "item", ID: "3", Data: []byte("c")})
	got, err := s.GetMany(context.Background(), "item", []string{"3", "2", "1", "3"})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]byte{[]byte("c"), nil, []byte("a"), []byte("c")}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if got, err := s.GetMany(context.Background(), "item", nil); err != nil || len(got) != 0 {
		t.Errorf("nothing asked: %v, %v", got, err)
	}
}

func all(t *testing.T, s local.Store) {
	const n = 2500
	var writes []local.Write
	for i := range n {
		writes = append(writes, local.Write{Kind: "item", ID: fmt.Sprint(i), Data: fmt.Append(nil, "v", i)})
	}
	put(t, s, writes...)
	put(t, s, local.Write{Kind: "items", ID: "other", Data: []byte("x")})
	seen := map[string]string{}
	err := s.All(context.Background(), "item", func(id string, data []byte) error {
		if _, twice := seen[id]; twice {
			t.Errorf("%s came twice", id)
		}
		seen[id] = string(data)
		return nil
	})
	if err != nil || len(seen) != n || seen["42"] != "v42" {
		t.Errorf("%d records, 42 is %q, %v", len(seen), seen["42"], err)
	}
	stop := fmt.Errorf("enough")
	if err := s.All(context.Background(), "item", func(string, []byte) error { return stop }); err != stop {
		t.Errorf("the caller's error came back as %v", err)
	}
}

func counter(t *testing.T, s local.Store) {
	var mu sync.Mutex
	var got []int64
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			n, err := s.Next(context.Background(), "quote", 1001)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			got = append(got, n)
		})
	}
	wg.Wait()
	slices.Sort(got)
	for i, n := range got {
		if n != 1001+int64(i) {
			t.Fatalf("counted %v", got)
		}
	}
	if n, _ := s.Next(context.Background(), "order", 5); n != 5 {
		t.Errorf("another counter begins at %d", n)
	}
}

func changed(t *testing.T, s local.Store) {
	ctx := context.Background()
	put(t, s, local.Write{Kind: "item", ID: "1", Data: []byte("a")}, local.Write{Kind: "item", ID: "2", Data: []byte("a")})
	ids, mark, err := s.Changed(ctx, "item", "")
	if err != nil || len(ids) != 0 || mark == "" {
		t.Fatalf("present mark: %v, %q, %v", ids, mark, err)
	}
	put(t, s, local.Write{Kind: "item", ID: "2", Base: -1, Data: []byte("b")}, local.Write{Kind: "order", ID: "9", Data: []byte("b")})
	put(t, s, local.Write{Kind: "item", ID: "1", Base: -1})
	put(t, s, local.Write{Kind: "item", ID: "2", Base: 0, Data: []byte("refused")})
	ids, next, err := s.Changed(ctx, "item", mark)
	slices.Sort(ids)
	if d := cmp.Diff([]string{"1", "2"}, ids); d != "" || err != nil {
		t.Error(d, err)
	}
	if ids, _, err := s.Changed(ctx, "item", next); err != nil || len(ids) != 0 {
		t.Errorf("nothing changed, yet %v, %v", ids, err)
	}
}

func race(t *testing.T, s local.Store) {
	put(t, s, local.Write{Kind: "item", ID: "1", Data: []byte("0")})
	_, rev := get(t, s, "item", "1")
	var mu sync.Mutex
	won := 0
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			ok, err := s.Commit(context.Background(), []local.Write{{Kind: "item", ID: "1", Base: rev, Data: fmt.Append(nil, i)}})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			if ok {
				won++
			}
		})
	}
	wg.Wait()
	if won != 1 {
		t.Errorf("%d commits on one revision were taken", won)
	}
}

// deleted: a record written anew after it was deleted has not the revision it had.
func deleted(t *testing.T, s local.Store) {
	put(t, s, local.Write{Kind: "item", ID: "1", Data: []byte("a")})
	_, first := get(t, s, "item", "1")
	put(t, s, local.Write{Kind: "item", ID: "1", Base: first})
	if data, rev := get(t, s, "item", "1"); data != "" || rev != 0 {
		t.Fatalf("deleted, yet %q at %d", data, rev)
	}
	put(t, s, local.Write{Kind: "item", ID: "1", Data: []byte("b")})
	if put(t, s, local.Write{Kind: "item", ID: "1", Base: first, Data: []byte("stale")}) {
		t.Error("a revision from before the deletion was taken")
	}
}

func oddNames(t *testing.T, s local.Store) {
	for _, id := range []string{"a:b", "a b", "ø|*?[x]", "{x}", "T-1/7/quote", "\"", "a\nb"} {
		put(t, s, local.Write{Kind: "item", ID: id, Data: []byte(id)})
		if data, _ := get(t, s, "item", id); data != id {
			t.Errorf("%q came back as %q", id, data)
		}
	}
}
