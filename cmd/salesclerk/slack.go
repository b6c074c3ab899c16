package main

import (
	"context"
	"net/http"
	"sync"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/intake"
	"salesclerk/bot/slack"
	"salesclerk/bot/slack/wire"
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
		d.shownIn(slackRoom)
	}
	app, err := slack.New(o)
	if err != nil {
		return err
	}
	s := &slackSide{app: app, pool: p.intake(slackRoom)}
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
	p.finish(ctx, s.pool, slackRoom)
}

// inSlack says whether the desk has cards in Slack.
func (d *desk) inSlack() bool { return d.config.Slack.Channel != "" }
