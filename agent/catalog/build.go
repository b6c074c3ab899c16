package catalog

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"salesclerk/agent/erp"
)

// Items are written in batches: few and big in memory, where segments are never
// merged; smaller on disk, where they are.
const (
	batchInMemory = 25000
	batchOnDisk   = 10000
	// compactAfter bounds the segments that updates leave behind in memory.
	compactAfter = 64
)

// Build replaces everything. Readers see the old items or the new ones, never
// half. progress, if any, is told now and then how many items are in.
func (x *Index) Build(ctx context.Context, items iter.Seq2[erp.Item, error], synonyms []erp.Synonyms, units []erp.Unit, progress func(n int)) error {
	x.write.Lock()
	defer x.write.Unlock()
	g, err := x.fresh()
	if err != nil {
		return err
	}
	if err := g.fill(ctx, items, progress); err != nil {
		g.discard()
		return err
	}
	if err := g.keepWords(vocabulary{Synonyms: synonyms, Units: units}); err != nil {
		g.discard()
		return err
	}
	if err := g.merge(ctx); err != nil {
		g.discard()
		return err
	}
	if g, err = g.anew(); err != nil {
		return err
	}
	return x.swap(g)
}

// anew is the generation on disk opened again: what was needed to write it goes.
func (g *generation) anew() (*generation, error) {
	if g.path == "" {
		return g, nil
	}
	formCache.clear()
	if err := g.close(); err != nil {
		g.discard()
		return nil, fmt.Errorf("closing the new item index: %w", err)
	}
	again, err := open(g.path)
	if err != nil {
		_ = os.RemoveAll(g.path)
		return nil, err
	}
	return again, nil
}

// merge makes one segment of what was written in batches: every query asks every
// segment, several times.
func (g *generation) merge(ctx context.Context) error {
	adv, err := g.bleve.Advanced()
	if err != nil {
		return fmt.Errorf("merging the item index: %w", err)
	}
	if s, ok := adv.(*scorch.Scorch); ok && g.path != "" {
		if err := s.ForceMerge(ctx, nil); err != nil {
			return fmt.Errorf("merging the item index: %w", err)
		}
	}
	return nil
}

// fresh is an empty generation beside the present one.
func (x *Index) fresh() (*generation, error) {
	if x.o.Dir == "" {
		return memory()
	}
	if err := os.MkdirAll(x.o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the directory of the item index: %w", err)
	}
	if err := x.sweep(); err != nil {
		return nil, err
	}
	path, err := os.MkdirTemp(x.o.Dir, "items-")
	if err != nil {
		return nil, fmt.Errorf("making the directory of the item index: %w", err)
	}
	if err := os.Remove(path); err != nil { // bleve makes it itself
		return nil, fmt.Errorf("making the directory of the item index: %w", err)
	}
	return create(path)
}

// sweep removes what a Build left that never came to its end: the program was killed.
func (x *Index) sweep() error {
	all, err := filepath.Glob(filepath.Join(x.o.Dir, "items-*"))
	if err != nil {
		return fmt.Errorf("looking for leftovers of the item index: %w", err)
	}
	for _, path := range all {
		if x.now != nil && path == x.now.path {
			continue
		}
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("removing leftovers of the item index: %w", err)
		}
	}
	return nil
}

func (g *generation) discard() {
	_ = g.close()
	if g.path != "" {
		_ = os.RemoveAll(g.path)
	}
}

func (g *generation) fill(ctx context.Context, items iter.Seq2[erp.Item, error], progress func(n int)) error {
	w := &writer{g: g, batch: g.bleve.NewBatch(), size: batchInMemory}
	if g.path != "" {
		w.size = batchOnDisk
	}
	n := 0
	for it, err := range items {
		if err != nil {
			return fmt.Errorf("reading item %d for the index: %w", n+1, err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.put(it); err != nil {
			return err
		}
		if n++; progress != nil && n%500 == 0 {
			progress(n)
		}
	}
	if progress != nil {
		progress(n)
	}
	return w.flush()
}

// writer collects items into batches.
type writer struct {
	g     *generation
	batch *bleve.Batch
	size  int
}

func (w *writer) put(it erp.Item) error {
	if it.Number == "" {
		return fmt.Errorf("indexing an item without a number")
	}
	r, err := record(it)
	if err != nil {
		return err
	}
	if err := w.batch.Index(it.Number, r); err != nil {
		return fmt.Errorf("indexing item %s: %w", it.Number, err)
	}
	if w.batch.Size() < w.size {
		return nil
	}
	return w.flush()
}

func (w *writer) flush() error {
	if w.batch.Size() == 0 {
		return nil
	}
	if err := w.g.bleve.Batch(w.batch); err != nil {
		return fmt.Errorf("writing the item index: %w", err)
	}
	w.batch = w.g.bleve.NewBatch()
	return nil
}

// swap makes g what readers see and frees the old one.
func (x *Index) swap(g *generation) error {
	if g.path != "" {
		if err := x.point(g.path); err != nil {
			g.discard()
			return err
		}
	}
	x.mu.Lock()
	old := x.now
	x.now = g
	x.mu.Unlock()
	err := old.close()
	if old != nil && old.path != "" {
		_ = os.RemoveAll(old.path)
	}
	if err != nil {
		return fmt.Errorf("closing the old item index: %w", err)
	}
	return nil
}

// point writes which generation is the finished one, in one step.
func (x *Index) point(path string) error {
	tmp := filepath.Join(x.o.Dir, currentFile+".new")
	if err := os.WriteFile(tmp, []byte(filepath.Base(path)), 0o600); err != nil {
		return fmt.Errorf("naming the finished item index: %w", err)
	}
	if err := os.Rename(tmp, filepath.Join(x.o.Dir, currentFile)); err != nil {
		return fmt.Errorf("naming the finished item index: %w", err)
	}
	return nil
}

// Update puts changed items in and takes removed ones out, in one step.
func (x *Index) Update(ctx context.Context, changed []erp.Item, removed []string) error {
	x.write.Lock()
	defer x.write.Unlock()
	err := x.use(ctx, func(g *generation) error { return g.update(changed, removed) })
	if err != nil || x.now.path != "" || x.now.updates < compactAfter {
		return err
	}
	return x.compact(ctx)
}

func (g *generation) update(changed []erp.Item, removed []string) error {
	b := g.bleve.NewBatch()
	touched := slices.Clone(removed)
	for _, n := range removed {
		b.Delete(n)
	}
	for _, it := range changed {
		touched = append(touched, it.Number)
		r, err := record(it)
		if err != nil {
			return err
		}
		if err := b.Index(it.Number, r); err != nil {
			return fmt.Errorf("indexing item %s: %w", it.Number, err)
		}
	}
	if b.Size() == 0 {
		return nil
	}
	g.updates++
	if err := g.bleve.Batch(b); err != nil {
		return fmt.Errorf("updating the item index: %w", err)
	}
	g.entries.drop(touched)
	return nil
}

// compact writes the index anew from itself: in memory bleve keeps a segment
// for every update and asks each of them.
func (x *Index) compact(ctx context.Context) error {
	g, err := memory()
	if err != nil {
		return err
	}
	if err := g.fill(ctx, x.now.all(), nil); err != nil {
		g.discard()
		return err
	}
	if err := g.keepWords(x.now.words); err != nil {
		g.discard()
		return err
	}
	return x.swap(g)
}

// all are the items the generation holds.
func (g *generation) all() iter.Seq2[erp.Item, error] {
	return func(yield func(erp.Item, error) bool) {
		req := bleve.NewSearchRequestOptions(bleve.NewMatchAllQuery(), 1000, 0, false)
		req.SortBy([]string{"_id"})
		for {
			res, err := g.bleve.Search(req)
			if err != nil {
				yield(erp.Item{}, err)
				return
			}
			for _, h := range res.Hits {
				it, err := g.kept(h.ID)
				if !yield(it, err) || err != nil {
					return
				}
			}
			if len(res.Hits) < 1000 {
				return
			}
			req.SearchAfter = []string{res.Hits[len(res.Hits)-1].ID}
		}
	}
}

// kept is an item as the index keeps it.
func (g *generation) kept(number string) (it erp.Item, err error) {
	s, err := g.stored(number)
	if err == nil {
		err = json.Unmarshal([]byte(s), &it)
	}
	if err != nil {
		return it, fmt.Errorf("reading item %s of the index: %w", number, err)
	}
	return it, nil
}
