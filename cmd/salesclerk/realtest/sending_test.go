package realtest

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/mail"
	"salesclerk/agent/mail/mailtest"
	"salesclerk/agent/task"
	"salesclerk/store/redistest"
)

// faulty starts servers whose way out fails as it is told.
func faulty(tb testing.TB) (*site, *mailtest.SMTP) {
	tb.Helper()
	v := &servers{redis: redistest.Start(tb), imap: mailtest.StartDovecotFor(tb, "desk")}
	out := mailtest.StartFaultySMTP(tb)
	s := v.site(tb, "desk")
	s.smtpAt, s.set.smtpUser = out.Addr, "desk"
	s.write(tb)
	return s.load(tb), out
}

// drafted brings the conversation to the mail with the quote, which waits for
// its Confirm.
func (s *site) drafted(tb testing.TB, p *process) shown {
	tb.Helper()
	s.story(nil).ask(tb)
	press(tb, p, one(tb, p, task.StepIncoming), "confirm", nil)
	return one(tb, p, task.StepOutgoing)
}

// becomes waits until the only task is in a state.
func (s *site) becomes(tb testing.TB, state task.State) task.Task {
	tb.Helper()
	var x task.Task
	until(tb, "the task being "+string(state), func() bool {
		all := s.tasks(tb)
		if len(all) == 1 {
			x = all[0]
		}
		return len(all) == 1 && x.State == state
	})
	return x
}

// copies is how often each mail is in the Sent folder.
func (s *site) kept(tb testing.TB) map[string]int {
	tb.Helper()
	n := map[string]int{}
	for _, h := range s.box.List(tb, "Sent") {
		m, err := mail.Parse(h.Raw, mail.ParseOptions{})
		if err != nil {
			tb.Fatal(err)
		}
		n[m.ID]++
	}
	return n
}

func TestMailServerRefuses(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault mailtest.Fault
		tries int
		says  string
	}{
		{"for now", mailtest.Fault{From: 451}, 5, "this sender is refused"},
		{"for now, at the end", mailtest.Fault{Data: 452}, 5, "this mail is refused"},
		{"for ever", mailtest.Fault{To: 550}, 1, "this mailbox is refused"},
		{"for ever, at the end", mailtest.Fault{Data: 554}, 1, "this mail is refused"},
		{"the login", mailtest.Fault{Auth: 535}, 1, "check user and password"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, out := faulty(t)
			p := s.run(t, "a")
			out.Fail(c.fault)
			press(t, p, s.drafted(t, p), "confirm", nil)
			card := one(t, p, task.StepAssistance)
			if card.Variant != task.SendFailed || !strings.Contains(card.text(), c.says) {
				t.Errorf("%s: %s", card.Variant, card.text())
			}
			if n := strings.Count(p.words(), `"job put off"`); n != c.tries-1 {
				t.Errorf("put off %d times, want %d", n, c.tries-1)
			}
			if n := len(out.Mails()); n != 0 {
				t.Fatalf("%d mails left", n)
			}
			out.Fail(mailtest.Fault{})
			press(t, p, card, "retry", nil)
			s.sentOnce(t, out)
		})
	}
}

// sentOnce is the end of every such case: the customer has the mail once, so has
// the Sent folder, and the task waits for the answer.
func (s *site) sentOnce(t *testing.T, out *mailtest.SMTP) {
	t.Helper()
	x := s.becomes(t, task.Waiting)
	if n := len(out.Mails()); n != 1 {
		t.Errorf("%d mails left", n)
	}
	id := x.Messages[len(x.Messages)-1].ID
	if n := s.kept(t); len(n) != 1 || n[id] != 1 {
		t.Errorf("the Sent folder holds %v, want %s", n, id)
	}
}

// TestMailServerDropsTheLine before it has the mail: it is sent again, and nobody
// need know.
func TestMailServerDropsTheLine(t *testing.T) {
	s, out := faulty(t)
	p := s.run(t, "a")
	// Within the mail itself a short one is out of our hands before the line is seen
	// to be gone; then nobody knows, which is TestNobodyKnows.
	out.Fail(mailtest.Fault{DropAtRcpt: true})
	press(t, p, s.drafted(t, p), "confirm", nil)
	p.says(t, "closed the line without an answer")
	out.Fail(mailtest.Fault{})
	s.sentOnce(t, out)
}

// TestMailServerIsSilent from the first word: nothing has left, the card says why.
func TestMailServerIsSilent(t *testing.T) {
	s, _ := faulty(t)
	s.smtpAt, s.set.timeout, s.set.pauses = mailtest.StartSilence(t), "1s", "[10ms]"
	s.write(t)
	p := s.run(t, "a")
	press(t, p, s.drafted(t, p), "confirm", nil)
	card := one(t, p, task.StepAssistance)
	if card.Variant != task.SendFailed || !strings.Contains(card.text(), "did not answer in time") {
		t.Errorf("%s: %s", card.Variant, card.text())
	}
}

// TestNobodyKnows whether the mail left: the answer to the last dot never came. A
// person is asked, nothing is sent again by itself, and both answers work.
func TestNobodyKnows(t *testing.T) {
	for _, c := range []struct {
		name   string
		fault  mailtest.Fault
		answer string
		mails  int
	}{
		{"line dropped, it left", mailtest.Fault{DropAfterDot: true}, "confirm", 1},
		{"line dropped, sent again", mailtest.Fault{DropAfterDot: true}, "retry", 2},
		{"silence, it left", mailtest.Fault{SilentAfterDot: true}, "confirm", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, out := faulty(t)
			s.set.answer = "1s"
			s.write(t)
			p := s.run(t, "a")
			out.Fail(c.fault)
			press(t, p, s.drafted(t, p), "confirm", nil)
			card := one(t, p, task.StepAssistance)
			if card.Variant != task.SendUncertain || len(out.Mails()) != 1 {
				t.Fatalf("%s, %d mails: %s", card.Variant, len(out.Mails()), card.text())
			}
			out.Fail(mailtest.Fault{})
			press(t, p, card, c.answer, nil)
			s.becomes(t, task.Waiting)
			if n := len(out.Mails()); n != c.mails {
				t.Errorf("%d mails left, want %d", n, c.mails)
			}
			if n := len(s.kept(t)); n != c.mails-1 { // of what a person said there is no copy
				t.Errorf("%d mails in the Sent folder", n)
			}
		})
	}
}

// TestTheSentFolderKnows asks no person where the server itself has kept a copy.
func TestTheSentFolderKnows(t *testing.T) {
	s, out := faulty(t)
	p := s.run(t, "a")
	out.Fail(mailtest.Fault{DropAfterDot: true})
	card := s.drafted(t, p)
	draft := s.tasks(t)[0].Draft.ID
	s.box.Put(t, "Sent", []byte("Message-ID: "+draft+"\r\nSubject: kept by the server\r\n\r\nx\r\n"), time.Now())
	press(t, p, card, "confirm", nil)
	s.sentOnce(t, out)
}

// TestEndedWhileSending has the program told to end while the mail server thinks.
func TestEndedWhileSending(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits for the mail server's answer as long as the program does")
	}
	s, out := faulty(t)
	s.set.answer = "10m"
	s.write(t)
	p := s.run(t, "a")
	out.Fail(mailtest.Fault{SilentAfterDot: true})
	press(t, p, s.drafted(t, p), "confirm", nil)
	until(t, "the server having the mail", func() bool { return len(out.Mails()) == 1 })
	began := time.Now()
	if code := p.end(t); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	t.Logf("it ended within %s", time.Since(began).Round(time.Second))
	out.Fail(mailtest.Fault{})
	p = s.run(t, "a")
	card := one(t, p, task.StepAssistance)
	if card.Variant != task.SendUncertain || len(out.Mails()) != 1 {
		t.Errorf("%s, %d mails: %s", card.Variant, len(out.Mails()), card.text())
	}
	if a, err := p.click(card, "confirm", "p1", "x", nil); err != nil || a.status != http.StatusOK {
		t.Errorf("%v %d %s", err, a.status, a.words)
	}
	s.becomes(t, task.Waiting)
}
