package store

import (
	"sync"
	"sync/atomic"
	"testing"
)

func TestSpendKeepsWithinTheLimits(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		limits := map[string]int64{"tokens": 100, "money": 50}
		same(t, must(d.Spend(ctx, "2026-11-05", map[string]int64{"tokens": 60, "money": 50, "mails": 1}, limits)), true)
		same(t, must(d.Spend(ctx, "2026-11-05", map[string]int64{"tokens": 40, "money": 1, "mails": 1}, limits)), false)
		same(t, must(d.Counts(ctx, "2026-11-05", "2026-11-05")), map[string]int64{"tokens": 60, "money": 50, "mails": 1})
		same(t, must(d.Spend(ctx, "2026-11-05", map[string]int64{"tokens": -20, "money": -50}, nil)), true)
		same(t, must(d.Spend(ctx, "2026-11-05", map[string]int64{"tokens": 60, "money": 50}, limits)), true)
		same(t, must(d.Spend(ctx, "2026-11-06", map[string]int64{"tokens": 100}, limits)), true)
		same(t, must(d.Spend(ctx, "2026-11-06", nil, limits)), true)
		if _, err := d.Spend(ctx, "today", map[string]int64{"tokens": 1}, nil); err == nil {
			t.Error("a day that is none was taken")
		}
	})
}

func TestSpendersAtOnceShareOneLimit(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		var got atomic.Int64
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if must(d.Spend(ctx, "2026-11-05", map[string]int64{"tokens": 10}, map[string]int64{"tokens": 70})) {
					got.Add(1)
				}
			})
		}
		wg.Wait()
		same(t, got.Load(), int64(7))
	})
}
