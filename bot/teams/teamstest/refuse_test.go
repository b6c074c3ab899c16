package teamstest_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"salesclerk/bot/teams/teamstest"
)

// code is what a refusal says.
func code(out object) string {
	e, _ := out["error"].(object)
	return fmt.Sprint(e["code"])
}

// quiet is a TB that keeps what would fail the test.
type quiet struct {
	*testing.T
	said *[]string
}

func (q quiet) Errorf(format string, args ...any) {
	*q.said = append(*q.said, fmt.Sprintf(format, args...))
}

func TestRefusals(t *testing.T) {
	card := object{"type": "AdaptiveCard", "version": "1.5", "body": []any{run("x")}}
	broken := object{"type": "AdaptiveCard", "body": []any{run("x")}}
	twice := object{"type": "AdaptiveCard", "version": "1.5", "body": []any{object{"type": "Input.Text", "id": "a"}, object{"type": "Input.Text", "id": "a"}}}
	views := object{"type": "AdaptiveCard", "version": "1.5", "body": []any{run("x")}, "refresh": object{"userIds": slices.Repeat([]any{"29:x"}, 61)}}
	with := func(more object) object {
		a := activity(card)
		for name, v := range more {
			a[name] = v
		}
		return a
	}
	plain := object{"type": "message", "text": "x", "textFormat": "plain"}
	for _, c := range []struct {
		name, method, path string
		body               any
		status             int
		code, wrong        string // wrong: part of what fails the test at Close
	}{
		{"fine", "POST", activities(orders), with(nil), 201, "", ""},
		{"a thread", "POST", activities(orders + ";messageid=ROOT"), with(nil), 201, "", ""},
		{"a reply", "POST", activities(orders) + "/ROOT", with(nil), 201, "", ""},
		{"typing", "POST", activities(orders), object{"type": "typing"}, 201, "", ""},
		{"an edit", "PUT", activities(orders) + "/ROOT", with(nil), 200, "", ""},
		{"a deletion", "DELETE", activities(orders) + "/ROOT", nil, 200, "", ""},
		{"too big", "POST", activities(orders), object{"type": "message", "text": strings.Repeat("x", 100<<10)}, 413, "MessageSizeTooBig", "bytes"},
		{"no JSON", "POST", activities(orders), []byte("["), 400, "BadSyntax", "no JSON object"},
		{"unknown conversation", "POST", activities("19:none@thread.tacv2"), plain, 404, "ConversationNotFound", ""},
		{"unknown thread", "POST", activities(orders + ";messageid=1"), plain, 404, "ConversationNotFound", ""},
		{"unknown message", "PUT", activities(orders) + "/1", plain, 404, "ActivityNotFoundInConversation", ""},
		{"unknown message deleted", "DELETE", activities(orders) + "/1", nil, 404, "ActivityNotFoundInConversation", ""},
		{"a person's message", "PUT", activities(orders) + "/SAID", plain, 403, "Forbidden", "which is bo's"},
		{"zero time", "POST", activities(orders), with(object{"timestamp": "0001-01-01T00:00:00Z"}), 201, "", "nobody sees"},
		{"no actions", "POST", activities(orders), with(object{"suggestedActions": object{}}), 201, "", "nobody sees"},
		{"nothing in it", "POST", activities(orders), object{"type": "message"}, 201, "", "nobody sees"},
		{"another place", "POST", activities(orders), with(object{"conversation": object{"id": "19:x"}}), 201, "", "another conversation"},
		{"unknown field", "POST", activities(orders), with(object{"colour": "red"}), 201, "", "no \"colour\""},
		{"unknown type", "POST", activities(orders), object{"type": "event"}, 400, "BadSyntax", "type \"event\""},
		{"unknown attachment", "POST", activities(orders), object{"type": "message", "attachments": []any{object{"contentType": "image/png"}}}, 400, "BadSyntax", "image/png"},
		{"no version", "POST", activities(orders), activity(broken), 400, "BadSyntax", "version"},
		{"an id twice", "POST", activities(orders), activity(twice), 400, "BadSyntax", "id of its own"},
		{"61 views", "POST", activities(orders), activity(views), 400, "BadSyntax", "61 people"},
		{"judge", "POST", activities(orders), activity(adaptive([]any{run("bad card")})), 400, "BadSyntax", "the judge says so"},
		{"unknown address", "GET", "conversations", nil, 404, "", "no address of Teams'"},
		{"members", "GET", "conversations/" + url.PathEscape(orders) + "/pagedmembers?pageSize=50", nil, 200, "", ""},
		{"no member", "GET", "conversations/" + url.PathEscape(orders) + "/members/29:none", nil, 404, "MemberNotFoundInConversation", ""},
		{"a chat of nobody", "POST", "conversations", object{"members": []any{object{"id": "29:none"}}, "tenantId": "TENANT"}, 400, "BadArgument", ""},
		{"a chat without the app", "POST", "conversations", object{"members": []any{object{"id": "BO"}}, "tenantId": "TENANT"}, 403, "BotNotInConversationRoster", ""},
		{"a chat without a tenant", "POST", "conversations", object{"members": []any{object{"id": "BO"}}}, 400, "BadSyntax", "want one member"},
		{"no team", "GET", "teams/19:none", nil, 404, "NotFound", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var said []string
			s, b := loud(t, &said)
			b.login()
			root := b.post(orders, card)
			r, err := s.Say(soon(t), "bo", orders, "x", teamstest.Chatter())
			acked(t, r, err)
			fill := strings.NewReplacer("ROOT", root.ID, "SAID", r.Shown.ID, "BO", s.TeamsID("bo"), "TENANT", s.Tenant())
			if in, is := c.body.(object); is && in["members"] != nil {
				c.body = []byte(fill.Replace(string(encoded(in))))
			}
			res, out := b.call(c.method, fill.Replace(c.path), c.body)
			if res.StatusCode != c.status || c.code != "" && code(out) != c.code {
				t.Errorf("%d %v", res.StatusCode, out)
			}
			s.Close()
			if len(said) > 1 || (c.wrong == "") != (len(said) == 0) || len(said) == 1 && !strings.Contains(said[0], c.wrong) {
				t.Errorf("failed with %q", said)
			}
		})
	}
}

func judge(card []byte) []string {
	if strings.Contains(string(card), "bad card") {
		return []string{"the judge says so"}
	}
	return nil
}

func TestTokensOfTheApp(t *testing.T) {
	var said []string
	hands := teamstest.NewHands(time.Now())
	s, a := worldOf(quiet{t, &said}, t, teamstest.Options{Clock: hands, Check: judge})
	try := func(want int) {
		t.Helper()
		if res, out := a.call("POST", activities(orders), object{"type": "typing"}); res.StatusCode != want {
			t.Errorf("%d %v", res.StatusCode, out)
		}
	}
	try(401) // none
	a.token = "made up"
	try(401)
	a.login()
	try(201)
	hands.Advance(time.Hour)
	try(401) // too old
	a.login()
	try(201)
	s.RevokeTokens()
	try(401)
	if n := len(s.Calls("token")); n != 2 {
		t.Errorf("%d tokens", n)
	}
	s.Close()
	if len(said) != 2 || !strings.Contains(said[0], "without a token") || !strings.Contains(said[1], "unknown token") {
		t.Errorf("failed with %q", said)
	}
}

func TestTokenEndpoint(t *testing.T) {
	for name, c := range map[string]struct {
		change func(s *teamstest.Server, v url.Values)
		tenant string
		status int
		code   string
	}{
		"fine":           {func(*teamstest.Server, url.Values) {}, "", 200, "<nil>"},
		"wrong secret":   {func(_ *teamstest.Server, v url.Values) { v.Set("client_secret", "x") }, "", 401, "invalid_client"},
		"ended secret":   {func(s *teamstest.Server, _ url.Values) { s.ExpireSecret() }, "", 401, "invalid_client"},
		"another app":    {func(_ *teamstest.Server, v url.Values) { v.Set("client_id", "x") }, "", 400, "unauthorized_client"},
		"another tenant": {func(*teamstest.Server, url.Values) {}, "common", 400, "invalid_request"},
		"another scope":  {func(_ *teamstest.Server, v url.Values) { v.Set("scope", "x") }, "", 400, "invalid_scope"},
		"another grant":  {func(_ *teamstest.Server, v url.Values) { v.Set("grant_type", "x") }, "", 400, "unsupported_grant_type"},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := world(t, teamstest.Options{})
			s.Allow("a token was asked for with")
			v := url.Values{"grant_type": {"client_credentials"}, "client_id": {s.AppID()}, "client_secret": {s.Secret()}, "scope": {s.Scope()}}
			c.change(s, v)
			address := s.TokenURL()
			if c.tenant != "" {
				address = strings.Replace(address, s.Tenant(), c.tenant, 1)
			}
			res, err := http.PostForm(address, v)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			if out := read(t, res.Body); res.StatusCode != c.status || fmt.Sprint(out["error"]) != c.code {
				t.Errorf("%d %v", res.StatusCode, out)
			}
		})
	}
}

func TestRates(t *testing.T) {
	hands := teamstest.NewHands(time.Now())
	s, a := world(t, teamstest.Options{Clock: hands})
	a.login()
	burst := func(conversation string, n int) (done int, retry string) {
		for range n {
			res, _ := a.call("POST", activities(conversation), object{"type": "typing"})
			if res.StatusCode == 429 {
				return done, res.Header.Get("Retry-After")
			}
			done++
		}
		return done, ""
	}
	if n, retry := burst(orders, 9); n != 7 || retry != "1" {
		t.Errorf("%d in a second, again after %s", n, retry)
	}
	hands.Advance(time.Second)
	if n, _ := burst(orders, 9); n != 1 {
		t.Errorf("%d more in the next", n)
	}
	sent := 8
	for range 13 {
		hands.Advance(2 * time.Second)
		n, _ := burst(orders, 4)
		sent += n
	}
	if n, retry := burst(orders, 9); sent+n != 60 || retry == "" {
		t.Errorf("%d sent in 27 seconds, %d more, %q", sent, n, retry)
	}
	hands.Advance(time.Hour)
	a.login()
	if n, _ := burst("19:sales@thread.tacv2", 7); n != 7 {
		t.Errorf("%d in another channel", n)
	}
	s.SetLimits(teamstest.Limits{Tenant: 3})
	hands.Advance(time.Hour)
	a.login()
	if n, retry := burst(orders, 9); n != 3 || retry != "1" {
		t.Errorf("%d in one tenant in a second, again after %s", n, retry)
	}
}
