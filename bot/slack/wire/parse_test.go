package wire

import (
	"strings"
	"testing"
)

// A click is not lost because of something in its message or view that slack-go
// does not know.
func TestClickOnSomethingUnknown(t *testing.T) {
	for name, payload := range map[string]string{
		"message": strings.Replace(click, `"message":{"ts":"1.1"}`, `"message":{"ts":"1.1","thread_ts":"1.0","blocks":{"not":"a list"},"metadata":[7]}`, 1),
		"view": `{"type":"view_submission","user":{"id":"U1"},"team":{"id":"T1"},"view":{"id":"V1","hash":"h","private_metadata":"k","blocks":[{"type":"section","text":7}],` +
			`"state":{"values":{"b":{"a":{"type":"plain_text_input","value":"typed"}}}}}}`,
	} {
		r, err := parseInteraction([]byte(payload))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		c := r.Interaction
		switch r.Kind {
		case Action:
			if c.Message.Timestamp != "1.1" || c.Message.ThreadTimestamp != "1.0" || c.ActionCallback.BlockActions[0].Value != "sales|T-1|3|7" || c.ResponseURL == "" {
				t.Errorf("%s: %+v", name, c)
			}
		case Submit:
			if v := c.View; v.ID != "V1" || v.Hash != "h" || v.PrivateMetadata != "k" || v.State.Values["b"]["a"].Value != "typed" {
				t.Errorf("%s: %+v", name, c)
			}
		}
		if string(r.Raw) != payload {
			t.Errorf("%s: raw is %s", name, r.Raw)
		}
	}
	if _, err := parseInteraction([]byte(`{"type":"block_actions","user":{"id":"U1"},"team":{"id":"T1"},"actions":"none"}`)); err == nil {
		t.Error("a click without actions")
	}
}

// Who acts is named by the person's own workspace, not by the channel's.
func TestTeamOfThePerson(t *testing.T) {
	for payload, want := range map[string]string{
		`{"type":"block_actions","user":{"id":"U1","team_id":"T2"},"team":{"id":"T1"}}`:           "T2",
		`{"type":"block_actions","user":{"id":"U1"},"team":{"id":"T1"}}`:                          "T1",
		`{"type":"block_actions","user":{"id":"U1"},"team":null,"enterprise":{"id":"E1"}}`:        "E1",
		`{"type":"view_closed","user":{"id":"W1","team_id":"T3"},"team":{"id":"T1"},"view":null}`: "T3",
	} {
		if r, err := parseInteraction([]byte(payload)); r.Team != want || err != nil {
			t.Errorf("%s: %q %v", payload, r.Team, err)
		}
	}
}

// Errors of a parser do not repeat what they stumbled on.
func TestErrorsHoldNoWords(t *testing.T) {
	for _, parse := range []func([]byte) (Request, error){parseEvent, parseInteraction, parseCommand} {
		for _, body := range []string{`{"type":"hemmeligt`, `{"type":{"hemmeligt":1}}`, `{"type":"event_callback","event":{"type":"app_home_opened","user":{"hemmeligt":1}}}`, `"hemmeligt"`, `{"is_enterprise_install":"hemmeligt"}`} {
			if _, err := parse([]byte(body)); err != nil && strings.Contains(err.Error(), "hemmeligt") {
				t.Errorf("%s: %v", body, err)
			}
		}
	}
}
