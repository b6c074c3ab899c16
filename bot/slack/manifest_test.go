package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/bot/slack/wire"
	"salesclerk/cards/judge"
)

// listener is a Web API that says yes to everything and remembers what was asked.
type listener struct {
	mu    sync.Mutex
	asked map[string]bool
}

func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	l.asked[path.Base(r.URL.Path)] = true
	l.mu.Unlock()
	if path.Base(r.URL.Path) == "auth.test" {
		io.WriteString(w, `{"ok":true,"user":"sales","user_id":"UBOT","bot_id":"B1","team_id":"T1"}`)
		return
	}
	io.WriteString(w, `{"ok":true,"ts":"1.2","channel":"C1","url":"wss://x/","upload_url":"https://files.slack.com/x",
		"file_id":"F1","view":{"id":"V1"},"messages":[],"users":[],"user":{"id":"U1"},"file":{"id":"F1"},"files":[{"id":"F1"}]}`)
}

// argument is any value of a type: what is asked does not depend on it, but for
// words, which are given once and left out once.
func argument(t reflect.Type, words string) reflect.Value {
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.String:
		v.SetString(words)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Struct:
		for i := range t.NumField() {
			if f := v.Field(i); f.Kind() == reflect.String && f.CanSet() {
				f.SetString(words)
			}
		}
	}
	return v
}

// TestScopesAreThoseOfTheCalls: every method of the Web API that the client can
// call is in the table of scopes, and no other is.
func TestScopesAreThoseOfTheCalls(t *testing.T) {
	l := &listener{asked: map[string]bool{}}
	server := httptest.NewServer(l)
	defer server.Close()
	for _, words := range []string{"C1", ""} {
		for i := range reflect.TypeFor[*wire.Client]().NumMethod() {
			c := reflect.ValueOf(wire.NewClient(wire.Options{Token: "xoxb-1", AppToken: "xapp-1", APIURL: server.URL + "/api/"}))
			args := []reflect.Value{reflect.ValueOf(t.Context())}
			m := c.Method(i).Type()
			if m.NumIn() == 0 || m.In(0) != reflect.TypeFor[context.Context]() {
				continue
			}
			for n := 1; n < m.NumIn(); n++ {
				args = append(args, argument(m.In(n), words))
			}
			c.Method(i).Call(args)
		}
	}
	listed := map[string]bool{}
	for _, s := range scopes {
		for _, m := range s.Methods {
			listed[m] = true
		}
	}
	for _, m := range unscoped {
		listed[m] = true
	}
	if d := cmp.Diff(slices.Sorted(maps.Keys(listed)), slices.Sorted(maps.Keys(l.asked))); d != "" {
		t.Errorf("methods in the table and methods called differ (-table +called):\n%s", d)
	}
}

func manifest(t *testing.T, o ManifestOptions) map[string]any {
	t.Helper()
	data, err := Manifest(o)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	return m
}

// under is the value at a path of keys and numbers between dots.
func under(v any, at string) any {
	for key := range strings.SplitSeq(at, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[key]
		case []any:
			v = x[int(key[0]-'0')]
		default:
			return nil
		}
	}
	return v
}

func TestManifestOfSocketMode(t *testing.T) {
	m := manifest(t, ManifestOptions{})
	for at, want := range map[string]any{
		"display_information.name":                        "salesclerk",
		"features.bot_user.display_name":                  "salesclerk",
		"features.app_home.home_tab_enabled":              true,
		"features.slash_commands.0.command":               "/salesclerk",
		"features.slash_commands.0.url":                   nil,
		"settings.socket_mode_enabled":                    true,
		"settings.interactivity.is_enabled":               true,
		"settings.interactivity.request_url":              nil,
		"settings.event_subscriptions.bot_events":         []any{"app_home_opened"},
		"settings.event_subscriptions.request_url":        nil,
		"settings.interactivity.message_menu_options_url": nil,
		"oauth_config.scopes.user":                        nil,
		"oauth_config.scopes.bot": []any{"chat:write", "commands", "users:read", "files:write", "files:read",
			"channels:read", "groups:read", "channels:history", "groups:history"},
	} {
		if d := cmp.Diff(want, under(m, at)); d != "" {
			t.Errorf("%s: %s", at, d)
		}
	}
}

func TestManifestOfHTTP(t *testing.T) {
	m := manifest(t, ManifestOptions{Name: "Sales\n desk", PublicURL: "https://sales.example.com/bots/", Command: "/quotes", Groups: true})
	for at, want := range map[string]any{
		"display_information.name":                        "Sales desk",
		"features.slash_commands.0.command":               "/quotes",
		"features.slash_commands.0.url":                   "https://sales.example.com/bots/slack/commands",
		"settings.socket_mode_enabled":                    nil,
		"settings.interactivity.request_url":              "https://sales.example.com/bots/slack/interactions",
		"settings.interactivity.message_menu_options_url": "https://sales.example.com/bots/slack/interactions",
		"settings.event_subscriptions.request_url":        "https://sales.example.com/bots/slack/events",
	} {
		if d := cmp.Diff(want, under(m, at)); d != "" {
			t.Errorf("%s: %s", at, d)
		}
	}
	if bot := under(m, "oauth_config.scopes.bot"); !slices.Contains(bot.([]any), "usergroups:read") {
		t.Errorf("with user groups the scopes are %v", bot)
	}
}

func TestAManifestThatSlackWouldRefuse(t *testing.T) {
	for _, o := range []ManifestOptions{{PublicURL: "http://sales.example.com"}, {PublicURL: "sales.example.com"}, {PublicURL: "https://"},
		{PublicURL: "https://u:p@x.example"}, {PublicURL: "https://x.example/?a=1"}, {Command: "salesclerk"}, {Command: "/Sales Clerk"}, {Command: "/" + strings.Repeat("a", 32)}} {
		if data, err := Manifest(o); err == nil {
			t.Errorf("%+v became %s", o, data)
		}
	}
	long := manifest(t, ManifestOptions{Name: strings.Repeat("æ", 100)})
	if n := len([]rune(fmt.Sprint(under(long, "display_information.name")))); n != maxAppName {
		t.Errorf("a name of 100 letters has %d, want %d", n, maxAppName)
	}
	if n := len([]rune(fmt.Sprint(under(long, "display_information.description")))); n > maxDescription {
		t.Errorf("the description has %d letters", n)
	}
}

// Every scope says what it is for, in words that end a sentence that begins with
// "the app needs it".
func TestEveryScopeHasAReason(t *testing.T) {
	for _, s := range scopes {
		if !strings.HasPrefix(s.For, "to ") || strings.HasSuffix(s.For, ".") {
			t.Errorf("%s is %q", s.Name, s.For)
		}
	}
}

// webAPI has Slack's own type of a manifest.
var webAPI = judge.Declaration{Package: "@slack/web-api@8.2.0", Import: `import type { Manifest } from "@slack/web-api/dist/types/request/manifest";`}

func TestSlacksOwnTypesTakeTheManifest(t *testing.T) {
	var values []judge.Value
	for name, o := range map[string]ManifestOptions{"socket": {}, "http": {PublicURL: "https://sales.example.com", Groups: true}} {
		data, err := Manifest(o)
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, judge.Value{Name: name, Type: "Manifest", JSON: data})
	}
	judge.Types(t, webAPI, values)
}
