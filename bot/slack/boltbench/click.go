package boltbench

import (
	"encoding/json"
	"net/url"
)

// Click is a click on a button of a message in a channel.
type Click struct {
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
func (c Click) Body() []byte {
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
