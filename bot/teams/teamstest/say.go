package teamstest

import (
	"context"
	"fmt"
	"slices"
)

// SayOption says more of a message.
type SayOption func(*saying)

type saying struct {
	thread  string
	chatter bool
}

// InThread writes it into a thread; Chatter does not mention the app, so that it
// hears nothing.
func InThread(id string) SayOption { return func(o *saying) { o.thread = id } }
func Chatter() SayOption           { return func(o *saying) { o.chatter = true } }

// Say writes to the app in a conversation ("": the person's personal chat).
// Outside of personal chats the app is mentioned, without which it hears nothing.
func (s *Server) Say(ctx context.Context, user, conversation, words string, o ...SayOption) (Result, error) {
	var how saying
	for _, option := range o {
		option(&how)
	}
	s.mu.Lock()
	p, err := s.write(user, either(conversation, user), words, how)
	s.touch()
	s.mu.Unlock()
	switch {
	case err != nil:
		return Result{}, fmt.Errorf("%s saying %.40q: %w", user, words, err)
	case p.d == nil:
		return Result{Acked: true, Shown: p.shown}, nil
	}
	return s.takePlain(p, s.deliver(ctx, p.d)), nil
}

// write puts a person's message into a conversation; it goes to the app, unless it
// is chatter or the app is not there. The lock is held.
func (s *Server) write(user, conversation, words string, how saying) (*pressed, error) {
	r, err := s.where(conversation)
	if err != nil {
		return nil, err
	}
	u, err := s.member(user, r)
	if err != nil {
		return nil, err
	}
	told := r.has() && !(how.chatter && r.kind != personal)
	if r.kind == personal && (!r.installed || r.blocked) {
		return nil, fmt.Errorf("the app is not installed for %s, or blocked", user)
	}
	id := s.messageID()
	text := words
	a := fields{"type": "message", "id": id, "textFormat": "plain"}
	if r.kind != personal && told {
		at := "<at>" + s.o.BotName + "</at>"
		text = at + " " + words
		a["mention"] = fields{"type": "mention", "mentioned": fields{"id": s.BotID(), "name": s.o.BotName}, "text": at}
	}
	a["text"] = text
	p := &post{Message: Message{Conversation: r.id, ID: id, Thread: how.thread, From: user, Text: text}}
	r.posts = append(r.posts, p)
	out := &pressed{user: u, room: r, post: p, shown: p.Message}
	if told {
		out.d = s.from(u, r, how.thread, id, a)
		entity(out.d.activity)
	}
	return out, nil
}

// entity moves the mention to where Teams has it.
func entity(a fields) {
	if m := a["mention"]; m != nil {
		list, _ := a["entities"].([]any)
		a["entities"] = append([]any{m}, list...)
		delete(a, "mention")
	}
}

// DeleteMessage is a person's or administrator's deletion of a message.
func (s *Server) DeleteMessage(m Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.touch()
	p, err := s.find(m.Conversation, m.ID)
	if err != nil {
		return err
	}
	r := s.rooms[p.Conversation]
	r.posts = slices.DeleteFunc(r.posts, func(o *post) bool { return o == p })
	return nil
}
