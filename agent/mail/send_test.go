package mail_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"salesclerk/agent/mail"
	"salesclerk/agent/mail/mailtest"
)

func sender(addr string) *mail.Sender {
	return &mail.Sender{Account: mail.Account{Addr: addr, Security: mail.Plain, User: "desk", Password: "secret", Timeout: 5 * time.Second}, Answer: 5 * time.Second}
}

var to = []string{"anna@nordlys.example", "bo@nordlys.example"}

func TestSendFaults(t *testing.T) {
	type want struct {
		temporary, uncertain bool
		code                 int
		words                string
		committed            bool
		taken                int
	}
	for name, c := range map[string]struct {
		fault mailtest.Fault
		want  want
	}{
		"fine":               {mailtest.Fault{}, want{committed: true, taken: 1}},
		"login refused":      {mailtest.Fault{Auth: 535}, want{code: 535, words: "refused the login"}},
		"login not now":      {mailtest.Fault{Auth: 454}, want{temporary: true, code: 454, words: "refused the login"}},
		"sender refused":     {mailtest.Fault{From: 550}, want{code: 550, words: "this sender"}},
		"one recipient":      {mailtest.Fault{To: 550, OnlyTo: to[1]}, want{code: 550, words: to[1]}},
		"recipient not now":  {mailtest.Fault{To: 451}, want{temporary: true, code: 451, words: "this mailbox"}},
		"mail refused":       {mailtest.Fault{Data: 554}, want{code: 554, words: "this mail", committed: true}},
		"mail not now":       {mailtest.Fault{Data: 452}, want{temporary: true, code: 452, words: "this mail", committed: true}},
		"line lost after":    {mailtest.Fault{DropAfterDot: true}, want{uncertain: true, words: "without an answer", committed: true, taken: 1}},
		"no answer to a dot": {mailtest.Fault{SilentAfterDot: true}, want{uncertain: true, words: "did not answer in time", committed: true, taken: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			s := mailtest.StartFaultySMTP(t)
			s.Fail(c.fault)
			snd := sender(s.Addr)
			if c.fault.SilentAfterDot {
				snd.Answer = 100 * time.Millisecond
			}
			committed := false
			err := snd.Send(t.Context(), mailtest.Letter(1), "desk@company.example", to, func(context.Context) error { committed = true; return nil })
			var bad *mail.SendError
			if errors.As(err, &bad) != (c.want.words != "") {
				t.Fatalf("error %v", err)
			}
			if bad != nil && (bad.Temporary != c.want.temporary || bad.Uncertain != c.want.uncertain || bad.Code != c.want.code || !strings.Contains(bad.Words, c.want.words)) {
				t.Errorf("got %+v", *bad)
			}
			if committed != c.want.committed || len(s.Mails()) != c.want.taken {
				t.Errorf("committed=%v, %d mails taken", committed, len(s.Mails()))
			}
			if c.want.taken == 1 && string(s.Mails()[0].Raw) != string(mailtest.Letter(1)) {
				t.Errorf("the mail was changed:\n%q", s.Mails()[0].Raw)
			}
		})
	}
}

func TestLineLostBeforeTheDotIsNotUncertain(t *testing.T) {
	s := mailtest.StartFaultySMTP(t)
	s.Fail(mailtest.Fault{DropBeforeDot: true})
	raw := append(mailtest.Letter(1), strings.Repeat("more words\r\n", 2_000_000)...)
	err := sender(s.Addr).Send(t.Context(), raw, "desk@company.example", to, func(context.Context) error { t.Error("committed"); return nil })
	var bad *mail.SendError
	if !errors.As(err, &bad) || !bad.Temporary || bad.Uncertain {
		t.Fatalf("error %v", err)
	}
}

func TestCommitFails(t *testing.T) {
	s := mailtest.StartFaultySMTP(t)
	full := errors.New("the disk is full")
	err := sender(s.Addr).Send(t.Context(), mailtest.Letter(1), "desk@company.example", to, func(context.Context) error { return full })
	var bad *mail.SendError
	if !errors.Is(err, full) || errors.As(err, &bad) || len(s.Mails()) != 0 {
		t.Fatalf("error %v, %d mails", err, len(s.Mails()))
	}
}

func TestServerNeverAnswers(t *testing.T) {
	for _, sec := range []mail.Security{mail.Plain, mail.StartTLS, mail.TLS} {
		snd := sender(mailtest.StartSilence(t))
		snd.Account.Security, snd.Account.Timeout = sec, 100*time.Millisecond
		err := snd.Send(t.Context(), mailtest.Letter(1), "desk@company.example", to, nil)
		var bad *mail.SendError
		if !errors.As(err, &bad) || !bad.Temporary || bad.Uncertain || !strings.Contains(bad.Words, "not answer") {
			t.Errorf("%s: %v", sec, err)
		}
	}
}

func TestContextEndsSending(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	snd := sender(mailtest.StartSilence(t))
	time.AfterFunc(20*time.Millisecond, cancel)
	if err := snd.Send(ctx, mailtest.Letter(1), "desk@company.example", to, nil); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
}

func TestContextEndsInCommitStillSends(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := mailtest.StartFaultySMTP(t)
	err := sender(s.Addr).Send(ctx, mailtest.Letter(1), "desk@company.example", to, func(context.Context) error { cancel(); return nil })
	if err != nil || len(s.Mails()) != 1 {
		t.Fatalf("error %v, %d mails", err, len(s.Mails()))
	}
}

func TestPasswordNeverGoesUnprotectedToOthers(t *testing.T) {
	snd := sender("mail.example.com:25")
	err := snd.Send(t.Context(), mailtest.Letter(1), "desk@company.example", to, nil)
	if err == nil || !strings.Contains(err.Error(), "use tls or starttls") {
		t.Fatalf("error %v", err)
	}
	s := mailtest.StartFaultySMTP(t)
	snd = sender(s.Addr)
	snd.Account.Security = mail.StartTLS
	if err := snd.Send(t.Context(), mailtest.Letter(1), "desk@company.example", to, nil); err == nil || !strings.Contains(err.Error(), "does not offer STARTTLS") {
		t.Fatalf("error %v", err)
	}
}

func TestOAuth(t *testing.T) {
	s := mailtest.StartFaultySMTP(t)
	snd := sender(s.Addr)
	snd.Account.Tokens = oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "token"})
	if err := snd.Send(t.Context(), mailtest.Letter(1), "desk@company.example", to, nil); err != nil || len(s.Mails()) != 1 {
		t.Fatalf("error %v", err)
	}
	snd.Account.Tokens = oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "stale"})
	if err := snd.Send(t.Context(), mailtest.Letter(1), "desk@company.example", to, nil); err == nil || !strings.Contains(err.Error(), "the token's rights") {
		t.Fatalf("error %v", err)
	}
}

func TestTokenEndpointFails(t *testing.T) {
	for body, want := range map[string]string{
		`{"error":"invalid_client"}`: "check client id and secret",
		`{"error":"invalid_grant"}`:  "sign in again",
		`oops`:                       "answered 400 without a reason",
	} {
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(400)
			_, _ = w.Write([]byte(body))
		}))
		tokens, err := mail.OAuth{ClientID: "id", ClientSecret: "hush", TokenURL: srv.URL, RefreshToken: "r"}.Tokens()
		if err != nil {
			t.Fatal(err)
		}
		snd := sender(mailtest.StartFaultySMTP(t).Addr)
		snd.Account.Tokens = tokens
		err = snd.Send(t.Context(), mailtest.Letter(1), "desk@company.example", to, nil)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: %v", body, err)
		}
		srv.Close()
	}
}

func TestSentFolder(t *testing.T) {
	eachServer(t, func(t *testing.T, b mailtest.Box) {
		for _, folder := range []string{"", "Copies"} {
			f := &mail.SentFolder{Account: b.Account(), Folder: folder}
			for range 2 { // the second changes nothing
				if err := f.Append(t.Context(), mailtest.Letter(12)); err != nil {
					t.Fatal(err)
				}
			}
			name := map[string]string{"": "Sent", "Copies": "Copies"}[folder]
			held := b.List(t, name)
			if len(held) != 1 || string(held[0].Raw) != string(mailtest.Letter(12)) || !held[0].Has(`\Seen`) {
				t.Fatalf("%d copies in %s: %+v", len(held), name, held)
			}
			for id, want := range map[string]bool{"<letter-12@nordlys.example>": true, "<letter-1@nordlys.example>": false, "<etter-12@nordlys.example>": false} {
				if got, err := f.Has(t.Context(), id); err != nil || got != want {
					t.Errorf("Has(%s) = %v, %v", id, got, err)
				}
			}
		}
	})
}

func TestProbes(t *testing.T) {
	eachServer(t, func(t *testing.T, b mailtest.Box) {
		p, b := mailtest.StartProxy(t, b)
		if r, err := mail.CheckIMAP(t.Context(), b.Account(), ""); err != nil || len(r.Warnings) != 0 || !strings.Contains(r.Found, "0 mails in INBOX") {
			t.Errorf("%+v %v", r, err)
		}
		if _, err := mail.CheckIMAP(t.Context(), b.Account(), "Orders"); err == nil || !strings.Contains(err.Error(), "create it or name another") {
			t.Error(err)
		}
		p.NoKeywords(true)
		if r, err := mail.CheckIMAP(t.Context(), b.Account(), ""); err != nil || len(r.Warnings) != 1 {
			t.Errorf("%+v %v", r, err)
		}
		if r, err := mail.CheckSent(t.Context(), mail.SentFolder{Account: b.Account()}); err != nil || !strings.Contains(r.Found, "Sent") {
			t.Errorf("%+v %v", r, err)
		}
	})
	b := mailtest.At(mailtest.StartDovecot(t))
	b.Password = "wrong"
	if _, err := mail.CheckIMAP(t.Context(), b.Account(), ""); err == nil || !strings.Contains(err.Error(), "check user and password") {
		t.Error(err)
	}
	s := mailtest.StartFaultySMTP(t)
	if r, err := mail.CheckSMTP(t.Context(), *sender(s.Addr), "desk@company.example"); err != nil || !strings.Contains(r.Found, "accepts mail") {
		t.Errorf("%+v %v", r, err)
	}
	s.Fail(mailtest.Fault{From: 550})
	if _, err := mail.CheckSMTP(t.Context(), *sender(s.Addr), "desk@company.example"); err == nil || !strings.Contains(err.Error(), "use an address of this mailbox") {
		t.Error(err)
	}
}
