package slacktest

import (
	"fmt"
	"slices"
	"strings"
)

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

// room is a channel and what is in it, oldest first, replies too.
type room struct {
	Channel
	posts []*post
}

// AddUser adds or replaces a person.
func (s *Server) AddUser(u User) {
	if u.Team == "" {
		u.Team = s.o.Team
	}
	s.locked(func() { s.users[s.userKey(u.Team, u.ID)] = &u })
}

// AddChannel adds or replaces a channel; everybody but the app is in every channel.
func (s *Server) AddChannel(c Channel) {
	s.locked(func() {
		if old := s.channels[c.ID]; old != nil {
			old.Channel = c
			return
		}
		s.channels[c.ID] = &room{Channel: c}
		s.order = append(s.order, c.ID)
	})
}

// group is a user group.
type group struct {
	handle string
	users  []string
}

// AddGroup adds or replaces a user group ("S…") with its members.
func (s *Server) AddGroup(id, handle string, users ...string) {
	s.locked(func() { s.groups[id] = group{handle, slices.Clone(users)} })
}

// Kick takes the app out of a channel, Invite brings it in, Archive ends the channel.
func (s *Server) Kick(channel string)    { s.channel(channel, func(c *room) { c.Member = false }) }
func (s *Server) Invite(channel string)  { s.channel(channel, func(c *room) { c.Member = true }) }
func (s *Server) Archive(channel string) { s.channel(channel, func(c *room) { c.Archived = true }) }

// channel does something to a channel that must be there: a test that names another is wrong.
func (s *Server) channel(id string, do func(*room)) {
	s.locked(func() {
		if s.channels[id] == nil {
			s.unexpected("the test names channel %q, which was not added", id)
			return
		}
		do(s.channels[id])
	})
}

// DeleteMessage is a person's or administrator's deletion.
func (s *Server) DeleteMessage(channel, ts string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.touch()
	p := s.find(channel, ts)
	if p == nil {
		return fmt.Errorf("no message %s in channel %s", ts, channel)
	}
	s.remove(p)
	return nil
}

// Say posts a message of a person, for instance chatter between cards; it gives the ts.
func (s *Server) Say(user, channel, thread, text string) (ts string) {
	s.channel(channel, func(c *room) {
		p := &post{Message: Message{Channel: channel, TS: s.ts(), Thread: thread, User: user, Text: escapeText(text)}}
		c.posts = append(c.posts, p)
		ts = p.TS
	})
	return ts
}

// userKey is how a person is named: by the id alone in the app's own workspace.
func (s *Server) userKey(team, id string) string {
	if team == s.o.Team || team == "" {
		return id
	}
	return team + "/" + id
}

// user finds a person by "U1" or "T2/U1". The lock is held.
func (s *Server) user(name string) (*User, error) {
	if team, id, foreign := strings.Cut(name, "/"); foreign {
		name = s.userKey(team, id)
	}
	u := s.users[name]
	if u == nil {
		return nil, fmt.Errorf("no user %q: add it with AddUser", name)
	}
	return u, nil
}

// key is the name under which a person's things are kept.
func (s *Server) key(u *User) string { return s.userKey(u.Team, u.ID) }

// byID finds a person by id alone, as users.info does: the app's own workspace first. The lock is held.
func (s *Server) byID(id string) *User {
	if u := s.users[id]; u != nil {
		return u
	}
	for _, u := range s.users {
		if u.ID == id {
			return u
		}
	}
	return nil
}
