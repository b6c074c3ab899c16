package local

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"salesclerk/agent/erp"
)

// Master data is replaced as a whole though it is written in many commits: a
// record holds the value of its own generation and the one before. Readers take
// the present generation first and then from each record what holds in it. An
// import writes records of the next generation, unseen, and one last commit makes
// it the present one.

// version is a record of master data.
type version struct {
	Gen int64           `json:"g"`
	Val json.RawMessage `json:"v,omitempty"` // nil: gone since Gen
	Old json.RawMessage `json:"o,omitempty"` // the value before Gen; nil: none
}

func (v version) at(gen int64) json.RawMessage {
	if v.Gen > gen {
		return v.Old
	}
	return v.Val
}

// generation is the record meta/generation.
type generation struct {
	Gen int64 `json:"gen"`
	// Marks are where the store stood before the import of a generation began, for
	// the last few generations.
	Marks []genMark `json:"marks,omitempty"`
}

type genMark struct {
	Gen  int64  `json:"gen"`
	Mark string `json:"mark"`
}

const keptMarks = 200

func (l *Local) generation(ctx context.Context) (generation, int64, error) {
	data, rev, err := l.store.Get(ctx, kindMeta, "generation")
	if err != nil || data == nil {
		return generation{}, rev, err
	}
	g, err := decode[generation](data, "the generation of the master data")
	return g, rev, err
}

// view reads one generation of master data.
type view struct {
	store Store
	gen   int64
}

func (l *Local) view(ctx context.Context) (view, error) {
	g, _, err := l.generation(ctx)
	if err != nil {
		return view{}, fmt.Errorf("read the back office: %w", err)
	}
	return view{l.store, g.Gen}, nil
}

func open(data []byte, gen int64, kind, id string) (json.RawMessage, error) {
	if data == nil {
		return nil, nil
	}
	v, err := decode[version](data, kind+" "+id)
	if err != nil {
		return nil, err
	}
	return v.at(gen), nil
}

// one is a record that has to be there: erp.ErrNotFound if it is not.
func one[T any](ctx context.Context, v view, kind, id string) (T, error) {
	val, ok, err := maybe[T](ctx, v, kind, id)
	if err == nil && !ok {
		err = fmt.Errorf("%s %q: %w", kind, id, erp.ErrNotFound)
	}
	return val, err
}

func maybe[T any](ctx context.Context, v view, kind, id string) (T, bool, error) {
	var none T
	data, _, err := v.store.Get(ctx, kind, id)
	if err != nil {
		return none, false, fmt.Errorf("read %s %q: %w", kind, id, err)
	}
	raw, err := open(data, v.gen, kind, id)
	if err != nil || raw == nil {
		return none, false, err
	}
	val, err := decode[T](raw, kind+" "+id)
	return val, err == nil, err
}

// many reads records by id; those that are not there are not in the map.
func many[T any](ctx context.Context, v view, kind string, ids []string) (map[string]T, error) {
	out := make(map[string]T, len(ids))
	for part := range slices.Chunk(ids, batch) {
		all, err := v.store.GetMany(ctx, kind, part)
		if err != nil {
			return nil, fmt.Errorf("read %d of %s: %w", len(part), kind, err)
		}
		for i, data := range all {
			raw, err := open(data, v.gen, kind, part[i])
			if err != nil || raw == nil {
				if err != nil {
					return nil, err
				}
				continue
			}
			if out[part[i]], err = decode[T](raw, kind+" "+part[i]); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// scan yields every record of a kind, in any order.
func scan[T any](ctx context.Context, v view, kind string, each func(id string, val T) error) error {
	return v.store.All(ctx, kind, func(id string, data []byte) error {
		raw, err := open(data, v.gen, kind, id)
		if err != nil || raw == nil {
			return err
		}
		val, err := decode[T](raw, kind+" "+id)
		if err != nil {
			return err
		}
		return each(id, val)
	})
}

// Item is one item by its number.
func (l *Local) Item(ctx context.Context, number string) (erp.Item, error) {
	v, err := l.view(ctx)
	if err != nil {
		return erp.Item{}, err
	}
	return one[erp.Item](ctx, v, kindItem, number)
}

// AllItems yields items in order of number, holding the numbers and one batch of
// items in memory.
func (l *Local) AllItems(ctx context.Context) iter.Seq2[erp.Item, error] {
	return func(yield func(erp.Item, error) bool) {
		if err := l.eachItem(ctx, yield); err != nil {
			yield(erp.Item{}, err)
		}
	}
}

// eachItem ends with nil when yield wants no more.
func (l *Local) eachItem(ctx context.Context, yield func(erp.Item, error) bool) error {
	v, err := l.view(ctx)
	if err != nil {
		return err
	}
	ids, err := l.ids(ctx, kindItem)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(ids, batch) {
		items, err := many[erp.Item](ctx, v, kindItem, part)
		if err != nil {
			return err
		}
		for _, id := range part {
			if it, ok := items[id]; ok && !yield(it, nil) {
				return nil
			}
		}
	}
	return nil
}

func (l *Local) ids(ctx context.Context, kind string) ([]string, error) {
	var ids []string
	err := l.store.All(ctx, kind, func(id string, _ []byte) error {
		ids = append(ids, id)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", kind, err)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// changedItems is everything written after the mark; a store may tell it in parts.
func (l *Local) changedItems(ctx context.Context, mark string) ([]string, error) {
	var all []string
	for {
		ids, next, err := l.store.Changed(ctx, kindItem, mark)
		if err != nil {
			return nil, fmt.Errorf("items changed: %w", err)
		}
		if len(ids) == 0 {
			slices.Sort(all)
			return slices.Compact(all), nil
		}
		all, mark = append(all, ids...), next
	}
}

// ItemsChanged has the numbers of items changed by imports since mark. It may
// name a few that did not change. A mark it does not know gets all items.
func (l *Local) ItemsChanged(ctx context.Context, mark string) ([]string, string, error) {
	g, _, err := l.generation(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("items changed: %w", err)
	}
	next := strconv.FormatInt(g.Gen, 10)
	if mark == "" || mark == next {
		return nil, next, nil
	}
	seen, err := strconv.ParseInt(mark, 10, 64)
	i := slices.IndexFunc(g.Marks, func(m genMark) bool { return m.Gen == seen+1 })
	if err != nil || i < 0 || g.Marks[i].Mark == "" {
		ids, err := l.ids(ctx, kindItem)
		return ids, next, err
	}
	ids, err := l.changedItems(ctx, g.Marks[i].Mark)
	return ids, next, err
}

// Units are the units of measure.
func (l *Local) Units(ctx context.Context) ([]erp.Unit, error) {
	return setOf[[]erp.Unit](ctx, l, "units")
}

// Synonyms are words that mean the same.
func (l *Local) Synonyms(ctx context.Context) ([]erp.Synonyms, error) {
	return setOf[[]erp.Synonyms](ctx, l, "synonyms")
}

func setOf[T any](ctx context.Context, l *Local, name string) (T, error) {
	var none T
	v, err := l.view(ctx)
	if err != nil {
		return none, err
	}
	val, _, err := maybe[T](ctx, v, kindSet, name)
	return val, err
}
