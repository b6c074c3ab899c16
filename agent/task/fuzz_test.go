package task

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// words are what the fuzzer's bytes mean.
var words = []string{
	"mail", "mail fail", "bounce",
	"understood known wants", "understood stranger wants", "understood several wants", "understood blocked wants",
	"understood known accepts", "understood known changes", "understood known declines", "understood known asks", "understood known irrelevant",
	"contact_set", "quoted Q-1", "quoted Q-2", "options", "nothing", "ordered SO-1", "drafted quote", "drafted order", "drafted ask", "drafted answer",
	"rechecked 1", "rechecked 2", "saved 2", "sent", "stuck no_item", "stuck send_failed", "stuck send_uncertain", "stuck back_office", "stuck not_available",
	"confirm", "discard", "updated", "resume", "stop", "stop_yes", "stop_no", "save", "instruct", "create_contact", "use_contact_once",
	"update_contact", "pick_item", "retry", "make_order", "write_answer", "assign", "halt", "confirm by eve", "stop_yes by eve", "again",
	"policy never", "policy always review_quotes review_orders", "policy -send", "policy -make", "policy send make",
}

// FuzzApply throws any sequence of events, repeated and out of order, at a task
// and holds it to what must never happen.
func FuzzApply(f *testing.F) {
	f.Add([]byte{0, 3, 31, 13, 18, 31, 25})
	f.Add([]byte{52, 0, 3, 13, 18, 32, 38, 24, 33, 18, 31, 25, 0, 7, 17, 19, 31, 25})
	f.Add([]byte{52, 0, 3, 13, 18, 31, 48, 25, 25, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 300 {
			data = data[:300]
		}
		w := world{script: newScript(t), t: t, confirmed: map[string]string{}, left: map[string]int{}}
		for _, b := range data {
			w.step(words[int(b)%len(words)])
		}
	})
}

// world is the outside as the core's events let it be seen.
type world struct {
	*script
	t         *testing.T
	confirmed map[string]string // draft id → the words a person confirmed
	left      map[string]int    // draft id → how often it left
}

func (w *world) step(line string) {
	if strings.HasPrefix(line, "policy") {
		w.setPolicy(line)
		return
	}
	before, frozen := w.task, dump(w.task)
	err := w.apply(line)
	if got := dump(before); got != frozen {
		w.t.Fatalf("%s: Apply touched the task it was given\n%s\n%s", line, frozen, got)
	}
	if err != nil {
		w.refused(line, before, frozen)
		return
	}
	w.shape(line)
	w.mails(line, before)
	w.stopped(line, before)
	if _, _, again := Apply(w.task, w.last); !errors.Is(again, ErrRepeated) {
		w.t.Fatalf("%s a second time: %v, want ErrRepeated", line, again)
	}
}

func (w *world) refused(line string, before Task, frozen string) {
	if dump(w.task) != frozen || len(w.effects) > 0 {
		w.t.Fatalf("%s was refused and changed something", line)
	}
}

// shape is what a task looks like in each state.
func (w *world) shape(line string) {
	open := 0
	for _, s := range w.task.Steps {
		if s.Status == StepOpen {
			open++
		}
	}
	held := w.task.Open() != nil && w.task.Open().Busy
	bad := ""
	switch s := w.task.State; {
	case open > 1:
		bad = "more than one open step"
	case s.NeedsPerson() && (open != 1 || held || w.task.Job != nil):
		bad = "a person is wanted, but no one open step"
	case s == Working && (w.task.Job == nil || open == 1 && !held):
		bad = "working on nothing, or beside an open step"
	case (s == Waiting || s == Completed || s == Stopped) && (open != 0 || w.task.Job != nil):
		bad = "at rest with something open"
	case (s == Waiting || s == Completed) && len(w.task.Queue) > 0:
		bad = "a mail waits for nothing"
	case s.NeedsPerson() && !w.task.Offers(Stop) && !w.task.Offers(StopYes):
		bad = "no way to stop"
	}
	if bad != "" {
		w.t.Fatalf("%s: %s: %s", line, bad, w.summary())
	}
}

// mails holds that what leaves was confirmed by a person as it leaves, and once.
func (w *world) mails(line string, before Task) {
	if w.last.Kind == Confirm && before.Open().Kind == StepOutgoing && before.Open().Asking == nil {
		w.confirmed[before.Draft.ID] = content(before.Draft)
	}
	for _, e := range w.effects {
		if e.Job == nil || e.Job.Kind != JobSend {
			continue
		}
		d := w.task.Draft
		if w.confirmed[d.ID] != content(d) {
			w.t.Fatalf("%s: a mail goes out that nobody confirmed like this", line)
		}
		if w.left[d.ID] > 0 {
			w.t.Fatalf("%s: a mail goes out that had left already", line)
		}
	}
	if w.last.Kind == Sent && before.Draft != nil {
		w.left[before.Draft.ID]++
		if w.left[before.Draft.ID] > 1 {
			w.t.Fatalf("%s: sent twice", line)
		}
	}
}

func content(d *Draft) string { return fmt.Sprint(d.To, d.Cc, d.Subject, d.Text, d.Files) }

// stopped holds that a stopped task does nothing but be shown.
func (w *world) stopped(line string, before Task) {
	if before.State != Stopped {
		return
	}
	if w.task.State != Stopped {
		w.t.Fatalf("%s: a stopped task runs again", line)
	}
	for _, e := range w.effects {
		if e.Job != nil && e.Job.Kind != JobShow || e.Count != nil {
			w.t.Fatalf("%s: a stopped task does %+v", line, e)
		}
	}
}
