package rules

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"salesclerk/agent/catalog"
	"salesclerk/agent/task"
)

// found is an answer of the catalogue.
type found struct {
	res catalog.Result
	err error
}

func (r *reading) query1(q catalog.Query) found {
	res, err := r.items.Find(r.ctx, q)
	if err != nil {
		err = fmt.Errorf("looking up %q: %w", q.Text, err)
	}
	return found{res, err}
}

// maxLookups bounds the questions asked of the catalogue while sentences are split.
const maxLookups = 1000

// lookup asks the catalogue for words, each once a mail. The number of these
// questions is bounded: they only help to split sentences.
func (r *reading) lookup(words string) catalog.Result {
	key := strings.ToLower(words)
	f, ok := r.cache[key]
	if !ok {
		if len(r.cache) >= maxLookups || r.ctx.Err() != nil {
			return catalog.Result{Match: task.None}
		}
		f = r.query1(catalog.Query{Text: words, Lang: r.lang, Customer: r.in.Customer, Limit: 5})
		r.cache[key] = f
	}
	return f.res
}

// finds says whether the catalogue knows something by these words.
func (r *reading) finds(words string) bool {
	if words == "" {
		return false
	}
	m := r.lookup(words).Match
	return m == task.One || m == task.Several
}

// strong says whether the words name one thing for sure.
func (r *reading) strong(words string) bool {
	res := r.lookup(words)
	return res.Match == task.One && res.Confidence >= task.LowConfidence
}

// matchAll looks every line up that is not settled, several at a time.
func (r *reading) matchAll() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range r.out.Lines {
		l := &r.out.Lines[i]
		if l.Match != "" {
			continue
		}
		wg.Add(1)
		slots <- struct{}{}
		go func() {
			defer func() { <-slots; wg.Done() }()
			if err := r.match(l); err != nil {
				mu.Lock()
				r.fail(err)
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
}

// dropDoubtful takes out what only looks like an item in a mail that is about
// something else: one of a thing that the catalogue does not have.
func (r *reading) dropDoubtful() {
	if !slices.ContainsFunc(r.out.OutOfScope, func(kind string) bool { return kind != "discount" && kind != "support" }) {
		return
	}
	r.out.Lines = slices.DeleteFunc(r.out.Lines, func(l task.Line) bool {
		return l.Match == task.None && l.Quantity == "1" && len(l.Identifiers) == 0 && l.Unit == "" && l.Change == task.LineNew && l.Where == "body"
	})
}

func (r *reading) match(l *task.Line) error {
	if err := r.ctx.Err(); err != nil {
		return fmt.Errorf("reading a mail: %w", err)
	}
	q := catalog.Query{Text: l.Query, Identifiers: l.Identifiers, Lang: r.lang, Customer: r.in.Customer, Unit: l.Unit}
	f := r.query1(q)
	r.suits(l, f.res)
	if f.err == nil && l.Match == task.None && f.res.Match == task.One && q.Customer != "" {
		q.Plain = true // it may be what the customer had before that is not wanted now: "not the red ones"
		f = r.query1(q)
		r.suits(l, f.res)
	}
	if f.err != nil {
		l.Match = task.None
		return f.err
	}
	if l.Unit == "" && f.res.Unit != "" {
		l.Unit = f.res.Unit
	}
	r.settleUnit(l)
	return nil
}

// suits takes what was found for a line, without what its words rule out.
func (r *reading) suits(l *task.Line, res catalog.Result) {
	l.Match, l.Items, l.Confidence = res.Match, res.Items, res.Confidence
	if l.Match == "" {
		l.Match = task.None
	}
	if l.Items == nil {
		l.Items = []task.Candidate{}
	}
	r.keepWishes(l)
}

// settleUnit reads the unit's word by what the item is sold in: a carton of what
// comes in boxes is a box. Pieces stay pieces, as they were written. Where only one
// unit is left to be meant, a person looks.
func (r *reading) settleUnit(l *task.Line) {
	if l.Unit == "" || l.Match != task.One {
		return
	}
	code, sure := r.items.UnitOf(l.Items[0].Number, l.Unit, r.lang)
	if code == "" {
		return
	}
	if !sure {
		l.Confidence = min(l.Confidence, task.LowConfidence-0.05)
	}
	if pieces, _ := r.items.Unit("pcs", "en"); l.Unit != pieces {
		l.Unit = code
	}
}
