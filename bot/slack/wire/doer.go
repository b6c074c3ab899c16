package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"
)

// doer sends slack-go's requests and judges the answers before slack-go parses
// them, so that every "no", limit and broken answer is told apart in one place.
type doer struct{ c *Client }

// Do returns an answer that says yes, its body read and bounded, or an error.
func (d doer) Do(req *http.Request) (*http.Response, error) {
	k, _ := req.Context().Value(callKey{}).(*call)
	if k == nil {
		k = &call{method: "unknown"}
	}
	res, body, err := d.c.exchange(req, k)
	if err != nil {
		return nil, err
	}
	if err := d.c.verdict(k, res, body); err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	return res, nil
}

func (c *Client) exchange(req *http.Request, k *call) (*http.Response, []byte, error) {
	var sent atomic.Bool // GotConn may be called from the transport's goroutine after Do gave up
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { sent.Store(true) }}
	res, err := c.http.Do(req.WithContext(httptrace.WithClientTrace(req.Context(), trace)))
	k.sent = sent.Load()
	if err != nil {
		return nil, nil, nameless(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, answerSize+1))
	if err != nil {
		return nil, nil, fmt.Errorf("reading the answer: %w", err)
	}
	if len(body) > answerSize {
		return nil, nil, errors.New("the answer is too large")
	}
	return res, body, nil
}

// nameless is the error without the address, which may be a secret of its own.
func nameless(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

// reply is what any answer of the Web API may hold of what matters here.
type reply struct {
	OK     bool   `json:"ok"`
	Error  string `json:"error"`
	Needed string `json:"needed"`
	TS     string `json:"ts"`
	View   struct {
		ID   string `json:"id"`
		Hash string `json:"hash"`
	} `json:"view"`
	Meta json.RawMessage `json:"response_metadata"`
}

func (c *Client) verdict(k *call, res *http.Response, body []byte) error {
	var r reply
	bad := json.Unmarshal(body, &r)
	switch {
	case res.StatusCode == http.StatusTooManyRequests || r.Error == "ratelimited" || r.Error == "rate_limited":
		return c.limited(k, res.Header)
	case res.StatusCode >= 500:
		return &APIError{Method: k.method, Code: "http_" + strconv.Itoa(res.StatusCode)}
	case r.Error != "" && !r.OK:
		return refusal(k, r)
	case res.StatusCode != http.StatusOK:
		return refusal(k, reply{Error: word(body, res.StatusCode)})
	case k.raw:
		k.ok = true
		return nil
	case bad != nil:
		return errors.New("the answer is no JSON of the Web API")
	case !r.OK:
		return refusal(k, r)
	}
	k.ok, k.ts, k.view.ID, k.view.Hash = true, r.TS, r.View.ID, r.View.Hash
	return nil
}

var codeWord = regexp.MustCompile(`^[a-z_]{3,60}$`)

// word is the code that a response_url gives as its whole body ("expired_url"),
// or the status.
func word(body []byte, status int) string {
	if w := bytes.TrimSpace(body); codeWord.Match(w) {
		return string(w)
	}
	return "http_" + strconv.Itoa(status)
}

func refusal(k *call, r reply) error {
	e := &APIError{Method: k.method, Code: brief(r.Error), Needed: brief(r.Needed)}
	if e.Code == "" {
		e.Code = "unknown_error"
	}
	var meta struct {
		Messages []string `json:"messages"`
	}
	_ = json.Unmarshal(r.Meta, &meta) // details are worth having, not worth failing for
	for _, m := range meta.Messages[:min(len(meta.Messages), 10)] {
		e.Messages = append(e.Messages, brief(m))
	}
	return e
}

const (
	retryUnknown = 30 * time.Second // 429 without a Retry-After that can be read
	retryMost    = time.Hour
)

// limited keeps Slack's pause and tells of it.
func (c *Client) limited(k *call, h http.Header) error {
	pause := retryUnknown
	if s, err := strconv.Atoi(h.Get("Retry-After")); err == nil && s >= 0 {
		pause = min(time.Duration(min(s, 1<<20))*time.Second, retryMost)
	}
	until := c.o.Now().Add(pause)
	c.pace.shut(k.method, k.channel, until)
	c.o.Log.Warn("slack: limit reached", "method", k.method, "channel", k.channel, "pause", pause)
	return &RateError{Method: k.method, Until: until}
}

// brief is Slack's words cut to what an error should hold.
func brief(s string) string {
	const most = 300
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return string(r[:most-1]) + "…"
}
