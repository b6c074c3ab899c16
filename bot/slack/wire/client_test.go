package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
)

func section(s string) []slack.Block {
	return []slack.Block{slack.NewSectionBlock(slack.NewTextBlockObject("plain_text", s, false, false), nil, nil)}
}

const sectionJSON = `[{"type":"section","text":{"type":"plain_text","text":"hi","emoji":false}}]`

func TestPostSaysAllThatKeepsWordsWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAPI(t)
		a.on("chat.postMessage", `{"ok":true,"ts":"1.000100","channel":"C1","message":{"blocks":[{"type":"never heard of"}]}}`)
		ts, err := a.client().Post(t.Context(), Post{Channel: "C1", Thread: "0.1", Text: "&lt;!channel&gt;", Blocks: section("hi"), Key: "card/3"})
		if ts != "1.000100" || err != nil {
			t.Fatal(ts, err)
		}
		want := url.Values{"token": {"xoxb-test"}, "channel": {"C1"}, "thread_ts": {"0.1"}, "text": {"&lt;!channel&gt;"}, "blocks": {sectionJSON},
			"mrkdwn": {"false"}, "parse": {"none"}, "link_names": {"false"}, "unfurl_links": {"false"}, "unfurl_media": {"false"},
			"metadata": {`{"event_type":"salesclerk_card","event_payload":{"key":"card/3"}}`}}
		if d := cmp.Diff(want, a.of("chat.postMessage")[0].form); d != "" {
			t.Error(d)
		}
	})
}

func TestUpdateAndEphemeral(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAPI(t)
		a.on("chat.update", `{"ok":true,"ts":"1.1"}`)
		a.on("chat.postEphemeral", `{"ok":true,"message_ts":"1.2"}`)
		c := a.client()
		if err := c.Update(t.Context(), "C1", "1.1", "x", nil); err != nil {
			t.Error(err)
		}
		want := url.Values{"token": {"xoxb-test"}, "channel": {"C1"}, "ts": {"1.1"}, "text": {"x"}, "blocks": {"[]"}, "parse": {"none"}, "link_names": {"false"}}
		if d := cmp.Diff(want, a.of("chat.update")[0].form); d != "" {
			t.Error(d)
		}
		if err := c.Ephemeral(t.Context(), "C1", "U1", "1.1", "x", section("hi")); err != nil {
			t.Error(err)
		}
		want = url.Values{"token": {"xoxb-test"}, "channel": {"C1"}, "user": {"U1"}, "thread_ts": {"1.1"}, "text": {"x"}, "blocks": {sectionJSON}, "parse": {"none"}, "link_names": {"false"}}
		if d := cmp.Diff(want, a.of("chat.postEphemeral")[0].form); d != "" {
			t.Error(d)
		}
	})
}

// What became of a post, by what the line and Slack did.
func TestWhatBecameOfAPost(t *testing.T) {
	text := func(code int, s string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code); io.WriteString(w, s) }
	}
	for _, c := range []struct {
		name      string
		answer    http.HandlerFunc
		uncertain bool
		code      string
	}{
		{"refused", text(200, `{"ok":false,"error":"invalid_blocks","response_metadata":{"messages":["[ERROR] too long"]}}`), false, "invalid_blocks"},
		{"refused oddly", text(200, `{"ok":false,"error":"invalid_blocks","errors":[{"x":1}],"response_metadata":{"messages":"?"}}`), false, "invalid_blocks"},
		{"no without a reason", text(200, `{"ok":false}`), false, "unknown_error"},
		{"not found", text(404, `gone`), false, "gone"},
		{"forbidden", text(403, `<html>`), false, "http_403"},
		{"sent elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://evil.test/", http.StatusTemporaryRedirect)
		}, false, "http_307"},
		{"internal error", text(200, `{"ok":false,"error":"internal_error"}`), true, "internal_error"},
		{"fatal error", text(200, `{"ok":false,"error":"fatal_error"}`), true, "fatal_error"},
		{"5xx", text(502, `<html>bad gateway</html>`), true, "http_502"},
		{"5xx with a code", text(500, `{"ok":false,"error":"no_text"}`), true, "http_500"},
		{"no JSON", text(200, `<html>`), true, ""},
		{"cut JSON", text(200, `{"ok":tr`), true, ""},
		{"yes without a ts", text(200, `{"ok":true}`), true, ""},
		{"broken line", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, true, ""},
		{"silence", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, true, ""},
		{"endless answer", endless, true, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := newAPI(t)
				a.do("chat.postMessage", c.answer)
				began := time.Now()
				_, err := a.client().Post(t.Context(), Post{Channel: "C1", Text: "x", Blocks: section("hi")})
				if err == nil || errors.Is(err, ErrUncertain) != c.uncertain || Code(err) != c.code {
					t.Errorf("uncertain %v, code %q: %v", errors.Is(err, ErrUncertain), Code(err), err)
				}
				if d := time.Since(began); d > answerTime {
					t.Errorf("took %v", d)
				}
				if n := len(a.of("chat.postMessage")); n != 1 {
					t.Errorf("posted %d times", n)
				}
				if strings.Contains(err.Error(), "xoxb") || strings.Contains(err.Error(), "slack.test") {
					t.Errorf("the error tells too much: %v", err)
				}
			})
		})
	}
}

func endless(w http.ResponseWriter, _ *http.Request) {
	for {
		if _, err := w.Write(make([]byte, 1<<16)); err != nil {
			return
		}
	}
}

func TestSurelyNotPosted(t *testing.T) {
	refused := func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	}
	c := NewClient(Options{Token: "xoxb-test", HTTP: &http.Client{Transport: &http.Transport{DialContext: refused}}})
	_, err := c.Post(t.Context(), Post{Channel: "C1"})
	if err == nil || errors.Is(err, ErrUncertain) {
		t.Errorf("nobody was there: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Post(ended, Post{Channel: "C2"}); err == nil || errors.Is(err, ErrUncertain) {
		t.Errorf("nothing was sent: %v", err)
	}
}

func TestReadsAreNeverUncertain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAPI(t)
		a.do("users.info", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) })
		if _, err := a.client().User(t.Context(), "U1"); Code(err) != "http_500" || errors.Is(err, ErrUncertain) {
			t.Error(err)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	limited := func(after string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			if after != "" {
				w.Header().Set("Retry-After", after)
			}
			w.WriteHeader(429)
			io.WriteString(w, `{"ok":false,"error":"ratelimited"}`)
		}
	}
	inBody := func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"ok":false,"error":"rate_limited"}`) }
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   time.Duration
	}{
		"told": {limited("7"), 7 * time.Second}, "not told": {limited(""), retryUnknown}, "nonsense": {limited("soon"), retryUnknown},
		"negative": {limited("-5"), retryUnknown}, "a year": {limited("31536000"), retryMost}, "in the body": {inBody, retryUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := newAPI(t)
				a.do("chat.postMessage", c.answer)
				cl := a.client()
				want := time.Now().Add(c.want)
				for range 2 { // the second is not even sent
					_, err := cl.Post(t.Context(), Post{Channel: "C1"})
					if limit, ok := errors.AsType[*RateError](err); !ok || limit.Until != want {
						t.Fatalf("%v, want until %v", err, want)
					}
				}
				if n := len(a.of("chat.postMessage")); n != 1 {
					t.Errorf("%d calls", n)
				}
				a.on("chat.postMessage", `{"ok":true,"ts":"1.1"}`)
				if _, err := cl.Post(t.Context(), Post{Channel: "C2"}); err != nil {
					t.Errorf("another channel: %v", err)
				}
				pass(c.want)
				if _, err := cl.Post(t.Context(), Post{Channel: "C1"}); err != nil {
					t.Errorf("afterwards: %v", err)
				}
			})
		})
	}
}

func TestRespond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAPI(t)
		a.on("/hook/1", "ok")
		c := a.client()
		if err := c.Respond(t.Context(), "http://slack.test/hook/1", Reply{Text: "a < b", Replace: true}); err != nil {
			t.Fatal(err)
		}
		want := `{"text":"a \u003c b","parse":"none","replace_original":true,"delete_original":false,"unfurl_links":false,"unfurl_media":false}`
		if got := a.of("/hook/1")[0].body; got != want {
			t.Errorf("sent %s", got)
		}
		a.on("/hook/3", `{"ok":true}`)
		if err := c.Respond(t.Context(), "http://slack.test/hook/3", Reply{Text: "x", Blocks: section("hi")}); err != nil {
			t.Fatal(err)
		}
		want = `{"text":"x","parse":"none","blocks":` + sectionJSON + `,"response_type":"ephemeral","replace_original":false,"delete_original":false,"unfurl_links":false,"unfurl_media":false}`
		if got := a.of("/hook/3")[0].body; got != want {
			t.Errorf("sent %s", got)
		}
		for body, code := range map[string]string{"expired_url": "expired_url", `{"ok":false,"error":"used_url"}`: "used_url", "<html>": "http_404"} {
			a.do("/hook/2", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404); io.WriteString(w, body) })
			if err := c.Respond(t.Context(), "http://slack.test/hook/2", Reply{Delete: true}); Code(err) != code || strings.Contains(err.Error(), "hook/") {
				t.Errorf("%q: %v", body, err)
			}
		}
	})
}

// A forged payload can not make us call anybody but Slack.
func TestOnlySlackIsCalled(t *testing.T) {
	never := &http.Client{Transport: round(func(r *http.Request) (*http.Response, error) {
		t.Errorf("called %s", r.URL)
		return nil, io.EOF
	})}
	c := NewClient(Options{Token: "xoxb-test", HTTP: never})
	for _, bad := range []string{"", "http://hooks.slack.com/x", "https://hooks.slack.com.evil.test/x", "https://evil.test/hooks.slack.com", "https://hooks.slack.com@evil.test/",
		"https://u:p@hooks.slack.com/", "https://hooks.slack.com:8443/x", "https://evilhooks.slack.com/", "https://127.0.0.1/", "ftp://hooks.slack.com/", "//hooks.slack.com/x", "https://hooks.slack.com\\@evil.test/"} {
		if err := c.Respond(t.Context(), bad, Reply{Text: "x"}); !errors.Is(err, ErrForeign) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	for _, bad := range []string{"", "http://files.slack.com/x", "https://files.slack.com.evil.test/", "https://notslack.com/", "https://x@files.slack.com/"} {
		if err := c.UploadPut(t.Context(), bad, "a.pdf", []byte("x")); !errors.Is(err, ErrForeign) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	called := 0
	c = NewClient(Options{Token: "xoxb-test", HTTP: &http.Client{Transport: round(func(r *http.Request) (*http.Response, error) {
		called++
		return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("ok")), Header: http.Header{}}, nil
	})}})
	for _, good := range []string{"https://hooks.slack.com/actions/T/1/x", "https://hooks.slack.com:443/commands/x", "https://slack.com/api/x"} {
		if err := c.Respond(t.Context(), good, Reply{Text: "x"}); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	if called != 3 {
		t.Errorf("%d calls", called)
	}
}

type round func(*http.Request) (*http.Response, error)

func (f round) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestViews(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAPI(t)
		for i, m := range []string{"views.open", "views.push", "views.update", "views.publish"} {
			a.on(m, fmt.Sprintf(`{"ok":true,"view":{"id":"V%d","hash":"h%d","blocks":[{"type":"odd"}],"state":7}}`, i, i))
		}
		c, v := a.client(), slack.ModalViewRequest{Type: slack.VTModal, Title: slack.NewTextBlockObject("plain_text", "T", false, false), Blocks: slack.Blocks{BlockSet: section("hi")}}
		modal := `{"type":"modal","title":{"type":"plain_text","text":"T","emoji":false},"blocks":` + sectionJSON + `}`
		for i, f := range []func() (string, string, error){
			func() (string, string, error) { return c.OpenView(t.Context(), "tr", v) },
			func() (string, string, error) { return c.PushView(t.Context(), "tr", v) },
			func() (string, string, error) { return c.UpdateView(t.Context(), "V9", "ext", "h", v) },
			func() (string, string, error) {
				return c.PublishHome(t.Context(), "U1", slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: v.Blocks})
			},
		} {
			if id, hash, err := f(); id != fmt.Sprint("V", i) || hash != fmt.Sprint("h", i) || err != nil {
				t.Errorf("%d: %s %s %v", i, id, hash, err)
			}
		}
		for m, want := range map[string]string{
			"views.open": `{"trigger_id":"tr","view":` + modal + `}`, "views.push": `{"trigger_id":"tr","view":` + modal + `}`,
			"views.update":  `{"view":` + modal + `,"hash":"h","view_id":"V9"}`,
			"views.publish": `{"user_id":"U1","view":{"type":"home","blocks":` + sectionJSON + `}}`,
		} {
			if got := a.of(m)[0].body; got != want {
				t.Errorf("%s: %s", m, got)
			}
		}
		if _, _, err := c.UpdateView(t.Context(), "", "ext", "", v); err != nil || !strings.Contains(a.of("views.update")[1].body, `"external_id":"ext"`) {
			t.Error(err, a.of("views.update")[1].body)
		}
		a.on("views.open", `{"ok":false,"error":"expired_trigger_id"}`)
		if _, _, err := c.OpenView(t.Context(), "tr", v); Code(err) != "expired_trigger_id" {
			t.Error(err)
		}
	})
}
