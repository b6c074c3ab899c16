package realtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/mail"
	"salesclerk/agent/mail/mailtest"
	"salesclerk/store/redistest"
)

// spoiled is a site whose mailbox is behind a proxy that spoils the line. Nothing
// is sent.
func spoiled(tb testing.TB) (*site, *mailtest.Proxy) {
	tb.Helper()
	v := &servers{redis: redistest.Start(tb), imap: mailtest.StartDovecotFor(tb, "desk")}
	s := v.site(tb, "desk")
	p, box := mailtest.StartProxy(tb, s.box)
	s.imapAt, s.smtpAt = box.Addr, "127.0.0.1:1"
	s.write(tb)
	return s.load(tb), p
}

// arrive puts n mails into the mailbox, numbered from from.
func (s *site) arrive(tb testing.TB, from, n int) {
	tb.Helper()
	for i := from; i < from+n; i++ {
		s.box.Put(tb, s.set.folder, letter(fmt.Sprintf("mail-%d", i), fmt.Sprintf("Request %d", i), request), time.Now())
	}
}

// taken waits until there is a task for each of n mails, and says if there is more.
func (s *site) taken(tb testing.TB, p *process, n int) {
	tb.Helper()
	until(tb, fmt.Sprintf("%d mails being reviewed", n), func() bool {
		open, err := p.open()
		return err == nil && len(open) >= n
	})
	got := map[string]int{}
	for _, x := range s.tasks(tb) {
		for _, m := range x.Messages {
			got[m.ID]++
		}
	}
	want := map[string]int{}
	for i := range n {
		want[fmt.Sprintf("<mail-%d@hartwell-joinery.example>", i)] = 1
	}
	if d := cmp.Diff(want, got); d != "" {
		tb.Errorf("mails in tasks (-want +got):\n%s", d)
	}
	if c := s.counts(tb)["mails"]; c != int64(n) {
		tb.Errorf("%d mails counted of %d", c, n)
	}
}

// done is how many mails have our keyword.
func (s *site) done(tb testing.TB) (n int) {
	tb.Helper()
	for _, h := range s.box.List(tb, s.set.folder) {
		if h.Has(mail.Done) {
			n++
		}
	}
	return n
}

func TestMailboxDropsTheLine(t *testing.T) {
	s, proxy := spoiled(t)
	p := s.run(t, "a")
	n := 0
	for _, word := range []string{"BODY.PEEK[]", "UID STORE", "UID SEARCH", "SELECT"} {
		for _, after := range []bool{false, true} {
			proxy.DropOn(word, after)
			s.arrive(t, n, 2)
			n += 2
			s.taken(t, p, n)
		}
	}
	until(t, "all having the keyword", func() bool { return s.done(t) == n })
	p.says(t, "watching the mailbox")
	p.says(t, "searching for new mail: the mail server closed the line")
	if code := p.end(t); code != 0 {
		t.Errorf("it ended with %d", code)
	}
}

func TestMailboxRefusesTheKeyword(t *testing.T) {
	for name, set := range map[string]func(*mailtest.Proxy){
		"when it is set": func(p *mailtest.Proxy) { p.RefuseFlags(true) },
		"from the start": func(p *mailtest.Proxy) { p.NoKeywords(true) },
	} {
		t.Run(name, func(t *testing.T) {
			s, proxy := spoiled(t)
			set(proxy)
			p := s.run(t, "a")
			s.arrive(t, 0, 3)
			s.taken(t, p, 3)
			p.kill()
			p = s.run(t, "b")
			s.arrive(t, 3, 1)
			s.taken(t, p, 4)
			if n := s.done(t); n != 0 {
				t.Errorf("%d mails have the keyword all the same", n)
			}
			until(t, "the warning", func() bool { return strings.Contains(p.readyz(), "known by memory only") })
		})
	}
}

func TestMailboxIsNumberedAnew(t *testing.T) {
	s, proxy := spoiled(t)
	proxy.RefuseFlags(true)
	p := s.run(t, "a")
	s.arrive(t, 0, 3)
	s.taken(t, p, 3)
	proxy.Validity(4711)
	proxy.Drop()
	p.says(t, "numbered its mails anew")
	s.arrive(t, 3, 1)
	s.taken(t, p, 4)
}

// TestMailboxIsRestored has the folder made anew with the same mails in it, as a
// restored backup does: other UIDs, another UIDVALIDITY, no keywords.
func TestMailboxIsRestored(t *testing.T) {
	s, proxy := spoiled(t)
	s.set.folder = "Requests"
	s.write(t)
	s.box.Create(t, "Requests")
	p := s.run(t, "a")
	s.arrive(t, 0, 3)
	s.taken(t, p, 3)
	proxy.Down(true)
	held := s.box.List(t, "Requests")
	s.box.Recreate(t, "Requests")
	for _, h := range held[1:] {
		s.box.Put(t, "Requests", h.Raw, time.Now())
	}
	s.arrive(t, 3, 1)
	proxy.Down(false)
	s.taken(t, p, 4)
	until(t, "all having the keyword again", func() bool { return s.done(t) == 3 })
}

// readyz is what the health page says.
func (p *process) readyz() string {
	body, err := p.get("/readyz")
	if err != nil {
		return err.Error()
	}
	return body
}
