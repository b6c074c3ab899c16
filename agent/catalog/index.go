package catalog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"salesclerk/agent/erp"
)

// Options say where the index lives. The zero value is an index in memory.
type Options struct {
	Dir string       // on disk in this directory; "" keeps it in memory
	Log *slog.Logger // nil: quiet
}

// ErrClosed is the answer of an index that was closed.
var ErrClosed = errors.New("the item index is closed")

// Index finds items. It is safe for use by many goroutines.
type Index struct {
	o     Options
	write sync.Mutex             // one Build or Update at a time
	mu    sync.RWMutex           // held by readers while they use now
	now   *generation            // nil once closed
	mark  atomic.Pointer[string] // where the changes of the back office stand
}

// generation is all that one Build made. Readers see one or the next.
type generation struct {
	bleve   bleve.Index
	path    string // "" in memory
	words   vocabulary
	entries *entries
	updates int // since it was built or compacted
}

// vocabulary is what is known beside the items.
type vocabulary struct {
	Synonyms []erp.Synonyms `json:"synonyms"`
	Units    []erp.Unit     `json:"units"`

	synonyms synonymTable
	units    unitTable
}

// maxEntries bounds the analysed items kept at hand: some 5 KB each.
const maxEntries = 8192

var vocabularyKey = []byte("salesclerk vocabulary")

// New opens the index. On disk it holds at once what the last Build left there;
// in memory it is empty.
func New(o Options) (*Index, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	x := &Index{o: o}
	g, err := x.reopen()
	if err != nil {
		o.Log.Warn("the item index on disk cannot be used and is built anew", "error", err)
	}
	if g == nil {
		if g, err = memory(); err != nil {
			return nil, err
		}
	}
	x.now = g
	return x, nil
}

func memory() (*generation, error) { return create("") }

// create makes an empty generation in a directory that does not exist, or in memory.
func create(path string) (*generation, error) {
	m, err := schema()
	if err != nil {
		return nil, err
	}
	b, err := bleve.NewUsing(path, m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("making the item index: %w", err)
	}
	g := &generation{bleve: b, path: path, entries: newEntries(maxEntries)}
	g.words.prepare()
	return g, nil
}

// currentFile names the directory of the finished generation.
const currentFile = "CURRENT"

func (x *Index) reopen() (*generation, error) {
	if x.o.Dir == "" {
		return nil, nil
	}
	name, err := os.ReadFile(filepath.Join(x.o.Dir, currentFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the item index: %w", err)
	}
	path := filepath.Join(x.o.Dir, filepath.Base(strings.TrimSpace(string(name))))
	return open(path)
}

// open opens a finished generation.
func open(path string) (*generation, error) {
	b, err := bleve.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the item index: %w", err)
	}
	g := &generation{bleve: b, path: path, entries: newEntries(maxEntries)}
	raw, err := b.GetInternal(vocabularyKey)
	if err == nil && len(raw) > 0 {
		err = json.Unmarshal(raw, &g.words)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("reading the words of the item index: %w", err), b.Close())
	}
	g.words.prepare()
	return g, nil
}

func (g *generation) keepWords(v vocabulary) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("keeping the words of the item index: %w", err)
	}
	if err := g.bleve.SetInternal(vocabularyKey, raw); err != nil {
		return fmt.Errorf("keeping the words of the item index: %w", err)
	}
	v.prepare()
	g.words = v
	return nil
}

func (v *vocabulary) prepare() {
	v.synonyms = newSynonymTable(slices.Concat(v.Synonyms, trade))
	v.units = newUnitTable(v.Units)
}

func (g *generation) close() error {
	if g == nil {
		return nil
	}
	return g.bleve.Close()
}

// use runs f on the present generation, which stays open meanwhile.
func (x *Index) use(ctx context.Context, f func(*generation) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.now == nil {
		return ErrClosed
	}
	return f(x.now)
}

// Len is how many items the index holds.
func (x *Index) Len() int {
	var n uint64
	_ = x.use(context.Background(), func(g *generation) (err error) {
		n, err = g.bleve.DocCount()
		return err
	})
	return int(n)
}

// Close frees what the index holds. Closing twice is fine.
func (x *Index) Close() error {
	x.write.Lock()
	defer x.write.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	g := x.now
	x.now = nil
	return g.close()
}
