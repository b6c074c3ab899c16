package teams

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/people"
	"salesclerk/bot/teams/connector"
)

// asker is a person at a desk, with their rights there, in their language.
type asker struct {
	bot.Reader
	d   *Desk
	who connector.Person
}

// ask finds out who somebody is at a desk: what the configuration's entries for
// them give, together. A person is an object id in a tenant: the same id in
// another tenant is somebody else. Who is meant by no entry has no rights, and
// neither has a bot.
func (a *App) ask(d *Desk, who connector.Person) asker {
	given := a.given(d, who)
	p := task.Person{ID: personID(who), Roles: given.Roles}
	p.Name = people.Called(p.ID, given.Name, who.Name)
	return asker{d: d, who: who, Reader: bot.Reader{Desk: d.Name, Zone: d.Zone, Person: p, Now: a.o.Now(),
		Words: lang.For(a.lang(d, who, given.Lang))}}
}

// personID is a person's id for the core: "teams:TENANT/OBJECT-ID".
func personID(who connector.Person) string {
	return "teams:" + strings.ToLower(who.Tenant+"/"+who.AAD)
}

// given is what the configuration gives a person at a desk.
func (a *App) given(d *Desk, who connector.Person) people.Given {
	if who.AAD == "" || who.Tenant == "" || strings.HasPrefix(who.ID, "28:") {
		return people.Given{}
	}
	var all []people.Given
	for _, e := range d.People {
		if a.entryID(e) == personID(who) {
			all = append(all, people.Given{Name: e.Name, Lang: e.Lang, Roles: e.Roles})
		}
	}
	return people.All(all)
}

// entryID is the person's id that an entry of the configuration means.
func (a *App) entryID(e Person) string {
	tenant := e.Tenant
	if tenant == "" {
		tenant = a.o.Tenant
	}
	return personID(connector.Person{Tenant: tenant, AAD: e.AAD})
}

// lang is the language of a person: the one the configuration says, else that of
// their Teams where there are words in it, else the desk's. Not every request says
// the language of Teams: the last that did counts.
func (a *App) lang(d *Desk, who connector.Person, said string) string {
	id := personID(who)
	if tag, ok := people.Spoken(who.Locale); ok {
		a.spoken.Add(id, tag)
	} else if who.Locale != "" {
		a.spoken.Remove(id)
	}
	if said != "" {
		return said
	}
	if tag, ok := a.spoken.Get(id); ok {
		return tag
	}
	return d.Lang
}

// refused writes down that somebody tried what they may not.
func (a *App) refused(k asker, action, taskID string) {
	a.o.Log.Info("teams: refused for want of the right", slog.String("desk", k.d.Name), slog.String("task", taskID),
		slog.String("person", k.Person.ID), slog.String("name", k.Person.Name), slog.String("action", action))
}

// task is a task of the desk; another desk's is not found.
func (d *Desk) task(ctx context.Context, id string) (task.Task, error) {
	t, err := d.Task(ctx, id)
	if err != nil {
		return t, fmt.Errorf("read task: %w", err)
	}
	if t.Desk != "" && t.Desk != d.Name {
		return task.Task{}, bot.ErrNotFound
	}
	return t, nil
}

// admins are the names of those who can give rights, as far as they are configured.
func (d *Desk) admins() (names []string) {
	for _, p := range d.People {
		if p.Name != "" && slices.Contains(p.Roles, task.Admin) {
			names = append(names, p.Name)
		}
	}
	return names
}
