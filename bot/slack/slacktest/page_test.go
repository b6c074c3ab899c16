package slacktest_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"salesclerk/bot/slack/slacktest"
)

// hand is a person at the page.
type hand struct {
	t   *testing.T
	url string
}

func (h hand) post(pairs ...string) string {
	h.t.Helper()
	form := url.Values{"as": {"U1"}, "in": {"C1"}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	res, err := http.PostForm(h.url+"/", form)
	return h.body(res, err)
}

func (h hand) get(query string) string {
	h.t.Helper()
	res, err := http.Get(h.url + "/" + query)
	return h.body(res, err)
}

func (h hand) body(res *http.Response, err error) string {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		h.t.Fatalf("status %d, error %v: %s", res.StatusCode, err, body)
	}
	return string(body)
}

func (h hand) sees(page string, words ...string) {
	h.t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			h.t.Errorf("%q is not on the page:\n%s", w, page)
		}
	}
}

func TestPage(t *testing.T) {
	s, a := world(t, slacktest.Options{})
	a.overHTTP()
	server := httptest.NewServer(s.Page())
	t.Cleanup(server.Close)
	h := hand{t, server.URL}
	ts := a.post("C1", card(`<script>alert(1)</script>`))
	a.post("C1", slack.MsgOptionText("in the thread", false), slack.MsgOptionTS(ts))
	page := h.get("")
	h.sees(page, "&lt;script&gt;", "Stop the task", "in the thread", "# orders")
	if strings.Contains(page, "<script>") {
		t.Error("words become a script")
	}
	page = h.post("do", "click", "ts", ts, "press", "- do/sc:review:T-1")
	h.sees(page, "<h2>Review</h2>", "as agreed")
	view := top(t, s).ID
	h.sees(h.post("view", view, "do", "clickview", "press", "suggest item", "words:item", "oak", "field:qty", "7"), "Desk oak", `value="7"`)
	h.sees(h.post("view", view, "press", "submit", "field:qty", "0", "field:item", "I-1"), "More than none")
	h.sees(h.post("view", view, "press", "submit", "field:qty", ""), "is required")
	h.post("view", view, "press", "submit", "field:qty", "9")
	if _, open := s.Top("U1"); open {
		t.Error("the modal is still open")
	}
	h.sees(h.post("do", "command", "words", "<b>help"), "You said &lt;b&gt;help", "only visible to you")
	page = h.post("do", "click", "ts", ts, "press", "no do/sc:stop")
	if n := len(s.Ephemerals("U1")); n != 1 || strings.Contains(page, `role="alert"`) {
		t.Errorf("%d private answers after No", n)
	}
	h.post("do", "click", "ts", ts, "press", "yes do/sc:stop")
	h.sees(h.get("?as=U1&in=C1"), "Not yours")
	h.sees(h.post("do", "home", "in", "home"), "Three wait for you")
	h.sees(h.post("do", "clickhome", "in", "home", "press", "- h/sc:review:T-1"), "<h2>Review</h2>")
	h.sees(h.post("do", "click", "ts", "1.000000", "press", "- x/y"), "sees no message")
}
