package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"salesclerk/agent/alias"
	"salesclerk/agent/task"
)

// The commands about what is kept: whole tasks of a desk, or all that is kept of
// one customer, at every desk, with what people taught about their words.

type tasksExport struct {
	deskFlags
	Customer string `help:"Only what is kept of this customer (number): tasks, then what is remembered for them." placeholder:"NO"`
}

// Run writes tasks, and for a customer {"remembered": …} for each of their words.
func (c *tasksExport) Run(ctx context.Context, std streams) error {
	return c.with(ctx, std, func(p *program, d *desk) error {
		for _, d := range c.desks(p, d, c.Customer) {
			err := d.store.Export(ctx, func(t task.Task) error {
				if c.Customer != "" && t.Party.Customer != c.Customer {
					return nil
				}
				return writeJSON(std, t)
			})
			if err != nil {
				return err
			}
		}
		if c.Customer == "" {
			return nil
		}
		list, err := p.aliases().Of(ctx, c.Customer)
		for _, a := range list {
			err = errors.Join(err, writeJSON(std, map[string]alias.Alias{"remembered": a}))
		}
		return err
	})
}

// desks are all desks where a customer is meant and no desk is named.
func (f deskFlags) desks(p *program, named *desk, customer string) []*desk {
	if customer != "" && f.Desk == "" {
		return p.desks
	}
	return []*desk{named}
}

type tasksPurge struct {
	deskFlags
	Before   string `help:"Tasks that nothing happened to since this day (ISO)."`
	Customer string `help:"All ended tasks of this customer (number), at every desk, and what is remembered for them; with --before or --desk, tasks alone." placeholder:"NO"`
	Yes      bool   `help:"Do not ask." short:"y"`
}

// Run deletes stopped and completed tasks that are old enough, or a customer's.
func (c *tasksPurge) Run(ctx context.Context, std streams) error {
	if c.Before == "" && c.Customer == "" {
		return usageError{errors.New("say which tasks: --before a day, or --customer a number")}
	}
	return c.with(ctx, std, func(p *program, d *desk) error {
		old := map[*desk][]string{}
		count, running := 0, 0
		for _, d := range c.desks(p, d, c.Customer) {
			ids, busy, err := c.ended(ctx, d)
			if err != nil {
				return err
			}
			old[d], count, running = ids, count+len(ids), running+busy
		}
		words, err := c.words(ctx, p)
		if err != nil {
			return err
		}
		if count+words > 0 && !c.Yes && !ask(std, c.question(count, words)) {
			return errors.New("nothing is deleted")
		}
		if err := c.delete(ctx, p, old); err != nil {
			return err
		}
		c.tell(std, count, words, running)
		return nil
	})
}

// ended are the tasks to be deleted, and how many of the customer's are not at
// their end.
func (c *tasksPurge) ended(ctx context.Context, d *desk) (ids []string, running int, err error) {
	before := time.Now().AddDate(1, 0, 0)
	if c.Before != "" {
		if before, err = time.ParseInLocation(time.DateOnly, c.Before, d.Zone); err != nil {
			return nil, 0, usageError{fmt.Errorf("--before %q is no day; write it as in 2026-01-31", c.Before)}
		}
	}
	err = d.store.Export(ctx, func(t task.Task) error {
		if c.Customer != "" && t.Party.Customer != c.Customer {
			return nil
		}
		switch {
		case !slices.Contains([]task.State{task.Stopped, task.Completed}, t.State):
			running++
		case t.Updated.Before(before):
			ids = append(ids, t.ID)
		}
		return nil
	})
	return ids, running, err
}

// words is how many remembered words are to be forgotten.
func (c *tasksPurge) words(ctx context.Context, p *program) (int, error) {
	if !c.forgets() {
		return 0, nil
	}
	list, err := p.aliases().Of(ctx, c.Customer)
	return len(list), err
}

// forgets says that all of a customer goes. Words are every desk's and of no day:
// with part of the tasks they stay.
func (c *tasksPurge) forgets() bool { return c.Customer != "" && c.Desk == "" && c.Before == "" }

func (c *tasksPurge) question(count, words int) string {
	if c.forgets() {
		return fmt.Sprintf("Delete %d tasks of customer %s with their mails, and %d remembered words, for ever?", count, c.Customer, words)
	}
	return fmt.Sprintf("Delete %d tasks with their mails for ever?", count)
}

func (c *tasksPurge) delete(ctx context.Context, p *program, old map[*desk][]string) error {
	for d, ids := range old {
		for _, id := range ids {
			if err := d.store.DeleteTask(ctx, id); err != nil {
				return fmt.Errorf("deleting %s: %w", id, err)
			}
		}
	}
	if !c.forgets() {
		return nil
	}
	return p.client.Records(p.config.Office.Name).DropAliases(ctx, c.Customer)
}

func (c *tasksPurge) tell(std streams, count, words, running int) {
	fmt.Fprintln(std.out, count, "tasks are deleted.")
	if c.forgets() {
		fmt.Fprintln(std.out, words, "remembered words are forgotten.")
	}
	if c.Customer != "" && running > 0 {
		fmt.Fprintf(std.out, "%d tasks of customer %s are not at their end and stay; stop them and purge again.\n", running, c.Customer)
	}
}
