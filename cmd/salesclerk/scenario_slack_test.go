package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot/slack/slacktest"
)

// The stories of the page, played in a Slack that is not one: the customer writes
// and reads mails as ever, and who decides is in a channel.

const salesChannel = "C0SALES"

// clerks is the Slack of a stage.
type clerks struct {
	*slacktest.Server
	ctx context.Context
}

// inSlack plays a demo whose room is also a channel; over is "socket" or "http".
func inSlack(t *testing.T, over string, c demoCommand) *stage {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	limits := slacktest.DefaultLimits()
	limits.PostEvery, limits.UpdatePerMin, limits.Tiers = 0, 0, false // the rates have tests of their own
	fake := slacktest.New(t, slacktest.Options{Limits: &limits})
	fake.AddChannel(slacktest.Channel{ID: salesChannel, Name: "sales", Member: true})
	for id, locale := range map[string]string{"U0ANNA": "en-GB", "U0BO": "da-DK", "U0BEA": "fr-FR", "U0VERA": "en-US", "U0NOBODY": "en-US"} {
		fake.AddUser(slacktest.User{ID: id, Name: strings.ToLower(id[2:]), Locale: locale})
	}
	c.change = func(conf *config) {
		conf.Slack = slackConfig{BotToken: fake.BotToken(), APIURL: fake.URL()}
		if over == "socket" {
			conf.Slack.AppToken = fake.AppToken()
		} else {
			conf.Slack.SigningSecret = fake.SigningSecret()
		}
		d := &conf.Desks[0]
		d.Slack.Channel = salesChannel
		d.People = append(d.People, personConfig{ID: "slack:U0ANNA", Name: "Anna Berg", Roles: []task.Role{task.Admin}},
			personConfig{ID: "slack:U0BO", Name: "Bo Lund", Roles: []task.Role{task.Approver}}, personConfig{ID: "slack:U0BEA", Name: "Bea Roux", Roles: []task.Role{task.Approver}},
			personConfig{ID: "slack:U0VERA", Name: "Vera Roy", Roles: []task.Role{task.Viewer}})
	}
	s := play(t, c)
	s.slack = &clerks{fake, ctx}
	if over == "socket" {
		if err := fake.WaitSockets(ctx, 1); err != nil {
			t.Fatalf("no line to Slack: %v", err)
		}
	} else {
		fake.ConnectHTTP(s.base + "/slack")
	}
	return s
}

// key is what a message of the app is, as its metadata says.
func key(m slacktest.Message) string {
	var meta struct {
		Payload struct {
			Key string `json:"key"`
		} `json:"event_payload"`
	}
	_ = json.Unmarshal(m.Metadata, &meta)
	_, key, _ := strings.Cut(meta.Payload.Key, "/") // the desk is before it
	return key
}

// message waits for the message of a card to be as it must be.
func (c *clerks) message(t *testing.T, card, what string, like func(slacktest.Message) bool) slacktest.Message {
	t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	id, step, _ := strings.Cut(card, ".")
	m, err := c.WaitMessage(ctx, salesChannel, func(m slacktest.Message) bool { return key(m) == id+"/card/"+step && like(m) })
	if err != nil {
		for _, m := range c.Messages(salesChannel) {
			t.Logf("in the channel: %s %v\n%s", key(m), m.Buttons(), m.Words())
		}
		t.Fatalf("waited for the message of %s %s: %v", card, what, err)
	}
	return m
}

// presses clicks a button of a card's message once it is there, and sees that the
// click is acknowledged.
func (c *clerks) presses(t *testing.T, who, card, action string, o ...slacktest.ClickOption) slacktest.Result {
	t.Helper()
	m := c.message(t, card, "to offer "+action, func(m slacktest.Message) bool { return offered(m, action) })
	r, err := c.Click(c.ctx, who, m.Channel, m.TS, action, o...)
	if err != nil || !r.Acked {
		t.Fatalf("%s of %s by %s: acknowledged %v, %v", action, card, who, r.Acked, err)
	}
	return r
}

func offered(m slacktest.Message, action string) bool {
	return slices.ContainsFunc(m.Buttons(), func(b slacktest.Button) bool {
		_, verb, _ := strings.Cut(b.ActionID, ":")
		verb, _, _ = strings.Cut(verb, ":")
		return verb == action
	})
}

// tidy sees, once the dust has settled, that each card of a task was posted once,
// that what is decided has no buttons and says who decided it, and that what is
// open has them.
func (c *clerks) tidy(t *testing.T, s *stage, id string) {
	t.Helper()
	x := s.task(t, id)
	seen := map[string]slacktest.Message{}
	for _, m := range c.Messages(salesChannel) {
		if of, _, _ := strings.Cut(key(m), "/"); of != id {
			continue
		}
		if _, twice := seen[key(m)]; twice {
			t.Errorf("%s was posted twice", key(m))
		}
		seen[key(m)] = m
	}
	if len(seen) == 0 {
		t.Errorf("nothing of %s is in the channel", id)
	}
	for _, e := range x.Timeline {
		if e.Kind == task.StepLog {
			continue
		}
		card := fmt.Sprintf("%s.%d", id, e.Step)
		c.message(t, card, fmt.Sprintf("to be open: %v", e.Open), func(m slacktest.Message) bool {
			return offered(m, "confirm") == (e.Open && x.State != task.Stopped) || e.Open && len(m.Buttons()) > 1
		})
	}
}

// TestSlackRounds plays request, quote, two changes, acceptance and order in three
// languages over each of the ways in.
func TestSlackRounds(t *testing.T) {
	for _, over := range []string{"socket", "http"} {
		t.Run(over, func(t *testing.T) {
			for i, r := range rounds {
				t.Run(r.lang, func(t *testing.T) {
					t.Parallel()
					s := inSlack(t, over, demoCommand{Lang: r.lang})
					a := s.actor(t, r.address)
					a.lang, a.clerk = r.lang, []string{"U0ANNA", "U0BO", "U0BEA"}[i]
					r.play(a)
					s.slack.tidy(t, s, a.id)
					a.filed()
				})
			}
		})
	}
}

// filed sees that each PDF that the customer got is in the thread of the task's
// first message, once, byte for byte.
func (a *actor) filed() {
	a.t.Helper()
	for _, m := range a.inbox(a.t, bare(a.address)) {
		for _, f := range m.Attachments {
			data := string(a.fetch(a.t, f.URL))
			ctx, cancel := context.WithTimeout(a.slack.ctx, patience)
			file, err := a.slack.WaitFile(ctx, func(x slacktest.File) bool { return string(x.Data) == data })
			cancel()
			if err != nil {
				a.t.Errorf("%s is not in the channel: %v", f.Name, err)
				continue
			}
			if first, _ := a.slack.Message(file.Channel, file.Thread); file.Channel != salesChannel || !strings.HasPrefix(key(first), a.id+"/card/") {
				a.t.Errorf("%s is in %s %s, not in the thread of %s", f.Name, file.Channel, file.Thread, a.id)
			}
			if n := len(slices.DeleteFunc(a.slack.Files(), func(x slacktest.File) bool { return !x.Complete || string(x.Data) != data })); n != 1 {
				a.t.Errorf("%s was uploaded %d times", f.Name, n)
			}
		}
	}
}

// TestSlackDiscard plays discarded steps: resumed as they were, and made anew.
func TestSlackDiscard(t *testing.T) {
	s := inSlack(t, "socket", demoCommand{})
	for name, story := range map[string]struct {
		address string
		play    func(*actor)
	}{
		"just resume": {"anne.kirkegaard@nordhavn-skibsvaerft.example", justResume},
		"updated":     {"sophie.grandval@transports-clairbois.example", updated},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := s.actor(t, story.address)
			a.clerk = "U0ANNA"
			story.play(a)
			s.slack.tidy(t, s, a.id)
		})
	}
}
