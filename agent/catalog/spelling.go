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

// spelling are the other known words that w is most likely a misspelling of; taken
// less literally, also those that are less likely. Of short words no letter is taken
// for another: tavle is no table.
func (p *parser) spelling(w string) []alt {
	n := utf8.RuneCountInString(w)
	if n < 4 || !wordy(w) {
		return nil
	}
	dist := 1
	if n >= 7 {
		dist = 2
	}
	var byCost [slipTwo + 1][]string
	for _, e := range p.d.similar(w, dist, 4*maxTerms) {
		if !wordy(e.term) || e.term == w {
			continue
		}
		c := slip(w, e.term, e.dist)
		if n <= 5 && c >= slipOther || c > slipTwo || len(byCost[c]) == maxTerms {
			continue
		}
		byCost[c] = append(byCost[c], e.term)
	}
	var out []alt
	for c, found := range byCost {
		if len(found) == 0 || len(out) > 0 && !p.loose {
			continue
		}
		q := asSpelling - float64(c)*0.25/float64(n)
		out = append(out, alt{groups: [][]string{found}, quality: q, nameOnly: true, why: "close spelling of '" + found[0] + "'"})
	}
	return out
}

// guess is a looser spelling, for a word of which nothing else can be made: one
// letter taken for another in a short word. It is never as good as another word.
func (p *parser) guess(w string) []alt {
	if n := utf8.RuneCountInString(w); n < 4 || n > 6 || !wordy(w) {
		return nil
	}
	var found []string
	for _, e := range p.d.similar(w, 1, 4*maxTerms) {
		if wordy(e.term) && e.term != w && e.term[0] == w[0] && len(found) < maxTerms {
			found = append(found, e.term)
		}
	}
	if len(found) == 0 {
		return nil
	}
	return []alt{{groups: [][]string{found}, quality: asGuess, nameOnly: true, why: "perhaps '" + found[0] + "'"}}
}

// mend takes a word that no item has for the colour or the material that it
// misspells, so that it is not taken for what the thing is.
func (p *parser) mend(ws []word) {
	for i, w := range ws {
		if len(w.fold) < 4 || len(w.fold) > maxWord || w.dot || !wordy(w.fold) || len(p.present(p.forms(w.text))) > 0 || len(p.d.prefixed(fieldWords, w.fold, 1)) > 0 {
			continue
		}
		if k, _ := kindOf(w); k != plain {
			continue
		}
		if m := misspeltKnown(w.fold); m != "" {
			ws[i].text, ws[i].fold, ws[i].was = m, m, w.fold
		}
	}
}

// misspeltKnown is the only colour or material that w is one slip away from.
func misspeltKnown(w string) string {
	found := ""
	for k, m := range known {
		if m.kind != colour && m.kind != material || len(k) < 5 || k[0] != w[0] || !oneSlip(w, k) {
			continue
		}
		if found != "" && known[found].term != m.term {
			return ""
		}
		if found == "" || k < found {
			found = k
		}
	}
	return found
}

// oneSlip says that two words differ by one letter: one missing, too many, or
// another (in longer words), or by two that changed places.
func oneSlip(a, b string) bool {
	switch {
	case len(a) > len(b):
		a, b = b, a
		fallthrough
	case len(a) < len(b):
		return len(b) == len(a)+1 && len(a) >= 4 && tailsMeet(a, b, 0, 1)
	case swapped(a, b):
		return true
	}
	return len(a) >= 5 && tailsMeet(a, b, 1, 1)
}

// tailsMeet says that after the letters that a and b share, skipping i of a and j
// of b, the rest is the same.
func tailsMeet(a, b string, i, j int) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n+i <= len(a) && n+j <= len(b) && a[n+i:] == b[n+j:]
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
