package main

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
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
		Hosts: []string{fake.Host()}} // where Teams is called, it says itself when the app is added
	if o.bare {
		conf.Teams = teamsConfig{Development: true, ServiceURL: fake.ServiceURL("")}
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

func (c *colleagues) press(who string, p post, verb string) error {
	m := p.seen.(teamstest.Message)
	for _, b := range m.Buttons() {
		if action(b) == verb {
			_, err := c.click(who, m, b.Path)
			return err
		}
	}
	return fmt.Errorf("%s sees no %s on %s, but %v", who, verb, p.card, p.offers)
}

// click clicks a button as it was seen, and sees that the click is acknowledged.
func (c *colleagues) click(who string, m teamstest.Message, which string, o ...teamstest.ClickOption) (teamstest.Result, error) {
	r, err := c.Click(c.ctx, who, m, which, append(o, teamstest.AsSeen(m))...)
	if err == nil && !r.Acked {
		err = fmt.Errorf("%s clicks %s, which is answered with %d", who, which, r.Status)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last[who] = r
	return r, err
}

func (c *colleagues) clicks(t *testing.T, who string, m teamstest.Message, which string, o ...teamstest.ClickOption) teamstest.Result {
	t.Helper()
	r, err := c.click(who, m, which, o...)
	if err != nil {
		t.Fatalf("%v\n%s", err, m.Words())
	}
	return r
}

// stop answers the question that stands in the card.
func (c *colleagues) stop(t *testing.T, who string, p post, yes bool) (question string) {
	t.Helper()
	which := "refresh"
	if yes {
		which = "stop"
	}
	c.clicks(t, who, p.seen.(teamstest.Message), which)
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
