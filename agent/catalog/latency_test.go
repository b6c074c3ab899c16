package catalog

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"
)

// BenchmarkLatency is how long one search takes among many items: the median and
// the 99th of a hundred, over queries of every kind in turn, each beside bleve
// alone: a plain match query for the same words on the same index, ten best hits.
func BenchmarkLatency(b *testing.B) {
	sizes := []int{1_000, 10_000, 100_000}
	if testing.Short() {
		sizes = sizes[:2]
	}
	for _, n := range sizes {
		b.Run(fmt.Sprint("items=", n), func(b *testing.B) {
			x, err := New(Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer x.Close()
			if err := x.Build(context.Background(), generated(n), nil, nil, nil); err != nil {
				b.Fatal(err)
			}
			var own, alone []time.Duration
			for b.Loop() {
				text := benchQuery(len(own)*7919%n, len(own))
				began := time.Now()
				if _, err := x.Find(context.Background(), Query{Text: text}); err != nil {
					b.Fatal(err)
				}
				mid := time.Now()
				plainSearch(b, x, text)
				own, alone = append(own, mid.Sub(began)), append(alone, time.Since(mid))
			}
			for name, d := range map[string][]time.Duration{"own": own, "bleve": alone} {
				slices.Sort(d)
				b.ReportMetric(float64(d[len(d)/2].Microseconds()), "µs/median-"+name)
				b.ReportMetric(float64(d[len(d)*99/100].Microseconds()), "µs/99th-"+name)
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// benchQuery is a way to ask for the i-th item; the kinds take turns.
func benchQuery(i, kind int) string {
	it := generate(i)
	switch kind % 6 {
	case 0:
		return it.Number
	case 1:
		return it.Description
	case 2:
		return "blue " + it.Category + " for the office"
	case 3:
		return "screwdrivr " + letters4(i)
	case 4:
		return it.GTIN
	}
	return "washing powder"
}

func plainSearch(b *testing.B, x *Index, text string) {
	q := bleve.NewMatchQuery(strings.ToLower(text))
	q.SetField(fieldWords)
	err := x.use(context.Background(), func(g *generation) error {
		_, err := g.bleve.Search(bleve.NewSearchRequest(q))
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}
