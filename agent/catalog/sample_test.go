package catalog

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"salesclerk/agent/task"
)

// TestSample looks for what people say in the sample company's items. How many
// must be right for each kind is what the measurement of the whole program keeps.
func TestSample(t *testing.T) {
	x := built(t, readFolder(t, filepath.Join("..", "..", "cmd", "salesclerk", "sample", "data")))
	raw, err := os.ReadFile(filepath.Join("..", "..", "cmd", "dev", "eval", "testdata", "search.txt"))
	if err != nil {
		t.Fatal(err)
	}
	right, all := map[string]int{}, map[string]int{}
	for line := range strings.Lines(string(raw)) {
		f := strings.Split(strings.TrimSpace(line), " | ")
		if len(f) != 4 || f[0][0] == '#' {
			continue
		}
		r, err := x.Find(context.Background(), Query{Text: f[2], Lang: f[1]})
		if err != nil {
			t.Fatal(err)
		}
		all[f[0]]++
		if meant(r, f[3]) {
			right[f[0]]++
		} else {
			t.Logf("%s %s %q: want %s, got %s %.2f %+v", f[0], f[1], f[2], f[3], r.Match, r.Confidence, r.Items)
		}
	}
	for kind, n := range all {
		t.Logf("%-24s %d of %d", kind, right[kind], n)
		if least := n - missed[kind]; right[kind] < least {
			t.Errorf("%s: %d right of %d, at least %d", kind, right[kind], n, least)
		}
	}
}

// missed are how many of a kind may be wrong.
var missed = map[string]int{"as it is said": 2}

// meant says that an answer is as wanted: "A|B" exactly these, "A|B|*" these and
// perhaps others, "A/*" the item in any variant, "~" none.
func meant(r Result, want string) bool {
	var got []string
	for _, c := range r.Items {
		if r.Match != task.Alternatives {
			got = append(got, strings.TrimSuffix(c.Number+"/"+c.Variant, "/"))
		}
	}
	want, more := strings.CutSuffix(strings.TrimSpace(want), "|*")
	if item, ok := strings.CutSuffix(want, "/*"); ok {
		return len(got) > 0 && !slices.ContainsFunc(got, func(g string) bool { return g != item && !strings.HasPrefix(g, item+"/") })
	}
	if want == "~" {
		return len(got) == 0
	}
	ws := strings.Split(want, "|")
	slices.Sort(got)
	slices.Sort(ws)
	if more {
		return !slices.ContainsFunc(ws, func(w string) bool { return !slices.Contains(got, w) })
	}
	return slices.Equal(got, ws)
}
