package wire

import (
	"context"
	"log/slog"
	"time"
)

// PoolOptions bound a Pool; zero means the default.
type PoolOptions struct {
	Handlers  int           // handlers at once; 64
	Waiting   int           // requests over HTTP that wait for a handler; 256
	After     int           // Answer.After at once; 64
	Queue     int           // Answer.After that wait; 1024. When full, requests wait
	AfterTime time.Duration // for one Answer.After; 30 s
	Log       *slog.Logger
}

// Pool bounds what is done at once for both ways in.
type Pool struct{ o PoolOptions }

// NewPool starts nothing until it is used.
func NewPool(o PoolOptions) *Pool { return &Pool{o: o} }

// Close takes no more and waits for handlers and After work in hand until ctx ends.
func (p *Pool) Close(ctx context.Context) error { return errSkeleton }
