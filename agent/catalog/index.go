package catalog

import (
	"context"
	"iter"
	"log/slog"
	"sync"
	"time"

	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

// Options say where the index lives.
type Options struct {
	Dir string       // on disk in this directory; "" keeps it in memory
	Log *slog.Logger // nil: quiet
}

// Index finds items. It is safe for use by many goroutines.
type Index struct {
	o  Options
	mu sync.RWMutex
}

// New makes an empty index.
func New(o Options) (*Index, error) { return &Index{o: o}, nil }

// Build replaces everything. Readers see the old items or the new ones, never
// half. progress, if any, is told now and then how many items are in.
func (x *Index) Build(ctx context.Context, items iter.Seq2[erp.Item, error], synonyms []erp.Synonyms, units []erp.Unit, progress func(n int)) error {
	return nil
}

// Update puts changed items in and takes removed ones out.
func (x *Index) Update(ctx context.Context, changed []erp.Item, removed []string) error { return nil }

// Query is what a customer asked for.
type Query struct {
	Text        string   // the words of the line, a stranger's
	Identifiers []string // what looks like a number, to the letter
	Lang        string   // en, da, fr, de; "" if not known
	Customer    string   // whose own numbers count
	Unit        string   // code, if one is wanted
	Limit       int      // of Items; 0 is 10
}

// Result is what was found, best first.
type Result struct {
	Match      task.Match
	Items      []task.Candidate
	Confidence float64
	Unit       string // code, if an identifier names a unit
}

// Find looks for the item a customer means.
func (x *Index) Find(ctx context.Context, q Query) (Result, error) {
	return Result{Match: task.None}, nil
}

// Knows says whether identifier is exactly some item's number, GTIN, vendor or
// customer number or other reference.
func (x *Index) Knows(identifier string) bool { return false }

// Suggest finds items as somebody types.
func (x *Index) Suggest(ctx context.Context, prefix, lang string, limit int) ([]task.Candidate, error) {
	return nil, nil
}

// Unit is the code of the unit that words name.
func (x *Index) Unit(words, lang string) (code string, ok bool) { return "", false }

// Close frees what the index holds.
func (x *Index) Close() error { return nil }

// Follow keeps the index as the back office is until ctx ends.
func Follow(ctx context.Context, x *Index, items erp.Items, every time.Duration, log *slog.Logger) error {
	<-ctx.Done()
	return nil
}
