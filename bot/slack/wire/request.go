package wire

import (
	"context"
	"encoding/json"
	"time"

	"github.com/slack-go/slack"
)

// Kind is what a request is about.
type Kind string

// The kinds of requests.
const (
	Action  Kind = "action"  // block_actions: a button or another element was used
	Submit  Kind = "submit"  // view_submission: a dialog was submitted
	Closed  Kind = "closed"  // view_closed: a dialog was closed
	Suggest Kind = "suggest" // block_suggestion: an external select asks for options
	Command Kind = "command" // a slash command
	Event   Kind = "event"   // an event of the Events API
)

// HandlerTime is what a handler gets of the 3 seconds within which Slack wants
// its acknowledgement (docs.slack.dev/interactivity/handling-user-interaction).
const HandlerTime = 2500 * time.Millisecond

// SocketAnswer is how many bytes an acknowledgement's body may have over Socket
// Mode. From 20 KB Slack silently drops the whole frame, be that 20,000 or 20,480
// bytes (found by slack-go with Slack's own SDK, not documented).
const SocketAnswer = 19_500

// HTTPAnswer is the largest acknowledgement over HTTP: a view of 250 KB
// (docs.slack.dev/surfaces/modals) and some room.
const HTTPAnswer = 260 << 10

// Request is a request that is proven to be Slack's. Exactly one of Interaction,
// Command and Event is set, by Kind.
type Request struct {
	Kind Kind
	// ID names the delivery, for logs: a delivery that Slack repeats has the same
	// one where Slack lets us know (event_id), otherwise the envelope's id or a
	// digest of the body. Effects are told apart by what was clicked, not by it.
	ID    string
	Retry int    // 0 for the first delivery of an event, then 1, 2, 3
	Team  string // workspace of the person who acts, which in shared channels may not be the app's own
	// AnswerMax is the largest Answer.Body in bytes of JSON: SocketAnswer or
	// HTTPAnswer. A larger one is an error and not acknowledged.
	AnswerMax int

	// Interaction is set for Action, Submit, Closed and Suggest. Of the message that
	// was clicked it has ts and thread_ts only, of the view all but the blocks.
	Interaction *slack.InteractionCallback
	Command     *slack.SlashCommand
	Event       any // *slackevents.AppHomeOpenedEvent and so on

	// Raw is the payload as Slack sent it (JSON; nil for commands over HTTP), for
	// what slack-go's types do not hold.
	Raw json.RawMessage
}

// name is what the log calls it.
func (r Request) name() string { return string(r.Kind) + " " + r.ID }

// Answer is what a handled request brings.
type Answer struct {
	// Body is sent with the acknowledgement as JSON: a slack.ViewSubmissionResponse,
	// a slack.OptionsResponse, a message. nil: an empty one.
	Body any
	// After runs once the acknowledgement was sent (or could not be), in the Pool,
	// with a context of its own of intake.Options.AfterTime. It may be nil.
	After func(ctx context.Context)
}

// Handler handles one request. Its context ends after HandlerTime. When it
// returns an error the request is not acknowledged (HTTP: 503; socket: silence),
// so that the person who clicked is told by Slack that it failed.
type Handler func(ctx context.Context, r Request) (Answer, error)
