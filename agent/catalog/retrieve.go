package catalog

import (
	"context"
	"fmt"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	index "github.com/blevesearch/bleve_index_api"
)

// maxCandidates bounds how many items are scored for one query.
const maxCandidates = 100

// dictionary reads the terms of the index while one query lasts.
type dictionary struct {
	r index.IndexReader
	n float64 // items
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
	return &dictionary{r: r, n: float64(n)}, nil
}

func (d *dictionary) close() { _ = d.r.Close() }

// count is how many items hold a term.
func (d *dictionary) count(ctx context.Context, term string) int {
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
	req := bleve.NewSearchRequestOptions(q, limit, 0, false)
	req.Fields = []string{fieldItem}
	req.SortBy([]string{"-_score", "_id"})
	res, err := g.bleve.SearchInContext(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("searching items: %w", err)
	}
	out := make([]*entry, 0, len(res.Hits))
	for _, h := range res.Hits {
		e, err := g.entry(h)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// entry is the item of a hit, analysed. Entries at hand are kept by the item's
// stored form, so a changed item is never taken for its old self.
func (g *generation) entry(h *search.DocumentMatch) (*entry, error) {
	kept, _ := h.Fields[fieldItem].(string)
	if e, ok := g.entries.get(kept); ok {
		return e, nil
	}
	e, err := unpack(kept)
	if err != nil {
		return nil, err
	}
	g.entries.put(kept, e)
	return e, nil
}

func termQuery(field, term string) query.Query {
	q := bleve.NewTermQuery(term)
	q.SetField(field)
	return q
}

func anyOf(field string, terms []string) query.Query {
	qs := make([]query.Query, len(terms))
	for i, t := range terms {
		qs[i] = termQuery(field, t)
	}
	if len(qs) == 1 {
		return qs[0]
	}
	return bleve.NewDisjunctionQuery(qs...)
}

// candidates are the items worth scoring for the units of a query: those with
// every word first, then those with most.
func (g *generation) candidates(ctx context.Context, us []unit) ([]*entry, error) {
	var all, words []query.Query
	for _, u := range us {
		ts := u.terms()
		if len(ts) == 0 {
			continue
		}
		q := anyOf(fieldWords, ts)
		all = append(all, q)
		if !u.attribute() && !u.optional {
			words = append(words, q)
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	found, err := g.search(ctx, bleve.NewConjunctionQuery(all...), maxCandidates)
	if err != nil || len(found) >= maxCandidates {
		return found, err
	}
	if len(words) > 0 && len(words) < len(all) {
		more, err := g.search(ctx, bleve.NewConjunctionQuery(words...), maxCandidates)
		if err != nil {
			return nil, err
		}
		found = union(found, more)
	}
	if len(all) > 1 && len(found) < maxCandidates/2 {
		more, err := g.search(ctx, bleve.NewDisjunctionQuery(all...), maxCandidates/2)
		if err != nil {
			return nil, err
		}
		found = union(found, more)
	}
	return found, nil
}

func union(a, b []*entry) []*entry {
	seen := map[string]bool{}
	for _, e := range a {
		seen[e.item.Number] = true
	}
	for _, e := range b {
		if !seen[e.item.Number] {
			a = append(a, e)
		}
	}
	return a
}
