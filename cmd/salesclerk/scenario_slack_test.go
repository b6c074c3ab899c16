package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"salesclerk/bot/slack/slacktest"
)

const salesChannel = "C0SALES"

// clerks is the Slack of a stage.
type clerks struct {
	*slacktest.Server
	ctx context.Context
}

// slackID is what Slack calls a person of the stories.
func slackID(who string) string { return "U0" + strings.ToUpper(who) }

// inSlack plays a demo whose room is also a channel; over is "socket" or "http".
func inSlack(t *testing.T, over string, c demoCommand) (*stage, *clerks) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	limits := slacktest.DefaultLimits()
	limits.PostEvery, limits.UpdatePerMin, limits.Tiers = 0, 0, false // the rates have tests of their own
	fake := slacktest.New(t, slacktest.Options{Limits: &limits})
	fake.AddChannel(slacktest.Channel{ID: salesChannel, Name: "sales", Member: true})
	for who, locale := range locales {
		fake.AddUser(slacktest.User{ID: slackID(who), Name: who, Locale: locale})
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
		d.People = append(d.People, staff(func(who string) string { return "slack:" + slackID(who) })...)
	}
	s := play(t, c)
	k := &clerks{fake, ctx}
	s.chat = k
	if over == "socket" {
		if err := fake.WaitSockets(ctx, 1); err != nil {
			t.Fatalf("no line to Slack: %v", err)
		}
	} else {
		fake.ConnectHTTP(s.base + "/slack")
	}
	return s, k
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

func (c *clerks) posts(*testing.T, string) (found []post) {
	for _, m := range c.Messages(salesChannel) {
		id, step, ok := strings.Cut(key(m), "/card/")
		if !ok {
			continue
		}
		p := post{card: id + "." + step, words: m.Words(), seen: m}
		for _, b := range m.Buttons() {
			_, verb, _ := strings.Cut(b.ActionID, ":")
			verb, _, _ = strings.Cut(verb, ":")
			p.offers = append(p.offers, verb)
		}
		found = append(found, p)
	}
	return found
}

func (c *clerks) await(ok func() bool) error {
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	return c.Wait(ctx, ok)
}

func (c *clerks) press(who string, p post, action string) error {
	return c.click(who, p, action)
}

func (c *clerks) click(who string, p post, action string, o ...slacktest.ClickOption) error {
	m := p.seen.(slacktest.Message)
	r, err := c.Click(c.ctx, slackID(who), m.Channel, m.TS, action, append(o, slacktest.AsSeen(m))...)
	if err == nil && !r.Acked {
		err = fmt.Errorf("%s of %s by %s is not acknowledged", action, p.card, who)
	}
	return err
}

func (c *clerks) stop(t *testing.T, who string, p post, yes bool) (question string) {
	t.Helper()
	m := p.seen.(slacktest.Message)
	for _, b := range m.Buttons() {
		if strings.HasPrefix(b.ActionID, "sc:stop") && b.Confirm != nil {
			question = b.Confirm.Text
		}
	}
	var err error
	if yes {
		err = c.click(who, p, "stop", slacktest.Yes())
	} else { // nothing is sent
		_, err = c.Click(c.ctx, slackID(who), m.Channel, m.TS, "stop", slacktest.AsSeen(m), slacktest.No())
	}
	if err != nil {
		t.Fatal(err)
	}
	return question
}

func (c *clerks) told(t *testing.T, who string, words ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	if _, err := c.WaitEphemeral(ctx, slackID(who), func(m slacktest.Message) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !m.Has(w) })
	}); err != nil {
		t.Fatalf("waited for %q to %s: %v; told so far: %v", words, who, err, c.Ephemerals(slackID(who)))
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
					s, k := inSlack(t, over, demoCommand{Lang: r.lang})
					a := s.actor(t, r.address)
					a.lang, a.clerk = r.lang, []string{"anna", "bo", "bea"}[i]
					r.play(a)
					a.tidy()
					a.filed(k)
				})
			}
		})
	}
}

// filed sees that each PDF that the customer got is in the thread of the task's
// first message, once, byte for byte.
func (a *actor) filed(k *clerks) {
	a.t.Helper()
	for _, m := range a.inbox(a.t, bare(a.address)) {
		for _, f := range m.Attachments {
			data := string(a.fetch(a.t, f.URL))
			ctx, cancel := context.WithTimeout(k.ctx, patience)
			file, err := k.WaitFile(ctx, func(x slacktest.File) bool { return string(x.Data) == data })
			cancel()
			if err != nil {
				a.t.Errorf("%s is not in the channel: %v", f.Name, err)
				continue
			}
			if first, _ := k.Message(file.Channel, file.Thread); file.Channel != salesChannel || !strings.HasPrefix(key(first), a.id+"/card/") {
				a.t.Errorf("%s is in %s %s, not in the thread of %s", f.Name, file.Channel, file.Thread, a.id)
			}
			if n := len(slices.DeleteFunc(k.Files(), func(x slacktest.File) bool { return !x.Complete || string(x.Data) != data })); n != 1 {
				a.t.Errorf("%s was uploaded %d times", f.Name, n)
			}
		}
	}
}

func TestSlackDiscard(t *testing.T) {
	s, _ := inSlack(t, "socket", demoCommand{})
	discards(t, s)
}

func TestSlackStop(t *testing.T) {
	s, _ := inSlack(t, "socket", demoCommand{})
	stopStory(t, s)
}

func TestSlackStranger(t *testing.T) {
	s, _ := inSlack(t, "http", demoCommand{})
	strangerStory(t, s)
}

func TestSlackNoItem(t *testing.T) {
	s, _ := inSlack(t, "socket", demoCommand{Policy: map[string]string{"only_available": "true"}})
	noItemStory(t, s)
}

func TestSlackMail(t *testing.T) {
	s, _ := inSlack(t, "socket", demoCommand{})
	mailStory(t, s)
}

func TestSlackTwoAtOnce(t *testing.T) {
	s, _ := inSlack(t, "socket", demoCommand{})
	twoStory(t, s)
}
