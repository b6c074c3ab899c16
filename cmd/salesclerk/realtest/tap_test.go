package realtest

import (
	"fmt"
	"sync"
)

// point is one message between the program and a server: the nth of its kind,
// before it is passed on or when its answer has come.
type point struct {
	label string
	n     int
	after bool
}

func (p point) String() string {
	when := "before"
	if p.after {
		when = "after"
	}
	return fmt.Sprintf("%s_%s_%d", when, p.label, p.n)
}

// tap counts what passes the lines of a site, and strikes at a point.
type tap struct {
	mu     sync.Mutex
	counts map[string]int
	seq    []point
	at     *point // where to strike
	struck bool
	strike func()
	goOn   bool // the message is passed on after the strike
}

// see counts a message; it answers whether to strike before it is passed on, or
// once it is answered.
func (t *tap) see(label string) (before, after bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.counts == nil {
		t.counts = map[string]int{}
	}
	t.counts[label]++
	p := point{label: label, n: t.counts[label]}
	t.seq = append(t.seq, p)
	if t.at == nil || t.struck || t.at.label != p.label || t.at.n != p.n {
		return false, false
	}
	t.struck = true
	return !t.at.after, t.at.after
}

// next strikes at the next message of a kind.
func (t *tap) next(label string, after bool, strike func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.at, t.struck, t.strike = &point{label, t.counts[label] + 1, after}, false, strike
}

func (t *tap) seen() []point {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]point(nil), t.seq...)
}

func (t *tap) hit() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.struck
}
