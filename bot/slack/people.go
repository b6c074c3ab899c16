package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	named "salesclerk/bot/people"
	"salesclerk/bot/recent"
	"salesclerk/bot/slack/wire"
)

const (
	maxUsers   = 5000 // people whose names are kept
	maxGroups  = 500
	usersFresh = 12              // times as long as groups: names and languages seldom change
	groupStale = time.Hour       // how long a group is believed while Slack does not answer
	userStale  = 24 * time.Hour  //
	ownStale   = 365 * userStale // a token never changes its workspace
	slackBot   = "USLACKBOT"     // which Slack does not call a bot
)

// people knows who may what: the configuration's people and groups, and what
// Slack says of them. A person is a user of a workspace: the same user id in
// another workspace is somebody else.
type people struct {
	log    *slog.Logger
	fresh  time.Duration           // of groups
	users  *recent.Kept[wire.User] // by "TEAM/USER"
	groups *recent.Kept[[]string]  // user ids, by group
	own    *recent.Kept[string]    // the app's workspace
}

func newPeople(o Options) *people {
	p := &people{log: o.Log, fresh: o.Fresh}
	p.users = recent.New(recent.Options[wire.User]{Keys: maxUsers, Fresh: usersFresh * o.Fresh, Stale: userStale, Now: o.Now,
		Ask: func(ctx context.Context, key string) (wire.User, error) {
			_, user, _ := strings.Cut(key, "/")
			return o.Client.User(ctx, user)
		},
		Fail: func(key string, err error) { p.log.Warn("asking Slack who somebody is", "user", key, "error", err) }})
	p.groups = recent.New(recent.Options[[]string]{Keys: maxGroups, Fresh: o.Fresh, Stale: groupStale, Now: o.Now, Ask: o.Client.GroupMembers,
		Fail: func(key string, err error) {
			p.log.Error("asking Slack who is in a user group; without an answer nobody is", "group", key, "error", err)
		}})
	p.own = recent.New(recent.Options[string]{Keys: 1, Fresh: userStale, Stale: ownStale, Now: o.Now,
		Ask: func(ctx context.Context, _ string) (string, error) {
			if o.Team != "" {
				return o.Team, nil
			}
			who, err := o.Client.Auth(ctx)
			return who.Team, err
		},
		Fail: func(_ string, err error) { p.log.Error("asking Slack for the app's workspace", "error", err) }})
	return p
}

// keep asks Slack again and again, until ctx ends, for what every click needs: the
// app's own workspace, who is in the groups, and who those are that may click. So
// no click has to wait for it, neither the first nor one every few minutes.
func (p *people) keep(ctx context.Context, desks []*Desk) {
	every := p.fresh * 4 / 5
	for {
		p.own.Get(ctx, "")
		for _, g := range groupsOf(desks) {
			_ = patiently(ctx, func() error { return p.groups.Refresh(ctx, g) }) // which logs that it failed
		}
		next := time.Now().Add(every) // not later, however many there are to meet
		p.meet(ctx, desks, 2*every, next)
		if !pause(ctx, time.Until(next)) {
			return
		}
	}
}

// meet asks Slack who those are whom the configuration means, if that is not known
// for a while longer.
func (p *people) meet(ctx context.Context, desks []*Desk, longer time.Duration, until time.Time) {
	ctx, end := context.WithDeadline(ctx, until)
	defer end()
	own, ok := p.own.Get(ctx, "")
	if !ok {
		return
	}
	for _, key := range p.meant(ctx, desks, own) {
		if ctx.Err() == nil && p.users.Aging(key, longer) {
			_ = patiently(ctx, func() error { return p.users.Refresh(ctx, key) })
		}
	}
}

// meant are the keys of the users whom the configuration names or who are in a
// group that it names, at most as many as are kept.
func (p *people) meant(ctx context.Context, desks []*Desk, own string) (keys []string) {
	seen := map[string]bool{}
	add := func(team, user string) {
		if key := team + "/" + user; !seen[key] && user != "" && user != slackBot && len(keys) < maxUsers {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	for _, d := range desks {
		for _, e := range d.People {
			add(cmp.Or(e.Team, own), e.User)
		}
	}
	for _, g := range groupsOf(desks) {
		members, _ := p.groups.Get(ctx, g)
		for _, user := range members {
			add(own, user)
		}
	}
	return keys
}

func groupsOf(desks []*Desk) (ids []string) {
	for _, d := range desks {
		for _, p := range d.People {
			if p.Group != "" && !slices.Contains(ids, p.Group) {
				ids = append(ids, p.Group)
			}
		}
	}
	return ids
}

// person is who acts, with the roles they have at a desk: those of every entry
// that means them, together. Who is meant by none has no roles, and neither has a
// bot. names are what else is known of how they are called, best first. An error
// says that Slack could not be asked what must be known.
func (a *App) person(ctx context.Context, d *Desk, team, user string, names ...string) (task.Person, error) {
	if team == "" || user == "" {
		return task.Person{}, errors.New("slack: nobody is named")
	}
	own, ok := a.people.own.Get(ctx, "")
	if !ok {
		return task.Person{}, errors.New("slack: the app's own workspace is not known: Slack did not say")
	}
	var who wire.User
	var wait sync.WaitGroup
	wait.Go(func() { who = a.people.user(ctx, team, user) })
	roles, given := a.people.roles(ctx, d.People, own, team, user)
	wait.Wait()
	if who.Bot || who.Deleted || user == slackBot {
		roles = nil
	}
	return task.Person{ID: personID(team, user), Name: named.Called(user, append([]string{given, who.Name}, names...)...), Roles: roles}, nil
}

// personID is a person's id for the core: "slack:TEAM/USER".
func personID(team, user string) string { return fmt.Sprintf("slack:%s/%s", team, user) }

// user is what Slack says of a person; nothing of another who has the same id.
func (p *people) user(ctx context.Context, team, user string) wire.User {
	u, _ := p.users.Get(ctx, team+"/"+user)
	if u.Team != "" && u.Team != team {
		return wire.User{Bot: u.Bot, Deleted: u.Deleted}
	}
	return u
}

// roles are those of all entries that mean the person, and the name one of them gives.
func (p *people) roles(ctx context.Context, list []Person, own, team, user string) (roles []task.Role, name string) {
	meant := make([]bool, len(list))
	var wait sync.WaitGroup
	for i, e := range list {
		switch {
		case cmp.Or(e.Team, own) != team:
		case e.User != "":
			meant[i] = e.User == user
		case e.Group != "":
			wait.Go(func() { meant[i] = p.in(ctx, e.Group, user) })
		}
	}
	wait.Wait()
	for i, e := range list {
		if !meant[i] {
			continue
		}
		if e.User != "" {
			name = cmp.Or(name, e.Name)
		}
		roles = append(roles, e.Roles...)
	}
	slices.Sort(roles)
	return slices.Compact(roles), name
}

// said is the language that the configuration gives a person, or a group of theirs.
func (p *people) said(ctx context.Context, list []Person, own, team, user string) (tag string) {
	for _, e := range list {
		switch {
		case e.Lang == "" || cmp.Or(e.Team, own) != team:
		case e.User == user:
			return e.Lang
		case e.Group != "" && tag == "" && p.in(ctx, e.Group, user):
			tag = e.Lang
		}
	}
	return tag
}

// in says whether a user is in a group; nobody is in one that Slack is silent about.
func (p *people) in(ctx context.Context, group, user string) bool {
	members, _ := p.groups.Get(ctx, group)
	return slices.Contains(members, user)
}

// lang is the language of a person: the one the configuration says, since Slack
// itself does not speak every one; else that of their Slack where there are words
// in it, else the desk's.
func (a *App) lang(ctx context.Context, team, user string, d *Desk) string {
	own, _ := a.people.own.Get(ctx, "")
	if tag := a.people.said(ctx, d.People, own, team, user); tag != "" {
		return tag
	}
	if tag, ok := named.Spoken(a.people.user(ctx, team, user).Locale); ok {
		return tag
	}
	return lang.For(d.Lang).Tag()
}
