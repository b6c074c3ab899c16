package connector

import (
	"context"
	"encoding/json"
	"time"
)

// Kind is what a request is about.
type Kind string

// The kinds of requests. Activities of other types (typing, reactions, receipts,
// edits of people's messages) are acknowledged and reach no handler.
const (
	Message   Kind = "message"   // somebody wrote, or used an Action.Submit (then Value is set)
	Invoke    Kind = "invoke"    // somebody waits for an answer: Name says for what
	Installed Kind = "installed" // the app was added to a team, a group chat or for a person; may come again, in any order
	Removed   Kind = "removed"   // the app was removed from there
	Members   Kind = "members"   // people were added or removed: Activity.MembersAdded, MembersRemoved
	Changed   Kind = "changed"   // a channel or team was made, renamed, deleted…: Name is channelData.eventType ("channelDeleted")
)

// The names of invokes that concern cards.
const (
	CardAction = "adaptiveCard/action"
	TaskFetch  = "task/fetch"
	TaskSubmit = "task/submit"
	Search     = "application/search"
)

// HandlerTime is what a handler gets of the 5 seconds within which Teams wants
// the answer to an invoke.
const HandlerTime = 4 * time.Second

// The types of conversations, as Conversation.Type.
const (
	Personal = "personal"
	Group    = "groupChat"
	Channel  = "channel"
)

// Request is a request that is proven to come from Teams, by a tenant that is
// allowed, with a service URL that may be called.
type Request struct {
	Kind Kind
	// ID is the activity's: a click's own. Teams may repeat a delivery; it has the
	// same one then.
	ID   string
	Name string // of an invoke ("adaptiveCard/action"), or the eventType of Changed
	Text string // of a Message, as written; in channels it begins with the bot's <at>name</at>
	// ReplyTo is the activity that it refers to: the message with the card that was used.
	ReplyTo string
	// Thread is the id of the first message of the thread it happened in, in a
	// channel; "" elsewhere.
	Thread       string
	Person       Person
	Conversation Conversation
	// Value is a click's data and inputs, as JSON of any shape; nil if there is none.
	Value json.RawMessage
	// Activity is all that was parsed of the activity.
	Activity Activity
}

// Person is who acts.
type Person struct {
	Tenant string // GUID, lower case
	AAD    string // the object id in Entra, GUID, lower case; "" where Teams does not say (channels' own events)
	ID     string // Teams' own for this app, "29:…"
	Name   string // as the person calls itself: a stranger's text
	Locale string // "de-DE"; "" where Teams does not say
}

// Conversation is where something happens, and all that is needed to write there
// later, after a restart too: keep it.
type Conversation struct {
	ID         string `json:"id"`                // "19:…@thread.tacv2", "a:…"; never with ";messageid="
	Type       string `json:"type"`              // Personal, Group or Channel
	Tenant     string `json:"tenant"`            // GUID, lower case
	Team       string `json:"team,omitempty"`    // the team's own id, "19:…@thread.tacv2"
	Channel    string `json:"channel,omitempty"` // the channel's id
	ServiceURL string `json:"serviceUrl"`
}

// Answer is what a handled request brings.
type Answer struct {
	Status int // of the HTTP answer; 200 if 0
	// Body is sent as JSON; nil: none. For CardAction it is Teams' {"statusCode":
	// 200, "type": …, "value": …} with Status 200. At most AnswerMax bytes.
	Body any
	// After runs once the answer was sent (or could not be), in the Pool, with a
	// context of its own of intake.Options.AfterTime. It may be nil.
	After func(ctx context.Context)
}

// AnswerMax is the largest Answer.Body in bytes of JSON, as for a message.
const AnswerMax = 100 << 10

// Handler handles one request. Its context ends after HandlerTime. When it
// returns an error the answer is 503, so that Teams tells the person who clicked
// that it failed.
type Handler func(ctx context.Context, r Request) (Answer, error)

// Activity is what an activity may hold of what matters here. Its words are
// strangers'.
type Activity struct {
	Type           string          `json:"type"`
	ID             string          `json:"id"`
	Name           string          `json:"name"`
	Action         string          `json:"action"`
	Text           string          `json:"text"`
	TextFormat     string          `json:"textFormat"`
	Locale         string          `json:"locale"`
	LocalTimezone  string          `json:"localTimezone"`
	Timestamp      string          `json:"timestamp"`
	ReplyToID      string          `json:"replyToId"`
	ChannelID      string          `json:"channelId"`
	ServiceURL     string          `json:"serviceUrl"`
	From           Account         `json:"from"`
	Recipient      Account         `json:"recipient"`
	Conversation   Place           `json:"conversation"`
	MembersAdded   []Account       `json:"membersAdded"`
	MembersRemoved []Account       `json:"membersRemoved"`
	Value          json.RawMessage `json:"value"`
	ChannelData    json.RawMessage `json:"channelData"`
	Entities       json.RawMessage `json:"entities"`
}

// Account is a person or a bot.
type Account struct {
	ID   string `json:"id"` // "29:…" for people, "28:APP-ID" for bots
	Name string `json:"name"`
	AAD  string `json:"aadObjectId"`
	Role string `json:"role"`
}

// Place is an activity's conversation as Teams names it; its ID may end in
// ";messageid=…".
type Place struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Type    string `json:"conversationType"`
	Tenant  string `json:"tenantId"`
	IsGroup bool   `json:"isGroup"`
}
