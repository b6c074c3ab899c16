package adaptive

import (
	"encoding/json"
	"unicode/utf16"
	"unicode/utf8"
)

// What Teams takes, and what we give it.
const (
	maxCard    = 80_000 // bytes of a message, whichever way they are counted
	goalCard   = 74_000 // a card with the forms in it: the rest is the message around it
	goalBody   = 34_000 // a card before its forms
	goalPage   = 60_000 // a page of a form
	maxActions = 5      // side by side; Teams takes six, its open library five
)

// Limits of our own, in runes: what can be read in seconds.
const (
	maxTitle    = 150
	maxLabel    = 100
	maxButton   = 60
	maxChoice   = 150
	maxSentence = 500
	maxPart     = 120 // of the context line
	maxSummary  = 300
)

// size is how much of each thing a card shows.
type size struct {
	quote int // runes of a quote
	rows  int // rows of a table
	items int // fields, files and sentences of a kind
	text  int // runes of a sentence, a value or a cell
	parts int // blocks
}

// sizes are the steps in which something too large is shortened; the first is for
// forms, which go over pages.
var sizes = []size{
	{quote: 60_000, rows: 1000, items: 1000, text: 2000, parts: 200},
	{quote: 2_500, rows: 60, items: 60, text: 420, parts: 40},
	{quote: 900, rows: 12, items: 16, text: 400, parts: 40},
	{quote: 600, rows: 10, items: 10, text: 240, parts: 24},
	{quote: 400, rows: 6, items: 8, text: 120, parts: 16},
	{quote: 200, rows: 3, items: 5, text: 60, parts: 10},
	{quote: 80, rows: 1, items: 2, text: 40, parts: 6},
	{quote: 30, rows: 0, items: 1, text: 24, parts: 2},
}

// weigh is how large a value is for Teams: bytes of its JSON, or twice its UTF-16
// units where that is more. It is nowhere said which of them counts.
func weigh(v any) int {
	b, err := json.Marshal(v)
	if err != nil {
		panic("adaptive: this cannot be written: " + err.Error()) // our own types only
	}
	return weight(b)
}

func weight(b []byte) int {
	units := 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		units += max(utf16.RuneLen(r), 1)
		i += n
	}
	return max(len(b), 2*units)
}
