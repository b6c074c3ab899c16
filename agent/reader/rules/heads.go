package rules

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed heads.txt
var headsText string

// headWords says what single words of the heads of columns are about, whatever the
// language: programs print in the language of their makers as often as in that of
// the mail, and put heads together as they like: "Lief.-Art.-Nr.", "Qté cdée".
type headWords struct {
	whole map[string][]string
	ends  map[string][]string
}

var heads = sync.OnceValue(func() headWords {
	h := headWords{map[string][]string{}, map[string][]string{}}
	section := ""
	for line := range strings.Lines(headsText) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "# "):
		case strings.HasPrefix(line, "["):
			section = strings.Trim(line, "[]")
		default:
			for w := range strings.SplitSeq(line, "|") {
				w = strings.TrimSpace(w)
				if tail, ok := strings.CutPrefix(w, "*"); ok {
					h.ends[tail] = append(h.ends[tail], section)
				} else {
					h.whole[w] = append(h.whole[w], section)
				}
			}
		}
	}
	return h
})

// about is what a word of a head may be about; nil if the word is in no head.
func (h headWords) about(word string) []string {
	if got := h.whole[word]; got != nil {
		return got
	}
	for cut := range word { // the longest ending that is known
		if cut >= 3 {
			if got := h.ends[word[cut:]]; got != nil {
				return got
			}
		}
	}
	return nil
}

// headParts are the words of a head: "Art.-Nr." is art and nr, "unitPrice" two words,
// "Preis/Einh." two as well; what stands in brackets says only in what it is counted.
func headParts(cell string) []string {
	if open := strings.IndexByte(cell, '('); open > 0 {
		if end := strings.IndexByte(cell[open:], ')'); end > 0 {
			cell = cell[:open] + " " + cell[open+end+1:]
		}
	}
	var out []string
	short := false // of U.M., P.U.: letters parted by stops are one word
	for _, w := range strings.FieldsFunc(cell, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune("#°º%€$£ª", r)
	}) {
		one := utf8.RuneCountInString(w) == 1 && unicode.IsLetter([]rune(w)[0])
		switch {
		case one && short:
			out[len(out)-1] += lower(w)
		case heads().about(lower(w)) != nil:
			out = append(out, lower(w))
		default:
			out = append(out, strings.Fields(lower(spaced(w)))...)
		}
		short = one
	}
	return out
}

// weakHeads are words that only say of what order a thing is: "order no." is a number,
// "required date" a date.
var weakHeads = wordSet("order ordered needed need required requested bestilt bestilles bestelt bestellt besteld beställt ordinato pedido wanted stk st pcs pieces units pz total")

// headRoles is what a column may hold by its head, the likeliest first; nil if a word
// of it is in no head.
func headRoles(cell string) []string {
	votes, ambiguous := map[string]bool{}, []string{}
	known, all := 0, 0
	parts := headParts(cell)
	for _, w := range parts {
		about := heads().about(w)
		if slices.Contains(about, "filler") {
			votes["filler"] = true
			if len(about) == 1 {
				continue
			}
		}
		all++
		if about == nil {
			continue
		}
		known++
		if weakHeads[w] && saysMore(parts) {
			continue
		}
		if len(about) == 1 && !weakHeads[w] {
			votes[about[0]] = true
		} else {
			ambiguous = append(ambiguous, about...)
		}
	}
	if known == 0 || known < all && known*2 < all {
		return nil
	}
	return rankRoles(votes, ambiguous)
}

// saysMore says whether a head has a word that tells what its column holds, however
// weak others are.
func saysMore(parts []string) bool {
	return slices.ContainsFunc(parts, func(w string) bool {
		about := heads().about(w)
		return about != nil && !weakHeads[w] && !slices.Contains(about, "filler")
	})
}

// rankRoles orders what the words of a head say together: a unit's price is a price.
func rankRoles(votes map[string]bool, ambiguous []string) []string {
	order := []string{"skip", "price", "date", "qty", "money", "unit", "trait", "pos", "item", "name"}
	if votes["qty"] {
		order = []string{"skip", "price", "qty", "date", "money", "unit", "trait", "pos", "item", "name"}
	}
	if votes["unit"] && votes["trait"] {
		return []string{"skip"} // how many go into one
	}
	if votes["name"] && votes["item"] {
		delete(votes, "item")
	}
	if votes["pos"] && votes["item"] {
		delete(votes, "item")
	}
	var out []string
	for _, role := range order {
		if votes[role] {
			out = append(out, role)
		}
	}
	for _, role := range []string{"qty", "unit", "item", "name", "pos", "price", "date", "money", "trait", "skip"} {
		if slices.Contains(ambiguous, role) && !slices.Contains(out, role) {
			out = append(out, role)
		}
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "filler" })
}
