package catalog

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search/query"

	"salesclerk/agent/task"
)

// Suggest finds items as somebody types: every word so far, the last perhaps
// half typed, or the beginning of a number. Blocked items are left out.
func (x *Index) Suggest(ctx context.Context, prefix, lang string, limit int) ([]task.Candidate, error) {
	if limit <= 0 {
		limit = 10
	}
	limit = min(limit, maxLimit)
	var out []task.Candidate
	err := x.use(ctx, func(g *generation) (err error) {
		out, err = g.suggest(ctx, bounded(prefix, 200), baseLang(lang), limit)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("suggesting items: %w", err)
	}
	return out, nil
}

func (g *generation) suggest(ctx context.Context, prefix, lang string, limit int) ([]task.Candidate, error) {
	d, err := g.dictionary()
	if err != nil {
		return nil, err
	}
	defer d.close()
	f := &finder{ctx: ctx, g: g, d: d, q: Query{Text: prefix, Lang: lang, Limit: limit}}
	es, err := g.search(ctx, f.typed(prefix), max(3*limit, 30))
	if err != nil {
		return nil, err
	}
	if len(es) == 0 {
		return f.looser()
	}
	return f.listed(es, prefix), nil
}

// typed is the query for what was typed so far.
func (f *finder) typed(prefix string) query.Query {
	var qs []query.Query
	if id := exactly(prefix); id != "" {
		var ids []string
		for _, e := range f.d.prefixed(fieldID, "="+id, maxTerms) {
			ids = append(ids, e.term)
		}
		if len(ids) > 0 {
			q := anyOf(fieldID, ids)
			qs = append(qs, q)
		}
	}
	var words []query.Query
	for _, w := range cut(prefix) {
		ts := forms(w.text, "")
		for _, e := range f.d.prefixed(fieldWords, w.fold, 200) {
			ts = append(ts, e.term)
		}
		if m, ok := known[w.fold]; ok {
			ts = append(ts, m.term)
		}
		words = append(words, anyOf(fieldWords, ts))
	}
	if len(words) > 0 {
		qs = append(qs, bleve.NewConjunctionQuery(words...))
	}
	if len(qs) == 0 {
		return bleve.NewMatchNoneQuery()
	}
	return bleve.NewDisjunctionQuery(qs...)
}

// looser is what Find makes of the words: spelling and synonyms.
func (f *finder) looser() ([]task.Candidate, error) {
	r, err := f.run()
	return r.Items, err
}

// listed puts numbers first, then names that begin as typed, then the rest.
func (f *finder) listed(es []*entry, prefix string) []task.Candidate {
	es = slices.DeleteFunc(es, func(e *entry) bool { return e.item.Blocked })
	typed, id := fold(strings.TrimSpace(prefix)), exactly(prefix)
	slices.SortStableFunc(es, func(a, b *entry) int {
		return cmp.Compare(typedRank(a, typed, id, f.q.Lang), typedRank(b, typed, id, f.q.Lang))
	})
	out := make([]task.Candidate, 0, len(es))
	for _, e := range es {
		if len(out) == f.q.Limit {
			break
		}
		r := typedRank(e, typed, id, f.q.Lang)
		out = append(out, f.candidate(e, nil, 1-0.1*float64(r), rankWords[r]))
	}
	return out
}

var rankWords = []string{"item number", "item number begins so", "exact name", "name begins so", "words"}

func typedRank(e *entry, typed, id, lang string) int {
	number, name := exactly(e.item.Number), fold(e.item.Name(lang))
	switch {
	case number == id:
		return 0
	case strings.HasPrefix(number, id):
		return 1
	case name == typed:
		return 2
	case strings.HasPrefix(name, typed):
		return 3
	}
	return 4
}
