package realtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"salesclerk/agent/mail/mailtest"
	"salesclerk/agent/task"
	"salesclerk/store/redistest"
)

// TestWithTokens logs in with access tokens at a real Dovecot, which asks whether
// they are good, and at the mail server it sends by. The token is had from an
// endpoint by a refresh token; while it is revoked the log says so.
func TestWithTokens(t *testing.T) {
	var given atomic.Int64
	var revoked atomic.Bool
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("grant_type") != "refresh_token" || r.FormValue("refresh_token") != "long lived" {
			http.Error(w, `{"error":"invalid_grant"}`, http.StatusBadRequest)
			return
		}
		given.Add(1)
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"access_token":"token","token_type":"Bearer","expires_in":3600}`)
	})
	mux.HandleFunc("GET /introspect", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.FormValue("token") != "token" || revoked.Load() {
			fmt.Fprint(w, `{"active":false}`)
			return
		}
		fmt.Fprint(w, `{"active":true,"username":"desk"}`)
	})
	endpoint := httptest.NewServer(mux)
	defer endpoint.Close()
	v := &servers{redis: redistest.Start(t), imap: mailtest.StartDovecotOAuth(t, endpoint.URL+"/introspect?token=", "desk")}
	out := mailtest.StartFaultySMTP(t)
	s := v.site(t, "desk")
	s.smtpAt = out.Addr
	s.set.oauth = fmt.Sprintf(`{client_id: id, client_secret: hush, token_url: "%s/token", refresh_token: "long lived"}`, endpoint.URL)
	s.write(t)
	s.load(t)
	revoked.Store(true)
	p := s.run(t, "a")
	p.says(t, "the mail server refused the login of desk: check user and password or the token's rights")
	revoked.Store(false)
	press(t, p, s.drafted(t, p), "confirm", nil)
	s.sentOnce(t, out)
	if x := s.tasks(t)[0]; x.State != task.Waiting || given.Load() == 0 {
		t.Errorf("%s, %d tokens", x.State, given.Load())
	}
}
