package slacktest

import (
	"context"
	"encoding/json"
	"net/url"
)

// Message is a message as Slack keeps it: texts escaped (& < >), block ids filled in.
type Message struct {
	Channel, TS, Thread string // Thread: ts of the thread's first message, "" outside of threads
	User, BotID, AppID  string
	Text                string
	Blocks              json.RawMessage // array; nil without
	Metadata            json.RawMessage // {"event_type":…,"event_payload":…}; nil without
	Files               []string        // ids
	For                 string          // ephemeral: the only one who sees it ("U1" or "TEAM/U1")
	Edits               int             // how often it was edited
}

// Button is something in a message or view that can be clicked or chosen.
type Button struct {
	BlockID, ActionID, Type string // Type: "button", "overflow", "static_select", "external_select" …
	Label, Value, Style     string // of a button; Label is the placeholder for selects
	Options                 []Option
	Confirm                 *Confirm
}

// Option is a choice; Confirm what a person is asked before a click counts.
type Option struct{ Text, Value string }
type Confirm struct{ Title, Text, Yes, No, Style string }

// Has tells whether a person can read the words in it (blocks, or the text where there are none).
func (m Message) Has(words string) bool { return false }

// Words is all that a person reads, one line for each block or text.
func (m Message) Words() string { return "" }

// Buttons are what can be clicked now.
func (m Message) Buttons() []Button { return nil }

// View is a modal or a home tab as Slack keeps it.
type View struct {
	ID, Hash, Root, Previous    string
	User, Type                  string // "U1" or "TEAM/U1"; "modal" or "home"
	Title, Submit, Close        string
	CallbackID, ExternalID      string
	PrivateMetadata             string
	NotifyOnClose, ClearOnClose bool
	Blocks                      json.RawMessage
	Errors                      map[string]string // shown at the fields, by block id
	Values                      json.RawMessage   // state as the person filled it in: block id → action id → element
}

func (v View) Has(words string) bool { return false }
func (v View) Words() string         { return "" }
func (v View) Buttons() []Button     { return nil }
func (v View) Inputs() []Input       { return nil }

// Input is a field of a view.
type Input struct {
	BlockID, ActionID, Type, Label, Hint, Placeholder string
	Value                                             string // what stands in it now; for choices the option's value, several joined by newlines
	Optional, Multiline                               bool
	MaxLength                                         int
	Options                                           []Option
}

// File is an uploaded file.
type File struct {
	ID, Name, Title, Channel, Thread, MessageTS string
	Data                                        []byte
	Complete                                    bool // shared; else only begun
}

// Ping is something that Slack would have made of a text field: a mention that notifies, or a link with a label.
type Ping struct{ Where, Kind, Text string } // Kind: "channel", "here", "everyone", "user", "group", "link", "emoji", "format"

// Call is one call of the Web API, a response_url ("response_url") or an upload ("upload").
type Call struct {
	Method string
	Params url.Values // JSON values as they were sent
	Code   string     // "ok" or the error
	Status int
}

// Messages are a channel's messages outside of threads, oldest first, without ephemeral ones.
func (s *Server) Messages(channel string) []Message { return nil }

// Thread is a thread's first message and its replies.
func (s *Server) Thread(channel, ts string) []Message { return nil }

// Message finds one by its ts, in threads too.
func (s *Server) Message(channel, ts string) (Message, bool) { return Message{}, false }

// Ephemerals are the private answers a person still sees, oldest first.
func (s *Server) Ephemerals(user string) []Message { return nil }

// Views are a person's open modals, the one on top last.
func (s *Server) Views(user string) []View { return nil }

// Top is the modal on top.
func (s *Server) Top(user string) (View, bool) { return View{}, false }

// Home is a person's home tab, once published.
func (s *Server) Home(user string) (View, bool) { return View{}, false }

// Files are all uploads, oldest first.
func (s *Server) Files() []File { return nil }

// Pings are all mentions, labelled links and formats that texts of the app would have led to.
func (s *Server) Pings() []Ping { return nil }

// Calls are the calls so far, of one method or ("") of all.
func (s *Server) Calls(method string) []Call { return nil }

// Wait blocks until ok, which is asked again after each change of any state.
func (s *Server) Wait(ctx context.Context, ok func() bool) error { return nil }

// WaitMessage waits for a message in a channel (threads too) that the predicate likes; newest first.
func (s *Server) WaitMessage(ctx context.Context, channel string, like func(Message) bool) (Message, error) {
	return Message{}, nil
}

// WaitEphemeral, WaitView and WaitHome wait for a private answer, for the modal on top and for the home tab.
func (s *Server) WaitEphemeral(ctx context.Context, user string, like func(Message) bool) (Message, error) {
	return Message{}, nil
}
func (s *Server) WaitView(ctx context.Context, user string, like func(View) bool) (View, error) {
	return View{}, nil
}
func (s *Server) WaitHome(ctx context.Context, user string, like func(View) bool) (View, error) {
	return View{}, nil
}

// WaitFile waits for a file that is shared.
func (s *Server) WaitFile(ctx context.Context, like func(File) bool) (File, error) {
	return File{}, nil
}

// Settled waits until no call of the app and no delivery to it is under way. What the app does later by itself it can not know.
func (s *Server) Settled(ctx context.Context) error { return nil }
