package slack

import (
	"bytes"
	"context"
	"log/slog"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	slackgo "github.com/slack-go/slack"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/bottest"
	"salesclerk/bot/intake"
	"salesclerk/bot/slack/blocks"
	"salesclerk/bot/slack/slacktest"
	"salesclerk/bot/slack/wire"
)

// channel is the desk's channel in tests.
const channel = "C1"

// town is a fake Slack with the app in it, over HTTP: Anna is admin, Bo and Bea
// approve, Eve looks, Max has no role; Bo reads Danish, Bea French.
type town struct {
	testing.TB
	*slacktest.Server
	a    *App
	d    *bottest.Shop
	pool *intake.Pool
	log  *logged
	ctx  context.Context
	late atomic.Int64 // how far the app's clock is ahead, in nanoseconds

	tried froms
}

// froms are the addresses that sample mails came from.
type froms struct {
	mu  sync.Mutex
	all []string
}

func (f *froms) add(from string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all = append(f.all, from)
}

func (f *froms) list() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.all)
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

var team = []Person{
	{User: "UANNA", Name: "Anna Berg", Roles: []task.Role{task.Admin}},
	{User: "UBO", Roles: []task.Role{task.Approver}},
	{User: "UBEA", Roles: []task.Role{task.Approver}},
	{User: "UEVE", Roles: []task.Role{task.Viewer}},
}

// newTown has the desk of the shop n.d in channel C1; further desks are in C2, and
// only Anna has a role there.
func newTown(tb testing.TB, more ...*bottest.Shop) *town {
	tb.Helper()
	n := &town{TB: tb, d: bottest.New("sales"), log: &logged{}, pool: intake.New(intake.Options{})}
	n.Server = slacktest.New(tb, slacktest.Options{Check: blocks.Check, Limits: &slacktest.Limits{
		MessageChars: 13200, ViewBytes: 250_000, TriggerLife: 3 * time.Second}})
	for _, u := range []slacktest.User{{ID: "UANNA", Name: "Anna B.", Locale: "en-GB"}, {ID: "UBO", Name: "Bo Lund", Locale: "da-DK"},
		{ID: "UBEA", Name: "Bea Roux", Locale: "fr-FR"}, {ID: "UEVE", Name: "Eve Holm", Locale: "en-US"}, {ID: "UMAX", Name: "Max Stranger", Locale: "en-US"}} {
		n.AddUser(u)
	}
	n.AddChannel(slacktest.Channel{ID: channel, Name: "sales", Member: true})
	n.AddChannel(slacktest.Channel{ID: "C2", Name: "elsewhere", Member: true})
	n.AddChannel(slacktest.Channel{ID: "C9", Name: "lunch"}) // no desk's, and the app is not in it
	var end context.CancelFunc
	n.ctx, end = context.WithTimeout(context.Background(), 20*time.Second)
	tb.Cleanup(end)
	n.a = n.app(more...)
	n.serve(n.a)
	return n
}

// app is one copy of the program.
func (n *town) app(more ...*bottest.Shop) *App {
	desks := []Desk{n.desk(n.d, channel)}
	for _, d := range more {
		desks = append(desks, n.desk(d, "C2"))
		desks[len(desks)-1].People = team[:1]
	}
	log := slog.New(slog.NewTextHandler(n.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	client := wire.NewClient(wire.Options{Token: n.BotToken(), APIURL: n.URL(), Log: log})
	a, err := New(Options{Desks: desks, Client: client, Team: "T1", Log: log,
		Now: func() time.Time { return time.Now().Add(time.Duration(n.late.Load())) }})
	if err != nil {
		n.Fatal(err)
	}
	return a
}

func (n *town) desk(d *bottest.Shop, channel string) Desk {
	return Desk{Desk: d, Name: d.Name(), Lang: "en", Routes: bot.Routes{{Room: channel}}, People: team, Memory: d,
		Try: func(ctx context.Context, by task.Person, from string) (string, error) {
			d.Put("T-9001", bottest.Sample(task.StepIncoming, ""))
			n.tried.add(from)
			return "T-9001", nil
		}}
}

// serve makes Slack's requests go to a copy.
func (n *town) serve(a *App) {
	h := httptest.NewServer(wire.NewHTTP(wire.HTTPOptions{Secrets: []string{n.SigningSecret()}, Handler: a.Handle, Pool: n.pool}))
	n.Cleanup(func() {
		n.finish()
		h.Close()
	})
	n.ConnectHTTP(h.URL + "/slack")
}

// finish waits until everything behind the acknowledgements is done.
func (n *town) finish() {
	n.Helper()
	ctx, end := context.WithTimeout(context.Background(), 10*time.Second)
	defer end()
	if err := n.pool.Close(ctx); err != nil {
		n.Error("work behind an acknowledgement did not end: ", err)
	}
}

// post puts the card of a task's open step into its channel, as the poster does.
func (n *town) post(t task.Task) slacktest.Message {
	n.Helper()
	step := t.Open().N
	m := n.a.desk(n.d.Name()).card(&t, step)
	body := m.Body.(*sheet)
	return n.message(body.Text, body.Blocks)
}

// message posts a message of the app, without the pace of the app's own client.
func (n *town) message(text string, blocks []slackgo.Block) slacktest.Message {
	n.Helper()
	api := slackgo.New(n.BotToken(), slackgo.OptionAPIURL(n.URL()))
	_, ts, err := api.PostMessageContext(n.ctx, channel, slackgo.MsgOptionText(text, false), slackgo.MsgOptionBlocks(blocks...))
	if err != nil {
		n.Fatal(err)
	}
	got, _ := n.Message(channel, ts)
	return got
}

// card puts a sample task into the desk and its card into the channel.
func (n *town) card(id string, kind task.StepKind, variant string) slacktest.Message {
	n.Helper()
	return n.post(n.d.Put(id, bottest.Sample(kind, variant)))
}

// click is a click that must be acknowledged.
func (n *town) click(user string, m slacktest.Message, which string, o ...slacktest.ClickOption) slacktest.Result {
	n.Helper()
	r, err := n.Click(n.ctx, user, m.Channel, m.TS, which, append(o, slacktest.AsSeen(m))...)
	if err != nil || !r.Acked {
		n.Fatalf("%s clicks %s: acknowledged %v with %d, %v\n%s", user, which, r.Acked, r.Status, err, n.log)
	}
	return r
}

// open clicks and waits for the modal that it opens.
func (n *town) open(user string, m slacktest.Message, which string) slacktest.View {
	n.Helper()
	n.click(user, m, which)
	return n.view(user, func(slacktest.View) bool { return true })
}

func (n *town) view(user string, like func(slacktest.View) bool) slacktest.View {
	n.Helper()
	v, err := n.WaitView(n.ctx, user, like)
	if err != nil {
		top, _ := n.Top(user)
		n.Fatalf("no such view for %s: %v\n%s\n%s", user, err, top.Words(), n.log)
	}
	return v
}

// told waits for a private answer with the words in it.
func (n *town) told(user, words string) slacktest.Message {
	n.Helper()
	m, err := n.WaitEphemeral(n.ctx, user, func(m slacktest.Message) bool { return m.Has(words) })
	if err != nil {
		var had []string
		for _, m := range n.Ephemerals(user) {
			had = append(had, m.Words())
		}
		n.Fatalf("%s was not told %q (%v), but:\n%s\n%s", user, words, err, strings.Join(had, "\n"), n.log)
	}
	return m
}

// submit fills in the modal on top and sends it.
func (n *town) submit(user string, v slacktest.View, values slacktest.Values) slacktest.Result {
	n.Helper()
	r, err := n.Submit(n.ctx, user, v.ID, values)
	if err != nil || !r.Acked {
		n.Fatalf("%s submits: acknowledged %v with %d, %v\n%s", user, r.Acked, r.Status, err, n.log)
	}
	return r
}

// became is the state of the step that a sample's card was about.
func (n *town) became(id string, step int) task.Step {
	t := n.d.Get(id)
	if s := t.Step(step); s != nil {
		return *s
	}
	return task.Step{}
}
