package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"

	"salesclerk/agent/task"
)

// ListOptions asks for some tasks of a desk. It is an alias, so that other
// packages can name it without importing this one.
type ListOptions = struct {
	States []task.State // none: all
	Offset int
	Limit  int // 0 is 100; never more than MaxList
}

// MaxList is the most tasks one List returns.
const MaxList = 500

// List is tasks: those that need a person first, waiting longest first; then the
// others, changed last first.
func (d *Desk) List(ctx context.Context, o ListOptions) ([]task.Task, error) {
	o = bounded(o)
	entries, err := d.order(ctx, o)
	if err != nil {
		return nil, fault("list tasks", err)
	}
	entries = entries[min(o.Offset, len(entries)):min(o.Offset+o.Limit, len(entries))]
	ids := make([]string, len(entries))
	for i, e := range entries {
		ids[i] = e.id
	}
	return d.tasks(ctx, ids)
}

func bounded(o ListOptions) ListOptions {
	if len(o.States) == 0 {
		o.States = states
	}
	if o.Limit <= 0 {
		o.Limit = 100
	}
	o.Limit = min(o.Limit, MaxList)
	o.Offset = min(max(o.Offset, 0), 1<<30)
	return o
}

// entry is a task's place in a list.
type entry struct {
	id    string
	score float64
	needs bool
}

// order reads as much of each state's index as the wanted part can need and
// merges it.
func (d *Desk) order(ctx context.Context, o ListOptions) ([]entry, error) {
	p := d.c.rdb.Pipeline()
	last := int64(o.Offset + o.Limit - 1)
	got := make([]*redis.ZSliceCmd, len(o.States))
	for i, s := range o.States {
		if s.NeedsPerson() {
			got[i] = p.ZRangeWithScores(ctx, d.keys.state(s), 0, last)
			continue
		}
		got[i] = p.ZRevRangeWithScores(ctx, d.keys.state(s), 0, last)
	}
	if _, err := p.Exec(ctx); err != nil {
		return nil, err
	}
	var out []entry
	for i, s := range o.States {
		for _, z := range got[i].Val() {
			out = append(out, entry{z.Member.(string), z.Score, s.NeedsPerson()})
		}
	}
	slices.SortFunc(out, before)
	return once(out), nil
}

// once leaves out what came before: a task that changed between two of the reads
// stands in two states.
func once(list []entry) []entry {
	seen := make(map[string]bool, len(list))
	return slices.DeleteFunc(list, func(e entry) bool {
		again := seen[e.id]
		seen[e.id] = true
		return again
	})
}

func before(a, b entry) int {
	if a.needs != b.needs {
		if a.needs {
			return -1
		}
		return 1
	}
	c := cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(len(a.id), len(b.id)), cmp.Compare(a.id, b.id))
	if a.needs {
		return c
	}
	return -c
}

// tasks reads tasks in the order given; those deleted meanwhile are left out.
func (d *Desk) tasks(ctx context.Context, ids []string) ([]task.Task, error) {
	out := make([]task.Task, 0, len(ids))
	for part := range slices.Chunk(ids, 100) {
		names := make([]string, len(part))
		for i, id := range part {
			names[i] = d.keys.task(id)
		}
		values, err := d.c.rdb.MGet(ctx, names...).Result()
		if err != nil {
			return nil, fault("read tasks", err)
		}
		for i, v := range values {
			s, ok := v.(string)
			if !ok {
				continue
			}
			t, err := decodeTask([]byte(s))
			if err != nil {
				return nil, fmt.Errorf("read task %s: %w", part[i], err)
			}
			out = append(out, t)
		}
	}
	return out, nil
}

// AttentionCount is how many tasks need a person.
func (d *Desk) AttentionCount(ctx context.Context) (int64, error) {
	counts, err := d.CountByState(ctx)
	return counts[task.Attention] + counts[task.Paused], err
}

// CountByState is how many tasks are in each state; states without any are 0.
func (d *Desk) CountByState(ctx context.Context) (map[task.State]int64, error) {
	p := d.c.rdb.Pipeline()
	cards := make([]*redis.IntCmd, len(states))
	for i, s := range states {
		cards[i] = p.ZCard(ctx, d.keys.state(s))
	}
	if _, err := p.Exec(ctx); err != nil {
		return nil, fault("count tasks", err)
	}
	out := make(map[task.State]int64, len(states))
	for i, s := range states {
		out[s] = cards[i].Val()
	}
	return out, nil
}

// Export hands every task to each, in no order. A task made meanwhile may be
// missing; none comes twice.
func (d *Desk) Export(ctx context.Context, each func(task.Task) error) error {
	done := map[string]bool{}
	var cursor uint64
	for {
		page, next, err := d.c.rdb.ZScan(ctx, d.keys.updated(), cursor, "", 500).Result()
		if err != nil {
			return fault("export tasks", err)
		}
		var ids []string
		for i := 0; i < len(page); i += 2 { // member, score
			if !done[page[i]] {
				done[page[i]] = true
				ids = append(ids, page[i])
			}
		}
		if err := d.exportPage(ctx, ids, each); err != nil || next == 0 {
			return err
		}
		cursor = next
	}
}

func (d *Desk) exportPage(ctx context.Context, ids []string, each func(task.Task) error) error {
	for part := range slices.Chunk(ids, 100) {
		list, err := d.tasks(ctx, part)
		if err != nil {
			return err
		}
		for _, t := range list {
			if err := each(t); err != nil {
				return err
			}
		}
	}
	return nil
}
