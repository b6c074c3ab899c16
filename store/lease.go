package store

import (
	"context"
	"strconv"
	"sync"
	"time"
)

// Lease is the right to do something alone until it lapses.
type Lease struct {
	d     *Desk
	name  string
	value string // "TOKEN HOLDER" as Redis has it
	token int64
	ttl   time.Duration

	mu  sync.Mutex
	end time.Time
}

// Lease takes the lease of this name, or returns nil when another has it. The
// same holder may take it anew; the lease it had before is lost then. Holders
// must differ between processes.
func (d *Desk) Lease(ctx context.Context, name, holder string, ttl time.Duration) (*Lease, error) {
	began := time.Now() // before asking: our end must not be later than that of Redis
	keys := []string{d.keys.lease(name), d.keys.fence()}
	token, err := d.c.run(ctx, leaseScript, keys, holder, milliseconds(ttl)).Int64()
	if err != nil {
		return nil, fault("take the lease of "+name, err)
	}
	if token == 0 {
		return nil, nil
	}
	value := strconv.FormatInt(token, 10) + " " + holder
	return &Lease{d: d, name: name, value: value, token: token, ttl: ttl, end: began.Add(ttl)}, nil
}

func milliseconds(d time.Duration) int64 { return max(d.Milliseconds(), 1) }

// Token grows with every lease given: of two that believe to have it, the
// greater is right.
func (l *Lease) Token() int64 { return l.token }

// Held says whether the lease still runs, by our own clock; it asks nobody.
func (l *Lease) Held() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Now().Before(l.end)
}

// Renew begins the time to live anew. False: the lease is lost.
func (l *Lease) Renew(ctx context.Context) (bool, error) {
	began := time.Now()
	n, err := l.d.c.run(ctx, renewScript, []string{l.d.keys.lease(l.name)}, l.value, milliseconds(l.ttl)).Int()
	if err != nil {
		return l.Held(), fault("renew the lease of "+l.name, err)
	}
	if n == 0 {
		l.until(time.Time{})
		return false, nil
	}
	l.until(began.Add(l.ttl))
	return true, nil
}

// Release gives the lease up; one that is lost already is fine.
func (l *Lease) Release(ctx context.Context) error {
	l.until(time.Time{})
	err := l.d.c.run(ctx, releaseScript, []string{l.d.keys.lease(l.name)}, l.value).Err()
	return fault("give up the lease of "+l.name, err)
}

func (l *Lease) until(end time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.end = end
}
