package alias

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"salesclerk/agent/catalog"
	"salesclerk/agent/erp"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

// Office is the back office as far as an alias needs it: erp.ErrNotFound for an
// item that is gone.
type Office interface {
	Item(ctx context.Context, number string) (erp.Item, error)
}

// view is the catalogue as one customer's words find it.
type view struct {
	reader.Items
	office   Office
	customer string
	byWords  map[string]Alias
	byItem   map[string][]Alias // with a unit

	mu   sync.Mutex
	gone map[string]Alias // by words: asked for, and of no use any more
}

func newView(items reader.Items, office Office, customer string, list []Alias) *view {
	v := &view{Items: items, office: office, customer: customer, byWords: map[string]Alias{}, byItem: map[string][]Alias{}, gone: map[string]Alias{}}
	for _, a := range list {
		v.byWords[Key(a.Words, nil)] = a
		if a.Unit != "" {
			v.byItem[a.Item] = append(v.byItem[a.Item], a)
		}
	}
	return v
}

// Find answers with what is remembered for the words, else with what is found.
func (v *view) Find(ctx context.Context, q catalog.Query) (catalog.Result, error) {
	key := Key(q.Text, q.Identifiers)
	a, ok := v.byWords[key]
	if !ok || q.Customer != v.customer || q.Plain {
		return v.Items.Find(ctx, q)
	}
	if numbered, err := v.numbered(ctx, q); err != nil || numbered {
		return orFind(ctx, v.Items, q, err)
	}
	item, err := v.office.Item(ctx, a.Item)
	if err != nil && !errors.Is(err, erp.ErrNotFound) {
		return catalog.Result{Match: task.None}, fmt.Errorf("the item remembered for %q: %w", a.Words, err)
	}
	if err != nil || !usable(item, a.Variant) {
		v.mu.Lock()
		v.gone[key] = a
		v.mu.Unlock()
		return v.Items.Find(ctx, q)
	}
	r := catalog.Result{Match: task.One, Items: []task.Candidate{candidate(a, item, q.Lang)}, Confidence: 1}
	if a.Unit != "" && fold(a.Said) == fold(q.Unit) && sold(item, a.Unit) {
		r.Unit = a.Unit
	}
	return r, nil
}

func orFind(ctx context.Context, items reader.Items, q catalog.Query, err error) (catalog.Result, error) {
	if err != nil {
		return catalog.Result{Match: task.None}, err
	}
	return items.Find(ctx, q)
}

// numbered says whether the customer wrote a number that is one of our items': it
// goes before whatever is remembered. A number of another customer's is not.
func (v *view) numbered(ctx context.Context, q catalog.Query) (bool, error) {
	for _, w := range append(slices.Clone(q.Identifiers), strings.Fields(q.Text)...) {
		if w = strings.Trim(w, ".,;:()\"'"); w == "" || !v.Items.Knows(w) {
			continue
		}
		r, err := v.Items.Find(ctx, catalog.Query{Text: w, Identifiers: []string{w}, Lang: q.Lang, Customer: q.Customer})
		if err != nil {
			return false, err
		}
		if r.Match == task.One {
			return true, nil
		}
	}
	return false, nil
}

// UnitOf is the unit that a person corrected for this customer, else the item's.
func (v *view) UnitOf(item, words, lang string) (string, bool) {
	code, sure := v.Items.UnitOf(item, words, lang)
	for _, a := range v.byItem[item] {
		if s := fold(a.Said); s != "" && (s == fold(words) || s == fold(code)) {
			return a.Unit, true
		}
	}
	return code, sure
}

// Check says what stands against the alias, given its item.
func (a Alias) Check(item erp.Item) error {
	switch {
	case item.Blocked:
		return fmt.Errorf("item %s is blocked", item.Number)
	case !usable(item, a.Variant):
		return fmt.Errorf("item %s has no variant %s", item.Number, a.Variant)
	case a.Unit != "" && !sold(item, a.Unit):
		return fmt.Errorf("item %s has no unit %s", item.Number, a.Unit)
	}
	return nil
}

func usable(item erp.Item, variant string) bool {
	return !item.Blocked && (variant == "" || slices.ContainsFunc(item.Variants, func(v erp.Variant) bool { return v.Code == variant }))
}

func sold(item erp.Item, unit string) bool {
	return strings.EqualFold(item.BaseUnit, unit) || slices.ContainsFunc(item.Units, func(u erp.ItemUnit) bool { return strings.EqualFold(u.Code, unit) })
}

// candidate is the item with the reason why it is meant.
func candidate(a Alias, item erp.Item, lang string) task.Candidate {
	c := task.Candidate{Number: item.Number, Variant: a.Variant, Score: 1, Description: item.Name(lang),
		Why:        fmt.Sprintf("remembered for this customer: %s chose it on %s", a.Name, a.At.Format("2 January 2006")),
		Remembered: &task.Remembered{Words: a.Words, Name: a.Name, At: a.At}}
	for _, v := range item.Variants {
		if v.Code == a.Variant && a.Variant != "" && v.Description != "" {
			c.Description += ", " + v.Description
		}
	}
	return c
}
