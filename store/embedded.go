package store

import (
	"fmt"
	"sync"

	"github.com/alicebob/miniredis/v2"
)

// Embedded starts a Redis inside the process, on a loopback port of its own, and
// a client for it. It speaks the same protocol and runs the same scripts, keeps
// everything in memory and forgets it when stop is called or the program ends.
func Embedded() (c *Client, stop func(), err error) {
	m, err := miniredis.Run()
	if err != nil {
		return nil, nil, fmt.Errorf("start the embedded Redis: %w", err)
	}
	m.ClockTTL(true) // leases lapse by the clock as they do in a real one
	c, err = Open(Options{Addrs: []string{m.Addr()}})
	if err != nil {
		m.Close()
		return nil, nil, err
	}
	c.embedded = true
	return c, sync.OnceFunc(func() { c.Close(); m.Close() }), nil
}
