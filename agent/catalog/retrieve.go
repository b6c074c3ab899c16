package catalog

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"
	index "github.com/blevesearch/bleve_index_api"
)

// dictionary reads the terms of the index while one query lasts.
type dictionary struct {
	r      index.IndexReader
	n      float64        // items
	counts map[string]int // asked before
}

func (g *generation) dictionary() (*dictionary, error) {
	adv, err := g.bleve.Advanced()
	if err != nil {
		return nil, fmt.Errorf("reading the item index: %w", err)
	}
	r, err := adv.Reader()
	if err != nil {
		return nil, fmt.Errorf("reading the item index: %w", err)
	}
	n, err := r.DocCount()
	if err != nil {
		return nil, fmt.Errorf("reading the item index: %w", err)
	}
	return &dictionary{r: r, n: float64(n), counts: map[string]int{}}, nil
}

func (d *dictionary) close() { _ = d.r.Close() }

// count is how many items hold a term.
func (d *dictionary) count(ctx context.Context, term string) int {
	if n, ok := d.counts[term]; ok {
		return n
	}
	n := d.read(ctx, term)
	d.counts[term] = n
	return n
}

// present are those of the terms that some item has.
func (d *dictionary) present(ctx context.Context, terms []string) []string {
	var out []string
	for _, t := range terms {
		if d.count(ctx, t) > 0 {
			out = append(out, t)
		}
	}
	return out
}

func (d *dictionary) read(ctx context.Context, term string) int {
	tr, err := d.r.TermFieldReader(ctx, []byte(term), fieldWords, false, false, false)
	if err != nil || tr == nil {
		return 0
	}
	defer tr.Close()
	return int(tr.Count())
}

// entryOf is a term of the dictionary near another.
type entryOf struct {
	term string
	n    uint64
	dist int
}

// prefixed are terms of a field that begin with p, bounded.
func (d *dictionary) prefixed(field, p string, limit int) []entryOf {
	fd, err := d.r.FieldDictPrefix(field, []byte(p))
	if err != nil || fd == nil {
		return nil
	}
	return collect(fd, limit)
}

// similar are terms at most dist letters away.
func (d *dictionary) similar(t string, dist int, limit int) []entryOf {
	f, ok := d.r.(index.IndexReaderFuzzy)
	if !ok {
		return nil
	}
	fd, err := f.FieldDictFuzzy(fieldWords, t, dist, "")
	if err != nil || fd == nil {
		return nil
	}
	return collect(fd, limit)
}

func collect(fd index.FieldDict, limit int) []entryOf {
	defer fd.Close()
	var out []entryOf
	for len(out) < limit {
		e, err := fd.Next()
		if err != nil || e == nil {
			break
		}
		out = append(out, entryOf{term: e.Term, n: e.Count, dist: int(e.EditDistance)})
	}
	return out
}

// search brings the items of a bleve query, best first by bleve's own score.
func (g *generation) search(ctx context.Context, q query.Query, limit int) ([]*entry, error) {
	seq := g.entries.now()
	req := bleve.NewSearchRequestOptions(q, limit, 0, false)
	res, err := g.bleve.SearchInContext(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("searching items: %w", err)
	}
	out := make([]*entry, 0, len(res.Hits))
	for _, h := range res.Hits {
		e, err := g.entry(h.ID, seq)
		if err != nil {
			return nil, err
		}
		if e != nil {
			out = append(out, e)
		}
	}
	return out, nil
}

// entry is an item, analysed; nil if it was removed meanwhile.
func (g *generation) entry(id string, seq int) (*entry, error) {
	if e, ok := g.entries.get(id); ok {
		return e, nil
	}
	kept, err := g.stored(id)
	if err != nil || kept == "" {
		return nil, err
	}
	e, err := unpack(kept)
	if err != nil {
		return nil, err
	}
	g.entries.put(id, e, seq)
	return e, nil
}

// stored is an item's compact form.
func (g *generation) stored(id string) (kept string, err error) {
	doc, err := g.bleve.Document(id)
	if err != nil {
		return "", fmt.Errorf("reading item %s of the index: %w", id, err)
	}
	if doc == nil {
		return "", nil
	}
	doc.VisitFields(func(f index.Field) {
		if f.Name() == fieldItem {
			kept = string(f.Value())
		}
	})
	return kept, nil
}
