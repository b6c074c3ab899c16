package room

import (
	"time"
)

const (
	firstPause    = time.Second
	longestPause  = 5 * time.Minute
	rejectedPause = 15 * time.Minute
	longestWait   = time.Hour // a Wait beyond it is not believed
)

// pause is why a message, or a whole task, is left alone for a while.
type pause struct {
	until time.Time
	last  time.Time // the failure
	fails int
	held  bool   // for a time that is known; nothing failed
	sum   string // rejected: only this content
}

// failed is the pause after one more failure: about 1 s, 2 s, 4 s … 5 min.
func (p *pause) failed(now time.Time, random float64) pause {
	fails := 1
	if p != nil {
		fails = min(p.fails+1, 20)
	}
	d := min(firstPause<<(fails-1), longestPause)
	d = d/2 + time.Duration(random*float64(d/2))
	return pause{until: now.Add(max(d, firstPause/2)), last: now, fails: fails}
}

// news shortens the pause of what failed, since what failed may have changed.
func (p *pause) news() {
	if soon := p.last.Add(firstPause); !p.held && p.sum == "" && soon.Before(p.until) {
		p.until = soon
	}
}

// over is when the pause ends for a message with this content.
func (p *pause) over(sum string) time.Time {
	if p == nil || p.sum != "" && p.sum != sum {
		return time.Time{}
	}
	return p.until
}

// until is the time a Wait names, within reason.
func (w *Wait) until(now time.Time) time.Time {
	switch {
	case w.Until.Before(now.Add(firstPause / 10)):
		return now.Add(firstPause / 10)
	case w.Until.After(now.Add(longestWait)):
		return now.Add(longestWait)
	}
	return w.Until
}
