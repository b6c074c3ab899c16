package text

import (
	"strings"

	"github.com/mattn/go-runewidth"
)

// condition counts cells the same everywhere, whatever the machine's locale.
var condition = &runewidth.Condition{StrictEmojiNeutral: true}

// cells is how wide a text stands in a terminal.
func cells(s string) int { return condition.StringWidth(s) }

// wrap breaks words into rows of at most width cells; a word that is longer
// breaks where it must. There is always at least one row.
func wrap(s string, width int) []string {
	width = max(width, 2) // a wide letter must fit
	var rows []string
	row, used := "", 0
	for i, word := range strings.Split(s, " ") {
		n := cells(word)
		if i > 0 && used+1+n > width && used > 0 {
			rows = append(rows, row)
			row, used = "", 0
		} else if i > 0 && used+1 <= width {
			row, used = row+" ", used+1
		}
		for n > width-used && n > width {
			head, rest := split(word, width-used)
			rows = append(rows, row+head)
			row, used, word = "", 0, rest
			n = cells(word)
		}
		row, used = row+word, used+n
	}
	return append(rows, row)
}

// split cuts a word after at most width cells, but after at least one letter.
func split(word string, width int) (head, rest string) {
	used := 0
	for i, r := range word {
		n := condition.RuneWidth(r)
		if i > 0 && used+n > width {
			return word[:i], word[i:]
		}
		used += n
	}
	return word, ""
}
