package catalogbench

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func names(n int, seed uint64) []string {
	var out []string
	for it := range Items(n, seed) {
		out = append(out, it.Number+" "+it.Lang+" "+it.Name)
	}
	return out
}

func TestTheSameItemsForASeed(t *testing.T) {
	few, many := names(2000, 5), names(4000, 5)
	if d := cmp.Diff(few, many[:2000]); d != "" {
		t.Error(d)
	}
	if slices.Equal(few, names(2000, 6)) {
		t.Error("another seed makes the same items")
	}
	seen := map[string]bool{}
	for _, s := range many {
		_, name, _ := strings.Cut(s, " ")
		if name = strings.ToLower(name[3:]); seen[name] {
			t.Errorf("%q twice", name)
		}
		seen[name] = true
	}
}

func TestQueriesAreSpoiltNames(t *testing.T) {
	of := map[string]string{}
	for it := range Items(5000, 5) {
		of[it.Number] = it.Name
	}
	kinds := map[string]int{}
	qs := Queries(400, 5000, 5, 5)
	for _, q := range qs {
		if of[q.Want] == "" || q.Text == "" {
			t.Errorf("%+v is for no item", q)
		}
		if q.Text != of[q.Want] {
			kinds[q.Kind]++
		}
	}
	for _, k := range Kinds {
		if kinds[k] < 60 {
			t.Errorf("only %d queries are %s", kinds[k], k)
		}
	}
	if d := cmp.Diff(qs, Queries(400, 5000, 5, 5)); d != "" {
		t.Error(d)
	}
	if slices.Equal(qs, Queries(400, 5000, 5, 6)) {
		t.Error("another draw asks the same")
	}
}
