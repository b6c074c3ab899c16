package rules

import "strings"

// echoes says whether what stands behind a comma is still the name of the item
// whose number stands before it: "3 pcs LV-2605 Step ladder, 8 steps" is one item
// of that very name, not a ladder and eight steps.
func (r *reading) echoes(left, right []token) bool {
	tail := tokenNames(right[:r.nextSeparator(right)])
	if tail == "" {
		return false
	}
	for i := len(left) - 1; i >= 0; i-- {
		if !left[i].hasDigit() || !r.items.Knows(left[i].text) {
			continue
		}
		found := r.lookup(left[i].text).Items
		return len(found) > 0 && strings.Contains(" "+tokenNames(tokenize(found[0].Description))+" ", " "+tail+" ")
	}
	return false
}

// tokenNames are words without the marks between them, small.
func tokenNames(toks []token) string {
	var out []string
	for _, t := range toks {
		if t.isWord() {
			out = append(out, t.low)
		}
	}
	return strings.Join(out, " ")
}
