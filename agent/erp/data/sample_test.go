package data

import (
	"context"
	"strings"
	"testing"
)

const sampleDir = "../../../cmd/salesclerk/sample/data"

// The program's own sample company has no mistakes, and every item has what the
// demo shows.
func TestSampleCompany(t *testing.T) {
	set, err := Load(context.Background(), sampleDir, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range set.Warnings {
		if !strings.Contains(w.Text, "has the same address") {
			t.Error(w)
		}
	}
	if len(set.Items) < 270 || len(set.Customers) != 40 {
		t.Errorf("%d items, %d customers", len(set.Items), len(set.Customers))
	}
	seen := map[string]string{}
	for _, it := range set.Items {
		if it.Translations["da"] == "" || it.Translations["fr"] == "" || !it.Price.IsPositive() || !ValidGTIN(it.GTIN) || it.LeadTimeDays == 0 {
			t.Errorf("%s is not complete", it.Number)
		}
		for _, words := range []string{it.Description, it.Translations["da"], it.Translations["fr"], it.GTIN} {
			if other := seen[words]; other != "" && other != it.Number {
				t.Errorf("%s and %s are both %q", other, it.Number, words)
			}
			seen[words] = it.Number
		}
		currencies := map[string]bool{}
		for _, p := range set.Prices[it.Number] {
			currencies[p.Currency] = currencies[p.Currency] || p.UnitPrice != nil && p.Group == "" && p.MinQuantity.IsZero()
		}
		if !currencies["EUR"] || !currencies["GBP"] {
			t.Errorf("%s has no price in euro or sterling", it.Number)
		}
	}
}
