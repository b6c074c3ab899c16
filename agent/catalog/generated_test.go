package catalog

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"runtime"
	"testing"

	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

var (
	series = []string{"NORD", "FJORD", "ALPIN", "DELTA", "KAPPA", "LIVO", "MIRA", "OSTRA", "PERLA", "QUADRO", "RONDO", "SILVA", "TERRA", "UNIKA", "VEGA", "ZENIT"}
	uses   = []string{"Office", "Garden", "Kitchen", "Workshop", "Conference", "Storage", "Bathroom", "Outdoor", "Industrial", "School"}
	things = []string{"Chair", "Table", "Lamp", "Cabinet", "Shelf", "Pump", "Hose", "Drill", "Screwdriver", "Ladder", "Bench", "Fan", "Heater", "Mirror", "Trolley", "Hammer", "Clock", "Locker"}
	hues   = []string{"black", "white", "red", "blue", "green", "yellow", "grey"}
	danske = map[string]string{"Chair": "stol", "Table": "bord", "Lamp": "lampe", "Cabinet": "skab", "Shelf": "hylde"}
)

// generated are n items, always the same, no two with the same name.
func generated(n int) iter.Seq2[erp.Item, error] {
	return func(yield func(erp.Item, error) bool) {
		for i := range n {
			if !yield(generate(i), nil) {
				return
			}
		}
	}
}

func generate(i int) erp.Item {
	r := rand.New(rand.NewPCG(uint64(i), 7))
	thing := things[r.IntN(len(things))]
	name := fmt.Sprintf("%s %s %s %s, %s", series[r.IntN(len(series))], uses[r.IntN(len(uses))], thing, letters4(i), hues[r.IntN(len(hues))])
	it := erp.Item{Number: fmt.Sprintf("G-%06d", i), Description: name, BaseUnit: "PCS", Category: thing,
		GTIN: fmt.Sprintf("57%011d", i), VendorItemNumber: fmt.Sprintf("%d/%03d", i/1000+10, i%1000),
		Attributes: []erp.Attribute{{Name: "Width", Value: fmt.Sprintf("%d cm", 40+r.IntN(160))}, {Name: "Material", Value: "Steel"}}}
	if d := danske[thing]; d != "" {
		it.Translations = map[string]string{"da": "Kontor" + d + " " + letters4(i)}
	}
	return it
}

// letters4 is a made-up model name, one for each number.
func letters4(i int) string {
	const vowels, rest = "aeiou", "bdfgklmnprstvz"
	b := []byte{rest[i%14], vowels[i/14%5], rest[i/70%14], vowels[i/980%5], rest[i/4900%14], vowels[i/68600%5]}
	b[0] -= 'a' - 'A'
	return string(b)
}

func TestEveryItemIsFound(t *testing.T) {
	x, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	const n = 600
	if err := x.Build(context.Background(), generated(n), nil, nil, nil); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		it := generate(i)
		for _, text := range []string{it.Number, it.GTIN, it.VendorItemNumber, it.Description, it.Translations["da"]} {
			if text == "" {
				continue
			}
			r, err := x.Find(context.Background(), Query{Text: text})
			if err != nil {
				t.Fatal(err)
			}
			if r.Match != task.One || r.Items[0].Number != it.Number || r.Confidence < 0.9 {
				t.Fatalf("%s by %q: got %s %.2f %+v", it.Number, text, r.Match, r.Confidence, r.Items)
			}
		}
	}
}

func TestOnDisk(t *testing.T) {
	dir := t.TempDir()
	x, err := New(Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Build(context.Background(), generated(500), nil, []erp.Unit{{Code: "PCS", Description: "Piece"}}, nil); err != nil {
		t.Fatal(err)
	}
	if err := x.Build(context.Background(), generated(3000), nil, []erp.Unit{{Code: "PCS", Description: "Piece"}}, nil); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if x, err = New(Options{Dir: dir}); err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if x.Len() != 3000 || !x.Knows("G-002999") {
		t.Errorf("opened again it holds %d items", x.Len())
	}
	if c, ok := x.Unit("stk.", "da"); !ok || c != "PCS" {
		t.Errorf("opened again it forgot the units: %q", c)
	}
}

func BenchmarkFind(b *testing.B) {
	for _, n := range []int{1000, 10000, 100000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			x, err := New(Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer x.Close()
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			if err := x.Build(context.Background(), generated(n), nil, nil, nil); err != nil {
				b.Fatal(err)
			}
			runtime.GC()
			runtime.ReadMemStats(&after)
			queries := map[string]func(i int) string{
				"number":   func(i int) string { return generate(i).Number },
				"name":     func(i int) string { return generate(i).Description },
				"words":    func(i int) string { return "blue " + generate(i).Category + " for the office" },
				"misspelt": func(i int) string { return "screwdrivr " + letters4(i) },
				"nothing":  func(int) string { return "washing powder" },
			}
			for name, q := range queries {
				b.Run(name, func(b *testing.B) {
					i := 0
					for b.Loop() {
						i = (i + 7919) % n
						if _, err := x.Find(context.Background(), Query{Text: q(i)}); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(n), "B/item")
				})
			}
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				x, err := New(Options{})
				if err != nil {
					b.Fatal(err)
				}
				if err := x.Build(context.Background(), generated(n), nil, nil, nil); err != nil {
					b.Fatal(err)
				}
				x.Close()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/item")
		})
	}
}
