package mail_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"salesclerk/agent/mail"
	"salesclerk/agent/mail/mailtest"
)

func TestSendThroughOpenSMTPD(t *testing.T) {
	s := mailtest.StartSMTP(t)
	snd := mail.Sender{Account: mail.Account{Addr: s.Addr, Security: mail.Plain}}
	o := outgoing()
	raw, err := mail.Compose(o)
	if err != nil {
		t.Fatal(err)
	}
	committed := 0
	if err := snd.Send(t.Context(), raw, o.From, o.Recipients(), func(context.Context) error { committed++; return nil }); err != nil {
		t.Fatal(err)
	}
	s.Settle(t)
	for _, got := range s.Mails(t) {
		m, err := mail.Parse(got.Raw, mail.ParseOptions{})
		if err != nil || m.ID != o.ID || m.Subject != o.Subject || len(m.Files) != 1 || string(m.Files[0].Data) != string(o.Files[0].Data) || len(m.Defects) > 0 {
			t.Errorf("%v %+v", err, m.Defects)
		}
	}
	full := errors.New("no")
	if err := snd.Send(t.Context(), raw, o.From, o.Recipients(), func(context.Context) error { return full }); !errors.Is(err, full) {
		t.Fatal(err)
	}
	if n := len(s.Mails(t)); committed != 1 || n != 2 {
		t.Errorf("committed %d times, %d mails", committed, n)
	}
}

func TestClientCredentials(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil || r.Form.Get("grant_type") != "client_credentials" || !strings.Contains(r.Form.Get("scope"), "smtp") {
			w.WriteHeader(400)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"access_token":"token","expires_in":3600,"token_type":"Bearer"}`))
	}))
	defer srv.Close()
	tokens, err := mail.OAuth{ClientID: "id", ClientSecret: "hush", TokenURL: srv.URL, Scopes: []string{"smtp"}}.Tokens()
	if err != nil {
		t.Fatal(err)
	}
	s := mailtest.StartFaultySMTP(t)
	snd := sender(s.Addr)
	snd.Account.Tokens = tokens
	if err := snd.Send(t.Context(), mailtest.Letter(1), "desk@company.example", to, nil); err != nil || len(s.Mails()) != 1 {
		t.Fatal(err)
	}
}

// The memory server knows no XOAUTH2: the refusal must be a sentence, not a hang.
func TestIMAPTokenRefused(t *testing.T) {
	a := mailtest.At(mailtest.StartMemory(t)).Account()
	a.Tokens = oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "token"})
	if _, err := mail.CheckIMAP(t.Context(), a, ""); err == nil || !strings.Contains(err.Error(), "token's rights") {
		t.Fatal(err)
	}
}
