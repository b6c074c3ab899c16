package teams

import (
	"context"
	"errors"
	"slices"
	"strings"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/people"
	"salesclerk/bot/teams/connector"
	"salesclerk/cards"
)

// Check asks Teams whether everything is as the app needs it: app id, tenant,
// secret, addresses, rooms, people. It changes nothing.
func (a *App) Check(ctx context.Context) []bot.Finding {
	c := &check{a: a}
	c.files()
	dead := false
	for _, f := range a.o.Client.Check(ctx) {
		dead = dead || f.Wrong
		c.All = append(c.All, f)
	}
	if dead { // there is nothing more to ask with
		return c.All
	}
	for _, d := range a.desks {
		c.Desk = d.Name
		c.rooms(ctx, d)
		c.people(d)
	}
	return c.All
}

// check is one run of Check.
type check struct {
	bot.Findings
	a       *App
	members []connector.Member // of the desk's rooms, by Entra's id
	blind   bool               // who is in a room is not known
}

// files says whether the files of tasks can be opened.
func (c *check) files() {
	if c.a.links == nil {
		c.Note("files", "PDFs and other files cannot be opened from Teams, the cards only name them, until teams.public_url says where people reach this program")
		return
	}
	c.Fine("files", "are opened at %s", strings.TrimSuffix(c.a.links.base, "?t="))
}

// rooms asks who is in each room: only an app that is there is told.
func (c *check) rooms(ctx context.Context, d *Desk) {
	c.members, c.blind = nil, false
	all, err := c.a.allPlaces(ctx, d)
	if err != nil {
		c.Wrong("rooms", "what is kept of them cannot be read: %v", err)
		c.blind = true
		return
	}
	for _, room := range d.Routes.Rooms() {
		c.room(ctx, room, all)
	}
}

func (c *check) room(ctx context.Context, room string, all map[string]place) {
	what := "room " + cards.Text{S: room}.Line()
	to, known := c.a.written(all, room)
	if !known {
		c.blind = true
		c.Wrong(what, "%s", unheardWords(room))
		return
	}
	var list []connector.Member
	err := patiently(ctx, func() (err error) { list, err = c.a.o.Client.Members(ctx, to); return err })
	switch {
	case err == nil:
		c.members = append(c.members, list...)
		c.Fine(what, "the app is in it, with %d people", len(list))
	case errors.Is(err, connector.ErrRemoved):
		c.Wrong(what, "the app is not in it: add it to the team or chat in Teams, under Apps")
	case errors.Is(err, connector.ErrGone):
		c.Wrong(what, "Teams knows no such room: write @ and the app's name in it, and it says what the room is called")
	default:
		c.Wrong(what, "Teams does not say whether the app is in it: %v", err)
	}
	c.blind = c.blind || err != nil
}

func unheardWords(room string) string {
	if _, _, person := personIn(room); person {
		return "the app has not heard from this person yet: install it for them in Teams, or let them write to it"
	}
	return "the app has not heard from Teams yet: start salesclerk, then add the app to the team or chat in Teams"
}

// written is how a room is written to, as far as is known without opening a chat.
func (a *App) written(all map[string]place, room string) (connector.Conversation, bool) {
	if p, ok := all[room]; ok {
		return p.Conv, true
	}
	url := a.serviceURL(all, a.o.Tenant)
	if _, _, person := personIn(room); person || url == "" {
		return connector.Conversation{}, false
	}
	return connector.Conversation{ID: room, Type: typeOf(room), Tenant: a.o.Tenant, ServiceURL: url}, true
}

// people says whether anybody is left who may decide, and who of them is in none
// of the desk's rooms.
func (c *check) people(d *Desk) {
	decide := 0
	for _, p := range d.People {
		if !guid.MatchString(p.AAD) || p.Tenant != "" && !guid.MatchString(p.Tenant) {
			c.Wrong("person "+cards.Text{S: p.AAD}.Line(), "write teams: and the object ID of the user in Entra, a GUID")
			continue
		}
		if by := (task.Person{Roles: p.Roles}); by.May(task.Approver) {
			decide++
		}
		c.inside(p)
	}
	switch {
	case decide == 0:
		c.Wrong("people", "nobody may decide in Teams: give somebody the role approver in the desk's people, as teams: and the object ID in Entra")
	default:
		c.Fine("people", "%d may decide", decide)
	}
}

func (c *check) inside(p Person) {
	id := c.a.entryID(p)
	here := slices.ContainsFunc(c.members, func(m connector.Member) bool {
		tenant := m.Tenant
		if tenant == "" {
			tenant = c.a.o.Tenant
		}
		return personID(connector.Person{Tenant: tenant, AAD: m.AAD}) == id
	})
	if !here && !c.blind {
		c.Note("person "+people.Called(id, p.Name), "is in none of the desk's rooms: only the personal chat shows them the tasks")
	}
}
