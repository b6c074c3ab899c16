package slacktest

// User is a person in a workspace.
type User struct {
	ID, Team, Name, Locale, TZ string // Team: "" is the app's own; Locale like "da-DK"; TZ like "Europe/Copenhagen"
	Bot, Deleted               bool
}

// Channel is a public or private conversation.
type Channel struct {
	ID, Name                  string
	Private, Member, Archived bool // Member: the app is in it
}

// AddUser adds or replaces a person.
func (s *Server) AddUser(u User) {}

// AddChannel adds or replaces a channel; everybody but the app is in every channel.
func (s *Server) AddChannel(c Channel) {}

// AddGroup adds or replaces a user group ("S…") with its members.
func (s *Server) AddGroup(id, handle string, users ...string) {}

// Kick takes the app out of a channel, Invite brings it in, Archive ends the channel.
func (s *Server) Kick(channel string)    {}
func (s *Server) Invite(channel string)  {}
func (s *Server) Archive(channel string) {}

// SetScopes replaces the bot token's scopes; RevokeToken makes it answer token_revoked.
func (s *Server) SetScopes(scopes ...string) {}
func (s *Server) RevokeToken()               {}

// DeleteMessage is a person's or administrator's deletion.
func (s *Server) DeleteMessage(channel, ts string) error { return nil }

// Say posts a message of a person, for instance chatter between cards; it gives the ts.
func (s *Server) Say(user, channel, thread, text string) (ts string) { return "" }
