package cards_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/lang"
	"salesclerk/cards"
	"salesclerk/cards/html"
	"salesclerk/cards/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden: each sample as HTML and as text, in every language, as it was
// last looked at. Extreme samples are not kept: they are ugly and large.
func TestGolden(t *testing.T) {
	copenhagen, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Skip("no time zone data here")
	}
	for _, tag := range lang.Supported() {
		var pages, plain strings.Builder
		for _, s := range cards.Samples(tag) {
			if strings.HasPrefix(s.Variant, "extreme") {
				continue
			}
			c := cards.New(&s.Task, s.Step, cards.Options{Lang: tag, Zone: copenhagen})
			fmt.Fprintf(&pages, "<!-- %s %s -->\n%s\n", s.Kind, s.Variant, html.Render(c))
			fmt.Fprintf(&plain, "---- %s %s ----\n%s\n", s.Kind, s.Variant, text.Render(c, 78))
		}
		golden(t, "cards."+tag+".html", pages.String())
		golden(t, "cards."+tag+".txt", plain.String())
	}
}

func golden(t *testing.T, name, have string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(have), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), have); diff != "" {
		t.Errorf("%s differs (-want +have); look at it, then run with -update:\n%s", name, diff)
	}
}
