package agent

import (
	"context"
	"errors"
	"fmt"

	"salesclerk/agent/alias"
	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

// remember puts away what a person taught. It may be done again: the same lesson
// twice is one, and a later one stands. A lesson that no mail could be read by (an
// item that is gone, words without end) is left out.
func (d *Desk) remember(ctx context.Context, job task.Job) error {
	if d.Memory == nil {
		return nil
	}
	for _, l := range job.Lessons {
		if err := d.learn(ctx, job.Task, l); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) learn(ctx context.Context, id string, l task.Lesson) error {
	words := alias.Words(l.Query, l.Identifiers)
	switch {
	case alias.Key(words, nil) == "" || len(words) > alias.MaxWords:
		d.log().Info("words that cannot be remembered", "task", id)
		return nil
	case l.Forget:
		return d.Memory.Forget(ctx, l.Customer, words, l.At)
	}
	a := alias.Alias{Customer: l.Customer, Words: words, Item: l.Item, Variant: l.Variant, Said: l.Said, Unit: l.Unit,
		By: l.By.ID, Name: l.By.Name, At: l.At, Task: id}
	item, err := d.ERP.Item(ctx, l.Item)
	if err != nil && !errors.Is(err, erp.ErrNotFound) {
		return fmt.Errorf("item %s to be remembered: %w", l.Item, err)
	}
	if err == nil {
		if a.Check(item) != nil {
			a.Said, a.Unit = "", "" // a unit that the item is not sold in is no reason to forget the item
		}
		err = a.Check(item)
	}
	if err != nil {
		d.log().Info("not remembered", "task", id, "error", err)
		return nil
	}
	return d.Memory.Put(ctx, a)
}
