package catalog

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestProbe(t *testing.T) {
	dir := os.Getenv("PROBE_DATA")
	if dir == "" {
		t.Skip()
	}
	x := built(t, readFolder(t, dir))
	b, _ := os.ReadFile(os.Getenv("PROBE"))
	for _, l := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		lang, q, ok := strings.Cut(l, "|")
		if !ok {
			lang, q = "", l
		}
		r, err := x.Find(context.Background(), Query{Text: q, Lang: lang, Limit: 4})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("%-2s %-45s %-12s %.2f", lang, q, r.Match, r.Confidence)
		for _, c := range r.Items {
			fmt.Printf(" | %s%s %s %.2f (%s)", c.Number, "/"+c.Variant, c.Description, c.Score, c.Why)
		}
		fmt.Println()
	}
}
