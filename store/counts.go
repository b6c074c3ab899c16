package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// maxDays bounds how many days one question may span.
const maxDays = 3700

// DayCounts are the figures of one day.
type DayCounts = struct {
	Day    string // ISO
	Counts map[string]int64
}

// Counts are the figures of the days from and to and those between, added up.
// Days are ISO dates.
func (d *Desk) Counts(ctx context.Context, from, to string) (map[string]int64, error) {
	days, err := d.CountsByDay(ctx, from, to)
	if err != nil {
		return nil, err
	}
	sum := map[string]int64{}
	for _, day := range days {
		for name, n := range day.Counts {
			sum[name] += n
		}
	}
	return sum, nil
}

// CountsByDay are the figures of each day, oldest first, also of days without any.
func (d *Desk) CountsByDay(ctx context.Context, from, to string) ([]DayCounts, error) {
	days, err := span(from, to)
	if err != nil {
		return nil, fmt.Errorf("read the figures: %w", err)
	}
	p := d.c.rdb.Pipeline()
	got := make([]*redis.MapStringStringCmd, len(days))
	for i, day := range days {
		got[i] = p.HGetAll(ctx, d.keys.count(day))
	}
	if _, err := p.Exec(ctx); err != nil {
		return nil, fault("read the figures", err)
	}
	out := make([]DayCounts, len(days))
	for i, day := range days {
		out[i] = DayCounts{day, integers(got[i].Val())}
	}
	return out, nil
}

// span is all days of a period.
func span(from, to string) ([]string, error) {
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return nil, fmt.Errorf("%q is no ISO date", from)
	}
	b, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return nil, fmt.Errorf("%q is no ISO date", to)
	}
	if b.Before(a) || b.Sub(a) > maxDays*24*time.Hour {
		return nil, fmt.Errorf("from %s to %s is not between one day and %d", from, to, maxDays)
	}
	var days []string
	for ; !a.After(b); a = a.AddDate(0, 0, 1) {
		days = append(days, a.Format(time.DateOnly))
	}
	return days, nil
}

func integers(m map[string]string) map[string]int64 {
	out := make(map[string]int64, len(m))
	for k, v := range m {
		if n, err := strconv.ParseInt(v, 10, 64); err == nil {
			out[k] = n
		}
	}
	return out
}
