package mailserver_test

import (
	"context"
	"strings"
	"testing"

	"salesclerk/agent/mail"
	"salesclerk/agent/mail/mailserver"
	"salesclerk/agent/mail/mailtest"
)

// A mail goes to the customer and the answer comes back to the desk.
func TestBothWays(t *testing.T) {
	s := mailtest.StartServer(t)
	changed := s.Changed()
	out := mail.Sender{Account: mail.Account{Addr: s.SMTPAddr(), Security: mail.Plain, User: "x", Password: "y"}}
	if err := out.Send(t.Context(), mailtest.Letter(1), "desk@company.example", []string{"Anna@nordlys.example", "bo@nordlys.example"}, nil); err != nil {
		t.Fatal(err)
	}
	<-changed
	got := s.Messages("anna@nordlys.example")
	if len(got) != 1 || !strings.HasSuffix(string(got[0].Raw), string(mailtest.Letter(1))) || len(s.Messages("bo@nordlys.example")) != 1 {
		t.Fatalf("%+v", got)
	}
	if held := (mailtest.Box{Addr: s.IMAPAddr(), User: "anna@nordlys.example"}).List(t, "INBOX"); len(held) != 1 {
		t.Fatalf("%d mails by IMAP", len(held))
	}
	ctx, cancel := context.WithCancel(t.Context())
	taken := make(chan string, 1)
	w := mail.Watcher{Account: mail.Account{Addr: s.IMAPAddr(), Security: mail.Plain, User: "desk@company.example", Password: "any"},
		Handle: func(_ context.Context, x mail.Taken) (bool, error) { taken <- x.Message.Subject; return true, nil }}
	done := make(chan error)
	go func() { done <- w.Run(ctx) }()
	if err := out.Send(t.Context(), mailtest.Letter(2), "anna@nordlys.example", []string{"desk@company.example"}, nil); err != nil {
		t.Fatal(err)
	}
	if got := <-taken; got != "Request 2" {
		t.Errorf("taken %q", got)
	}
	cancel()
	<-done
}

func TestListensOnLoopbackOnly(t *testing.T) {
	if s, err := mailserver.Start(mailserver.Options{IMAP: "0.0.0.0:0"}); err == nil {
		s.Close()
		t.Error("it listens to the world")
	}
}
