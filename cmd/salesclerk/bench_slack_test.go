package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/slack/blocks"
	"salesclerk/bot/slack/boltbench"
	"salesclerk/cards"
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
	m := newBench(b, true)
	if !m.real {
		b.Skip("redis-server is not installed, and Bolt needs it")
	}
	bolt := boltbench.Start(b, "redis://"+m.addr)
	m.toCard(m.mail())
	ids := m.fill(2*b.N + 1000)
	yes := yesSlack(b)
	m.p.config.Slack = slackConfig{BotToken: "xoxb-1", SigningSecret: "secret", APIURL: yes.URL + "/", Command: "/salesclerk"}
	m.d.config.Slack.Channel = salesChannel
	m.d.config.People = []personConfig{{ID: "slack:U0ANNA", Name: "Anna Berg", Roles: []task.Role{task.Approver}}}
	m.check(m.p.connectSlack())
	own := httptest.NewServer(m.p.withSlack(http.NotFoundHandler()))
	b.Cleanup(own.Close)
	t, err := m.d.Store.Task(b.Context(), ids[0])
	m.check(err)
	shown, err := json.Marshal(blocks.Card(cards.New(&t, t.Open().N, cards.Options{Zone: m.d.Zone}), m.d.Name).Blocks)
	m.check(err)
	body := func(i int) []byte {
		target := bot.Target{Desk: m.d.Name, Task: ids[i%len(ids)], Step: t.Open().N, Turn: t.Turn}
		return boltbench.Click{Team: "T1", User: "U0ANNA", Channel: salesChannel, MessageTS: "1790000000.000100", Blocks: shown, ActionID: blocks.ActionID(task.Confirm, ""),
			Value: target.String(), ActionTS: fmt.Sprintf("1790000001.%06d", i), ResponseURL: yes.URL + "/response/1"}.Body()
	}
	boltbench.Compare(b, boltbench.Side{URL: bolt.URL, Secret: bolt.Secret, Body: body},
		&boltbench.Side{URL: own.URL + "/slack/interactions", Secret: "secret", Body: body})
	states, err := m.d.store.CountByState(b.Context())
	m.check(err)
	if n := states[task.Working]; n < int64(2*b.N) {
		b.Fatalf("%d tasks were confirmed by %d clicks", n, 2*b.N)
	}
}
