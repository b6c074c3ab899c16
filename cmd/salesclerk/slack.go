package main

import (
	"context"
	"net/http"
	"sync"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/intake"
	chat "salesclerk/bot/room"
	"salesclerk/bot/slack"
	"salesclerk/bot/slack/wire"
	"salesclerk/store"
)

// slackRoom is the name under which the store keeps what concerns Slack: the list
// of what is due there, and where cards were posted.
const slackRoom = "slack"

// slackSide is Slack as the program runs it.
type slackSide struct {
	app    *slack.App
	pool   *intake.Pool
	http   http.Handler // nil: Socket Mode
	socket *wire.Socket // nil: HTTP
}

// connectSlack puts the Slack side together; it calls nobody yet.
func (p *program) connectSlack() error {
	c := p.config.Slack
	client := wire.NewClient(wire.Options{Token: c.BotToken, AppToken: c.AppToken, APIURL: c.APIURL, Log: p.log})
	o := slack.Options{Client: client, Log: p.log, Command: c.Command, Grace: time.Duration(c.Grace)}
	for _, d := range p.desks {
		if !d.inSlack() {
			continue
		}
		o.Desks = append(o.Desks, p.slackDesk(d))
		d.Rooms = append(d.Rooms, dueRoom{d.store, slackRoom})
		d.noticeRooms = append(d.noticeRooms, slackRoom)
	}
	app, err := slack.New(o)
	if err != nil {
		return err
	}
	s := &slackSide{app: app, pool: intake.New(intake.Options{Log: p.log.With("chat", "slack")})}
	if c.AppToken != "" {
		s.socket = wire.NewSocket(wire.SocketOptions{Client: client, Handler: app.Handle, Pool: s.pool, Log: p.log})
	} else {
		s.http = wire.NewHTTP(wire.HTTPOptions{Secrets: append([]string{c.SigningSecret}, c.OldSecrets...), Handler: app.Handle, Pool: s.pool, Log: p.log})
	}
	p.slack = s
	return nil
}

func (p *program) slackDesk(d *desk) slack.Desk {
	return slack.Desk{Desk: room{p, d}, Name: d.Name, Lang: d.Lang, Zone: d.Zone, Routes: slackRoutes(d.config.Slack), People: slackPeople(d.config.People),
		Memory: chatMemory{d.store, slackRoom}, Notice: notices{d}.one,
		Try: func(ctx context.Context, _ task.Person, from string) (string, error) { return p.tried(ctx, d, from) }}
}

// tried makes a task of a sample mail, as if from an address.
func (p *program) tried(ctx context.Context, d *desk, from string) (string, error) {
	raw, err := sampleMail(ctx, p, d, from)
	if err != nil {
		return "", err
	}
	return d.taskOf(ctx, raw)
}

func slackRoutes(c deskSlackConfig) bot.Routes {
	var out bot.Routes
	for _, r := range c.Rooms {
		out = append(out, bot.Route{Room: r.Channel, Kinds: r.Kinds, Groups: r.Groups})
	}
	return append(out, bot.Route{Room: c.Channel})
}

// slackPeople are those of a desk's people who are in Slack.
func slackPeople(list []personConfig) []slack.Person {
	var out []slack.Person
	for _, p := range list {
		m := slackPerson.FindStringSubmatch(p.ID)
		if m == nil {
			continue
		}
		out = append(out, slack.Person{Team: m[1], User: m[2], Group: m[3], Name: p.Name, Lang: p.Lang, Roles: p.Roles})
	}
	return out
}

// dueRoom shows a task by noting that it is to be shown: one copy at a time posts
// and edits, in order and no faster than the platform takes it.
type dueRoom struct {
	desk *store.Desk
	list string
}

// Show makes the task due.
func (r dueRoom) Show(ctx context.Context, t task.Task) error {
	return r.desk.MakeDue(ctx, r.list, t.ID)
}

// chatMemory is the store as a chat's side wants it; room is the chat's name there.
type chatMemory struct {
	*store.Desk
	room string
}

// Refs is where a task's messages were posted.
func (m chatMemory) Refs(ctx context.Context, name string) (map[string]string, error) {
	return m.CardRefs(ctx, name, m.room)
}

// SetRef keeps where a message was posted.
func (m chatMemory) SetRef(ctx context.Context, name, key, ref string) error {
	return m.SetCardRef(ctx, name+"/"+key, m.room, ref)
}

// Due is what is yet to be shown.
func (m chatMemory) Due(ctx context.Context, limit int) ([]chat.Due, error) {
	list, err := m.Desk.Due(ctx, m.room, limit)
	var out []chat.Due
	for _, n := range list {
		out = append(out, chat.Due(n))
	}
	return out, err
}

// Settle takes a name off.
func (m chatMemory) Settle(ctx context.Context, d chat.Due) error {
	return m.SettleDue(ctx, m.room, store.DueName(d))
}

// Wake tells that something became due.
func (m chatMemory) Wake(ctx context.Context) (<-chan struct{}, error) {
	return m.WatchDue(ctx, m.room)
}

// withSlack answers what Slack sends beside the health checks, where it calls us.
func (p *program) withSlack(health http.Handler) http.Handler {
	if p.slack == nil || p.slack.http == nil {
		return health
	}
	mux := http.NewServeMux()
	mux.Handle("/slack/", p.slack.http)
	mux.Handle("/", health)
	return mux
}

// run keeps the line to Slack and the Home tabs of people until ctx ends, then
// lets what is in hand finish.
func (s *slackSide) run(ctx context.Context, p *program) {
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := s.app.Home(ctx); err != nil && ctx.Err() == nil {
			p.log.Error("keeping the Home tabs of Slack", "error", err)
		}
	})
	if s.socket != nil {
		wg.Go(func() {
			if err := s.socket.Run(ctx); err != nil && ctx.Err() == nil {
				p.log.Error("the line to Slack ended", "error", err)
			}
		})
	}
	<-ctx.Done()
	wg.Wait()
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer cancel()
	if err := s.pool.Close(end); err != nil {
		p.log.Warn("what came from Slack was not all finished", "error", err)
	}
}

// inSlack says whether the desk has cards in Slack.
func (d *desk) inSlack() bool { return d.config.Slack.Channel != "" }
