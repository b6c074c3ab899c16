package local

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// importing is an import under way. Every commit of it also writes the record
// meta/import at the revision it had: an import that was taken over can write no
// more.
type importing struct {
	store  Store
	gen    generation
	genRev int64
	mark   string // of the items before it began
	rev    int64  // of meta/import
	token  []byte // what it holds
}

func (l *Local) beginImport(ctx context.Context) (*importing, error) {
	for range tries {
		_, rev, err := l.store.Get(ctx, kindMeta, "import")
		if err != nil {
			return nil, err
		}
		im := &importing{store: l.store, rev: rev, token: encode(rand.Text())}
		switch err := im.commit(ctx, nil); {
		case errors.Is(err, ErrTakenOver):
			continue // another began at the same moment
		case err != nil:
			return nil, err
		}
		if im.gen, im.genRev, err = l.generation(ctx); err != nil {
			return nil, err
		}
		_, im.mark, err = l.store.Changed(ctx, kindItem, "")
		return im, err
	}
	return nil, ErrTakenOver
}

// commit writes records together with the fence.
func (im *importing) commit(ctx context.Context, writes []Write) error {
	fence := Write{Kind: kindMeta, ID: "import", Base: im.rev, Data: im.token}
	ok, err := im.store.Commit(ctx, append([]Write{fence}, writes...))
	if err != nil {
		return err
	}
	if !ok {
		return ErrTakenOver
	}
	data, rev, err := im.store.Get(ctx, kindMeta, "import")
	if err == nil && !bytes.Equal(data, im.token) {
		err = ErrTakenOver
	}
	im.rev = rev
	return err
}

// part writes what differs of one kind, and takes out what is no longer there.
func (im *importing) part(ctx context.Context, p part, tell func(done int)) error {
	for i := 0; i < len(p.ids); i += batch {
		ids := p.ids[i:min(i+batch, len(p.ids))]
		if err := im.batch(ctx, p.kind, ids, p.val); err != nil {
			return fmt.Errorf("%s: %w", p.kind, err)
		}
		tell(i + len(ids))
	}
	gone, err := im.gone(ctx, p)
	if err != nil {
		return fmt.Errorf("%s: %w", p.kind, err)
	}
	for ids := range slices.Chunk(gone, batch) {
		if err := im.batch(ctx, p.kind, ids, nil); err != nil {
			return fmt.Errorf("take out of %s: %w", p.kind, err)
		}
	}
	return nil
}

// gone is the ids in the store that the data has no more.
func (im *importing) gone(ctx context.Context, p part) ([]string, error) {
	var gone []string
	err := im.store.All(ctx, p.kind, func(id string, _ []byte) error {
		if _, there := slices.BinarySearch(p.ids, id); !there {
			gone = append(gone, id)
		}
		return nil
	})
	slices.Sort(gone)
	return slices.Compact(gone), err
}

// batch brings some records to their value in the next generation; a nil val
// takes them out.
func (im *importing) batch(ctx context.Context, kind string, ids []string, val func(string) any) error {
	have, err := im.store.GetMany(ctx, kind, ids)
	if err != nil {
		return err
	}
	var writes []Write
	for i, id := range ids {
		var want json.RawMessage
		if val != nil {
			want = encode(val(id))
		}
		w, err := im.write(kind, id, have[i], want)
		if err != nil {
			return err
		}
		if w != nil {
			writes = append(writes, *w)
		}
	}
	if len(writes) == 0 {
		return nil
	}
	return im.commit(ctx, writes)
}

// write is what has to be written for one record, or nil. What an import that
// broke off left behind is always written anew, so that it counts as changed.
func (im *importing) write(kind, id string, have []byte, want json.RawMessage) (*Write, error) {
	w := &Write{Kind: kind, ID: id, Base: -1}
	var old version
	if have != nil {
		var err error
		if old, err = decode[version](have, kind+" "+id); err != nil {
			return nil, err
		}
	}
	now, leftover := old.at(im.gen.Gen), old.Gen > im.gen.Gen
	switch {
	case want == nil && now == nil: // a leftover, or gone since an earlier import
		if have == nil {
			return nil, nil
		}
		return w, nil
	case bytes.Equal(want, now) && !leftover:
		return nil, nil
	}
	w.Data = encode(version{Gen: im.gen.Gen + 1, Val: want, Old: now})
	return w, nil
}

// finish makes the next generation the present one.
func (im *importing) finish(ctx context.Context) error {
	g := generation{Gen: im.gen.Gen + 1, Marks: append(im.gen.Marks, genMark{im.gen.Gen + 1, im.mark})}
	if len(g.Marks) > keptMarks {
		g.Marks = g.Marks[len(g.Marks)-keptMarks:]
	}
	return im.commit(ctx, []Write{{Kind: kindMeta, ID: "generation", Base: im.genRev, Data: encode(g)}})
}
