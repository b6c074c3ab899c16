package realtest

import (
	"strings"
	"testing"
	"time"

	"salesclerk/agent/task"
)

// report is what a mail server says of a mail it could not deliver (RFC 3464).
func report(id string) []byte {
	return []byte("Return-Path: <>\r\nFrom: Mail Delivery Subsystem <MAILER-DAEMON@mx.example>\r\nTo: " + address + "\r\nSubject: Undelivered Mail Returned to Sender\r\n" +
		"Message-ID: <dsn-1@mx.example>\r\nDate: " + time.Now().Format(time.RFC1123Z) + "\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/report; report-type=delivery-status; boundary=RR\r\n\r\n" +
		"--RR\r\nContent-Type: text/plain\r\n\r\nYour mail could not be delivered.\r\n" +
		"--RR\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; " + customer +
		"\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such mailbox here\r\n\r\n" +
		"--RR\r\nContent-Type: message/rfc822\r\n\r\nFrom: " + address + "\r\nTo: " + customer + "\r\nMessage-ID: " + id + "\r\nSubject: Re: Request for quotation\r\n\r\nx\r\n--RR--\r\n")
}

// TestOurMailBounces: the report shows on the task of the mail, with the server's
// words; a person corrects the address, and the mail leaves once more.
func TestOurMailBounces(t *testing.T) {
	s, out := faulty(t)
	p := s.run(t, "a")
	press(t, p, s.drafted(t, p), "confirm", nil)
	x := s.becomes(t, task.Waiting)
	s.box.Put(t, s.set.folder, report(x.Messages[1].ID), time.Now())
	card := one(t, p, task.StepAssistance)
	if card.Variant != task.Bounced || card.Task != x.ID || !strings.Contains(card.text(), "no such mailbox here") || !strings.Contains(card.text(), customer) {
		t.Fatalf("%s: %s", card.Variant, card.text())
	}
	until(t, "the report having the keyword", func() bool { return s.done(t) == 2 })
	press(t, p, card, "retry", nil)
	card = one(t, p, task.StepOutgoing)
	card = press(t, p, card, "save", map[string]any{"to": "grace@hartwell-joinery.example"})
	press(t, p, card, "confirm", nil)
	s.becomes(t, task.Waiting)
	got := out.Mails()
	if len(got) != 2 || got[1].To[0] != "grace@hartwell-joinery.example" {
		t.Errorf("%d mails left, the last to %v", len(got), got[len(got)-1].To)
	}
	if n := len(s.tasks(t)); n != 1 {
		t.Errorf("the report became a task of its own: %d tasks", n)
	}
}
