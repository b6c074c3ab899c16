package catalog

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

// shared is the folder of measurements beside the repository; the test is
// skipped where it is absent.
func shared(t testing.TB, parts ...string) string {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if up := filepath.Dir(dir); up == dir {
			t.Skip("no go.mod above")
		} else {
			dir = up
		}
	}
	p := filepath.Join(append([]string{dir, "..", "shared"}, parts...)...)
	if _, err := os.Stat(p); err != nil {
		t.Skip("no measurement data beside the repository")
	}
	return p
}

// rows reads a CSV file with a header; a missing file has none.
func rows(t testing.TB, path string) []map[string]string {
	f, err := os.Open(path)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(path, err)
	}
	var out []map[string]string
	for _, rec := range all[1:] {
		m := map[string]string{}
		for i, h := range all[0] {
			if i < len(rec) {
				m[strings.TrimPrefix(h, "\ufeff")] = rec[i]
			}
		}
		out = append(out, m)
	}
	return out
}

type folder struct {
	items    []erp.Item
	units    []erp.Unit
	synonyms []erp.Synonyms
}

// readFolder reads what the search needs of a data folder.
func readFolder(t testing.TB, dir string) folder {
	var f folder
	at := map[string]int{}
	file := func(name string) []map[string]string { return rows(t, filepath.Join(dir, name)) }
	for _, r := range file("items.csv") {
		at[r["number"]] = len(f.items)
		f.items = append(f.items, erp.Item{Number: r["number"], Description: r["description"], Description2: r["description_2"],
			BaseUnit: r["base_unit"], SalesUnit: r["sales_unit"], Category: r["category"], CategoryPath: r["category_path"],
			VendorItemNumber: r["vendor_item_number"], GTIN: r["gtin"], ExtendedText: r["extended_text"],
			Blocked: strings.EqualFold(r["blocked"], "true") || r["blocked"] == "1" || strings.EqualFold(r["blocked"], "yes")})
	}
	each := func(name string, put func(it *erp.Item, r map[string]string)) {
		for _, r := range file(name) {
			if i, ok := at[r["item"]]; ok {
				put(&f.items[i], r)
			}
		}
	}
	each("variants.csv", func(it *erp.Item, r map[string]string) {
		it.Variants = append(it.Variants, erp.Variant{Code: r["code"], Description: r["description"]})
	})
	each("item_units.csv", func(it *erp.Item, r map[string]string) {
		d, _ := decimal.NewFromString(r["per_base"])
		it.Units = append(it.Units, erp.ItemUnit{Code: r["unit"], PerBase: d})
	})
	each("identifiers.csv", func(it *erp.Item, r map[string]string) {
		it.Identifiers = append(it.Identifiers, erp.Identifier{Value: r["value"], Kind: r["kind"], Party: r["party"], Variant: r["variant"], Unit: r["unit"], Description: r["description"]})
	})
	each("attributes.csv", func(it *erp.Item, r map[string]string) {
		it.Attributes = append(it.Attributes, erp.Attribute{Name: r["name"], Value: r["value"]})
	})
	each("substitutes.csv", func(it *erp.Item, r map[string]string) {
		it.Substitutes = append(it.Substitutes, r["substitute"])
	})
	each("translations.csv", func(it *erp.Item, r map[string]string) {
		if it.Translations == nil {
			it.Translations = map[string]string{}
		}
		it.Translations[r["lang"]] = r["description"]
	})
	for _, r := range file("units.csv") {
		f.units = append(f.units, erp.Unit{Code: r["code"], Description: r["description"]})
	}
	for _, r := range file("synonyms.csv") {
		f.synonyms = append(f.synonyms, erp.Synonyms{Lang: r["lang"], Words: strings.Split(r["words"], "|")})
	}
	return f
}

func sequence(items []erp.Item) iter.Seq2[erp.Item, error] {
	return func(yield func(erp.Item, error) bool) {
		for _, it := range items {
			if !yield(it, nil) {
				return
			}
		}
	}
}

func built(t testing.TB, f folder) *Index {
	t.Helper()
	x, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := x.Build(context.Background(), sequence(f.items), f.synonyms, f.units, nil); err != nil {
		t.Fatal(err)
	}
	return x
}

type searchCase struct {
	ID       string     `json:"id"`
	Query    string     `json:"query"`
	ItemText string     `json:"item_text"`
	Lang     string     `json:"lang"`
	Level    string     `json:"level"`
	Needs    []string   `json:"needs"`
	Expected [][]string `json:"expected_items"`
	Entities []struct {
		Name     string   `json:"name"`
		Features []string `json:"features"`
	} `json:"entities"`
}

// text is what a reader makes of the case: the item's words.
func (c *searchCase) text() string {
	switch {
	case c.ItemText != "":
		return c.ItemText
	case strings.HasPrefix(c.Query, "i need following:"):
		return strings.TrimSpace(strings.TrimPrefix(c.Query, "i need following:"))
	}
	return c.Query
}

// Floors of the share found right, by level of the measurement.
var floors = map[string]float64{"number": 1, "description": 0.99, "other key": 0.97, "paraphrase": 1, "nothing": 1}

func TestMeasuredSearch(t *testing.T) {
	x := built(t, readFolder(t, shared(t, "data", "cronus")))
	f, err := os.Open(shared(t, "data", "eval", "item_search.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	right, all := map[string]int{}, map[string]int{}
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		var c searchCase
		if err := json.Unmarshal(s.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		if len(c.Needs) > 0 || len(c.Expected) > 1 {
			continue // other documents, or several lines: the reader's part
		}
		r, err := x.Find(context.Background(), Query{Text: c.text(), Lang: baseLang(c.Lang), Customer: "50000"})
		if err != nil {
			t.Fatal(err)
		}
		all[c.Level]++
		if passes(&c, r) {
			right[c.Level]++
			continue
		}
		t.Logf("%s %q: want %v, got %s %.2f %+v", c.ID, c.text(), c.Expected, r.Match, r.Confidence, r.Items)
	}
	for level, n := range all {
		share := float64(right[level]) / float64(n)
		t.Logf("%-12s %3d of %3d  %.1f %%", level, right[level], n, 100*share)
		if share < floors[level] {
			t.Errorf("%s: %.3f right, floor %.3f", level, share, floors[level])
		}
	}
}

func passes(c *searchCase, r Result) bool {
	if len(c.Expected) == 0 {
		return r.Match == task.None || r.Match == task.Alternatives
	}
	if r.Match != task.One && r.Match != task.Several || r.Confidence <= 0.70 {
		return false
	}
	return slices.Contains(c.Expected[0], r.Items[0].Number)
}
