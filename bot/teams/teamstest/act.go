package teamstest

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// ClickOption says more of a click.
type ClickOption func(*click)

type click struct {
	values Values
	seen   *Message
}

// With fills in inputs of the card first.
func With(v Values) ClickOption { return func(c *click) { c.values = v } }

// AsSeen clicks what was there when the message was seen, as a client does that has
// not yet got the newer state.
func AsSeen(m Message) ClickOption { return func(c *click) { c.seen = &m } }

// Click presses a button in a message as that person sees it now, by its label,
// path (titles of ShowCards and its own, with slashes), id or verb, of several with
// its number ("Open#2"). An error: there is no such button, or more than one, an input does not take what is filled in, a
// required one is empty. A click that is not answered is no error, but Result.Acked
// is false. ShowCards need not be opened first; a click on Action.ShowCard,
// ToggleVisibility or OpenUrl sends nothing.
func (s *Server) Click(ctx context.Context, user string, m Message, which string, o ...ClickOption) (Result, error) {
	var c click
	for _, option := range o {
		option(&c)
	}
	s.mu.Lock()
	p, err := s.press(user, m, which, c)
	s.mu.Unlock()
	switch {
	case err != nil:
		return Result{}, fmt.Errorf("%s clicking %q: %w", user, which, err)
	case p.d == nil:
		return Result{Acked: true, Shown: p.shown}, nil
	}
	return p.take(p, s.deliver(ctx, p.d)), nil
}

// pressed is a click on its way: by whom, on what, and what is done with the answer.
type pressed struct {
	user  *User
	room  *room
	post  *post // nil in a dialog
	shown Message
	d     *delivery
	take  func(*pressed, reaction) Result
}

// press finds the button and makes what is to be sent. The lock is held.
func (s *Server) press(user string, m Message, which string, c click) (*pressed, error) {
	p, err := s.at(user, m)
	if err != nil {
		return nil, err
	}
	if c.seen != nil {
		p.shown = *c.seen
	}
	all := controlsOf(s.drawn(p.user, p.shown))
	b, err := pick(all, which, isButton)
	if err != nil {
		return nil, err
	}
	inputs, err := s.filled(p.user, p.shown.ID, b, all, c.values)
	if err != nil {
		return nil, err
	}
	return p, s.act(p, b, inputs)
}

// at finds a message in the eyes of a person who is there. The lock is held.
func (s *Server) at(user string, m Message) (*pressed, error) {
	r, err := s.where(m.Conversation)
	if err != nil {
		return nil, err
	}
	u, err := s.member(user, r)
	if err != nil {
		return nil, err
	}
	found, err := s.find(r.id, m.ID)
	switch {
	case err != nil:
		return nil, err
	case !r.has() || r.gone:
		return nil, fmt.Errorf("the app is not in %s any more: the client sends nothing", r.id)
	case found.Invisible:
		return nil, fmt.Errorf("nobody sees the message")
	}
	return &pressed{user: u, room: r, post: found, shown: found.seen(user)}, nil
}

// drawn is the card as that person's client draws it: one that does not know
// Action.Execute takes its fallback.
func (s *Server) drawn(u *User, m Message) fields {
	card := cardOf(m.Card)
	if u.Old {
		fallBack(card)
	}
	return card
}

func fallBack(v fields) {
	for name, inner := range v {
		switch inner := inner.(type) {
		case fields:
			v[name] = fallen(inner)
		case []any:
			v[name] = fallenList(inner)
		}
	}
}

func fallenList(list []any) (kept []any) {
	for _, one := range list {
		o, is := one.(fields)
		if !is {
			kept = append(kept, one)
		} else if o = fallen(o); o != nil {
			kept = append(kept, o)
		}
	}
	return kept
}

// fallen is what is drawn of an object; nil where an action is dropped.
func fallen(v fields) fields {
	if text(v, "type") == "Action.Execute" {
		return child(v, "fallback")
	}
	fallBack(v)
	return v
}

// act makes the delivery of an action; none for those that stay in the client. The lock is held.
func (s *Server) act(p *pressed, b control, inputs fields) error {
	switch kind := b.kind(); {
	case slices.Contains([]string{"Action.ShowCard", "Action.ToggleVisibility", "Action.OpenUrl"}, kind):
	case b.json["isEnabled"] == false:
		return fmt.Errorf("the button is not enabled")
	case kind == "Action.Execute":
		s.execute(p, b, inputs, "manual")
	case kind == "Action.Submit" && b.fetches():
		return s.fetch(p, b, inputs)
	case kind == "Action.Submit":
		return s.submit(p, b, inputs)
	default:
		return fmt.Errorf("it is an %s", kind)
	}
	return nil
}

// merged is an action's data with the inputs in it.
func merged(b control, inputs fields) fields {
	data := fields{}
	maps.Copy(data, child(b.json, "data"))
	maps.Copy(data, inputs)
	return data
}

// execute is Action.Execute. https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
func (s *Server) execute(p *pressed, b control, inputs fields, trigger string) {
	action := fields{"type": "Action.Execute", "verb": b.verb(), "data": merged(b, inputs)}
	for _, name := range []string{"title", "id"} {
		if v := text(b.json, name); v != "" {
			action[name] = v
		}
	}
	p.d = s.from(p.user, p.room, p.post.Thread, p.post.ID, fields{
		"type": "invoke", "name": "adaptiveCard/action", "replyToId": p.post.ID,
		"value": fields{"action": action, "trigger": trigger},
	})
	p.take = s.takeCard
}

// submit is Action.Submit in a message: it comes as a message of the person. The
// Teams clients' own forms of it are in data.msteams.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions
func (s *Server) submit(p *pressed, b control, inputs fields) error {
	a := fields{"type": "message", "replyToId": p.post.ID, "value": merged(b, inputs)}
	special := child(child(b.json, "data"), "msteams")
	switch text(special, "type") {
	case "":
	case "messageBack":
		a["text"] = text(special, "text")
		if special["value"] != nil {
			a["value"] = special["value"]
		}
	case "imBack":
		a["text"] = text(special, "value")
		delete(a, "value")
	default:
		return fmt.Errorf("data.msteams.type is %q", text(special, "type"))
	}
	p.d = s.from(p.user, p.room, p.post.Thread, p.post.ID, a)
	p.take = s.takePlain
	return nil
}

// takePlain is what is seen once a message was delivered.
func (s *Server) takePlain(p *pressed, r reaction) Result {
	out := result(p.d, r)
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.post != nil {
		out.Shown = p.post.seen(p.user.ID)
	}
	return out
}
