package boltbench

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"salesclerk/store/redistest"
)

// click is click i on one of a thousand cards.
func click(i int) []byte {
	return Click{Team: "T1", User: "U1", Channel: "C1", MessageTS: "1790000000.000100", ActionID: "sc:confirm",
		Value: fmt.Sprintf("north|T-%d|3|7", 1000+i%1000), ActionTS: fmt.Sprintf("1790000001.%06d", i)}.Body()
}

func TestBoltVerifiesAndWrites(t *testing.T) {
	s := redistest.Start(t)
	bolt := Start(t, s.URL)
	got := Load(t.Context(), bolt.URL, bolt.Secret, 40, 4, click)
	if got.Failed != 0 || got.PerSecond <= 0 || got.P50 <= 0 || got.P99 < got.P50 {
		t.Fatalf("%+v", got)
	}
	if n := s.Do("DBSIZE"); n != int64(40) {
		t.Errorf("%v keys after 40 clicks on 40 cards", n)
	}
	if at := s.Do("HGET", "bolt:north|T-1007|3|7", "at"); at != "1790000001.000007" {
		t.Errorf("kept: %v", at)
	}
	if by := s.Do("HGET", "bolt:north|T-1007|3|7", "by"); by != "T1/U1" {
		t.Errorf("kept: %v", by)
	}
	forged := Load(t.Context(), bolt.URL, "another secret", 10, 2, func(i int) []byte { return click(100 + i) })
	if forged.Failed != 10 || forged.Err == nil || !strings.Contains(forged.Err.Error(), "401") {
		t.Errorf("forged clicks: %+v", forged)
	}
	if n := s.Do("DBSIZE"); n != int64(40) {
		t.Errorf("%v keys after forged clicks", n)
	}
}

// TestLoad counts at the other end.
func TestLoad(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		seen[r.PostForm.Get("payload")]++
		if len(seen) == 3 {
			http.Error(w, "no", http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()
	got := Load(t.Context(), server.URL, "s", 100, 7, click)
	if len(seen) != 100 || got.Failed != 1 || got.Err == nil || !strings.Contains(got.Err.Error(), "503 Service Unavailable: no") {
		t.Errorf("%d different requests, %+v", len(seen), got)
	}
	ctx, end := context.WithCancel(t.Context())
	end()
	if got := Load(ctx, server.URL, "s", 5, 2, click); got.Failed != 5 || got.PerSecond != 0 {
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
	var urls []string
	for range 2 {
		server := httptest.NewServer(http.HandlerFunc(take))
		defer server.Close()
		urls = append(urls, server.URL)
	}
	got := Pace(t.Context(), urls, "s", n, 200, click)
	if got.Failed != 0 || come.Load() != n || got.PerSecond > 220 || got.P99 < n*3*time.Millisecond {
		t.Errorf("%d came: %+v", come.Load(), got)
	}
}

// TestSign holds the signature against the example in Slack's documentation.
func TestSign(t *testing.T) {
	const body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	const want = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
	if got := sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", []byte(body)); got != want {
		t.Errorf("signed %s", got)
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
			_ = r.ParseForm()
			for range work {
				sign("s", "1", []byte(r.PostForm.Get("payload")))
			}
			mu.Lock()
			defer mu.Unlock()
			seen[r.Host+r.PostForm.Get("payload")]++
		})
	}
	slow, fast := httptest.NewServer(take(300)), httptest.NewServer(take(1))
	defer slow.Close()
	defer fast.Close()
	clicks, wanted := 0, 0
	got := testing.Benchmark(func(b *testing.B) {
		clear(seen)
		Compare(b, Side{slow.URL, "s", click}, &Side{fast.URL, "s", click})
		clicks, wanted = len(seen), 2*500+4*b.N
	})
	if clicks != wanted {
		t.Errorf("%d different clicks instead of %d", clicks, wanted)
	}
	for _, unit := range []string{"µs/click", "µs/bolt", "clicks/s", "bolts/s", "µs/99th", "µs/99th-bolt"} {
		if got.Extra[unit] <= 0 {
			t.Errorf("%s is not reported: %v", unit, got.Extra)
		}
	}
	if r := got.Extra["ratio"]; r <= 0 || r >= 1 {
		t.Errorf("the faster side has %.2f of the other's cost", r)
	}
}

// BenchmarkSlack is Bolt's side alone.
func BenchmarkSlack(b *testing.B) {
	s := redistest.Start(b, "--appendonly", "no")
	bolt := Start(b, s.URL)
	Compare(b, Side{bolt.URL, bolt.Secret, click}, nil)
}
