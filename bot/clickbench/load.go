package clickbench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Result is what became of a number of requests.
type Result struct {
	PerSecond float64 // answered with 200, over the whole time
	P50, P99  time.Duration
	Failed    int   // no answer, or another than 200
	Err       error // the first that failed

	fine []time.Duration // of those answered with 200, sorted
}

// Requests makes request i, from 0, ready to be sent. It is called from several
// goroutines; what it takes is not measured.
type Requests func(i int) (*http.Request, error)

// Load sends n requests over so many connections at once, each as soon as the one
// before it is answered.
func Load(ctx context.Context, n, parallel int, make Requests) Result {
	client := newClient(parallel)
	defer client.CloseIdleConnections()
	l := newLoad(n)
	var next atomic.Int64
	var all sync.WaitGroup
	for range parallel {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				r, err := make(i)
				l.send(ctx, client, i, r, err, time.Now())
			}
		})
	}
	all.Wait()
	return l.result()
}

// Pace sends n requests at a steady rate, as people click. Nobody waits for
// anybody: request i is due i/perSecond after the begin, and its time counts from
// when it was due.
func Pace(ctx context.Context, n int, perSecond float64, make Requests) Result {
	client := newClient(0)
	defer client.CloseIdleConnections()
	l := newLoad(n)
	var all sync.WaitGroup
	for i := range n {
		r, err := make(i)
		due := l.began.Add(time.Duration(float64(i) / perSecond * float64(time.Second)))
		select {
		case <-time.After(time.Until(due)):
		case <-ctx.Done(): // the rest fails at once
		}
		all.Go(func() { l.send(ctx, client, i, r, err, due) })
	}
	all.Wait()
	return l.result()
}

// newClient has at most so many connections to a host; 0 is as many as are wanted.
func newClient(connections int) *http.Client {
	return &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{
		DialContext:     (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		MaxConnsPerHost: connections, MaxIdleConnsPerHost: max(connections, 256), DisableCompression: true}}
}

// load is requests under way.
type load struct {
	began time.Time
	took  []time.Duration
	errs  []error
}

func newLoad(n int) *load {
	return &load{time.Now(), make([]time.Duration, n), make([]error, n)}
}

// send sends request i, if there is one, reads its answer to the end, and keeps
// how long that took from its begin.
func (l *load) send(ctx context.Context, client *http.Client, i int, r *http.Request, err error, began time.Time) {
	if err == nil {
		err = answered(client, r.WithContext(ctx))
	}
	l.took[i], l.errs[i] = time.Since(began), err
}

func answered(client *http.Client, r *http.Request) error {
	a, err := client.Do(r)
	if err != nil {
		return err
	}
	defer a.Body.Close()
	said, err := io.ReadAll(io.LimitReader(a.Body, 1<<20))
	if err == nil && a.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %.200s", a.Status, said)
	}
	return err
}

// result counts. Percentiles are of what was answered with 200 alone.
func (l *load) result() Result {
	var r Result
	all := time.Since(l.began)
	for i, err := range l.errs {
		if err == nil {
			r.fine = append(r.fine, l.took[i])
		}
	}
	r.Failed = len(l.errs) - len(r.fine)
	if i := slices.IndexFunc(l.errs, func(err error) bool { return err != nil }); i >= 0 {
		r.Err = fmt.Errorf("request %d: %w", i, l.errs[i])
	}
	if len(r.fine) == 0 {
		r.Err = errors.Join(r.Err, errors.New("nothing was answered"))
		return r
	}
	slices.Sort(r.fine)
	r.PerSecond = float64(len(r.fine)) / all.Seconds()
	r.P50, r.P99 = percentile(r.fine, 50), percentile(r.fine, 99)
	return r
}

// percentile is the least of the sorted times that so many of a hundred do not
// exceed.
func percentile(sorted []time.Duration, p int) time.Duration {
	return sorted[(len(sorted)*p+99)/100-1]
}
