package slacktest

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Result is what a person sees of what they did.
type Result struct {
	Acked   bool              // false: the warning triangle, "trouble connecting"
	Status  int               // HTTP status of the acknowledgement; 200 over a socket
	Took    time.Duration     // until the acknowledgement
	Body    []byte            // payload of the acknowledgement
	Errors  map[string]string // a submission's errors by block id
	View    *View             // the modal on top after it, nil when none is open
	Trigger string            // the trigger_id that was handed out
	URL     string            // the response_url that was handed out
	EventID string            // envelope id or event id; "" when nothing was sent
	Private []Message         // private answers in the acknowledgement of a command; later ones: WaitEphemeral
}

// ClickOption says more of a click.
type ClickOption func(*click)

type click struct {
	choice *string
	answer *bool
	seen   *Message
}

// Choose picks an option (by its text or value) of an overflow menu or select.
func Choose(option string) ClickOption { return func(c *click) { c.choice = &option } }

// Yes and No answer the confirmation; a click on a button with one is an error without an answer, and so is an answer
// where nothing is asked. After No nothing is sent, and the Result is empty.
func Yes() ClickOption { return answered(true) }
func No() ClickOption  { return answered(false) }

func answered(yes bool) ClickOption { return func(c *click) { c.answer = &yes } }

// AsSeen clicks what was there when the message was seen, as a client does that has not yet got the newer state.
func AsSeen(m Message) ClickOption { return func(c *click) { c.seen = &m } }

// place is where something was clicked: one of the two.
type place struct {
	post *post
	view *view
}

// Click presses a button in a message (or ephemeral message) by its label, action id, "block id/action id", or verb (the part
// of the action id between the first two colons). An error: there is no such button now, or more than one.
// A click that is not acknowledged is no error, but Result.Acked is false.
func (s *Server) Click(ctx context.Context, user, channel, ts, which string, o ...ClickOption) (Result, error) {
	return s.press(ctx, user, which, o, func(u *User) (place, error) {
		if p := s.find(channel, ts); p != nil {
			return place{post: p}, nil
		}
		for _, p := range s.private {
			if p.Channel == channel && p.TS == ts && p.For == s.key(u) {
				return place{post: p}, nil
			}
		}
		return place{}, fmt.Errorf("%s sees no message %s in %s", user, ts, channel)
	})
}

// ClickView presses a button in the modal on top, ClickHome in the home tab.
func (s *Server) ClickView(ctx context.Context, user, view, which string, o ...ClickOption) (Result, error) {
	return s.press(ctx, user, which, o, func(u *User) (place, error) {
		v, err := s.top(u, view)
		return place{view: v}, err
	})
}

func (s *Server) ClickHome(ctx context.Context, user, which string, o ...ClickOption) (Result, error) {
	return s.press(ctx, user, which, o, func(u *User) (place, error) {
		v := s.homes[s.key(u)]
		if v == nil {
			return place{}, fmt.Errorf("%s has no home tab yet", user)
		}
		return place{view: v}, nil
	})
}

// press finds the element at a place, does with it what the person wants, and tells the app.
func (s *Server) press(ctx context.Context, user, which string, o []ClickOption, where func(*User) (place, error)) (Result, error) {
	var c click
	for _, option := range o {
		option(&c)
	}
	s.mu.Lock()
	d, u, err := s.prepare(user, which, c, where)
	s.mu.Unlock()
	if err != nil {
		return Result{}, fmt.Errorf("clicking %q: %w", which, err)
	}
	if d == nil {
		return Result{}, nil
	}
	return s.sees(u, s.send(ctx, d), d), nil
}

// prepare makes the delivery of a click; none when the person declined. The lock is held.
func (s *Server) prepare(user, which string, c click, where func(*User) (place, error)) (*delivery, *User, error) {
	u, err := s.user(user)
	if err != nil {
		return nil, nil, err
	}
	at, err := where(u)
	if err != nil {
		return nil, nil, err
	}
	list, err := at.list(c.seen)
	if err != nil {
		return nil, nil, err
	}
	e, err := pick(list, which)
	if err != nil {
		return nil, nil, err
	}
	state, err := at.choose(e, c.choice)
	if err != nil {
		return nil, nil, err
	}
	if sure, err := confirmed(e, c.answer); err != nil || !sure {
		return nil, u, err
	}
	at.keep(e, state)
	s.touch()
	return s.actionDelivery(u, at, e, state), u, nil
}

// list is what is shown at the place, or was when it was seen.
func (at place) list(seen *Message) (layout, error) {
	switch {
	case at.view != nil:
		return at.view.list, nil
	case seen == nil:
		return at.post.list, nil
	}
	var list layout
	if err := decode(seen.Blocks, &list); err != nil {
		return nil, fmt.Errorf("the message as seen has no blocks: %w", err)
	}
	return list, nil
}

// choose is the state of the element with that choice; nil for buttons.
func (at place) choose(e element, choice *string) (fields, error) {
	switch {
	case choice == nil && e.kind() == "button":
		return nil, nil
	case choice == nil:
		return nil, fmt.Errorf("it is a %s: say what to Choose", e.kind())
	case e.kind() == "button":
		return nil, fmt.Errorf("it is a button, nothing can be chosen")
	case e.kind() == "overflow":
		o, err := at.view.option(e, *choice)
		return fields{"type": "overflow", "selected_option": o}, err
	}
	return at.view.typeIn(e, *choice)
}

// keep keeps what was chosen where the client keeps it.
func (at place) keep(e element, state fields) {
	switch {
	case state == nil || e.kind() == "overflow":
	case at.view != nil:
		at.view.state = at.view.state.with(e.block, e.action(), state)
	default:
		at.post.state = at.post.state.with(e.block, e.action(), state)
	}
}

func confirmed(e element, answer *bool) (bool, error) {
	asks := child(e.json, "confirm") != nil
	switch {
	case asks && answer == nil:
		return false, fmt.Errorf("it asks %q first: answer Yes or No", shown(child(e.json, "confirm")["text"]))
	case !asks && answer != nil:
		return false, fmt.Errorf("it asks nothing")
	}
	return !asks || *answer, nil
}

// pick finds the one element that is called so: by its exact ids first, else by what a person reads.
func pick(list layout, which string) (element, error) {
	var exact, called []element
	var names []string
	for _, e := range elementsOf(list) {
		if e.action() == which || e.block+"/"+e.action() == which {
			exact = append(exact, e)
		}
		if e.called(which) {
			called = append(called, e)
		}
		names = append(names, e.name())
	}
	if len(exact) > 0 {
		called = exact
	}
	switch len(called) {
	case 1:
		return called[0], nil
	case 0:
		return element{}, fmt.Errorf("there is nothing of that name, but %q", names)
	}
	return element{}, fmt.Errorf("there are %d of that name: use the action id, or block id/action id", len(called))
}

// name is what a person calls an element: a button's label, a field's label, a select's placeholder.
func (e element) name() string {
	if label := shown(e.json["text"]); label != "" {
		return label
	}
	if e.input != nil {
		return e.label
	}
	if words := shown(e.json["placeholder"]); words != "" {
		return words
	}
	return e.label
}

func (e element) called(which string) bool {
	parts := strings.SplitN(e.action(), ":", 3)
	return e.name() == which || e.block == which && e.input != nil || len(parts) > 1 && parts[1] == which
}

// sees is what a person sees once a click was delivered.
func (s *Server) sees(u *User, a ack, d *delivery) Result {
	r := result(a, d)
	s.mu.Lock()
	defer s.mu.Unlock()
	r.View = s.topView(u)
	return r
}

// topView is a copy of the modal on top. The lock is held.
func (s *Server) topView(u *User) *View {
	stack := s.views[s.key(u)]
	if len(stack) == 0 {
		return nil
	}
	v := stack[len(stack)-1].export()
	return &v
}

// top is the modal on top, which must be the one that the test thinks of ("": whichever). The lock is held.
func (s *Server) top(u *User, id string) (*view, error) {
	stack := s.views[s.key(u)]
	if len(stack) == 0 {
		return nil, fmt.Errorf("%s has no modal open", s.key(u))
	}
	v := stack[len(stack)-1]
	if id != "" && v.ID != id {
		return nil, fmt.Errorf("the modal on top is %s %q, not %s", v.ID, v.Title, id)
	}
	return v, nil
}

// OpenHome opens the app's home tab: app_home_opened.
func (s *Server) OpenHome(ctx context.Context, user string) (Result, error) {
	s.mu.Lock()
	u, err := s.user(user)
	if err != nil {
		s.mu.Unlock()
		return Result{}, err
	}
	event := fields{"type": "app_home_opened", "user": u.ID, "channel": "D" + u.ID, "tab": "home", "event_ts": s.ts()}
	if v := s.homes[s.key(u)]; v != nil {
		event["view"] = s.viewJSON(v)
	}
	d := s.eventDelivery(u, event)
	s.mu.Unlock()
	return s.sees(u, s.send(ctx, d), d), nil
}

// Command types the slash command with text in a channel.
func (s *Server) Command(ctx context.Context, user, channel, words string) (Result, error) {
	s.mu.Lock()
	u, err := s.user(user)
	c := s.channels[channel]
	if err == nil && c == nil {
		err = fmt.Errorf("no channel %q", channel)
	}
	if err != nil {
		s.mu.Unlock()
		return Result{}, err
	}
	d := s.commandDelivery(u, c, words)
	s.mu.Unlock()
	a := s.send(ctx, d)
	s.mu.Lock()
	private := s.takeCommandAnswer(u, c, &a)
	s.mu.Unlock()
	r := s.sees(u, a, d)
	r.Private = private
	return r, nil
}

// takeCommandAnswer shows the message in an acknowledgement. The lock is held.
func (s *Server) takeCommandAnswer(u *User, c *room, a *ack) []Message {
	if !a.ok || len(a.body) == 0 || string(a.body) == "{}" {
		return nil
	}
	params, err := objectParams(a.body)
	if err != nil {
		s.unexpected("the answer to a command is no JSON object: %.80q", a.body)
		a.ok = false
		return nil
	}
	d, refused := s.draft("answer to a command", dropEmpty(params))
	if refused != nil {
		a.ok = false
		return nil
	}
	defer s.touch()
	if params.Get("response_type") == "in_channel" {
		s.add(c, "", d)
		return nil
	}
	return []Message{s.whisper(u, c.ID, "", d).export()}
}
