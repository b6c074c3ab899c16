package slacktest

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// SignedRequest is a request as Slack signs it with that secret at that time, for tests of what the app takes and refuses.
// https://docs.slack.dev/authentication/verifying-requests-from-slack
func SignedRequest(ctx context.Context, url, contentType, body, secret string, at time.Time) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("making a signed request: %w", err)
	}
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("v0:" + stamp + ":" + body))
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("X-Slack-Request-Timestamp", stamp)
	req.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	return req, nil
}

// httpForm is the path, content type and body of a delivery.
func httpForm(d delivery) (path, contentType, body string) {
	const form = "application/x-www-form-urlencoded"
	switch d.kind {
	case "slash_commands":
		values := url.Values{}
		for name, v := range d.payload {
			values.Set(name, fmt.Sprint(v))
		}
		return "/commands", form, values.Encode()
	case "interactive":
		return "/interactions", form, url.Values{"payload": {string(encode(d.payload))}}.Encode()
	}
	return "/events", "application/json", string(encode(d.payload))
}

// carryHTTP makes one signed request. It is signed with the machine's time, since that is what verifiers compare with.
func (s *Server) carryHTTP(ctx context.Context, base string, d delivery) ack {
	path, contentType, body := httpForm(d)
	req, err := SignedRequest(ctx, base+path, contentType, body, s.o.SigningSecret, time.Now())
	if err != nil {
		return ack{reason: "unknown_error"}
	}
	if d.attempt > 0 {
		req.Header.Set("X-Slack-Retry-Num", strconv.Itoa(d.attempt))
		req.Header.Set("X-Slack-Retry-Reason", d.reason)
	}
	res, err := s.out.Do(req)
	if err != nil {
		return ack{reason: failure(err)}
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, bodyLimit))
	if err != nil {
		return ack{reason: failure(err), status: res.StatusCode}
	}
	s.judgeAnswer(d, res, answer)
	a := ack{ok: okStatus(res.StatusCode), status: res.StatusCode, body: answer, stop: res.Header.Get("X-Slack-No-Retry") == "1"}
	if !a.ok {
		a.reason = "http_error"
	}
	return a
}

func failure(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return "http_timeout"
	}
	return "connection_failed"
}

// judgeAnswer notes acknowledgements that Slack would not understand.
func (s *Server) judgeAnswer(d delivery, res *http.Response, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case len(body) == 0 || !okStatus(res.StatusCode):
	case !d.answers:
		s.unexpected("an answer to %s with a body: %.80q", text(d.payload, "type"), body)
	case !strings.HasPrefix(res.Header.Get("Content-Type"), "application/json"):
		s.unexpected("an answer to %s %s that is not application/json", d.kind, text(d.payload, "type"))
	}
}

// VerifyURL is what Slack does when an administrator saves the address for events: the challenge must come back.
func (s *Server) VerifyURL(ctx context.Context) error {
	s.mu.Lock()
	base, challenge := s.base, s.id("challenge")
	s.mu.Unlock()
	body := string(encode(fields{"type": "url_verification", "token": "unused", "challenge": challenge}))
	req, err := SignedRequest(ctx, base+"/events", "application/json", body, s.o.SigningSecret, time.Now())
	if err != nil {
		return err
	}
	res, err := s.out.Do(req)
	if err != nil {
		return fmt.Errorf("asking for the challenge: %w", err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, bodyLimit))
	if err != nil {
		return fmt.Errorf("reading the challenge: %w", err)
	}
	if res.StatusCode != http.StatusOK || !strings.Contains(string(answer), challenge) {
		return fmt.Errorf("the challenge did not come back: status %d, %.80q", res.StatusCode, answer)
	}
	return nil
}
