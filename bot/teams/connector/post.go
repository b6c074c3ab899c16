package connector

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/infracloudio/msbotbuilder-go/core/activity"
	"github.com/infracloudio/msbotbuilder-go/schema"
)

// MessageMax is the largest message in bytes of JSON. Teams takes about 100 KB
// (learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages);
// below 80 it always does.
const MessageMax = 80 << 10

// CardType is the content type of an Adaptive Card.
const CardType = "application/vnd.microsoft.card.adaptive"

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
	k := &call{method: "send", thread: to.ID, tenant: to.Tenant}
	a, err := p.activity(to, thread)
	if err != nil {
		return "", fmt.Errorf("send: %w", err)
	}
	if err := c.speak(ctx, k, a, (*activity.DefaultResponse).SendActivity); err != nil {
		return "", err
	}
	var made struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(k.answer, &made) != nil || made.ID == "" {
		return "", k.judge(errors.New("the answer names no message"))
	}
	return made.ID, nil
}

// Update replaces a message that was posted, with all that it shows. It may be
// repeated without harm.
func (c *Client) Update(ctx context.Context, in Conversation, id string, p Post) error {
	return c.UpdateReply(ctx, in, "", id, p)
}

// UpdateReply is Update for a message in the thread of a channel: it is addressed
// as Send addressed it.
func (c *Client) UpdateReply(ctx context.Context, in Conversation, thread, id string, p Post) error {
	k := &call{method: "update", thread: in.ID, tenant: in.Tenant, repeat: true}
	a, err := p.activity(in, thread)
	if err == nil {
		a.ID, err = id, named(id)
	}
	if err != nil {
		return fmt.Errorf("update: %w", err)
	}
	return c.speak(ctx, k, a, (*activity.DefaultResponse).UpdateActivity)
}

// Typing shows that the app is at work, for some seconds.
func (c *Client) Typing(ctx context.Context, in Conversation, thread string) error {
	k := &call{method: "typing", thread: in.ID, tenant: in.Tenant, repeat: true}
	a, err := addressed(in, thread)
	if err != nil {
		return fmt.Errorf("typing: %w", err)
	}
	a.Type = schema.Typing
	return c.speak(ctx, k, a, (*activity.DefaultResponse).SendActivity)
}

// botID is an app's account in Teams.
func botID(app string) string { return "28:" + app }

// addressed is an activity with nothing but its address.
func addressed(to Conversation, thread string) (schema.Activity, error) {
	if err := named(to.ID); err != nil {
		return schema.Activity{}, err
	}
	id := to.ID
	if thread != "" {
		if err := named(thread); err != nil {
			return schema.Activity{}, err
		}
		id += ";messageid=" + thread
	}
	return schema.Activity{ServiceURL: to.ServiceURL, ChannelID: teams,
		Conversation: schema.ConversationAccount{ID: id, ConversationType: to.Type, TenantID: to.Tenant}}, nil
}

func (p Post) activity(to Conversation, thread string) (schema.Activity, error) {
	if p.Text == "" && p.Card == nil {
		return schema.Activity{}, errors.New("the message is empty")
	}
	a, err := addressed(to, thread)
	a.Type, a.Text, a.Summary = schema.Message, p.Text, p.Summary
	if p.Text != "" {
		a.TextFormat = schema.PLAIN
	}
	if p.Card != nil {
		a.Attachments = []schema.Attachment{{ContentType: CardType, Content: p.Card}}
	}
	if p.Alert {
		a.ChannelData = map[string]any{"notification": map[string]any{"alert": true}}
	}
	return a, err
}

// speak sends an activity by msbotbuilder-go's response writer, which makes its
// address; perCall does the rest.
func (c *Client) speak(ctx context.Context, k *call, a schema.Activity, by func(*activity.DefaultResponse, schema.Activity) error) error {
	k.service = a.ServiceURL
	if c.o.AppID != "" {
		a.From = schema.ChannelAccount{ID: botID(c.o.AppID)}
	}
	per := &perCall{c: c, ctx: ctx, k: k}
	err := by(&activity.DefaultResponse{Client: per}, a)
	if per.err != nil {
		return per.err // without the writer's own words around it
	}
	return err
}

// perCall is msbotbuilder-go's client.Client for one call: it keeps the context,
// and what came of it.
type perCall struct {
	c   *Client
	ctx context.Context
	k   *call
	err error
}

// Post sends an activity.
func (p *perCall) Post(u url.URL, a schema.Activity) error { return p.send("POST", u, a) }

// Put replaces one.
func (p *perCall) Put(u url.URL, a schema.Activity) error { return p.send("PUT", u, a) }

// Delete is never asked for.
func (p *perCall) Delete(url.URL, schema.Activity) error {
	panic("connector: nothing is deleted")
}

func (p *perCall) send(verb string, u url.URL, a schema.Activity) error {
	u.RawPath = strings.Replace(u.EscapedPath(), ";messageid=", "%3Bmessageid=", 1)
	p.k.verb, p.k.url = verb, u.String()
	if p.k.body, p.err = washed(a); p.err == nil {
		p.err = p.c.do(p.ctx, p.k)
	} else {
		p.err = fmt.Errorf("%s: %w", p.k.method, p.err)
	}
	return p.err
}
