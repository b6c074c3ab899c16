package teamstest

import (
	"fmt"
	"slices"
	"strings"
)

// User is a person.
type User struct {
	ID         string // its name in the test: "anna"
	Tenant     string // "": the app's own
	AAD        string // object id in Entra; "": made from ID
	Name       string // as it calls itself; "": ID
	Email      string // also the user principal name
	Locale, TZ string // "da-DK" ("en-US" if empty), "Europe/Copenhagen"
	Old        bool   // a client that does not know Action.Execute: it takes the fallback
	NoDialogs  bool   // a client without dialogs (task modules)
	Blank      bool   // a client that sends inputs that are empty, too
}

// Team is a team with its channels. Its ID is also that of its General channel.
type Team struct {
	ID, Name, Tenant string // "19:…@thread.tacv2"; Tenant: "" is the app's own
	Channels         []Channel
	Members          []string // people; nil: everybody of the tenant
	Installed        bool     // the app is there already, without any delivery
}

// Channel is a channel of a team.
type Channel struct{ ID, Name string }

// Chat is a group chat.
type Chat struct {
	ID, Name, Tenant string // "19:…@thread.v2"
	Members          []string
	Installed        bool
}

// The kinds of conversations.
const (
	personal = "personal"
	group    = "groupChat"
	channel  = "channel"
)

// room is a conversation and what is in it, oldest first, replies too.
type room struct {
	id, kind, name, tenant string
	team                   *Team // of a channel
	user                   *User // of a personal chat
	members                []string
	everybody              bool
	installed              bool // chats; a channel's is its team's
	blocked                bool
	gone                   bool
	posts                  []*post
}

// AddUser adds or replaces a person.
func (s *Server) AddUser(u User) {
	u.Tenant = either(u.Tenant, s.o.Tenant)
	u.AAD = either(u.AAD, guid("aad "+u.ID))
	u.Name = either(u.Name, u.ID)
	u.Locale = either(u.Locale, "en-US")
	u.TZ = either(u.TZ, "Europe/London")
	u.Email = either(u.Email, u.ID+"@example.com")
	s.locked(func() {
		s.users[u.ID] = &u
		s.room(&room{id: s.Personal(u.ID), kind: personal, tenant: u.Tenant, user: &u, members: []string{u.ID}})
	})
}

// AddTeam adds or replaces a team, its General channel and its others. Where the
// app was it stays.
func (s *Server) AddTeam(t Team) {
	t.Tenant = either(t.Tenant, s.o.Tenant)
	s.locked(func() {
		if old := s.teams[t.ID]; old != nil {
			t.Installed = t.Installed || old.Installed
		}
		s.teams[t.ID] = &t
		for _, c := range append([]Channel{{t.ID, "General"}}, t.Channels...) {
			s.room(&room{id: c.ID, kind: channel, name: c.Name, tenant: t.Tenant, team: &t, members: t.Members, everybody: t.Members == nil})
		}
	})
}

// AddChat adds or replaces a group chat.
func (s *Server) AddChat(c Chat) {
	s.locked(func() {
		s.room(&room{id: c.ID, kind: group, name: c.Name, tenant: either(c.Tenant, s.o.Tenant), members: c.Members, installed: c.Installed})
	})
}

// room adds or replaces a conversation; what was said in it and whether the app is
// in it stays. The lock is held.
func (s *Server) room(r *room) {
	if old := s.rooms[r.id]; old != nil {
		r.posts, r.installed = old.posts, r.installed || old.installed
	} else {
		s.order = append(s.order, r.id)
	}
	s.rooms[r.id] = r
}

// Personal is the id of a person's personal chat with the app. It is there once
// the app was installed for that person, or opened it.
func (s *Server) Personal(user string) string {
	return "a:1" + strings.ReplaceAll(guid("chat "+user), "-", "")
}

// TeamsID is what Teams calls a person in deliveries ("29:…"), AAD its object id.
func (s *Server) TeamsID(user string) string {
	return "29:1" + strings.ReplaceAll(guid("teams "+user), "-", "")
}
func (s *Server) AAD(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.users[user]; u != nil {
		return u.AAD
	}
	return ""
}

// PersonID is "teams:TENANT/OBJECT-ID".
func (s *Server) PersonID(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.users[user]; u != nil {
		return "teams:" + u.Tenant + "/" + u.AAD
	}
	return ""
}

// BotID is what Teams calls the app in conversations.
func (s *Server) BotID() string { return "28:" + s.o.AppID }

// Block is a person who blocks the app in the personal chat, or unblocks it.
func (s *Server) Block(user string, blocked bool) {
	s.inRoom(s.Personal(user), func(r *room) { r.blocked = blocked })
}

// DeleteConversation deletes a channel or chat: nothing can be posted any more.
func (s *Server) DeleteConversation(id string) { s.inRoom(id, func(r *room) { r.gone = true }) }

// SetInstalled puts the app into a team or chat (or takes it out) without any delivery.
func (s *Server) SetInstalled(where string, installed bool) {
	s.locked(func() {
		if err := s.setInstalled(where, installed); err != nil {
			s.unexpected("the test: %v", err)
		}
	})
}

// setInstalled does it for a team's id, a chat's or a person's name. The lock is held.
func (s *Server) setInstalled(where string, installed bool) error {
	if t := s.teams[where]; t != nil {
		t.Installed = installed
		return nil
	}
	r, err := s.where(where)
	if err != nil {
		return err
	}
	if r.kind == channel {
		return fmt.Errorf("%q is a channel: the app is installed in its team", where)
	}
	r.installed = installed
	return nil
}

// inRoom does something to a conversation that must be there: a test that names another is wrong.
func (s *Server) inRoom(id string, do func(*room)) {
	s.locked(func() {
		r, err := s.where(id)
		if err != nil {
			s.unexpected("the test: %v", err)
			return
		}
		do(r)
	})
}

// where finds a conversation by its id, or the personal chat by a person's name. The lock is held.
func (s *Server) where(id string) (*room, error) {
	if r := s.rooms[id]; r != nil {
		return r, nil
	}
	if s.users[id] != nil {
		return s.rooms[s.Personal(id)], nil
	}
	return nil, fmt.Errorf("no conversation %q: add it with AddTeam or AddChat, or its person with AddUser", id)
}

// has tells whether the app is in a conversation.
func (r *room) has() bool {
	if r.team != nil {
		return r.team.Installed
	}
	return r.installed
}

// user finds a person. The lock is held.
func (s *Server) user(name string) (*User, error) {
	if u := s.users[name]; u != nil {
		return u, nil
	}
	return nil, fmt.Errorf("no user %q: add it with AddUser", name)
}

// member finds a person who is in a conversation. The lock is held.
func (s *Server) member(user string, r *room) (*User, error) {
	u, err := s.user(user)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(s.membersOf(r), u) {
		return nil, fmt.Errorf("%s is not in %s", user, r.id)
	}
	return u, nil
}

// membersOf are the people in a conversation, by name. The lock is held.
func (s *Server) membersOf(r *room) (list []*User) {
	for _, u := range s.users {
		if slices.Contains(r.members, u.ID) || r.everybody && u.Tenant == r.tenant {
			list = append(list, u)
		}
	}
	slices.SortFunc(list, func(a, b *User) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// byTeamsID finds a person by "29:…" or the object id. The lock is held.
func (s *Server) byTeamsID(id string) *User {
	for _, u := range s.users {
		if s.TeamsID(u.ID) == id || u.AAD == id || "8:orgid:"+u.AAD == id {
			return u
		}
	}
	return nil
}
