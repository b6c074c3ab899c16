package slack

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/bot/recent"
	"salesclerk/bot/slack/wire"
	"salesclerk/cards"
)

// directory is what a stand-in for Slack knows of people; a nil error of away is
// that it answers.
type directory struct {
	users  map[string]wire.User
	groups map[string][]string
	away   error
}

func newRecent[T any](keys int, fresh, stale time.Duration, now func() time.Time, ask func(context.Context, string) (T, error)) *recent.Kept[T] {
	return recent.New(recent.Options[T]{Keys: keys, Fresh: fresh, Stale: stale, Now: now, Ask: ask})
}

func knowing(k *directory) *App {
	p := &people{log: slog.New(slog.DiscardHandler), fresh: time.Hour}
	p.users = newRecent(100, time.Hour, time.Hour, time.Now, func(_ context.Context, key string) (wire.User, error) {
		_, user, _ := strings.Cut(key, "/")
		if u, ok := k.users[user]; ok {
			return u, k.away
		}
		return wire.User{}, errors.New("user_not_found")
	})
	p.groups = newRecent(100, time.Hour, time.Hour, time.Now, func(_ context.Context, group string) ([]string, error) {
		return k.groups[group], k.away
	})
	p.own = newRecent(1, time.Hour, time.Hour, time.Now, func(context.Context, string) (string, error) { return "T1", nil })
	return &App{people: p}
}

var sales = &Desk{Name: "sales", Lang: "da", People: []Person{
	{User: "U1", Roles: []task.Role{task.Approver}},
	{Group: "S1", Roles: []task.Role{task.Manager, task.Approver}},
	{Group: "S2", Roles: []task.Role{task.Viewer}},
	{Team: "T2", User: "U3", Name: "Bea of Partner", Roles: []task.Role{task.Approver}},
	{User: "UBOT", Roles: []task.Role{task.Admin}},
	{User: "UGONE", Roles: []task.Role{task.Admin}},
	{User: slackBot, Roles: []task.Role{task.Admin}},
}}

func TestWhoMay(t *testing.T) {
	a := knowing(&directory{
		users: map[string]wire.User{
			"U1": {Team: "T1", Name: "Anna Berg"}, "U2": {Team: "T1", Name: "Bo"}, "U3": {Team: "T2", Name: "B."}, "U9": {Team: "T1", Name: "Nobody"},
			"UBOT": {Team: "T1", Name: "robot", Bot: true}, "UGONE": {Team: "T1", Name: "gone", Deleted: true},
		},
		groups: map[string][]string{"S1": {"U1", "U2"}, "S2": {"U2"}},
	})
	for _, tc := range []struct {
		team, user, name string
		roles            []task.Role
	}{
		{"T1", "U1", "Anna Berg", []task.Role{task.Approver, task.Manager}},
		{"T1", "U2", "Bo", []task.Role{task.Approver, task.Manager, task.Viewer}},
		{"T1", "U9", "Nobody", nil},
		{"T2", "U1", "from the click", nil}, // the same user id in another workspace
		{"T2", "U2", "from the click", nil},
		{"T2", "U3", "Bea of Partner", []task.Role{task.Approver}},
		{"T1", "U3", "from the click", nil},
		{"T1", "UBOT", "robot", nil},
		{"T1", "UGONE", "gone", nil},
		{"T1", slackBot, "from the click", nil},
		{"T1", "U404", "from the click", nil},
	} {
		p, err := a.person(t.Context(), sales, tc.team, tc.user, "from the click")
		want := task.Person{ID: "slack:" + tc.team + "/" + tc.user, Name: tc.name, Roles: tc.roles}
		if d := cmp.Diff(want, p); d != "" || err != nil {
			t.Errorf("%s/%s (%v): %s", tc.team, tc.user, err, d)
		}
	}
}

func TestNobodyListedMayNothing(t *testing.T) {
	a := knowing(&directory{users: map[string]wire.User{"U1": {Team: "T1", Name: "Anna"}}})
	p, err := a.person(t.Context(), &Desk{}, "T1", "U1")
	if err != nil || len(p.Roles) > 0 || p.May(task.Viewer) {
		t.Errorf("%+v (%v), want no rights", p, err)
	}
}

// While Slack is silent, who is named by id may act; of a group nobody may.
func TestWithoutSlack(t *testing.T) {
	a := knowing(&directory{groups: map[string][]string{"S1": {"U1", "U2"}}, away: errors.New("away")})
	p, err := a.person(t.Context(), sales, "T1", "U1", "Anna B.")
	if d := cmp.Diff(task.Person{ID: "slack:T1/U1", Name: "Anna B.", Roles: []task.Role{task.Approver}}, p); d != "" || err != nil {
		t.Errorf("%v: %s", err, d)
	}
	if p, _ := a.person(t.Context(), sales, "T1", "U2"); len(p.Roles) > 0 || p.Name != "U2" {
		t.Errorf("a member of a group that Slack does not tell of: %+v, want no roles and the id for a name", p)
	}
}

// While the program runs, what it must know of groups is asked for beside the
// clicks: none has to wait, and one that is taken out of a group is out soon.
func TestGroupsAreKeptUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &directory{users: map[string]wire.User{"U2": {Team: "T1", Name: "Bo"}, "U1": {Team: "T1", Name: "Anna"}}}
		a := knowing(k)
		var members atomic.Pointer[[]string]
		members.Store(&[]string{"U2"})
		slow := func(context.Context, string) ([]string, error) {
			time.Sleep(5 * time.Second)
			return *members.Load(), nil
		}
		a.people.groups, a.people.fresh = newRecent(10, 5*time.Minute, time.Hour, time.Now, slow), 5*time.Minute
		ctx, end := context.WithCancel(t.Context())
		go a.people.keep(ctx, []*Desk{sales})
		time.Sleep(30 * time.Second)
		for range 60 {
			began := time.Now()
			if p, err := a.person(t.Context(), sales, "T1", "U2"); !p.May(task.Approver) || err != nil || time.Since(began) > 0 {
				t.Fatalf("%+v (%v) after %s", p, err, time.Since(began))
			}
			time.Sleep(17 * time.Second)
		}
		members.Store(&[]string{"U1"})
		time.Sleep(5 * time.Minute)
		if p, _ := a.person(t.Context(), sales, "T1", "U2"); p.May(task.Approver) {
			t.Errorf("%+v is no longer in the group", p)
		}
		end()
		synctest.Wait()
	})
}

// Slack is asked who those are that may click before they do, and again before
// what it said is too old: no click of theirs waits for it.
func TestWhoMayClickIsMet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &directory{groups: map[string][]string{"S1": {"U2"}}}
		a := knowing(k)
		var asked atomic.Int64
		a.people.users = newRecent(10, time.Hour, 2*time.Hour, time.Now, func(_ context.Context, key string) (wire.User, error) {
			asked.Add(1)
			time.Sleep(5 * time.Second)
			return wire.User{Team: "T1", Name: "said of " + key}, nil
		})
		ctx, end := context.WithCancel(t.Context())
		a.people.fresh = 5 * time.Minute
		go a.people.keep(ctx, []*Desk{sales})
		time.Sleep(time.Minute)
		for range 600 {
			for _, user := range []string{"U1", "U2"} {
				began := time.Now()
				if p, err := a.person(t.Context(), sales, "T1", user); p.Name != "said of T1/"+user || err != nil || time.Since(began) > 0 {
					t.Fatalf("%+v (%v) after %s", p, err, time.Since(began))
				}
			}
			time.Sleep(17 * time.Second)
		}
		if n := asked.Load(); n > 5*5 { // five people, in less than three hours
			t.Errorf("Slack was asked %d times", n)
		}
		end()
		synctest.Wait()
	})
}

func TestNobodyIsNoPerson(t *testing.T) {
	a := knowing(&directory{})
	for _, who := range [][2]string{{"", "U1"}, {"T1", ""}} {
		if p, err := a.person(t.Context(), sales, who[0], who[1]); err == nil {
			t.Errorf("%q: %+v, want an error", who, p)
		}
	}
	a.people.own = newRecent(1, time.Hour, time.Hour, time.Now, func(context.Context, string) (string, error) { return "", errors.New("away") })
	if p, err := a.person(t.Context(), sales, "T1", "U1"); err == nil {
		t.Errorf("the own workspace is unknown: %+v, want an error", p)
	}
}

func TestANameIsOneLineThatCanBeRead(t *testing.T) {
	a := knowing(&directory{users: map[string]wire.User{"U1": {Team: "T1", Name: "\u202eAnna\n\x07 " + strings.Repeat("ø", 200)}, "U2": {Team: "T1", Name: "\u200b \n"}}})
	p, _ := a.person(t.Context(), sales, "T1", "U1")
	if n := len([]rune(p.Name)); n != cards.NameRunes || !strings.HasPrefix(p.Name, "Anna øø") || !strings.HasSuffix(p.Name, "ø…") {
		t.Errorf("the name is %q of %d runes", p.Name, n)
	}
	if p, _ := a.person(t.Context(), sales, "T1", "U2", " ", "Bo"); p.Name != "Bo" {
		t.Errorf("a name of nothing became %q, want the next one", p.Name)
	}
}

func TestTheLanguageOfAPerson(t *testing.T) {
	users := map[string]wire.User{}
	for locale, want := range map[string]string{"en-US": "en", "en-GB": "en", "fr-FR": "fr", "fr-CA": "fr", "da-DK": "da", "da": "da",
		"de-DE": "da", "ja-JP": "da", "": "da", "und": "da", "no such": "da", "x": "da"} {
		users["U1"] = wire.User{Team: "T1", Locale: locale}
		if got := knowing(&directory{users: users}).lang(t.Context(), "T1", "U1", sales); got != want {
			t.Errorf("%q at a Danish desk: %s, want %s", locale, got, want)
		}
	}
	users["U1"] = wire.User{Team: "T1", Locale: "fr-FR"}
	if got := knowing(&directory{users: users}).lang(t.Context(), "T2", "U1", sales); got != "da" {
		t.Errorf("somebody of another workspace got %s, the language of who has the same id here", got)
	}
}

// TestTheLanguageThatTheConfigurationSays goes before that of the person's Slack.
func TestTheLanguageThatTheConfigurationSays(t *testing.T) {
	d := *sales
	d.People = []Person{{Group: "S1", Lang: "fr"}, {User: "U1", Lang: "da"}, {User: "U2"}, {Team: "T2", User: "U3", Lang: "fr"}}
	a := knowing(&directory{groups: map[string][]string{"S1": {"U1", "U2"}}, users: map[string]wire.User{
		"U1": {Team: "T1", Locale: "en-US"}, "U2": {Team: "T1", Locale: "en-US"}, "U3": {Team: "T1", Locale: "en-US"}}})
	for user, want := range map[string]string{"T1/U1": "da", "T1/U2": "fr", "T1/U3": "en", "T2/U3": "fr"} {
		team, id, _ := strings.Cut(user, "/")
		if got := a.lang(t.Context(), team, id, &d); got != want {
			t.Errorf("%s is spoken to in %s, want %s", user, got, want)
		}
	}
}
