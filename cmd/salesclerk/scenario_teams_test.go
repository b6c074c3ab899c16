package main

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"salesclerk/bot/teams/teamstest"
)

// The rooms of the stories in Teams.
const (
	salesTeam  = "19:sales@thread.tacv2"
	ordersRoom = "19:orders@thread.tacv2"
	partsRoom  = "19:parts@thread.tacv2"
	lunchRoom  = "19:lunch@thread.tacv2" // no desk's
	groupRoom  = "19:chat@thread.v2"
)

// colleagues is the Teams of a stage.
type colleagues struct {
	*teamstest.Server
	ctx   context.Context
	rooms []string // where cards are
	mu    sync.Mutex
	last  map[string]teamstest.Result // of the last click, by person
}

// teamsStage says how a stage's Teams is. The zero value has a channel for a room.
type teamsStage struct {
	bare   bool   // the clients know no dialogs and no views of one's own
	room   string // of the desk; a person's is by name
	change func(*config, *teamstest.Server)
}

// inTeams plays a demo whose room is also in Teams.
func inTeams(t *testing.T, o teamsStage, c demoCommand) (*stage, *colleagues) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	limits := teamstest.DefaultLimits()
	limits = teamstest.Limits{Bytes: limits.Bytes, Views: limits.Views} // the rates have tests of their own
	fake := teamstest.New(t, teamstest.Options{Limits: &limits, Insecure: o.bare})
	for who, locale := range locales {
		fake.AddUser(teamstest.User{ID: who, Name: strings.ToUpper(who[:1]) + who[1:], Locale: locale, NoDialogs: o.bare})
	}
	fake.AddTeam(teamstest.Team{ID: salesTeam, Name: "Sales", Channels: []teamstest.Channel{{ID: ordersRoom, Name: "Orders"}, {ID: partsRoom, Name: "Parts"}, {ID: lunchRoom, Name: "Lunch"}}})
	fake.AddChat(teamstest.Chat{ID: groupRoom, Members: []string{"anna", "bo", "bea", "vera", "nobody"}})
	if o.room == "" {
		o.room = ordersRoom
	}
	c.change = func(conf *config) { o.configure(conf, fake) }
	s := play(t, c)
	k := &colleagues{Server: fake, ctx: ctx, last: map[string]teamstest.Result{}}
	k.rooms = append(k.rooms, o.room)
	s.chat = k
	fake.Connect(s.base + "/api/messages")
	for _, where := range []string{salesTeam, groupRoom, "anna"} {
		k.installs(t, where, "anna")
	}
	return s, k
}

func (o teamsStage) configure(conf *config, fake *teamstest.Server) {
	conf.Teams = teamsConfig{AppID: fake.AppID(), Secret: fake.Secret(), Tenant: fake.Tenant(), TokenURL: fake.TokenURL(), MetadataURL: fake.MetadataURL(),
		Hosts: []string{fake.Host()}, ServiceURL: fake.ServiceURL("")}
	if o.bare {
		conf.Teams = teamsConfig{Development: true, ServiceURL: conf.Teams.ServiceURL}
	}
	d := &conf.Desks[0]
	if d.Teams.Room = o.room; fake.AAD(o.room) != "" {
		d.Teams.Room = fake.PersonID(o.room)
	}
	d.People = append(d.People, staff(fake.PersonID)...)
	if o.change != nil {
		o.change(conf, fake)
	}
}

// installs adds the app, and waits until it has said hello.
func (c *colleagues) installs(t *testing.T, where, by string, o ...teamstest.InstallOption) {
	t.Helper()
	had := len(c.Posts(where))
	list, err := c.Install(c.ctx, where, by, o...)
	for _, r := range list {
		if !r.Acked {
			t.Errorf("installing in %s is answered with %d", where, r.Status)
		}
	}
	if err == nil {
		err = c.await(func() bool { return len(c.Posts(where)) > had })
	}
	if err != nil {
		t.Fatalf("installing in %s: %v", where, err)
	}
}

var target = regexp.MustCompile(`"t":"[^"|]*\|(T-\d+)\|(\d+)\|`)

// cardIn is the card that a message was posted as; "" if it is none.
func cardIn(m teamstest.Message) (card string) {
	if m.Thread != "" || strings.Contains(string(m.First), `"verb":"open"`) {
		return ""
	}
	for _, x := range target.FindAllStringSubmatch(string(m.First), -1) {
		if one := x[1] + "." + x[2]; card == "" || card == one {
			card = one
		} else {
			return "" // a list
		}
	}
	return card
}

// posts are the cards as somebody who looks at them sees them.
func (c *colleagues) posts(t *testing.T, who string) (found []post) {
	t.Helper()
	for _, room := range c.rooms {
		for _, m := range c.Posts(room) {
			card := cardIn(m)
			if card == "" {
				continue
			}
			r, err := c.Look(c.ctx, who, m)
			if err != nil || !r.Acked {
				t.Fatalf("%s looks at %s: %d, %v", who, card, r.Status, err)
			}
			found = append(found, post{card: card, words: r.Shown.Words(), offers: does(r.Shown.Buttons()), seen: r.Shown})
		}
	}
	return found
}

// does is what buttons do: their verb, or that of the form that they open.
func does(list []teamstest.Button) (out []string) {
	for _, b := range list {
		out = append(out, action(b))
	}
	return out
}

func action(b teamstest.Button) string {
	var d struct {
		Action string `json:"a"`
	}
	if json.Unmarshal(b.Data, &d) == nil && d.Action != "" {
		return d.Action
	}
	return b.Verb
}

func (c *colleagues) await(ok func() bool) error {
	ctx, cancel := context.WithTimeout(c.ctx, patience)
	defer cancel()
	return c.Wait(ctx, ok)
}

func (c *colleagues) press(t *testing.T, who string, p post, verb string) {
	t.Helper()
	m := p.seen.(teamstest.Message)
	for _, b := range m.Buttons() {
		if action(b) == verb {
			c.clicks(t, who, m, b.Path)
			return
		}
	}
	t.Fatalf("%s of %s has only %v for %s", verb, p.card, p.offers, who)
}

// clicks clicks a button as it was seen.
func (c *colleagues) clicks(t *testing.T, who string, m teamstest.Message, which string, o ...teamstest.ClickOption) teamstest.Result {
	t.Helper()
	r, err := c.Click(c.ctx, who, m, which, append(o, teamstest.AsSeen(m))...)
	if err != nil || !r.Acked {
		t.Fatalf("%s clicks %s: acknowledged %v, %d, %v\n%s", who, which, r.Acked, r.Status, err, m.Words())
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last[who] = r
	return r
}

// stop answers the question that stands in the card.
func (c *colleagues) stop(t *testing.T, who string, p post, yes bool) (question string) {
	t.Helper()
	if m := p.seen.(teamstest.Message); !yes {
		c.clicks(t, who, m, "refresh")
	} else {
		c.press(t, who, p, "stop")
	}
	_, question, _ = strings.Cut(p.words, "[Stop")
	return question
}

// told sees the words in the answer to the last click.
func (c *colleagues) told(t *testing.T, who string, words ...string) {
	t.Helper()
	c.mu.Lock()
	r := c.last[who]
	c.mu.Unlock()
	has(t, "what "+who+" is told", r.Words+"\n"+r.Shown.Words(), words...)
}

// TestTeamsRounds plays request, quote, two changes, acceptance and order in three
// languages: in a channel, in a group chat and in somebody's own chat.
func TestTeamsRounds(t *testing.T) {
	rooms := []string{ordersRoom, groupRoom, "anna"}
	for i, r := range rounds {
		t.Run(r.lang, func(t *testing.T) {
			t.Parallel()
			s, _ := inTeams(t, teamsStage{room: rooms[i]}, demoCommand{Lang: r.lang})
			a := s.actor(t, r.address)
			a.lang, a.clerk = r.lang, "anna"
			r.play(a)
			a.tidy()
		})
	}
}

func TestTeamsDiscard(t *testing.T) {
	s, _ := inTeams(t, teamsStage{}, demoCommand{})
	discards(t, s)
}

func TestTeamsStop(t *testing.T) {
	s, _ := inTeams(t, teamsStage{}, demoCommand{})
	stopStory(t, s)
}

func TestTeamsStranger(t *testing.T) {
	for name, bare := range map[string]bool{"dialog": false, "in the card": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := inTeams(t, teamsStage{bare: bare}, demoCommand{})
			strangerStory(t, s)
		})
	}
}

func TestTeamsNoItem(t *testing.T) {
	for name, bare := range map[string]bool{"dialog": false, "in the card": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := inTeams(t, teamsStage{bare: bare}, demoCommand{Policy: map[string]string{"only_available": "true"}})
			noItemStory(t, s)
		})
	}
}

// sheet is a form that somebody has open: in a dialog, or inside a card.
type sheet struct {
	c    *colleagues
	who  string
	verb string            // that sends it
	in   teamstest.Message // the card; in a dialog, the one that it was opened from
	dial bool
}

func (c *colleagues) open(t *testing.T, who string, p post, verb string) form {
	t.Helper()
	m := p.seen.(teamstest.Message)
	f := &sheet{c: c, who: who, verb: verb, in: m}
	if verb == "review" {
		f.verb = "save"
	}
	for _, in := range m.Inputs() {
		if strings.HasPrefix(in.ID, f.verb+".") {
			return f // it stands in the card
		}
	}
	c.press(t, who, p, verb)
	r := c.last[who]
	if f.dial = r.Dialog != nil; !f.dial {
		f.in = r.Shown
	}
	return f
}

// shows is the form as it stands.
func (f *sheet) shows(t *testing.T) interface {
	Inputs() []teamstest.Input
	Words() string
} {
	t.Helper()
	if !f.dial {
		return f.in
	}
	d, ok := f.c.Dialog(f.who)
	if !ok {
		t.Fatalf("%s has no dialog open", f.who)
	}
	return d
}

// field is an input by the name that the core knows it by: the one to be looked up
// in where find says so and there is one.
func (f *sheet) field(t *testing.T, name string, find bool) (teamstest.Input, bool) {
	t.Helper()
	list := f.shows(t).Inputs()
	for _, in := range list {
		id, mine := strings.CutPrefix(in.ID, f.verb+".")
		if mine && find && in.Dataset != "" && (id == name+"*" || name == "item") || mine && !find && id == name {
			return in, true
		}
	}
	return teamstest.Input{}, false
}

func (f *sheet) has(t *testing.T, name string) string {
	t.Helper()
	in, ok := f.field(t, name, false)
	if !ok {
		t.Fatalf("there is no field %s in\n%s", name, f.shows(t).Words())
	}
	return in.Value
}

func (f *sheet) sends(t *testing.T, values map[string]string) (wrong map[string]string) {
	t.Helper()
	typed := teamstest.Values{}
	for name, words := range values {
		id, value := f.entry(t, name, words)
		typed[id] = value
	}
	if f.dial {
		r, err := f.c.Submit(f.c.ctx, f.who, f.verb, typed)
		if err != nil || !r.Acked {
			t.Fatalf("%s sends the form: acknowledged %v, %d, %v", f.who, r.Acked, r.Status, err)
		}
		if r.Dialog == nil {
			return nil
		}
		return f.wrong(t)
	}
	for _, b := range f.in.Buttons() {
		if b.Verb == f.verb {
			f.in = f.c.clicks(t, f.who, f.in, b.Path, teamstest.With(typed)).Shown
			return f.wrong(t)
		}
	}
	t.Fatalf("nothing sends the form: %v", does(f.in.Buttons()))
	return nil
}

// entry is the input in which words are entered, and what with.
func (f *sheet) entry(t *testing.T, name, words string) (id, value string) {
	t.Helper()
	in, ok := f.field(t, name, true)
	if !ok {
		if in, ok = f.field(t, name, false); !ok {
			t.Fatalf("there is no field %s in\n%s", name, f.shows(t).Words())
		}
		return in.ID, words
	}
	for _, o := range f.suggests(t, in, words) {
		if strings.Contains(o.Text, words) {
			return in.ID, o.Value
		}
	}
	return strings.TrimSuffix(in.ID, "*") + "+", words
}

func (f *sheet) suggests(t *testing.T, in teamstest.Input, words string) []teamstest.Option {
	t.Helper()
	var offers []teamstest.Option
	var err error
	if f.dial {
		offers, err = f.c.SuggestDialog(f.c.ctx, f.who, in.ID, words)
	} else {
		offers, err = f.c.Suggest(f.c.ctx, f.who, f.in, in.ID, words)
	}
	if err != nil {
		t.Fatalf("searching %q: %v", words, err)
	}
	return offers
}

// wrong is what is said right above the inputs.
func (f *sheet) wrong(t *testing.T) map[string]string {
	t.Helper()
	now := f.shows(t)
	lines := strings.Split(now.Words(), "\n")
	var out map[string]string
	for _, in := range now.Inputs() {
		name, mine := strings.CutPrefix(in.ID, f.verb+".")
		i := slices.IndexFunc(lines, func(l string) bool { return in.Label != "" && strings.HasPrefix(l, in.Label+":") })
		if !mine || i < 1 || !strings.HasPrefix(lines[i-1], "⚠") {
			continue
		}
		if out == nil {
			out = map[string]string{}
		}
		out[name] = lines[i-1]
	}
	if f.dial && len(out) == 0 {
		t.Fatal(fmt.Sprint("the dialog is still open and says nothing:\n", now.Words()))
	}
	return out
}
