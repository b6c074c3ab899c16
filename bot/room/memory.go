package room

import (
	"context"
	"time"

	"salesclerk/bot"
)

// Memory keeps what is due and what was posted. All methods may be called at
// once.
type Memory interface {
	// Refs is what was kept for a task, by key; empty for none.
	Refs(ctx context.Context, name string) (map[string]string, error)
	// SetRef keeps a ref; "" forgets it.
	SetRef(ctx context.Context, name, key, ref string) error
	// Due is the names that are due, longest due first: one that becomes due again
	// keeps its place.
	Due(ctx context.Context, limit int) ([]Due, error)
	// Settle says that everything is shown. The name is no longer due, unless its
	// stamp is no longer d.Stamp.
	Settle(ctx context.Context, d Due) error
	// Wake tells that something became due, from now until ctx ends. News may be
	// told once for many.
	Wake(ctx context.Context) (<-chan struct{}, error)
}

// Keeper is a Memory in which a surface keeps what it has to remember for a while.
type Keeper interface {
	Memory
	bot.Notes
	// Claim says whether it is the first claim of a name within that time, on any copy.
	Claim(ctx context.Context, name string, ttl time.Duration) (bool, error)
}

// Due is a name that is due: "T-1042" for a task, "notice/ID" for a notice.
// Stamp is another each time it becomes due.
type Due struct {
	Name  string
	Stamp int64
}
