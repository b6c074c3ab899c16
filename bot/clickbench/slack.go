package clickbench

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"testing"
	"time"

	"salesclerk/cards/judge"
)

//go:embed bolt.mjs
var bolt []byte

// Bolt runs Bolt's handler, writing to the Redis, until the test ends: where it
// takes interactions, and its signing secret.
func Bolt(tb testing.TB, redisURL string) (url, secret string) {
	tb.Helper()
	const endpoint = "/slack/interactions"
	secret = "0123456789abcdef0123456789abcdef"
	at := start(tb, bolt, []string{judge.Bolt, judge.RedisClient}, "REDIS_URL="+redisURL, "SIGNING_SECRET="+secret, "ENDPOINT="+endpoint)
	return at + endpoint, secret
}

// Signed are requests as Slack sends them; request i has the form body(i).
func Signed(url, secret string, body func(i int) []byte) Requests {
	return func(i int) (*http.Request, error) {
		form := body(i)
		r, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(form))
		if err != nil {
			return nil, err
		}
		stamp := strconv.FormatInt(time.Now().Unix(), 10)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Slack-Request-Timestamp", stamp)
		r.Header.Set("X-Slack-Signature", sign(secret, stamp, form))
		return r, nil
	}
}

// sign is Slack's signature of a body,
// https://docs.slack.dev/authentication/verifying-requests-from-slack.
func sign(secret, stamp string, body []byte) string {
	h := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(h, "v0:%s:", stamp)
	h.Write(body)
	return "v0=" + hex.EncodeToString(h.Sum(nil))
}

// SlackClick is a click on a button of a message in a channel.
type SlackClick struct {
	Team, User, Channel string
	MessageTS           string          // "1790000000.000100"
	Blocks              json.RawMessage // of the message, as Slack sends them along; nil: a small message
	ActionID, Value     string
	ActionTS            string // another for each click
	ResponseURL         string
}

// small are the blocks of a message that has none.
const small = `[{"type":"section","block_id":"c.1","text":{"type":"plain_text","text":"T-1042","emoji":false}},` +
	`{"type":"actions","block_id":"c.2","elements":[{"type":"button","action_id":"sc:confirm","text":{"type":"plain_text","text":"Confirm","emoji":false},"value":"v"}]}]`

// Body is the click as Slack sends it: a form whose payload is the interaction,
// https://docs.slack.dev/reference/interaction-payloads/block_actions-payload.
func (c SlackClick) Body() []byte {
	blocks := c.Blocks
	if blocks == nil {
		blocks = json.RawMessage(small)
	}
	type m = map[string]any
	text := m{"type": "plain_text", "text": "Confirm", "emoji": false}
	payload, err := json.Marshal(m{
		"type": "block_actions", "token": "verification-token", "api_app_id": "A1", "trigger_id": "1.2." + c.ActionTS, "response_url": c.ResponseURL,
		"user":                  m{"id": c.User, "username": "sam", "name": "sam", "team_id": c.Team},
		"team":                  m{"id": c.Team, "domain": "north"},
		"enterprise":            nil,
		"channel":               m{"id": c.Channel, "name": "sales"},
		"container":             m{"type": "message", "message_ts": c.MessageTS, "channel_id": c.Channel, "is_ephemeral": false},
		"message":               m{"type": "message", "user": "U0", "bot_id": "B1", "app_id": "A1", "team": c.Team, "ts": c.MessageTS, "text": "T-1042", "blocks": blocks},
		"state":                 m{"values": m{}},
		"actions":               []m{{"type": "button", "action_id": c.ActionID, "block_id": "c.2", "value": c.Value, "action_ts": c.ActionTS, "text": text}},
		"is_enterprise_install": false,
	})
	if err != nil {
		panic(err) // the blocks are no JSON: this code is wrong
	}
	return []byte(url.Values{"payload": {string(payload)}}.Encode())
}
