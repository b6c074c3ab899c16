package catalog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"salesclerk/agent/erp"
)

// updateSize bounds how many changed items are written at once.
const updateSize = 500

// everyDefault finds changes within a minute even if one question fails.
const everyDefault = 30 * time.Second

// Load builds the index from the back office and remembers where its changes
// stood before, so that Follow misses nothing that changes meanwhile.
func Load(ctx context.Context, x *Index, items erp.Items, progress func(n int)) error {
	_, mark, err := items.ItemsChanged(ctx, "")
	if err != nil {
		return fmt.Errorf("asking what changed among the items: %w", err)
	}
	synonyms, err := items.Synonyms(ctx)
	if err != nil {
		return fmt.Errorf("reading synonyms: %w", err)
	}
	units, err := items.Units(ctx)
	if err != nil {
		return fmt.Errorf("reading units of measure: %w", err)
	}
	if err := x.Build(ctx, items.AllItems(ctx), synonyms, units, progress); err != nil {
		return err
	}
	x.setMark(mark)
	return nil
}

// Follow keeps the index as the back office is until ctx ends: it asks every so
// often what changed and updates those items. What could not be read is tried
// again the next time. An every of 0 is 30 seconds. It starts from Load's mark,
// or from now.
func Follow(ctx context.Context, x *Index, items erp.Items, every time.Duration, log *slog.Logger) error {
	if every <= 0 {
		every = everyDefault
	}
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if n, err := x.catchUp(ctx, items); err != nil && ctx.Err() == nil {
			log.Warn("the item index could not be brought up to date and tries again", "error", err, "every", every)
		} else if n > 0 {
			log.Info("item index brought up to date", "items", n)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// catchUp applies what changed since the mark and moves it on.
func (x *Index) catchUp(ctx context.Context, items erp.Items) (int, error) {
	numbers, next, err := items.ItemsChanged(ctx, x.getMark())
	if err != nil {
		return 0, fmt.Errorf("asking what changed among the items: %w", err)
	}
	for i := 0; i < len(numbers); i += updateSize {
		part := numbers[i:min(i+updateSize, len(numbers))]
		if err := x.refresh(ctx, items, part); err != nil {
			return 0, err
		}
	}
	x.setMark(next)
	return len(numbers), nil
}

func (x *Index) refresh(ctx context.Context, items erp.Items, numbers []string) error {
	var changed []erp.Item
	var removed []string
	for _, n := range numbers {
		it, err := items.Item(ctx, n)
		switch {
		case errors.Is(err, erp.ErrNotFound):
			removed = append(removed, n)
		case err != nil:
			return fmt.Errorf("reading item %s: %w", n, err)
		default:
			changed = append(changed, it)
		}
	}
	return x.Update(ctx, changed, removed)
}

func (x *Index) setMark(m string) { x.mark.Store(&m) }

func (x *Index) getMark() string {
	if m := x.mark.Load(); m != nil {
		return *m
	}
	return ""
}
