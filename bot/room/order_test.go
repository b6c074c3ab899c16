package room

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// hooked lets a test step into calls.
type hooked struct {
	*process
	plan   func(ctx context.Context, name string) error
	post   func(ctx context.Context, m Message, t *Try) error
	update func(m Message) error
}

func (s *hooked) Plan(ctx context.Context, name string) ([]Message, error) {
	if s.plan != nil {
		if err := s.plan(ctx, name); err != nil {
			return nil, err
		}
	}
	return s.process.Plan(ctx, name)
}

func (s *hooked) Post(ctx context.Context, m Message, at Place, t *Try) (string, error) {
	if s.post != nil {
		if err := s.post(ctx, m, t); err != nil {
			return "", err
		}
	}
	return s.process.Post(ctx, m, at, t)
}

func (s *hooked) Update(ctx context.Context, m Message, at Place) error {
	if s.update != nil {
		if err := s.update(m); err != nil {
			return err
		}
	}
	return s.process.Update(ctx, m, at)
}

// run runs a poster on it, and returns what ends it.
func (s *hooked) run(w *world, o Options) (end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	s.process = &process{w: w, cancel: cancel}
	o.Surface, o.Memory = s, s.process
	p := New(o)
	done := make(chan struct{})
	go func() { defer close(done); _ = p.Run(ctx) }()
	return func() { cancel(); <-done }
}

func (w *world) did() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string(nil), w.log...)
}

func TestEditsGoBeforePosts(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.start(Options{})
		defer p.stop()
		w.change("T-1", card("C", "one"))
		pass(time.Second)
		w.change("T-1", func() []Message {
			return []Message{{Key: "card/2", Room: "C", Body: "next"}, {Key: "card/1", Room: "C", Body: "decided", Final: true}}
		})
		pass(time.Second)
		want := []string{"post C T-1/card/1 one", "edit C T-1/card/1 decided", "post C T-1/card/2 next"}
		if diff := cmp.Diff(want, w.did()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAFastLaterOneWaitsForASlowEarlierOne(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		s := &hooked{plan: func(ctx context.Context, name string) error {
			if name == "T-0" {
				<-time.After(time.Second)
			}
			return nil
		}}
		for i := range 4 {
			w.change(fmt.Sprintf("T-%d", i), card("C", "x"))
		}
		defer s.run(w, Options{})()
		pass(5 * time.Second)
		w.expect(t, "T-0/card/1: x", "T-1/card/1: x", "T-2/card/1: x", "T-3/card/1: x")
	})
}

func TestOneThatFailsHoldsUpOthersOnce(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		s := &hooked{plan: func(ctx context.Context, name string) error {
			if name == "T-0" {
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		}}
		w.change("T-0", card("C", "x"))
		defer s.run(w, Options{})()
		pass(20 * time.Second) // has failed, is being tried again
		began := time.Now()
		w.change("T-1", card("C", "x"))
		pass(time.Second)
		w.expect(t, "T-1/card/1: x")
		if time.Since(began) > time.Second {
			t.Error("waited for a task that fails")
		}
	})
}

func TestAChangeShortensThePauseAndWhatIsNoLongerDueIsForgotten(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		var plans atomic.Int32
		var away atomic.Bool
		away.Store(true)
		s := &hooked{plan: func(context.Context, string) error {
			plans.Add(1)
			if away.Load() {
				return errLost
			}
			return nil
		}}
		defer s.run(w, Options{})()
		w.change("T-1", card("C", "x"))
		w.change("T-2", card("C", "x"))
		pass(time.Hour)
		away.Store(false)
		w.change("T-1", card("C", "y"))
		pass(2 * time.Second)
		w.expect(t, "T-1/card/1: y")
		away.Store(true)
		w.mu.Lock()
		w.due = nil // T-2 was taken care of elsewhere
		w.mu.Unlock()
		pass(time.Minute)
		before := plans.Load()
		pass(time.Hour)
		if n := plans.Load() - before; n > 0 {
			t.Errorf("planned %d times though it is not due", n)
		}
	})
}

func TestNobodyPassesTheLine(t *testing.T) {
	r := newRooms(func() {})
	first, second, third := &job{rank: 1}, &job{rank: 2}, &job{rank: 3}
	r.end(second, "C", false)
	for j, want := range map[*job]bool{third: false, first: true} {
		r.begin(j)
		r.wish(j, wishes{})
		if got := r.take(j, "C", position{false, j.rank}, time.Now()); got != want {
			t.Errorf("%d has the turn: %v", j.rank, got)
		}
		if want {
			r.give("C")
		}
		r.end(j, "", false)
	}
	r.begin(first)
	if r.take(first, "C", position{true, 1}, time.Now()) {
		t.Error("a reply passes a card that waits")
	}
}

func TestRoomsDoNotWaitForEachOther(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		var at, most atomic.Int32
		s := &hooked{post: func(ctx context.Context, m Message, _ *Try) error {
			if m.Room == "slow" {
				most.Store(max(most.Load(), at.Add(1)))
				<-time.After(5 * time.Second)
				at.Add(-1)
			}
			return nil
		}}
		for i := range 10 {
			w.change(fmt.Sprintf("T-%d", i), card("slow", "x"))
		}
		for i := range 10 {
			w.change(fmt.Sprintf("S-%d", i), card("fast", "x"))
		}
		defer s.run(w, Options{})()
		pass(time.Second)
		if got := w.seen(); len(got) != 10 || !strings.HasPrefix(got[9], "S-9/") {
			t.Errorf("%v", got)
		}
		pass(time.Minute)
		if len(w.seen()) != 20 || w.dues() != 0 {
			t.Errorf("%v", w.seen())
		}
		if most.Load() != 1 {
			t.Errorf("%d posts at once in one room", most.Load())
		}
	})
}

func TestEditsThatWaitHoldUpNoPosts(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		var tried atomic.Int32
		var until atomic.Pointer[time.Time]
		until.Store(new(time.Time))
		s := &hooked{update: func(m Message) error {
			tried.Add(1)
			if end := *until.Load(); time.Now().Before(end) {
				return &Wait{end}
			}
			return nil
		}}
		defer s.run(w, Options{})()
		for i := range 20 {
			w.change(fmt.Sprintf("T-%d", i), card("C", "one"))
		}
		pass(time.Second)
		end := time.Now().Add(30 * time.Second)
		until.Store(&end)
		for i := range 20 {
			w.change(fmt.Sprintf("T-%d", i), card("C", "two"))
		}
		w.change("T-99", card("C", "new"))
		pass(time.Second)
		if got := w.seen(); got[20] != "T-99/card/1: new" || got[0] != "T-0/card/1: one" {
			t.Errorf("%v", got)
		}
		if n := tried.Load(); n > 4 { // those that were at it already
			t.Errorf("%d edits tried against the rate", n)
		}
		pass(30 * time.Second)
		for i := range 20 {
			if want := fmt.Sprintf("T-%d/card/1: two", i); w.seen()[i] != want {
				t.Errorf("%s, not %s", w.seen()[i], want)
			}
		}
	})
}

func TestWhatCouldNotBeKeptIsKeptLater(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.blind = true // nobody could be asked
		p := w.start(Options{})
		defer p.stop()
		writes := 0
		w.fault = func(call string) fault {
			if call == "SetRef" {
				if writes++; writes > 1 && writes < 8 {
					return before
				}
			}
			return fine
		}
		w.change("T-1", card("C", "one"))
		pass(10 * time.Minute)
		w.expect(t, "T-1/card/1: one")
		r, err := decode[ref]("", w.refs["T-1"]["card/1"])
		if err != nil || r.ID != "C.1" || w.dues() != 0 {
			t.Errorf("%+v, %v, %d due", r, err, w.dues())
		}
	})
}

func TestNotesOfATryAreKeptAndGiveItTime(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		s := &hooked{post: func(ctx context.Context, m Message, try *Try) error {
			for i := range 3 {
				select {
				case <-ctx.Done():
					return ctx.Err()
				case <-time.After(6 * time.Second):
				}
				if err := try.Save(ctx, fmt.Sprint("F", i)); err != nil {
					return err
				}
			}
			return errLost
		}}
		end := s.run(w, Options{Grace: 15 * time.Second})
		w.change("T-1", card("C", "one"))
		pass(20 * time.Second)
		end()
		r, err := decode[ref]("", w.refs["T-1"]["card/1"])
		if err != nil || r.Try == nil || r.Try.Note != "F2" || r.Try.Last.Sub(r.Try.Begun) != 18*time.Second {
			t.Fatalf("%+v, %v", r, err)
		}
	})
}

func TestACopyThatTookTooLongDoesNotPost(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		s := &hooked{post: func(context.Context, Message, *Try) error {
			t.Error("posted")
			return errLost
		}}
		slow := &slowMemory{hooked: s}
		ctx, cancel := context.WithCancel(t.Context())
		s.process = &process{w: w, cancel: cancel}
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = New(Options{Surface: s, Memory: slow}).Run(ctx)
		}()
		w.change("T-1", card("C", "one"))
		pass(8 * time.Second)
		cancel()
		<-done
	})
}

// slowMemory takes long to keep a begin.
type slowMemory struct{ *hooked }

func (s *slowMemory) SetRef(ctx context.Context, name, key, ref string) error {
	err := s.process.SetRef(ctx, name, key, ref)
	<-time.After(5 * time.Second)
	return err
}

func TestEachCallIsTold(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		var told []string
		s := &hooked{}
		end := s.run(w, Options{OnShown: func(kind string, took time.Duration, err error) {
			told = append(told, fmt.Sprint(kind, took, err))
		}})
		w.change("T-1", card("C", "one"))
		pass(time.Second)
		w.once("Update", before)
		w.change("T-1", card("C", "two"))
		pass(5 * time.Second)
		end()
		synctest.Wait()
		want := []string{"post0s <nil>", "edit0s the line broke", "edit0s <nil>"}
		if diff := cmp.Diff(want, told); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAPlanThatIsWrongIsSaid(t *testing.T) {
	for want, plan := range map[string][]Message{
		`the key "@x"`:   {{Key: "@x", Room: "C"}},
		`two messages`:   {{Key: "a", Room: "C"}, {Key: "a", Room: "C"}},
		`no room for a`:  {{Key: "a"}},
		`key ""`:         {{Room: "C"}},
		`encode the bod`: {{Key: "a", Room: "C", Body: func() {}}},
	} {
		if _, err := prepared(plan, board{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, not %q", err, want)
		}
	}
}
