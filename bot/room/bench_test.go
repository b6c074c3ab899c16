package room

import (
	"context"
	"fmt"
	"testing"
	"time"
)

// shownTasks is a world with tasks that are shown as they stand.
func shownTasks(b *testing.B, n int) (*world, *process, *run) {
	b.Helper()
	w := newWorld()
	p := &process{w: w, cancel: func() {}}
	o := New(Options{Surface: p, Memory: p}).o
	r := newRun(o)
	for i := range n {
		name := fmt.Sprintf("T-%d", i)
		w.change(name, thread("C", "one", "h", false))
		if out := r.handle(context.Background(), &job{name: name, pauses: map[string]*pause{}, unsaved: map[string]string{}}, w.due[0]); !out.settled {
			b.Fatalf("%+v", out)
		}
	}
	return w, p, newRun(o)
}

// BenchmarkNoneDue is a pass over 1,000 open tasks of which none is due.
func BenchmarkNoneDue(b *testing.B) {
	_, _, r := shownTasks(b, 1000)
	ctx := context.Background()
	b.ReportAllocs()
	for b.Loop() {
		r.unread, r.lastRead = true, time.Time{}
		r.read(ctx)
		r.dispatch(ctx, nil)
	}
}

// BenchmarkDueWithoutChange is one task that is due and shows what it shall.
func BenchmarkDueWithoutChange(b *testing.B) {
	w, _, r := shownTasks(b, 1000)
	ctx := context.Background()
	j := &job{name: "T-7", pauses: map[string]*pause{}, unsaved: map[string]string{}}
	b.ReportAllocs()
	for b.Loop() {
		w.change("T-7", nil)
		if out := r.handle(ctx, j, w.due[0]); !out.settled {
			b.Fatalf("%+v", out)
		}
	}
}

// BenchmarkThousandInLine is one turn of the scheduler with 1,000 cards that wait
// for one room.
func BenchmarkThousandInLine(b *testing.B) {
	w := newWorld()
	p := &process{w: w, cancel: func() {}}
	r := newRun(New(Options{Surface: p, Memory: p}).o)
	for i := range 1000 {
		r.add(Due{Name: fmt.Sprintf("T-%d", i), Stamp: 1})
	}
	for _, j := range r.order {
		j.fresh = false
		r.rooms.end(j, "C", false)
	}
	r.rooms.hold("C", time.Now().Add(time.Hour), false)
	b.ReportAllocs()
	for b.Loop() {
		r.dispatch(context.Background(), nil)
	}
}
