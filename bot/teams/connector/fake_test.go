package connector

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	appID   = "11111111-2222-4333-8444-555555555555"
	tenant  = "99999999-aaaa-4bbb-8ccc-dddddddddddd"
	service = "https://smba.trafficmanager.net/emea/"
	alice   = "aaaaaaaa-0000-4000-8000-00000000000a"
)

// pipes is a network in memory, so that servers and clients live in a bubble of
// testing/synctest, where time passes only when everybody waits.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
	mu    sync.Mutex
	cut   bool // nobody can be called
}

func newPipes() *pipes { return &pipes{conns: make(chan net.Conn), done: make(chan struct{})} }

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }

func (p *pipes) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	p.mu.Lock()
	cut := p.cut
	p.mu.Unlock()
	if cut {
		return nil, &net.OpError{Op: "dial", Err: fmt.Errorf("connection refused")}
	}
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-p.done:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// serve runs a server on a network in memory, whatever its name and scheme, and
// returns a client of it.
func serve(t testing.TB, h http.Handler) (*pipes, *http.Client) {
	t.Helper()
	p := newPipes()
	s := &http.Server{Handler: h}
	go s.Serve(p)
	tr := &http.Transport{DialContext: p.dial, DialTLSContext: p.dial, MaxIdleConnsPerHost: 64}
	t.Cleanup(func() { tr.CloseIdleConnections(); s.Close() })
	return p, &http.Client{Transport: tr}
}

var rsaKeys = sync.OnceValue(func() (keys [3]*rsa.PrivateKey) {
	for i := range keys {
		keys[i], _ = rsa.GenerateKey(rand.Reader, 2048)
	}
	return keys
})

// published is a key as Microsoft publishes it.
type published struct {
	kid      string
	public   any
	channels any // its endorsements
	use      string
}

// microsoft is a strict stand-in of all hosts that the package calls. What it is
// not told to expect fails the test.
type microsoft struct {
	t    testing.TB
	http *http.Client
	net  *pipes

	mu      sync.Mutex
	keys    []published
	down    bool // the metadata
	meta    int  // fetches of it
	slow    time.Duration
	grant   http.HandlerFunc // the token endpoint's answer; nil: a token
	grants  int
	answers http.HandlerFunc // the Connector's; nil: unexpected
	calls   []seen
}

type seen struct {
	verb, path, token string
	body              []byte
	at                time.Time
}

func newMicrosoft(t testing.TB) *microsoft {
	m := &microsoft{t: t, keys: []published{{kid: "k0", public: &rsaKeys()[0].PublicKey, channels: []string{"skype", "msteams"}}}}
	m.net, m.http = serve(t, m)
	return m
}

func (m *microsoft) options() Options {
	return Options{AppID: appID, Secret: "s3cret", Tenant: tenant, HTTP: m.http}
}

// set changes it under its lock.
func (m *microsoft) set(f func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f()
}

func (m *microsoft) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Host + r.URL.Path {
	case "login.botframework.com/v1/.well-known/openidconfiguration":
		m.metadata(w)
	case "login.botframework.com/v1/.well-known/keys":
		m.jwks(w)
	case "login.microsoftonline.com/" + tenant + "/oauth2/v2.0/token":
		m.oauth(w, r)
	default:
		if r.Host != "smba.trafficmanager.net" {
			m.t.Errorf("unexpected call of %s%s", r.Host, r.URL.Path)
			http.NotFound(w, r)
			return
		}
		m.connector(w, r)
	}
}

func (m *microsoft) metadata(w http.ResponseWriter) {
	m.mu.Lock()
	m.meta++
	down, slow := m.down, m.slow
	m.mu.Unlock()
	<-time.After(slow)
	if down {
		http.Error(w, "maintenance", http.StatusServiceUnavailable)
		return
	}
	io.WriteString(w, `{"issuer":"https://api.botframework.com","jwks_uri":"https://login.botframework.com/v1/.well-known/keys"}`)
}

func (m *microsoft) jwks(w http.ResponseWriter) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []map[string]any
	for _, k := range m.keys {
		raw, err := jose.JSONWebKey{Key: k.public, KeyID: k.kid, Use: k.use}.MarshalJSON()
		if err != nil {
			m.t.Error(err)
		}
		var j map[string]any
		json.Unmarshal(raw, &j)
		if k.channels != nil {
			j["endorsements"] = k.channels
		}
		list = append(list, j)
	}
	json.NewEncoder(w).Encode(map[string]any{"keys": append([]map[string]any{{"kty": "strange"}}, list...)})
}

func (m *microsoft) oauth(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	m.grants++
	n, answer, slow := m.grants, m.grant, m.slow
	m.mu.Unlock()
	<-time.After(slow)
	r.ParseForm()
	want := map[string]string{"grant_type": "client_credentials", "client_id": appID, "client_secret": "s3cret", "scope": publicScope}
	for name, v := range want {
		if r.PostForm.Get(name) != v {
			m.t.Errorf("the token was asked for with %s=%q", name, r.PostForm.Get(name))
		}
	}
	w.Header().Set("Content-Type", "application/json")
	if answer != nil {
		answer(w, r)
		return
	}
	fmt.Fprintf(w, `{"token_type":"Bearer","expires_in":3599,"access_token":"token-%d"}`, n)
}

func (m *microsoft) connector(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	m.mu.Lock()
	m.calls = append(m.calls, seen{verb: r.Method, path: r.RequestURI, body: body, at: time.Now(),
		token: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")})
	answers := m.answers
	m.mu.Unlock()
	if len(body) > 0 && !json.Valid(body) {
		m.t.Errorf("the body is no JSON: %s", body)
	}
	if answers == nil {
		m.t.Errorf("unexpected %s %s", r.Method, r.RequestURI)
		http.NotFound(w, r)
		return
	}
	answers(w, r)
}

// says makes the Connector answer with these, one after another, the last for ever:
// "201 {json}", "429;Retry-After=3 …", or "cut" for a line that breaks off.
func (m *microsoft) says(answers ...string) {
	n := 0
	m.set(func() {
		m.answers = func(w http.ResponseWriter, r *http.Request) {
			m.mu.Lock()
			a := answers[min(n, len(answers)-1)]
			n++
			m.mu.Unlock()
			if a == "cut" {
				panic(http.ErrAbortHandler)
			}
			head, body, _ := strings.Cut(a, " ")
			code, pause, _ := strings.Cut(head, ";Retry-After=")
			if pause != "" {
				w.Header().Set("Retry-After", pause)
			}
			status := 0
			fmt.Sscan(code, &status)
			w.WriteHeader(status)
			io.WriteString(w, body)
		}
	})
}

func (m *microsoft) counts() (meta, grants, calls int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.meta, m.grants, len(m.calls)
}

// last is the last call of the Connector.
func (m *microsoft) last() seen {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.calls) == 0 {
		m.t.Fatal("nothing was called")
	}
	return m.calls[len(m.calls)-1]
}

// pass lets time pass in a bubble, which takes none outside.
func pass(d time.Duration) { <-time.After(d) }
