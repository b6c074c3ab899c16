package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"
)

// DeleteTask removes a task with its cards, marks and threads, and the blobs that
// no other task refers to. Figures stay, and so does the key of its mail: it is
// not taken again. ErrNotFound if there is no such task.
func (d *Desk) DeleteTask(ctx context.Context, id string) error {
	for range 10 {
		n, err := d.tryDelete(ctx, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return fmt.Errorf("delete task %q: %w", id, ErrNotFound)
		}
		if n == 1 {
			return nil
		}
	}
	return fmt.Errorf("delete task %s: %w", id, ErrConflict)
}

// tryDelete reads what the task has and deletes it if that still holds.
func (d *Desk) tryDelete(ctx context.Context, id string) (int, error) {
	k := d.keys
	p := d.c.rdb.Pipeline()
	head, has := p.GetRange(ctx, k.task(id), 0, 63), p.SMembers(ctx, k.has(id))
	if _, err := p.Exec(ctx); err != nil {
		return 0, fault("delete task "+id, err)
	}
	names := []string{k.task(id), k.updated(), k.threads(), k.has(id), k.blobRefs(), k.marks(id), k.cards(id)}
	names = append(names, k.states()...)
	rev, _, _ := strings.Cut(head.Val(), " ")
	args := []any{id, rev, k.news(), len(k.blob("")), len(has.Val())}
	for _, m := range has.Val() {
		switch m[0] {
		case 'b':
			names = append(names, k.blob(m[1:]))
		case 't':
			args = append(args, m[1:])
		}
	}
	n, err := d.c.run(ctx, deleteScript, names, args...).Int()
	return n, fault("delete task "+id, err)
}

// Size is the bytes a task takes in Redis without its blobs, by MEMORY USAGE, or
// the length of its stored form where Redis does not tell.
func (d *Desk) Size(ctx context.Context, id string) (int64, error) {
	var sum int64
	for i, key := range []string{d.keys.task(id), d.keys.has(id), d.keys.marks(id), d.keys.cards(id)} {
		n, err := d.c.rdb.MemoryUsage(ctx, key).Result()
		switch {
		case err == redis.Nil && i == 0:
			return 0, fmt.Errorf("measure task %q: %w", id, ErrNotFound)
		case err == redis.Nil:
		case err != nil && unknown(err):
			n, err = d.c.rdb.StrLen(ctx, d.keys.task(id)).Result()
			return n, fault("measure task "+id, err)
		case err != nil:
			return 0, fault("measure task "+id, err)
		}
		sum += n
	}
	return sum, nil
}

// unknown says whether Redis lacks the command or does not let us use it.
func unknown(err error) bool {
	s := strings.ToLower(err.Error())
	return strings.Contains(s, "unknown command") || strings.HasPrefix(s, "noperm")
}
