package catalog

import (
	"fmt"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/mapping"

	"salesclerk/agent/erp"
)

// Fields of the index. Words come analysed by us: bleve only cuts at spaces.
const (
	fieldWords    = "w" // every term of an item
	fieldName     = "n" // whole names, folded
	fieldID       = "i" // identifiers, see keys
	fieldReversed = "r" // names' words backwards: finds compounds by their end
	fieldCompound = "c" // the same for languages that write compounds in one word
	fieldItem     = "d" // the item itself, stored only
)

// schema is the mapping of these fields.
func schema() (mapping.IndexMapping, error) {
	m := bleve.NewIndexMapping()
	if err := m.AddCustomAnalyzer("terms", map[string]any{"type": custom.Name, "tokenizer": whitespace.Name}); err != nil {
		return nil, fmt.Errorf("setting up the index: %w", err)
	}
	doc := bleve.NewDocumentStaticMapping()
	for _, f := range []string{fieldWords, fieldReversed, fieldCompound} {
		doc.AddFieldMappingsAt(f, textField("terms"))
	}
	for _, f := range []string{fieldName, fieldID} {
		doc.AddFieldMappingsAt(f, textField(keyword.Name))
	}
	kept := textField(keyword.Name)
	kept.Index, kept.Store = false, true
	doc.AddFieldMappingsAt(fieldItem, kept)
	m.DefaultMapping = doc
	m.StoreDynamic, m.DocValuesDynamic, m.IndexDynamic = false, false, false
	return m, nil
}

func textField(analyzer string) *mapping.FieldMapping {
	f := bleve.NewTextFieldMapping()
	f.Analyzer, f.Store, f.IncludeTermVectors, f.IncludeInAll, f.DocValues = analyzer, false, false, false, false
	return f
}

// record is an item as bleve gets it.
func record(it erp.Item) (map[string]any, error) {
	kept, err := pack(it)
	if err != nil {
		return nil, err
	}
	e := newEntry(it)
	var names []string
	for _, v := range e.views {
		names = append(names, v.exact)
	}
	open, compound := e.backwards()
	return map[string]any{
		fieldWords:    strings.Join(e.terms(), " "),
		fieldName:     names,
		fieldID:       keys(&it),
		fieldReversed: strings.Join(open, " "),
		fieldCompound: strings.Join(compound, " "),
		fieldItem:     kept,
	}, nil
}

// terms are all terms of an item, each once.
func (e *entry) terms() []string {
	seen := map[string]bool{}
	for _, v := range e.views {
		for t := range v.has {
			seen[t] = true
		}
	}
	for t := range e.bag {
		seen[t] = true
	}
	for _, s := range e.variants {
		for t := range s.has {
			seen[t] = true
		}
	}
	out := make([]string, 0, len(seen))
	for t := range seen {
		out = append(out, t)
	}
	return out
}

// backwards are the long words of the names, from their end: those of names in
// no stated language, and those of Danish and German names.
func (e *entry) backwards() (open, compound []string) {
	for _, v := range e.views {
		for _, w := range v.words {
			f := w.forms[0]
			if w.kind != plain || !wordy(f) || len(f) < 6 {
				continue
			}
			switch v.lang {
			case "":
				open = append(open, reversed(f))
			default:
				if compounding(v.lang) {
					compound = append(compound, reversed(f))
				}
			}
		}
	}
	return open, compound
}

func reversed(s string) string {
	rs := []rune(s)
	for i, j := 0, len(rs)-1; i < j; i, j = i+1, j-1 {
		rs[i], rs[j] = rs[j], rs[i]
	}
	return string(rs)
}
