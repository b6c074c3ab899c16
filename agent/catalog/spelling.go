package catalog

import "unicode/utf8"

// Spelling errors by how likely they are; a guess costs more the less likely it
// is. Figures are never guessed.
const (
	slipOrder  = 1 // two letters swapped, one doubled
	slipLetter = 2 // one missing or too many
	slipOther  = 3 // one for another
	slipTwo    = 5
	slipFirst  = 2 // more: the first letter differs
)

// spelling are the known words that w is most likely a misspelling of. Of short
// words no letter is taken for another: tavle is no table.
func (p *parser) spelling(w string) []alt {
	n := utf8.RuneCountInString(w)
	if n < 4 || !wordy(w) {
		return nil
	}
	dist := 1
	if n >= 7 {
		dist = 2
	}
	best, found := 100, []string(nil)
	for _, e := range p.d.similar(w, dist, 4*maxTerms) {
		if !wordy(e.term) {
			continue
		}
		c := slip(w, e.term, e.dist)
		if n <= 5 && c >= slipOther || c > slipTwo || c > best {
			continue
		}
		if c < best {
			best, found = c, nil
		}
		if len(found) < maxTerms {
			found = append(found, e.term)
		}
	}
	if len(found) == 0 {
		return nil
	}
	q := asSpelling - float64(best)*0.25/float64(n)
	return []alt{{groups: [][]string{found}, quality: q, nameOnly: true, why: "close spelling of '" + found[0] + "'"}}
}

// slip is how unlikely it is that b was meant where a was written.
func slip(a, b string, dist int) int {
	c := slipOther
	switch {
	case dist >= 2:
		c = slipTwo
	case len(a) == len(b) && swapped(a, b), undoubled(a) == undoubled(b):
		c = slipOrder
	case len(a) != len(b):
		c = slipLetter
	}
	if a[0] != b[0] {
		c += slipFirst
	}
	return c
}

// swapped says that two neighbours changed places.
func swapped(a, b string) bool {
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// undoubled is s with each run of one letter once.
func undoubled(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if i == 0 || s[i] != s[i-1] {
			out = append(out, s[i])
		}
	}
	return string(out)
}
