package room

import (
	"log/slog"
	"math/rand/v2"
	"time"
)

// Grace is Options.Grace where nothing else is said.
const Grace = 15 * time.Second

func (o Options) withDefaults() Options {
	if o.Surface == nil || o.Memory == nil {
		panic("room: a Poster needs a Surface and a Memory")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Float64
	}
	if o.OnShown == nil {
		o.OnShown = func(string, time.Duration, error) {}
	}
	o.Grace = or(o.Grace, Grace)
	o.Linger = min(or(o.Linger, 3*time.Second), o.Grace/3)
	o.Tick = or(o.Tick, 15*time.Second)
	o.Workers = or(o.Workers, 4)
	return o
}

func or[T int | time.Duration](v, otherwise T) T {
	if v > 0 {
		return v
	}
	return otherwise
}
