package room

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// card is a plan of one card with this body.
func card(room, body string) func() []Message {
	return func() []Message { return []Message{{Key: "card/1", Room: room, Body: body}} }
}

func (w *world) check(t *testing.T) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range w.wrong {
		t.Error(s)
	}
}

// seen is what a person sees, in order: "T-1/card/1 words", the deleted left out.
func (w *world) seen() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []string
	for _, m := range w.posts {
		if !m.deleted {
			in := ""
			if m.Thread != "" {
				in = " in " + m.Thread
			}
			out = append(out, m.key+in+": "+m.body)
		}
	}
	return out
}

func (w *world) dues() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.due)
}

func (w *world) called(call string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calls[call]
}

// bubble runs a test on a world in virtual time.
func bubble(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		test(t, w)
		w.check(t)
	})
}

// pass lets virtual time go by.
func pass(d time.Duration) {
	timer := time.NewTimer(d)
	<-timer.C
	synctest.Wait()
}

func (w *world) expect(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, w.seen()); diff != "" {
		t.Errorf("what is seen (-want +got):\n%s", diff)
	}
}

func TestPostEditAndNoCallWhereNothingChanged(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.start(Options{})
		defer p.stop()
		w.change("T-1", card("C", "one"))
		pass(time.Second)
		w.expect(t, "T-1/card/1: one")
		w.change("T-1", nil)
		pass(time.Second)
		if w.called("Update") != 0 || w.called("Post") != 1 {
			t.Errorf("calls without a change: %v", w.calls)
		}
		w.change("T-1", card("C", "two"))
		pass(time.Second)
		w.expect(t, "T-1/card/1: two")
		if w.called("Update") != 1 || w.called("Post") != 1 || w.dues() != 0 {
			t.Errorf("calls %v, %d due", w.calls, w.dues())
		}
	})
}

func TestABurstOfChangesCostsOneEdit(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.change("T-1", card("C", "0"))
		p := w.start(Options{})
		defer p.stop()
		pass(time.Second)
		for i := range 100 {
			w.change("T-1", card("C", fmt.Sprint(i+1)))
		}
		pass(time.Second)
		w.expect(t, "T-1/card/1: 100")
		if n := w.called("Update"); n > 2 {
			t.Errorf("%d edits for one burst", n)
		}
	})
}

func TestABurstToOneRoomStaysInOrderAtItsRate(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.every = time.Second
		p := w.start(Options{})
		defer p.stop()
		var want []string
		for i := range 60 {
			name := fmt.Sprintf("T-%d", i)
			w.change(name, card("C", "new"))
			want = append(want, name+"/card/1: new")
		}
		w.change("T-60", card("D", "elsewhere"))
		pass(time.Second / 2)
		w.expect(t, want[0], "T-60/card/1: elsewhere") // another room does not wait
		w.change("T-0", card("C", "edited"))
		w.change("T-30", card("C", "newest"))
		pass(time.Second)
		w.expect(t, "T-0/card/1: edited", "T-60/card/1: elsewhere", want[1]) // nor does an edit
		pass(60 * time.Second)
		want[0], want[30] = "T-0/card/1: edited", "T-30/card/1: newest"
		w.expect(t, append([]string{want[0], "T-60/card/1: elsewhere"}, want[1:]...)...)
		if w.dues() != 0 {
			t.Errorf("%d still due", w.dues())
		}
		if n := w.called("Plan"); n > 61*6 {
			t.Errorf("%d plans: those in line are planned again and again", n)
		}
	})
}

// thread is a task with a card, its history and a file.
func thread(room, body, history string, settled bool) func() []Message {
	return func() []Message {
		return []Message{
			{Key: "history/0", Reply: true, Body: history},
			{Key: "file/A", Reply: true, Body: "pdf", Final: true},
			{Key: "card/1", Room: room, Body: body, Skip: settled, Final: settled},
		}
	}
}

func TestRepliesGoBelowTheFirstMessage(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.start(Options{})
		defer p.stop()
		w.change("T-1", func() []Message { return []Message{{Key: "history/0", Reply: true, Body: "h"}} })
		pass(time.Second)
		w.expect(t) // no thread yet
		if w.dues() != 0 {
			t.Error("a reply without a thread keeps the task due")
		}
		w.change("T-1", thread("C", "one", "h", false))
		pass(time.Second)
		w.expect(t, "T-1/card/1: one", "T-1/history/0 in C.1: h", "T-1/file/A in C.1: pdf")
		w.change("T-1", thread("D", "two", "hh", true))
		pass(time.Second)
		w.expect(t, "T-1/card/1: two", "T-1/history/0 in C.1: hh", "T-1/file/A in C.1: pdf")
		w.change("T-1", thread("D", "three", "hhh", true))
		pass(time.Second)
		w.expect(t, "T-1/card/1: two", "T-1/history/0 in C.1: hhh", "T-1/file/A in C.1: pdf") // final stays
	})
}

func TestCardsGoBeforeReplies(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.every = time.Second
		for i := range 4 {
			w.change(fmt.Sprintf("T-%d", i), thread("C", "x", "h", false))
		}
		p := w.start(Options{})
		defer p.stop()
		pass(20 * time.Second)
		var got []string
		for _, s := range w.seen() {
			key, _, _ := strings.Cut(s, " ")
			got = append(got, strings.TrimSuffix(key, ":"))
		}
		want := []string{"T-0/card/1", "T-1/card/1", "T-2/card/1", "T-3/card/1"}
		for i := range 4 {
			want = append(want, fmt.Sprintf("T-%d/history/0", i), fmt.Sprintf("T-%d/file/A", i))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func (w *world) remove(key string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, m := range w.posts {
		if m.key == key {
			m.deleted = true
		}
	}
}

func TestADeletedCardThatIsOpenIsPostedAgainWithItsThread(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.start(Options{})
		defer p.stop()
		w.change("T-1", thread("C", "one", "h", false))
		pass(time.Second)
		w.remove("T-1/card/1")
		w.change("T-1", thread("C", "two", "h", false))
		pass(time.Second)
		w.expect(t, "T-1/history/0 in C.1: h", "T-1/file/A in C.1: pdf",
			"T-1/card/1~1: two", "T-1/history/0~1 in C.4: h")
		w.remove("T-1/card/1~1")
		w.change("T-1", thread("C", "done", "h", true))
		pass(time.Second)
		if len(w.posts) != 5 || w.dues() != 0 {
			t.Errorf("a decided card that was deleted: %v", w.seen())
		}
	})
}

func TestAReplyBelowADeletedMessageFollowsTheNextOne(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		plan := func(history bool) func() []Message {
			return func() []Message {
				out := []Message{{Key: "card/1", Room: "C", Body: "decided", Final: true}, {Key: "card/2", Room: "C", Body: "open"}}
				if history {
					out = append(out, Message{Key: "history/0", Reply: true, Body: "h"})
				}
				return out
			}
		}
		p := w.start(Options{})
		defer p.stop()
		w.change("T-1", plan(false))
		pass(time.Second)
		w.remove("T-1/card/1")
		w.change("T-1", plan(true))
		pass(3 * time.Second)
		w.expect(t, "T-1/card/2: open", "T-1/history/0 in C.2: h")
	})
}

func TestAThreadThatTakesNoRepliesDoesNotPostItsCardAnew(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		s := &hooked{post: func(_ context.Context, m Message, _ *Try) error {
			if m.Reply {
				return ErrGone
			}
			return nil
		}}
		defer s.run(w, Options{})()
		w.change("T-1", thread("C", "one", "h", false))
		pass(time.Hour)
		w.expect(t, "T-1/card/1: one")
		if n := w.called("Update"); n > 100 {
			t.Errorf("%d edits in an hour", n)
		}
	})
}
