package teamstest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// fetch is a button that opens a dialog. The lock is held.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots
func (s *Server) fetch(p *pressed, b control, inputs fields) error {
	if p.user.NoDialogs {
		return fmt.Errorf("the client of %s has no dialogs", p.user.ID)
	}
	p.d = s.from(p.user, p.room, p.post.Thread, p.post.ID, fields{
		"type": "invoke", "name": "task/fetch", "replyToId": p.post.ID,
		"value": fields{"data": merged(b, inputs), "context": fields{"theme": "default"}},
	})
	p.take = s.takeDialog
	return nil
}

// Submit fills in and sends the dialog that a person has open, by that button
// ("": its only one). Whether the app liked it is in the Result: the Dialog that
// came next, none, or Words.
func (s *Server) Submit(ctx context.Context, user, which string, v Values) (Result, error) {
	s.mu.Lock()
	p, err := s.pressDialog(user, which, v)
	s.mu.Unlock()
	if err != nil {
		return Result{}, fmt.Errorf("%s sending the dialog: %w", user, err)
	}
	return p.take(p, s.deliver(ctx, p.d)), nil
}

// pressDialog makes what a dialog sends. The lock is held.
func (s *Server) pressDialog(user, which string, v Values) (*pressed, error) {
	p, d, err := s.inDialog(user)
	if err != nil {
		return nil, err
	}
	all := controlsOf(cardOf(d.Card))
	b, err := sender(all, which)
	if err != nil {
		return nil, err
	}
	inputs, err := s.filled(p.user, dialogOffers, b, all, v)
	if err != nil {
		return nil, err
	}
	p.d = s.from(p.user, p.room, p.post.Thread, p.post.ID, fields{
		"type": "invoke", "name": "task/submit", "replyToId": p.post.ID,
		"value": fields{"data": merged(b, inputs), "context": fields{"theme": "default"}},
	})
	p.take = s.takeDialog
	return p, nil
}

// dialogOffers stands for a message where suggestions are made in a dialog.
const dialogOffers = "dialog"

// sender is the button of that name that sends, or the only one.
func sender(all []control, which string) (control, error) {
	sends := func(c control) bool { return c.kind() == "Action.Submit" }
	if which != "" {
		return pick(all, which, sends)
	}
	all = slices.DeleteFunc(slices.Clone(all), func(c control) bool { return !sends(c) })
	if len(all) != 1 {
		return control{}, fmt.Errorf("there are %d buttons that send: say which", len(all))
	}
	return all[0], nil
}

// inDialog is a person in the dialog that is open. The lock is held.
func (s *Server) inDialog(user string) (*pressed, *Dialog, error) {
	d := s.dialogs[user]
	if d == nil {
		return nil, nil, fmt.Errorf("%s has no dialog open", user)
	}
	u, err := s.user(user)
	if err != nil {
		return nil, nil, err
	}
	p := &pressed{user: u, room: s.rooms[d.conversation], post: &post{}}
	p.post.Conversation, p.post.ID, p.post.Thread = d.conversation, d.message, d.thread
	return p, d, nil
}

// takeDialog does what the answer to task/fetch or task/submit says.
func (s *Server) takeDialog(p *pressed, r reaction) Result {
	out := result(p.d, r)
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.touch()
	if r.ok {
		if err := s.obeyTask(p, r.body, &out); err != nil {
			s.unexpected("the answer to %s: %v", text(p.d.activity, "name"), err)
			out.Acked = false
		}
	}
	if d := s.dialogs[p.user.ID]; d != nil {
		now := *d
		out.Dialog = &now
	}
	return out
}

func (s *Server) obeyTask(p *pressed, body []byte, out *Result) error {
	var a struct {
		Task *struct {
			Type  string          `json:"type"`
			Value json.RawMessage `json:"value"`
		} `json:"task"`
	}
	if len(body) > 0 {
		if err := json.Unmarshal(body, &a); err != nil {
			return fmt.Errorf("no JSON object: %.80q", body)
		}
	}
	switch {
	case a.Task == nil && text(p.d.activity, "name") == "task/fetch":
		return fmt.Errorf("no task in it: %.80q", body)
	case a.Task == nil:
		delete(s.dialogs, p.user.ID)
		return nil
	case a.Task.Type == "message":
		delete(s.dialogs, p.user.ID)
		return json.Unmarshal(a.Task.Value, &out.Words)
	case a.Task.Type == "continue":
		return s.open(p, a.Task.Value)
	}
	return fmt.Errorf("task of type %q", a.Task.Type)
}

// open shows a dialog. The lock is held.
func (s *Server) open(p *pressed, value []byte) error {
	var v fields
	if err := decode(value, &v); err != nil {
		return err
	}
	for _, side := range []string{"width", "height"} {
		_, pixels := number(v, side)
		if v[side] != nil && !pixels && !slices.Contains([]string{"small", "medium", "large"}, text(v, side)) {
			return fmt.Errorf("%s %v", side, v[side])
		}
	}
	inner := child(child(v, "card"), "content")
	if text(child(v, "card"), "contentType") != cardType || inner == nil || text(v, "title") == "" {
		return fmt.Errorf("a dialog without a title or a card: %.200s", value)
	}
	for _, c := range controlsOf(inner) {
		if c.kind() == "Action.Execute" {
			return fmt.Errorf("a dialog has no Action.Execute: %q", c.path())
		}
	}
	card := encode(inner)
	if wrong := s.wrong(card); len(wrong) > 0 {
		return fmt.Errorf("the card is wrong: %s", strings.Join(wrong, "; "))
	}
	s.noticeCard("the dialog for "+p.user.ID, inner)
	s.dialogs[p.user.ID] = &Dialog{User: p.user.ID, Title: text(v, "title"), Width: v["width"], Height: v["height"], Card: card,
		conversation: p.room.id, message: p.post.ID, thread: p.post.Thread}
	return nil
}

// CloseDialog closes the dialog by its cross; the app is not told.
func (s *Server) CloseDialog(user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.touch()
	if s.dialogs[user] == nil {
		return fmt.Errorf("%s has no dialog open", user)
	}
	delete(s.dialogs, user)
	return nil
}
