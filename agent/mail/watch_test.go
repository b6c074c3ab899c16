package mail_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"

	"salesclerk/agent/mail"
	"salesclerk/agent/mail/mailtest"
)

// desk is the caller's side: it stores what comes, each key once.
type desk struct {
	mu     sync.Mutex
	keys   map[string]int
	order  []string
	full   bool
	broken map[string]bool
	events chan string // subjects, as they come
}

func newDesk() *desk {
	return &desk{keys: map[string]int{}, broken: map[string]bool{}, events: make(chan string, 10_000)}
}

func (d *desk) handle(_ context.Context, t mail.Taken) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.events <- t.Message.Subject
	if d.broken[t.Message.Subject] {
		return false, errors.New("the store is away")
	}
	if d.full && d.keys[t.Key] == 0 {
		return false, nil
	}
	d.keys[t.Key]++
	if d.keys[t.Key] == 1 {
		d.order = append(d.order, t.Message.Subject)
	}
	return true, nil
}

func (d *desk) set(change func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change()
}

func (d *desk) taken() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.order)
}

// wait for n calls of handle.
func (d *desk) wait(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		select {
		case <-d.events:
		case <-time.After(20 * time.Second):
			t.Fatalf("only %d of %d mails were handed over; taken: %v", i, n, d.taken())
		}
	}
}

// waitFor waits until the mail with this subject was handed over.
func (d *desk) waitFor(t *testing.T, subject string) {
	t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case s := <-d.events:
			if s == subject {
				return
			}
		case <-late:
			t.Fatalf("%q was not handed over; taken: %v", subject, d.taken())
		}
	}
}

func (d *desk) quiet(t *testing.T) {
	t.Helper()
	select {
	case s := <-d.events:
		t.Fatalf("%q was handed over once more", s)
	default:
	}
}

type memory struct {
	mu   sync.Mutex
	note string
	sets chan string
}

func (m *memory) Get(context.Context) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.note, nil
}

func (m *memory) Set(_ context.Context, s string) error {
	m.mu.Lock()
	m.note = s
	m.mu.Unlock()
	select {
	case m.sets <- s:
	default:
	}
	return nil
}

func watcher(b mailtest.Box, d *desk) *mail.Watcher {
	return &mail.Watcher{Account: b.Account(), Handle: d.handle, Since: arrival.Add(-time.Hour),
		Pause: 5 * time.Millisecond, Poll: 20 * time.Millisecond, Hold: 20 * time.Millisecond, Log: nil}
}

var arrival = time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)

// start runs the watcher; the function answered ends it and waits.
func start(t *testing.T, w *mail.Watcher) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			select {
			case err := <-done:
				if !errors.Is(err, context.Canceled) {
					t.Errorf("Run ended with %v", err)
				}
			case <-time.After(10 * time.Second):
				t.Error("Run did not end with its context")
			}
		})
	}
	t.Cleanup(stop)
	return stop
}

// eachServer runs a test against the memory server and against Dovecot.
func eachServer(t *testing.T, test func(t *testing.T, b mailtest.Box)) {
	t.Run("memory", func(t *testing.T) { test(t, mailtest.At(mailtest.StartMemory(t))) })
	t.Run("dovecot", func(t *testing.T) { test(t, mailtest.At(mailtest.StartDovecot(t))) })
}

// marked waits until n mails of the folder carry the keyword.
func marked(t *testing.T, b mailtest.Box, n int) []mailtest.Held {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(20 * time.Second)
	for {
		held := b.List(t, "INBOX")
		count := 0
		for _, h := range held {
			if h.Has(mail.Done) {
				count++
			}
		}
		if count == n {
			return held
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("%d mails are marked, want %d", count, n)
		}
	}
}

func put(t *testing.T, b mailtest.Box, from, to int) {
	t.Helper()
	for i := from; i <= to; i++ {
		b.Put(t, "INBOX", mailtest.Letter(i), arrival.Add(time.Duration(i)*time.Minute))
	}
}

func subjects(from, to int) []string {
	var list []string
	for i := from; i <= to; i++ {
		list = append(list, fmt.Sprintf("Request %d", i))
	}
	return list
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("taken %v, want %v", got, want)
	}
}

func TestTakesOldestFirstAndMarks(t *testing.T) {
	eachServer(t, func(t *testing.T, b mailtest.Box) {
		b.Put(t, "INBOX", mailtest.Letter(99), arrival.Add(-2*time.Hour)) // before the activation
		b.Put(t, "INBOX", mailtest.Letter(3), arrival.Add(3*time.Minute))
		b.Put(t, "INBOX", mailtest.Letter(1), arrival.Add(1*time.Minute), imap.FlagSeen) // read makes no difference
		b.Put(t, "INBOX", mailtest.Letter(2), arrival.Add(2*time.Minute))
		d := newDesk()
		w := watcher(b, d)
		start(t, w)
		d.wait(t, 3)
		held := marked(t, b, 3)
		same(t, d.taken(), subjects(1, 3))
		for _, h := range held {
			old := bytes.Contains(h.Raw, []byte("letter-99"))
			if old == h.Has(mail.Done) {
				t.Errorf("old=%v marked=%v", old, h.Has(mail.Done))
			}
			if h.Has(imap.FlagSeen) != bytes.Contains(h.Raw, []byte("letter-1@")) {
				t.Errorf("a mail was marked as read: %v", h.Flags)
			}
		}
		put(t, b, 4, 5) // told by IDLE
		d.wait(t, 2)
		marked(t, b, 5)
		same(t, d.taken(), subjects(1, 5))
		if st := w.Status(); !st.Connected || st.LastError != "" || st.LastSeen.IsZero() || !st.Idle {
			t.Errorf("status %+v", st)
		}
	})
}

func TestMarksAsReadWhenWished(t *testing.T) {
	eachServer(t, func(t *testing.T, b mailtest.Box) {
		put(t, b, 1, 1)
		d := newDesk()
		w := watcher(b, d)
		w.MarkRead = true
		start(t, w)
		d.wait(t, 1)
		if held := marked(t, b, 1); !held[0].Has(imap.FlagSeen) {
			t.Errorf("flags %v", held[0].Flags)
		}
	})
}

func TestPollsWithoutIdle(t *testing.T) {
	eachServer(t, func(t *testing.T, b mailtest.Box) {
		p, b := mailtest.StartProxy(t, b)
		p.NoIdle(true)
		d := newDesk()
		w := watcher(b, d)
		w.NoIdle = true
		start(t, w)
		put(t, b, 1, 1)
		d.wait(t, 1)
		put(t, b, 2, 2)
		d.wait(t, 1)
		if slices.ContainsFunc(p.Commands(), func(s string) bool { return s == "IDLE" }) {
			t.Error("IDLE was used")
		}
	})
}

func TestNeverTwiceOverRestarts(t *testing.T) {
	eachServer(t, func(t *testing.T, b mailtest.Box) {
		put(t, b, 1, 3)
		d := newDesk()
		stop := start(t, watcher(b, d))
		d.wait(t, 3)
		marked(t, b, 3)
		stop()
		stop = start(t, watcher(b, d))
		put(t, b, 4, 4)
		d.wait(t, 1)
		marked(t, b, 4)
		stop()
		d.quiet(t)
		same(t, d.taken(), subjects(1, 4))
	})
}

func TestServerRefusesTheKeyword(t *testing.T) {
	for _, how := range []string{"STORE", "PERMANENTFLAGS"} {
		t.Run(how, func(t *testing.T) {
			eachServer(t, func(t *testing.T, b mailtest.Box) {
				p, b := mailtest.StartProxy(t, b)
				p.RefuseFlags(how == "STORE")
				p.NoKeywords(how != "STORE")
				put(t, b, 1, 3)
				d, m := newDesk(), &memory{sets: make(chan string, 100)}
				w := watcher(b, d)
				w.Memory = m
				stop := start(t, w)
				d.wait(t, 3)
				<-m.sets // the pass is over
				put(t, b, 4, 4)
				d.wait(t, 1)
				<-m.sets
				d.quiet(t) // remembered within the run
				if w.Status().Warning == "" {
					t.Error("no warning in the status")
				}
				stop()
				w = watcher(b, d)
				w.Memory = m
				stop = start(t, w)
				put(t, b, 5, 5)
				d.wait(t, 1)
				<-m.sets
				stop()
				d.quiet(t) // and by the note
				same(t, d.taken(), subjects(1, 5))
			})
		})
	}
}

func TestNewValidityBringsNothingTwice(t *testing.T) {
	eachServer(t, func(t *testing.T, b mailtest.Box) {
		p, b := mailtest.StartProxy(t, b)
		p.NoKeywords(true)
		put(t, b, 1, 3)
		d := newDesk()
		w := watcher(b, d)
		start(t, w)
		d.wait(t, 3)
		p.Validity(4711)
		put(t, b, 4, 4)
		d.wait(t, 4) // all come again, by the same keys
		same(t, d.taken(), subjects(1, 4))
		if n := len(d.keys); n != 4 {
			t.Errorf("%d keys for 4 mails", n)
		}
	})
}

func TestRecreatedFolder(t *testing.T) {
	b := mailtest.At(mailtest.StartMemory(t)) // Dovecot does not let INBOX be deleted
	d, m := newDesk(), &memory{sets: make(chan string, 100)}
	put(t, b, 1, 3)
	w := watcher(b, d)
	w.Memory = m
	stop := start(t, w)
	d.wait(t, 3)
	marked(t, b, 3)
	stop()
	b.Recreate(t, "INBOX")
	put(t, b, 2, 4) // two of them moved back, without keyword
	w = watcher(b, d)
	w.Memory = m
	start(t, w)
	d.wait(t, 3)
	marked(t, b, 3)
	same(t, d.taken(), subjects(1, 4))
}

func TestLineDrops(t *testing.T) {
	for _, at := range []string{"SELECT", "SEARCH", "RFC822.SIZE", "BODY.PEEK", "STORE", "IDLE", "DONE"} {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s after=%v", at, after), func(t *testing.T) {
				direct := mailtest.At(mailtest.StartMemory(t))
				p, b := mailtest.StartProxy(t, direct)
				d := newDesk()
				p.DropOn(at, after)
				put(t, direct, 1, 2)
				w := watcher(b, d)
				start(t, w)
				marked(t, direct, 2)
				put(t, direct, 3, 4)
				marked(t, direct, 4)
				same(t, d.taken(), subjects(1, 4))
			})
		}
	}
}

func TestServerFallsSilent(t *testing.T) {
	p, b := mailtest.StartProxy(t, mailtest.At(mailtest.StartMemory(t)))
	d := newDesk()
	w := watcher(b, d)
	w.Account.Timeout = 150 * time.Millisecond
	w.IdleFor = 30 * time.Millisecond
	put(t, b, 1, 1)
	start(t, w)
	d.wait(t, 1)
	p.Silent(true)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(w.Status().LastError, "did not answer"); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("status %+v", w.Status())
		}
	}
	p.Silent(false)
	p.Drop()
	put(t, b, 2, 2)
	d.wait(t, 1)
	same(t, d.taken(), subjects(1, 2))
}

func TestDailyLimitHoldsBackOldestFirst(t *testing.T) {
	eachServer(t, func(t *testing.T, b mailtest.Box) {
		d := newDesk()
		put(t, b, 1, 2)
		w := watcher(b, d)
		start(t, w)
		d.wait(t, 2)
		marked(t, b, 2)
		d.set(func() { d.full = true })
		for n := 3; n <= 5; n++ { // the limit is lifted between two looks, not within one
			put(t, b, n, n)
			d.waitFor(t, subjects(n, n)[0])
		}
		if n := len(d.taken()); n != 2 {
			t.Fatalf("%d taken over the limit", n)
		}
		d.set(func() { d.full = false })
		marked(t, b, 5)
		same(t, d.taken(), subjects(1, 5))
		if st := w.Status(); st.LastError != "" {
			t.Errorf("status %+v", st)
		}
	})
}

func TestFailingMailIsTriedAgainAndOthersGoOn(t *testing.T) {
	eachServer(t, func(t *testing.T, b mailtest.Box) {
		d := newDesk()
		d.broken["Request 1"] = true
		put(t, b, 1, 3)
		w := watcher(b, d)
		start(t, w)
		marked(t, b, 2)
		if st := w.Status(); !strings.Contains(st.LastError, "the store is away") {
			t.Errorf("status %+v", st)
		}
		d.set(func() { d.broken = map[string]bool{} })
		marked(t, b, 3)
		same(t, d.taken(), []string{"Request 2", "Request 3", "Request 1"})
	})
}

func TestEverythingFailsThenWorks(t *testing.T) {
	b := mailtest.At(mailtest.StartMemory(t))
	d := newDesk()
	for i := 1; i <= 10; i++ {
		d.broken[fmt.Sprintf("Request %d", i)] = true
	}
	put(t, b, 1, 10)
	start(t, watcher(b, d))
	d.wait(t, 5)
	d.set(func() { d.broken = map[string]bool{} })
	marked(t, b, 10)
	got := d.taken()
	slices.Sort(got)
	want := subjects(1, 10)
	slices.Sort(want)
	same(t, got, want)
}

func TestTooBigMailComesWithItsHeader(t *testing.T) {
	eachServer(t, func(t *testing.T, b mailtest.Box) {
		big := append(mailtest.Letter(1), bytes.Repeat([]byte("0123456789\r\n"), 10_000)...)
		b.Put(t, "INBOX", big, arrival)
		got := make(chan mail.Taken, 1)
		w := watcher(b, newDesk())
		w.MaxSize = 10_000
		w.Handle = func(_ context.Context, x mail.Taken) (bool, error) { got <- x; return true, nil }
		start(t, w)
		x := <-got
		if x.Message.Subject != "Request 1" || x.Message.Text != "" || len(x.Message.Defects) == 0 || !strings.Contains(x.Message.Defects[0], "more than allowed") {
			t.Errorf("%+v", x.Message)
		}
		if bytes.Contains(x.Raw, []byte("0123456789")) {
			t.Error("the body was fetched")
		}
	})
}

func TestManyMails(t *testing.T) {
	b := mailtest.At(mailtest.StartMemory(t))
	put(t, b, 1, 300)
	d := newDesk()
	start(t, watcher(b, d))
	d.wait(t, 300)
	marked(t, b, 300)
	same(t, d.taken(), subjects(1, 300))
}
