package model

import (
	"context"
	"sync"
	"time"

	"github.com/shopspring/decimal"
)

// Ledger is what all copies of the program used on a day (ISO). Spend adds to its
// figures, all or, where one would pass its limit, none: then it is false. store.Desk
// is one.
type Ledger interface {
	Spend(ctx context.Context, day string, add, limits map[string]int64) (bool, error)
}

// Figures of the ledger. Money is in millionths of the currency.
const (
	ledgerTokens = "model.tokens"
	ledgerMoney  = "model.micros"
)

// use is what a request took, or may take.
type use struct{ in, out int64 }

// micros is what a use costs in millionths: prices are of a million tokens.
func (o *Options) micros(u use) int64 {
	return o.PriceIn.Mul(decimal.NewFromInt(u.in)).Add(o.PriceOut.Mul(decimal.NewFromInt(u.out))).Ceil().IntPart()
}

// tokens is about how many tokens text has, rather too many: three bytes each.
func tokens(bytes int) int64 { return int64(bytes+2) / 3 }

// reserve takes the most that a request may use off the day's budget before it is
// sent, so that copies asking at once stay within it together.
func (c *Client) reserve(ctx context.Context, day string, most use) (bool, error) {
	limits := map[string]int64{}
	if c.o.DailyTokens > 0 {
		limits[ledgerTokens] = c.o.DailyTokens
	}
	if c.o.DailyMoney.IsPositive() {
		limits[ledgerMoney] = c.o.DailyMoney.Shift(6).IntPart()
	}
	return c.o.Ledger.Spend(ctx, day, c.figures(most), limits)
}

func (c *Client) figures(u use) map[string]int64 {
	return map[string]int64{ledgerTokens: u.in + u.out, ledgerMoney: c.o.micros(u)}
}

// settleTime is how long giving back what was not used may take, also when the
// mail's own time is over.
const settleTime = 2 * time.Second

// settle gives back what a request did not use. If that fails the day's budget is
// smaller than it might be, and nothing worse.
func (c *Client) settle(ctx context.Context, day string, most, used use) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	back, took := c.figures(most), c.figures(used)
	for name := range back {
		back[name] = took[name] - back[name]
	}
	if _, err := c.o.Ledger.Spend(ctx, day, back, nil); err != nil {
		c.o.Log.Warn("the model's unused budget could not be given back", "error", err)
	}
}

// memory is the ledger of a copy that is alone.
type memory struct {
	mu   sync.Mutex
	day  string
	sums map[string]int64
}

// NewLedger is a ledger that lives as long as the program.
func NewLedger() Ledger { return &memory{} }

// Spend is as Ledger says. A new day begins with nothing.
func (m *memory) Spend(_ context.Context, day string, add, limits map[string]int64) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if day > m.day {
		m.day, m.sums = day, map[string]int64{}
	}
	for name, n := range add {
		if l, ok := limits[name]; ok && m.sums[name]+n > l {
			return false, nil
		}
	}
	for name, n := range add {
		m.sums[name] += n
	}
	return true, nil
}
