package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/slack-go/slack"

	"salesclerk/cards"
)

// scope is a right that the app asks of the workspace: what for, and which methods
// of the Web API need it.
// https://docs.slack.dev/reference/scopes
type scope struct {
	Name    string
	For     string // "to ...", for an administrator
	Methods []string
	Groups  bool // only where people are given as user groups
}

// scopes are exactly those that are used. A message's metadata and a person's
// locale need no scope of their own: the app reads only its own metadata, and
// users.info gives the locale with users:read.
var scopes = []scope{
	{Name: "chat:write", For: "to post cards, edit them and answer people privately", Methods: []string{"chat.postMessage", "chat.update", "chat.postEphemeral"}},
	{Name: "commands", For: "to have its command"},
	{Name: "users:read", For: "to know the name and the language of who clicks, and bots", Methods: []string{"users.info"}},
	{Name: "usergroups:read", For: "to know who is in the user groups that the configuration gives roles to", Methods: []string{"usergroups.users.list"}, Groups: true},
	{Name: "files:write", For: "to put the PDF of a quote into the thread", Methods: []string{"files.getUploadURLExternal", "files.completeUploadExternal"}},
	{Name: "files:read", For: "to see whether a PDF is there already", Methods: []string{"files.info"}},
	{Name: "channels:read", For: "to see whether it is in its public channels", Methods: []string{"conversations.info"}},
	{Name: "groups:read", For: "to see whether it is in its private channels", Methods: []string{"conversations.info"}},
	{Name: "channels:history", For: "to find a card it posted in a public channel when Slack's answer was lost", Methods: []string{"conversations.history", "conversations.replies"}},
	{Name: "groups:history", For: "to find a card it posted in a private channel when Slack's answer was lost", Methods: []string{"conversations.history", "conversations.replies"}},
}

// unscoped are the methods that need no scope of the bot. apps.connections.open
// takes the app-level token, with connections:write.
var unscoped = []string{"auth.test", "views.open", "views.push", "views.update", "views.publish", "apps.connections.open"}

// scopesOf are those needed with or without user groups.
func scopesOf(groups bool) (names []string) {
	for _, s := range scopes {
		if groups || !s.Groups {
			names = append(names, s.Name)
		}
	}
	return names
}

// ManifestOptions say what the configuration uses.
type ManifestOptions struct {
	Name      string // of the app and its bot; empty: "salesclerk"
	PublicURL string // where Slack reaches this program, https; empty: Socket Mode
	Command   string // empty: "/salesclerk"
	Groups    bool   // roles are given to user groups
}

// What Slack takes. https://docs.slack.dev/reference/app-manifest
const (
	maxAppName     = 35
	maxDescription = 140
)

var commandName = regexp.MustCompile(`^/[a-z0-9_-]{1,31}$`)

// Manifest is the app's manifest in JSON, for "Create an app from a manifest" at
// api.slack.com/apps: what the configuration uses and nothing else. Slack may
// know more of an app that exists; giving it the manifest again changes that too.
// https://docs.slack.dev/reference/app-manifest
func Manifest(o ManifestOptions) ([]byte, error) {
	if o.Name == "" {
		o.Name = "salesclerk"
	}
	if o.Command == "" {
		o.Command = "/salesclerk"
	}
	if !commandName.MatchString(o.Command) {
		return nil, fmt.Errorf("slack: %q is no command: write it with a slash, in small letters, as in /salesclerk", o.Command)
	}
	at, err := addresses(o.PublicURL)
	if err != nil {
		return nil, err
	}
	name := shorten(cards.Text{S: o.Name}.Line(), maxAppName)
	m := slack.Manifest{
		Metadata:    slack.ManifestMetadata{MajorVersion: 1},
		Display:     slack.Display{Name: name, Description: shorten("Shows the sales team what waits for it: mails, quotes and orders to review.", maxDescription)},
		Features:    features(name, o.Command, at),
		OAuthConfig: slack.OAuthConfig{Scopes: slack.OAuthScopes{Bot: scopesOf(o.Groups)}},
		Settings:    settings(at),
	}
	return indented(m)
}

// endpoints is where Slack sends what people do; all empty with Socket Mode.
type endpoints struct{ events, interactions, commands string }

func addresses(public string) (endpoints, error) {
	if public == "" {
		return endpoints{}, nil
	}
	u, err := url.Parse(strings.TrimRight(public, "/"))
	if err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return endpoints{}, errors.New("slack: the public address must be like https://sales.company.example, which Slack can reach")
	}
	to := func(name string) string { return u.JoinPath("slack", name).String() }
	return endpoints{events: to("events"), interactions: to("interactions"), commands: to("commands")}, nil
}

func features(name, command string, at endpoints) slack.Features {
	return slack.Features{
		AppHome: slack.AppHome{HomeTabEnabled: true},
		BotUser: slack.BotUser{DisplayName: name, AlwaysOnline: true},
		SlashCommands: []slack.ManifestSlashCommand{{
			Command: command, Url: at.commands,
			Description: "What waits for the sales team", UsageHint: "tasks | task T-1042 | kpi | help",
		}},
	}
}

func settings(at endpoints) slack.Settings {
	return slack.Settings{
		EventSubscriptions: &slack.EventSubscriptions{RequestUrl: at.events, BotEvents: []string{"app_home_opened"}},
		Interactivity:      &slack.Interactivity{IsEnabled: true, RequestUrl: at.interactions, MessageMenuOptionsUrl: at.interactions},
		SocketModeEnabled:  at == endpoints{},
	}
}

func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// shorten cuts s to n runes, the last of them "…" if something is gone.
func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimRight(string(r[:n-1]), " ") + "…"
	}
	return s
}
