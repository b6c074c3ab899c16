package catalog

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	index "github.com/blevesearch/bleve_index_api"
)

// Bounds of one gathering.
const (
	maxCandidates = 60     // items that are looked at closely
	maxPostings   = 60_000 // entries of posting lists that are read one by one
	maxAsked      = 1500   // items about which the first of the longer lists is asked, the next fewer
	leastAsked    = 300    // and the last
	looserAsked   = 8      // times as many where words are taken less literally: many items begin alike
)

// list is what the index holds for one unit of a query.
type list struct {
	terms  []weighed
	weight float64
	n      int  // entries of all terms, some perhaps twice
	aside  bool // an attribute: it ranks, and brings nobody
}

type weighed struct {
	term    string
	quality float64
}

// gathered are items by their place in the index with what they answer.
type gathered struct {
	score []float32 // by place
	stamp []uint8   // by place: the last list that counted, plus one
	docs  []uint64  // the places with a score
	rest  []uint64  // those of them that are asked about next
}

var gatherings = sync.Pool{New: func() any { return &gathered{} }}

// room makes sure that there is a place for a document.
func (g *gathered) room(doc uint64) {
	if need := int(doc) + 1 - len(g.score); need > 0 {
		g.score = append(g.score, make([]float32, need)...)
		g.stamp = append(g.stamp, make([]uint8, need)...)
	}
}

func (g *gathered) add(doc uint64, score float64, list int) {
	g.room(doc)
	if g.stamp[doc] == uint8(list+1) {
		return
	}
	if g.score[doc] == 0 {
		g.docs = append(g.docs, doc)
	}
	g.score[doc] += float32(score)
	g.stamp[doc] = uint8(list + 1)
}

func (g *gathered) release() {
	for _, d := range g.docs {
		g.score[d], g.stamp[d] = 0, 0
	}
	g.docs = g.docs[:0]
	gatherings.Put(g)
}

// gather finds the items that answer most of the units. It reads the rarest
// words' lists in full; once an item that is on none of them could no longer
// answer enough, the other lists are only asked about the items found so far. So
// a common word costs little however many items have it.
func (f *finder) gather(a *asked) ([]*entry, error) {
	lists, total, wide := f.lists(a)
	left, full := wide, 0.0
	for _, l := range lists {
		full += l.weight
		if !l.aside {
			left += l.weight
		}
	}
	g := gatherings.Get().(*gathered)
	defer g.release()
	g.room(uint64(f.d.n))
	read, most := 0, maxAsked
	if a.loose {
		most *= looserAsked
	}
	for i, l := range lists {
		var err error
		if !l.aside && left >= enough*total-0.001 && read < maxPostings {
			read += l.n
			err = f.d.each(f.ctx, fieldWords, l.terms, func(doc uint64, q float64) bool {
				g.add(doc, q*l.weight, i)
				return len(g.docs) < maxPostings
			})
		} else {
			g.keep(max(leastAsked, most))
			most /= 2
			err = f.d.among(f.ctx, l.terms, g, func(doc uint64, q float64) { g.add(doc, q*l.weight, i) }, i)
		}
		if err != nil {
			return nil, err
		}
		if !l.aside {
			left -= l.weight
		}
	}
	return f.entries(g.near(full))
}

// lists are the units' lists, the rarest first and attributes last, with the
// weight of all that an item could answer, and that of words with too many terms
// to have a list.
func (f *finder) lists(a *asked) (out []list, total, wide float64) {
	for i := range a.units {
		u := &a.units[i]
		l := list{weight: max(u.weight, 0.01), aside: u.attribute() || u.optional || u.kind == shape}
		if !l.aside {
			total += u.weight
		}
		for k, alt := range u.alts {
			if k > 0 && !a.loose && (u.kind == colour || u.kind == material) {
				break // whoever has the word has the colour
			}
			if alt.prefix != "" && !l.aside {
				wide += u.weight
			}
			for _, group := range alt.groups {
				for _, t := range group {
					l.terms = append(l.terms, weighed{t, alt.quality})
					l.n += f.d.count(f.ctx, t)
				}
			}
		}
		if l.n == 0 {
			continue
		}
		slices.SortStableFunc(l.terms, func(a, b weighed) int { return cmp.Compare(b.quality, a.quality) })
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b list) int {
		if a.aside != b.aside {
			if a.aside {
				return 1
			}
			return -1
		}
		return cmp.Compare(a.n, b.n)
	})
	return out, total, wide
}

// each gives every item that holds one of the terms, until f has enough.
func (d *dictionary) each(ctx context.Context, field string, terms []weighed, f func(doc uint64, quality float64) bool) error {
	var td index.TermFieldDoc
	for _, t := range terms {
		r, err := d.r.TermFieldReader(ctx, []byte(t.term), field, false, false, false)
		if err != nil {
			return fmt.Errorf("reading the item index: %w", err)
		}
		for {
			got, err := r.Next(&td)
			if err != nil {
				_ = r.Close()
				return fmt.Errorf("reading the item index: %w", err)
			}
			if got == nil {
				break
			}
			doc, err := got.ID.Value()
			if err != nil || !f(doc, t.quality) {
				_ = r.Close()
				return err
			}
		}
		_ = r.Close()
	}
	return nil
}

// among gives those of the gathered items that hold a term; the list's best counts.
func (d *dictionary) among(ctx context.Context, terms []weighed, g *gathered, f func(doc uint64, quality float64), list int) error {
	for _, t := range terms {
		docs := g.without(list)
		if len(docs) == 0 {
			return nil
		}
		if d.counts[t.term] == 0 {
			continue
		}
		r, err := d.r.TermFieldReader(ctx, []byte(t.term), fieldWords, false, false, false)
		if err != nil {
			return fmt.Errorf("reading the item index: %w", err)
		}
		err = common(r, docs, func(doc uint64) { f(doc, t.quality) })
		_ = r.Close()
		if err != nil {
			return fmt.Errorf("reading the item index: %w", err)
		}
	}
	return nil
}

// common gives those of the items that the reader has too.
func common(r index.TermFieldReader, docs []uint64, f func(doc uint64)) error {
	var td index.TermFieldDoc
	var id index.IndexInternalID
	at := uint64(0) // where the reader stands, plus one
	for _, doc := range docs {
		if at <= doc {
			id = index.NewIndexInternalID(id, doc)
			got, err := r.Advance(id, &td)
			if err != nil || got == nil {
				return err
			}
			now, err := got.ID.Value()
			if err != nil {
				return err
			}
			at = now + 1
		}
		if at == doc+1 {
			f(doc)
		}
	}
	return nil
}

// keep keeps the n best items, in the order of the index. Scores are few: many
// items answer the same words.
func (g *gathered) keep(n int) {
	if len(g.docs) > n {
		count := map[float32]int{}
		for _, d := range g.docs {
			count[g.score[d]]++
		}
		least, room := float32(0), n
		for _, s := range slices.SortedFunc(maps.Keys(count), func(a, b float32) int { return cmp.Compare(b, a) }) {
			if least = s; count[s] >= room {
				break
			}
			room -= count[s]
		}
		best := g.docs[:0]
		for _, d := range g.docs {
			switch s := g.score[d]; {
			case s > least:
				best = append(best, d)
			case s == least && room > 0:
				best = append(best, d)
				room--
			default:
				g.score[d], g.stamp[d] = 0, 0
			}
		}
		g.docs = best
	}
	slices.Sort(g.docs)
}

// without are the gathered items that a list has not counted for.
func (g *gathered) without(list int) []uint64 {
	g.rest = g.rest[:0]
	for _, d := range g.docs {
		if g.stamp[d] != uint8(list+1) {
			g.rest = append(g.rest, d)
		}
	}
	return g.rest
}

func (g *gathered) order(a, b uint64) int {
	if c := cmp.Compare(g.score[b], g.score[a]); c != 0 {
		return c
	}
	return cmp.Compare(a, b)
}

// near are the items worth a closer look: those not much behind the best, and a
// few more where the best does not answer everything.
func (g *gathered) near(full float64) []uint64 {
	slices.SortFunc(g.docs, g.order)
	docs := g.docs[:min(len(g.docs), maxCandidates)]
	few, near := fewCandidates, float32(nearBest)
	if len(docs) > 0 && float64(g.score[docs[0]]) > 0.95*full {
		few, near = 1, nearAll
	}
	for i, d := range docs {
		if i >= few && g.score[d] < near*g.score[docs[0]] {
			return docs[:i]
		}
	}
	return docs
}

const (
	fewCandidates = 10  // that are looked at however far behind
	nearBest      = 0.8 // of the best one's score
	nearAll       = 0.9 // the same where the best answers everything
)

// holding are the items that hold one of the terms in a field, at most limit.
func (f *finder) holding(field string, terms []string, limit int) ([]*entry, error) {
	var docs []uint64
	ws := make([]weighed, len(terms))
	for i, t := range terms {
		ws[i].term = t
	}
	err := f.d.each(f.ctx, field, ws, func(doc uint64, _ float64) bool {
		if !slices.Contains(docs, doc) {
			docs = append(docs, doc)
		}
		return len(docs) < limit
	})
	if err != nil {
		return nil, err
	}
	return f.entries(docs)
}

// entries are the items at these places.
func (f *finder) entries(docs []uint64) ([]*entry, error) {
	seq := f.g.entries.now()
	out := make([]*entry, 0, len(docs))
	var internal index.IndexInternalID
	for _, d := range docs {
		internal = index.NewIndexInternalID(internal, d)
		id, err := f.d.r.ExternalID(internal)
		if err != nil {
			return nil, fmt.Errorf("reading the item index: %w", err)
		}
		e, err := f.g.entry(id, seq)
		if err != nil {
			return nil, err
		}
		if e != nil {
			out = append(out, e)
		}
	}
	return out, nil
}
