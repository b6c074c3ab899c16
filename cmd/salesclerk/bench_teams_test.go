package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot/clickbench"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/bot/teams/teamstest"
)

const benchChannel = "19:orders@thread.tacv2"

// benchTeams is a Teams with one channel, one person, and no limits.
func benchTeams(b *testing.B) *teamstest.Server {
	t := teamstest.New(b, teamstest.Options{Limits: &teamstest.Limits{}})
	t.AddUser(teamstest.User{ID: "anna", Name: "Anna Berg", Locale: "en-GB"})
	t.AddTeam(teamstest.Team{ID: "19:sales@thread.tacv2", Members: []string{"anna"}, Installed: true, Channels: []teamstest.Channel{{ID: benchChannel}}})
	return t
}

// BenchmarkTeams is a click as Teams sends it, on a card of its own each time:
// token, rights, the core, the write to Redis, the new card for an answer; beside a
// handler on botbuilder that verifies the same request, writes once to the same
// Redis and answers with a card of one line.
func BenchmarkTeams(b *testing.B) {
	c, t := newClicked(b), benchTeams(b)
	peer := clickbench.BotBuilder(b, "redis://"+c.addr, t)
	c.p.config.Teams = teamsConfig{AppID: t.AppID(), Secret: t.Secret(), Tenant: t.Tenant(), ServiceURL: t.ServiceURL(""),
		TokenURL: t.TokenURL(), MetadataURL: t.MetadataURL(), Hosts: []string{t.Host()}}
	c.d.config.Teams.Room = benchChannel
	c.d.config.People = []personConfig{{ID: "teams:" + t.AAD("anna"), Name: "Anna Berg", Roles: []task.Role{task.Approver}}}
	c.check(c.p.connectTeams())
	own := httptest.NewServer(c.p.withTeams(http.NotFoundHandler()))
	b.Cleanup(own.Close)
	confirm := c.button(task.Confirm)
	body := func(i int) []byte {
		return clickbench.TeamsClick{ServiceURL: t.ServiceURL(""), Tenant: t.Tenant(), App: t.AppID(), AAD: t.AAD("anna"), User: t.TeamsID("anna"), Name: "Anna Berg",
			Team: "19:sales@thread.tacv2", Channel: benchChannel, Message: fmt.Sprint(1790000000000 + i), ID: fmt.Sprint("f:", i), Verb: string(task.Confirm),
			Data: json.RawMessage(strings.ReplaceAll(confirm, c.target(0), c.target(i)))}.Body()
	}
	token := t.Token(nil)
	c.against(clickbench.Bearing(peer, token, body), clickbench.Bearing(own.URL+"/api/messages", token, body))
}

// button is the data of the card's button in Teams.
func (c *clicked) button(verb task.Kind) string {
	shown, err := json.Marshal(adaptive.Card(c.card(), adaptive.Options{Desk: c.d.Name, Windows: true}).Card)
	c.check(err)
	var card struct {
		Body []struct {
			Actions []struct {
				Verb string
				Data json.RawMessage
			}
		}
		Actions []struct {
			Verb string
			Data json.RawMessage
		}
	}
	c.check(json.Unmarshal(shown, &card))
	for _, e := range card.Body {
		card.Actions = append(card.Actions, e.Actions...)
	}
	for _, a := range card.Actions {
		if a.Verb == string(verb) {
			return string(a.Data)
		}
	}
	c.b.Fatalf("the card has no button %s: %s", verb, shown)
	return ""
}
