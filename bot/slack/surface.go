package slack

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"salesclerk/bot/room"
	"salesclerk/bot/slack/blocks"
	"salesclerk/bot/slack/wire"
)

// surface brings a desk's tasks and notices to Slack's channels.
type surface struct {
	a       *App
	d       *Desk
	refused *lru.Cache[string, bool]   // digests of messages that Slack takes only in their plain form
	sent    *lru.Cache[string, string] // files that Slack has and nobody sees yet, by the key of their try
}

// Of each so many are remembered. What is forgotten is refused, or sent, once more.
const (
	maxRefused = 1000
	maxSent    = 100
)

func newSurface(a *App, d *Desk) room.Surface {
	return &surface{a: a, d: d, refused: remembering[bool](maxRefused), sent: remembering[string](maxSent)}
}

func remembering[T any](n int) *lru.Cache[string, T] {
	c, err := lru.New[string, T](n)
	if err != nil {
		panic("slack: " + err.Error()) // only for a size below one
	}
	return c
}

// Post posts a message or puts a file into the thread, and says its id: a ts, or
// the file's.
func (s *surface) Post(ctx context.Context, m room.Message, at room.Place, try *room.Try) (string, error) {
	if f, ok := m.Body.(*file); ok {
		id, err := s.upload(ctx, f, at, try)
		return id, s.meaning(m, at, err)
	}
	var ts string
	err := s.show(m, func(b blocks.Message) (err error) {
		ts, err = s.a.o.Client.Post(ctx, wire.Post{Channel: at.Room, Thread: at.Thread, Text: b.Text, Blocks: b.Blocks, Key: s.key(try.Key)})
		return err
	})
	return ts, s.meaning(m, at, err)
}

// Update edits a message. A file that is shared stays as it is.
func (s *surface) Update(ctx context.Context, m room.Message, at room.Place) error {
	if _, ok := m.Body.(*file); ok {
		return nil
	}
	err := s.show(m, func(b blocks.Message) error {
		return s.a.o.Client.Update(ctx, at.Room, at.ID, b.Text, b.Blocks)
	})
	return s.meaning(m, at, err)
}

// Find says whether a message was posted by a try whose end is not known.
func (s *surface) Find(ctx context.Context, m room.Message, at room.Place, try room.Try) (id string, found bool, err error) {
	if f, ok := m.Body.(*file); ok {
		id, found, err = s.shared(ctx, f, at, try)
	} else {
		id, found, err = s.a.o.Client.Find(ctx, at.Room, at.Thread, s.key(try.Key), try.Begun)
	}
	switch code := wire.Code(err); {
	case code == "not_allowed_token_type": // said of threads, for tokens of bots: looking again would say the same
		return "", false, fmt.Errorf("%w: %w", room.ErrUnknowable, err)
	case mended[code]:
		return "", false, s.shut(at, err)
	}
	return id, found, waiting(err)
}

// key is what a message is found by: desks may share a channel and have tasks of
// the same number.
func (s *surface) key(of string) string { return s.d.Name + "/" + of }

// show sends a message by call, and once more in its plain form if Slack does not
// take it.
func (s *surface) show(m room.Message, call func(blocks.Message) error) error {
	b, ok := m.Body.(*sheet)
	if !ok {
		return &room.Rejected{Err: fmt.Errorf("slack: a message of %T", m.Body)}
	}
	if b.plain == nil {
		return call(b.Message)
	}
	if !s.refused.Contains(m.Sum) {
		err := call(b.Message)
		if !content[wire.Code(err)] {
			return err
		}
		s.refused.Add(m.Sum, true)
		s.a.o.Log.Warn("Slack takes a card only in its plain form", "desk", s.d.Name, "message", m.Key, "error", err)
	}
	return call(b.plain())
}

// The codes of Slack's errors that mean something here.
// https://docs.slack.dev/reference/methods/chat.postMessage and chat.update
var (
	// content: the message is not taken as it is.
	content = map[string]bool{"invalid_blocks": true, "invalid_blocks_format": true, "msg_blocks_too_long": true, "msg_too_long": true,
		"block_mismatch": true, "invalid_arguments": true, "no_text": true}
	// gone: the message or its thread is no longer there, or is another app's.
	gone = map[string]bool{"message_not_found": true, "thread_not_found": true, "cant_update_message": true}
	// closed: the channel is not open to us.
	closed = map[string]bool{"channel_not_found": true, "not_in_channel": true, "is_archived": true, "restricted_action": true, "channel_is_limited_access": true,
		"restricted_action_read_only_channel": true, "restricted_action_non_threadable_channel": true}
	// mended: nothing is wrong with the message; people have to mend something first.
	mended = with(closed, "invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "ekm_access_denied",
		"org_login_required", "team_access_not_granted", "access_denied")
)

// unsure says that an error is Slack's own trouble: whether it did anything is not
// known.
func unsure(code string) bool {
	switch code {
	case "internal_error", "fatal_error", "service_unavailable", "request_timeout", "http_408":
		return true
	}
	return strings.HasPrefix(code, "http_5")
}

func with(codes map[string]bool, more ...string) map[string]bool {
	all := maps.Clone(codes)
	for _, c := range more {
		all[c] = true
	}
	return all
}

// shutPause is how long a room is left alone that people have to mend.
const shutPause = 30 * time.Second

// meaning is an error of the client as the poster understands it. What Slack
// refused was not done; all else that is no matter of rate is uncertain. A channel
// that is not open to us is asked again now and then, and keeps its order
// meanwhile: once the app is invited again, nothing is missing.
func (s *surface) meaning(m room.Message, at room.Place, err error) error {
	no, refused := errors.AsType[*wire.APIError](err)
	switch {
	case err == nil || !refused:
		return waiting(err)
	case gone[no.Code], closed[no.Code] && s.moved(m, at):
		return fmt.Errorf("%w: %w", room.ErrGone, err)
	case mended[no.Code]:
		return s.shut(at, err)
	case unsure(no.Code):
		return err
	}
	s.a.o.Log.Error("Slack refuses a message", "desk", s.d.Name, "channel", at.Room, "message", m.Key, "error", err)
	return &room.Rejected{Err: err}
}

// shut is the pause of a room that people have to mend.
func (s *surface) shut(at room.Place, err error) error {
	s.a.o.Log.Error("Slack lets nothing into a channel: `salesclerk check` says what is wrong", "desk", s.d.Name, "channel", at.Room, "error", err)
	return &room.Wait{Until: s.a.o.Now().Add(shutPause)}
}

// moved says whether a card stands in a channel that its desk no longer uses.
// Where the channel is one of the desk's, the card waits until people mend it:
// posted anew elsewhere, it would be there twice once they have.
func (s *surface) moved(m room.Message, at room.Place) bool {
	return !m.Reply && at.ID != "" && at.Room != m.Room && !s.d.Routes.Own(at.Room)
}

// waiting is a limit that is reached as the poster understands it.
func waiting(err error) error {
	if rate, ok := errors.AsType[*wire.RateError](err); ok {
		return &room.Wait{Until: rate.Until}
	}
	return err
}
