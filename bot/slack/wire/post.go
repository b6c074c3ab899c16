package wire

import (
	"context"
	"time"

	"github.com/slack-go/slack"
)

// Post is a message to be posted.
type Post struct {
	Channel string
	Thread  string // ts of the message it replies to; "" for a message of its own
	Text    string // notification and screen readers; already escaped (& < >)
	Blocks  []slack.Block
	Key     string // what Find finds it by; "" for a message nobody looks for
}

// Reply is an answer to a response_url, which Slack takes five times in 30 minutes.
type Reply struct {
	Text    string // already escaped
	Blocks  []slack.Block
	Replace bool // in place of the message the click came from; otherwise a new one that only the person sees
	Delete  bool // removes the message the click came from; Text and Blocks are not sent
}

// Post posts a message and returns its ts. One message a second goes to each
// channel: *RateError if its turn is not within 50 ms.
func (c *Client) Post(ctx context.Context, p Post) (ts string, err error) { return "", errSkeleton }

// Update replaces text and blocks of a message; its metadata stays.
func (c *Client) Update(ctx context.Context, channel, ts, text string, blocks []slack.Block) error {
	return errSkeleton
}

// Ephemeral shows a message to one person in a channel the app and the person are in.
func (c *Client) Ephemeral(ctx context.Context, channel, user, thread, text string, blocks []slack.Block) error {
	return errSkeleton
}

// Respond answers by a response_url. Addresses that are not Slack's are ErrForeign.
func (c *Client) Respond(ctx context.Context, responseURL string, r Reply) error { return errSkeleton }

// Find looks for a message that this app posted with the key, in the channel
// (thread "") or in the thread, since a minute before since. An error means that
// it is not known, found false that it is not there.
func (c *Client) Find(ctx context.Context, channel, thread, key string, since time.Time) (ts string, found bool, err error) {
	return "", false, errSkeleton
}
