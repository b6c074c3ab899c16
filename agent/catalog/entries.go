package catalog

import "sync"

// entries keeps analysed items at hand, bounded: it forgets everything when it
// is full. What was read before a change is not kept after it.
type entries struct {
	mu  sync.RWMutex
	max int
	seq int // changes so far
	m   map[string]*entry
}

func newEntries(n int) *entries { return &entries{max: n, m: map[string]*entry{}} }

// now is the mark that put wants from before the item was read.
func (c *entries) now() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.seq
}

func (c *entries) get(number string) (*entry, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	e, ok := c.m[number]
	return e, ok
}

func (c *entries) put(number string, e *entry, seq int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if seq != c.seq {
		return
	}
	if len(c.m) >= c.max {
		c.m = map[string]*entry{}
	}
	c.m[number] = e
}

// drop forgets items that have changed.
func (c *entries) drop(numbers []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seq++
	for _, n := range numbers {
		delete(c.m, n)
	}
}
