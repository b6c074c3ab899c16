package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"salesclerk/agent/task"
)

func TestMark(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		mark := func(value, want string, wantFirst bool) {
			t.Helper()
			got, first, err := d.Mark(ctx, "T-1/7/send", value)
			same(t, []any{got, first, err}, []any{want, wantFirst, nil})
		}
		mark("a", "a", true)
		mark("b", "a", false)
		ok(t, d.Unmark(ctx, "T-1/7/send"))
		ok(t, d.Unmark(ctx, "T-1/7/send"))
		mark("b", "b", true)
	})
}

func TestValuesAndCards(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		same(t, must(d.Value(ctx, "uid")), "")
		ok(t, d.SetValue(ctx, "uid", "7"))
		ok(t, d.SetValue(ctx, "uid", "8"))
		same(t, must(d.Value(ctx, "uid")), "8")
		same(t, must(d.c.Desk("south").Value(ctx, "uid")), "")
		ok(t, d.SetCardRef(ctx, "T-1/1", "sales", "C1:1.2"))
		same(t, must(d.CardRef(ctx, "T-1/1", "sales")), "C1:1.2")
		same(t, must(d.CardRef(ctx, "T-1/1", "other")), "")
		ok(t, d.SetCardRef(ctx, "T-1/card/2", "sales", "C1:1.3"))
		ok(t, d.SetCardRef(ctx, "T-1/card/2", "other", "C2:9"))
		ok(t, d.SetCardRef(ctx, "T-11/card/2", "sales", "C3:9"))
		same(t, must(d.CardRefs(ctx, "T-1", "sales")), map[string]string{"1": "C1:1.2", "card/2": "C1:1.3"})
		same(t, must(d.CardRefs(ctx, "T-2", "sales")), map[string]string{})
		ok(t, d.SetCardRef(ctx, "T-1/1", "sales", ""))
		same(t, must(d.CardRef(ctx, "T-1/1", "sales")), "")
	})
}

func TestNotices(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		for i := range MaxNotices + 5 {
			ok(t, d.AddNotice(ctx, fmt.Sprint(i), fmt.Append(nil, i)))
		}
		ok(t, d.AddNotice(ctx, "204", []byte("again")))
		got := must(d.Notices(ctx, 2))
		same(t, got, [][]byte{[]byte("again"), []byte("203")})
		same(t, len(must(d.Notices(ctx, 1000))), MaxNotices)
		same(t, must(d.Notice(ctx, "204")), []byte("again"))
		same(t, len(must(d.Notice(ctx, "0"))), 0) // one of the oldest, let go
		same(t, must(d.c.rdb.HLen(ctx, d.keys.noticeText()).Result()), int64(MaxNotices))
	})
}

func TestCounts(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		const big = 1<<53 + 1 // no double has it
		for i, day := range []string{"2027-02-28", "2027-03-01", "2027-03-02"} {
			c := change(sample("T-1", int64(i+1), task.Working), count("mails", 1), count("cents", big), count("less", -1))
			c.Effects[1].Count.N = 1 << 50
			c.Day = day
			ok(t, d.Write(ctx, c))
		}
		ok(t, d.c.rdb.HSet(ctx, d.keys.count("2027-03-01"), "cents", big).Err())
		same(t, must(d.Counts(ctx, "2027-02-28", "2027-03-01")), map[string]int64{"mails": 2, "cents": 1<<50 + big, "less": -2})
		days := must(d.CountsByDay(ctx, "2027-03-02", "2027-03-03"))
		same(t, days, []DayCounts{{"2027-03-02", map[string]int64{"mails": 1, "cents": 1 << 50, "less": -1}}, {"2027-03-03", map[string]int64{}}})
		for _, bad := range [][2]string{{"2027-03-02", "2027-03-01"}, {"x", "2027-03-01"}, {"2027-03-01", ""}, {"0001-01-01", "2027-03-01"}} {
			if _, err := d.Counts(ctx, bad[0], bad[1]); err == nil {
				t.Errorf("%v was taken", bad)
			}
		}
	})
}

func TestLease(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		a := must(d.Lease(ctx, "mailbox", "a", time.Hour))
		if a == nil || !a.Held() {
			t.Fatal("the first one gets no lease")
		}
		if b := must(d.Lease(ctx, "mailbox", "b", time.Hour)); b != nil {
			t.Fatal("two have the lease")
		}
		if other := must(d.Lease(ctx, "summary", "b", time.Hour)); other == nil {
			t.Fatal("another lease is not free")
		}
		same(t, must(a.Renew(ctx)), true)
		ok(t, d.c.rdb.Del(ctx, d.keys.lease("mailbox")).Err()) // it lapses
		b := must(d.Lease(ctx, "mailbox", "b", time.Hour))
		if b.Token() <= a.Token() {
			t.Fatalf("token %d is not above %d", b.Token(), a.Token())
		}
		same(t, a.Held(), true) // it cannot know yet
		same(t, must(a.Renew(ctx)), false)
		same(t, a.Held(), false)
		ok(t, a.Release(ctx))
		same(t, must(b.Renew(ctx)), true)
		ok(t, b.Release(ctx))
		same(t, b.Held(), false)
		if c := must(d.Lease(ctx, "mailbox", "a", time.Hour)); c == nil {
			t.Fatal("a released lease is not free")
		}
	})
}

// TestLeaseLapses lets the clock end a lease.
func TestLeaseLapses(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		a := must(d.Lease(ctx, "mailbox", "a", 20*time.Millisecond))
		limit, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		var b *Lease
		for b == nil {
			b = must(d.Lease(limit, "mailbox", "b", time.Hour))
		}
		same(t, a.Held(), false)
		same(t, must(a.Renew(ctx)), false)
	})
}

// TestLeaseAnew finds that a holder that took its lease anew has fenced itself off.
func TestLeaseAnew(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		old := must(d.Lease(ctx, "mailbox", "a b", time.Hour))
		anew := must(d.Lease(ctx, "mailbox", "a b", time.Hour))
		same(t, must(old.Renew(ctx)), false)
		ok(t, old.Release(ctx))
		same(t, must(anew.Renew(ctx)), true)
	})
}

func TestWatch(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		c, cancel := context.WithCancel(ctx)
		news := must(d.Watch(c))
		put(t, d, "T-1", 1, task.Working)
		same(t, <-news, "T-1")
		ok(t, d.AddNotice(ctx, "1", []byte("{}")))
		same(t, <-news, "")
		ok(t, d.DeleteTask(ctx, "T-1"))
		same(t, <-news, "T-1")
		cancel()
		for range news { // ends when the channel is closed
		}
	})
}

// TestWatchSlow finds that who is slow is told to look at everything.
func TestWatchSlow(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		news := must(d.Watch(t.Context()))
		for i := range maxNews + 40 {
			put(t, d, fmt.Sprint("T-", i), 1, task.Working)
		}
		last := fmt.Sprint("T-", maxNews+39)
		told := map[string]bool{}
		for id := range news {
			told[id] = true
			if told[""] && id == last {
				break
			}
		}
	})
}
