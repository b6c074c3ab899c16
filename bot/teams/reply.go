package teams

import (
	"context"
	"net/http"

	"salesclerk/bot/teams/adaptive"
	"salesclerk/bot/teams/connector"
	"salesclerk/cards"
)

// way is where a button was: what it can be answered with.
type way int

const (
	inCard    way = iota // Action.Execute: a card in its place, or a sentence
	inDialog             // a dialog: another one, a sentence, or none
	inMessage            // Action.Submit: nothing but a message
)

// reply is what somebody sees who clicked. At most one of its parts but after is set.
type reply struct {
	card   *adaptive.Message
	window *adaptive.Window
	say    []cards.Text
	quiet  bool // there is nothing to say: the dialog closes
	after  func(context.Context)
}

func says(sentences ...cards.Text) reply { return reply{say: sentences} }

func shows(m adaptive.Message) reply { return reply{card: &m} }

// and does something once the answer is sent.
func (p reply) and(f func(context.Context)) reply {
	first := p.after
	p.after = func(ctx context.Context) {
		if first != nil {
			first(ctx)
		}
		f(ctx)
	}
	return p
}

// then does what follows the answer.
func (p reply) then(ctx context.Context) {
	if p.after != nil {
		p.after(ctx)
	}
}

// The types of an answer to adaptiveCard/action and application/search.
// https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
const (
	typeCard   = "application/vnd.microsoft.card.adaptive"
	typeWords  = "application/vnd.microsoft.activity.message"
	typeSearch = "application/vnd.microsoft.search.searchResponse"
)

// invoked is the body of an answer to an invoke of a card.
type invoked struct {
	Status int    `json:"statusCode"`
	Type   string `json:"type"`
	Value  any    `json:"value"`
}

// asCard answers an Action.Execute.
func (p reply) asCard(s said) connector.Answer {
	out := invoked{Status: http.StatusOK, Type: typeWords, Value: paragraphs(p.say)}
	switch {
	case p.card != nil:
		out.Type, out.Value = typeCard, p.card.Card
	case p.window != nil:
		out.Type, out.Value = typeCard, p.window.Card
	}
	return connector.Answer{Body: out, After: p.after}
}

// taskAnswer is the body of an answer to task/fetch and task/submit.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
type taskAnswer struct {
	Task taskBody `json:"task"`
}

type taskBody struct {
	Type  string `json:"type"` // "continue" with a taskInfo, "message" with words
	Value any    `json:"value"`
}

type taskInfo struct {
	Title  string     `json:"title"`
	Height string     `json:"height"`
	Width  string     `json:"width"`
	Card   attachment `json:"card"`
}

type attachment struct {
	ContentType string `json:"contentType"`
	Content     any    `json:"content"`
}

// maxTitle is how many runes of a dialog's title Teams shows.
const maxTitle = 64

// asDialog answers task/fetch and task/submit.
func (p reply) asDialog(s said) connector.Answer {
	if p.quiet {
		return connector.Answer{After: p.after}
	}
	body := taskBody{Type: "continue"}
	switch {
	case p.window != nil:
		body.Value = windowInfo(p.window.Title, p.window.Card)
	case p.card != nil:
		card := p.card.Card
		card.Actions = nil // Teams knows no Action.Execute in a dialog
		body.Value = windowInfo(cards.Text{S: p.card.Summary}.Line(), card)
	default:
		body = taskBody{Type: "message", Value: paragraphs(p.say)}
	}
	return connector.Answer{Body: taskAnswer{body}, After: p.after}
}

func windowInfo(title string, card adaptive.Root) taskInfo {
	return taskInfo{Title: shorten(title, maxTitle), Height: "large", Width: "large",
		Card: attachment{ContentType: typeCard, Content: card}}
}

// message is the reply as a message of its own; false if it says nothing.
func (p reply) message(tag string) (adaptive.Message, bool) {
	switch {
	case p.card != nil:
		return *p.card, true
	case p.window != nil:
		return adaptive.Message{Summary: p.window.Title, Card: p.window.Card}, true
	case len(p.say) > 0:
		return adaptive.Answer(tag, p.say...), true
	}
	return adaptive.Message{}, false
}

// paragraphs are sentences as plain words.
func paragraphs(sentences []cards.Text) string {
	out := ""
	for i, s := range sentences {
		if i > 0 {
			out += "\n\n"
		}
		out += s.Para()
	}
	return out
}

// shorten cuts s to n runes, the last of them "…" if something is gone.
func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
