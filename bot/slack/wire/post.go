package wire

import (
	"context"
	"errors"

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

// keyEvent is the event_type of the metadata that holds a message's key.
const keyEvent = "salesclerk_card"

// Post posts a message and returns its ts. One message a second goes to each
// channel: *RateError if its turn is not within 50 ms. ErrUncertain when it may
// have been posted although no ts is known.
func (c *Client) Post(ctx context.Context, p Post) (ts string, err error) {
	k := &call{method: "chat.postMessage", channel: p.Channel, effect: true}
	opts := append(quiet(p.Text, p.Blocks), slack.MsgOptionDisableMarkdown(),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
	if p.Thread != "" {
		opts = append(opts, slack.MsgOptionTS(p.Thread))
	}
	if p.Key != "" {
		opts = append(opts, slack.MsgOptionMetadata(slack.SlackMetadata{
			EventType: keyEvent, EventPayload: map[string]any{"key": p.Key}}))
	}
	err = c.do(ctx, k, func(ctx context.Context) error {
		_, _, err := c.api.PostMessageContext(ctx, p.Channel, opts...)
		return k.done(err)
	})
	if err == nil && k.ts == "" {
		err = k.judge(errors.New("the answer names no message"))
	}
	return k.ts, err
}

// quiet are the options of every message: its text is words, in which nothing
// becomes a link or a name.
func quiet(text string, blocks []slack.Block) []slack.MsgOption {
	return []slack.MsgOption{slack.MsgOptionText(text, false), slack.MsgOptionBlocks(blocks...),
		slack.MsgOptionParse(false), slack.MsgOptionLinkNames(false)}
}

// done is the error of a call of which all that matters was read by doer: what
// slack-go could not parse of a "yes" is no failure.
func (k *call) done(err error) error {
	if k.ok {
		return nil
	}
	return err
}

// Update replaces text and blocks of a message; its metadata stays.
func (c *Client) Update(ctx context.Context, channel, ts, text string, blocks []slack.Block) error {
	k := &call{method: "chat.update", channel: channel, effect: true}
	return c.do(ctx, k, func(ctx context.Context) error {
		_, _, _, err := c.api.UpdateMessageContext(ctx, channel, ts, quiet(text, blocks)...)
		return k.done(err)
	})
}

// Ephemeral shows a message to one person in a channel the app and the person are in.
func (c *Client) Ephemeral(ctx context.Context, channel, user, thread, text string, blocks []slack.Block) error {
	k := &call{method: "chat.postEphemeral", channel: channel, effect: true}
	opts := quiet(text, blocks)
	if thread != "" {
		opts = append(opts, slack.MsgOptionTS(thread))
	}
	return c.do(ctx, k, func(ctx context.Context) error {
		_, err := c.api.PostEphemeralContext(ctx, channel, user, opts...)
		return k.done(err)
	})
}
