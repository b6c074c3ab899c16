package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/reader/model/modeltest"
	"salesclerk/store"
)

func TestModelMistakesAreNamed(t *testing.T) {
	tests := map[string]struct{ model, want string }{
		"no address":            {"{model: m}", "base_url"},
		"no model":              {"{base_url: 'https://x.example/v1'}", "name the model"},
		"a key in the clear":    {"{base_url: 'http://x.example/v1', model: m, api_key: k, allow_plain: true}", "not encrypted"},
		"a mail in the clear":   {"{base_url: 'http://x.example/v1', model: m}", "not encrypted"},
		"a name in the address": {"{base_url: 'https://u:p@x.example/v1', model: m}", "base_url"},
		"no scheme":             {"{base_url: 'x.example/v1', model: m}", "base_url"},
		"no amount":             {"{base_url: 'https://x.example/v1', model: m, price_in: much}", "price_in"},
		"money without prices":  {"{base_url: 'https://x.example/v1', model: m, daily_money: 3}", "needs prices"},
		"no time":               {"{base_url: 'https://x.example/v1', model: m, timeout: -3s}", "timeout"},
		"too long":              {"{base_url: 'https://x.example/v1', model: m, timeout: 1h}", "timeout"},
		"less than nothing":     {"{base_url: 'https://x.example/v1', model: m, daily_tokens: -1}", "0 or more"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := parseConfig(fmt.Appendf(nil, "model: %s\ndesks: []\n", test.model), env)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "model") {
				t.Errorf("%v does not say %q", err, test.want)
			}
		})
	}
}

func TestModelsThatMayBeAsked(t *testing.T) {
	for _, m := range []string{
		"{base_url: 'https://api.openai.com/v1', model: m, api_key: k}",
		"{base_url: 'http://127.0.0.1:11434/v1', model: m, api_key: k}",
		"{base_url: 'http://[::1]:11434/v1', model: m}",
		"{base_url: 'http://localhost:8000/v1/', model: m}",
		"{base_url: 'http://gpu.lan:8000/v1', model: m, allow_plain: true}",
		"{base_url: 'https://x.example/v1', model: m, price_in: 0.25, price_out: 2, daily_money: 3.50}",
	} {
		_, err := parseConfig(fmt.Appendf(nil, "model: %s\ndesks: []\n", m), env)
		if err != nil && strings.Contains(err.Error(), "model") {
			t.Errorf("%s: %v", m, err)
		}
	}
}

// TestCopiesShareTheModelsBudget: two copies of the program over one Redis, and two
// desks of each.
func TestCopiesShareTheModelsBudget(t *testing.T) {
	client, stop, err := store.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	e := &modeltest.Endpoint{Model: "m", Answer: func(modeltest.Request) modeltest.Reply {
		return modeltest.Reply{Content: `{"intents":[],"lines":[]}`, In: 1000, Out: 100}
	}}
	server := httptest.NewServer(e)
	defer server.Close()
	conf := &config{Model: modelConfig{BaseURL: server.URL, Model: "m", DailyTokens: 10_000, MaxAnswer: 1000}}
	fine := 0
	for range 2 {
		p := &program{config: conf, log: quietly(), meters: newMeters(), client: client}
		if err := p.connectModel(); err != nil {
			t.Fatal(err)
		}
		for range 10 {
			if _, err := p.model.client.Try(t.Context()); err == nil {
				fine++
			}
		}
	}
	day := time.Now().UTC().Format(time.DateOnly)
	counts, err := client.Desk(modelDesk).Counts(t.Context(), day, day)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(e.Requests()); n != fine || counts["model.tokens"] != int64(n)*1100 || counts["model.tokens"] > 10_000 || n < 5 {
		t.Errorf("%d requests, %d answers, counted %v", n, fine, counts)
	}
}

// TestCheckTriesTheModel holds that the doctor says in one sentence how it is.
func TestCheckTriesTheModel(t *testing.T) {
	fine := `{"intents":[],"out_of_scope":[],"reference":"","delivery_date":"","ship_to":"","lines":[
		{"words":"3 wooden chairs","item":"wooden chairs","details":[],"numbers":[],"quantity":"3","unit":"","date":"","change":"","offered":0},
		{"words":"two tables","item":"tables","details":[],"numbers":[],"quantity":"two","unit":"","date":"","change":"","offered":0}]}`
	for _, c := range []struct {
		key  string
		say  modeltest.Reply
		want string
	}{
		{"k", modeltest.Reply{Content: fine}, "ok    model"},
		{"k", modeltest.Reply{Content: `{"intents":[],"lines":[]}`}, "of little use"},
		{"k", modeltest.Reply{Content: "Sure!"}, "not in the form asked for"},
		{"k", modeltest.Reply{Status: 429, Code: "insufficient_quota", Header: map[string]string{"Retry-After": "3600"}}, "its limits are reached"},
		{"wrong", modeltest.Reply{Content: fine}, "see model.base_url, api_key and model"},
	} {
		server := httptest.NewServer(&modeltest.Endpoint{Key: "k", Model: "m", Answer: func(modeltest.Request) modeltest.Reply { return c.say }})
		client, stop, err := store.Embedded()
		if err != nil {
			t.Fatal(err)
		}
		defer stop()
		p := &program{config: &config{Model: modelConfig{BaseURL: server.URL, Model: "m", APIKey: c.key}}, log: quietly(), meters: newMeters(), client: client}
		if err := p.connectModel(); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		d := doctor{out: &out}
		d.model(context.Background(), p)
		if s := out.String(); !strings.Contains(s, c.want) || strings.Count(s, "\n") != 1 || strings.Contains(s, "wrong:") {
			t.Errorf("the doctor says %q, want %q", s, c.want)
		}
		server.Close()
	}
}
