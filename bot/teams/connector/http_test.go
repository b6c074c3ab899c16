package connector

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"salesclerk/bot/intake"
)

// opened is NewHTTP with a handler.
func opened(t testing.TB, o Options, h Handler) (http.Handler, *intake.Pool) {
	t.Helper()
	p := intake.New(intake.Options{})
	d, err := NewHTTP(o, h, p)
	if err != nil {
		t.Fatal(err)
	}
	return d, p
}

func TestAnswers(t *testing.T) {
	card := json.RawMessage(`{"statusCode":200,"type":"application/vnd.microsoft.card.adaptive","value":{"text":"a < b & c"}}`)
	for name, c := range map[string]struct {
		answer Answer
		err    error
		code   int
		body   string
	}{
		"nothing":       {Answer{}, nil, 200, ""},
		"a card":        {Answer{Body: card}, nil, 200, string(card)},
		"not for you":   {Answer{Status: 403, Body: object{"a": 1}}, nil, 403, `{"a":1}`},
		"failed":        {Answer{}, errors.New("no Redis"), 503, "Service Unavailable\n"},
		"no status":     {Answer{Status: 42}, nil, 503, "Service Unavailable\n"},
		"not JSON":      {Answer{Body: func() {}}, nil, 503, "Service Unavailable\n"},
		"too large":     {Answer{Body: strings.Repeat("x", AnswerMax)}, nil, 503, "Service Unavailable\n"},
		"large":         {Answer{Body: strings.Repeat("x", AnswerMax-2)}, nil, 200, `"` + strings.Repeat("x", AnswerMax-2) + `"`},
		"broken answer": {Answer{Body: json.RawMessage(`{"a"`)}, nil, 503, "Service Unavailable\n"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h, _ := opened(t, newMicrosoft(t).options(), func(context.Context, Request) (Answer, error) { return c.answer, c.err })
				w := httptest.NewRecorder()
				h.ServeHTTP(w, post(good(t), goodClick()))
				if w.Code != c.code || w.Body.String() != c.body {
					t.Errorf("%d %.200s", w.Code, w.Body)
				}
			})
		})
	}
}

func TestHandlerBreaks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, p := opened(t, newMicrosoft(t).options(), func(context.Context, Request) (Answer, error) { panic("x") })
		if got := knock(h, post(good(t), goodClick())); got != 503 {
			t.Error(got)
		}
		if err := p.Close(t.Context()); err != nil {
			t.Error("its place was not given back:", err)
		}
	})
}

// A handler has four seconds, with waiting for its place, even if the caller is gone.
func TestHandlersTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, _ := opened(t, newMicrosoft(t).options(), func(ctx context.Context, _ Request) (Answer, error) {
			<-ctx.Done()
			return Answer{}, ctx.Err()
		})
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		began := time.Now()
		if got := knock(h, post(good(t), goodClick()).WithContext(gone)); got != 503 || time.Since(began) != HandlerTime {
			t.Errorf("status %d after %v", got, time.Since(began))
		}
	})
}

// Without a place a request is not answered, at once or when its time is up.
func TestNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		block, p := make(chan struct{}), intake.New(intake.Options{Handlers: 1})
		h, err := NewHTTP(newMicrosoft(t).options(), func(context.Context, Request) (Answer, error) { <-block; return Answer{}, nil }, p)
		if err != nil {
			t.Fatal(err)
		}
		token, first := good(t), sync.WaitGroup{}
		first.Go(func() { knock(h, post(token, goodClick())) })
		synctest.Wait()
		began := time.Now()
		if got := knock(h, post(token, goodClick())); got != 503 || time.Since(began) != HandlerTime {
			t.Errorf("while another is handled: %d after %v", got, time.Since(began))
		}
		close(block)
		first.Wait()
		if err := p.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if got := knock(h, post(token, goodClick())); got != 503 {
			t.Errorf("after closing: %d", got)
		}
	})
}

func TestAfterFollowsTheAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []string
		var mu sync.Mutex
		did := func(s string) { mu.Lock(); order = append(order, s); mu.Unlock() }
		h, p := opened(t, newMicrosoft(t).options(), func(context.Context, Request) (Answer, error) {
			did("handled")
			return Answer{After: func(ctx context.Context) { <-ctx.Done(); did("after"); panic("and breaks") }}, nil
		})
		_, c := serve(t, h)
		began := time.Now()
		r, _ := http.NewRequest("POST", "http://sales.test"+Path, bytes.NewReader(mustJSON(goodClick())))
		r.Header = post(good(t), goodClick()).Header
		res, err := c.Do(r)
		if err != nil || res.StatusCode != 200 || time.Since(began) != 0 {
			t.Fatal(res, err)
		}
		res.Body.Close()
		did("answered")
		if err := p.Close(t.Context()); err != nil || time.Since(began) != 30*time.Second {
			t.Error(err, time.Since(began))
		}
		if got := strings.Join(order, " "); got != "handled answered after" {
			t.Error(got)
		}
	})
}

func mustJSON(v any) []byte { b, _ := json.Marshal(v); return b }

func TestNotFitting(t *testing.T) {
	changed := func(f func(*http.Request)) func(*testing.T) *http.Request {
		return func(t *testing.T) *http.Request { r := post(good(t), goodClick()); f(r); return r }
	}
	big := with(goodClick(), "text", strings.Repeat("x", bodySize))
	for name, c := range map[string]struct {
		r    func(*testing.T) *http.Request
		want int
	}{
		"get":               {changed(func(r *http.Request) { r.Method = "GET" }), 405},
		"other path":        {changed(func(r *http.Request) { r.URL.Path = "/api/other" }), 404},
		"form":              {changed(func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }), 415},
		"no type":           {changed(func(r *http.Request) { r.Header.Del("Content-Type") }), 415},
		"basic":             {changed(func(r *http.Request) { r.Header.Set("Authorization", "Basic eDp5") }), 401},
		"lower case bearer": {changed(func(r *http.Request) { r.Header.Set("Authorization", "bearer"+r.Header.Get("Authorization")[6:]) }), 200},
		"huge":              {func(t *testing.T) *http.Request { return post(good(t), big) }, 413},
		"huge, not said":    {func(t *testing.T) *http.Request { r := post(good(t), big); r.ContentLength = -1; return r }, 413},
		"large": {func(t *testing.T) *http.Request {
			return post(good(t), with(goodClick(), "text", strings.Repeat("x", 200<<10)))
		}, 200},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDoor(t, newMicrosoft(t).options())
				if got := knock(d, c.r(t)); got != c.want {
					t.Errorf("status %d, want %d", got, c.want)
				}
			})
		})
	}
}

// TestLookingIsNoMatter: who only looks whether something is there (monitors, the
// Agents Playground) is told which method there is, and nobody has to read of it.
func TestLookingIsNoMatter(t *testing.T) {
	var log bytes.Buffer
	o := newMicrosoft(t).options()
	o.Log = slog.New(slog.NewTextHandler(&log, nil))
	d := newDoor(t, o)
	for _, method := range []string{"HEAD", "GET", "OPTIONS"} {
		w := httptest.NewRecorder()
		d.ServeHTTP(w, httptest.NewRequest(method, Path, nil))
		if w.Code != 405 || w.Header().Get("Allow") != "POST" {
			t.Errorf("%s is answered %d, allowed is %q", method, w.Code, w.Header().Get("Allow"))
		}
	}
	if log.Len() > 0 {
		t.Errorf("the log says %s", &log)
	}
}

// nothing is a body that must not be read.
type nothing struct{ t *testing.T }

func (n nothing) Read([]byte) (int, error) {
	n.t.Error("the body was read")
	return 0, io.EOF
}

func TestUnprovenBodiesAreNotRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t, newMicrosoft(t).options())
		for _, token := range []string{"", "x.y.z", mint(t, "RS256", rsaKeys()[1], "k0", goodClaims())} {
			r := post(token, goodClick())
			r.Body, r.ContentLength = io.NopCloser(nothing{t}), -1
			if got := knock(d, r); got != 401 {
				t.Error(got)
			}
		}
	})
}

// A body that trickles is given up in time, though its sender has a good token.
func TestSlowBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t, newMicrosoft(t).options())
		p, _ := serve(t, d)
		c, err := p.dial(t.Context(), "", "")
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		began := time.Now()
		io.WriteString(c, "POST "+Path+" HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\nAuthorization: Bearer "+good(t)+"\r\n\r\n{")
		head := make([]byte, 12)
		if _, err := io.ReadFull(c, head); err != nil || string(head) != "HTTP/1.1 408" || time.Since(began) != HandlerTime {
			t.Errorf("%q %v after %v", head, err, time.Since(began))
		}
	})
}

func TestInsecure(t *testing.T) {
	click := with(goodClick(), "serviceUrl", "http://127.0.0.1:56150/_connector", "channelId", "emulator")
	for name, c := range map[string]struct {
		change func(*http.Request)
		body   any
		want   int
	}{
		"from here":             {func(*http.Request) {}, click, 200},
		"IPv6":                  {func(r *http.Request) { r.RemoteAddr, r.Host = "[::1]:99", "[::1]:3978" }, click, 200},
		"from elsewhere":        {func(r *http.Request) { r.RemoteAddr = "192.168.1.7:99" }, click, 403},
		"remote address broken": {func(r *http.Request) { r.RemoteAddr = "" }, click, 403},
		"through a tunnel":      {func(r *http.Request) { r.Header.Set("X-Forwarded-For", "1.2.3.4") }, click, 403},
		"to another name":       {func(r *http.Request) { r.Host = "evil.example:3978" }, click, 403},
		"as a form":             {func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }, click, 415},
		"foreign service":       {func(*http.Request) {}, goodClick(), 403},
		"without a tenant":      {func(*http.Request) {}, with(click, "conversation", object{"id": "personal-chat-id"}, "channelData", nil), 200},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDoor(t, Options{Insecure: true})
			r := post("", c.body)
			r.RemoteAddr, r.Host = "127.0.0.1:40000", "localhost:3978"
			c.change(r)
			if got := knock(d, r); got != c.want || (len(d.got) == 1) != (c.want == 200) {
				t.Errorf("status %d, want %d; handled %d", got, c.want, len(d.got))
			}
		})
	}
}

// Over a real line, for what a network in memory cannot show.
func TestInsecureOverTCP(t *testing.T) {
	d := newDoor(t, Options{Insecure: true})
	s := httptest.NewServer(d)
	defer s.Close()
	res, err := http.Post(s.URL+Path, "application/json", bytes.NewReader(mustJSON(with(goodClick(), "serviceUrl", s.URL))))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != 200 || len(d.got) != 1 {
		t.Error(res.Status)
	}
	if host, _, _ := net.SplitHostPort(s.Listener.Addr().String()); host != "127.0.0.1" {
		t.Error(host)
	}
}
