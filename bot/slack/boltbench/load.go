package boltbench

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
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

// Load sends n requests, signed as Slack signs them, over so many connections at
// once, each as soon as the one before it is answered. Request i (from 0) has the
// form body(i); body is called from several goroutines.
func Load(ctx context.Context, url, secret string, n, parallel int, body func(i int) []byte) Result {
	client := newClient(parallel)
	defer client.CloseIdleConnections()
	took, errs := make([]time.Duration, n), make([]error, n)
	var next atomic.Int64
	var all sync.WaitGroup
	began := time.Now()
	for range parallel {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				r, err := signed(ctx, url, secret, body(i))
				sent := time.Now()
				errs[i] = send(client, r, err)
				took[i] = time.Since(sent)
			}
		})
	}
	all.Wait()
	return result(took, errs, time.Since(began))
}

// Pace sends n requests at a steady rate, as people click, to the addresses in
// turn. Nobody waits for anybody: request i is due i/perSecond after the begin, and
// its time counts from when it was due.
func Pace(ctx context.Context, urls []string, secret string, n int, perSecond float64, body func(i int) []byte) Result {
	client := newClient(0)
	defer client.CloseIdleConnections()
	took, errs := make([]time.Duration, n), make([]error, n)
	var all sync.WaitGroup
	began := time.Now()
	for i := range n {
		r, err := signed(ctx, urls[i%len(urls)], secret, body(i))
		due := began.Add(time.Duration(float64(i) / perSecond * float64(time.Second)))
		select {
		case <-time.After(time.Until(due)):
		case <-ctx.Done(): // the rest fails at once
		}
		all.Go(func() {
			errs[i] = send(client, r, err)
			took[i] = time.Since(due)
		})
	}
	all.Wait()
	return result(took, errs, time.Since(began))
}

// newClient has at most so many connections to a host; 0 is as many as are wanted.
func newClient(connections int) *http.Client {
	return &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{
		DialContext:     (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		MaxConnsPerHost: connections, MaxIdleConnsPerHost: max(connections, 256), DisableCompression: true}}
}

// signed is a request as Slack sends it.
func signed(ctx context.Context, url, secret string, form []byte) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(form))
	if err != nil {
		return nil, err
	}
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", sign(secret, stamp, form))
	return r, nil
}

// send sends a request, if there is one, and reads its answer to the end.
func send(client *http.Client, r *http.Request, err error) error {
	if err != nil {
		return err
	}
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

// sign is Slack's signature of a body,
// https://docs.slack.dev/authentication/verifying-requests-from-slack.
func sign(secret, stamp string, body []byte) string {
	h := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(h, "v0:%s:", stamp)
	h.Write(body)
	return "v0=" + hex.EncodeToString(h.Sum(nil))
}

// result counts. Percentiles are of what was answered with 200 alone.
func result(took []time.Duration, errs []error, all time.Duration) Result {
	var r Result
	for i, err := range errs {
		if err == nil {
			r.fine = append(r.fine, took[i])
		}
	}
	r.Failed = len(errs) - len(r.fine)
	if i := slices.IndexFunc(errs, func(err error) bool { return err != nil }); i >= 0 {
		r.Err = fmt.Errorf("request %d: %w", i, errs[i])
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
