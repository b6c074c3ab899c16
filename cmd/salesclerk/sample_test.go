package main

import (
	"testing"
)

// A sample mail names no variants: what it asks for must have none.
func TestSampleRequestsNeedNoVariant(t *testing.T) {
	set, err := sampleData(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	some := false
	for i, it := range set.Items {
		some = some || len(it.Variants) > 0
		if got, ok := sellable(set, i); !ok || len(got.Variants) > 0 {
			t.Errorf("item %d of the samples is %s with %d variants", i, got.Number, len(got.Variants))
		}
	}
	if !some {
		t.Error("the sample company has no variants")
	}
}
