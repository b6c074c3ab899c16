package wire

import "context"

// User is a person or bot as Slack knows it.
type User struct {
	ID, Team string
	Name     string // display name, else full name: a stranger's words
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

// User looks a person up.
func (c *Client) User(ctx context.Context, user string) (User, error) { return User{}, errSkeleton }

// GroupMembers lists the ids of a user group's people.
func (c *Client) GroupMembers(ctx context.Context, group string) ([]string, error) {
	return nil, errSkeleton
}

// Channel looks a channel up; APIError channel_not_found for a private one the app is not in.
func (c *Client) Channel(ctx context.Context, id string) (Channel, error) {
	return Channel{}, errSkeleton
}

// Auth asks Slack whom the bot token stands for and what it may.
func (c *Client) Auth(ctx context.Context) (Auth, error) { return Auth{}, errSkeleton }

// AppToken says what is wrong with the app token, nil if Socket Mode would open.
func (c *Client) AppToken(ctx context.Context) error { return errSkeleton }
