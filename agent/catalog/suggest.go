package catalog

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

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

// Bounds of one suggestion.
const (
	maxEndings = 100    // words that a half typed one may become
	maxTyped   = 20_000 // entries of the rarest word's list that are read
	maxOpened  = 100    // items that are looked at
)

func (g *generation) suggest(ctx context.Context, prefix, lang string, limit int) ([]task.Candidate, error) {
	d, err := g.dictionary()
	if err != nil {
		return nil, err
	}
	defer d.close()
	f := &finder{ctx: ctx, g: g, d: d, q: Query{Text: prefix, Lang: lang, Limit: limit}}
	es, err := f.begun(prefix, 2*limit)
	if err != nil {
		return nil, err
	}
	if len(es) < limit {
		more, err := f.holdingAll(cut(prefix), max(3*limit, 30))
		if err != nil {
			return nil, err
		}
		es = append(es, more...)
	}
	if len(es) == 0 {
		return f.looser()
	}
	return f.listed(es, prefix), nil
}

// begun are items whose number or whole name begins as typed.
func (f *finder) begun(prefix string, limit int) ([]*entry, error) {
	var out []*entry
	for _, typed := range [][2]string{{fieldID, "=" + exactly(prefix)}, {fieldName, joined(cut(prefix))}} {
		if strings.Trim(typed[1], "=") == "" {
			continue
		}
		var terms []string
		for _, e := range f.d.prefixed(typed[0], typed[1], limit) {
			terms = append(terms, e.term)
		}
		es, err := f.holding(typed[0], terms, limit)
		if err != nil {
			return nil, err
		}
		out = append(out, es...)
	}
	return out, nil
}

// holdingAll are items that hold every word, the last perhaps half typed: those of
// the rarest word's list that are on the others too.
func (f *finder) holdingAll(ws []word, limit int) ([]*entry, error) {
	lists, open := f.typed(ws)
	if len(lists) == 0 || lists[0].n == 0 {
		return nil, nil
	}
	g := gatherings.Get().(*gathered)
	defer g.release()
	g.room(uint64(f.d.n))
	read := 0
	err := f.d.each(f.ctx, fieldWords, lists[0].terms, func(doc uint64, _ float64) bool {
		g.add(doc, 1, 0)
		read++
		return read < maxTyped && (len(lists) > 1 || len(g.docs) < limit)
	})
	for i := 1; i < len(lists) && err == nil; i++ {
		slices.Sort(g.docs)
		err = f.d.among(f.ctx, lists[i].terms, g, func(doc uint64, _ float64) { g.add(doc, 1, i) }, i)
		g.only(float32(i + 1))
	}
	if err != nil {
		return nil, err
	}
	es, err := f.entries(g.docs[:min(len(g.docs), maxOpened)])
	return slices.DeleteFunc(es, func(e *entry) bool { return open != "" && !e.holdsBeginning(open) }), err
}

// only keeps the items with this score.
func (g *gathered) only(score float32) {
	kept := g.docs[:0]
	for _, d := range g.docs {
		if g.score[d] == score {
			kept = append(kept, d)
		} else {
			g.score[d], g.stamp[d] = 0, 0
		}
	}
	g.docs = kept
}

// typed are the lists of what was typed, the shortest first. Where too many words
// begin like the last one it has no list, if another word has: the items are asked.
func (f *finder) typed(ws []word) (out []list, open string) {
	for i, w := range ws {
		last := i == len(ws)-1
		terms := f.d.present(f.ctx, termOf(w, "").forms)
		if last || len(terms) == 0 {
			more := f.d.prefixed(fieldWords, w.fold, maxEndings)
			if len(more) == maxEndings && last && i > 0 {
				open = w.fold
				continue
			}
			for _, e := range more {
				terms = append(terms, e.term)
			}
		}
		l := list{}
		for _, t := range terms {
			l.terms = append(l.terms, weighed{term: t})
			l.n += f.d.count(f.ctx, t)
		}
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b list) int { return cmp.Compare(a.n, b.n) })
	return out, open
}

// holdsBeginning says that some word of the item begins so.
func (e *entry) holdsBeginning(s string) bool {
	for t := range e.bag {
		if strings.HasPrefix(t, s) {
			return true
		}
	}
	return slices.ContainsFunc(e.views, func(v view) bool {
		return slices.ContainsFunc(v.words, func(w term) bool { return strings.HasPrefix(w.forms[0], s) })
	})
}

// looser is what Find makes of the words: spelling and synonyms.
func (f *finder) looser() ([]task.Candidate, error) {
	r, err := f.run()
	return r.Items, err
}

// listed puts numbers first, then names that begin as typed, then the rest.
func (f *finder) listed(es []*entry, prefix string) []task.Candidate {
	seen := map[string]bool{}
	es = slices.DeleteFunc(es, func(e *entry) bool {
		again := seen[e.item.Number]
		seen[e.item.Number] = true
		return again || e.item.Blocked
	})
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
