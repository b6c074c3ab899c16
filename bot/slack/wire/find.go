package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	findPage   = 200 // the most that Slack recommends for a page
	findPages  = 30
	findMargin = time.Minute // clocks differ
)

// Find looks for a message that this app posted with the key, in the channel
// (thread "") or in the thread, since a minute before since. An error means that
// it is not known; found false that it is not there. Of several the oldest counts.
func (c *Client) Find(ctx context.Context, channel, thread, key string, since time.Time) (ts string, found bool, err error) {
	self, err := c.whoami(ctx)
	if err != nil {
		return "", false, err
	}
	method, values := "conversations.history", url.Values{
		"channel": {channel}, "oldest": {stamp(since.Add(-findMargin))}, "inclusive": {"true"},
		"limit": {strconv.Itoa(findPage)}, "include_all_metadata": {"true"}}
	if thread != "" {
		method = "conversations.replies"
		values.Set("ts", thread)
	}
	for range findPages {
		var page history
		if err := c.read(ctx, method, channel, values, &page); err != nil {
			return "", false, err
		}
		ts = page.oldest(self, key, ts)
		if page.Meta.Next == "" {
			return ts, ts != "", nil
		}
		values.Set("cursor", page.Meta.Next)
	}
	return "", false, fmt.Errorf("%s: more than %d messages since %s", method, findPage*findPages, since.UTC().Format(time.RFC3339))
}

// stamp is a time as Slack writes it: seconds and microseconds.
func stamp(t time.Time) string {
	return fmt.Sprintf("%d.%06d", t.Unix(), t.Nanosecond()/1000)
}

// history is a page of messages, of which only what Find needs is parsed: what
// others posted must not be able to break it.
type history struct {
	Messages []struct {
		TS    string          `json:"ts"`
		User  string          `json:"user"`
		BotID string          `json:"bot_id"`
		Meta  json.RawMessage `json:"metadata"`
	} `json:"messages"`
	Meta struct {
		Next string `json:"next_cursor"`
	} `json:"response_metadata"`
}

func (h history) oldest(self Auth, key, best string) string {
	for _, m := range h.Messages {
		own := m.BotID != "" && m.BotID == self.BotID || m.User != "" && m.User == self.BotUser
		if own && keyOf(m.Meta) == key && (best == "" || before(m.TS, best)) {
			best = m.TS
		}
	}
	return best
}

// keyOf is the key in a message's metadata, "" if it is none of ours.
func keyOf(raw json.RawMessage) string {
	var m struct {
		Type    string `json:"event_type"`
		Payload struct {
			Key string `json:"key"`
		} `json:"event_payload"`
	}
	if json.Unmarshal(raw, &m) != nil || m.Type != keyEvent {
		return ""
	}
	return m.Payload.Key
}

// before compares two ts, whose seconds have ten digits until 2286.
func before(a, b string) bool {
	if len(a) != len(b) {
		return len(a) < len(b)
	}
	return a < b
}

// read calls a method that changes nothing and parses its answer into out, for
// the methods whose answers hold other people's content: slack-go would parse
// all of it, and fail on what it does not know.
func (c *Client) read(ctx context.Context, method, channel string, values url.Values, out any) error {
	k := &call{method: method, channel: channel}
	return c.do(ctx, k, func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.o.APIURL+method, strings.NewReader(values.Encode()))
		if err != nil {
			return nameless(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Authorization", "Bearer "+c.o.Token)
		res, err := doer{c}.Do(req)
		if err != nil {
			return err
		}
		if err := json.NewDecoder(res.Body).Decode(out); err != nil {
			return errors.New("the answer is not as documented")
		}
		return nil
	})
}
