package main

import (
	"os"
	"strings"
	"testing"
)

func env(name string) (string, bool) {
	v, ok := map[string]string{"MAIL_PASSWORD": `p:#"' word`, "OAUTH_SECRET": "x", "OAUTH_REFRESH": "y"}[name]
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
