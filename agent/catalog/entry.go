package catalog

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
)

// How much a word counts by where it stands in an item.
const (
	inName     = 1.0
	inName2    = 0.97
	inProperty = 0.97 // attributes and variants
	inCategory = 0.88
	inExtended = 0.5
)

// maxVariants bounds how many variants of one item are told apart.
const maxVariants = 200

// entry is an item as the search sees it.
type entry struct {
	item     erp.Item
	views    []view             // the name in each language
	bag      map[string]float64 // terms beside the name → weight
	heads    map[string]bool    // terms of the category: it too says what the thing is
	colours  map[string]bool    // of the item itself
	variants []side
}

// view is an item's name in one language.
type view struct {
	lang  string // "" for the item's own description
	party string // the only customer who calls it so; "" for everyone
	words []term
	exact string             // the folded words in order
	has   map[string]float64 // terms → weight
	heads map[string]bool    // terms of the word that says what it is
	first map[string]bool    // terms of the first word, if it may be a thing
	names map[string]bool    // terms of proper names: ANTWERP
}

// term is one word of a name with all it can be found by.
type term struct {
	forms []string
	kind  kind
}

// side is a variant with the terms that tell it from the others.
type side struct {
	code, text string
	has        map[string]bool
	kinds      map[kind]bool
}

func newEntry(it erp.Item) *entry {
	e := &entry{item: it, bag: map[string]float64{}, heads: map[string]bool{}, colours: map[string]bool{}}
	e.addView(it.Description, "", it.Description2)
	for lang, d := range it.Translations {
		e.addView(d, baseLang(lang), "")
	}
	for _, id := range it.Identifiers {
		e.addAlias(id)
	}
	e.addCategory()
	for _, a := range it.Attributes {
		e.addAttribute(a)
	}
	e.addText(it.ExtendedText, inExtended)
	e.addUnit()
	for i, v := range it.Variants {
		if i < maxVariants {
			e.variants = append(e.variants, newSide(v))
		}
	}
	e.markNames()
	e.markColours()
	return e
}

func (e *entry) addView(name, lang, more string) {
	name, more = legible(name), legible(more)
	ws := cut(name)
	if len(ws) == 0 {
		return
	}
	v := view{lang: lang, exact: joined(ws), has: map[string]float64{}, heads: map[string]bool{}, names: map[string]bool{}}
	for _, w := range ws {
		t := termOf(w, lang)
		v.words = append(v.words, t)
		set(v.has, t.forms, inName)
		if w.caps {
			mark(v.names, t.forms)
		}
	}
	for _, m := range measures(name) {
		set(v.has, m.terms(), inName)
	}
	if canBeHead(ws[0]) && !ws[0].caps && !adjective(ws[0].fold) {
		v.first = map[string]bool{}
		mark(v.first, v.words[0].forms)
	}
	for _, h := range headsOf(ws, frenchOrder(name, lang)) {
		if h >= 0 {
			mark(v.heads, v.words[h].forms)
		}
	}
	for _, w := range cut(more) {
		set(v.has, termOf(w, lang).forms, inName2)
	}
	for _, m := range measures(more) {
		set(v.has, m.terms(), inName2)
	}
	e.views = append(e.views, v)
}

// addAlias takes what a vendor or a customer calls the item for a further name.
func (e *entry) addAlias(id erp.Identifier) {
	n := len(e.views)
	e.addView(id.Description, "", "")
	if len(e.views) > n && id.Kind == "customer" {
		e.views[n].party = id.Party
	}
}

// addUnit takes what an item is counted in for a thing it is: what is sold by the
// roll is a roll.
func (e *entry) addUnit() {
	for _, w := range cut(e.item.BaseUnit) {
		if k, _ := kindOf(w); k == plain && wordy(w.fold) && !pieces[w.fold] {
			t := termOf(w, "")
			set(e.bag, t.forms, inExtended)
			mark(e.heads, t.forms)
		}
	}
}

// pieces are units that say nothing about a thing.
var pieces = words("pcs pce piece pieces stk styk stuck ea each pza pz st unit")

func (e *entry) addCategory() {
	for _, s := range []string{e.item.Category, e.item.CategoryPath} {
		for i, w := range cut(s) {
			t := termOf(w, "")
			set(e.bag, t.forms, inCategory)
			// Of a path only its first phrase is the category itself.
			if i < 8 && !strings.Contains(s[:w.at], "<") && !strings.Contains(s[:w.at], ">") {
				mark(e.heads, t.forms)
			}
		}
	}
}

// addAttribute takes a value's words; of "yes" it takes the name's, of "no" nothing.
func (e *entry) addAttribute(a erp.Attribute) {
	switch fold(strings.TrimSpace(a.Value)) {
	case "no", "nej", "non", "nein", "false", "":
		return
	case "yes", "ja", "oui", "true":
		e.addText(a.Name, inProperty)
		return
	}
	e.addText(a.Value, inProperty)
	if typeName(a.Name) {
		for _, w := range cut(a.Value) {
			mark(e.heads, termOf(w, "").forms)
		}
	}
	for _, w := range cut(a.Name) {
		set(e.bag, termOf(w, "").forms, inExtended)
	}
}

// typeName says that an attribute tells what an item is.
func typeName(name string) bool {
	for _, w := range cut(name) {
		if typeNames[w.fold] {
			return true
		}
	}
	return false
}

var typeNames = words("type group category kind gruppe varegruppe kategori produkttype categorie famille groupe gattung kategorie produktgruppe")

func (e *entry) addText(s string, weight float64) {
	s = legible(s)
	for _, w := range cut(s) {
		set(e.bag, termOf(w, "").forms, weight)
	}
	for _, m := range measures(s) {
		set(e.bag, m.terms(), weight)
	}
}

// markNames takes words that stay the same in every language and stand in
// capitals in one of them for proper names.
func (e *entry) markNames() {
	for i := range e.views {
		for j := range e.views {
			for t := range e.views[j].names {
				if _, ok := e.views[i].has[t]; ok {
					e.views[i].names[t] = true
				}
			}
		}
	}
}

func (e *entry) markColours() {
	for _, v := range e.views {
		for _, w := range v.words {
			if w.kind == colour {
				mark(e.colours, w.forms)
			}
		}
	}
}

func newSide(v erp.Variant) side {
	s := side{code: v.Code, text: v.Description, has: map[string]bool{}, kinds: map[kind]bool{}}
	for _, text := range []string{v.Description, v.Code} {
		ws := cut(text)
		for i, w := range ws {
			if i > 0 && beyond[ws[i-1].fold] && isSize(w) {
				continue // "extra large" is no large
			}
			if full := sizeLetters[w.fold]; full != "" {
				w.fold = full
			}
			t := termOf(w, "")
			mark(s.has, t.forms)
			s.kinds[t.kind] = true
		}
		for _, m := range measures(text) {
			mark(s.has, m.terms())
			s.kinds[measure] = true
		}
	}
	return s
}

// beyond are the words that make another size of the one they stand before.
var beyond = words("extra ekstra double dobbelt triple tres doppel")

func isSize(w word) bool {
	k, _ := kindOf(w)
	return k == size || w.size
}

// termOf is a word with every term it is found by.
func termOf(w word, lang string) term {
	k, own := kindOf(w)
	fs := append([]string(nil), forms(w.text, lang)...)
	if own != "" {
		fs = append(fs, own)
	}
	if k == number {
		fs = append(fs, "n:"+plainNumber(w.fold))
	}
	if k == code {
		if s := squeeze(w.fold); s != w.fold && !isNumber(s) { // 1/2 is no 12
			fs = append(fs, s)
		}
	}
	if w.not {
		fs = negated(fs)
	}
	return term{forms: fs, kind: k}
}

// negated are the terms of what a thing has not.
func negated(terms []string) []string {
	out := make([]string, len(terms))
	for i, t := range terms {
		out[i] = "not:" + t
	}
	return out
}

func plainNumber(s string) string {
	d, err := decimal.NewFromString(strings.Replace(s, ",", ".", 1))
	if err != nil {
		return s
	}
	return d.String()
}

func joined(ws []word) string {
	var b strings.Builder
	for i, w := range ws {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.fold)
	}
	return b.String()
}

func set(m map[string]float64, terms []string, weight float64) {
	for _, t := range terms {
		if m[t] < weight {
			m[t] = weight
		}
	}
}

func mark(m map[string]bool, terms []string) {
	for _, t := range terms {
		m[t] = true
	}
}

// pack is the form an item is kept in: what the search needs of it.
func pack(it erp.Item) (string, error) {
	it.Price, it.SafetyStock, it.LeadTimeDays, it.TaxGroup = decimal.Zero, decimal.Zero, 0, ""
	it.ExtendedText = bounded(it.ExtendedText, maxText)
	b, err := json.Marshal(it)
	if err != nil {
		return "", fmt.Errorf("packing item %s: %w", it.Number, err)
	}
	return string(b), nil
}

func unpack(s string) (*entry, error) {
	var it erp.Item
	if err := json.Unmarshal([]byte(s), &it); err != nil {
		return nil, fmt.Errorf("unpacking an item of the index: %w", err)
	}
	return newEntry(it), nil
}
