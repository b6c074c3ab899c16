package wire

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"salesclerk/bot/intake"
)

// SocketOptions configure a Socket. Client (with its AppToken), Handler and Pool
// are needed; zero means the default.
type SocketOptions struct {
	Client  *Client
	Handler Handler
	Pool    *intake.Pool
	Lines   int               // connections held at once; 2. Slack allows ten per app, all copies together
	Dialer  *websocket.Dialer // the proxy of the environment, if nil
	Log     *slog.Logger      // discarded if nil
}

// What a line is held to.
const (
	pingEvery  = 10 * time.Second // our pings
	silence    = 30 * time.Second // with neither pong nor envelope for so long, a line is dead
	helloTime  = 20 * time.Second // to be greeted
	lingerTime = 15 * time.Second // to read on after a "disconnect"; Slack closes after about 10 s
	ackTime    = 5 * time.Second  // to write an acknowledgement
	stopTime   = 5 * time.Second  // for handlers in hand when a line ends
	steady     = 30 * time.Second // a line that lived so long was a good one
	frameSize  = 4 << 20          // the largest envelope
	pauseFirst = time.Second
	pauseMost  = 30 * time.Second
)

// Socket receives over Socket Mode. It holds several lines, so that one lives
// while another is opened anew; Slack sends each envelope along one of them.
type Socket struct {
	o     SocketOptions
	ready chan struct{}
	once  sync.Once
	live  atomic.Int64
	lines sync.WaitGroup // lines that are open, also those that only end
}

// NewSocket connects nothing.
func NewSocket(o SocketOptions) *Socket {
	if o.Client == nil || o.Handler == nil || o.Pool == nil {
		panic("wire: NewSocket needs a client, a handler and a pool")
	}
	if o.Lines <= 0 {
		o.Lines = 2
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Dialer == nil {
		o.Dialer = dialer()
	}
	return &Socket{o: o, ready: make(chan struct{})}
}

// Ready is closed when the first line was greeted by Slack.
func (s *Socket) Ready() <-chan struct{} { return s.ready }

// Lines is how many lines are open and greeted now.
func (s *Socket) Lines() int { return int(s.live.Load()) }

// Run holds the lines until ctx ends, whatever Slack does; then it waits for the
// handlers in hand, acknowledges, and closes. It returns ctx's error.
func (s *Socket) Run(ctx context.Context) error {
	var keepers sync.WaitGroup
	for n := range s.o.Lines {
		keepers.Go(func() { s.keep(ctx, n+1) })
	}
	keepers.Wait()
	s.lines.Wait()
	return ctx.Err()
}

// keep holds one line, opening a new one as soon as the old one ends or is asked to.
func (s *Socket) keep(ctx context.Context, n int) {
	log := s.o.Log.With("line", n)
	var p pauses
	for ctx.Err() == nil {
		began := time.Now()
		l, err := s.open(ctx, log)
		if err == nil {
			err = l.held(ctx)
		}
		if ctx.Err() != nil {
			return
		}
		greeted := l != nil && l.wasGreeted()
		pause := max(p.next(greeted, time.Since(began)), until(err))
		log.Log(ctx, loud(pause), "slack: a line is replaced", "reason", err, "pause", pause.Round(time.Millisecond))
		rest(ctx, pause)
	}
}

// loud: Slack replaces lines every hour or so; only what needs a pause is worth a look.
func loud(pause time.Duration) slog.Level {
	if pause > 0 {
		return slog.LevelWarn
	}
	return slog.LevelInfo
}

// pauses are what lies between two tries: nothing after a line that lived, and
// nothing the first time one was greeted and ended early; then a second, two,
// four, up to pauseMost.
type pauses struct{ bad int }

func (p *pauses) next(greeted bool, lived time.Duration) time.Duration {
	if greeted && lived >= steady {
		p.bad = 0
		return 0
	}
	p.bad++
	n := p.bad - 1
	if greeted {
		n--
	}
	if n < 0 {
		return 0
	}
	return jitter(min(pauseFirst<<min(n, 10), pauseMost))
}

// jitter keeps many copies from coming back at the same moment.
func jitter(d time.Duration) time.Duration {
	return d/2 + rand.N(d/2+1)
}

// until is how long Slack itself wants to be left alone.
func until(err error) time.Duration {
	if e, ok := errors.AsType[*RateError](err); ok {
		return time.Until(e.Until)
	}
	return 0
}

func rest(ctx context.Context, pause time.Duration) {
	t := time.NewTimer(pause)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// greet counts a line that Slack said hello to.
func (s *Socket) greet() {
	s.live.Add(1)
	s.once.Do(func() { close(s.ready) })
}
