// Package kpi makes the managers' figures of what was counted. Counting is the
// core's: each count is written together with its cause (task.Effect). Nothing
// here is measured or guessed but the time saved, which is an estimate and says so.
package kpi

import (
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"salesclerk/agent/task"
)

// Minutes that a person is taken to need for what the agent did.
const (
	MinutesPerMail  = 3
	MinutesPerQuote = 6
)

// Figures are those of a span of days.
type Figures struct {
	From         string                     `json:"from"` // ISO, inclusive
	To           string                     `json:"to"`
	Mails        int64                      `json:"mails"`
	Quotes       int64                      `json:"quotes"`
	Orders       int64                      `json:"orders"`
	Amounts      map[string]decimal.Decimal `json:"amounts"`             // of orders, incl. tax, by currency
	SavedMinutes int64                      `json:"saved_minutes"`       // an estimate
	FirstReply   int64                      `json:"first_reply_minutes"` // median, at most; -1: none was measured
	Waited       map[string]int64           `json:"waited_seconds"`      // mean by kind of step
	Unchanged    int64                      `json:"confirmed_unchanged"`
	Changed      int64                      `json:"confirmed_changed"`
	Attention    int64                      `json:"attention"` // now
	Model        *Model                     `json:"model,omitempty"`
}

// Of makes the figures of counts as the store sums them.
func Of(from, to string, counts map[string]int64) Figures {
	f := Figures{From: from, To: to, Mails: counts["mails"], Quotes: counts["quotes"], Orders: counts["orders"],
		Unchanged: counts["confirmed.unchanged"], Changed: counts["confirmed.changed"],
		Amounts: map[string]decimal.Decimal{}, Waited: map[string]int64{}}
	f.SavedMinutes = f.Mails*MinutesPerMail + f.Quotes*MinutesPerQuote
	for name, n := range counts {
		if cur, ok := strings.CutPrefix(name, "order_amount."); ok {
			f.Amounts[cur] = decimal.New(n, 0).Div(decimal.NewFromInt(task.Scale))
		}
		if kind, ok := strings.CutPrefix(name, "waited_n."); ok && n > 0 {
			f.Waited[kind] = counts["waited_s."+kind] / n
		}
	}
	f.FirstReply, f.Model = median(counts), modelOf(counts)
	return f
}

// Conversion is orders per quote, 0 to 1; false if there was no quote.
func (f Figures) Conversion() (decimal.Decimal, bool) { return share(f.Orders, f.Quotes) }

// UnchangedShare is the share of mails confirmed without a change.
func (f Figures) UnchangedShare() (decimal.Decimal, bool) {
	return share(f.Unchanged, f.Unchanged+f.Changed)
}

func share(n, of int64) (decimal.Decimal, bool) {
	if of == 0 {
		return decimal.Zero, false
	}
	return decimal.NewFromInt(n).Div(decimal.NewFromInt(of)).Round(3), true
}

// median of the reply times, which are counted in spans that double: it is the
// upper end of the middle one's span, in minutes.
func median(counts map[string]int64) int64 {
	type span struct{ low, n int64 }
	var spans []span
	total := int64(0)
	for name, n := range counts {
		if b, ok := strings.CutPrefix(name, "reply_m."); ok {
			if low, err := strconv.ParseInt(b, 10, 64); err == nil {
				spans = append(spans, span{low, n})
				total += n
			}
		}
	}
	sort.Slice(spans, func(i, j int) bool { return spans[i].low < spans[j].low })
	seen := int64(0)
	for _, s := range spans {
		if seen += s.n; 2*seen >= total {
			return max(2*s.low, 1)
		}
	}
	return -1
}

// Period is a span of whole days and the one before it, to compare with.
type Period struct{ From, To, BeforeFrom, BeforeTo string }

// PeriodOf is the last whole day, week (Monday to Sunday) or month before now.
func PeriodOf(name string, now time.Time) Period {
	y, m, d := now.Date()
	today := time.Date(y, m, d, 0, 0, 0, 0, now.Location())
	start, step := today.AddDate(0, 0, -1), func(t time.Time, n int) time.Time { return t.AddDate(0, 0, n) }
	switch name {
	case "week":
		start = today.AddDate(0, 0, -int(today.Weekday()+6)%7-7)
		step = func(t time.Time, n int) time.Time { return t.AddDate(0, 0, 7*n) }
	case "month":
		start = time.Date(y, m-1, 1, 0, 0, 0, 0, now.Location())
		step = func(t time.Time, n int) time.Time { return t.AddDate(0, n, 0) }
	}
	iso := func(t time.Time) string { return t.Format(time.DateOnly) }
	return Period{iso(start), iso(step(start, 1).AddDate(0, 0, -1)), iso(step(start, -1)), iso(start.AddDate(0, 0, -1))}
}

// Since is the span from a day up to today, with one as long before it.
func Since(from, now time.Time) Period {
	days := int(now.Sub(from).Hours()/24) + 1
	iso := func(t time.Time) string { return t.Format(time.DateOnly) }
	return Period{iso(from), iso(now), iso(from.AddDate(0, 0, -days)), iso(from.AddDate(0, 0, -1))}
}
