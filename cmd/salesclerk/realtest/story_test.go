package realtest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/mail"
	"salesclerk/agent/task"
)

const (
	customer = "grace.holloway@hartwell-joinery.example"
	address  = "sales@lyngvang.example"
)

// story is a customer who asks, waits for the quote and accepts it, and a
// salesperson who has the first mail made anew and confirms the rest.
type story struct {
	site *site
	at   func() *process // the copy to click at
	out  func(tb testing.TB) []mail.Message

	discarded, accepted bool
	asleep              bool     // the program is away for a while
	twice               bool     // the Sent folder may hold a copy twice: IMAP cannot ask and append in one
	unsure              int      // cards that said that nobody knows whether a mail left
	said                []string // mails of which a person said that they left
}

func (s *site) story(at func() *process) *story {
	return &story{site: s, at: at, out: s.delivered}
}

// letter is a mail of the customer; re names the mails it answers, oldest first.
func letter(id, subject, text string, re ...string) []byte {
	return letterOf("Grace Holloway <"+customer+">", id, subject, text, re...)
}

// letterOf is one of anybody.
func letterOf(from, id, subject, text string, re ...string) []byte {
	head := "From: " + from + "\r\nTo: " + address + "\r\nSubject: " + subject + "\r\nMessage-ID: <" + id + "@hartwell-joinery.example>\r\n" +
		"Date: " + time.Now().Format(time.RFC1123Z) + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
	if len(re) > 0 {
		head += "In-Reply-To: " + re[len(re)-1] + "\r\nReferences: " + strings.Join(re, " ") + "\r\n"
	}
	return []byte(head + "\r\n" + strings.ReplaceAll(text, "\n", "\r\n"))
}

const request = `Good morning,

Please quote for the following:

- 20 x combination spanner 13 mm
- 12 x silicone sealant 310 ml, grey

Many thanks,
Grace Holloway
`

const acceptance = `Thank you, we accept the quote. Please go ahead with the order.

Grace Holloway
`

// first is the Message-ID of the customer's first mail.
func (s *site) first() string { return "<request-" + s.user + "@hartwell-joinery.example>" }

// delivered is the mails of this site's thread that reached the customer.
func (s *site) delivered(tb testing.TB) []mail.Message {
	tb.Helper()
	var out []mail.Message
	for _, d := range s.smtp.Mails(tb) {
		if !bytes.Contains(d.Raw, []byte(s.first())) {
			continue
		}
		m, err := mail.Parse(d.Raw, mail.ParseOptions{})
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b mail.Message) int { return len(a.References) - len(b.References) })
	return out
}

// ask sends the customer's first mail.
func (s *story) ask(tb testing.TB) {
	tb.Helper()
	s.site.box.Put(tb, "INBOX", letter("request-"+s.site.user, "Request for quotation", request), time.Now())
}

// play goes on until the order is confirmed to the customer.
func (s *story) play(tb testing.TB) {
	tb.Helper()
	s.ask(tb)
	s.upto(tb, "the order being confirmed", func() bool {
		all := s.site.tasks(tb)
		return len(all) == 1 && all[0].State == task.Completed && len(all[0].Messages) == 4
	})
}

// upto goes on until ok says yes.
func (s *story) upto(tb testing.TB, what string, ok func() bool) {
	tb.Helper()
	var p *process
	var last []shown
	defer func() {
		if tb.Failed() && p != nil {
			for _, c := range last {
				tb.Logf("open: %s %s %s: %s", c.ID, c.Kind, c.Variant, c.text())
			}
			tb.Logf("the log of the program:\n%s", p.words())
		}
	}()
	until(tb, what, func() bool {
		p = s.at()
		open, err := p.open()
		if err != nil {
			return false
		}
		last = open
		for _, c := range open {
			s.decide(tb, c)
		}
		s.accept(tb)
		return ok()
	})
}

// accept answers the quote once it has come.
func (s *story) accept(tb testing.TB) {
	tb.Helper()
	if s.accepted {
		return
	}
	if got := s.out(tb); len(got) > 0 {
		s.site.box.Put(tb, "INBOX", letter("acceptance-"+s.site.user, got[0].Subject, acceptance, s.site.first(), got[0].ID), time.Now())
		s.accepted = true
	}
}

// decide does on a card what the salesperson does.
func (s *story) decide(tb testing.TB, c shown) {
	tb.Helper()
	switch {
	case c.Kind == task.StepIncoming:
		s.press(tb, c, "confirm")
	case c.Kind == task.StepOutgoing && !s.discarded:
		s.press(tb, c, "discard")
		s.discarded = true
	case c.Kind == task.StepOutgoing:
		s.press(tb, c, "confirm")
	case c.Kind == task.StepResume:
		s.press(tb, c, "updated")
	case c.Variant == task.SendUncertain:
		s.look(tb, c)
	default:
		tb.Fatalf("nobody expected the card %s %s: %s", c.Kind, c.Variant, c.text())
	}
}

// look is what a person does who is asked whether a mail left: look.
func (s *story) look(tb testing.TB, c shown) {
	tb.Helper()
	s.unsure++
	s.site.smtp.Settle(tb)
	t := s.site.tasks(tb)[0]
	if slices.ContainsFunc(s.out(tb), func(m mail.Message) bool { return t.Draft != nil && m.ID == t.Draft.ID }) {
		s.said = append(s.said, t.Draft.ID)
		s.press(tb, c, "confirm")
		return
	}
	s.press(tb, c, "retry")
}

// press clicks until there is an answer, as often as it takes; the same click
// again has no effect, so the answer is always yes.
func (s *story) press(tb testing.TB, c shown, action string) {
	tb.Helper()
	if !c.offers(action) {
		tb.Fatalf("the card %s has no button %s: %v", c.Kind, action, c.Buttons)
	}
	key := fmt.Sprintf("%s/%d/%s", c.ID, c.Turn, action)
	until(tb, "an answer to the click "+key, func() bool {
		a, err := s.at().click(c, action, "anna", key, nil)
		if err != nil {
			return false
		}
		if a.status != 200 {
			tb.Fatalf("%s is answered %d %s", key, a.status, a.words)
		}
		return true
	})
}
