package room

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// once gives the faults for the first calls of a kind.
func (w *world) once(call string, list ...fault) {
	w.faulty(func(c string) fault {
		if c != call || len(list) == 0 {
			return fine
		}
		f := list[0]
		list = list[1:]
		return f
	})
}

func (w *world) faulty(f func(call string) fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fault = f
}

func TestALostAnswerIsFoundAndAdopted(t *testing.T) {
	for f, name := range map[fault]string{after: "done", late: "done late", before: "not done"} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, w *world) {
				w.once("Post", f)
				p := w.start(Options{})
				defer p.stop()
				w.change("T-1", card("C", "one"))
				pass(time.Minute)
				w.expect(t, "T-1/card/1: one")
				w.change("T-1", card("C", "two"))
				pass(time.Second)
				w.expect(t, "T-1/card/1: two")
			})
		})
	}
}

func TestTheNextCopyWaitsForWhatMayStillCome(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.once("Post", late)
		p := w.start(Options{})
		w.change("T-1", card("C", "one"))
		pass(time.Second)
		p.stop() // the lease is lost; the post is on its way
		p = w.start(Options{})
		defer p.stop()
		pass(10 * time.Second)
		w.expect(t)
		pass(10 * time.Second)
		w.expect(t, "T-1/card/1: one")
		if n := w.called("Post"); n != 1 {
			t.Errorf("%d posts", n)
		}
	})
}

func TestAPostInFlightMayLandWhenTheRunEnds(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		slow := &slowSurface{process: nil, takes: 2 * time.Second}
		ctx, cancel := context.WithCancel(t.Context())
		slow.process = &process{w: w, cancel: cancel}
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = New(Options{Surface: slow, Memory: slow.process}).Run(ctx)
		}()
		w.change("T-1", card("C", "one"))
		pass(time.Second)
		cancel()
		began := time.Now()
		<-done
		if took := time.Since(began); took != time.Second {
			t.Errorf("ended after %v", took)
		}
		r, err := decode[ref]("card/1", w.refs["T-1"]["card/1"])
		if err != nil || r.ID != "C.1" {
			t.Errorf("kept %+v, %v", r, err)
		}
	})
}

// slowSurface takes its time to post.
type slowSurface struct {
	*process
	takes time.Duration
}

func (s *slowSurface) Post(ctx context.Context, m Message, at Place, t *Try) (string, error) {
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case <-time.After(s.takes):
		return s.process.Post(ctx, m, at, t)
	}
}

func TestWhereNobodyCanKnowItIsNotPostedAgain(t *testing.T) {
	plan := func(body string, settled bool) func() []Message {
		return func() []Message {
			return []Message{{Key: "card/1", Room: "C", Body: body, Skip: settled, Final: settled,
				Else: &Message{Key: "else/1", Room: "C", Body: "may be missing: " + body, Skip: settled, Final: settled}}}
		}
	}
	bubble(t, func(t *testing.T, w *world) {
		w.blind = true
		w.once("Post", after)
		p := w.start(Options{})
		defer p.stop()
		w.change("T-1", plan("one", false))
		pass(14 * time.Second)
		w.expect(t, "T-1/card/1: one")
		pass(10 * time.Second)
		w.expect(t, "T-1/card/1: one", "T-1/else/1: may be missing: one")
		for _, c := range []struct {
			id    string
			stray bool
		}{{"C.1", false}, {"C.2", false}, {"C.3", true}, {"C.1", false}} {
			stray, err := New(Options{Surface: p, Memory: p}).Met(t.Context(), "T-1", "card/1", Place{Room: "C", ID: c.id})
			if err != nil || stray != c.stray {
				t.Errorf("%s is a stray: %v, %v", c.id, stray, err)
			}
		}
		w.change("T-1", plan("two", true))
		pass(time.Second)
		w.expect(t, "T-1/card/1: two", "T-1/else/1: may be missing: two")
		for id, want := range map[string]bool{"C.1": false, "C.2": false, "C.3": true} {
			if stray, err := New(Options{Surface: p, Memory: p}).Met(t.Context(), "T-1", "card/1", Place{Room: "C", ID: id}); err != nil || stray != want {
				t.Errorf("at last %s is a stray: %v, %v", id, stray, err)
			}
		}
		if w.dues() != 0 || w.called("Post") != 2 {
			t.Errorf("%d due, calls %v", w.dues(), w.calls)
		}
	})
}

func TestAnEditTakenBackIsNotMissed(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.start(Options{})
		w.change("T-1", card("C", "one"))
		pass(time.Second)
		w.once("Update", dieThen)
		w.change("T-1", card("C", "two"))
		pass(time.Second)
		w.expect(t, "T-1/card/1: two")
		w.change("T-1", card("C", "one")) // the sum that was kept
		p.stop()
		p = w.start(Options{})
		defer p.stop()
		pass(time.Second)
		w.expect(t, "T-1/card/1: one")
	})
}

func TestALateEditIsDoneOver(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.start(Options{})
		defer func() { p.stop() }()
		w.change("T-1", card("C", "one"))
		pass(time.Second)
		w.once("Update", late)
		w.change("T-1", card("C", "two"))
		pass(time.Second)
		p.stop()
		w.change("T-1", func() []Message {
			return []Message{{Key: "card/1", Room: "C", Body: "decided", Final: true}}
		})
		p = w.start(Options{})
		pass(time.Second)
		w.expect(t, "T-1/card/1: decided")
		pass(time.Minute)
		w.expect(t, "T-1/card/1: decided")
	})
}

func TestRejectedIsSaidOnceAndLetsOthersPass(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		var log bytes.Buffer
		s := &picky{}
		ctx, cancel := context.WithCancel(t.Context())
		s.process = &process{w: w, cancel: cancel}
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = New(Options{Surface: s, Memory: s.process, Log: slog.New(slog.NewTextHandler(&log, nil))}).Run(ctx)
		}()
		w.change("T-1", card("C", "ugly"))
		w.change("T-2", card("C", "fine"))
		pass(time.Second)
		w.expect(t, "T-2/card/1: fine")
		pass(time.Hour)
		if s.refused < 2 || s.refused > 6 {
			t.Errorf("refused %d times in an hour", s.refused)
		}
		if w.dues() != 1 {
			t.Error("what is refused is forgotten")
		}
		w.change("T-1", card("C", "better")) // another content is tried at once
		pass(time.Second)
		w.expect(t, "T-2/card/1: fine", "T-1/card/1: better")
		cancel()
		<-done
		if n := strings.Count(log.String(), "not taken as it is"); n != 1 {
			t.Errorf("said %d times", n)
		}
	})
}

// picky refuses what is ugly.
type picky struct {
	*process
	refused int
}

func (s *picky) Post(ctx context.Context, m Message, at Place, t *Try) (string, error) {
	if m.Body == "ugly" {
		s.refused++
		return "", fmt.Errorf("post: %w", &Rejected{errors.New("invalid_blocks")})
	}
	return s.process.Post(ctx, m, at, t)
}

func TestAThousandWithFailingOnes(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		for i := range 1000 {
			body := "fine"
			if i%3 == 0 {
				body = "fail"
			}
			w.change(fmt.Sprintf("T-%d", i), card(fmt.Sprintf("C%d", i%5), body))
		}
		s := &failing{}
		ctx, cancel := context.WithCancel(t.Context())
		s.process = &process{w: w, cancel: cancel}
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = New(Options{Surface: s, Memory: s.process}).Run(ctx)
		}()
		pass(time.Second / 2)
		if n := len(w.seen()); n != 666 {
			t.Errorf("%d of the others are shown", n)
		}
		pass(time.Hour)
		if perHour := s.fails / 334; perHour < 10 || perHour > 40 {
			t.Errorf("each failed %d times in an hour", perHour)
		}
		if w.dues() != 334 {
			t.Errorf("%d due", w.dues())
		}
		cancel()
		<-done
	})
}

// failing fails to plan half of what fails, and to find the other.
type failing struct {
	*process
	fails int
}

func (s *failing) Plan(ctx context.Context, name string) ([]Message, error) {
	out, err := s.process.Plan(ctx, name)
	if err == nil && out[0].Body == "fail" {
		s.w.mu.Lock()
		s.fails++
		s.w.mu.Unlock()
		return nil, errLost
	}
	return out, err
}

func TestNothingIsAskedForWhereNothingIsDue(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.start(Options{})
		defer p.stop()
		pass(time.Hour)
		if n := w.called("Due"); n > 250 {
			t.Errorf("asked %d times in an idle hour", n)
		}
		w.faulty(func(call string) fault {
			if call == "Due" {
				return before
			}
			return fine
		})
		pass(time.Hour)
		if n := w.called("Due"); n > 1000 {
			t.Errorf("asked %d times while the memory was away", n)
		}
		w.faulty(func(string) fault { return fine })
		synctest.Wait()
		w.change("T-1", card("C", "one"))
		pass(20 * time.Second)
		w.expect(t, "T-1/card/1: one")
	})
}
