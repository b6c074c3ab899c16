package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Mark sets a mark that is set once, such as the attempt to send a mail. It
// returns the value the mark has, and whether this call set it. A call repeated
// after a broken connection may find its own value: give each attempt a value
// that tells it from others. A mark named "TASK/..." goes with the task.
func (d *Desk) Mark(ctx context.Context, name, value string) (existing string, first bool, err error) {
	res, err := d.c.run(ctx, markScript, []string{d.keys.marks(name)}, name, value).Slice()
	if err != nil {
		return "", false, fault("set mark "+name, err)
	}
	existing, _ = res[1].(string)
	return existing, res[0] == int64(1), nil
}

// Marked is the value a mark has; "" if it is not set.
func (d *Desk) Marked(ctx context.Context, name string) (string, error) {
	return d.field(ctx, d.keys.marks(name), name, "read mark "+name)
}

// Unmark removes a mark; one that is not there is fine.
func (d *Desk) Unmark(ctx context.Context, name string) error {
	return fault("remove mark "+name, d.c.rdb.HDel(ctx, d.keys.marks(name), name).Err())
}

// Value is a small value of the desk; "" if it was never set.
func (d *Desk) Value(ctx context.Context, name string) (string, error) {
	return d.field(ctx, d.keys.values(), name, "read value "+name)
}

// SetValue keeps a small value of the desk.
func (d *Desk) SetValue(ctx context.Context, name, value string) error {
	return fault("keep value "+name, d.c.rdb.HSet(ctx, d.keys.values(), name, value).Err())
}

// CardRef is where a card was posted in a room; "" if it was not.
func (d *Desk) CardRef(ctx context.Context, card, room string) (string, error) {
	return d.field(ctx, d.keys.cards(card), cardField(card, room), "look up card "+card)
}

// SetCardRef keeps where a card was posted in a room. A card named "TASK" or
// "TASK/..." goes with the task. An empty ref forgets it.
func (d *Desk) SetCardRef(ctx context.Context, card, room, ref string) error {
	key, field := d.keys.cards(card), cardField(card, room)
	if ref == "" {
		return fault("forget card "+card, d.c.rdb.HDel(ctx, key, field).Err())
	}
	return fault("keep card "+card, d.c.rdb.HSet(ctx, key, field, ref).Err())
}

// CardRefs is where all cards of a task were posted in a room, by the part of
// their names after "TASK/".
func (d *Desk) CardRefs(ctx context.Context, task, room string) (map[string]string, error) {
	all, err := d.c.rdb.HGetAll(ctx, d.keys.cards(task)).Result()
	if err != nil {
		return nil, fault("look up the cards of "+task, err)
	}
	out := map[string]string{}
	for field, ref := range all {
		card, in, _ := strings.Cut(field, "\x00")
		if name, of := strings.CutPrefix(card, task+"/"); of && in == room {
			out[name] = ref
		}
	}
	return out, nil
}

// Keep keeps a value of the desk for a while, such as what a person has typed and
// not yet sent.
func (d *Desk) Keep(ctx context.Context, name, value string, ttl time.Duration) error {
	return fault("keep "+name, d.c.rdb.Set(ctx, d.keys.kept(name), value, ttl).Err())
}

// Kept is a value as it was kept last; "" once its time is over.
func (d *Desk) Kept(ctx context.Context, name string) (string, error) {
	v, err := d.c.rdb.Get(ctx, d.keys.kept(name)).Result()
	if errors.Is(err, redis.Nil) {
		return "", nil
	}
	return v, fault("read what was kept of "+name, err)
}

// Claim says whether this is the first claim of a name in a while; of many at the
// same moment one is. Names of Keep and of Claim are the same names.
func (d *Desk) Claim(ctx context.Context, name string, ttl time.Duration) (bool, error) {
	_, err := d.c.rdb.SetArgs(ctx, d.keys.kept(name), "1", redis.SetArgs{Mode: "NX", TTL: ttl}).Result()
	if errors.Is(err, redis.Nil) {
		return false, nil
	}
	return err == nil, fault("claim "+name, err)
}

func cardField(card, room string) string { return card + "\x00" + room }

func (d *Desk) field(ctx context.Context, key, field, doing string) (string, error) {
	v, err := d.c.rdb.HGet(ctx, key, field).Result()
	if errors.Is(err, redis.Nil) {
		return "", nil
	}
	return v, fault(doing, err)
}

// MaxNotices is how many notices are kept.
const MaxNotices = 200

// AddNotice keeps a notice, and lets the oldest go when there are too many. The
// same id again replaces it in its place.
func (d *Desk) AddNotice(ctx context.Context, id string, json []byte) error {
	if id == "" {
		return fmt.Errorf("keep a notice: it needs an id")
	}
	keys := []string{d.keys.notices(), d.keys.noticeText()}
	return fault("keep a notice", d.c.run(ctx, noticeScript, keys, id, json, MaxNotices, d.keys.news()).Err())
}

// Notice is one notice; nil if there is none, or none any more.
func (d *Desk) Notice(ctx context.Context, id string) ([]byte, error) {
	text, err := d.field(ctx, d.keys.noticeText(), id, "read a notice")
	if err != nil || text == "" {
		return nil, err
	}
	return []byte(text), nil
}

// Notices are the newest notices, newest first.
func (d *Desk) Notices(ctx context.Context, limit int) ([][]byte, error) {
	if limit <= 0 {
		return nil, nil
	}
	ids, err := d.c.rdb.LRange(ctx, d.keys.notices(), 0, int64(limit)-1).Result()
	if err != nil || len(ids) == 0 {
		return nil, fault("read the notices", err)
	}
	values, err := d.c.rdb.HMGet(ctx, d.keys.noticeText(), ids...).Result()
	if err != nil {
		return nil, fault("read the notices", err)
	}
	var out [][]byte
	for _, v := range values {
		if s, ok := v.(string); ok {
			out = append(out, []byte(s))
		}
	}
	return out, nil
}
