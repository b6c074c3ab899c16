package adaptive

import (
	"salesclerk/cards"
)

// readRunes is how much of somebody's words stands together, so that what is long
// goes on over pages.
const readRunes = 2500

func (s *sheet) reading(list []cards.Block) []unit {
	var out []unit
	l := layout{w: s.w, size: sizes[0], link: s.link}
	for _, b := range list {
		for _, piece := range cards.Pieces(b, func(s string) []string { return chunks(s, readRunes) }) {
			if items := l.blocks([]cards.Block{piece}); len(items) > 0 {
				out = append(out, unit{items: items})
			}
		}
	}
	return out
}

// chunks cuts words into pieces of at most n runes, at a line's end where there is
// one, else at a space.
func chunks(s string, n int) []string {
	var out []string
	for runes := []rune(s); ; {
		if len(runes) <= n {
			return append(out, string(runes))
		}
		at := n
		for _, mark := range []rune{'\n', ' '} {
			if i := lastIndex(runes[:n], mark); i >= n/2 {
				at = i + 1
				break
			}
		}
		out, runes = append(out, string(runes[:at])), runes[at:]
	}
}

func lastIndex(runes []rune, r rune) int {
	for i := len(runes) - 1; i >= 0; i-- {
		if runes[i] == r {
			return i
		}
	}
	return -1
}

// paged puts units on pages of at most goal; there is always one.
func paged(all []unit, goal int) [][]unit {
	pages := [][]unit{nil}
	sum := 0
	for _, u := range all {
		last := len(pages) - 1
		if len(pages[last]) > 0 && sum+u.weight > goal {
			pages, last, sum = append(pages, nil), last+1, 0
		}
		pages[last] = append(pages[last], u)
		sum += u.weight
	}
	return pages
}

// page is the page to show: where the first thing is wrong, else the Draft's.
func (s *sheet) page(pages [][]unit) int {
	at := clamp(s.d.Page, 0, len(pages)-1)
	if len(s.errors) == 0 || s.wrongOn(pages[at]) {
		return at
	}
	for i, p := range pages {
		if s.wrongOn(p) {
			return i
		}
	}
	return at
}

func (s *sheet) wrongOn(page []unit) bool {
	for _, u := range page {
		for _, id := range u.ids {
			if s.errors[id] != "" {
				return true
			}
		}
	}
	return false
}
