package connector

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/infracloudio/msbotbuilder-go/core"
	"github.com/infracloudio/msbotbuilder-go/schema"
)

// plainFields are the fields of an activity that msbotbuilder-go's types hold
// whatever Teams sends. Others (value, channelData, entities) may be of any shape
// and stay raw, or are not looked at.
var plainFields = []string{"type", "id", "name", "action", "text", "textFormat", "locale",
	"localTimezone", "replyToId", "channelId", "serviceUrl", "from", "recipient",
	"conversation", "membersAdded", "membersRemoved"}

// parser makes requests of bodies that are proven.
type parser struct{ adapter *core.BotFrameworkAdapter }

func (p parser) parse(ctx context.Context, h http.Header, fields map[string]json.RawMessage) (Request, bool, error) {
	known := map[string]json.RawMessage{}
	for _, name := range plainFields {
		if v, ok := fields[name]; ok {
			known[name] = v
		}
	}
	a, err := p.plain(ctx, h, known)
	if err != nil {
		return Request{}, false, err
	}
	act := activityOf(a)
	act.Value, act.ChannelData, act.Entities = filled(fields["value"]), filled(fields["channelData"]), filled(fields["entities"])
	_ = json.Unmarshal(fields["timestamp"], &act.Timestamp) // any shape; only shown
	r, ok := requestOf(act)
	return r, ok, nil
}

// plain has msbotbuilder-go parse the fields it can, and ask the prover again
// whether the token speaks for what it found.
func (p parser) plain(ctx context.Context, h http.Header, known map[string]json.RawMessage) (schema.Activity, error) {
	body, err := json.Marshal(known)
	if err != nil {
		return schema.Activity{}, err
	}
	req := &http.Request{Header: http.Header{"Authorization": {either(h.Get("Authorization"), "none")}},
		Body: io.NopCloser(bytes.NewReader(body))}
	return p.adapter.ParseRequest(ctx, req)
}

// filled is nil for what is missing or null.
func filled(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	return raw
}

func activityOf(a schema.Activity) Activity {
	return Activity{
		Type: string(a.Type), ID: a.ID, Name: a.Name, Action: a.Action,
		Text: a.Text, TextFormat: string(a.TextFormat), Locale: a.Locale, LocalTimezone: a.LocalTimezone,
		ReplyToID: a.ReplyToID, ChannelID: a.ChannelID, ServiceURL: a.ServiceURL,
		From: accountOf(a.From), Recipient: accountOf(a.Recipient),
		Conversation: Place{ID: a.Conversation.ID, Name: a.Conversation.Name, Type: a.Conversation.ConversationType,
			Tenant: a.Conversation.TenantID, IsGroup: a.Conversation.IsGroup},
		MembersAdded: accountsOf(a.MembersAdded), MembersRemoved: accountsOf(a.MembersRemoved),
	}
}

func accountOf(a schema.ChannelAccount) Account {
	return Account{ID: a.ID, Name: a.Name, AAD: a.AadObjectID, Role: string(a.Role)}
}

func accountsOf(as []schema.ChannelAccount) (out []Account) {
	for _, a := range as {
		out = append(out, accountOf(a))
	}
	return out
}

// channelData is what is read of Teams' own part of an activity.
type channelData struct {
	Event  string `json:"eventType"`
	Tenant ident  `json:"tenant"`
	Team   ident  `json:"team"`
	Chan   ident  `json:"channel"`
}

type ident struct {
	ID string `json:"id"`
}

// requestOf is what an activity means; false: nothing to anybody here.
func requestOf(a Activity) (Request, bool) {
	var data channelData
	_ = json.Unmarshal(a.ChannelData, &data) // what is of another shape stays empty
	kind, ok := kindOf(a, data)
	if !ok {
		return Request{}, false
	}
	id, thread, _ := strings.Cut(a.Conversation.ID, ";messageid=")
	tenant := strings.ToLower(either(a.Conversation.Tenant, data.Tenant.ID))
	r := Request{Kind: kind, ID: a.ID, Name: a.Name, Text: a.Text, ReplyTo: a.ReplyToID, Thread: thread,
		Value: a.Value, Activity: a,
		Person: Person{Tenant: tenant, AAD: strings.ToLower(a.From.AAD), ID: a.From.ID, Name: a.From.Name,
			Locale: either(a.Locale, clientLocale(a.Entities))},
		Conversation: Conversation{ID: id, Type: a.Conversation.Type, Tenant: tenant,
			Team: data.Team.ID, Channel: data.Chan.ID, ServiceURL: a.ServiceURL}}
	if kind == Changed {
		r.Name = data.Event
	}
	if r.Conversation.Type == Channel && r.Conversation.Channel == "" {
		r.Conversation.Channel = id
	}
	return r, true
}

// kindOf tells what an activity is about. An upgrade of the app removes it and
// adds it again in no certain order: only the adding counts.
func kindOf(a Activity, data channelData) (Kind, bool) {
	bot := func(x Account) bool { return x.ID != "" && x.ID == a.Recipient.ID }
	switch a.Type {
	case "message":
		return Message, true
	case "invoke":
		return Invoke, true
	case "installationUpdate":
		return installKind(a.Action)
	case "conversationUpdate":
		switch {
		case slices.ContainsFunc(a.MembersAdded, bot):
			return Installed, true
		case slices.ContainsFunc(a.MembersRemoved, bot):
			return Removed, true
		case len(a.MembersAdded)+len(a.MembersRemoved) > 0:
			return Members, true
		}
		return Changed, data.Event != ""
	}
	return "", false
}

func installKind(action string) (Kind, bool) {
	switch action {
	case "add", "add-upgrade":
		return Installed, true
	case "remove":
		return Removed, true
	}
	return "", false
}

// clientLocale is the language that the client says it is in, where the activity
// itself does not.
func clientLocale(entities json.RawMessage) string {
	var all []json.RawMessage
	_ = json.Unmarshal(entities, &all)
	for _, raw := range all {
		var e struct {
			Type   string `json:"type"`
			Locale string `json:"locale"`
		}
		if json.Unmarshal(raw, &e) == nil && e.Type == "clientInfo" && e.Locale != "" {
			return e.Locale
		}
	}
	return ""
}
