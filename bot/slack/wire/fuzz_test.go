package wire

import (
	"context"
	"encoding/json"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/slack-go/slack/socketmode"

	"salesclerk/bot/intake"
)

// Whatever is in a body that is signed, it is answered with one of the statuses
// that are meant, and what is handed on names its person.
func FuzzHTTPBody(f *testing.F) {
	f.Add(PathInteractions, formType, clickForm())
	f.Add(PathEvents, "application/json", `{"type":"event_callback","team_id":"T1","event":{"type":"app_home_opened","view":{"state":{"values":null},"blocks":[{"type":"actions","elements":[null]}]}}}`)
	f.Add(PathEvents, "application/json", `{"type":"url_verification","challenge":"x"}`)
	f.Add(PathCommands, formType, "command=/x&user_id=U1&team_id=T1&text=%zz")
	f.Add(PathInteractions, formType, `payload={"type":"view_submission","user":{"id":"U1"},"team":{"id":"T1"},"view":{"state":{"values":{"b":{"a":{"type":"plain_text_input","value":null}}}}}}`)
	f.Add(PathInteractions, formType, `payload={"type":"block_actions","user":{"id":"U1"},"team":{"id":"T1"},"actions":[null,{"block_id":7},[]],"state":[]}`)
	f.Fuzz(func(t *testing.T, path, content, body string) {
		switch path {
		case PathEvents, PathInteractions, PathCommands:
		default:
			return
		}
		in := NewHTTP(HTTPOptions{Secrets: []string{secret}, Pool: intake.New(intake.Options{}), Handler: func(_ context.Context, r Request) (Answer, error) {
			named(t, r)
			return Answer{}, nil
		}})
		w := httptest.NewRecorder()
		in.ServeHTTP(w, sign(post(path, content, body), secret, body, time.Now()))
		if w.Code != 200 && w.Code != 400 {
			t.Errorf("status %d", w.Code)
		}
	})
}

func named(t *testing.T, r Request) {
	set := 0
	for _, there := range []bool{r.Interaction != nil, r.Command != nil, r.Event != nil} {
		if there {
			set++
		}
	}
	if set != 1 || r.ID == "" {
		t.Errorf("a request without content or id: %+v", r)
	}
	if r.Kind != Event && (r.Team == "" || r.Interaction != nil && r.Interaction.User.ID == "" || r.Command != nil && r.Command.UserID == "") {
		t.Errorf("a request without its person: %+v", r)
	}
}

// No frame on a line ends the program. What panics in a foreign parser is caught,
// but should be known: the fuzzer fails on it.
func FuzzSocketFrame(f *testing.F) {
	f.Add([]byte(interactive("e1")))
	f.Add([]byte(`{"type":"hello","num_connections":1}`))
	f.Add([]byte(`{"type":"disconnect","reason":"warning"}`))
	f.Add([]byte(`{"type":"slash_commands","envelope_id":"e","payload":{"command":"/x","user_id":"U1","team_id":"T1","is_enterprise_install":"maybe"}}`))
	f.Add([]byte(`{"type":"events_api","envelope_id":"e","payload":{"type":"event_callback","event":{"type":"message","blocks":[{"type":"rich_text","elements":[{}]}]}}}`))
	f.Fuzz(func(t *testing.T, frame []byte) {
		var e socketmode.Request
		if json.Unmarshal(frame, &e) != nil {
			return
		}
		r, err := envelope(e)
		if err == nil {
			named(t, r)
		} else if len(err.Error()) > 7 && err.Error()[:7] == "parsing" {
			t.Error(err)
		}
	})
}

// What Slack or whoever stands in its place answers never breaks a call.
func FuzzAnswer(f *testing.F) {
	f.Add(200, "", `{"ok":true,"ts":"1.1"}`)
	f.Add(429, "7", ``)
	f.Add(200, "", `{"ok":false,"error":"x","response_metadata":{"messages":["a"]}}`)
	f.Fuzz(func(t *testing.T, code int, after, body string) {
		if code < 200 || code > 599 {
			return
		}
		c := NewClient(Options{Token: "xoxb-test"})
		k := &call{method: "chat.postMessage", channel: "C1", effect: true}
		w := httptest.NewRecorder()
		w.Code = code
		w.Header().Set("Retry-After", after)
		err := c.verdict(k, w.Result(), []byte(body))
		if (err == nil) != k.ok {
			t.Errorf("ok %v with error %v", k.ok, err)
		}
		if err == nil && code != 200 {
			t.Errorf("status %d is a yes", code)
		}
	})
}
