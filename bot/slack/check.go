package slack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot"
	named "salesclerk/bot/people"
	"salesclerk/bot/slack/wire"
	"salesclerk/cards"
)

// Check asks Slack whether everything is as the app needs it: tokens, scopes,
// channels, people. It changes nothing.
func (a *App) Check(ctx context.Context) []bot.Finding {
	c := &check{a: a, name: "salesclerk"}
	if c.tokens(ctx); c.dead {
		return c.All
	}
	c.scopes()
	for _, d := range a.desks {
		c.Desk = d.Name
		c.channels(ctx, d)
		c.people(ctx, d)
	}
	return c.All
}

// check is one run of Check.
type check struct {
	bot.Findings
	a    *App
	auth wire.Auth
	name string // of the bot, as it is invited
	dead bool   // the bot token is of no use: there is nothing more to ask
}

func (c *check) tokens(ctx context.Context) {
	err := patiently(ctx, func() (err error) { c.auth, err = c.a.o.Client.Auth(ctx); return err })
	if err != nil {
		c.dead = true
		c.Wrong("bot token", "%s", tokenWords(err))
		return
	}
	if u, err := c.a.o.Client.User(ctx, c.auth.BotUser); err == nil && u.Name != "" {
		c.name = cards.Text{S: u.Name}.Line()
	}
	c.Fine("bot token", "is good: @%s in %s", c.name, cards.Text{S: c.auth.TeamName}.Line())
	if c.a.o.Team != "" && c.a.o.Team != c.auth.Team {
		c.Wrong("workspace", "the token is of the workspace %s and not of %s: people of %s would be taken for somebody else's", c.auth.Team, c.a.o.Team, c.auth.Team)
	}
	c.appToken(ctx)
}

// appToken looks at the token for Socket Mode, where one is configured.
func (c *check) appToken(ctx context.Context) {
	err := patiently(ctx, func() error { return c.a.o.Client.AppToken(ctx) })
	switch {
	case wire.Code(err) == "not_authed": // there is none: Slack calls this program
	case err != nil:
		c.Wrong("app token", "%s", appTokenWords(err))
	default:
		c.Fine("app token", "is good for Socket Mode")
	}
}

func tokenWords(err error) string {
	switch code := wire.Code(err); code {
	case "":
		return fmt.Sprintf("Slack does not answer: %v", err)
	case "invalid_auth", "not_authed":
		return "Slack does not know it: copy the Bot User OAuth Token again from the app's page OAuth & Permissions; it begins with xoxb-"
	case "token_revoked", "token_expired", "account_inactive":
		return fmt.Sprintf("it counts no more (%s): install the app to the workspace again and copy the new Bot User OAuth Token", code)
	default:
		return fmt.Sprintf("Slack refuses it: %v", err)
	}
}

func appTokenWords(err error) string {
	switch code := wire.Code(err); code {
	case "":
		return fmt.Sprintf("Slack does not answer: %v", err)
	case "missing_scope", "not_allowed_token_type":
		return "it may not open connections: make an app-level token with the scope connections:write on the app's page Basic Information; it begins with xapp-"
	case "socket_mode_not_enabled", "forbidden_team":
		return "Socket Mode is off: switch it on on the app's page Socket Mode, or give the app its manifest again"
	default:
		return fmt.Sprintf("Slack refuses it (%s): make a new app-level token with the scope connections:write on the app's page Basic Information", code)
	}
}

func (c *check) scopes() {
	if len(c.auth.Scopes) == 0 {
		c.Note("scopes", "Slack did not say which scopes the token has, so they could not be compared")
		return
	}
	groups := len(groupsOf(c.a.desks)) > 0
	missing := 0
	for _, s := range scopes {
		if (groups || !s.Groups) && !slices.Contains(c.auth.Scopes, s.Name) {
			missing++
			c.Wrong("scope "+s.Name, "the app needs it %s: give the app the output of `salesclerk slack manifest` on its page App Manifest, then install it to the workspace again", s.For)
		}
	}
	if missing == 0 {
		c.Fine("scopes", "all %d that are needed are there", len(scopesOf(groups)))
	}
}

func (c *check) channels(ctx context.Context, d *Desk) {
	for _, id := range d.Routes.Rooms() {
		var ch wire.Channel
		err := patiently(ctx, func() (err error) { ch, err = c.a.o.Client.Channel(ctx, id); return err })
		c.channel(id, ch, err)
	}
}

func (c *check) channel(id string, ch wire.Channel, err error) {
	what := "channel " + id
	if err == nil && ch.Name != "" {
		what = "channel #" + cards.Text{S: ch.Name}.Line()
	}
	switch {
	case wire.Code(err) == "channel_not_found":
		c.Wrong(what, "the app sees no such channel: compare the ID with the one at the end of the channel's details, and if the channel is private, write /invite @%s in it", c.name)
	case err != nil:
		c.Wrong(what, "Slack does not say whether the app is in it: %v", err)
	case ch.Archived:
		c.Wrong(what, "is archived: bring it back or give the desk another one")
	case !ch.Member:
		c.Wrong(what, "the app is not in it: write /invite @%s in the channel", c.name)
	default:
		c.Fine(what, "the app is in it")
		if ch.Shared {
			c.Note(what, "is shared with another organisation, whose people read every card")
		}
	}
}

// people looks at each entry, and whether anybody is left who may decide.
func (c *check) people(ctx context.Context, d *Desk) {
	decide, unknown := 0, false
	for i, p := range d.People {
		if ctx.Err() != nil {
			c.Note("people", "only %d of %d entries could be looked at in the time there was", i, len(d.People))
			return
		}
		n, err := c.entry(ctx, p)
		unknown = unknown || err != nil
		if by := (task.Person{Roles: p.Roles}); by.May(task.Approver) {
			decide += n
		}
	}
	switch {
	case decide == 0 && !unknown:
		c.Wrong("people", "nobody may decide in Slack: give somebody the role approver in the desk's people, as slack:U… or slack:S…")
	case decide > 0:
		c.Fine("people", "%d may decide", decide)
	}
}

// entry is how many people an entry of the configuration means.
func (c *check) entry(ctx context.Context, p Person) (int, error) {
	if p.Group != "" {
		return c.group(ctx, p.Group)
	}
	return c.user(ctx, p)
}

func (c *check) group(ctx context.Context, id string) (int, error) {
	var members []string
	err := patiently(ctx, func() (err error) { members, err = c.a.o.Client.GroupMembers(ctx, id); return err })
	what := "group " + id
	switch code := wire.Code(err); {
	case code == "no_such_subteam" || code == "subteam_not_found" || code == "invalid_usergroup":
		c.Wrong(what, "the workspace has no such user group: its ID begins with S and is in the address of the group's page")
		return 0, nil
	case err != nil:
		c.Wrong(what, "Slack does not say who is in it: %v", err)
		return 0, err
	case len(members) == 0:
		c.Note(what, "nobody is in it")
	}
	return len(members), nil
}

func (c *check) user(ctx context.Context, p Person) (int, error) {
	var u wire.User
	err := patiently(ctx, func() (err error) { u, err = c.a.o.Client.User(ctx, p.User); return err })
	what := "user " + p.User
	team := p.Team
	if team == "" {
		team = c.auth.Team
	}
	switch code := wire.Code(err); {
	case code == "user_not_found" || code == "user_not_visible":
		c.Wrong(what, "Slack knows no such user here: copy the member ID from the person's profile")
	case err != nil:
		c.Wrong(what, "Slack does not say who it is: %v", err)
		return 0, err
	case u.Deleted:
		c.Wrong(what, "%s is deactivated in Slack and may nothing: take the entry out", named.Called(p.User, u.Name))
	case u.Bot || p.User == slackBot:
		c.Wrong(what, "is a bot, and bots may nothing: take the entry out")
	case u.Team != "" && u.Team != team && c.auth.Enterprise == "":
		c.Wrong(what, "%s belongs to the workspace %s and not to %s: write slack:%s/%s", named.Called(p.User, u.Name), u.Team, team, u.Team, p.User)
	default:
		return 1, nil
	}
	return 0, nil
}

// patiently makes a call, and again when a limit that it met is over.
func patiently(ctx context.Context, call func() error) error {
	for {
		err := call()
		rate, limited := errors.AsType[*wire.RateError](err)
		if !limited {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("there was no time to ask: %w", err)
		case <-time.After(time.Until(rate.Until)):
		}
	}
}
