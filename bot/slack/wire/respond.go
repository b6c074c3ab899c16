package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/slack-go/slack"
)

// Reply is an answer to a response_url, which Slack takes five times in 30 minutes.
type Reply struct {
	Text    string // already escaped
	Blocks  []slack.Block
	Replace bool // in place of the message the click came from; otherwise a new one that only the person sees
	Delete  bool // removes the message the click came from; Text and Blocks are not sent
}

// Respond answers by a response_url. An address that is not Slack's is ErrForeign
// and not called, whoever sent it.
func (c *Client) Respond(ctx context.Context, responseURL string, r Reply) error {
	if !c.hook(responseURL) {
		return fmt.Errorf("%s: %w", methodRespond, ErrForeign)
	}
	body, err := json.Marshal(r.message())
	if err != nil {
		return fmt.Errorf("%s: writing the message: %w", methodRespond, err)
	}
	k := &call{method: methodRespond, effect: true, raw: true}
	return c.do(ctx, k, func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, responseURL, bytes.NewReader(body))
		if err != nil {
			return nameless(err)
		}
		req.Header.Set("Content-Type", "application/json; charset=utf-8")
		_, err = doer{c}.Do(req)
		return err
	})
}

func (r Reply) message() *slack.WebhookMessage {
	if r.Delete {
		return &slack.WebhookMessage{DeleteOriginal: true}
	}
	off := false
	m := &slack.WebhookMessage{Text: r.Text, Parse: "none", UnfurlLinks: &off, UnfurlMedia: &off, ReplaceOriginal: r.Replace}
	if !r.Replace { // what replaces a message is seen by whom the message was seen by
		m.ResponseType = slack.ResponseTypeEphemeral
	}
	if len(r.Blocks) > 0 {
		m.Blocks = &slack.Blocks{BlockSet: r.Blocks}
	}
	return m
}

// hook says whether an address is one of Slack's for answers: https at "hooks."
// before the API's domain, or the API's own host as it was configured.
func (c *Client) hook(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.User != nil {
		return false
	}
	api, err := url.Parse(c.o.APIURL)
	if err != nil {
		return false
	}
	if u.Scheme == api.Scheme && strings.EqualFold(u.Host, api.Host) {
		return true
	}
	return u.Scheme == "https" && (u.Port() == "" || u.Port() == "443") &&
		strings.EqualFold(u.Hostname(), "hooks."+api.Hostname())
}
