package wire

import (
	"context"
	"log/slog"
)

// SocketOptions configure a Socket. Client (with its AppToken), Handler and Pool are needed.
type SocketOptions struct {
	Client  *Client
	Handler Handler
	Pool    *Pool
	Lines   int // connections held at once; 2. Slack allows ten per app, all copies together
	Log     *slog.Logger
}

// Socket receives over Socket Mode.
type Socket struct{ o SocketOptions }

// NewSocket connects nothing.
func NewSocket(o SocketOptions) *Socket { return &Socket{o: o} }

// Run holds the lines until ctx ends, whatever Slack does; then it waits for the
// handlers in hand, acknowledges, and closes. It returns ctx's error.
func (s *Socket) Run(ctx context.Context) error { return errSkeleton }

// Ready is closed when the first line was greeted by Slack.
func (s *Socket) Ready() <-chan struct{} { return nil }

// Lines is how many lines are open and greeted now.
func (s *Socket) Lines() int { return 0 }
