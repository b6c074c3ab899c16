package main

import (
	"context"
	"net/http"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/intake"
	"salesclerk/bot/teams"
	"salesclerk/bot/teams/connector"
)

// teamsRoomName is the name under which the store keeps what concerns Teams.
const teamsRoomName = "teams"

// teamsSide is Teams as the program runs it.
type teamsSide struct {
	app  *teams.App
	pool *intake.Pool
	http http.Handler
}

// connectTeams puts the Teams side together; it calls nobody yet.
func (p *program) connectTeams() error {
	c := p.config.Teams
	wire := connector.Options{AppID: c.AppID, Secret: c.Secret, Tenant: c.Tenant, Tenants: c.Tenants, TokenURL: c.TokenURL, MetadataURL: c.MetadataURL,
		Issuers: c.Issuers, Hosts: c.Hosts, Insecure: c.Development, Log: p.log}
	client, err := connector.NewClient(wire)
	if err != nil {
		return err
	}
	o := teams.Options{Client: client, Tenant: c.Tenant, ServiceURL: c.ServiceURL, PublicURL: c.filesURL(p.config.Listen), Secret: c.Secret, Bare: c.Development, Grace: time.Duration(c.Grace), Log: p.log}
	for _, d := range p.desks {
		if !d.inTeams() {
			continue
		}
		o.Desks = append(o.Desks, p.teamsDesk(d))
		d.shownIn(teamsRoomName)
	}
	app, err := teams.New(o)
	if err != nil {
		return err
	}
	s := &teamsSide{app: app, pool: p.intake(teamsRoomName)}
	if s.http, err = connector.NewHTTP(wire, app.Handle, s.pool); err != nil {
		return err
	}
	p.teams = s
	return nil
}

func (p *program) teamsDesk(d *desk) teams.Desk {
	return teams.Desk{Desk: room{p, d}, Name: d.Name, Lang: d.Lang, Zone: d.Zone, Routes: teamsRoutes(d.config.Teams), People: teamsPeople(d.config.People),
		Memory: chatMemory{d.store, teamsRoomName}, Notice: notices{d}.one,
		Try: func(ctx context.Context, _ task.Person, from string) (string, error) { return p.tried(ctx, d, from) }}
}

func teamsRoutes(c deskTeamsConfig) bot.Routes {
	var out bot.Routes
	for _, r := range c.Rooms {
		out = append(out, bot.Route{Room: r.Room, Kinds: r.Kinds, Groups: r.Groups})
	}
	return append(out, bot.Route{Room: c.Room})
}

// teamsPeople are those of a desk's people who are in Teams.
func teamsPeople(list []personConfig) []teams.Person {
	var out []teams.Person
	for _, p := range list {
		if m := teamsPerson.FindStringSubmatch(p.ID); m != nil {
			out = append(out, teams.Person{Tenant: m[1], AAD: m[2], Name: p.Name, Lang: p.Lang, Roles: p.Roles})
		}
	}
	return out
}

// withTeams answers what Teams sends beside the rest.
func (p *program) withTeams(rest http.Handler) http.Handler {
	if p.teams == nil {
		return rest
	}
	mux := http.NewServeMux()
	mux.Handle(connector.Path, p.teams.http)
	mux.Handle(teams.FilePath, p.teams.app.Files())
	mux.Handle("/", rest)
	return mux
}

// run lets what is in hand finish when ctx ends.
func (s *teamsSide) run(ctx context.Context, p *program) {
	<-ctx.Done()
	p.finish(ctx, s.pool, teamsRoomName)
}

// inTeams says whether the desk has cards in Teams.
func (d *desk) inTeams() bool { return d.config.Teams.Room != "" }
