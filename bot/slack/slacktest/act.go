package slacktest

import (
	"context"
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
	EventID string            // envelope id or event id
	Private []Message         // private answers the person sees after it (those in the acknowledgement; later ones: WaitEphemeral)
}

// Option of a click.
type ClickOption func(*click)

type click struct{}

// Choose picks an option (by its text or value) of an overflow menu or select.
func Choose(option string) ClickOption { return func(*click) {} }

// Yes and No answer the confirmation; a click on a button with one is an error without an answer, and so is an answer
// where nothing is asked. After No nothing is sent.
func Yes() ClickOption { return func(*click) {} }
func No() ClickOption  { return func(*click) {} }

// AsSeen clicks what was there when the message was seen, as a client does that has not yet got the newer state.
func AsSeen(m Message) ClickOption { return func(*click) {} }

// Click presses a button in a message (or ephemeral message) by its label, action id, or verb (the part between the first two
// colons of the action id). An error: there is no such button now, or more than one.
// A click that is not acknowledged is no error, but Result.Acked is false.
func (s *Server) Click(ctx context.Context, user, channel, ts, which string, o ...ClickOption) (Result, error) {
	return Result{}, nil
}

// ClickView presses a button in an open modal, ClickHome in the home tab.
func (s *Server) ClickView(ctx context.Context, user, view, which string, o ...ClickOption) (Result, error) {
	return Result{}, nil
}
func (s *Server) ClickHome(ctx context.Context, user, which string, o ...ClickOption) (Result, error) {
	return Result{}, nil
}

// Values fill in fields: by label, block id or action id; a choice by its text or value, several joined by newlines; dates
// as 2026-12-31. "" empties a field.
type Values map[string]string

// Fill types into fields of a modal and leaves it open. Fields that dispatch send their block_actions; the last Result is given.
func (s *Server) Fill(ctx context.Context, user, view string, v Values) (Result, error) {
	return Result{}, nil
}

// Submit fills in and submits the modal on top. An error: no such field, a required one is empty, a text too long, an option not there.
func (s *Server) Submit(ctx context.Context, user, view string, v Values) (Result, error) {
	return Result{}, nil
}

// Suggest types words into an external select (by label, block id or action id) and gives what is offered. Pick chooses one of the last offers.
func (s *Server) Suggest(ctx context.Context, user, view, field, words string) ([]Option, error) {
	return nil, nil
}
func (s *Server) Pick(ctx context.Context, user, view, field, option string) (Result, error) {
	return Result{}, nil
}

// CloseView closes the modal on top by its close button; ClearViews the whole stack by the cross.
func (s *Server) CloseView(ctx context.Context, user, view string) (Result, error) {
	return Result{}, nil
}
func (s *Server) ClearViews(ctx context.Context, user string) (Result, error) {
	return Result{}, nil
}

// OpenHome opens the app's home tab: app_home_opened.
func (s *Server) OpenHome(ctx context.Context, user string) (Result, error) { return Result{}, nil }

// Command types the slash command with text in a channel.
func (s *Server) Command(ctx context.Context, user, channel, text string) (Result, error) {
	return Result{}, nil
}
