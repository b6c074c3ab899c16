// Package blocks writes what people see of a task as Slack messages: cards,
// notices, a task's history and private answers, in Block Kit. It posts nothing,
// asks nobody and keeps nothing; the same card always gives the same JSON.
//
// One card goes through it like this: Card writes the line of context, the title,
// the lead and each block of the card (render.go: one table block, the rest as
// rich text), then the buttons (buttons.go) or the sentence that settled it. The
// whole is measured as Slack measures it (fit.go); while it is too large, the card
// is shortened a step, visibly, and written anew. Each block gets an id of its
// card, its content and its place, so that an edit never meets old state.
//
// Trust: nothing is written in Slack's markup. Words, whoever's they are, stand in
// plain_text, in text elements of rich_text and in raw_text cells, which Slack
// does not read for mentions, links or formatting; what might be read there all
// the same is broken by an invisible word joiner (escape.go). Only Message.Text, which
// notifications show, is markup to Slack: Escape makes it harmless.
//
// Check is a judge of its own: it knows Slack's rules and nothing of this
// package's types.
package blocks

import "github.com/slack-go/slack"

// Message is what is given to chat.postMessage or chat.update. Text is what
// notifications and screen readers take, escaped already; send it with mrkdwn
// false, parse "none", link_names false and unfurling off.
type Message struct {
	Text   string        `json:"text"`
	Blocks []slack.Block `json:"blocks"`
}

// Surface is where blocks are shown.
type Surface string

const (
	InMessage Surface = "message"
	InModal   Surface = "modal" // no table block there
	InHome    Surface = "home"  // no table block there
)
