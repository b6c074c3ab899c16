package slacktest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"salesclerk/bot/slack/blocks"
	"salesclerk/bot/slack/slacktest"
)

// answer is what a raw call gave.
type answer struct {
	OK       bool   `json:"ok"`
	Error    string `json:"error"`
	TS       string `json:"ts"`
	Needed   string `json:"needed"`
	Provided string `json:"provided"`
	Metadata struct {
		Messages []string `json:"messages"`
	} `json:"response_metadata"`
	status int
	retry  string
}

// call calls a method without any client. Pairs are name, value.
func call(t *testing.T, s *slacktest.Server, method string, pairs ...string) answer {
	t.Helper()
	return callAs(t, s, s.BotToken(), method, pairs...)
}

func callAs(t *testing.T, s *slacktest.Server, token, method string, pairs ...string) (a answer) {
	t.Helper()
	form := url.Values{"token": {token}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	res, err := http.PostForm(s.URL()+method, form)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	a.status, a.retry = res.StatusCode, res.Header.Get("Retry-After")
	return a
}

func (a answer) is(t *testing.T, want string) {
	t.Helper()
	if a.Error != want || a.OK != (want == "") {
		t.Errorf("answered %+v, want %q", a, want)
	}
}

// accused wants an unexpected thing with these words, and forgives it.
func accused(t *testing.T, s *slacktest.Server, words string) {
	t.Helper()
	s.Allow(words)
	if !strings.Contains(strings.Join(s.Errors(), "\n"), words) {
		t.Errorf("not among what was unexpected: %q; %q", words, s.Errors())
	}
}

func TestTokens(t *testing.T) {
	s, _ := world(t, slacktest.Options{Scopes: []string{"users:read"}})
	s.Allow("")
	callAs(t, s, "", "auth.test").is(t, "not_authed")
	callAs(t, s, "xoxb-other", "auth.test").is(t, "invalid_auth")
	callAs(t, s, s.AppToken(), "auth.test").is(t, "not_allowed_token_type")
	callAs(t, s, s.BotToken(), "apps.connections.open").is(t, "not_allowed_token_type")
	a := call(t, s, "chat.postMessage", "channel", "C1", "text", "x")
	if a.is(t, "missing_scope"); a.Needed != "chat:write" || a.Provided != "users:read" {
		t.Errorf("needed %q, provided %q", a.Needed, a.Provided)
	}
	s.RevokeToken()
	call(t, s, "auth.test").is(t, "token_revoked")
}

func TestScopesByKindOfChannel(t *testing.T) {
	s, _ := world(t, slacktest.Options{Scopes: []string{"channels:history"}})
	call(t, s, "conversations.history", "channel", "C1").is(t, "")
	if a := call(t, s, "conversations.history", "channel", "G1"); a.Needed != "groups:history" {
		t.Errorf("needed %q", a.Needed)
	}
}

func TestUnknownThingsFailTheTest(t *testing.T) {
	s, _ := world(t, slacktest.Options{})
	call(t, s, "pins.add", "channel", "C1").is(t, "unknown_method")
	accused(t, s, "method pins.add is not known")
	call(t, s, "chat.postMessage", "channel", "C1", "text", "x", "colour", "red").is(t, "")
	accused(t, s, `no parameter "colour"`)
	res, err := http.Get(strings.TrimSuffix(s.URL(), "/api/") + "/elsewhere")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	accused(t, s, "no address of Slack's")
}

// told is a TB that keeps what it is told.
type told struct{ errors []string }

func (*told) Helper()                     {}
func (*told) Cleanup(func())              {}
func (t *told) Errorf(f string, a ...any) { t.errors = append(t.errors, fmt.Sprintf(f, a...)) }

func TestCloseReports(t *testing.T) {
	tb := &told{}
	s := slacktest.New(tb, slacktest.Options{})
	callAs(t, s, "wrong", "auth.test")
	call(t, s, "pins.add")
	s.Allow("pins")
	s.Close()
	s.Close()
	if len(tb.errors) != 1 || !strings.Contains(tb.errors[0], "unknown token") {
		t.Errorf("reported %q", tb.errors)
	}
}

func TestChannels(t *testing.T) {
	s, a := world(t, slacktest.Options{})
	post := func(channel string) answer {
		return call(t, s, "chat.postMessage", "channel", channel, "text", "x")
	}
	post("C404").is(t, "channel_not_found")
	post("C2").is(t, "not_in_channel")
	post("G1").is(t, "")
	ts := a.post("C1", card("x"))
	s.Kick("G1")
	post("G1").is(t, "channel_not_found")
	s.Archive("C1")
	post("C1").is(t, "is_archived")
	call(t, s, "chat.update", "channel", "C1", "ts", ts, "text", "y").is(t, "is_inactive")
	call(t, s, "conversations.history", "channel", "C2").is(t, "not_in_channel")
	s.Invite("C2")
	post("C2").is(t, "")
	s.Kick("C2")
	s.SetScopes("chat:write", "chat:write.public")
	post("C2").is(t, "")
}

func TestMessages(t *testing.T) {
	s, _ := world(t, slacktest.Options{})
	s.Allow("")
	s.AddChannel(slacktest.Channel{ID: "C3", Member: true})
	chat := s.Say("U1", "C3", "", "hello")
	update := func(channel, ts string) answer {
		return call(t, s, "chat.update", "channel", channel, "ts", ts, "text", "y")
	}
	post := func(pairs ...string) answer {
		return call(t, s, "chat.postMessage", append([]string{"channel", "C1"}, pairs...)...)
	}
	update("C1", "1.000000").is(t, "message_not_found")
	update("C3", chat).is(t, "cant_update_message")
	call(t, s, "chat.delete", "channel", "C3", "ts", chat).is(t, "cant_delete_message")
	post().is(t, "no_text")
	post("text", strings.Repeat("x", 40_001)).is(t, "msg_too_long")
	post("text", "x", "thread_ts", "yesterday").is(t, "invalid_thread_ts")
	post("text", "x", "metadata", "nothing").is(t, "invalid_metadata_format")
	post("text", "x", "metadata", `{"event_type":"a"}`).is(t, "invalid_metadata_schema")
	post("text", "x", "metadata", `{"event_type":"a","event_payload":{"k":"`+strings.Repeat("x", 17_000)+`"}}`).is(t, "metadata_too_large")
	call(t, s, "chat.postEphemeral", "channel", "C1", "user", "U404", "text", "x").is(t, "user_not_in_channel")
}

func section(words string) string {
	text, _ := json.Marshal(words)
	return `{"type":"section","text":{"type":"plain_text","emoji":false,"text":` + string(text) + `}}`
}

func TestBlocks(t *testing.T) {
	s, _ := world(t, slacktest.Options{})
	s.Allow("")
	post := func(list string) answer {
		return call(t, s, "chat.postMessage", "channel", "C1", "text", "x", "blocks", list)
	}
	many := func(n int, one string) string { return "[" + strings.Repeat(one+",", n-1) + one + "]" }
	button := `{"type":"button","action_id":"a","text":{"type":"plain_text","text":"b"}}`
	for name, list := range map[string]string{
		"no list":          `{"type":"divider"}`,
		"51 blocks":        many(51, `{"type":"divider"}`),
		"same block id":    many(2, `{"type":"divider","block_id":"b"}`),
		"same action id":   `[{"type":"actions","elements":` + many(2, button) + `}]`,
		"no type":          `[{}]`,
		"long action id":   `[{"type":"actions","elements":[` + strings.Replace(button, `"a"`, `"`+strings.Repeat("a", 256)+`"`, 1) + `]}]`,
		"too long section": "[" + section(strings.Repeat("x", 3001)) + "]",
	} {
		a := post(list)
		if a.is(t, "invalid_blocks"); len(a.Metadata.Messages) == 0 {
			t.Errorf("%s: no message says what is wrong", name)
		}
	}
	post(many(50, `{"type":"divider"}`)).is(t, "")
	long := many(5, section(strings.Repeat("x", 2500)))
	post(long).is(t, "")
	s.SetCheck(nil) // the next is within every other limit, but each & is an entity once it is kept
	post(strings.ReplaceAll(long, "xxxx", "&xxx")).is(t, "msg_blocks_too_long")
	s.SetCheck(blocks.Check)
	post(many(6, section(strings.Repeat("x", 2500)))).is(t, "msg_blocks_too_long")
	s.SetCheck(func([]byte, string) []string { return []string{"never"} })
	post(many(1, section("x"))).is(t, "invalid_blocks")
}

func TestViews(t *testing.T) {
	clock := slacktest.NewHands(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	s, a := world(t, slacktest.Options{Clock: clock})
	a.overHTTP()
	s.Allow("")
	ts := a.post("C1", card("x"))
	trigger := func() string {
		t.Helper()
		r, err := s.Click(soon(t), "U1", "C1", ts, "sc:more", slacktest.Choose("Later"))
		return acked(t, r, err).Trigger
	}
	modal := func(more string) string {
		return `{"type":"modal","title":{"type":"plain_text","text":"T"},"blocks":[` + section("x") + `]` + more + `}`
	}
	open := func(id, view string) answer { return call(t, s, "views.open", "trigger_id", id, "view", view) }
	open("made.up", modal("")).is(t, "invalid_trigger_id")
	late := trigger()
	clock.Advance(3*time.Second + time.Millisecond)
	open(late, modal("")).is(t, "expired_trigger_id")
	once := trigger()
	open(once, modal(`,"external_id":"e"`)).is(t, "")
	open(once, modal("")).is(t, "exchanged_trigger_id")
	open(trigger(), modal(`,"external_id":"e"`)).is(t, "duplicate_external_id")
	open(trigger(), modal(`,"private_metadata":"`+strings.Repeat("x", 3001)+`"`)).is(t, "invalid_arguments")
	open(trigger(), modal(`,"colour":"red"`)).is(t, "invalid_arguments")
	open(trigger(), `{"type":"modal","blocks":[]}`).is(t, "invalid_arguments")
	open(trigger(), modal(`,"callback_id":"`+strings.Repeat("x", 250_000)+`"`)).is(t, "view_too_large")
	call(t, s, "views.push", "trigger_id", trigger(), "view", modal("")).is(t, "invalid_arguments")
	refuseUpdates(t, s, modal(""))
}

func refuseUpdates(t *testing.T, s *slacktest.Server, modal string) {
	t.Helper()
	v := top(t, s)
	update := func(hash string) answer {
		return call(t, s, "views.update", "view_id", v.ID, "hash", hash, "view", modal)
	}
	call(t, s, "views.update", "view_id", "V404", "view", modal).is(t, "not_found")
	update(v.Hash).is(t, "")
	update(v.Hash).is(t, "hash_conflict")
	home := `{"type":"home","blocks":[` + section("x") + `]}`
	call(t, s, "views.publish", "user_id", "U1", "view", home).is(t, "")
	call(t, s, "views.publish", "user_id", "U1", "view", home, "hash", "old").is(t, "hash_conflict")
	call(t, s, "views.publish", "user_id", "U1", "view", modal).is(t, "invalid_arguments")
	call(t, s, "views.publish", "user_id", "U404", "view", home).is(t, "invalid_arguments")
}

func TestPushLimit(t *testing.T) {
	s, a := world(t, slacktest.Options{})
	a.overHTTP()
	s.Allow("a modal 4 deep")
	s.Allow("push_limit_reached")
	ts := a.post("C1", card("x"))
	r, err := s.Click(soon(t), "U1", "C1", ts, "review")
	acked(t, r, err)
	for range 2 {
		r, err := s.Submit(soon(t), "U1", "", slacktest.Values{"Quantity": "2"})
		acked(t, r, err)
	}
	r, err = s.Submit(soon(t), "U1", "", slacktest.Values{"Quantity": "2"})
	if err != nil || r.Acked || len(s.Views("U1")) != 3 {
		t.Errorf("a fourth modal: %+v, error %v", r, err)
	}
}

func TestRates(t *testing.T) {
	clock := slacktest.NewHands(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	limits := slacktest.DefaultLimits()
	s, _ := world(t, slacktest.Options{Clock: clock, Limits: &limits})
	post := func(channel string) answer {
		return call(t, s, "chat.postMessage", "channel", channel, "text", "x")
	}
	first := post("C1")
	first.is(t, "")
	if a := post("C1"); a.Error != "ratelimited" || a.status != http.StatusTooManyRequests || a.retry != "1" {
		t.Errorf("answered %+v", a)
	}
	post("G1").is(t, "")
	clock.Advance(time.Second)
	post("C1").is(t, "")
	for range 50 {
		call(t, s, "chat.update", "channel", "C1", "ts", first.TS, "text", "y").is(t, "")
	}
	clock.Advance(20 * time.Second)
	if a := call(t, s, "chat.update", "channel", "C1", "ts", first.TS, "text", "y"); a.status != 429 || a.retry != "40" {
		t.Errorf("answered %+v", a)
	}
	clock.Advance(40 * time.Second)
	call(t, s, "chat.update", "channel", "C1", "ts", first.TS, "text", "y").is(t, "")
	for range 20 {
		call(t, s, "usergroups.list").is(t, "")
	}
	call(t, s, "usergroups.list").is(t, "ratelimited")
}
