package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestDueKeepsItsPlaceAndIsSettledOnce(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		for _, n := range []string{"T-1", "T-2", "T-3", "T-1"} {
			ok(t, d.MakeDue(ctx, "slack", n))
		}
		due := must(d.Due(ctx, "slack", 10))
		same(t, due, []DueName{{"T-1", 4}, {"T-2", 2}, {"T-3", 3}})
		same(t, must(d.Due(ctx, "slack", 1)), due[:1])
		same(t, len(must(d.Due(ctx, "teams", 10))), 0)

		ok(t, d.SettleDue(ctx, "slack", DueName{"T-1", 1})) // read before it became due again
		ok(t, d.SettleDue(ctx, "slack", due[1]))
		ok(t, d.SettleDue(ctx, "slack", due[1]))
		same(t, must(d.Due(ctx, "slack", 10)), []DueName{{"T-1", 4}, {"T-3", 3}})

		ok(t, d.MakeDue(ctx, "slack", "T-2")) // an old stamp is never given again
		ok(t, d.SettleDue(ctx, "slack", due[1]))
		same(t, must(d.Due(ctx, "slack", 10)), []DueName{{"T-1", 4}, {"T-3", 3}, {"T-2", 5}})
	})
}

// TestDueIsAsMuchAsWasAskedFor while others settle and make due: fewer would look
// like all there is.
func TestDueIsAsMuchAsWasAskedFor(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		for i := range 40 {
			ok(t, d.MakeDue(ctx, "slack", fmt.Sprint("T-", i)))
		}
		done := make(chan error, 1)
		go func() { // the first ten come and go; thirty are there at any moment
			for n := range 300 {
				name := fmt.Sprint("T-", n%10)
				for _, x := range []func() error{
					func() error { return settleAny(d, name) },
					func() error { return d.MakeDue(ctx, "slack", name) },
				} {
					if err := x(); err != nil {
						done <- err
						return
					}
				}
			}
			done <- nil
		}()
		for {
			select {
			case err := <-done:
				ok(t, err)
				return
			default:
				if n := len(must(d.Due(ctx, "slack", 30))); n != 30 {
					t.Fatalf("%d names of 30", n)
				}
			}
		}
	})
}

// settleAny settles a name whatever its stamp.
func settleAny(d *Desk, name string) error {
	list, err := d.Due(ctx, "slack", 100)
	for _, n := range list {
		if n.Name == name && err == nil {
			err = d.SettleDue(ctx, "slack", n)
		}
	}
	return err
}

func TestWatchDueTellsOfWhatCameMeanwhile(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		c, cancel := context.WithCancel(ctx)
		defer cancel()
		woken := must(d.WatchDue(c, "slack"))
		for i := range 50 {
			ok(t, d.MakeDue(ctx, "slack", fmt.Sprint("T-", i)))
		}
		same(t, len(must(d.Due(ctx, "slack", 100))), 50)
		<-woken
		cancel()
		for range woken { // closes
		}
	})
}

func TestOneOfManyClaims(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		var firsts atomic.Int64
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if must(d.Claim(ctx, "once/1", time.Hour)) {
					firsts.Add(1)
				}
			})
		}
		wg.Wait()
		same(t, firsts.Load(), int64(1))
		same(t, must(d.Claim(ctx, "once/2", time.Hour)), true)
		if left := must(d.c.rdb.TTL(ctx, d.keys.kept("once/1")).Result()); left <= 0 || left > time.Hour {
			t.Fatalf("it is claimed for %s", left)
		}
	})
}

func TestKeptGoesWithItsTime(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		ok(t, d.Keep(ctx, "form/1", "typed", time.Hour))
		ok(t, d.Keep(ctx, "form/1", "typed more", time.Hour))
		same(t, must(d.Kept(ctx, "form/1")), "typed more")
		same(t, must(d.Kept(ctx, "form/2")), "")
		same(t, must(d.c.Desk("south").Kept(ctx, "form/1")), "")
		if left := must(d.c.rdb.TTL(ctx, d.keys.kept("form/1")).Result()); left <= 0 || left > time.Hour {
			t.Fatalf("it is kept for %s", left)
		}
	})
}
