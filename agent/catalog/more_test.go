package catalog

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

func TestUnit(t *testing.T) {
	x := built(t, shop())
	for _, c := range [][3]string{
		{"en", "pcs", "PCS"}, {"en", "Pieces", "PCS"}, {"da", "stk.", "PCS"}, {"da", "Stykker", "PCS"}, {"fr", "pièces", "PCS"}, {"de", "Stück", "PCS"},
		{"en", "boxes", "BOX"}, {"da", "kasser", "BOX"}, {"de", "Kartons", "BOX"}, {"fr", "boîtes", "BOX"}, {"en", "cartons", "BOX"},
		{"en", "sets", "SET"}, {"da", "sæt", "SET"}, {"en", "kilos", "KG"}, {"en", "PAL", "PAL"}, {"en", "pallets", "PAL"}, {"da", "paller", "PAL"},
		{"en", "bottles", ""}, {"en", "", ""}, {"en", "chairs", ""},
	} {
		if got, ok := x.Unit(c[1], c[0]); got != c[2] || ok != (c[2] != "") {
			t.Errorf("Unit(%q, %s) = %q, %v; want %q", c[1], c[0], got, ok, c[2])
		}
	}
}

func TestSuggest(t *testing.T) {
	x := built(t, shop())
	for _, c := range []struct{ typed, lang, first string }{
		{"T-1", "en", "T-100"}, {"din", "en", "T-100"}, {"coffee mach", "en", "C-10"}, {"spise", "da", "T-100"},
		{"nappe ro", "fr", "T-201"}, {"screwdrivr", "en", "S-1"}, {"1000", "en", "1000"}, {"notebook", "en", "B-2"},
	} {
		got, err := x.Suggest(context.Background(), c.typed, c.lang, 5)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) == 0 || got[0].Number != c.first || len(got) > 5 {
			t.Errorf("typed %q: want %s first, got %+v", c.typed, c.first, got)
		}
	}
	if got, err := x.Suggest(context.Background(), "", "en", 5); err != nil || len(got) != 0 {
		t.Errorf("nothing typed: %v %v", got, err)
	}
}

// TestSuggestAmongMany types where more words begin alike than are looked up: each
// item must hold every word, the last by its beginning.
func TestSuggestAmongMany(t *testing.T) {
	f := folder{}
	for it := range generated(1500) {
		f.items = append(f.items, it)
	}
	x := built(t, f)
	for _, typed := range []string{"nord", "n", "chair", "chair b", "chair off", "NORD ch"} {
		got, err := x.Suggest(context.Background(), typed, "en", 10)
		if err != nil || len(got) == 0 {
			t.Fatalf("%q: %d items, %v", typed, len(got), err)
		}
		for _, c := range got {
			for _, w := range strings.Fields(strings.ToLower(typed)) {
				if !strings.Contains(" "+strings.ToLower(c.Description), " "+w) {
					t.Errorf("%q: %s", typed, c.Description)
				}
			}
		}
	}
	if got, err := x.Suggest(context.Background(), "chair lamp", "en", 10); err != nil || len(got) > 0 {
		t.Errorf("nothing is both: %v %v", got, err)
	}
}

func TestUpdateAndRemove(t *testing.T) {
	x := built(t, shop())
	ctx := context.Background()
	find := func(s string) Result {
		r, err := x.Find(ctx, Query{Text: s})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	find("dining table") // now it is at hand
	for i := range compactAfter + 3 {
		it := erp.Item{Number: "T-100", Description: "Garden Bench"}
		if i%2 == 1 {
			it.Description = "Garden Swing"
		}
		if err := x.Update(ctx, []erp.Item{it}, []string{"C-20"}); err != nil {
			t.Fatal(err)
		}
		if r := find(it.Description); numbers(r) != "T-100" {
			t.Fatalf("update %d: %+v", i, r)
		}
	}
	if x.now.updates > compactAfter {
		t.Errorf("never compacted: %d updates", x.now.updates)
	}
	if find("dining table").Match != task.None || x.Knows("C-20") || x.Len() != len(shop().items)-1 {
		t.Error("the old item is still found")
	}
	if c, _ := x.Unit("boxes", "en"); c != "BOX" {
		t.Error("compacting forgot the units")
	}
}

// Readers see the old items or the new ones: a Build that fails leaves the old.
func TestBuildIsWhole(t *testing.T) {
	x := built(t, shop())
	ctx := context.Background()
	broken := func(yield func(erp.Item, error) bool) {
		_ = yield(erp.Item{Number: "N-1", Description: "New"}, nil) && yield(erp.Item{}, errors.New("the line broke"))
	}
	if err := x.Build(ctx, broken, nil, nil, nil); err == nil {
		t.Error("a broken sequence was taken")
	}
	if x.Knows("N-1") || !x.Knows("T-100") {
		t.Error("half a build is seen")
	}
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if r, err := x.Find(ctx, Query{Text: "dining table"}); err != nil || numbers(r) != "T-100" {
					t.Errorf("while building: %+v %v", r, err)
					return
				}
			}
		})
	}
	for range 5 {
		if err := x.Build(ctx, sequence(shop().items), nil, nil, nil); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	wg.Wait()
	if err := x.Close(); err != nil {
		t.Error(err)
	}
	if _, err := x.Find(ctx, Query{Text: "table"}); !errors.Is(err, ErrClosed) {
		t.Errorf("a closed index answers %v", err)
	}
}

// office is a back office whose items change.
type office struct {
	erp.Items
	mu      sync.Mutex
	items   map[string]erp.Item
	changed []string
	broken  bool
	polled  chan int // how many changes were told; unbuffered
}

func (o *office) Item(_ context.Context, n string) (erp.Item, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if it, ok := o.items[n]; ok {
		return it, nil
	}
	return erp.Item{}, erp.ErrNotFound
}

func (o *office) ItemsChanged(ctx context.Context, mark string) ([]string, string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.broken {
		o.broken = false
		return nil, "", errors.New("away")
	}
	told := slices.Clone(o.changed[min(len(mark), len(o.changed)):])
	if mark != "" || len(o.changed) > 0 {
		select {
		case o.polled <- len(told):
		case <-ctx.Done():
		}
	}
	return told, string(make([]byte, len(o.changed))), nil
}

func (o *office) AllItems(context.Context) iter.Seq2[erp.Item, error] {
	return sequence(shop().items)
}
func (o *office) Units(context.Context) ([]erp.Unit, error)        { return shop().units, nil }
func (o *office) Synonyms(context.Context) ([]erp.Synonyms, error) { return nil, nil }

func (o *office) change(it erp.Item) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.items[it.Number] = it
	o.changed = append(o.changed, it.Number)
	o.broken = true
}

func TestFollow(t *testing.T) {
	o := &office{items: map[string]erp.Item{}, polled: make(chan int)}
	x := built(t, folder{})
	ctx, end := context.WithCancel(context.Background())
	defer end()
	if err := Load(ctx, x, o, nil); err != nil {
		t.Fatal(err)
	}
	o.change(erp.Item{Number: "NEW-1", Description: "Rubber Boots"}) // and the next question fails
	done := make(chan error, 1)
	go func() { done <- Follow(ctx, x, o, time.Millisecond, nil) }()
	for n := range o.polled {
		if n == 0 {
			break // asked again with nothing new: the change is in
		}
	}
	if !x.Knows("NEW-1") {
		t.Error("a new item is not found after a poll that failed and one that did not")
	}
	end()
	go func() {
		for range o.polled {
		}
	}()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if everyDefault > time.Minute/2 {
		t.Error("a poll that fails once must still find changes within a minute")
	}
}

func FuzzFind(f *testing.F) {
	x := built(f, shop())
	for _, s := range []string{"dining table", "17\" x", "\x00\xff", "5 kg", "T-100,T-200", "é́́", "1,5x2.3x", "=-~|", "søm\u00ad"} {
		f.Add(s, "en")
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		r, err := x.Find(context.Background(), Query{Text: s, Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		if (r.Match == task.None) != (len(r.Items) == 0) || r.Confidence < 0 || r.Confidence > 1 {
			t.Fatalf("%q: %+v", s, r)
		}
		for _, i := range r.Items {
			if i.Number == "B-1" || i.Number == "B-3" || !utf8.ValidString(i.Why) && utf8.ValidString(s) {
				t.Fatalf("%q: %+v", s, i)
			}
		}
		if _, err := x.Suggest(context.Background(), s, lang, 3); err != nil {
			t.Fatal(err)
		}
		x.Knows(s)
	})
}

func FuzzUnit(f *testing.F) {
	x := built(f, shop())
	f.Add("stk.")
	f.Fuzz(func(t *testing.T, s string) {
		if c, ok := x.Unit(s, ""); ok != (c != "") {
			t.Fatalf("%q: %q %v", s, c, ok)
		}
	})
}
