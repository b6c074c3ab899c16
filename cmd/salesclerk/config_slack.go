package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"salesclerk/agent/task"
)

// slackConfig is the app in Slack that all desks share. With an app token events
// come over Socket Mode; with a signing secret Slack calls /slack/* on listen.
type slackConfig struct {
	BotToken      string   `yaml:"bot_token"`
	AppToken      string   `yaml:"app_token"`
	SigningSecret string   `yaml:"signing_secret"`
	OldSecrets    []string `yaml:"old_signing_secrets"` // still taken while a secret is being changed
	PublicURL     string   `yaml:"public_url"`          // with a signing secret: where Slack reaches us
	Name          string   `yaml:"name"`
	Command       string   `yaml:"command"`
	Grace         duration `yaml:"grace"`   // after so long nothing that Slack was asked for can still happen
	APIURL        string   `yaml:"api_url"` // another Slack than Slack's own, as in tests
}

// deskSlackConfig is where a desk's cards are shown.
type deskSlackConfig struct {
	Channel string            `yaml:"channel"`
	Rooms   []slackRoomConfig `yaml:"rooms"` // the first that fits; else channel
}

// slackRoomConfig is a channel for some of a desk's cards. Empty lists fit all.
type slackRoomConfig struct {
	Channel string          `yaml:"channel"`
	Kinds   []task.StepKind `yaml:"kinds"`
	Groups  []string        `yaml:"customer_groups"`
}

// on says whether there is Slack at all.
func (s *slackConfig) on() bool { return s.BotToken != "" }

func (s *slackConfig) defaults() {
	s.Name = cmp.Or(s.Name, "salesclerk")
	s.Command = cmp.Or(s.Command, "/salesclerk")
	s.Grace = cmp.Or(s.Grace, usualGrace)
}

var (
	slackChannel = regexp.MustCompile(`^[CG][A-Z0-9]{2,20}$`)
	slackCommand = regexp.MustCompile(`^/[a-z0-9_-]{1,31}$`)
	slackPerson  = regexp.MustCompile(`^slack:(?:(?:([TE][A-Z0-9]{2,20})/)?([UW][A-Z0-9]{1,20})|(S[A-Z0-9]{2,20}))$`)
)

func (c *config) checkSlack(m *mistakes) {
	s := &c.Slack
	wanted := slices.ContainsFunc(c.Desks, func(d deskConfig) bool { return d.Slack.Channel != "" || len(d.Slack.Rooms) > 0 })
	if !s.on() {
		if wanted || s.AppToken != "" || s.SigningSecret != "" {
			m.add("slack.bot_token", "give the bot token of the Slack app, which begins with xoxb-")
		}
		return
	}
	s.check(m, c.Listen)
	if !wanted {
		m.add("desks", "Slack is configured and no desk has a slack.channel")
	}
	for i := range c.Desks {
		c.Desks[i].Slack.check(m, fmt.Sprintf("desks[%d].slack", i))
	}
}

func (s *slackConfig) check(m *mistakes, listen string) {
	switch {
	case s.AppToken == "" && s.SigningSecret == "":
		m.add("slack", "give app_token for Socket Mode, or signing_secret if Slack shall call this program")
	case s.AppToken != "" && s.SigningSecret != "":
		m.add("slack", "app_token is for Socket Mode and signing_secret for HTTP: give one of them")
	case s.SigningSecret != "" && listen == "":
		m.add("listen", "with slack.signing_secret Slack calls this program: say on which address it listens")
	}
	if !strings.HasPrefix(s.BotToken, "xoxb-") {
		m.add("slack.bot_token", "a bot token begins with xoxb-; it is on the app's page OAuth & Permissions")
	}
	if s.AppToken != "" && !strings.HasPrefix(s.AppToken, "xapp-") {
		m.add("slack.app_token", "an app-level token begins with xapp-; it is on the app's page Basic Information")
	}
	if !slackCommand.MatchString(s.Command) {
		m.add("slack.command", "%q is no command; write it as in /salesclerk", s.Command)
	}
	m.grace("slack.grace", s.Grace)
	m.url("slack.public_url", s.PublicURL)
	m.url("slack.api_url", s.APIURL)
}

func (d *deskSlackConfig) check(m *mistakes, at string) {
	if d.Channel == "" && len(d.Rooms) > 0 {
		m.add(at+".channel", "name the channel for what fits none of the rooms")
	}
	m.channel(at+".channel", d.Channel)
	for i, r := range d.Rooms {
		at := fmt.Sprintf("%s.rooms[%d]", at, i)
		if r.Channel == "" {
			m.add(at+".channel", "name the channel")
		}
		m.channel(at+".channel", r.Channel)
		m.kinds(at+".kinds", r.Kinds)
	}
}

func (m *mistakes) channel(at, id string) {
	if id != "" && !slackChannel.MatchString(id) {
		m.add(at, "%q is no channel ID; it begins with C and is at the end of the channel's details in Slack", id)
	}
}
