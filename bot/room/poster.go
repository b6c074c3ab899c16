package room

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"time"
)

// Options are the parts of a Poster. Zero values are the defaults.
type Options struct {
	Surface Surface
	Memory  Memory
	Log     *slog.Logger
	// Grace is the longest that a request to the platform can take effect after
	// it was begun, with room for clocks that differ; 15 s. A post gets two thirds
	// of it.
	Grace time.Duration
	// Linger is how long a post in flight may go on when Run is to end; 3 s.
	Linger time.Duration
	// Workers is how many names are handled at once; 4.
	Workers int
	// Tick is how often Memory is asked without having been woken; 15 s.
	Tick time.Duration
	// Now and Rand (0 ≤ x < 1) are for tests.
	Now  func() time.Time
	Rand func() float64
	// OnShown hears of each call of Post and Update ("post", "edit"); may be nil.
	OnShown func(kind string, took time.Duration, err error)
}

// Poster keeps rooms showing what a Surface plans.
type Poster struct{ o Options }

// New is a Poster. Surface and Memory are needed.
func New(o Options) *Poster { return &Poster{o: o.withDefaults()} }

// Run works until ctx ends. One copy at a time may run for the same Memory; when
// ctx ends, another may begin at once. A post in flight has Options.Linger to
// come to its end, and Run waits for it.
func (p *Poster) Run(ctx context.Context) error {
	newRun(p.o).loop(ctx)
	return nil
}

// Shown says that the surface itself edited a message by another way (the answer
// to a click), so that the poster need not. It may be called on any copy, while
// another runs. The name should be due, as it is after the write that led to the
// edit. The edit must have taken no longer than Options.Grace.
func (p *Poster) Shown(ctx context.Context, name, key, sum string, final bool) error {
	s := shown{V: refVersion, ID: rand.Text(), Sum: sum, Final: final, At: p.now()}
	if err := p.o.Memory.SetRef(ctx, name, shownPrefix+key, encode(s)); err != nil {
		return fmt.Errorf("keep that %s of %s was edited: %w", key, name, err)
	}
	return nil
}

// Met says that a message of this key was seen at a place: somebody clicked on it, or
// looked at it. Where it was not known whether it was posted, it is adopted when the
// name is due next; the first that is met is. A stray is a message beside the one that
// is known: nothing brings it up to date. It may be called on any copy, while another
// runs, and costs one read, and one write where it brings news.
func (p *Poster) Met(ctx context.Context, name, key string, at Place) (stray bool, err error) {
	refs, err := p.o.Memory.Refs(ctx, name)
	if err != nil {
		return false, fmt.Errorf("read where %s of %s is: %w", key, name, err)
	}
	b := readBoard(refs)
	if e := b.at(key); e.bad == nil && (e.Try == nil || e.seen()) {
		return b.stray(key, at), nil
	}
	m := met{V: refVersion, At: p.now(), Place: at}
	if err := p.o.Memory.SetRef(ctx, name, metPrefix+key, encode(m)); err != nil {
		return false, fmt.Errorf("keep where %s of %s was seen: %w", key, name, err)
	}
	return false, nil
}

func (p *Poster) now() time.Time { return p.o.Now().UTC().Round(0) }
