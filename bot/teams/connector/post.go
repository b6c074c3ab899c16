package connector

import (
	"context"
	"errors"
)

// MessageMax is the largest message in bytes of JSON. Teams takes about 100 KB
// (learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages);
// below 80 it always does.
const MessageMax = 80 << 10

// Post is a message to be posted, or to replace one. At least one of Text and
// Card is set.
type Post struct {
	Text    string // shown as it is: never Markdown, XML or a mention
	Summary string // notification and list of chats: plain text; Teams makes one up if empty
	Card    any    // an Adaptive Card, encodes to JSON; nil for none
	Alert   bool   // in a personal chat: notify as for a call to action (channelData.notification.alert)
}

// Send posts a message into a conversation, or into the thread of a channel that
// begins with the message thread, and returns the message's id. It is *RateError
// at once if the conversation's turn has not come, and ErrUncertain when it may
// have been posted although no id is known.
func (c *Client) Send(ctx context.Context, to Conversation, thread string, p Post) (id string, err error) {
	return "", errors.New("send: not yet")
}

// Update replaces a message that was posted, with all that it shows. It may be
// repeated without harm.
func (c *Client) Update(ctx context.Context, in Conversation, id string, p Post) error {
	return errors.New("update: not yet")
}

// Typing shows that the app is at work, for some seconds.
func (c *Client) Typing(ctx context.Context, in Conversation, thread string) error {
	return errors.New("typing: not yet")
}
