package clickbench

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"
)

// Connections is how many clicks are under way at once where Compare says "at
// once".
const Connections = 16

// Compare measures our side beside a peer's in one run, in turns, and reports
//
//	µs/click, µs/peer      from request to answer, one after the other, mean
//	clicks/s, peers/s      at once
//	µs/99th, µs/99th-peer  at once, 99th of 100
//	ratio                  µs/click divided by µs/peer
//
// A nil own leaves ours out. Each side has b.N clicks one after the other and as
// many at once, after some that are not counted; none is asked for twice. It stops
// the benchmark when a click is not answered with 200: a refusal is cheap.
func Compare(b *testing.B, peer, own Requests) {
	b.Helper()
	sides := []*runner{{make: peer}}
	if own != nil {
		sides = append(sides, &runner{make: own})
	}
	for _, r := range sides {
		r.load(b, 500, Connections)
	}
	b.ResetTimer()
	const turns = 4
	for turn := range turns {
		n := b.N*(turn+1)/turns - b.N*turn/turns
		for _, r := range sides {
			r.one.add(r.load(b, n, 1))
			r.many.add(r.load(b, n, Connections))
		}
	}
	b.ReportMetric(0, "ns/op")
	sides[0].report(b, "µs/peer", "peers/s", "µs/99th-peer")
	if own != nil {
		sides[1].report(b, "µs/click", "clicks/s", "µs/99th")
		b.ReportMetric(sides[1].one.mean()/sides[0].one.mean(), "ratio")
	}
}

// runner sends a side its clicks, each a new one.
type runner struct {
	make      Requests
	next      int
	one, many sum
}

func (r *runner) load(b *testing.B, n, parallel int) Result {
	b.Helper()
	if n == 0 {
		return Result{}
	}
	first := r.next
	r.next += n
	got := Load(context.Background(), n, parallel, func(i int) (*http.Request, error) { return r.make(first + i) })
	if got.Failed > 0 {
		b.Fatalf("%d of %d clicks failed: %v", got.Failed, n, got.Err)
	}
	return got
}

func (r *runner) report(b *testing.B, mean, rate, slow string) {
	b.ReportMetric(r.one.mean(), mean)
	b.ReportMetric(r.many.rate(), rate)
	slices.Sort(r.many.took)
	b.ReportMetric(float64(percentile(r.many.took, 99).Microseconds()), slow)
}

// sum adds up several loads.
type sum struct {
	seconds float64
	took    []time.Duration // each click
}

func (s *sum) add(r Result) {
	if len(r.fine) == 0 {
		return
	}
	s.seconds += float64(len(r.fine)) / r.PerSecond
	s.took = append(s.took, r.fine...)
}

// mean is the time of one click in µs, without what making it took.
func (s *sum) mean() float64 {
	var all time.Duration
	for _, t := range s.took {
		all += t
	}
	return float64(all.Microseconds()) / float64(len(s.took))
}

func (s *sum) rate() float64 { return float64(len(s.took)) / s.seconds }
