package slacktest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// envelope is what all interactions carry. The lock is held.
// https://docs.slack.dev/reference/interaction-payloads
func (s *Server) envelope(kind string, u *User) fields {
	return fields{
		"type": kind, "api_app_id": s.o.AppID, "token": "unused", "enterprise": nil, "is_enterprise_install": false,
		"team": fields{"id": u.Team, "domain": strings.ToLower(u.Team)},
		"user": fields{"id": u.ID, "username": strings.ToLower(u.Name), "name": strings.ToLower(u.Name), "team_id": u.Team},
	}
}

// actionDelivery is a click: block_actions. The lock is held.
func (s *Server) actionDelivery(u *User, at place, e element, state fields) *delivery {
	p := s.envelope("block_actions", u)
	p["actions"] = []any{s.actionJSON(e, state)}
	p["trigger_id"] = s.newTrigger(u, at.view != nil && at.view.Type == "modal")
	if at.view != nil {
		p["container"] = fields{"type": "view", "view_id": at.view.ID}
		p["view"] = s.viewJSON(at.view)
	} else {
		s.messagePayload(p, u, at.post)
	}
	return &delivery{id: s.id("E"), kind: "interactive", payload: p}
}

// messagePayload adds the message that was clicked; an ephemeral one's words do not come with it.
func (s *Server) messagePayload(p fields, u *User, m *post) {
	container := fields{"type": "message", "message_ts": m.TS, "channel_id": m.Channel, "is_ephemeral": m.For != ""}
	if m.Thread != "" {
		container["thread_ts"] = m.Thread
	}
	if m.For == "" {
		p["message"] = s.messageJSON(m, true)
	}
	name := ""
	if c := s.channels[m.Channel]; c != nil {
		name = c.Name
	}
	state := m.state
	if state == nil {
		state = values{}
	}
	p["container"], p["channel"], p["state"] = container, fields{"id": m.Channel, "name": name}, fields{"values": state}
	p["response_url"] = s.newURL(u, m.Channel, m.Thread, m)
}

// actionJSON is one action as Slack tells of it.
func (s *Server) actionJSON(e element, state fields) fields {
	a := fields{"type": e.kind(), "action_id": e.action(), "block_id": e.block, "action_ts": s.ts()}
	for _, name := range []string{"text", "value", "style", "placeholder", "confirm", "initial_option", "initial_date"} {
		if v := e.json[name]; v != nil {
			a[name] = escaped(v)
		}
	}
	for name, v := range state {
		a[name] = v
	}
	return a
}

func (s *Server) eventDelivery(u *User, event fields) *delivery {
	id := s.id("Ev")
	return &delivery{id: id, kind: "events_api", payload: fields{
		"type": "event_callback", "token": "unused", "team_id": u.Team, "api_app_id": s.o.AppID, "event": event, "event_id": id,
		"event_time": s.now().Unix(), "is_ext_shared_channel": false,
		"authorizations": []any{fields{"team_id": s.o.Team, "user_id": s.BotUser(), "is_bot": true, "is_enterprise_install": false}},
	}}
}

func (s *Server) commandDelivery(u *User, c *room, words string) *delivery {
	return &delivery{id: s.id("E"), kind: "slash_commands", answers: true, payload: fields{
		"token": "unused", "team_id": u.Team, "team_domain": strings.ToLower(u.Team), "channel_id": c.ID, "channel_name": c.Name,
		"user_id": u.ID, "user_name": strings.ToLower(u.Name), "command": s.o.Command, "text": words, "api_app_id": s.o.AppID,
		"is_enterprise_install": "false", "response_url": s.newURL(u, c.ID, "", nil), "trigger_id": s.newTrigger(u, false),
	}}
}

// submissionDelivery is a submitted modal. The lock is held.
func (s *Server) submissionDelivery(v *view) *delivery {
	p := s.envelope("view_submission", v.user)
	p["view"], p["trigger_id"], p["response_urls"] = s.viewJSON(v), s.newTrigger(v.user, true), []any{}
	return &delivery{id: s.id("E"), kind: "interactive", answers: true, payload: p}
}

// closedDelivery tells of a closed modal that wanted it.
func (s *Server) closedDelivery(v *view, cleared bool) *delivery {
	p := s.envelope("view_closed", v.user)
	p["view"], p["is_cleared"] = s.viewJSON(v), cleared
	return &delivery{id: s.id("E"), kind: "interactive", payload: p}
}

// suggestionDelivery asks for the options of an external select.
func (s *Server) suggestionDelivery(v *view, e element, words string) *delivery {
	p := s.envelope("block_suggestion", v.user)
	p["container"], p["view"] = fields{"type": "view", "view_id": v.ID}, s.viewJSON(v)
	p["action_id"], p["block_id"], p["value"] = e.action(), e.block, words
	return &delivery{id: s.id("E"), kind: "interactive", answers: true, payload: p}
}

// objectParams reads a JSON object as parameters.
func objectParams(body []byte) (url.Values, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil {
		return nil, fmt.Errorf("no JSON object: %w", err)
	}
	return flatten(object), nil
}
