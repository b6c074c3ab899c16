package teams

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/bottest"
	"salesclerk/bot/intake"
	"salesclerk/bot/room"
	"salesclerk/bot/teams/connector"
	"salesclerk/bot/teams/teamstest"
)

// The rooms in tests: a team with two channels, a group chat.
const (
	salesTeam = "19:sales@thread.tacv2"
	channel   = "19:orders@thread.tacv2"
	other     = "19:parts@thread.tacv2"
	lunch     = "19:lunch@thread.tacv2" // no desk's
	chat      = "19:chat@thread.v2"
)

// town is a fake Teams with the app in it, over HTTP: Anna is admin, Bo and Bea
// approve, Eve looks, Max has no role; Bo reads Danish, Bea French.
type town struct {
	testing.TB
	*teamstest.Server
	a      *App
	d      *bottest.Shop
	pool   *intake.Pool
	log    *logged
	ctx    context.Context
	late   atomic.Int64 // how far the app's clock is ahead, in nanoseconds
	bare   bool
	grace  time.Duration
	public string // the public URL; "": none
	url    string // where Teams is called for rooms of which nothing came yet
}

// logged is what the app wrote to its log.
type logged struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// newTown has the desk of the shop n.d in the channel; further desks are in the
// other one, and only Anna has a role there.
func newTown(tb testing.TB, more ...*bottest.Shop) *town { return build(tb, false, more...) }

// bareTown is one whose people have clients without dialogs and views.
func bareTown(tb testing.TB) *town { return build(tb, true) }

func build(tb testing.TB, bare bool, more ...*bottest.Shop) *town {
	tb.Helper()
	n := &town{TB: tb, d: bottest.New("sales"), log: &logged{}, bare: bare}
	n.Server = teamstest.New(tb, teamstest.Options{})
	for _, u := range []teamstest.User{{ID: "anna", Name: "Anna B.", Locale: "en-GB"}, {ID: "bo", Name: "Bo Lund", Locale: "da-DK"},
		{ID: "bea", Name: "Bea Roux", Locale: "fr-FR"}, {ID: "eve", Name: "Eve Holm"}, {ID: "max", Name: "Max Stranger"}} {
		u.NoDialogs = bare
		n.AddUser(u)
	}
	n.AddTeam(teamstest.Team{ID: salesTeam, Name: "Sales", Channels: []teamstest.Channel{{ID: channel, Name: "Orders"}, {ID: other, Name: "Parts"}, {ID: lunch, Name: "Lunch"}}})
	n.AddChat(teamstest.Chat{ID: chat, Members: []string{"anna", "bo"}})
	var end context.CancelFunc
	n.ctx, end = context.WithTimeout(context.Background(), 20*time.Second)
	tb.Cleanup(end)
	n.a = n.app(channel, more...)
	n.serve(n.a)
	n.install(salesTeam)
	return n
}

// app is one copy of the program, with the desk's cards in a room.
func (n *town) app(room string, more ...*bottest.Shop) *App {
	n.Helper()
	desks := []Desk{n.desk(n.d, room)}
	for _, d := range more {
		desks = append(desks, n.desk(d, other))
		desks[len(desks)-1].People = desks[0].People[:1]
	}
	log := slog.New(slog.NewTextHandler(n.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	client, err := connector.NewClient(n.options(log))
	if err != nil {
		n.Fatal(err)
	}
	a, err := New(Options{Desks: desks, Client: client, Tenant: n.Tenant(), ServiceURL: n.url, PublicURL: n.public, Secret: n.Secret(), Bare: n.bare, Grace: n.grace, Log: log,
		Now: func() time.Time { return time.Now().Add(time.Duration(n.late.Load())) }})
	if err != nil {
		n.Fatal(err)
	}
	return a
}

func (n *town) options(log *slog.Logger) connector.Options {
	return connector.Options{AppID: n.AppID(), Secret: n.Secret(), Tenant: n.Tenant(), TokenURL: n.TokenURL(), MetadataURL: n.MetadataURL(),
		Hosts: []string{n.Host()}, Log: log}
}

func (n *town) desk(d *bottest.Shop, room string) Desk {
	return Desk{Desk: d, Name: d.Name(), Lang: "en", Routes: bot.Routes{{Room: room}}, Memory: d,
		People: []Person{{AAD: n.AAD("anna"), Name: "Anna Berg", Roles: []task.Role{task.Admin}}, {AAD: strings.ToUpper(n.AAD("bo")), Roles: []task.Role{task.Approver}},
			{Tenant: n.Tenant(), AAD: n.AAD("bea"), Roles: []task.Role{task.Approver}}, {AAD: n.AAD("eve"), Roles: []task.Role{task.Viewer}}},
		Try: func(_ context.Context, _ task.Person, from string) (string, error) {
			if from == "fail@example.com" {
				return "", errors.New("the mailbox is full")
			}
			d.Put("T-9001", bottest.Sample(task.StepIncoming, ""))
			return "T-9001", nil
		}}
}

// serve makes Teams' requests go to a copy.
func (n *town) serve(a *App) {
	n.Helper()
	pool := intake.New(intake.Options{})
	in, err := connector.NewHTTP(n.options(slog.New(slog.NewTextHandler(n.log, nil))), a.Handle, pool)
	if err != nil {
		n.Fatal(err)
	}
	h := httptest.NewServer(in)
	n.pool = pool
	n.Cleanup(func() {
		closed(n, pool)
		h.Close()
	})
	n.Connect(h.URL + connector.Path)
}

func closed(n *town, pool *intake.Pool) {
	ctx, end := context.WithTimeout(context.Background(), 10*time.Second)
	defer end()
	if err := pool.Close(ctx); err != nil {
		n.Error("work behind an answer did not end: ", err)
	}
}

// finish waits until everything behind the answers is done; nothing comes in any
// more then.
func (n *town) finish() {
	n.Helper()
	closed(n, n.pool)
}

// install adds the app, and waits until it has said hello.
func (n *town) install(where string) {
	n.Helper()
	had, by := len(n.Posts(where)), "anna"
	if n.AAD(where) != "" {
		by = where
	}
	list, err := n.Install(n.ctx, where, by)
	for _, r := range list {
		if err != nil || !r.Acked {
			n.Fatal("install ", where, r.Status, err, n.log)
		}
	}
	if err := n.Wait(n.ctx, func() bool { return len(n.Posts(where)) == had+1 }); err != nil {
		n.Fatal("no welcome in ", where, "\n", n.log)
	}
}

// poster runs the desk's poster until it is ended.
func (n *town) poster(a *App) (end func()) {
	ctx, cancel := context.WithCancel(n.ctx)
	done := make(chan error, 1)
	go func() { done <- a.Poster("sales").Run(ctx) }()
	var once sync.Once
	end = func() {
		once.Do(func() {
			cancel()
			if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
				n.Error(err)
			}
		})
	}
	n.Cleanup(end)
	return end
}

// dust waits until everything is shown.
func (n *town) dust() {
	n.Helper()
	for !n.d.NothingDue() {
		select {
		case <-n.d.Settled:
		case <-n.ctx.Done():
			n.Fatal("not everything is shown\n", n.log)
		}
	}
}

// card puts a sample task into the desk, and waits for its card in the channel.
func (n *town) card(id string, kind task.StepKind, variant string) teamstest.Message {
	n.Helper()
	n.d.Put(id, bottest.Sample(kind, variant))
	return n.waitCard(channel, id)
}

// waitCard waits for the card of a task's open step.
func (n *town) waitCard(room, words string) teamstest.Message {
	n.Helper()
	m, err := n.WaitMessage(n.ctx, room, func(m teamstest.Message) bool {
		return m.From == "" && m.Thread == "" && m.Has(words) && !m.Has("Confirmed by")
	})
	if err != nil {
		for _, m := range n.Messages(room) {
			n.Log(m.Words())
		}
		n.Fatal("no card with ", words, ": ", err, "\n", n.log)
	}
	return m
}

// look is the message as a person's client shows it, drawn anew if it asks for that.
func (n *town) look(user string, m teamstest.Message) teamstest.Message {
	n.Helper()
	r, err := n.Look(n.ctx, user, m)
	if err != nil || !r.Acked {
		n.Fatalf("%s looks: %v %d %v\n%s", user, r.Acked, r.Status, err, n.log)
	}
	return r.Shown
}

// click is a click of somebody who sees the message, that must be answered.
func (n *town) click(user string, m teamstest.Message, which string, o ...teamstest.ClickOption) teamstest.Result {
	n.Helper()
	seen := n.look(user, m)
	r, err := n.Click(n.ctx, user, m, which, append(o, teamstest.AsSeen(seen))...)
	if err != nil || !r.Acked {
		n.Fatalf("%s clicks %s: answered %v with %d, %v\n%s\n%s", user, which, r.Acked, r.Status, err, seen.Words(), n.log)
	}
	return r
}

// say writes to the app and waits for its answer.
func (n *town) say(user, where, words string, o ...teamstest.SayOption) teamstest.Message {
	n.Helper()
	at := where
	if at == "" {
		at = user
	}
	had := len(n.Posts(at))
	r, err := n.Say(n.ctx, user, where, words, o...)
	if err != nil || !r.Acked {
		n.Fatalf("%s writes %q: %v %d %v\n%s", user, words, r.Acked, r.Status, err, n.log)
	}
	if err := n.Wait(n.ctx, func() bool { return len(n.Posts(at)) > had }); err != nil {
		n.Fatalf("%s wrote %q and is not answered: %v\n%s", user, words, err, n.log)
	}
	return n.Posts(at)[had]
}

// applied holds that these events, and no others, had an effect on T-1042.
func (n *town) applied(want ...task.Kind) {
	n.Helper()
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, want) {
		n.Errorf("applied %v, want %v\n%s", got, want, n.log)
	}
}

// crowded gives so many more people a role at the first desk that Teams draws no
// cards for all of them.
func (n *town) crowded(role task.Role) {
	for i := range maxViews {
		id := "p" + strings.Repeat("x", i)
		n.AddUser(teamstest.User{ID: id})
		n.a.desks[0].People = append(n.a.desks[0].People, Person{AAD: n.AAD(id), Roles: []task.Role{role}})
	}
}

func kinds(k ...task.Kind) []task.Kind { return k }

func contains(s, words string) bool { return strings.Contains(s, words) }

func ptr[T any](v T) *T { return &v }

func at(where string) room.Place { return room.Place{Room: where} }

func waits(err error) bool {
	_, ok := errors.AsType[*room.Wait](err)
	return ok
}

var errUncertain = connector.ErrUncertain
