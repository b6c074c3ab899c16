package slacktest

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Message is a message as a person sees it.
type Message struct {
	Channel, TS, Thread string // Thread: ts of the thread's first message, "" outside of threads
	User, BotID, AppID  string
	Text                string          // as Slack keeps it: & < > are entities
	Blocks              json.RawMessage // array as the app sent it, ids filled in; nil without. Payloads and history have its texts escaped
	Metadata            json.RawMessage // {"event_type":…,"event_payload":…}; nil without
	Files               []string        // ids
	For                 string          // ephemeral: the only one who sees it ("U1" or "TEAM/U1")
	Edits               int             // how often it was edited
}

// Button is something in a message or view that can be clicked or chosen.
type Button struct {
	BlockID, ActionID, Type string // Type: "button", "overflow", "static_select", "external_select" …
	Label, Value, Style     string // Label: what Click calls it; a placeholder or field label for selects
	Options                 []Option
	Confirm                 *Confirm // nil: nothing is asked
}

// Option is a choice.
type Option struct{ Text, Value string }

// Confirm is what a person is asked before a click counts.
type Confirm struct{ Title, Text, Yes, No, Style string }

// Has tells whether a person can read the words in it (blocks, or the text where there are none).
func (m Message) Has(words string) bool { return strings.Contains(m.Words(), words) }

// Words is all that a person reads, one line for each block or text; buttons in brackets.
func (m Message) Words() string {
	if len(m.Blocks) == 0 {
		return readText(m.Text)
	}
	return wordsOf(layoutOf(m.Blocks))
}

// Buttons are what can be clicked now.
func (m Message) Buttons() []Button { return buttonsOf(layoutOf(m.Blocks)) }

// Button finds one by label, action id or verb, as Click does.
func (m Message) Button(which string) (Button, bool) { return buttonOf(layoutOf(m.Blocks), which) }

// View is a modal or a home tab as a person sees it.
type View struct {
	ID, Hash, Root, Previous    string
	User, Type                  string // "U1" or "TEAM/U1"; "modal" or "home"
	Title, Submit, Close        string
	CallbackID, ExternalID      string
	PrivateMetadata             string
	NotifyOnClose, ClearOnClose bool
	Blocks                      json.RawMessage   // as the app sent them, ids filled in
	Errors                      map[string]string // shown at the fields, by block id
	Values                      json.RawMessage   // what stands in the fields: block id → action id → element
}

// Has tells whether a person can read the words in it.
func (v View) Has(words string) bool { return strings.Contains(v.Words(), words) }

// Words is all that a person reads: title, blocks, errors, buttons at the foot.
func (v View) Words() string {
	lines := []string{v.Title, wordsOf(layoutOf(v.Blocks))}
	for _, id := range slices.Sorted(maps.Keys(v.Errors)) {
		lines = append(lines, v.Errors[id])
	}
	return strings.Join(append(lines, "["+v.Close+"]", "["+v.Submit+"]"), "\n")
}

// Buttons are what can be clicked now, without the buttons at the foot and without input blocks.
func (v View) Buttons() []Button { return buttonsOf(layoutOf(v.Blocks)) }

// Button finds one by label, action id or verb, as ClickView does.
func (v View) Button(which string) (Button, bool) { return buttonOf(layoutOf(v.Blocks), which) }

// Input is a field of a view.
type Input struct {
	BlockID, ActionID, Type, Label, Hint, Placeholder string
	Value                                             string // what stands in it now; for choices the option's value, several joined by newlines
	Optional, Multiline                               bool
	MaxLength                                         int
	Options                                           []Option
}

// Inputs are its fields, those outside of input blocks too.
func (v View) Inputs() (found []Input) {
	var typed values
	if len(v.Values) > 0 {
		must(decode(v.Values, &typed))
	}
	for _, e := range elementsOf(layoutOf(v.Blocks)) {
		if holds[e.kind()] == "" {
			continue
		}
		most, _ := number(e.json, "max_length")
		found = append(found, Input{
			BlockID: e.block, ActionID: e.action(), Type: e.kind(), Label: e.label, Placeholder: shown(e.json["placeholder"]),
			Hint: shown(e.input["hint"]), Optional: e.input == nil || e.input["optional"] == true, Multiline: e.json["multiline"] == true,
			MaxLength: int(most), Options: optionsOf(e.json), Value: inWords(typed[e.block][e.action()]),
		})
	}
	return found
}

// Input finds a field by label, block id or action id.
func (v View) Input(name string) (Input, bool) {
	for _, i := range v.Inputs() {
		if i.Label == name || i.BlockID == name || i.ActionID == name {
			return i, true
		}
	}
	return Input{}, false
}

func layoutOf(blocks json.RawMessage) (list layout) {
	if len(blocks) > 0 {
		must(decode(blocks, &list))
	}
	return list
}

// must stands where JSON is read that this package wrote itself.
func must(err error) {
	if err != nil {
		panic("slacktest: reading its own JSON: " + err.Error())
	}
}

func buttonsOf(list layout) (found []Button) {
	for _, e := range elementsOf(list) {
		if e.input == nil {
			found = append(found, e.button())
		}
	}
	return found
}

func buttonOf(list layout, which string) (Button, bool) {
	e, err := pick(list, which)
	if err != nil {
		return Button{}, false
	}
	return e.button(), true
}

func (e element) button() Button {
	b := Button{
		BlockID: e.block, ActionID: e.action(), Type: e.kind(), Label: e.name(), Value: text(e.json, "value"), Style: text(e.json, "style"),
		Options: optionsOf(e.json),
	}
	if c := child(e.json, "confirm"); c != nil {
		b.Confirm = &Confirm{shown(c["title"]), shown(c["text"]), shown(c["confirm"]), shown(c["deny"]), text(c, "style")}
	}
	return b
}

// export copies a message for a test.
func (p *post) export() Message {
	m := p.Message
	m.Files = slices.Clone(m.Files)
	return m
}

func (v *view) export() View {
	out := v.View
	out.Errors, out.Values = maps.Clone(v.Errors), encode(v.state)
	return out
}

func export(list []*post, like func(*post) bool) (found []Message) {
	for _, p := range list {
		if !p.tomb && like(p) {
			found = append(found, p.export())
		}
	}
	return found
}

// Messages are a channel's messages outside of threads, oldest first, without ephemeral ones.
func (s *Server) Messages(channel string) []Message {
	return s.exported(channel, func(p *post) bool { return p.Thread == "" })
}

// Thread is a thread's first message and its replies.
func (s *Server) Thread(channel, ts string) []Message {
	return s.exported(channel, func(p *post) bool { return p.TS == ts || p.Thread == ts })
}

func (s *Server) exported(channel string, like func(*post) bool) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.channels[channel] == nil {
		return nil
	}
	return export(s.channels[channel].posts, like)
}

// Message finds one by its ts, in threads too.
func (s *Server) Message(channel, ts string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.find(channel, ts)
	if p == nil {
		return Message{}, false
	}
	return p.export(), true
}

// Ephemerals are the private answers a person still sees, oldest first.
func (s *Server) Ephemerals(user string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return export(s.private, func(p *post) bool { return p.For == s.name(user) })
}

// name is the key of "U1", "T1/U1" or "T2/U1".
func (s *Server) name(user string) string {
	if team, id, qualified := strings.Cut(user, "/"); qualified {
		return s.userKey(team, id)
	}
	return user
}

// Views are a person's open modals, the one on top last.
func (s *Server) Views(user string) (found []View) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, v := range s.views[s.name(user)] {
		found = append(found, v.export())
	}
	return found
}

// Top is the modal on top.
func (s *Server) Top(user string) (View, bool) {
	all := s.Views(user)
	if len(all) == 0 {
		return View{}, false
	}
	return all[len(all)-1], true
}

// Home is a person's home tab, once published.
func (s *Server) Home(user string) (View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.homes[s.name(user)]
	if v == nil {
		return View{}, false
	}
	return v.export(), true
}

// Calls are the calls so far, of one method or ("") of all.
func (s *Server) Calls(method string) (found []Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.calls {
		if method == "" || c.Method == method {
			found = append(found, c)
		}
	}
	return found
}
