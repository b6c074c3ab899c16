package connector

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"
)

const (
	triesMost  = 4                      // of one call, its first included
	triesPause = 300 * time.Millisecond // after the first, doubling, and up to a half more
	answerSize = 4 << 20                // of an answer's body; a page of members is below 1 MB
)

// tries makes a call until it is done, refused, uncertain, or tried often enough.
func (c *Client) tries(ctx context.Context, k *call) error {
	renewed := false // the token, because it was refused
	for n := 1; ; n++ {
		token, err := c.try(ctx, k)
		if err == nil {
			c.pace.well(k)
			return nil
		}
		if code(err) == http.StatusUnauthorized && !renewed {
			c.tokens.drop(token)
			renewed = true
			continue
		}
		if n >= triesMost || !k.again(err) || !pause(ctx, n) {
			return err
		}
	}
}

// again says whether a call can be tried once more: nothing was done, or twice
// does no harm (412, 502 and 504 are to be tried again by Teams' page on limits).
func (k *call) again(err error) bool {
	if _, ok := errors.AsType[*RateError](err); ok {
		return false
	}
	if _, ok := errors.AsType[*TokenError](err); ok {
		return false
	}
	switch code(err) {
	case http.StatusPreconditionFailed:
		return true
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return k.repeat
	case 0:
		return k.repeat || !k.sent
	}
	return false
}

// pause waits before the next try; false: there is no time for one.
func pause(ctx context.Context, n int) bool {
	d := triesPause << (n - 1)
	d += rand.N(d / 2)
	if by, ok := ctx.Deadline(); ok && time.Until(by) < d {
		return false
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// code is the status of the APIError in err, 0 if there is none.
func code(err error) int {
	if e, ok := errors.AsType[*APIError](err); ok {
		return e.Status
	}
	return 0
}

// try makes a call once, and says with which token.
func (c *Client) try(ctx context.Context, k *call) (token string, err error) {
	k.sent = false // an earlier try that may have done something is not followed by another
	if err := c.pace.enter(k); err != nil {
		return "", err
	}
	token, err = c.tokens.get(ctx)
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, k.verb, k.url, bytes.NewReader(k.body))
	if err != nil {
		return token, nameless(err)
	}
	req.Header.Set("Accept", "application/json")
	if len(k.body) > 0 {
		req.Header.Set("Content-Type", "application/json; charset=utf-8")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, body, err := c.exchange(req, k)
	if err != nil {
		return token, err
	}
	return token, c.verdict(k, res, body)
}

func (c *Client) exchange(req *http.Request, k *call) (*http.Response, []byte, error) {
	var sent atomic.Bool // GotConn may be called from the transport's goroutine after Do gave up
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { sent.Store(true) }}
	res, err := c.o.HTTP.Do(req.WithContext(httptrace.WithClientTrace(req.Context(), trace)))
	k.sent = sent.Load()
	if err != nil {
		return nil, nil, nameless(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, answerSize+1))
	if err == nil && len(body) > answerSize {
		err = errors.New("it is too large")
	}
	if err != nil && res.StatusCode < 300 { // a "no" is one without its words too
		return nil, nil, fmt.Errorf("reading the answer: %w", err)
	}
	return res, body, nil
}

// nameless is the error without the address.
func nameless(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}

// verdict is what an answer says.
func (c *Client) verdict(k *call, res *http.Response, body []byte) error {
	switch {
	case res.StatusCode == http.StatusTooManyRequests:
		until := c.pace.limited(k, c.retryAfter(res.Header))
		c.o.Log.Warn("teams: limit reached", "method", k.method, "conversation", k.thread, "until", until)
		return &RateError{Method: k.method, Until: until}
	case res.StatusCode < 200 || res.StatusCode > 299:
		return refusal(k.method, res.StatusCode, body)
	}
	k.answer = body
	return nil
}

// retryAfter is the pause that an answer asks for, 0 if none can be read.
func (c *Client) retryAfter(h http.Header) time.Duration {
	v := h.Get("Retry-After")
	if s, err := strconv.Atoi(v); err == nil {
		return time.Duration(min(max(s, 0), 1<<20)) * time.Second
	}
	if at, err := http.ParseTime(v); err == nil {
		return at.Sub(c.o.Now())
	}
	return 0
}

// refusal is Teams' "no" with its words, which come in two shapes.
func refusal(method string, status int, body []byte) *APIError {
	type words struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	var r struct {
		words
		Error words `json:"error"`
	}
	_ = json.Unmarshal(body, &r) // words are worth having, not worth failing for
	return &APIError{Method: method, Status: status,
		Code: brief(either(r.Error.Code, r.Code)), Message: brief(either(r.Error.Message, r.Message))}
}
