package clickbench

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"net/http"
	"testing"

	"salesclerk/bot/teams/teamstest"
	"salesclerk/cards/judge"
)

//go:embed botbuilder.mjs
var botbuilder []byte

// BotBuilder runs botbuilder's handler, writing to the Redis, until the test ends:
// where it takes activities. It is the bot that a Teams knows.
func BotBuilder(tb testing.TB, redisURL string, t *teamstest.Server) (url string) {
	tb.Helper()
	at := start(tb, botbuilder, []string{judge.BotBuilder, judge.Express, judge.RedisClient}, "REDIS_URL="+redisURL,
		"APP_ID="+t.AppID(), "SECRET="+t.Secret(), "TENANT="+t.Tenant(), "METADATA_URL="+t.MetadataURL(), "ISSUER="+t.Issuer(),
		"LOGIN_URL="+t.TokenURL(), "SCOPE="+t.Scope())
	return at + "/api/messages"
}

// TeamsClick is a click on an Action.Execute in a channel.
type TeamsClick struct {
	ServiceURL, Tenant, App string
	AAD, User, Name         string // who clicked: object id, "29:…", display name
	Team, Channel, Message  string
	ID                      string // another for each click
	Verb                    string
	Data                    json.RawMessage // of the button
}

// Body is the click as Teams sends it,
// https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model.
func (c TeamsClick) Body() []byte {
	type m = map[string]any
	body, err := json.Marshal(m{
		"type": "invoke", "id": c.ID, "name": "adaptiveCard/action", "channelId": "msteams", "serviceUrl": c.ServiceURL,
		"timestamp": "2026-01-02T03:04:05.678Z", "localTimestamp": "2026-01-02T04:04:05.678+01:00", "localTimezone": "Europe/Copenhagen", "locale": "en-GB",
		"from":         m{"id": c.User, "name": c.Name, "aadObjectId": c.AAD},
		"recipient":    m{"id": "28:" + c.App, "name": "Salesclerk"},
		"conversation": m{"id": c.Channel + ";messageid=" + c.Message, "conversationType": "channel", "tenantId": c.Tenant, "isGroup": true},
		"channelData": m{"tenant": m{"id": c.Tenant}, "team": m{"id": c.Team}, "channel": m{"id": c.Channel}, "teamsTeamId": c.Team, "teamsChannelId": c.Channel,
			"source": m{"name": "message"}, "legacy": m{"replyToId": c.Message}},
		"entities":  []m{{"type": "clientInfo", "locale": "en-GB", "country": "GB", "platform": "Web", "timezone": "Europe/Copenhagen"}},
		"replyToId": c.Message,
		"value":     m{"action": m{"type": "Action.Execute", "title": "Confirm", "verb": c.Verb, "data": c.Data}, "trigger": "manual"},
	})
	if err != nil {
		panic(err) // the data is no JSON: this code is wrong
	}
	return body
}

// Bearing are requests as Teams sends them, all with one token: Teams uses one for
// about an hour. Request i has the activity body(i).
func Bearing(url, token string, body func(i int) []byte) Requests {
	return func(i int) (*http.Request, error) {
		r, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body(i)))
		if err != nil {
			return nil, err
		}
		r.Header.Set("Content-Type", "application/json; charset=utf-8")
		r.Header.Set("User-Agent", "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)")
		r.Header.Set("Authorization", "Bearer "+token)
		return r, nil
	}
}
