package adaptive

import (
	"salesclerk/agent/lang"
	"salesclerk/cards"
)

// write lays a card out.
func write(c cards.Card, o Options) Message {
	return Message{Summary: c.Title, Card: root(lang.For(c.Lang).Tag(), nil, nil)}
}

// root is a whole card.
func root(tag string, body []element, actions []action) Root {
	return Root{Type: "AdaptiveCard", Schema: "http://adaptivecards.io/schemas/adaptive-card.json", Version: "1.5",
		Lang: tag, Body: body, Actions: actions, MSTeams: &msTeams{Width: "Full"}}
}
