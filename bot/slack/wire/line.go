package wire

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gorilla/websocket"
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
