package teamstest

import (
	"encoding/json"
	"slices"
	"strings"
)

// Message is a message as a person sees it.
type Message struct {
	Conversation, ID, Thread string // Thread: id of the thread's first message in a channel, "" outside of threads and for the first
	From                     string // a person's name, "" for the app
	Text, Format             string // Format: "markdown" if the app said nothing
	Summary                  string
	Card                     json.RawMessage // nil without
	First                    json.RawMessage // its card as it was posted, whatever edits made of it
	For                      string          // a view of its own (refresh, an answer to a click): whose
	Edits                    int             // how often the app edited it
	Invisible                bool            // nobody sees it, although Teams took it
	Alert                    bool            // notifies in the personal chat
	Raw                      json.RawMessage // the activity as the app sent it
}

// Button is something in a card that can be clicked.
type Button struct {
	Type, Label, ID, Verb string // Type: "Action.Execute", "Action.Submit", "Action.ShowCard" …
	Path                  string // what Click calls it where the label is there twice: titles of the ShowCards it is in, and its own, with slashes
	Style, Mode, Tooltip  string
	URL                   string          // of Action.OpenUrl
	Data                  json.RawMessage // nil without
	Dialog                bool            // opens a dialog (task/fetch)
	Fallback              string          // type of its fallback
}

// Input is a field of a card.
type Input struct {
	Type, ID, Label, Value, Placeholder, Error string // Value: what stands in it; Error: its errorMessage
	Path                                       string // as of a Button
	Required, Multiline                        bool
	MaxLength                                  int
	Options                                    []Option
	Dataset                                    string // of the type-ahead, "" without
}

// Option is a choice.
type Option struct{ Text, Value string }

// Has tells whether a person can read the words in it (card and text; what is
// hidden or in a ShowCard too).
func (m Message) Has(words string) bool { return strings.Contains(m.Words(), words) }

// Words is all that a person can read, a line for each text; buttons in brackets.
func (m Message) Words() string {
	lines := []string{}
	if m.Text != "" {
		lines = append(lines, m.Text)
	}
	if m.Card != nil {
		lines = append(lines, wordsOf(cardOf(m.Card)))
	}
	return strings.Join(lines, "\n")
}

// Buttons are what can be clicked now, those in ShowCards too.
func (m Message) Buttons() []Button { return buttonsOf(m.Card) }

// Button finds one by label, path, id or verb, as Click does.
func (m Message) Button(which string) (Button, bool) { return buttonOf(m.Card, which) }

// Inputs are the fields, those in ShowCards too.
func (m Message) Inputs() []Input { return inputsOf(m.Card) }

// Input finds one by id, label or path.
func (m Message) Input(name string) (Input, bool) { return inputOf(m.Card, name) }

// Dialog is a dialog (task module) as a person sees it.
type Dialog struct {
	User         string
	Title        string
	Width        any // "small", "medium", "large" or pixels
	Height       any
	Card         json.RawMessage
	Message      string // instead of a card
	conversation string
	message      string // from which it was opened
	thread       string
}

// Has tells whether a person can read the words in it.
func (d Dialog) Has(words string) bool { return strings.Contains(d.Words(), words) }

// Words is all that a person can read.
func (d Dialog) Words() string {
	lines := []string{d.Title}
	if d.Message != "" {
		lines = append(lines, d.Message)
	}
	if d.Card != nil {
		lines = append(lines, wordsOf(cardOf(d.Card)))
	}
	return strings.Join(lines, "\n")
}

// Buttons, Button, Inputs and Input are as those of a Message.
func (d Dialog) Buttons() []Button                  { return buttonsOf(d.Card) }
func (d Dialog) Button(which string) (Button, bool) { return buttonOf(d.Card, which) }
func (d Dialog) Inputs() []Input                    { return inputsOf(d.Card) }
func (d Dialog) Input(name string) (Input, bool)    { return inputOf(d.Card, name) }

// Messages are a conversation's messages (of a person's personal chat by its
// name), those outside of threads, oldest first.
func (s *Server) Messages(conversation string) []Message {
	return s.exported(conversation, func(p *post) bool { return p.Thread == "" })
}

// Thread is a thread's first message and its replies.
func (s *Server) Thread(conversation, id string) []Message {
	return s.exported(conversation, func(p *post) bool { return p.ID == id || p.Thread == id })
}

// Posts are all messages of the app in a conversation, in threads too, oldest first.
func (s *Server) Posts(conversation string) []Message {
	return s.exported(conversation, func(p *post) bool { return p.From == "" })
}

func (s *Server) exported(conversation string, like func(*post) bool) (found []Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.where(conversation)
	if err != nil {
		return nil
	}
	for _, p := range r.posts {
		if like(p) {
			found = append(found, p.Message)
		}
	}
	return found
}

// Message finds one by its id, in threads too.
func (s *Server) Message(conversation, id string) (Message, bool) {
	return s.Seen("", conversation, id)
}

// Seen is a message as one person sees it: with the view of its own where it has one.
func (s *Server) Seen(user, conversation, id string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.find(conversation, id)
	if err != nil {
		return Message{}, false
	}
	return p.seen(user), true
}

// Dialog is the dialog that a person has open.
func (s *Server) Dialog(user string) (Dialog, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.dialogs[user]
	if d == nil {
		return Dialog{}, false
	}
	return *d, true
}

// Calls are the calls so far, of one operation or ("") of all.
func (s *Server) Calls(op string) (found []Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.calls {
		if op == "" || c.Op == op {
			found = append(found, c)
		}
	}
	return found
}

// Installed tells whether the app is in a team, chat or personal chat.
func (s *Server) Installed(where string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t := s.teams[where]; t != nil {
		return t.Installed
	}
	r, err := s.where(where)
	return err == nil && r.has()
}

// post is a message and the views that single people have of it.
type post struct {
	Message
	views  map[string]json.RawMessage // card by person
	looked map[string]bool            // who asked for a view since the last edit
}

// seen is the message as one person sees it.
func (p *post) seen(user string) Message {
	m := p.Message
	if card, own := p.views[user]; own {
		m.Card, m.For = card, user
	}
	return m
}

// find finds a message. The lock is held.
func (s *Server) find(conversation, id string) (*post, error) {
	r, err := s.where(conversation)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(r.posts, func(p *post) bool { return p.ID == id })
	if i < 0 {
		return nil, errNoMessage(conversation, id)
	}
	return r.posts[i], nil
}
