package realtest

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"salesclerk/agent/mail/mailtest"
	"salesclerk/agent/task"
	"salesclerk/store/redistest"
)

// quiet is a site that sends nothing, on a Redis with these settings.
func quiet(tb testing.TB, args ...string) *site {
	tb.Helper()
	v := &servers{redis: redistest.Start(tb, args...), imap: mailtest.StartDovecotFor(tb, "desk")}
	s := v.site(tb, "desk")
	s.smtpAt = "127.0.0.1:1"
	s.write(tb)
	return s.load(tb)
}

// TestRedisRestartsUnderLoad kills Redis while people click and mails come in. A
// click is answered that it counted, and it did, or that it failed, and then the
// same click again counts once.
func TestRedisRestartsUnderLoad(t *testing.T) {
	s := quiet(t)
	p := s.run(t, "a")
	const n = 24
	s.arrive(t, 0, n)
	s.taken(t, p, n)
	open, err := p.open()
	if err != nil {
		t.Fatal(err)
	}
	var failed, clicked atomic.Int64
	var wg sync.WaitGroup
	half := make(chan struct{})
	for i, c := range open {
		wg.Go(func() {
			if i >= n/2 {
				<-half // these click while Redis is away
			}
			s.insist(t, p, c, &failed)
			clicked.Add(1)
		})
	}
	until(t, "the first clicks", func() bool { return clicked.Load() > 2 })
	s.redis.Kill()
	close(half)
	until(t, "clicks that fail", func() bool { return failed.Load() > 0 || clicked.Load() == n })
	s.arrive(t, n, 1)
	s.redis.Resume()
	wg.Wait()
	until(t, "every quote being drafted", func() bool {
		ready := 0
		for _, x := range s.tasks(t) {
			if step := x.Open(); step != nil && step.Kind == task.StepOutgoing {
				ready++
			}
		}
		return ready == n
	})
	if q := s.records(t, "quote"); len(q) != n || s.counts(t)["quotes"] != n {
		t.Errorf("%d quotes, %d counted, of %d", len(q), s.counts(t)["quotes"], n)
	}
	until(t, "the mail that came meanwhile", func() bool { return s.done(t) == n+1 && len(s.tasks(t)) == n+1 })
	if !strings.Contains(p.words(), "Redis") {
		t.Error("the log does not tell of Redis")
	}
	t.Logf("%d clicks of %d failed at first", failed.Load(), n)
}

// insist clicks until it counts, and counts how often it failed. A click that
// never got an answer is repeated too.
func (s *site) insist(t *testing.T, p *process, c shown, failed *atomic.Int64) {
	counted := func() bool {
		a, err := p.click(c, "confirm", "anna", "insist"+c.ID, nil)
		switch {
		case err == nil && a.status == http.StatusServiceUnavailable:
			failed.Add(1)
			return false
		case err == nil && a.status != http.StatusOK:
			t.Errorf("%s is answered %d %s", c.ID, a.status, a.words)
		}
		return err == nil
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); !counted(); <-tick.C {
		if time.Now().After(end) {
			t.Errorf("%s never counts", c.ID)
			break
		}
	}
}

// TestRedisRefusesWrites as with its memory or its disk full: clicks fail and
// change nothing, mails stay in the mailbox; all goes on when it writes again.
func TestRedisRefusesWrites(t *testing.T) {
	for _, c := range []struct {
		name        string
		args        []string
		break_, end func(*redistest.Server)
		says        string
	}{
		{"memory full", nil, func(r *redistest.Server) { r.Set("maxmemory", "1") }, func(r *redistest.Server) { r.Set("maxmemory", "0") }, "memory is full"},
		{"disk full", []string{"--appendonly", "no", "--save", "3600 1000000", "--stop-writes-on-bgsave-error", "yes", "--dbfilename", "dump.rdb"},
			func(r *redistest.Server) { r.BreakDisk() }, func(r *redistest.Server) { r.MendDisk() }, "cannot save to its disk"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := quiet(t, c.args...)
			p := s.run(t, "a")
			s.arrive(t, 0, 1)
			s.taken(t, p, 1)
			before := s.tasks(t)[0]
			card := one(t, p, task.StepIncoming)
			c.break_(s.redis)
			s.arrive(t, 1, 2)
			a, err := p.click(card, "confirm", "anna", "x", nil)
			if err != nil || a.status != http.StatusServiceUnavailable || a.words == "" {
				t.Errorf("the click is answered %v %d %q", err, a.status, a.words)
			}
			// Either a mail was refused, or the right to watch could not be kept before it came.
			until(t, "the log saying why no mail is taken", func() bool {
				return strings.Contains(p.words(), "a mail could not be taken") || strings.Contains(p.words(), "asking for a lease")
			})
			p.says(t, c.says)
			if x := s.tasks(t); len(x) != 1 || x[0].Rev != before.Rev || s.done(t) != 1 {
				t.Errorf("%d tasks, revision %d, %d mails marked", len(x), x[0].Rev, s.done(t))
			}
			c.end(s.redis)
			if a, err = p.click(card, "confirm", "anna", "x", nil); err != nil || a.status != http.StatusOK {
				t.Errorf("the click again is answered %v %d %s", err, a.status, a.words)
			}
			until(t, "all mails being taken", func() bool { return s.done(t) == 3 && len(s.tasks(t)) == 3 })
			until(t, "the quote being drafted", func() bool { return len(s.records(t, "quote")) == 1 })
		})
	}
}

// TestToldToEnd ends the program with SIGTERM at many moments of its work.
func TestToldToEnd(t *testing.T) {
	s := quiet(t)
	const n = 30
	s.arrive(t, 0, n)
	ends := 0
	for done := 0; done < n; ends++ {
		p := s.run(t, fmt.Sprintf("copy-%d", ends))
		before := done
		until(t, "some work being done", func() bool {
			s.confirmAll(p)
			done = len(s.records(t, "quote"))
			return done > before+4 || done == n
		})
		if code := p.end(t); code != 0 {
			t.Errorf("it ended with %d", code)
		}
		if w := p.words(); strings.Contains(w, `"ERROR"`) || !strings.Contains(w, "nothing half done") {
			t.Errorf("the log of an end without trouble:\n%s", w)
		}
		done = len(s.records(t, "quote"))
	}
	t.Logf("ended %d times", ends)
	p := s.run(t, "last")
	until(t, "every quote being drafted", func() bool {
		open, err := p.open()
		ready := 0
		for _, c := range open {
			if c.Kind == task.StepOutgoing {
				ready++
			}
		}
		return err == nil && ready == n
	})
	if q := s.records(t, "quote"); len(q) != n || len(s.tasks(t)) != n || s.counts(t)["quotes"] != n {
		t.Errorf("%d quotes, %d counted, %d tasks", len(q), s.counts(t)["quotes"], len(s.tasks(t)))
	}
}

// confirmAll confirms every incoming mail that waits.
func (s *site) confirmAll(p *process) {
	open, _ := p.open()
	for _, c := range open {
		if c.Kind == task.StepIncoming {
			_, _ = p.click(c, "confirm", "anna", c.ID, nil)
		}
	}
}
