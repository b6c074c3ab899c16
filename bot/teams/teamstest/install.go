package teamstest

import (
	"context"
	"fmt"
	"slices"
)

// InstallOption says more of an install.
type InstallOption func(*install)

type install struct{ reversed, twice, upgrade bool }

// Reversed tells in the other order, Twice everything twice, Upgrade names the
// actions "add-upgrade" and "remove-upgrade".
func Reversed() InstallOption { return func(i *install) { i.reversed = true } }
func Twice() InstallOption    { return func(i *install) { i.twice = true } }
func Upgrade() InstallOption  { return func(i *install) { i.upgrade = true } }

// Install installs the app in a team (by its id), a chat, or for a person (by
// name), as that person. Teams tells it by conversationUpdate and
// installationUpdate, one Result each.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
func (s *Server) Install(ctx context.Context, where, by string, o ...InstallOption) ([]Result, error) {
	return s.installs(ctx, where, by, o, true)
}

// Remove removes the app; it is told so, with the app no longer there.
func (s *Server) Remove(ctx context.Context, where, by string, o ...InstallOption) ([]Result, error) {
	return s.installs(ctx, where, by, o, false)
}

// Reinstall removes the app and installs it again, before the app hears of either;
// with Reversed it hears of the install first.
func (s *Server) Reinstall(ctx context.Context, where, by string, o ...InstallOption) ([]Result, error) {
	return s.installs(ctx, where, by, o, false, true)
}

func (s *Server) installs(ctx context.Context, where, by string, o []InstallOption, steps ...bool) (results []Result, err error) {
	var how install
	for _, option := range o {
		option(&how)
	}
	s.mu.Lock()
	var list []*delivery
	for _, added := range steps {
		var told []*delivery
		if told, err = s.tell(where, by, added, how.upgrade); err != nil {
			break
		}
		list = append(list, told...)
	}
	s.touch()
	s.mu.Unlock()
	if err != nil {
		return nil, fmt.Errorf("installing or removing in %s: %w", where, err)
	}
	if how.reversed {
		slices.Reverse(list)
	}
	if how.twice {
		list = append(list, list...)
	}
	for _, d := range list {
		results = append(results, result(d, s.deliver(ctx, d)))
	}
	return results, nil
}

// tell installs or removes and makes what the app is told. The lock is held.
func (s *Server) tell(where, by string, added, upgrade bool) ([]*delivery, error) {
	u, err := s.user(by)
	if err != nil {
		return nil, err
	}
	r, err := s.where(where)
	if err != nil {
		return nil, err
	}
	if err := s.setInstalled(where, added); err != nil {
		return nil, err
	}
	action, members, event := "add", "membersAdded", "teamMemberAdded"
	if !added {
		action, members, event = "remove", "membersRemoved", "teamMemberRemoved"
	}
	if upgrade {
		action += "-upgrade"
	}
	update := s.from(u, r, "", "", fields{"type": "conversationUpdate", members: []any{fields{"id": s.BotID()}}})
	if r.kind == channel {
		child(update.activity, "channelData")["eventType"] = event
	}
	done := s.from(u, r, "", "", fields{"type": "installationUpdate", "action": action})
	child(done.activity, "channelData")["settings"] = fields{"selectedChannel": fields{"id": r.id}}
	if r.kind == personal && !added {
		return []*delivery{done}, nil
	}
	return []*delivery{update, done}, nil
}

// Join puts a person into a team or chat, Leave takes it out; the app is told.
func (s *Server) Join(ctx context.Context, where, user string) (Result, error) {
	return s.moves(ctx, where, user, true)
}
func (s *Server) Leave(ctx context.Context, where, user string) (Result, error) {
	return s.moves(ctx, where, user, false)
}

func (s *Server) moves(ctx context.Context, where, user string, in bool) (Result, error) {
	s.mu.Lock()
	d, err := s.move(where, user, in)
	s.touch()
	s.mu.Unlock()
	if err != nil || d == nil {
		return Result{}, err
	}
	return result(d, s.deliver(ctx, d)), nil
}

func (s *Server) move(where, user string, in bool) (*delivery, error) {
	r, err := s.where(where)
	if err != nil {
		return nil, err
	}
	u, err := s.user(user)
	if err != nil {
		return nil, err
	}
	for _, one := range s.rooms {
		if one == r || r.team != nil && one.team == r.team {
			one.enter(s.membersOf(one), user, in)
		}
	}
	list, event := "membersAdded", "teamMemberAdded"
	if !in {
		list, event = "membersRemoved", "teamMemberRemoved"
	}
	if !r.has() {
		return nil, nil
	}
	d := s.from(u, r, "", "", fields{"type": "conversationUpdate", list: []any{fields{"id": s.TeamsID(user), "aadObjectId": u.AAD}}})
	if r.kind == channel {
		child(d.activity, "channelData")["eventType"] = event
	}
	return d, nil
}

// enter makes a list of who was there, without or with one more.
func (r *room) enter(now []*User, user string, in bool) {
	r.everybody, r.members = false, nil
	for _, u := range now {
		if u.ID != user {
			r.members = append(r.members, u.ID)
		}
	}
	if in {
		r.members = append(r.members, user)
	}
}

// ChannelEvent tells what became of a channel or its team: "channelCreated",
// "channelRenamed", "channelDeleted", "teamRenamed", "teamDeleted" …. What is
// deleted is gone.
func (s *Server) ChannelEvent(ctx context.Context, by, channel, event string) (Result, error) {
	s.mu.Lock()
	r, err := s.where(channel)
	u, wrong := s.user(by)
	if err == nil {
		err = wrong
	}
	if err == nil && r.team == nil {
		err = fmt.Errorf("%s is no channel", channel)
	}
	if err != nil {
		s.mu.Unlock()
		return Result{}, err
	}
	d := s.from(u, r, "", "", fields{"type": "conversationUpdate"})
	child(d.activity, "channelData")["eventType"] = event
	for _, one := range s.rooms {
		one.gone = one.gone || one == r && event == "channelDeleted" || one.team == r.team && event == "teamDeleted"
	}
	s.touch()
	s.mu.Unlock()
	return result(d, s.deliver(ctx, d)), nil
}
