package wire

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// pipes is a network in memory, so that servers and clients live in a bubble of
// testing/synctest, where time passes only when everybody waits.
type pipes struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
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
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-p.done:
		return nil, &net.OpError{Op: "dial", Err: fmt.Errorf("connection refused")}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// serve runs a server on a network in memory and returns a client of it.
func serve(t *testing.T, h http.Handler) (*pipes, *http.Client) {
	t.Helper()
	p := newPipes()
	s := &http.Server{Handler: h}
	go s.Serve(p)
	tr := &http.Transport{DialContext: p.dial}
	t.Cleanup(func() { tr.CloseIdleConnections(); s.Close() })
	return p, &http.Client{Transport: tr}
}

// api is a strict little Web API: it checks what every call must have and
// answers by method.
type api struct {
	t       *testing.T
	mu      sync.Mutex
	calls   []seen
	answers map[string]http.HandlerFunc
}

type seen struct {
	method string
	form   url.Values
	body   string
	at     time.Time
}

func newAPI(t *testing.T) *api { return &api{t: t, answers: map[string]http.HandlerFunc{}} }

// on answers a method with fixed JSON.
func (a *api) on(method, json string) {
	a.do(method, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, json) })
}

func (a *api) do(method string, h http.HandlerFunc) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answers[method] = h
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := strings.TrimPrefix(r.URL.Path, "/api/")
	body, _ := io.ReadAll(r.Body)
	c := seen{method: method, body: string(body), at: time.Now()}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		c.form, _ = url.ParseQuery(c.body)
	}
	token := c.form.Get("token")
	if token == "" {
		token = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	}
	want := "xoxb-test"
	if method == "apps.connections.open" {
		want = "xapp-test"
	}
	if token != want && !strings.HasPrefix(r.URL.Path, "/hook") {
		a.t.Errorf("%s came with token %q", method, token)
	}
	a.mu.Lock()
	a.calls = append(a.calls, c)
	h := a.answers[method]
	a.mu.Unlock()
	if h == nil {
		a.t.Errorf("unexpected call of %s", method)
		http.NotFound(w, r)
		return
	}
	h(w, r)
}

// of lists the calls of a method.
func (a *api) of(method string) (list []seen) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, c := range a.calls {
		if c.method == method {
			list = append(list, c)
		}
	}
	return list
}

// client is a Client of the api.
func (a *api) client() *Client {
	_, h := serve(a.t, a)
	return NewClient(Options{Token: "xoxb-test", AppToken: "xapp-test", APIURL: "http://slack.test/api/", HTTP: h})
}

const secret = "8f742231b10e8888abcd99yyyzzz85a5"

// sign signs a request as docs.slack.dev/authentication/verifying-requests-from-slack says.
func sign(r *http.Request, secret, body string, at time.Time) *http.Request {
	ts := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	io.WriteString(mac, "v0:"+ts+":"+body)
	r.Header.Set("X-Slack-Request-Timestamp", ts)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return r
}

const click = `{"type":"block_actions","user":{"id":"U1","team_id":"T2"},"team":{"id":"T1"},"trigger_id":"1.2.3",` +
	`"channel":{"id":"C1"},"message":{"ts":"1.1"},"actions":[{"block_id":"b","action_id":"sc:confirm","value":"sales|T-1|3|7","action_ts":"1.5","type":"button"}],"response_url":"https://hooks.slack.com/actions/x"}`

func clickForm() string { return url.Values{"payload": {click}}.Encode() }

// pass lets time pass in a bubble, which takes none outside.
func pass(d time.Duration) { <-time.After(d) }
