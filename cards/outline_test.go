package cards

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// An outline is the card, without what is filled in.
func TestOutline(t *testing.T) {
	for _, s := range Samples("da") {
		o := Options{Lang: "da", Zone: time.UTC}
		whole, outline := New(&s.Task, s.Step, o), Outline(&s.Task, s.Step, o)
		if whole.Blocks == nil && whole.Lead.Empty() && whole.Settled == "" {
			t.Errorf("%s %s says nothing", s.Kind, s.Variant)
		}
		whole.Blocks, whole.Lead, whole.Settled = outline.Blocks, outline.Lead, outline.Settled
		if d := cmp.Diff(whole, outline); d != "" {
			t.Errorf("%s %s: %s", s.Kind, s.Variant, d)
		}
	}
}
