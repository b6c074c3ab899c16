package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack/socketmode"

	"salesclerk/bot/intake"
)

// take looks at one frame and hands its request on.
func (l *line) take(ctx context.Context, frame []byte) {
	var e socketmode.Request
	if err := json.Unmarshal(frame, &e); err != nil {
		l.log.Warn("slack: a frame that is not as documented", "error", broken(err))
		return
	}
	switch e.Type {
	case socketmode.RequestTypeHello:
		l.hello(e)
		return
	case socketmode.RequestTypeDisconnect:
		l.disconnect(e)
		return
	}
	r, err := envelope(e)
	if errors.As(err, new(answer)) {
		l.ack(e, nil)
		return
	}
	if err != nil {
		l.log.Warn("slack: an envelope that is not as documented", "type", brief(e.Type), "error", err)
		return
	}
	l.hold(ctx, e, r)
}

func (l *line) hello(e socketmode.Request) {
	l.mu.Lock()
	first := !l.greeted && !l.left
	l.greeted = true
	if first {
		l.s.greet()
	}
	l.mu.Unlock()
	l.log.Info("slack: a line is open", "connections", e.NumConnections)
}

// disconnect: Slack will close this line. A successor is opened at once; this one
// is read until Slack closes it, so that nothing already on its way is lost.
func (l *line) disconnect(e socketmode.Request) {
	l.end(time.Now().Add(lingerTime))
	l.want(fmt.Errorf("asked for by Slack: %s", brief(e.Reason)))
}

// envelope is the request in an envelope.
func envelope(e socketmode.Request) (r Request, err error) {
	defer func() {
		if v := recover(); v != nil { // a foreign parser must not end the program
			err = fmt.Errorf("parsing broke: %T", v)
		}
	}()
	switch e.Type {
	case socketmode.RequestTypeInteractive:
		r, err = parseInteraction(e.Payload)
	case socketmode.RequestTypeSlashCommands:
		r, err = parseCommand(e.Payload)
	case socketmode.RequestTypeEventsAPI:
		r, err = parseEvent(e.Payload)
	default:
		return r, nothing
	}
	if err == nil && e.EnvelopeID == "" {
		err = errors.New("an envelope without its id")
	}
	if r.Kind != Event {
		r.ID = e.EnvelopeID
	}
	r.Raw, r.Retry, r.AnswerMax = e.Payload, e.RetryAttempt, SocketAnswer
	return r, err
}

// hold waits for a place in the pool and lets the request be handled there.
func (l *line) hold(ctx context.Context, e socketmode.Request, r Request) {
	place, err := l.s.o.Pool.Enter(ctx, r.name())
	if err != nil {
		l.log.Error("slack: a request was not acknowledged", "kind", r.Kind, "id", r.ID, "error", err)
		return
	}
	l.hand.Go(func() { l.handle(ctx, e, r, place) })
}

func (l *line) handle(ctx context.Context, e socketmode.Request, r Request, place intake.Place) {
	ctx, cancel := context.WithTimeout(ctx, HandlerTime)
	defer cancel()
	a, err := intake.Do(ctx, place, l.s.o.Handler, r)
	defer place.Leave(a.After)
	if err != nil {
		l.log.Error("slack: a request was not acknowledged", "kind", r.Kind, "id", r.ID, "error", err)
		return
	}
	if err := l.answer(e, a.Body); err != nil {
		l.log.Error("slack: a request was done, and could not be acknowledged", "kind", r.Kind, "id", r.ID, "error", err)
	}
}

func (l *line) answer(e socketmode.Request, body any) error {
	if body != nil && !e.AcceptsResponsePayload {
		l.log.Warn("slack: an answer that Slack does not take was left out", "type", brief(e.Type), "id", e.EnvelopeID)
		body = nil
	}
	payload, err := intake.Answer(body, SocketAnswer)
	if err != nil {
		return err
	}
	return l.ack(e, payload)
}

// ack acknowledges an envelope along the line it came by.
func (l *line) ack(e socketmode.Request, payload json.RawMessage) error {
	if e.EnvelopeID == "" {
		return nil
	}
	b, err := intake.Answer(struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload,omitempty"`
	}{e.EnvelopeID, payload}, SocketAnswer+256)
	if err != nil {
		return err
	}
	l.writing <- struct{}{}
	defer func() { <-l.writing }()
	_ = l.conn.SetWriteDeadline(time.Now().Add(ackTime))
	if err := l.conn.WriteMessage(websocket.TextMessage, b); err != nil {
		l.end(time.Now())
		return fmt.Errorf("acknowledging: %w", err)
	}
	return nil
}
