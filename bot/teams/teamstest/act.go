package teamstest

import "context"

// Values fill in inputs: by id, label or path; a choice by its text or value,
// several joined by newlines; a toggle by "true" or "false"; dates as 2026-12-31.
// "" empties an input.
type Values map[string]string

// ClickOption says more of a click.
type ClickOption func(*click)

type click struct {
	values Values
	seen   *Message
}

// With fills in inputs of the card first; what is filled in elsewhere in it is not sent.
func With(v Values) ClickOption { return func(c *click) { c.values = v } }

// AsSeen clicks what was there when the message was seen, as a client does that has
// not yet got the newer state.
func AsSeen(m Message) ClickOption { return func(c *click) { c.seen = &m } }

// Click presses a button in a message as that person sees it now, by its label,
// path (titles of ShowCards and its own, with slashes), id or verb. An error: there
// is no such button, or more than one, an input does not take what is filled in, a
// required one is empty. A click that is not answered is no error, but Result.Acked
// is false. Buttons of ShowCards need not be opened first; Click on Action.ShowCard,
// ToggleVisibility and OpenUrl sends nothing.
func (s *Server) Click(ctx context.Context, user string, m Message, which string, o ...ClickOption) (Result, error) {
	return Result{}, errNotYet
}

// Look is a person who comes to see a message: where its card is to be refreshed
// for that person, the client asks for it and shows the answer to that person only.
// Nothing is sent where it is not, or was since the last edit.
func (s *Server) Look(ctx context.Context, user string, m Message) (Result, error) {
	return Result{}, errNotYet
}

// Say writes to the app in a conversation (or to the person's own chat with "").
// Outside of personal chats the app is mentioned, without which it hears nothing.
func (s *Server) Say(ctx context.Context, user, conversation, words string, o ...SayOption) (Result, error) {
	return Result{}, errNotYet
}

// SayOption says more of a message.
type SayOption func(*saying)

type saying struct {
	thread  string
	chatter bool
}

// InThread writes it into a thread; Chatter does not mention the app, so that it hears nothing.
func InThread(id string) SayOption { return func(o *saying) { o.thread = id } }
func Chatter() SayOption           { return func(o *saying) { o.chatter = true } }

// Submit fills in and sends the dialog that a person has open by that button ("":
// its only one). Whether the app liked it is in the Result: the Dialog that came
// next, none, or Words.
func (s *Server) Submit(ctx context.Context, user, which string, v Values) (Result, error) {
	return Result{}, errNotYet
}

// CloseDialog closes the dialog by its cross; the app is not told.
func (s *Server) CloseDialog(user string) error { return errNotYet }

// Suggest types words into a choice with a type-ahead of a message and gives what is
// offered; SuggestDialog does so in the dialog that is open.
func (s *Server) Suggest(ctx context.Context, user string, m Message, field, words string) ([]Option, error) {
	return nil, errNotYet
}
func (s *Server) SuggestDialog(ctx context.Context, user, field, words string) ([]Option, error) {
	return nil, errNotYet
}

// Install installs the app in a team, a chat, or for a person (by name), as that
// person. Teams tells it by conversationUpdate and installationUpdate, in that
// order unless Reversed.
func (s *Server) Install(ctx context.Context, where, by string, o ...InstallOption) ([]Result, error) {
	return nil, errNotYet
}

// Remove removes the app; it is told so.
func (s *Server) Remove(ctx context.Context, where, by string, o ...InstallOption) ([]Result, error) {
	return nil, errNotYet
}

// InstallOption says more of an install.
type InstallOption func(*install)

type install struct{ reversed, twice, upgrade bool }

// Reversed tells in the other order, Twice everything twice, Upgrade names the
// action "add-upgrade" or "remove-upgrade".
func Reversed() InstallOption { return func(i *install) { i.reversed = true } }
func Twice() InstallOption    { return func(i *install) { i.twice = true } }
func Upgrade() InstallOption  { return func(i *install) { i.upgrade = true } }

// DeleteMessage is a person's or administrator's deletion of a message.
func (s *Server) DeleteMessage(m Message) error { return errNotYet }
