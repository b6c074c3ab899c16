package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"salesclerk/store/redistest"
)

func aliases(t *testing.T, r *Records, customer string) []string {
	t.Helper()
	out := []string{}
	for _, b := range must(r.Aliases(ctx, customer)) {
		out = append(out, string(b))
	}
	slices.Sort(out)
	return out
}

func TestAliasesAreTheCustomersOwn(t *testing.T) {
	bothRecords(t, func(t *testing.T, r *Records) {
		ok(t, r.PutAlias(ctx, "10", "blue thing", t0, []byte("a")))
		ok(t, r.PutAlias(ctx, "20", "blue thing", t0, []byte("b")))
		same(t, aliases(t, r, "10"), []string{"a"})
		same(t, aliases(t, r, "20"), []string{"b"})
		same(t, aliases(t, r.c.Records("other"), "10"), []string{})
		same(t, must(r.AliasCustomers(ctx)), []string{"10", "20"})
		ok(t, r.DropAliases(ctx, "10"))
		same(t, aliases(t, r, "10"), []string{})
		same(t, aliases(t, r, "20"), []string{"b"})
		same(t, must(r.AliasCustomers(ctx)), []string{"20"})
	})
}

// TestTheLaterDecisionHolds: what comes late or twice changes nothing, whether it
// remembers or forgets.
func TestTheLaterDecisionHolds(t *testing.T) {
	bothRecords(t, func(t *testing.T, r *Records) {
		at := func(n int) time.Time { return t0.Add(time.Duration(n) * time.Microsecond) }
		put := func(n int, data string) {
			t.Helper()
			var b []byte
			if data != "" {
				b = []byte(data)
			}
			ok(t, r.PutAlias(ctx, "10", "w", at(n), b))
		}
		put(2, "second")
		put(1, "first, late")
		same(t, aliases(t, r, "10"), []string{"second"})
		put(2, "second")
		same(t, aliases(t, r, "10"), []string{"second"})
		put(1, "") // a late forgetting
		same(t, aliases(t, r, "10"), []string{"second"})
		put(3, "")
		put(2, "second") // its repeat, after it was forgotten
		same(t, aliases(t, r, "10"), []string{})
		put(4, "fourth")
		same(t, aliases(t, r, "10"), []string{"fourth"})
	})
}

func TestAliasesOfACustomerAreBounded(t *testing.T) {
	bothRecords(t, func(t *testing.T, r *Records) {
		for i := range MaxAliases + 5 {
			ok(t, r.PutAlias(ctx, "10", fmt.Sprint("w", i), t0.Add(time.Duration(i)*time.Second), fmt.Append(nil, i)))
		}
		all := aliases(t, r, "10")
		same(t, len(all), MaxAliases)
		for _, gone := range []string{"0", "4"} {
			if slices.Contains(all, gone) {
				t.Errorf("the oldest (%s) is still there", gone)
			}
		}
		if !slices.Contains(all, "5") || !slices.Contains(all, fmt.Sprint(MaxAliases+4)) {
			t.Error("another than the oldest went")
		}
	})
}

func TestAliasesSurviveARestart(t *testing.T) {
	s := redistest.Start(t)
	r := place{"server", Options{URL: s.URL}}.open(t, nil).Records("main")
	ok(t, r.PutAlias(ctx, "10", "w", t0, []byte("a")))
	s.Kill()
	s.Restart()
	same(t, aliases(t, r, "10"), []string{"a"})
}
