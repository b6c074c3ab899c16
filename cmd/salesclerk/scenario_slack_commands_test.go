package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"salesclerk/agent/mail/mailserver"
	"salesclerk/bot/slack/slacktest"
	"salesclerk/store/redistest"
)

// manifest is the little of a manifest that these tests look at.
type manifest struct {
	Display struct {
		Name string `json:"name"`
	} `json:"display_information"`
	Settings struct {
		Socket        bool `json:"socket_mode_enabled"`
		Interactivity struct {
			URL string `json:"request_url"`
		} `json:"interactivity"`
	} `json:"settings"`
	OAuth struct {
		Scopes struct {
			Bot []string `json:"bot"`
		} `json:"scopes"`
	} `json:"oauth_config"`
}

// TestSlackManifest holds that an administrator gets the app that the
// configuration needs before there is any token.
func TestSlackManifest(t *testing.T) {
	for name, test := range map[string]struct {
		config string
		socket bool
		url    string
		groups bool
	}{
		"nothing is known yet": {"", true, "", true},
		"Socket Mode":          {"slack: {bot_token: '${NO_SUCH_TOKEN}', app_token: '${NO_SUCH_TOKEN}'}\ndesks: [{name: a, people: [{id: 'slack:U012', roles: [admin]}]}]", true, "", false},
		"called by Slack": {"slack: {signing_secret: '${NO_SUCH_SECRET}', public_url: 'https://sales.company.example', name: Desk}\ndesks: [{name: a, people: [{id: 'slack:S012', roles: [admin]}]}]",
			false, "https://sales.company.example/slack/interactions", true},
	} {
		t.Run(name, func(t *testing.T) {
			args := []string{"slack", "manifest"}
			if test.config != "" {
				args = append(args, "--config", written(t, test.config))
			}
			out, errs, code := command(t, "", args...)
			var m manifest
			if err := json.Unmarshal([]byte(out), &m); err != nil || code != exitFine {
				t.Fatalf("%v, exit %d: %s%s", err, code, out, errs)
			}
			if m.Settings.Socket != test.socket || m.Settings.Interactivity.URL != test.url || slices.Contains(m.OAuth.Scopes.Bot, "usergroups:read") != test.groups || m.Display.Name == "" {
				t.Errorf("%s", out)
			}
		})
	}
	_, errs, code := command(t, "", "slack", "manifest", "--config", written(t, "slack: {signing_secret: x}"))
	if code != exitFailed || !strings.Contains(errs, "slack.public_url") {
		t.Errorf("exit %d: %s", code, errs)
	}
}

func written(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "salesclerk.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestCheckSlack holds that the doctor says what is wrong in Slack.
func TestCheckSlack(t *testing.T) {
	fake := slacktest.New(t, slacktest.Options{})
	fake.AddChannel(slacktest.Channel{ID: salesChannel, Name: "sales", Member: true})
	fake.AddUser(slacktest.User{ID: "U0ANNA", Name: "anna"})
	mails, err := mailserver.Start(mailserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mails.Close() })
	base, err := os.ReadFile(settings(t, redistest.Start(t).Addr, mails.IMAPAddr(), mails.SMTPAddr()))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(base), "desks:\n", fmt.Sprintf("slack: {bot_token: %s, app_token: %s, api_url: '%s'}\ndesks:\n", fake.BotToken(), fake.AppToken(), fake.URL()), 1)
	config := written(t, strings.TrimRight(text, "\n")+"\n    slack: {channel: "+salesChannel+"}\n")
	out, _, _ := command(t, "", "check", "--config", config)
	if !strings.Contains(out, "Slack") || strings.Contains(out, "WRONG sales Slack channel") {
		t.Errorf("all is well, and the doctor says:\n%s", out)
	}
	fake.Kick(salesChannel)
	if out, _, code := command(t, "", "check", "--config", config); code != exitFailed || !strings.Contains(out, "/invite") {
		t.Errorf("not in the channel, and the doctor says (exit %d):\n%s", code, out)
	}
	fake.RevokeToken()
	fake.Allow("token_revoked")
	if out, _, code := command(t, "", "check", "--config", config); code != exitFailed || !strings.Contains(out, "WRONG") || !strings.Contains(out, "token") {
		t.Errorf("without its token, and the doctor says (exit %d):\n%s", code, out)
	}
}
