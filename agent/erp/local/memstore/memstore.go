// Package memstore is a local.Store in memory, for tests and measurements. It
// forgets everything when the program ends.
package memstore

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"sync"
)

type record struct {
	data []byte
	rev  int64
}

type write = struct {
	Kind, ID string
	Base     int64
	Data     []byte
}

// Store keeps records in maps.
type Store struct {
	mu       sync.RWMutex
	kinds    map[string]map[string]record
	counters map[string]int64
	touched  map[string]map[string]int64 // kind → id → sequence of the last write
	seq      int64

	// Before, if set, runs before every commit with what it is to write: a test's
	// way to be in between, or to fail.
	Before func(writes []write) error
}

// New is an empty store.
func New() *Store {
	return &Store{kinds: map[string]map[string]record{}, counters: map[string]int64{}, touched: map[string]map[string]int64{}}
}

// Get is one record.
func (s *Store) Get(ctx context.Context, kind, id string) ([]byte, int64, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.kinds[kind][id]
	return bytes.Clone(r.data), r.rev, ctx.Err()
}

// GetMany is records in the order of ids.
func (s *Store) GetMany(ctx context.Context, kind string, ids []string) ([][]byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make([][]byte, len(ids))
	for i, id := range ids {
		out[i] = bytes.Clone(s.kinds[kind][id].data)
	}
	return out, ctx.Err()
}

// All calls each with every record; the order differs from call to call.
func (s *Store) All(ctx context.Context, kind string, each func(id string, data []byte) error) error {
	s.mu.RLock()
	ids := make([]string, 0, len(s.kinds[kind]))
	for id := range s.kinds[kind] {
		ids = append(ids, id)
	}
	s.mu.RUnlock()
	for _, id := range ids {
		data, rev, err := s.Get(ctx, kind, id)
		if err != nil {
			return err
		}
		if rev == 0 {
			continue
		}
		if err := each(id, data); err != nil {
			return err
		}
	}
	return nil
}

// Commit writes all or nothing.
func (s *Store) Commit(ctx context.Context, writes []write) (bool, error) {
	if s.Before != nil {
		if err := s.Before(writes); err != nil {
			return false, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return false, err
	}
	named := map[[2]string]bool{}
	for _, w := range writes {
		if at := [2]string{w.Kind, w.ID}; named[at] {
			return false, fmt.Errorf("%s %s is in a commit twice", w.Kind, w.ID)
		} else {
			named[at] = true
		}
		if w.Base >= 0 && s.kinds[w.Kind][w.ID].rev != w.Base {
			return false, nil
		}
	}
	for _, w := range writes {
		s.put(w)
	}
	return true, nil
}

func (s *Store) put(w write) {
	if s.kinds[w.Kind] == nil {
		s.kinds[w.Kind], s.touched[w.Kind] = map[string]record{}, map[string]int64{}
	}
	s.seq++
	s.touched[w.Kind][w.ID] = s.seq
	if w.Data == nil {
		delete(s.kinds[w.Kind], w.ID)
		return
	}
	s.kinds[w.Kind][w.ID] = record{bytes.Clone(w.Data), s.seq}
}

// Next counts.
func (s *Store) Next(ctx context.Context, counter string, start int64) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok := s.counters[counter]
	if ok {
		start = n + 1
	}
	s.counters[counter] = start
	return start, ctx.Err()
}

// Changed is the ids written or deleted after a mark.
func (s *Store) Changed(ctx context.Context, kind, since string) ([]string, string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	mark := strconv.FormatInt(s.seq, 10)
	if since == "" {
		return nil, mark, ctx.Err()
	}
	n, err := strconv.ParseInt(since, 10, 64)
	if err != nil {
		return nil, "", fmt.Errorf("mark %q: %w", since, err)
	}
	var ids []string
	for id, at := range s.touched[kind] {
		if at > n {
			ids = append(ids, id)
		}
	}
	return ids, mark, ctx.Err()
}
