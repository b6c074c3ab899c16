package store

import (
	"bytes"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

func bothRecords(t *testing.T, test func(t *testing.T, r *Records)) {
	both(t, func(t *testing.T, p place) { test(t, p.open(t, nil).Records("main")) })
}

func commit(t testing.TB, r *Records, want bool, w ...Write) {
	t.Helper()
	got, err := r.Commit(ctx, w)
	ok(t, err)
	if got != want {
		t.Fatalf("committed: %v, want %v", got, want)
	}
}

func TestRecords(t *testing.T) {
	bothRecords(t, func(t *testing.T, r *Records) {
		if data, rev, err := r.Get(ctx, "item", "1"); data != nil || rev != 0 || err != nil {
			t.Fatalf("got %q, %d, %v", data, rev, err)
		}
		binary := []byte("a\nb\x00\xff")
		commit(t, r, true, Write{"item", "1", 0, binary}, Write{"item", "2", -1, []byte{}}, Write{"price", "1", 0, []byte("p")})
		data, rev, err := r.Get(ctx, "item", "1")
		same(t, []any{data, err}, []any{binary, nil})
		same(t, must(r.GetMany(ctx, "item", []string{"2", "x", "1"})), [][]byte{{}, nil, binary})

		commit(t, r, false, Write{"item", "3", 0, []byte("3")}, Write{"item", "1", 0, []byte("no")})
		commit(t, r, false, Write{"item", "3", 0, []byte("3")}, Write{"item", "1", rev + 100, []byte("no")})
		same(t, must(r.GetMany(ctx, "item", []string{"3", "1"})), [][]byte{nil, binary})
		commit(t, r, true, Write{"item", "1", rev, []byte("new")})
		_, next, _ := r.Get(ctx, "item", "1")
		if next <= rev {
			t.Fatalf("revision %d after %d", next, rev)
		}
		commit(t, r, true, Write{"item", "1", next, nil})
		commit(t, r, false, Write{"item", "1", next, []byte("no")})
		commit(t, r, true, Write{"item", "1", 0, []byte("again")})
		commit(t, r, true)
	})
}

func TestRecordsAllAtOnce(t *testing.T) {
	bothRecords(t, func(t *testing.T, r *Records) {
		var w []Write
		for i := range 5000 {
			w = append(w, Write{"item", fmt.Sprint(i), 0, []byte("x")})
		}
		commit(t, r, true, w...)
		commit(t, r, false, append([]Write{{"item", "new", 0, []byte("x")}}, w[4999])...)
		n := 0
		ok(t, r.All(ctx, "item", func(id string, data []byte) error {
			same(t, id, fmt.Sprint(n))
			n++
			return nil
		}))
		same(t, n, 5000)
		commit(t, r, true, Write{"item", "17", -1, nil})
		found := false
		ok(t, r.All(ctx, "item", func(id string, _ []byte) error { found = found || id == "17"; return nil }))
		same(t, found, false)
	})
}

func TestRecordsChanged(t *testing.T) {
	bothRecords(t, func(t *testing.T, r *Records) {
		changed := func(since string, want ...string) string {
			t.Helper()
			got, mark, err := r.Changed(ctx, "item", since)
			ok(t, err)
			same(t, append([]string{}, got...), append([]string{}, want...))
			return mark
		}
		start := changed("")
		commit(t, r, true, Write{"item", "1", 0, []byte("x")}, Write{"item", "2", 0, []byte("x")}, Write{"price", "3", 0, []byte("x")})
		mark := changed(start, "1", "2")
		changed(mark)
		commit(t, r, true, Write{"item", "1", -1, nil})
		mark2 := changed(mark, "1")
		changed(start, "2", "1")
		changed(mark2)
		same(t, changed(""), mark2)
		if _, _, err := r.Changed(ctx, "item", "rubbish"); err == nil {
			t.Fatal("rubbish is no mark")
		}
		changed("otherepoch.99999", "2", "1") // the records were lost and begun anew
	})
}

func TestRecordsChangedInParts(t *testing.T) {
	bothRecords(t, func(t *testing.T, r *Records) {
		_, mark, err := r.Changed(ctx, "item", "")
		ok(t, err)
		for part := range 3 {
			var w []Write
			for i := range 5000 {
				w = append(w, Write{"item", fmt.Sprint(part, "-", i), 0, []byte("x")})
			}
			commit(t, r, true, w...)
		}
		first, mark, err := r.Changed(ctx, "item", mark)
		ok(t, err)
		rest, _, err := r.Changed(ctx, "item", mark)
		ok(t, err)
		same(t, []any{len(first), len(rest), rest[4999]}, []any{maxChanged, 5000, "2-4999"})
	})
}

func TestRecordsOneWinner(t *testing.T) {
	bothRecords(t, func(t *testing.T, r *Records) {
		var won atomic.Int32
		var wg sync.WaitGroup
		for i := range 50 {
			wg.Go(func() {
				yes, err := r.Commit(ctx, []Write{{"quote", "1", 0, fmt.Append(nil, i)}, {"line", fmt.Sprint(i), 0, []byte("x")}})
				if err != nil {
					t.Error(err)
				}
				if yes {
					won.Add(1)
				}
			})
		}
		wg.Wait()
		lines := 0
		ok(t, r.All(ctx, "line", func(string, []byte) error { lines++; return nil }))
		same(t, []int{int(won.Load()), lines}, []int{1, 1})
	})
}

func TestNext(t *testing.T) {
	bothRecords(t, func(t *testing.T, r *Records) {
		same(t, must(r.Next(ctx, "quote", 1001)), int64(1001))
		same(t, must(r.Next(ctx, "quote", 5)), int64(1002))
		same(t, must(r.Next(ctx, "order", 1)), int64(1))
	})
}

func FuzzRecord(f *testing.F) {
	f.Add([]byte("12\nabc"))
	f.Add([]byte("\n"))
	f.Fuzz(func(t *testing.T, v []byte) {
		data, rev, err := record(v)
		if err == nil && !bytes.HasSuffix(v, append([]byte("\n"), data...)) {
			t.Fatalf("%q gives %d %q", v, rev, data)
		}
	})
}
