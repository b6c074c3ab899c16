package wire

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"salesclerk/bot/intake"
)

const formType = "application/x-www-form-urlencoded"

// inboxOf is an http handler that keeps what it was handed.
func inboxOf(t testing.TB, h Handler) (http.Handler, *intake.Pool, *[]Request) {
	t.Helper()
	var got []Request
	if h == nil {
		h = func(context.Context, Request) (Answer, error) { return Answer{}, nil }
	}
	p := intake.New(intake.Options{Handlers: 2, Waiting: 2})
	in := NewHTTP(HTTPOptions{Secrets: []string{secret, "the old one"}, Pool: p, Handler: func(ctx context.Context, r Request) (Answer, error) {
		got = append(got, r)
		return h(ctx, r)
	}})
	return in, p, &got
}

func post(path, content, body string) *http.Request {
	r := httptest.NewRequest("POST", path, strings.NewReader(body))
	r.Header.Set("Content-Type", content)
	return r
}

func TestSignature(t *testing.T) {
	body := clickForm()
	good := func() *http.Request { return sign(post(PathInteractions, formType, body), secret, body, time.Now()) }
	for _, c := range []struct {
		name string
		make func() *http.Request
		want int
	}{
		{"good", good, 200},
		{"the other secret while rotating", func() *http.Request { return sign(good(), "the old one", body, time.Now()) }, 200},
		{"wrong secret", func() *http.Request { return sign(good(), "guessed", body, time.Now()) }, 401},
		{"just young enough", func() *http.Request { return sign(good(), secret, body, time.Now().Add(-290*time.Second)) }, 200},
		{"old", func() *http.Request { return sign(good(), secret, body, time.Now().Add(-302*time.Second)) }, 401},
		{"future", func() *http.Request { return sign(good(), secret, body, time.Now().Add(302*time.Second)) }, 401},
		{"tampered body", func() *http.Request { return sign(good(), secret, body+"x", time.Now()) }, 401},
		{"wrong version", func() *http.Request { return changed(good(), "X-Slack-Signature", "v0=", "v1=") }, 401},
		{"other timestamp", func() *http.Request { r := good(); r.Header.Set("X-Slack-Request-Timestamp", "1"); return r }, 401},
		{"timestamp in words", func() *http.Request { r := good(); r.Header.Set("X-Slack-Request-Timestamp", "now"); return r }, 401},
		{"no signature", func() *http.Request { r := good(); r.Header.Del("X-Slack-Signature"); return r }, 401},
		{"no timestamp", func() *http.Request { r := good(); r.Header.Del("X-Slack-Request-Timestamp"); return r }, 401},
		{"short signature", func() *http.Request { r := good(); r.Header.Set("X-Slack-Signature", "v0=ab"); return r }, 401},
		{"empty signature", func() *http.Request { r := good(); r.Header.Set("X-Slack-Signature", "v0="); return r }, 401},
		{"GET", func() *http.Request { r := good(); r.Method = "GET"; return r }, 405},
		{"another path", func() *http.Request { r := good(); r.URL.Path = "/slack/other"; return r }, 404},
	} {
		t.Run(c.name, func(t *testing.T) {
			in, _, got := inboxOf(t, nil)
			w := httptest.NewRecorder()
			in.ServeHTTP(w, c.make())
			if w.Code != c.want || (len(*got) == 1) != (c.want == 200) {
				t.Errorf("status %d with %d requests handled, want %d", w.Code, len(*got), c.want)
			}
			if c.want == 401 && w.Body.String() != "Unauthorized\n" {
				t.Errorf("a forger is told %q", w.Body)
			}
		})
	}
}

func changed(r *http.Request, header, old, new string) *http.Request {
	r.Header.Set(header, strings.Replace(r.Header.Get(header), old, new, 1))
	return r
}

// unreadable fails the test when anybody reads it.
type unreadable struct{ t *testing.T }

func (u unreadable) Read([]byte) (int, error) {
	u.t.Error("the body was read before the headers were right")
	return 0, io.EOF
}

func TestNothingIsReadWithoutHeaders(t *testing.T) {
	in, _, _ := inboxOf(t, nil)
	for _, at := range []time.Time{{}, time.Now().Add(-time.Hour)} {
		r := httptest.NewRequest("POST", PathEvents, unreadable{t})
		if !at.IsZero() {
			sign(r, secret, "", at)
		}
		w := httptest.NewRecorder()
		in.ServeHTTP(w, r)
		if w.Code != 401 {
			t.Errorf("status %d", w.Code)
		}
	}
}

func TestReplayIsHandedOn(t *testing.T) {
	in, _, got := inboxOf(t, nil)
	at := time.Now()
	for range 2 {
		body := clickForm()
		w := httptest.NewRecorder()
		in.ServeHTTP(w, sign(post(PathInteractions, formType, body), secret, body, at))
		if w.Code != 200 {
			t.Errorf("status %d", w.Code)
		}
	}
	if len(*got) != 2 || (*got)[0].ID != (*got)[1].ID {
		t.Errorf("want the same delivery twice under one id: %+v", *got)
	}
}

func TestLargeBody(t *testing.T) {
	in, _, got := inboxOf(t, nil)
	for _, c := range []struct {
		size int
		told bool // by Content-Length
		want int
	}{{1 << 20, true, 400}, {1<<20 + 1, true, 413}, {1<<20 + 1, false, 413}} {
		body := strings.Repeat("x", c.size)
		r := sign(post(PathInteractions, formType, body), secret, body, time.Now())
		if !c.told {
			r.ContentLength = -1
		}
		w := httptest.NewRecorder()
		in.ServeHTTP(w, r)
		if w.Code != c.want || len(*got) != 0 {
			t.Errorf("%d bytes: status %d, want %d", c.size, w.Code, c.want)
		}
	}
}

func TestSlowBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, _, _ := inboxOf(t, nil)
		p, _ := serve(t, in)
		conn, err := p.dial(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		r := sign(httptest.NewRequest("POST", PathEvents, nil), secret, "", time.Now())
		head := "POST " + PathEvents + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nX-Slack-Signature: " + r.Header.Get("X-Slack-Signature") +
			"\r\nX-Slack-Request-Timestamp: " + r.Header.Get("X-Slack-Request-Timestamp") + "\r\n\r\n{"
		began := time.Now()
		if _, err := io.WriteString(conn, head); err != nil {
			t.Fatal(err)
		}
		if got := firstLine(t, conn); got != "HTTP/1.1 408 Request Timeout" || time.Since(began) > 3*time.Second {
			t.Errorf("%q after %v", got, time.Since(began))
		}
	})
}

func firstLine(t *testing.T, conn net.Conn) string {
	t.Helper()
	b := make([]byte, 4096)
	n, err := conn.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(b[:n]), "\r\n")
	return line
}

func TestContent(t *testing.T) {
	home := `{"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{"type":"app_home_opened","user":"U1","tab":"home"}}`
	for _, c := range []struct {
		name, path, content, body string
		want                      int
		kind                      Kind
		answer                    string
	}{
		{"challenge", PathEvents, "application/json", `{"type":"url_verification","challenge":"3eZbrw<b>"}`, 200, "", "3eZbrw<b>"},
		{"home", PathEvents, "application/json; charset=utf-8", home, 200, Event, ""},
		{"event in a form", PathEvents, formType, home, 400, "", "Bad Request\n"},
		{"no content type", PathEvents, "", home, 400, "", "Bad Request\n"},
		{"no JSON", PathEvents, "application/json", `{"type":`, 400, "", "Bad Request\n"},
		{"event without event", PathEvents, "application/json", `{"type":"event_callback","event":null}`, 200, "", ""},
		{"event nobody knows", PathEvents, "application/json", `{"type":"event_callback","event":{"type":"never_heard"}}`, 200, "", ""},
		{"limited", PathEvents, "application/json", `{"type":"app_rate_limited"}`, 200, "", ""},
		{"click", PathInteractions, formType, clickForm(), 200, Action, ""},
		{"click as JSON", PathInteractions, "application/json", click, 400, "", "Bad Request\n"},
		{"no payload", PathInteractions, formType, "x=1", 400, "", "Bad Request\n"},
		{"two payloads", PathInteractions, formType, "payload={}&payload={}", 400, "", "Bad Request\n"},
		{"nobody's click", PathInteractions, formType, `payload={"type":"block_actions"}`, 400, "", "Bad Request\n"},
		{"shortcut", PathInteractions, formType, `payload={"type":"shortcut"}`, 200, "", ""},
		{"command", PathCommands, formType, "command=%2Fsalesclerk&text=tasks&user_id=U1&team_id=T1", 200, Command, ""},
		{"nobody's command", PathCommands, formType, "command=%2Fsalesclerk", 400, "", "Bad Request\n"},
		{"probe", PathCommands, formType, "ssl_check=1&token=x", 200, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			in, _, got := inboxOf(t, nil)
			w := httptest.NewRecorder()
			in.ServeHTTP(w, sign(post(c.path, c.content, c.body), secret, c.body, time.Now()))
			if w.Code != c.want || w.Body.String() != c.answer {
				t.Errorf("status %d, body %q", w.Code, w.Body)
			}
			if c.kind == "" && len(*got) != 0 || c.kind != "" && (len(*got) != 1 || (*got)[0].Kind != c.kind) {
				t.Errorf("handled: %+v", *got)
			}
		})
	}
}

func TestWhatAHandlerGets(t *testing.T) {
	in, _, got := inboxOf(t, func(ctx context.Context, r Request) (Answer, error) {
		by, _ := ctx.Deadline()
		if d := time.Until(by); d > HandlerTime || d < HandlerTime/2 {
			t.Errorf("the handler has %v", d)
		}
		return Answer{Body: slack.NewErrorsViewSubmissionResponse(map[string]string{"b": "a < b"})}, nil
	})
	body := clickForm()
	w := httptest.NewRecorder()
	in.ServeHTTP(w, sign(post(PathInteractions, formType, body), secret, body, time.Now()))
	if w.Body.String() != `{"response_action":"errors","errors":{"b":"a < b"}}` || w.Header().Get("Content-Type") != "application/json; charset=utf-8" {
		t.Errorf("answer %q", w.Body)
	}
	r := (*got)[0]
	if r.Team != "T2" || r.Interaction.ActionCallback.BlockActions[0].Value != "sales|T-1|3|7" || string(r.Raw) != click || r.AnswerMax != HTTPAnswer {
		t.Errorf("request: %+v", r)
	}

	home := `{"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{"type":"app_home_opened","user":"U1","tab":"home"}}`
	h := sign(post(PathEvents, "application/json", home), secret, home, time.Now())
	h.Header.Set("X-Slack-Retry-Num", "2")
	in.ServeHTTP(httptest.NewRecorder(), h)
	r = (*got)[1]
	if e, ok := r.Event.(*slackevents.AppHomeOpenedEvent); !ok || e.User != "U1" || r.ID != "Ev1" || r.Retry != 2 || r.Team != "T1" {
		t.Errorf("event: %+v", r)
	}
}

func TestNotAcknowledged(t *testing.T) {
	for name, h := range map[string]Handler{
		"error": func(context.Context, Request) (Answer, error) { return Answer{}, errors.New("the store is away") },
		"panic": func(context.Context, Request) (Answer, error) {
			var none []string
			return Answer{Body: none[len(none)]}, nil
		},
		"no JSON": func(context.Context, Request) (Answer, error) { return Answer{Body: func() {}}, nil },
		"answer large": func(context.Context, Request) (Answer, error) {
			return Answer{Body: strings.Repeat("x", HTTPAnswer)}, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			in, p, _ := inboxOf(t, h)
			body := clickForm()
			w := httptest.NewRecorder()
			in.ServeHTTP(w, sign(post(PathInteractions, formType, body), secret, body, time.Now()))
			if w.Code != 503 || w.Body.String() != "Service Unavailable\n" {
				t.Errorf("status %d, %q", w.Code, w.Body)
			}
			if err := p.Close(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}
