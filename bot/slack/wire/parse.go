package wire

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"salesclerk/bot/intake"
)

// nothing acknowledges what no handler needs to see: event types nobody asked
// for, Slack's probes of the address.
var nothing = answer{}

// parseEvent reads a body of the Events API, or an events_api envelope's payload.
func parseEvent(body []byte) (Request, error) {
	var outer struct {
		Type      string `json:"type"`
		Challenge string `json:"challenge"`
		Team      string `json:"team_id"`
		ID        string `json:"event_id"`
		Event     struct {
			Type string `json:"type"`
		} `json:"event"`
	}
	if err := json.Unmarshal(body, &outer); err != nil {
		return Request{}, broken(err)
	}
	switch outer.Type {
	case slackevents.URLVerification:
		return Request{}, answer{intake.TypeText, []byte(outer.Challenge)}
	case slackevents.CallbackEvent:
	default:
		return Request{}, nothing
	}
	if _, known := slackevents.EventsAPIInnerEventMapping[slackevents.EventsAPIType(outer.Event.Type)]; !known {
		return Request{}, nothing
	}
	e, err := slackevents.ParseEvent(body, slackevents.OptionNoVerifyToken())
	if err != nil {
		return Request{}, fmt.Errorf("event %s: %w", brief(outer.Event.Type), broken(err))
	}
	return Request{Kind: Event, ID: cmp.Or(outer.ID, digest(body)), Team: outer.Team,
		Event: e.InnerEvent.Data, Raw: body}, nil
}

// parseInteractionForm reads a body of the interactivity URL: one form value with JSON.
func parseInteractionForm(body []byte) (Request, error) {
	form, err := url.ParseQuery(string(body))
	if err != nil || len(form["payload"]) != 1 {
		return Request{}, errors.New("the form has no payload")
	}
	r, err := parseInteraction([]byte(form.Get("payload")))
	r.ID = digest(body)
	return r, err
}

var interactions = map[slack.InteractionType]Kind{
	slack.InteractionTypeBlockActions:    Action,
	slack.InteractionTypeViewSubmission:  Submit,
	slack.InteractionTypeViewClosed:      Closed,
	slack.InteractionTypeBlockSuggestion: Suggest,
}

// parseInteraction reads an interaction's payload.
func parseInteraction(payload []byte) (Request, error) {
	c, err := callback(payload)
	if err != nil {
		return Request{}, broken(err)
	}
	kind, known := interactions[c.Type]
	if !known {
		return Request{}, nothing // shortcuts and the like, of which the manifest has none
	}
	r := Request{Kind: kind, Team: cmp.Or(c.User.TeamID, c.Team.ID, c.Enterprise.ID), Interaction: c, Raw: payload}
	if c.User.ID == "" || r.Team == "" {
		return Request{}, errors.New("an interaction without its person")
	}
	return r, nil
}

// callback is a payload as slack-go's type, without what is drawn: a payload holds
// the whole message and view that were clicked, and parsing them costs more than
// all the rest. A block that slack-go does not know can not lose a click either.
func callback(payload []byte) (*slack.InteractionCallback, error) {
	rest, err := undrawn(payload)
	if err != nil {
		return nil, err
	}
	var c slack.InteractionCallback
	if err := json.Unmarshal(rest, &c); err != nil {
		return nil, err
	}
	return &c, nil
}

// undrawn is a payload without what Slack draws: of the message only its place is
// left, of the view all but its blocks.
func undrawn(payload []byte) ([]byte, error) {
	var all, view map[string]json.RawMessage
	if err := json.Unmarshal(payload, &all); err != nil {
		return nil, err
	}
	var place struct {
		TS       string `json:"ts"`
		ThreadTS string `json:"thread_ts,omitempty"`
	}
	if raw, there := all["message"]; there {
		_ = json.Unmarshal(raw, &place) // a message that is none has no place
		all["message"], _ = json.Marshal(place)
	}
	delete(all, "original_message")
	if json.Unmarshal(all["view"], &view) == nil && view != nil {
		delete(view, "blocks")
		all["view"], _ = json.Marshal(view)
	}
	return json.Marshal(all)
}

// parseCommandForm reads a body of a command's URL.
func parseCommandForm(body []byte) (Request, error) {
	f, err := url.ParseQuery(string(body))
	if err != nil {
		return Request{}, errors.New("the form can not be read")
	}
	if f.Get("ssl_check") != "" {
		return Request{}, nothing
	}
	return command(slack.SlashCommand{
		Token: f.Get("token"), TeamID: f.Get("team_id"), TeamDomain: f.Get("team_domain"),
		EnterpriseID: f.Get("enterprise_id"), EnterpriseName: f.Get("enterprise_name"),
		IsEnterpriseInstall: f.Get("is_enterprise_install") == "true",
		ChannelID:           f.Get("channel_id"), ChannelName: f.Get("channel_name"),
		UserID: f.Get("user_id"), UserName: f.Get("user_name"), Command: f.Get("command"), Text: f.Get("text"),
		ResponseURL: f.Get("response_url"), TriggerID: f.Get("trigger_id"), APIAppID: f.Get("api_app_id"),
	}, digest(body))
}

// parseCommand reads a slash_commands envelope's payload.
func parseCommand(payload []byte) (Request, error) {
	var c slack.SlashCommand
	if err := json.Unmarshal(payload, &c); err != nil {
		return Request{}, broken(err)
	}
	return command(c, digest(payload))
}

func command(c slack.SlashCommand, id string) (Request, error) {
	r := Request{Kind: Command, ID: id, Team: cmp.Or(c.TeamID, c.EnterpriseID), Command: &c}
	if c.UserID == "" || r.Team == "" || c.Command == "" {
		return Request{}, errors.New("a command without its person or name")
	}
	return r, nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:12])
}

// broken is a parser's error without the words it stumbled on.
func broken(err error) error {
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("no JSON at byte %d", e.Offset)
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("unexpected type at byte %d, field %s", e.Offset, brief(e.Field))
	}
	return errors.New("not as documented")
}
