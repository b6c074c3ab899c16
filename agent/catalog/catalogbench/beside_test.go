package catalogbench_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"salesclerk/agent/catalog"
	"salesclerk/agent/catalog/catalogbench"
	"salesclerk/agent/erp"
)

const (
	seed  = 2026
	asked = 120 // queries of a draw, the kinds in turn
)

// draws are the queries that were looked at while the search was made better, and
// some that never were.
var draws = []uint64{seed, 40_411}

// BenchmarkBeside asks the same of the same items: our search with its index on
// disk, and PostgreSQL in each of the ways that were tried. The million is left
// out where SALESCLERK_MILLION is not set: PostgreSQL alone takes minutes over it.
func BenchmarkBeside(b *testing.B) {
	all := []int{10_000, 100_000}
	if testing.Short() {
		all = all[:1]
	}
	if os.Getenv("SALESCLERK_MILLION") != "" {
		all = append(all, 1_000_000)
	}
	for _, n := range all {
		var qs []catalogbench.Query
		for _, d := range draws {
			qs = append(qs, catalogbench.Queries(asked, n, seed, d)...)
		}
		b.Run(fmt.Sprintf("items=%d/ours", n), func(b *testing.B) {
			for b.Loop() {
				ours(b, n, qs)
			}
		})
		b.Run(fmt.Sprintf("items=%d", n), func(b *testing.B) { postgres(b, n, qs) })
	}
}

// ours builds the index as a desk would, from nothing, and asks.
func ours(b *testing.B, n int, qs []catalogbench.Query) {
	dir := b.TempDir()
	x, err := catalog.New(catalog.Options{Dir: dir})
	check(b, err)
	defer func() { check(b, x.Close()) }()
	began := time.Now()
	check(b, x.Build(context.Background(), items(n), nil, nil, nil))
	built := time.Since(began)
	answers := func(qs []catalogbench.Query) (out []catalogbench.Answer) {
		for _, q := range qs {
			began := time.Now()
			r, err := x.Find(context.Background(), catalog.Query{Text: q.Text, Lang: q.Lang})
			check(b, err)
			a := catalogbench.Answer{Took: time.Since(began)}
			for _, it := range r.Items {
				a.Numbers = append(a.Numbers, it.Number)
			}
			out = append(out, a)
		}
		return out
	}
	answers(qs[:min(50, len(qs))])
	got := answers(qs)
	debug.FreeOSMemory()
	report(b, qs, got)
	b.ReportMetric(built.Seconds(), "s/build")
	b.ReportMetric(catalogbench.Resident("/proc/self")/1e6, "MB/memory")
	b.ReportMetric(size(dir)/1e6, "MB/disk")
	typing(b, x, n)
	changing(b, x, n)
}

// typing is how long a suggestion takes at every letter of some names.
func typing(b *testing.B, x *catalog.Index, n int) {
	var took []time.Duration
	i := 0
	for it := range catalogbench.Items(n, seed) {
		if i++; i%(n/100) != 0 {
			continue
		}
		for end := range it.Name {
			began := time.Now()
			_, err := x.Suggest(context.Background(), it.Name[:end], it.Lang, 10)
			check(b, err)
			took = append(took, time.Since(began))
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs/suggest-median")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs/suggest-99th")
}

// changing is how long it takes until a change is found: of one item, the median of
// some, and of a thousand at once.
func changing(b *testing.B, x *catalog.Index, n int) {
	var ones []time.Duration
	for i := range 21 {
		ones = append(ones, change(b, x, i, 1))
	}
	slices.Sort(ones)
	b.ReportMetric(float64(ones[len(ones)/2].Milliseconds()), "ms/change")
	b.ReportMetric(float64(change(b, x, 100, min(n/10, 1000)).Milliseconds()), "ms/thousand")
}

// change gives n items another name, and looks for the last.
func change(b *testing.B, x *catalog.Index, from, n int) time.Duration {
	var changed []erp.Item
	for i := range n {
		changed = append(changed, erp.Item{Number: fmt.Sprintf("I%07d", from+i), Description: fmt.Sprintf("Renamed crate Qwyx%dz", from+i), BaseUnit: "PCS"})
	}
	last := changed[n-1]
	began := time.Now()
	check(b, x.Update(context.Background(), changed, nil))
	r, err := x.Find(context.Background(), catalog.Query{Text: last.Description})
	check(b, err)
	if len(r.Items) != 1 || r.Items[0].Number != last.Number {
		b.Fatalf("%s is not found after it was changed: %+v", last.Number, r)
	}
	return time.Since(began)
}

func items(n int) iter.Seq2[erp.Item, error] {
	return func(yield func(erp.Item, error) bool) {
		for it := range catalogbench.Items(n, seed) {
			if !yield(erp.Item{Number: it.Number, Description: it.Name, BaseUnit: "PCS"}, nil) {
				return
			}
		}
	}
}

// postgres builds once and asks in every way.
func postgres(b *testing.B, n int, qs []catalogbench.Query) {
	ctx := context.Background()
	p, err := catalogbench.StartPostgres(ctx, filepath.Join(outside(b), "postgres"))
	if errors.Is(err, catalogbench.ErrNoPostgres) {
		b.Skip(err)
	}
	check(b, err)
	defer func() { check(b, p.Stop()) }()
	built, err := p.Load(ctx, n, seed)
	check(b, err)
	disk, err := p.Disk(ctx)
	check(b, err)
	for _, w := range catalogbench.Ways {
		b.Run(w.Name, func(b *testing.B) {
			for b.Loop() {
				got, err := p.Ask(ctx, w, qs, 50)
				check(b, err)
				report(b, qs, got)
			}
			b.ReportMetric(built.Seconds(), "s/build")
			b.ReportMetric(p.Memory()/1e6, "MB/memory")
			b.ReportMetric(disk/1e6, "MB/disk")
		})
	}
}

// outside is a folder that another user may enter.
func outside(b *testing.B) string {
	dir, err := os.MkdirTemp("", "catalogbench-")
	check(b, err)
	b.Cleanup(func() { _ = os.RemoveAll(dir) })
	check(b, os.Chmod(dir, 0o755))
	return dir
}

// report counts who found the item meant first or among three, by kind, those of the
// later draw apart.
func report(b *testing.B, qs []catalogbench.Query, got []catalogbench.Answer) {
	if len(got) != len(qs) {
		b.Fatalf("%d answers to %d queries", len(got), len(qs))
	}
	count(b, qs[:asked], got[:asked], "")
	count(b, qs[asked:], got[asked:], "-again")
	var took []time.Duration
	for _, a := range got {
		took = append(took, a.Took)
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs/median")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs/99th")
	b.ReportMetric(0, "ns/op")
}

func count(b *testing.B, qs []catalogbench.Query, got []catalogbench.Answer, draw string) {
	asked, first, three := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for i, q := range qs {
		at := slices.Index(got[i].Numbers, q.Want)
		for _, k := range []string{q.Kind, "all"} {
			asked[k]++
			if at == 0 {
				first[k]++
			}
			if at >= 0 && at < 3 {
				three[k]++
			}
		}
		if at != 0 && testing.Verbose() {
			b.Logf("%s %s %q: want %s, got %v in %s", q.Kind, q.Lang, q.Text, q.Want, got[i].Numbers, got[i].Took)
		}
	}
	for k, n := range asked {
		b.ReportMetric(100*first[k]/n, "%first-"+k+draw)
		b.ReportMetric(100*three[k]/n, "%three-"+k+draw)
	}
}

func size(dir string) float64 {
	var sum int64
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil {
			if i, err := d.Info(); err == nil && !d.IsDir() {
				sum += i.Size()
			}
		}
		return nil
	})
	return float64(sum)
}

func check(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
