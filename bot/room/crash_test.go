package room

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// saga is a task of a random story: cards, of which all but the last are
// decided, the history, a file. Sums repeat, as they do when a question is asked
// and taken back.
type saga struct {
	room    string
	cards   int
	open    bool // the last card waits for a person
	words   int
	history int
	file    bool
	other   bool // Else is given
}

func (s saga) plan() []Message {
	var out []Message
	for i := range s.cards {
		last := i == s.cards-1
		m := Message{Key: fmt.Sprintf("card/%d", i+1), Room: s.room, Body: "decided", Skip: true, Final: true}
		if last && s.open {
			m.Body, m.Skip, m.Final = fmt.Sprintf("LIVE %d", s.words), false, false
		}
		if s.other {
			m.Else = &Message{Key: fmt.Sprintf("else/%d", i+1), Room: s.room, Body: m.Body, Skip: m.Skip, Final: m.Final}
		}
		out = append(out, m)
	}
	out = append(out, Message{Key: "history/0", Reply: true, Body: fmt.Sprintf("history %d", s.history)})
	if s.file {
		out = append(out, Message{Key: "file/A", Reply: true, Body: "pdf", Final: true})
	}
	return out
}

// next is what an event makes of it.
func (s saga) next(event int) saga {
	s.history++
	switch event % 5 {
	case 0: // decided, the next step
		s.cards, s.open, s.words = s.cards+1, true, 0
	case 1: // decided
		s.open = false
	case 2, 3: // asked, taken back
		s.words = event % 2
	case 4:
		s.file = true
	}
	if s.cards == 0 {
		s.cards, s.open = 1, true
	}
	return s
}

// script is a whole run, drawn beforehand so that a failing one gets smaller.
type script struct {
	events []int // task and event, with the time before it
	faults []int // of the calls, as they come; fine beyond the end
	gap    int   // every so many calls a fault is taken
	seed   uint64
	every  bool // a rate
	blind  bool
	other  bool
}

func drawScript(t *rapid.T) script {
	return script{
		events: rapid.SliceOfN(rapid.IntRange(0, 9999), 1, 40).Draw(t, "events"),
		faults: rapid.SliceOfN(rapid.IntRange(1, int(faults)-1), 0, 25).Draw(t, "faults"),
		gap:    rapid.IntRange(1, 9).Draw(t, "gap"),
		seed:   rapid.Uint64().Draw(t, "seed"),
		every:  rapid.Bool().Draw(t, "rate"),
		blind:  rapid.Bool().Draw(t, "blind"),
		other:  rapid.Bool().Draw(t, "else"),
	}
}

// play runs a script to its end, lets the dust settle, and says what is wrong.
func (s script) play() (wrong []string) {
	w := newWorld()
	w.blind = s.blind
	if s.every {
		w.every = time.Second
	}
	random := rand.New(rand.NewPCG(s.seed, 1))
	left, n := s.faults, 0
	w.fault = func(string) fault {
		if n++; len(left) == 0 || n%s.gap != 0 {
			return fine
		}
		f := fault(left[0])
		left = left[1:]
		return f
	}
	live := &relay{w: w, random: random}
	live.start()
	sagas := map[string]saga{}
	for _, e := range s.events {
		name := fmt.Sprintf("T-%d", e%4)
		next := sagas[name]
		next.room, next.other = fmt.Sprintf("C%d", e%2), s.other
		next = next.next(e / 4)
		sagas[name] = next
		w.change(name, next.plan)
		if e%7 == 0 && !next.open {
			live.answer(name, fmt.Sprintf("card/%d", next.cards), time.Duration(e%2000)*time.Millisecond)
		}
		if e%13 == 0 {
			w.removeOne(name, e)
		}
		if e%11 == 0 {
			live.handOver()
		}
		live.pass(time.Duration(e/16) * 40 * time.Millisecond)
	}
	live.pass(time.Hour)
	w.mu.Lock()
	left = nil
	w.mu.Unlock()
	live.pass(2 * time.Hour)
	for name, s := range sagas { // a deleted message is noticed when it is edited
		s.history, s.words = s.history+1, 9
		sagas[name] = s
		w.change(name, s.plan)
	}
	live.pass(time.Hour)
	live.p.stop()
	pass(time.Minute)
	return append(w.wrong, w.settled(sagas, s.blind)...)
}

// relay keeps a process running: when one has died, the next takes over.
type relay struct {
	w      *world
	p      *process
	random *rand.Rand
}

func (r *relay) start() { r.p = r.w.start(Options{Rand: func() float64 { return 0.5 }}) }

// handOver ends a process in good order; the next begins at once.
func (r *relay) handOver() {
	r.p.stop()
	r.start()
}

// answer edits a decided card by the answer to a click, and says so a little later.
func (r *relay) answer(name, key string, later time.Duration) {
	r.w.answer(name+"/"+key, "decided")
	sum := Sum("decided")
	p := New(Options{Surface: r.p, Memory: r.p})
	time.AfterFunc(later, func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = p.Shown(ctx, name, key, sum, true)
	})
}

// removeOne deletes a message of a task, as a person may.
func (w *world) removeOne(name string, n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range w.posts {
		if m := w.posts[(i+n)%len(w.posts)]; m.name == name && !m.deleted {
			m.deleted = true
			return
		}
	}
}

// pass lets time go by and replaces the dead.
func (r *relay) pass(d time.Duration) {
	end := time.Now().Add(d)
	for {
		timer := time.NewTimer(time.Until(end))
		select {
		case <-timer.C:
			synctest.Wait()
			return
		case <-r.p.ended:
			timer.Stop()
			pass(time.Duration(r.random.IntN(30000)) * time.Millisecond)
			r.start()
		}
	}
}

// settled says what is wrong once the dust has settled.
func (w *world) settled(sagas map[string]saga, blind bool) (wrong []string) {
	if len(w.due) > 0 {
		wrong = append(wrong, fmt.Sprintf("still due: %v", w.due))
	}
	for name, s := range sagas {
		shown := map[string]*message{}
		for _, m := range w.posts {
			if m.name == name && !m.deleted {
				key, _, _ := strings.Cut(strings.TrimPrefix(m.key, name+"/"), "~")
				shown[key] = m
			}
		}
		for _, m := range s.plan() {
			if m.Reply && !rooted(shown) {
				continue
			}
			if got := shown[m.Key]; blind && got != nil && got.body != m.Body && w.unknown(name, m.Key) {
				continue // an older one stays behind; nobody knows of the newer one
			}
			if m.Else != nil && w.unknown(name, m.Else.Key) {
				m.Else = nil // nobody knows of that one either
			}
			wrong = append(wrong, amiss(name, m, shown, blind)...)
		}
	}
	return wrong
}

func (w *world) unknown(name, key string) bool {
	r, err := decode[ref](key, w.refs[name][key])
	return err == nil && r != nil && r.Try != nil && r.Try.Unknown
}

// rooted says that there is a thread for replies.
func rooted(shown map[string]*message) bool {
	for _, m := range shown {
		if m.Thread == "" {
			return true
		}
	}
	return false
}

func amiss(name string, m Message, shown map[string]*message, blind bool) (wrong []string) {
	got := shown[m.Key]
	other := m.Else != nil && shown[m.Else.Key] != nil
	switch {
	case got != nil && got.body != m.Body && !(blind && lost(got)):
		wrong = append(wrong, fmt.Sprintf("%s/%s shows %q, not %q", name, m.Key, got.body, m.Body))
	case got == nil && m.Key == "file/A": // deleted: nobody looks after what is never edited
	case got == nil && !m.Skip && !blind:
		wrong = append(wrong, fmt.Sprintf("%s/%s is missing", name, m.Key))
	case got == nil && !m.Skip && m.Else != nil && !other:
		wrong = append(wrong, fmt.Sprintf("%s/%s is missing, and what is shown instead", name, m.Key))
	case other && !blind:
		wrong = append(wrong, fmt.Sprintf("%s/%s is shown instead for nothing", name, m.Else.Key))
	}
	return wrong
}

// lost says that a message was posted without the poster knowing: nothing can be
// done about it where nobody can ask.
func lost(m *message) bool { return m.edits == 0 }

// TestAnythingMayFail plays random stories with faults at any call: lost
// answers, late effects, dying processes, orderly ones.
func TestAnythingMayFail(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := drawScript(rt)
		var wrong []string
		synctest.Test(t, func(*testing.T) { wrong = s.play() })
		for _, words := range wrong {
			rt.Error(words)
		}
	})
}
