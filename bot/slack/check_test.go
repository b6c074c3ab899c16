package slack

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/slack/slacktest"
	"salesclerk/bot/slack/wire"
)

// checked is what check finds in a workspace where everything is in order but for
// what change does: one line each, wrong ones with a cross.
func checked(t *testing.T, change func(s *slacktest.Server, o *Options, w *wire.Options)) []string {
	t.Helper()
	s := slacktest.New(t, slacktest.Options{Limits: &slacktest.Limits{}})
	s.AddUser(slacktest.User{ID: s.BotUser(), Name: "clerk", Bot: true})
	for _, u := range []slacktest.User{{ID: "U1", Name: "Anna"}, {ID: "U2", Name: "Bo", Deleted: true}, {ID: "U3", Name: "robot", Bot: true},
		{ID: "U4", Team: "T2", Name: "Cy"}} {
		s.AddUser(u)
	}
	s.AddGroup("S1", "sellers", "U1")
	s.AddGroup("S2", "empty")
	for _, c := range []slacktest.Channel{{ID: "C1", Name: "sales", Member: true}, {ID: "C2", Name: "help"}, {ID: "C3", Name: "old", Member: true, Archived: true},
		{ID: "C4", Name: "secret", Private: true}} {
		s.AddChannel(c)
	}
	w := wire.Options{Token: s.BotToken(), AppToken: s.AppToken(), APIURL: s.URL()}
	o := Options{Log: slog.New(slog.DiscardHandler), Desks: []Desk{{Desk: &shelf{}, Memory: newLedger(), Name: "sales", Routes: bot.Routes{{Room: "C1"}},
		People: []Person{{User: "U1", Roles: []task.Role{task.Approver}}}}}}
	change(s, &o, &w)
	o.Client = wire.NewClient(w)
	a, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range a.Check(t.Context()) {
		mark := map[bool]string{true: "x", false: " "}[f.Wrong]
		if f.Note {
			mark = "!"
		}
		if n := strings.Count(f.Words, "\n"); n > 0 || f.Words == "" || strings.HasSuffix(f.Words, ".") {
			t.Errorf("%s: %q is no sentence of a line", f.What, f.Words)
		}
		out = append(out, fmt.Sprintf("%s %s|%s: %s", mark, f.Desk, f.What, f.Words))
	}
	return out
}

func TestCheckFindsNothing(t *testing.T) {
	got := checked(t, func(*slacktest.Server, *Options, *wire.Options) {})
	want := []string{
		"  |bot token: is good: @clerk in T1",
		"  |app token: is good for Socket Mode",
		"  |scopes: all 9 that are needed are there",
		"  sales|channel #sales: the app is in it",
		"  sales|people: 1 may decide",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestCheckFinds(t *testing.T) {
	people := func(p ...Person) func(*slacktest.Server, *Options, *wire.Options) {
		return func(_ *slacktest.Server, o *Options, _ *wire.Options) {
			for i := range p {
				p[i].Roles = []task.Role{task.Approver}
			}
			o.Desks[0].People = p
		}
	}
	route := func(channel string) func(*slacktest.Server, *Options, *wire.Options) {
		return func(_ *slacktest.Server, o *Options, _ *wire.Options) {
			o.Desks[0].Routes = bot.Routes{{Room: channel, Kinds: []task.StepKind{task.StepQuote}}, {Room: "C1"}, {Room: "C1"}}
		}
	}
	for name, tc := range map[string]struct {
		change func(*slacktest.Server, *Options, *wire.Options)
		want   []string // all that is wrong or a note, in parts
	}{
		"wrong token": {func(s *slacktest.Server, _ *Options, w *wire.Options) { w.Token = "xoxb-wrong"; s.Allow("") },
			[]string{"x |bot token: Slack does not know it: copy the Bot User OAuth Token again"}},
		"revoked": {func(s *slacktest.Server, _ *Options, _ *wire.Options) { s.RevokeToken() },
			[]string{"x |bot token: it counts no more (token_revoked): install the app"}},
		"no Slack": {func(_ *slacktest.Server, _ *Options, w *wire.Options) { w.APIURL = "http://127.0.0.1:1/api/" },
			[]string{"x |bot token: Slack does not answer"}},
		"another workspace": {func(_ *slacktest.Server, o *Options, _ *wire.Options) {
			o.Team = "T9"
			o.Desks[0].People[0].Team = "T1"
		}, []string{"x |workspace: the token is of the workspace T1 and not of T9"}},
		"wrong app token": {func(s *slacktest.Server, _ *Options, w *wire.Options) { w.AppToken = "xapp-wrong"; s.Allow("") },
			[]string{"x |app token: Slack refuses it (invalid_auth): make a new app-level token with the scope connections:write"}},
		"no app token": {func(s *slacktest.Server, _ *Options, w *wire.Options) { w.AppToken = ""; s.Allow("") }, nil},
		"scopes": {func(s *slacktest.Server, o *Options, _ *wire.Options) {
			s.SetScopes("chat:write", "commands", "users:read", "channels:read", "groups:read", "channels:history", "groups:history", "files:read")
			o.Desks[0].People = append(o.Desks[0].People, Person{Group: "S2"})
			s.Allow("")
		}, []string{"x |scope usergroups:read: the app needs it to know who is in the user groups",
			"x |scope files:write: the app needs it to put the PDF", "x sales|group S2: Slack does not say who is in it"}},
		"no channel":       {route("C9"), []string{"x sales|channel C9: the app sees no such channel", "/invite @clerk"}},
		"private channel":  {route("C4"), []string{"x sales|channel C4: the app sees no such channel"}},
		"not a member":     {route("C2"), []string{"x sales|channel #help: the app is not in it: write /invite @clerk in the channel"}},
		"archived channel": {route("C3"), []string{"x sales|channel #old: is archived"}},
		"nobody":           {people(), []string{"x sales|people: nobody may decide in Slack"}},
		"nobody who decides": {func(_ *slacktest.Server, o *Options, _ *wire.Options) {
			o.Desks[0].People[0].Roles = []task.Role{task.Viewer}
		},
			[]string{"x sales|people: nobody may decide in Slack"}},
		"an empty group":     {people(Person{Group: "S2"}), []string{"! sales|group S2: nobody is in it", "x sales|people: nobody may decide"}},
		"no such group":      {people(Person{User: "U1"}, Person{Group: "S9"}), []string{"x sales|group S9: the workspace has no such user group"}},
		"no such user":       {people(Person{User: "U1"}, Person{User: "U9"}), []string{"x sales|user U9: Slack knows no such user here"}},
		"deactivated":        {people(Person{User: "U1"}, Person{User: "U2"}), []string{"x sales|user U2: Bo is deactivated"}},
		"a bot":              {people(Person{User: "U1"}, Person{User: "U3"}), []string{"x sales|user U3: is a bot"}},
		"a group that does":  {people(Person{Group: "S1"}), nil},
		"of another company": {people(Person{User: "U1"}, Person{User: "U4"}), []string{"x sales|user U4: Cy belongs to the workspace T2 and not to T1: write slack:T2/U4"}},
		"of the other one":   {people(Person{Team: "T2", User: "U4"}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := slices.DeleteFunc(checked(t, tc.change), func(l string) bool { return strings.HasPrefix(l, " ") })
			for _, part := range tc.want {
				if !strings.Contains(strings.Join(got, "\n"), part) {
					t.Errorf("%q is not told", part)
				}
			}
			lines := slices.DeleteFunc(slices.Clone(tc.want), func(p string) bool { return p[0] == '/' })
			if len(got) != len(lines) {
				t.Errorf("want %d findings:\n%s", len(lines), strings.Join(got, "\n"))
			}
		})
	}
}
