package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// Records are the records of an embedded back office: kinds of things, each with
// an id, bytes and a revision.
type Records struct {
	c    *Client
	name string
	keys recordKeys
}

// Records are the records of the back office with this name.
func (c *Client) Records(name string) *Records {
	return &Records{c: c, name: name, keys: newRecordKeys(c.prefix, name)}
}

// Write is one record to be written. Base is the revision it must have now; 0:
// it must not exist; -1: whatever. Data nil deletes it.
type Write = struct {
	Kind, ID string
	Base     int64
	Data     []byte
}

// MaxCommit is the most writes one Commit takes.
const MaxCommit = 20_000

// Get is a record with its revision; nil and 0 if there is none.
func (r *Records) Get(ctx context.Context, kind, id string) ([]byte, int64, error) {
	v, err := r.c.rdb.HGet(ctx, r.keys.data(kind), id).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, fault("read "+kind+" "+id, err)
	}
	data, rev, err := record(v)
	if err != nil {
		return nil, 0, fmt.Errorf("read %s %q: %w", kind, id, err)
	}
	return data, rev, nil
}

// record takes the revision off a stored record.
func record(v []byte) ([]byte, int64, error) {
	head, data, ok := bytes.Cut(v, []byte("\n"))
	rev, err := strconv.ParseInt(string(head), 10, 64)
	if !ok || err != nil {
		return nil, 0, errors.New("not a stored record")
	}
	return data, rev, nil
}

// GetMany are records in the order of ids; nil where there is none.
func (r *Records) GetMany(ctx context.Context, kind string, ids []string) ([][]byte, error) {
	out := make([][]byte, 0, len(ids))
	for len(out) < len(ids) {
		part := ids[len(out):min(len(out)+page, len(ids))]
		values, err := r.c.rdb.HMGet(ctx, r.keys.data(kind), part...).Result()
		if err != nil {
			return nil, fault("read "+kind, err)
		}
		for i, v := range values {
			data, err := present(v)
			if err != nil {
				return nil, fmt.Errorf("read %s %q: %w", kind, part[i], err)
			}
			out = append(out, data)
		}
	}
	return out, nil
}

// present is the data of a record, not nil, or nil if there is none.
func present(v any) ([]byte, error) {
	s, ok := v.(string)
	if !ok {
		return nil, nil
	}
	data, _, err := record([]byte(s))
	return data, err
}

// page is how many records are read at once.
const page = 1000

// All hands every record to each, oldest write first, each once. Memory holds
// the ids and one page of data.
func (r *Records) All(ctx context.Context, kind string, each func(id string, data []byte) error) error {
	since := "-inf"
	done := map[string]bool{} // a record written meanwhile stands at the end again
	for {
		z, err := r.c.rdb.ZRangeByScoreWithScores(ctx, r.keys.changes(kind),
			&redis.ZRangeBy{Min: since, Max: "+inf", Count: page}).Result()
		if err != nil {
			return fault("read all of "+kind, err)
		}
		if len(z) == 0 {
			return nil
		}
		ids := make([]string, 0, len(z))
		for i := range z {
			if id := z[i].Member.(string); !done[id] {
				done[id] = true
				ids = append(ids, id)
			}
		}
		if err := r.allPage(ctx, kind, ids, each); err != nil {
			return err
		}
		since = "(" + strconv.FormatInt(int64(z[len(z)-1].Score), 10)
	}
}

func (r *Records) allPage(ctx context.Context, kind string, ids []string, each func(string, []byte) error) error {
	values, err := r.GetMany(ctx, kind, ids)
	if err != nil {
		return err
	}
	for i, data := range values {
		if data == nil {
			continue // deleted
		}
		if err := each(ids[i], data); err != nil {
			return err
		}
	}
	return nil
}

// Commit carries out all writes or none; false if a Base did not hold. It is
// one script, so import many records in parts of some thousands.
func (r *Records) Commit(ctx context.Context, writes []Write) (ok bool, err error) {
	if len(writes) == 0 {
		return true, nil
	}
	if len(writes) > MaxCommit {
		return false, fmt.Errorf("write %d records at once: at most %d", len(writes), MaxCommit)
	}
	nonce := rand.Text() // the same for every repeat of this call
	keys := []string{r.keys.seq(), r.keys.done(nonce)}
	kinds := map[string]int{}
	args := make([]any, 1, 1+5*len(writes))
	args[0] = len(writes)
	for _, w := range writes {
		if kinds[w.Kind] == 0 {
			kinds[w.Kind] = len(kinds) + 1
			keys = append(keys, r.keys.data(w.Kind), r.keys.changes(w.Kind))
		}
		args = append(args, kinds[w.Kind], w.ID, w.Base, operation(w), w.Data)
	}
	n, err := r.c.run(ctx, commitScript, keys, args...).Int()
	return n == 1, fault("write records", err)
}

func operation(w Write) string {
	if w.Data == nil {
		return "d"
	}
	return "s"
}

// Next is the next number of a counter, the first time start. A number that is
// not used leaves a gap.
func (r *Records) Next(ctx context.Context, counter string, start int64) (int64, error) {
	n, err := r.c.run(ctx, nextScript, []string{r.keys.counters()}, counter, start).Int64()
	return n, fault("count "+counter, err)
}

// maxChanged is how many ids one Changed returns.
const maxChanged = 10_000

// Changed are the ids of records written or deleted after the mark since, oldest
// first, and the mark for next time. An empty since asks only for the mark. What
// does not fit comes with the next mark. When the records were lost and begun
// anew, all of them have changed.
func (r *Records) Changed(ctx context.Context, kind, since string) (ids []string, mark string, err error) {
	epoch, rev, _ := strings.Cut(since, ".")
	if since != "" {
		if _, err := strconv.ParseInt(rev, 10, 64); err != nil {
			return nil, "", fmt.Errorf("changes of %s: %q is no mark", kind, since)
		}
	}
	keys := []string{r.keys.seq(), r.keys.epoch(), r.keys.changes(kind)}
	res, err := r.c.run(ctx, changedScript, keys, rand.Text(), epoch, rev, maxChanged).StringSlice()
	if err != nil {
		return nil, "", fault("changes of "+kind, err)
	}
	return res[2:], res[0] + "." + res[1], nil
}
