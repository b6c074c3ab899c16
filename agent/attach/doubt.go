package attach

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// sureWord is how sure, of 100, tesseract must be of a number, or of a word so
// short that it may have been one: "il" for 11.
const sureWord = 80

func unsureWord(text string, sure float64) bool {
	return sure < sureWord && (strings.ContainsAny(text, "0123456789") || utf8.RuneCountInString(text) <= 3)
}

// mostUnsure is how many unsure words of a file are kept.
const mostUnsure = 1000

// doubt keeps those of the words that text recognition may have misread.
func (c *Content) doubt(words []glyph) {
	for _, w := range words {
		if w.unsure && len(c.Unsure) < mostUnsure {
			c.Unsure = append(c.Unsure, cut(w.text, 40))
		}
	}
	var told places
	for _, s := range c.Unsure {
		told.add(cut(s, 20))
	}
	if len(c.Unsure) > 0 {
		c.because("text recognition is not sure of these: " + told.String())
	}
}

// Doubts says whether what was taken from a place of this file, "po.pdf p1 r3",
// may hold a misread number. Words without a cell of their own are gone by.
func (c Content) Doubts(where, words string) bool {
	place, ok := strings.CutPrefix(where, c.Name)
	if !ok || len(c.Unsure) == 0 {
		return false
	}
	if row := c.row(strings.TrimSpace(place)); row != nil {
		return slices.ContainsFunc(row, func(c Cell) bool { return c.Unsure })
	}
	return slices.ContainsFunc(strings.Fields(words), func(w string) bool { return slices.Contains(c.Unsure, w) })
}

// row is the row at a place, if some cell stands there.
func (c Content) row(place string) []Cell {
	for _, t := range c.Tables {
		for _, row := range t.Rows {
			if slices.ContainsFunc(row, func(c Cell) bool { return c.Place == place }) {
				return row
			}
		}
	}
	return nil
}
