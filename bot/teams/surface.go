package teams

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"salesclerk/bot/room"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/bot/teams/connector"
)

// surface brings a desk's tasks and notices to the rooms of Teams.
type surface struct {
	a       *App
	d       *Desk
	refused *lru.Cache[string, bool] // digests of messages that Teams takes only in their plain form
}

const maxRefused = 1000 // of which that is remembered

func newSurface(a *App, d *Desk) room.Surface {
	return &surface{a: a, d: d, refused: remembering[bool](maxRefused)}
}

// Post posts a message and says its id. Where there are no threads, what belongs
// to a task follows its card.
func (s *surface) Post(ctx context.Context, m room.Message, at room.Place, _ *room.Try) (id string, err error) {
	to, err := s.a.reach(ctx, s.d, at.Room)
	if err != nil {
		return "", s.unreached(at, err)
	}
	thread := threadIn(to, at.Thread, "")
	err = s.show(m, to, func(p connector.Post) error {
		id, err = s.a.o.Client.Send(ctx, to, thread, p)
		return err
	})
	return id, s.posting(m, at, err)
}

// Update edits a message.
func (s *surface) Update(ctx context.Context, m room.Message, at room.Place) error {
	in, err := s.a.reach(ctx, s.d, at.Room)
	if err != nil {
		return s.unreached(at, err)
	}
	thread := threadIn(in, at.Thread, at.ID)
	err = s.show(m, in, func(p connector.Post) error { return s.a.o.Client.UpdateReply(ctx, in, thread, at.ID, p) })
	return s.meaning(m, at, err)
}

// threadIn is the thread that a message is addressed in. Only channels have
// threads, and the first message of one stands in none.
func threadIn(c connector.Conversation, thread, id string) string {
	if c.Type != connector.Channel || thread == id {
		return ""
	}
	return thread
}

// Find cannot be answered: Teams does not let an app look for its messages.
func (s *surface) Find(context.Context, room.Message, room.Place, room.Try) (string, bool, error) {
	return "", false, room.ErrUnknowable
}

// show sends a message by call, and once more in its plain form if Teams does not
// take it.
func (s *surface) show(m room.Message, to connector.Conversation, call func(connector.Post) error) error {
	b, ok := m.Body.(*sheet)
	if !ok {
		return &room.Rejected{Err: fmt.Errorf("teams: a message of %T", m.Body)}
	}
	if b.plain == nil {
		return call(post(b.Message, to))
	}
	if !s.refused.Contains(m.Sum) {
		err := call(post(b.Message, to))
		if !content(err) {
			return err
		}
		s.refused.Add(m.Sum, true)
		s.a.o.Log.Warn("Teams takes a card only in its plain form", "desk", s.d.Name, "message", m.Key, "error", err)
	}
	return call(post(b.plain(), to))
}

// post is a message for the connector.
func post(m adaptive.Message, to connector.Conversation) connector.Post {
	return connector.Post{Summary: m.Summary, Card: m.Card, Alert: to.Type == connector.Personal}
}

// content says that a message is not taken as it is.
func content(err error) bool {
	no, refused := errors.AsType[*connector.APIError](err)
	return errors.Is(err, connector.ErrTooBig) || refused && no.Status == http.StatusBadRequest
}

// How long what people have to mend, or Teams itself, is left alone.
const (
	shutPause = time.Minute
	downPause = 10 * time.Second
	shutTold  = time.Hour // is said again after that
)

// unreached is the answer where it is not known how a room is written to: nothing
// was posted.
func (s *surface) unreached(at room.Place, err error) error {
	if no, refused := errors.AsType[*connector.APIError](err); refused && (no.Status == http.StatusForbidden || no.Status == http.StatusNotFound) || errors.Is(err, errUnheard) {
		return s.shut(at, err)
	}
	if rate, ok := errors.AsType[*connector.RateError](err); ok {
		return &room.Wait{Until: rate.Until}
	}
	return s.down(at, err)
}

// posting is an error of a post as the poster understands it. What surely was not
// done counts as a pause; only where nobody knows is it kept open.
func (s *surface) posting(m room.Message, at room.Place, err error) error {
	meant := s.meaning(m, at, err)
	_, rejected := errors.AsType[*room.Rejected](meant)
	_, waits := errors.AsType[*room.Wait](meant)
	if meant == nil || rejected || waits || errors.Is(meant, room.ErrGone) || errors.Is(meant, connector.ErrUncertain) {
		return meant
	}
	return s.down(at, err)
}

// meaning is an error of the client as the poster understands it. A room that is
// not open to us is asked again now and then, and keeps its order meanwhile: once
// the app is added again, nothing is missing.
func (s *surface) meaning(m room.Message, at room.Place, err error) error {
	no, refused := errors.AsType[*connector.APIError](err)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, connector.ErrUncertain):
		return err
	case errors.Is(err, connector.ErrRemoved), errors.Is(err, connector.ErrForeign), refused && no.Status == http.StatusUnauthorized:
		return s.shut(at, err)
	case errors.Is(err, connector.ErrGone):
		return s.lost(m, at, no, err)
	case content(err), refused && no.Status < 500 && no.Status != http.StatusTooManyRequests && no.Status != http.StatusPreconditionFailed && no.Status != http.StatusRequestTimeout:
		s.a.o.Log.Error("Teams refuses a message", "desk", s.d.Name, "room", at.Room, "message", m.Key, "error", err)
		return &room.Rejected{Err: err}
	}
	if _, ok := errors.AsType[*room.Rejected](err); ok {
		return err
	}
	return waiting(err)
}

// lost tells a message or thread that was deleted from a room that is not there:
// that one may come back, and waits, unless the desk no longer uses it.
func (s *surface) lost(m room.Message, at room.Place, no *connector.APIError, err error) error {
	if at.ID != "" || m.Reply {
		if no == nil || !strings.HasPrefix(no.Code, "Conversation") || at.Room != m.Room && !m.Reply && !s.d.Routes.Own(at.Room) {
			return fmt.Errorf("%w: %w", room.ErrGone, err)
		}
	}
	return s.shut(at, err)
}

// shut is the pause of a room that people have to mend.
func (s *surface) shut(at room.Place, err error) error {
	now := s.a.o.Now()
	if s.a.sayAgain("shut/"+s.d.Name+"/"+at.Room, now) {
		s.a.o.Log.Error("Teams lets nothing into a room: `salesclerk check` says what is wrong", "desk", s.d.Name, "room", at.Room, "error", err)
	}
	return &room.Wait{Until: now.Add(shutPause)}
}

// down is the pause where Teams, or the way to it, is not there.
func (s *surface) down(at room.Place, err error) error {
	s.a.o.Log.Warn("Teams cannot be reached", "desk", s.d.Name, "room", at.Room, "error", err)
	return &room.Wait{Until: s.a.o.Now().Add(downPause)}
}

// waiting is a limit that is reached as the poster understands it.
func waiting(err error) error {
	if rate, ok := errors.AsType[*connector.RateError](err); ok {
		return &room.Wait{Until: rate.Until}
	}
	return err
}

// sayAgain says whether something that lasts is to be logged: now and then.
func (a *App) sayAgain(what string, now time.Time) bool {
	if at, ok := a.logged.Get(what); ok && now.Sub(at) < shutTold {
		return false
	}
	a.logged.Add(what, now)
	return true
}
