package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/store/redistest"
)

// place is a Redis under test.
type place struct {
	name string
	opts Options
}

func (p place) open(t testing.TB, change func(*Options)) *Client {
	t.Helper()
	o := p.opts
	if change != nil {
		change(&o)
	}
	c, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// both runs a test against the embedded Redis and a real one, each empty.
func both(t *testing.T, test func(t *testing.T, p place)) {
	t.Run("embedded", func(t *testing.T) {
		m := miniredis.RunT(t)
		m.ClockTTL(true)
		test(t, place{"embedded", Options{Addrs: []string{m.Addr()}}})
	})
	t.Run("server", func(t *testing.T) {
		test(t, place{"server", Options{URL: redistest.Start(t).URL}})
	})
}

// bothDesks is both for tests of one desk.
func bothDesks(t *testing.T, test func(t *testing.T, d *Desk)) {
	both(t, func(t *testing.T, p place) { test(t, p.open(t, nil).Desk("north")) })
}

var t0 = time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same(t testing.TB, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("(-want +got)\n%s", d)
	}
}

// sample is a task as it is after some minutes of work.
func sample(id string, rev int64, s task.State) task.Task {
	return task.Task{ID: id, Desk: "north", Rev: rev, State: s, Created: t0, Updated: t0.Add(time.Duration(rev) * time.Minute),
		Since: t0.Add(time.Duration(rev) * time.Minute), Subject: "Forespørgsel: 2 borde", Seen: []task.Seen{{ID: "e"}}}
}

// put writes a sample at revision rev over rev-1.
func put(t testing.TB, d *Desk, id string, rev int64, s task.State, effects ...task.Effect) task.Task {
	t.Helper()
	v := sample(id, rev, s)
	ok(t, d.Write(t.Context(), change(v, effects...)))
	return v
}

func change(v task.Task, effects ...task.Effect) task.Change {
	return task.Change{Task: v, Base: v.Rev - 1, Effects: effects, At: v.Updated, Day: "2027-03-01"}
}

func job(n int) task.Job {
	return task.Job{Key: fmt.Sprintf("T-1001/%d/read", n), Task: "T-1001", Kind: task.JobRead}
}

func jobEffect(n int) task.Effect { j := job(n); return task.Effect{Job: &j} }

func count(name string, n int64) task.Effect {
	return task.Effect{Count: &task.Count{Name: name, N: n}}
}

// ids are the ids of tasks in their order.
func ids(list []task.Task) []string {
	out := []string{}
	for _, t := range list {
		out = append(out, t.ID)
	}
	return out
}

// take takes a job that must be there.
func take(t testing.TB, d *Desk, consumer string) *Delivery {
	t.Helper()
	j, err := d.Take(t.Context(), consumer, 0)
	ok(t, err)
	if j == nil {
		t.Fatal("no job")
	}
	return j
}

// none finds that there is no job.
func none(t testing.TB, d *Desk, consumer string) {
	t.Helper()
	j, err := d.Take(t.Context(), consumer, 0)
	ok(t, err)
	if j != nil {
		t.Fatalf("unexpected job %+v", j)
	}
}

var ctx = context.Background()
