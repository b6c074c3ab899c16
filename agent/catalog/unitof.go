package catalog

import (
	"context"
	"slices"
	"strings"

	"salesclerk/agent/erp"
)

// packings are the groups of unitWords that hold several of a thing. Which of
// them a customer says is a matter of taste; which of them the item has counts.
var packings = []string{"box", "carton", "case", "pack", "bundle", "bag"}

// UnitOf is the code of the unit that words (or another code) mean for one item:
// a carton of what is sold in boxes is a box. It is not sure where only one unit
// of the item can be meant but the word is another's. The code is "" if the item
// has no such unit.
func (x *Index) UnitOf(item, words, lang string) (code string, sure bool) {
	if len(words) > 100 {
		return "", false
	}
	ctx := context.Background()
	_ = x.use(ctx, func(g *generation) error {
		e, err := g.item(ctx, item)
		if err == nil && e != nil {
			code, sure = g.words.units.of(&e.item, words)
		}
		return err
	})
	return code, sure
}

func (t unitTable) of(it *erp.Item, words string) (string, bool) {
	has := codesOf(it)
	find := func(code string) string {
		for _, c := range has {
			if code != "" && strings.EqualFold(c, code) {
				return c
			}
		}
		return ""
	}
	code := t.find(words)
	for _, c := range []string{strings.TrimSpace(words), code} {
		if own := find(c); own != "" {
			return own, true
		}
	}
	groups := t.groupsOf(words, code)
	for _, g := range groups {
		for _, name := range append([]string{g.name}, g.other...) {
			if own := find(t.named[name]); own != "" {
				return own, true
			}
		}
	}
	return t.onlyOne(it, groups)
}

// onlyOne is the unit that is left to be meant: the only packing, where a packing
// was said; the base unit for pieces, where it can be counted.
func (t unitTable) onlyOne(it *erp.Item, groups []unitGroup) (string, bool) {
	for _, g := range groups {
		if g.name == "piece" && t.countable(it.BaseUnit) {
			return it.BaseUnit, !strings.EqualFold(it.BaseUnit, t.named["pair"])
		}
		if !slices.Contains(packings, g.name) {
			continue
		}
		var only []string
		for _, c := range codesOf(it) {
			if !strings.EqualFold(c, it.BaseUnit) && t.isPacking(c) {
				only = append(only, c)
			}
		}
		if len(only) == 1 {
			return only[0], false
		}
	}
	return "", false
}

func codesOf(it *erp.Item) []string {
	out := []string{it.BaseUnit}
	for _, u := range it.Units {
		if !strings.EqualFold(u.Code, it.BaseUnit) {
			out = append(out, u.Code)
		}
	}
	return out
}

// groupsOf are the groups that hold a word, or whose unit has the code.
func (t unitTable) groupsOf(words, code string) []unitGroup {
	var out []unitGroup
	key := unitKey(words)
	for _, g := range unitWords {
		if code != "" && strings.EqualFold(t.named[g.name], code) || slices.ContainsFunc(strings.Fields(g.words), func(w string) bool { return fold(w) == key }) {
			out = append(out, g)
		}
	}
	return out
}

func (t unitTable) isPacking(code string) bool {
	return slices.ContainsFunc(packings, func(name string) bool { return strings.EqualFold(t.named[name], code) })
}

// countable says that pieces of a unit can be counted: rolls, cans, sets, pairs.
func (t unitTable) countable(code string) bool {
	for _, name := range []string{"roll", "can", "set", "pair", "bottle", "bucket", "drum", "tube", "bag", "box", "carton", "case", "pack", "bundle"} {
		if strings.EqualFold(t.named[name], code) {
			return true
		}
	}
	return false
}
