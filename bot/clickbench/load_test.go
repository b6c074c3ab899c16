package clickbench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// to are requests to a server, each with its number for a body.
func to(url string) Requests {
	return func(i int) (*http.Request, error) {
		return http.NewRequest(http.MethodPost, url, strings.NewReader(fmt.Sprint(i)))
	}
}

func read(t *testing.T, r *http.Request) string {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	return string(body)
}

// TestLoad counts at the other end.
func TestLoad(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := read(t, r)
		mu.Lock()
		defer mu.Unlock()
		seen[body]++
		if len(seen) == 3 {
			http.Error(w, "no", http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()
	got := Load(t.Context(), 100, 7, to(server.URL))
	if len(seen) != 100 || got.Failed != 1 || got.Err == nil || !strings.Contains(got.Err.Error(), "503 Service Unavailable: no") {
		t.Errorf("%d different requests, %+v", len(seen), got)
	}
	ctx, end := context.WithCancel(t.Context())
	end()
	if got := Load(ctx, 5, 2, to(server.URL)); got.Failed != 5 || got.PerSecond != 0 {
		t.Errorf("with nobody to wait: %+v", got)
	}
}

// TestPace has a server that holds every answer back until all clicks have come:
// sent one after the other they would never be answered.
func TestPace(t *testing.T) {
	const n = 20
	var come atomic.Int64
	all := make(chan struct{})
	take := func(w http.ResponseWriter, r *http.Request) {
		if come.Add(1) == n {
			close(all)
		}
		<-all
	}
	server := httptest.NewServer(http.HandlerFunc(take))
	defer server.Close()
	got := Pace(t.Context(), n, 200, to(server.URL))
	if got.Failed != 0 || come.Load() != n || got.PerSecond > 220 || got.P99 < n*3*time.Millisecond {
		t.Errorf("%d came: %+v", come.Load(), got)
	}
}

func TestPercentiles(t *testing.T) {
	var list []time.Duration
	for i := range 200 {
		list = append(list, time.Duration(i+1))
	}
	for p, want := range map[int]time.Duration{50: 100, 99: 198} {
		if got := percentile(list, p); got != want {
			t.Errorf("%d: %d", p, got)
		}
	}
	if got := percentile(list[:1], 99); got != 1 {
		t.Errorf("of one: %d", got)
	}
}

// TestCompare measures two servers of which one is slower, by what both do.
func TestCompare(t *testing.T) {
	if testing.Short() {
		t.Skip("it measures for some seconds")
	}
	var mu sync.Mutex
	seen := map[string]int{}
	take := func(work int) http.Handler {
		return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			body := read(t, r)
			for range work {
				sign("s", "1", make([]byte, 1200))
			}
			mu.Lock()
			defer mu.Unlock()
			seen[r.Host+"/"+body]++
		})
	}
	slow, fast := httptest.NewServer(take(300)), httptest.NewServer(take(1))
	defer slow.Close()
	defer fast.Close()
	clicks, wanted := 0, 0
	got := testing.Benchmark(func(b *testing.B) {
		clear(seen)
		Compare(b, to(slow.URL), to(fast.URL))
		clicks, wanted = len(seen), 2*500+4*b.N
	})
	if clicks != wanted {
		t.Errorf("%d different clicks instead of %d", clicks, wanted)
	}
	for _, unit := range []string{"µs/click", "µs/peer", "clicks/s", "peers/s", "µs/99th", "µs/99th-peer"} {
		if got.Extra[unit] <= 0 {
			t.Errorf("%s is not reported: %v", unit, got.Extra)
		}
	}
	if r := got.Extra["ratio"]; r <= 0 || r >= 1 {
		t.Errorf("the faster side has %.2f of the other's cost", r)
	}
}
