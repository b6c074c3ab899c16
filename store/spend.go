package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Spend adds to the figures of a day (ISO), all of them or, where one would pass
// its limit, none: then it is false. Of copies that spend at once, none gets what
// another has. Figures without a limit are only counted; n may be negative, for
// what was kept back and not used. A call repeated after a broken connection may
// count twice: limits hold, figures may be a little high.
func (d *Desk) Spend(ctx context.Context, day string, add, limits map[string]int64) (bool, error) {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return false, fmt.Errorf("spend: %q is no ISO date", day)
	}
	args := make([]any, 0, 3*len(add))
	for _, name := range slices.Sorted(maps.Keys(add)) {
		limit := any("")
		if l, ok := limits[name]; ok {
			limit = l
		}
		args = append(args, name, add[name], limit)
	}
	if len(args) == 0 {
		return true, nil
	}
	n, err := d.c.run(ctx, spendScript, []string{d.keys.count(day)}, args...).Int64()
	return n == 1, fault("add to the figures of "+day, err)
}
