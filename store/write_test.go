package store

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"salesclerk/agent/task"
)

func TestNewID(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		same(t, must(d.NewID(ctx)), "T-1001")
		same(t, must(d.NewID(ctx)), "T-1002")
		same(t, must(d.c.Desk("south").NewID(ctx)), "T-1001")
	})
}

func TestWriteAndRead(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		_, err := d.Task(ctx, "T-1")
		if !errors.Is(err, ErrNotFound) {
			t.Fatalf("got %v", err)
		}
		want := put(t, d, "T-1", 1, task.Attention, jobEffect(1), count("mails", 2), count("mails", 3))
		same(t, must(d.Task(ctx, "T-1")), want)
		same(t, must(d.AttentionCount(ctx)), int64(1))
		same(t, must(d.Counts(ctx, "2027-03-01", "2027-03-01")), map[string]int64{"mails": 5})
		same(t, take(t, d, "a").Job, job(1))
	})
}

func TestWriteConflict(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		put(t, d, "T-1", 1, task.Working)
		put(t, d, "T-1", 2, task.Attention)
		for _, base := range []int64{0, 1, 3} {
			c := task.Change{Task: sample("T-1", 9, task.Working), Base: base, Effects: []task.Effect{jobEffect(1), count("mails", 1)},
				MailKey: "m", Threads: []string{"<m>"}, Day: "2027-03-01"}
			if err := d.Write(ctx, c); !errors.Is(err, ErrConflict) {
				t.Fatalf("base %d: got %v", base, err)
			}
		}
		untouched(t, d)
	})
}

// untouched finds T-1 at revision 2 and no trace of a refused change.
func untouched(t *testing.T, d *Desk) {
	t.Helper()
	same(t, must(d.Task(ctx, "T-1")), sample("T-1", 2, task.Attention))
	same(t, must(d.Counts(ctx, "2027-03-01", "2027-03-01")), map[string]int64{})
	none(t, d, "a")
	if _, found, err := d.TaskOfMail(ctx, "m"); found || err != nil {
		t.Fatal(found, err)
	}
	if _, found, err := d.TaskOfThread(ctx, []string{"<m>"}); found || err != nil {
		t.Fatal(found, err)
	}
}

func TestWriteRefusesNonsense(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		for name, c := range map[string]task.Change{
			"no id":      {Task: sample("", 1, task.Working)},
			"no state":   {Task: sample("T-1", 1, "asleep")},
			"backwards":  {Task: sample("T-1", 3, task.Working), Base: 3},
			"huge count": {Task: sample("T-1", 1, task.Working), Effects: []task.Effect{count("x", 1<<62)}},
		} {
			if err := d.Write(ctx, c); err == nil {
				t.Errorf("%s was written", name)
			}
		}
		same(t, len(must(d.List(ctx, ListOptions{}))), 0)
	})
}

func TestWriteAgainHasNoEffect(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		c := change(sample("T-1", 1, task.Working), jobEffect(1), count("mails", 1))
		c.MailKey, c.Threads = "m", []string{"<m>"}
		ok(t, d.Write(ctx, c))
		ok(t, d.Write(ctx, c))
		take(t, d, "a")
		none(t, d, "a")
		same(t, must(d.Counts(ctx, "2027-03-01", "2027-03-01")), map[string]int64{"mails": 1})
	})
}

// TestOneWriterPerRevision is fifty clicks on one card, again and again.
func TestOneWriterPerRevision(t *testing.T) {
	both(t, func(t *testing.T, p place) {
		copies := []*Desk{p.open(t, nil).Desk("north"), p.open(t, nil).Desk("north")}
		put(t, copies[0], "T-1", 1, task.Attention)
		for rev := int64(2); rev <= 4; rev++ {
			var won, lost atomic.Int32
			var wg sync.WaitGroup
			for i := range 50 {
				wg.Go(func() {
					v := sample("T-1", rev, task.Attention)
					v.Seen = []task.Seen{{ID: string(rune('A' + i))}}
					switch err := copies[i%2].Write(ctx, change(v, count("won", 1))); {
					case err == nil:
						won.Add(1)
					case errors.Is(err, ErrConflict):
						lost.Add(1)
					default:
						t.Error(err)
					}
				})
			}
			wg.Wait()
			same(t, []int32{won.Load(), lost.Load()}, []int32{1, 49})
		}
		same(t, must(copies[0].Counts(ctx, "2027-03-01", "2027-03-01")), map[string]int64{"won": 3})
	})
}

func TestTakenMail(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		c := change(sample("T-1", 1, task.Working))
		c.MailKey = "<a@b>"
		ok(t, d.Write(ctx, c))
		c = change(sample("T-2", 1, task.Working), jobEffect(1))
		c.MailKey = "<a@b>"
		var taken *TakenError
		if err := d.Write(ctx, c); !errors.As(err, &taken) || taken.Task != "T-1" {
			t.Fatalf("got %v", err)
		}
		none(t, d, "a")
		same(t, ids(must(d.List(ctx, ListOptions{}))), []string{"T-1"})
		id, found, err := d.TaskOfMail(ctx, "<a@b>")
		same(t, []any{id, found, err}, []any{"T-1", true, nil})
	})
}

func TestThreads(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		for id, threads := range map[string][]string{"T-1": {"<1>", "<2>", ""}, "T-2": {"<3>"}} {
			c := change(sample(id, 1, task.Working))
			c.Threads = threads
			ok(t, d.Write(ctx, c))
		}
		for _, x := range []struct {
			ask  []string
			want string
		}{{[]string{"<3>", "<1>"}, "T-2"}, {[]string{"<0>", "<2>", "<3>"}, "T-1"}, {[]string{"<0>", ""}, ""}, {nil, ""}} {
			id, found, err := d.TaskOfThread(ctx, x.ask)
			same(t, []any{id, found, err}, []any{x.want, x.want != "", nil})
		}
	})
}

func TestListOrder(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		put(t, d, "T-1", 1, task.Attention) // rev is the minute
		v := sample("T-2", 5, task.Attention)
		ok(t, d.Write(ctx, task.Change{Task: v}))
		for i, s := range []task.State{task.Paused, task.Waiting, task.Completed, task.Stopped, task.Working} {
			v := sample("T-"+string(rune('3'+i)), int64(2+i), s)
			ok(t, d.Write(ctx, task.Change{Task: v}))
		}
		all := []string{"T-1", "T-3", "T-2", "T-7", "T-6", "T-5", "T-4"}
		same(t, ids(must(d.List(ctx, ListOptions{}))), all)
		for off := range all {
			same(t, ids(must(d.List(ctx, ListOptions{Offset: off, Limit: 2}))), all[off:min(off+2, len(all))])
		}
		same(t, ids(must(d.List(ctx, ListOptions{Offset: 99}))), []string{})
		same(t, ids(must(d.List(ctx, ListOptions{States: []task.State{task.Paused, task.Waiting}}))), []string{"T-3", "T-4"})
		same(t, must(d.CountByState(ctx)), map[task.State]int64{task.Attention: 2, task.Paused: 1, task.Waiting: 1,
			task.Completed: 1, task.Stopped: 1, task.Working: 1})
	})
}

// TestOneStateOnly walks a task through all pairs of states.
func TestOneStateOnly(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		rev := int64(0)
		for _, from := range states {
			for _, to := range states {
				for _, s := range []task.State{from, to} {
					rev++
					put(t, d, "T-1", rev, s)
					want := map[task.State]int64{}
					for _, x := range states {
						want[x] = 0
					}
					want[s] = 1
					same(t, must(d.CountByState(ctx)), want)
				}
			}
		}
	})
}

func TestExport(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		var want, got []string
		for range 550 {
			id := must(d.NewID(ctx))
			put(t, d, id, 1, task.Completed)
			want = append(want, id)
		}
		ok(t, d.Export(ctx, func(v task.Task) error { got = append(got, v.ID); return nil }))
		slices.Sort(got)
		slices.Sort(want)
		same(t, got, want)
		stop := errors.New("enough")
		if err := d.Export(ctx, func(task.Task) error { return stop }); !errors.Is(err, stop) {
			t.Fatalf("got %v", err)
		}
	})
}
