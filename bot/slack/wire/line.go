package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack/socketmode"
)

// dialer makes frames large enough for every acknowledgement: Slack drops one
// that comes in two frames (found by slack-go).
func dialer() *websocket.Dialer {
	return &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: answerTime, WriteBufferSize: 32 << 10}
}

// line is one connection of a Socket. One goroutine reads it; handlers write
// their acknowledgements.
type line struct {
	s    *Socket
	conn *websocket.Conn
	log  *slog.Logger

	leaving chan struct{} // closed when a successor is wanted; why says why
	why     error

	mu      sync.Mutex // guards the following
	greeted bool       // Slack said hello
	left    bool       // leaving is closed
	limit   time.Time  // no reading past it; zero: none

	writing chan struct{}  // held by who writes an acknowledgement
	hand    sync.WaitGroup // envelopes in hand
}

// open connects a line and starts to read it.
func (s *Socket) open(ctx context.Context, log *slog.Logger) (*line, error) {
	address, err := s.o.Client.openSocket(ctx)
	if err != nil {
		return nil, err
	}
	if !s.o.Client.socketAddress(address) {
		return nil, fmt.Errorf("apps.connections.open: %w", ErrForeign)
	}
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	conn, res, err := s.o.Dialer.DialContext(ctx, address, http.Header{"Origin": {"https://api.slack.com"}})
	if res != nil && res.Body != nil {
		res.Body.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("opening a line: %w", nameless(err))
	}
	conn.SetReadLimit(frameSize)
	return &line{s: s, conn: conn, log: log, leaving: make(chan struct{}), writing: make(chan struct{}, 1)}, nil
}

// socketAddress: encrypted, unless the API itself was configured without.
func (c *Client) socketAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "wss" || u.Scheme == "ws" && strings.HasPrefix(c.o.APIURL, "http://"))
}

// held runs the line and returns when a successor is wanted, and why. The line
// may go on for a while after that.
func (l *line) held(ctx context.Context) error {
	l.s.lines.Go(func() { l.run(ctx) })
	<-l.leaving
	return l.why
}

// want asks for a successor.
func (l *line) want(why error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.left {
		return
	}
	if l.greeted {
		l.s.live.Add(-1)
	}
	l.left, l.why = true, why
	close(l.leaving)
}

func (l *line) wasGreeted() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.greeted
}

// run reads until the line ends, then lets what is in hand be acknowledged.
func (l *line) run(ctx context.Context) {
	defer l.conn.Close()
	defer context.AfterFunc(ctx, func() { l.end(time.Now()) })()
	late := time.AfterFunc(helloTime, l.ungreeted)
	defer late.Stop()
	done := make(chan struct{})
	defer close(done)
	go l.ping(done)
	l.conn.SetPongHandler(func(string) error { return l.alive() })
	work, cancel := outlive(ctx)
	defer cancel()
	l.want(l.read(work))
	l.settle()
}

// outlive is a context for handlers, which ends some time after ctx.
func outlive(ctx context.Context) (context.Context, context.CancelFunc) {
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		t := time.AfterFunc(stopTime, cancel)
		context.AfterFunc(work, func() { t.Stop() })
	})
	return work, func() { stop(); cancel() }
}

var errSilent = errors.New("the line is silent")

// read takes envelopes one after the other; a full pool keeps it from reading on.
func (l *line) read(ctx context.Context) error {
	for {
		if err := l.alive(); err != nil {
			return err
		}
		_, frame, err := l.conn.ReadMessage()
		if t, ok := errors.AsType[interface {
			Timeout() bool
			error
		}](err); ok && t.Timeout() {
			return errSilent
		}
		if err != nil {
			return fmt.Errorf("reading: %w", err)
		}
		l.take(ctx, frame)
	}
}

// alive gives the line its time until the next sign of life. Slack's own pings
// are none: they come over a line that swallows what we say, too.
func (l *line) alive() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	by := time.Now().Add(silence)
	if !l.limit.IsZero() && l.limit.Before(by) {
		by = l.limit
	}
	return l.conn.SetReadDeadline(by)
}

// end lets nothing be read past a time.
func (l *line) end(at time.Time) {
	l.mu.Lock()
	if l.limit.IsZero() || at.Before(l.limit) {
		l.limit = at
	}
	l.mu.Unlock()
	_ = l.alive()
}

func (l *line) ungreeted() {
	if !l.wasGreeted() {
		l.end(time.Now())
	}
}

func (l *line) ping(done <-chan struct{}) {
	t := time.NewTicker(pingEvery)
	defer t.Stop()
	for {
		select {
		case <-t.C:
			_ = l.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(ackTime)) // no pong will follow
		case <-done:
			return
		}
	}
}

// settle waits for handlers in hand, bounded, and says goodbye.
func (l *line) settle() {
	done := make(chan struct{})
	go func() { l.hand.Wait(); close(done) }()
	t := time.NewTimer(stopTime)
	defer t.Stop()
	select {
	case <-done:
	case <-t.C:
	}
	_ = l.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
}

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
	l.want(fmt.Errorf("Slack asked for it: %s", brief(e.Reason)))
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
	leave, err := l.s.o.Pool.enter(ctx)
	if err != nil {
		l.log.Error("slack: a request was not acknowledged", "kind", r.Kind, "id", r.ID, "error", err)
		return
	}
	l.hand.Go(func() {
		defer leave()
		l.handle(ctx, e, r)
	})
}

func (l *line) handle(ctx context.Context, e socketmode.Request, r Request) {
	a, err := l.s.o.Pool.handle(ctx, l.s.o.Handler, r)
	if err != nil {
		l.log.Error("slack: a request was not acknowledged", "kind", r.Kind, "id", r.ID, "error", err)
		return
	}
	defer l.s.o.Pool.after(r, a.After)
	if err := l.answer(e, a.Body); err != nil {
		l.log.Error("slack: a request was done, and could not be acknowledged", "kind", r.Kind, "id", r.ID, "error", err)
	}
}

func (l *line) answer(e socketmode.Request, body any) error {
	if body != nil && !e.AcceptsResponsePayload {
		l.log.Warn("slack: an answer that Slack does not take was left out", "type", brief(e.Type), "id", e.EnvelopeID)
		body = nil
	}
	payload, err := encode(body, SocketAnswer)
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
	b, err := encode(struct {
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
