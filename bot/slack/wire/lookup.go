package wire

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// User is a person or bot as Slack knows it.
type User struct {
	ID, Team string
	Name     string // display name, else full name, else handle: a stranger's words
	Locale   string // "da-DK"; "" if Slack does not say
	TZ       string // "Europe/Copenhagen"
	Bot      bool
	Deleted  bool // deactivated
	Guest    bool // a guest with restrictions
	Stranger bool // of another organisation, seen in a shared channel
}

// Auth is whom the bot token stands for.
type Auth struct {
	Team, TeamName, Enterprise string
	BotUser, BotID             string
	URL                        string   // the workspace's address
	Scopes                     []string // granted, sorted
}

// Channel is a channel as the app sees it.
type Channel struct {
	ID, Name string
	Member   bool // the app is in it
	Private  bool
	Archived bool
	Shared   bool // with another organisation
}

// User looks a person up (users.info).
func (c *Client) User(ctx context.Context, user string) (u User, err error) {
	err = c.do(ctx, &call{method: "users.info"}, func(ctx context.Context) error {
		r, err := c.api.GetUserInfoContext(ctx, user)
		if err != nil {
			return err
		}
		u = User{ID: r.ID, Team: r.TeamID, Name: cmp.Or(r.Profile.DisplayName, r.Profile.RealName, r.RealName, r.Name),
			Locale: r.Locale, TZ: r.TZ, Bot: r.IsBot || r.ID == "USLACKBOT", Deleted: r.Deleted,
			Guest: r.IsRestricted || r.IsUltraRestricted, Stranger: r.IsStranger}
		return nil
	})
	return u, err
}

// GroupMembers lists the ids of a user group's people (usergroups.users.list).
func (c *Client) GroupMembers(ctx context.Context, group string) (members []string, err error) {
	err = c.do(ctx, &call{method: "usergroups.users.list"}, func(ctx context.Context) error {
		members, err = c.api.GetUserGroupMembersContext(ctx, group)
		return err
	})
	return members, err
}

// Channel looks a channel up (conversations.info); *APIError channel_not_found
// also for a private one that the app is not in.
func (c *Client) Channel(ctx context.Context, id string) (ch Channel, err error) {
	err = c.do(ctx, &call{method: "conversations.info", channel: id}, func(ctx context.Context) error {
		r, err := c.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: id})
		if err != nil {
			return err
		}
		ch = Channel{ID: r.ID, Name: r.Name, Member: r.IsMember, Private: r.IsPrivate, Archived: r.IsArchived,
			Shared: r.IsExtShared}
		return nil
	})
	return ch, err
}

// Auth asks Slack whom the bot token stands for and what it may (auth.test; the
// scopes are in its X-OAuth-Scopes header).
func (c *Client) Auth(ctx context.Context) (a Auth, err error) {
	err = c.do(ctx, &call{method: "auth.test"}, func(ctx context.Context) error {
		r, err := c.api.AuthTestContext(ctx)
		if err != nil {
			return err
		}
		a = Auth{Team: r.TeamID, TeamName: r.Team, Enterprise: r.EnterpriseID, BotUser: r.UserID, BotID: r.BotID,
			URL: r.URL, Scopes: scopes(r.Header.Get("X-OAuth-Scopes"))}
		return nil
	})
	if err == nil {
		c.mu.Lock()
		c.self = &a
		c.mu.Unlock()
	}
	return a, err
}

func scopes(header string) []string {
	list := strings.FieldsFunc(header, func(r rune) bool { return r == ',' || r == ' ' })
	slices.Sort(list)
	return slices.Compact(list)
}

// whoami is Auth, asked once.
func (c *Client) whoami(ctx context.Context) (Auth, error) {
	c.mu.Lock()
	self := c.self
	c.mu.Unlock()
	if self != nil {
		return *self, nil
	}
	return c.Auth(ctx)
}

// AppToken says what is wrong with the app token, nil if Socket Mode would open.
func (c *Client) AppToken(ctx context.Context) error {
	_, err := c.openSocket(ctx)
	return err
}

// openSocket asks for the address of a new line (apps.connections.open). It is a
// secret that works once.
func (c *Client) openSocket(ctx context.Context) (address string, err error) {
	k := &call{method: "apps.connections.open"}
	err = c.do(ctx, k, func(ctx context.Context) error {
		_, address, err = c.api.StartSocketModeContext(ctx)
		return err
	})
	return address, err
}
