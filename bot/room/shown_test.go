package room

import (
	"context"
	"testing"
	"time"
)

// summed is a card with its sum.
func summed(body string, final bool) func() []Message {
	return func() []Message {
		return []Message{{Key: "card/1", Room: "C", Body: body, Sum: body, Skip: final, Final: final}}
	}
}

// answer edits the card by the answer to a click, as a surface does.
func (w *world) answer(key, body string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range w.posts {
		if m.key == key {
			m.body = body
		}
	}
}

func TestWhatTheSurfaceShowedNeedsNoEdit(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.start(Options{})
		w.change("T-1", summed("one", false))
		pass(time.Minute)
		p.stop()
		w.change("T-1", summed("decided", true))
		w.answer("T-1/card/1", "decided") // on a copy that does not run the poster
		if err := New(Options{Surface: p, Memory: p}).Shown(t.Context(), "T-1", "card/1", "decided", true); err != nil {
			t.Fatal(err)
		}
		p = w.start(Options{})
		defer p.stop()
		pass(time.Second)
		w.change("T-1", summed("never", true)) // final is final
		pass(time.Second)
		w.expect(t, "T-1/card/1: decided")
		if n := w.called("Update"); n != 0 || w.dues() != 0 {
			t.Errorf("%d edits, %d due", n, w.dues())
		}
	})
}

// crossing lets an edit with the old content land after the answer to a click.
type crossing struct {
	*process
	poster *Poster
	t      *testing.T
	early  bool // Shown is kept before the edit's end is
}

func (s *crossing) Update(ctx context.Context, m Message, at Place) error {
	if m.Body != "old" {
		return s.process.Update(ctx, m, at)
	}
	s.w.change("T-1", summed("decided", true))
	s.w.answer("T-1/card/1", "decided")
	keep := func() {
		if err := s.poster.Shown(s.t.Context(), "T-1", "card/1", "decided", true); err != nil {
			s.t.Error(err)
		}
	}
	if s.early {
		keep()
	} else {
		time.AfterFunc(5*time.Second, keep)
	}
	return s.process.Update(ctx, m, at)
}

func TestAnAnswerThatCrossesAnEditIsDoneOver(t *testing.T) {
	for _, early := range []bool{true, false} {
		bubble(t, func(t *testing.T, w *world) {
			ctx, cancel := context.WithCancel(t.Context())
			s := &crossing{process: &process{w: w, cancel: cancel}, t: t, early: early}
			s.poster = New(Options{Surface: s, Memory: s.process})
			done := make(chan struct{})
			go func() { defer close(done); _ = s.poster.Run(ctx) }()
			w.change("T-1", summed("one", false))
			pass(time.Minute)
			w.change("T-1", summed("old", false))
			pass(time.Minute)
			w.expect(t, "T-1/card/1: decided")
			if w.dues() != 0 {
				t.Error("still due")
			}
			cancel()
			<-done
		})
	}
}

func TestAnOlderPlanIsNotShown(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.start(Options{})
		defer p.stop()
		w.change("T-1", nil)
		w.change("T-1", nil)
		w.change("T-1", summed("three", false))
		pass(time.Second)
		w.mu.Lock()
		w.tasks["T-1"].rev -= 2 // a copy of the memory that is behind
		w.tasks["T-1"].plan = summed("two", false)
		w.touch("T-1")
		w.mu.Unlock()
		pass(10 * time.Second)
		w.expect(t, "T-1/card/1: three")
		w.change("T-1", nil)
		w.change("T-1", summed("four", false))
		pass(10 * time.Second)
		w.expect(t, "T-1/card/1: four")
	})
}
