package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot/clickbench"
	"salesclerk/bot/slack/blocks"
)

// yesSlack answers every call as Slack does when all is well. It costs next to
// nothing, so that what is measured is our side.
func yesSlack(b *testing.B) *httptest.Server {
	b.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch r.URL.Path {
		case "/users.info":
			_, _ = w.Write([]byte(`{"ok":true,"user":{"id":"U0ANNA","team_id":"T1","name":"anna","locale":"en-GB","profile":{"display_name":"Anna"}}}`))
		default:
			_, _ = w.Write([]byte(`{"ok":true,"team_id":"T1","user_id":"UBOT","bot_id":"B1","ts":"1.1","channel":"C0SALES"}`))
		}
	}))
	b.Cleanup(s.Close)
	return s
}

// BenchmarkSlack is a click as Slack sends it, on a card of its own each time:
// signature, rights, the core, the write to Redis, the acknowledgement; beside a
// handler in Bolt that verifies the same request and writes once to the same
// Redis. What follows the acknowledgement (the card is replaced) is done too, at
// our own cost.
func BenchmarkSlack(b *testing.B) {
	c := newClicked(b)
	bolt, secret := clickbench.Bolt(b, "redis://"+c.addr)
	yes := yesSlack(b)
	c.p.config.Slack = slackConfig{BotToken: "xoxb-1", SigningSecret: "secret", APIURL: yes.URL + "/", Command: "/salesclerk"}
	c.d.config.Slack.Channel = salesChannel
	c.d.config.People = []personConfig{{ID: "slack:U0ANNA", Name: "Anna Berg", Roles: []task.Role{task.Approver}}}
	c.check(c.p.connectSlack())
	own := httptest.NewServer(c.p.withSlack(http.NotFoundHandler()))
	b.Cleanup(own.Close)
	shown, err := json.Marshal(blocks.Card(c.card(), c.d.Name).Blocks)
	c.check(err)
	body := func(i int) []byte {
		return clickbench.SlackClick{Team: "T1", User: "U0ANNA", Channel: salesChannel, MessageTS: "1790000000.000100", Blocks: shown, ActionID: blocks.ActionID(task.Confirm, ""),
			Value: c.target(i), ActionTS: fmt.Sprintf("1790000001.%06d", i), ResponseURL: yes.URL + "/response/1"}.Body()
	}
	c.against(clickbench.Signed(bolt, secret, body), clickbench.Signed(own.URL+"/slack/interactions", "secret", body))
}
