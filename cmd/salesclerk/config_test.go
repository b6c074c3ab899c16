package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func env(name string) (string, bool) {
	v, ok := map[string]string{"MAIL_PASSWORD": `p:#"' word`, "OAUTH_SECRET": "x", "OAUTH_REFRESH": "y",
		"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "TEAMS_APP_ID": sampleGUID, "TEAMS_SECRET": "s", "TEAMS_TENANT": sampleGUID, "MODEL_API_KEY": "k"}[name]
	return v, ok
}

// TestExampleConfig holds that the example is a configuration, with every
// setting there is.
func TestExampleConfig(t *testing.T) {
	raw, err := os.ReadFile("salesclerk.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := parseConfig(raw, env)
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Desks[0].Mailbox.Account.Password; got != `p:#"' word` {
		t.Errorf("the environment's password came in as %q", got)
	}
	if !*c.Desks[0].Policy.SendQuotes || *c.Desks[0].DailyLimit != 100 {
		t.Errorf("settings are not taken: %+v", c.Desks[0])
	}
}

// TestExampleConfigWithAllOfIt takes in what is left to choose.
func TestExampleConfigWithAllOfIt(t *testing.T) {
	raw, err := os.ReadFile("salesclerk.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := parseConfig([]byte(strings.ReplaceAll(string(raw), "\n#:", "\n")), env)
	if err != nil {
		t.Fatal(err)
	}
	if c.Slack.BotToken != "xoxb-1" || c.Desks[0].Slack.Channel == "" || len(c.Desks[0].Slack.Rooms) != 2 || len(c.Desks[0].People) != 5 || len(c.Desks[0].Teams.Rooms) != 1 || c.Teams.publicHost() != "sales.company.example" || c.Model.DailyMoney != "2.50" {
		t.Errorf("settings are not taken: %+v %+v", c.Slack, c.Desks[0].Slack)
	}
}

func TestSlackMistakesAreNamed(t *testing.T) {
	tests := map[string]struct{ slack, desk, people, want string }{
		"no token":            {"{app_token: xapp-1}", "{channel: C0123}", "", "slack.bot_token"},
		"wrong token":         {"{bot_token: xapp-1, app_token: xapp-1}", "{channel: C0123}", "", "begins with xoxb-"},
		"no way in":           {"{bot_token: xoxb-1}", "{channel: C0123}", "", "app_token for Socket Mode, or signing_secret"},
		"two ways in":         {"{bot_token: xoxb-1, app_token: xapp-1, signing_secret: s}", "{channel: C0123}", "", "one of them"},
		"nowhere to call":     {"{bot_token: xoxb-1, signing_secret: s}", "{channel: C0123}", "", "listen:"},
		"no channel":          {"{bot_token: xoxb-1, app_token: xapp-1}", "{}", "", "no desk has a slack.channel"},
		"a name, no ID":       {"{bot_token: xoxb-1, app_token: xapp-1}", "{channel: sales}", "", "no channel ID"},
		"a room only":         {"{bot_token: xoxb-1, app_token: xapp-1}", "{rooms: [{channel: C0123}]}", "", "slack.channel"},
		"an unknown kind":     {"{bot_token: xoxb-1, app_token: xapp-1}", "{channel: C0123, rooms: [{channel: C0124, kinds: [mail]}]}", "", "kinds"},
		"nobody in Slack":     {"{bot_token: xoxb-1, app_token: xapp-1}", "{channel: C0123}", "{id: 'slack:anna', roles: [admin]}", "no person in Slack"},
		"a language unknown":  {"{bot_token: xoxb-1, app_token: xapp-1}", "{channel: C0123}", "{id: 'slack:U012', lang: tlh, roles: [admin]}", "lang"},
		"a plain API":         {"{bot_token: xoxb-1, app_token: xapp-1, api_url: 'http://slack.example/api/'}", "{channel: C0123}", "", "api_url"},
		"a plain public URL":  {"{bot_token: xoxb-1, app_token: xapp-1, public_url: 'http://x'}", "{channel: C0123}", "", "public_url"},
		"a desk, but no app":  {"{}", "{channel: C0123}", "", "slack.bot_token"},
		"no time to come":     {"{bot_token: xoxb-1, app_token: xapp-1, grace: 10ms}", "{channel: C0123}", "", "slack.grace"},
		"a command with none": {"{bot_token: xoxb-1, app_token: xapp-1, command: sales}", "{channel: C0123}", "", "slack.command"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := parseConfig(fmt.Appendf(nil, "slack: %s\ndesks:\n  - {name: a, slack: %s, people: [%s]}\n", test.slack, test.desk, test.people), env)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v does not say %q", err, test.want)
			}
		})
	}
}

const sampleGUID = "00000000-0000-4000-8000-000000000000"

func TestTeamsMistakesAreNamed(t *testing.T) {
	fine := "app_id: " + sampleGUID + ", tenant: " + sampleGUID + ", secret: s"
	tests := map[string]struct{ teams, desk, people, want string }{
		"no app":            {"{secret: s}", "{room: '19:a@thread.tacv2'}", "", "teams.app_id"},
		"no GUID":           {"{app_id: mine, tenant: x, secret: s}", "{room: '19:a@thread.tacv2'}", "", "no Microsoft App ID"},
		"no tenant":         {"{app_id: " + sampleGUID + ", secret: s}", "{room: '19:a@thread.tacv2'}", "", "single-tenant"},
		"no secret":         {"{app_id: " + sampleGUID + ", tenant: " + sampleGUID + "}", "{room: '19:a@thread.tacv2'}", "", "teams.secret"},
		"nowhere to call":   {"{" + fine + "}", "{room: '19:a@thread.tacv2'}", "", "listen:"},
		"no room":           {"{" + fine + "}", "{}", "", "no desk has a teams.room"},
		"a name, no room":   {"{" + fine + "}", "{room: General}", "", "no room in Teams"},
		"nobody in Teams":   {"{" + fine + "}", "{room: '19:a@thread.tacv2'}", "{id: 'teams:anna', roles: [admin]}", "no person in Teams"},
		"both at once":      {"{development: true, " + fine + "}", "{room: x}", "", "without app_id and secret"},
		"an unknown kind":   {"{" + fine + "}", "{room: '19:a@thread.tacv2', rooms: [{room: '19:b@thread.v2', kinds: [mail]}]}", "", "kinds"},
		"a desk, no Teams":  {"{}", "{room: '19:a@thread.tacv2'}", "", "teams.app_id"},
		"a plain token URL": {"{" + fine + ", token_url: 'http://login.example/'}", "{room: '19:a@thread.tacv2'}", "", "token_url"},
		"no time to come":   {"{" + fine + ", grace: 10ms}", "{room: '19:a@thread.tacv2'}", "", "teams.grace"},
		"open development":  {"{development: true}\nlisten: ':3978'", "{room: x}", "", "can be reached from other machines"},
		"an odd public URL": {"{" + fine + ", public_url: sales}", "{room: '19:a@thread.tacv2'}", "", "public_url"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := parseConfig(fmt.Appendf(nil, "teams: %s\ndesks:\n  - {name: a, teams: %s, people: [%s]}\n", test.teams, test.desk, test.people), env)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v does not say %q", err, test.want)
			}
		})
	}
}

// A link to a channel says its id with other signs.
func TestTeamsRoomFromALink(t *testing.T) {
	_, err := parseConfig([]byte("teams: {app_id: "+sampleGUID+", tenant: "+sampleGUID+", secret: s}\n"+
		"desks:\n  - {name: a, teams: {room: '19%3aXyz_1%40thread.tacv2', rooms: [{room: '19%3Ab%40thread.v2', kinds: [order]}]}}\n"), env)
	if err == nil || strings.Contains(err.Error(), "no room in Teams") { // the rest is missing
		t.Error(err)
	}
	d := deskTeamsConfig{Room: "19%3aXyz_1%40thread.tacv2", Rooms: []teamsRoomConfig{{Room: "100%"}}}
	if d.defaults(); d.Room != "19:Xyz_1@thread.tacv2" || d.Rooms[0].Room != "100%" {
		t.Errorf("%+v", d)
	}
}

func TestConfigMistakesComeAllAtOnce(t *testing.T) {
	_, err := parseConfig([]byte(`
listen: nowhere
back_office: {kind: sap}
web: {listen: 127.0.0.1:1, desk: none}
desks:
  - name: "a b"
    lang: xx
    time_zone: Mars/Base
    address: nobody
    mailbox: {server: mail.example, since: yesterday, password: "${NO_SUCH}"}
    sending: {server: mail.example:25, security: plain}
    policy: {review_known: sometimes}
    people: [{id: x, roles: [king]}]
    kpi: {schedule: hourly, at: "25:00"}
`), env)
	if err == nil {
		t.Fatal("no mistakes found")
	}
	for _, want := range []string{"redis.url", "listen:", "back_office.kind", "web.desk", "web.people", "desks[0].name", "desks[0].lang", "time_zone",
		"desks[0].address", "mailbox", "since", "sending", "policy", "roles", "kpi.schedule", "kpi.at", "NO_SUCH"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%s is not among the mistakes:\n%v", want, err)
		}
	}
}

func TestUnknownSettingIsNamed(t *testing.T) {
	_, err := parseConfig([]byte("redis: {url: redis://x}\nmailbocks: {}\n"), env)
	if err == nil || !strings.Contains(err.Error(), "mailbocks") {
		t.Errorf("%v, want the unknown setting named", err)
	}
}
