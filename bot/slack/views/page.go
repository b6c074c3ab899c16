package views

import (
	"encoding/json"

	"github.com/slack-go/slack"

	"salesclerk/bot/slack/blocks"
	"salesclerk/cards"
)

// What a page of a view holds at most. Slack takes 100 blocks and 250 KB; a page
// has much less, so that a phone scrolls through it in a moment.
const (
	pageBlocks = 70
	pageWeight = 24_000
	pageLines  = 12 // document lines
	pagePicks  = 8
)

// A unit is what stays together on a page. Its weight is about the bytes of its
// JSON and, as pages must be the same in every language, comes from its content
// alone; draw writes it.
type unit struct {
	fields []string // of inputs and lines in it
	line   int      // its place in the list of lines, from 1
	blocks int      // at most
	weight int
	rows   int // of pageRows
	fresh  bool
	draw   func() []slack.Block
}

// pageRows is what the rows of a page may add up to: a document line is 2, a pick 3.
const pageRows = pageLines * 2

// pack puts units on pages, each page as many as it holds.
func pack(all []unit) [][]unit {
	pages := [][]unit{nil}
	var sum unit
	for _, u := range all {
		last := len(pages) - 1
		full := sum.blocks+u.blocks > pageBlocks || sum.weight+u.weight > pageWeight || sum.rows+u.rows > pageRows
		if len(pages[last]) > 0 && (full || u.fresh) {
			pages, last, sum = append(pages, nil), last+1, unit{}
		}
		pages[last] = append(pages[last], u)
		sum.blocks, sum.weight, sum.rows = sum.blocks+u.blocks, sum.weight+u.weight, sum.rows+u.rows
	}
	return pages
}

// weigh is about how many bytes a value takes in JSON.
func weigh(v any) int {
	data, err := json.Marshal(v)
	if err != nil {
		return pageWeight
	}
	return len(data)
}

// readUnits is how much of somebody's words stands together, so that what is long
// goes on over pages.
const readUnits = 2500

// reading is blocks to read as units: long ones in several, nothing left out.
func reading(list []cards.Block, lang string) []unit {
	words := func(s string) (out []string) {
		for _, p := range split(s, readUnits).list {
			out = append(out, p.text)
		}
		return out
	}
	var out []unit
	for _, b := range list {
		for _, piece := range cards.Pieces(b, words) {
			out = append(out, unit{blocks: 6, weight: 2*weigh(piece) + 400, rows: 1, draw: func() []slack.Block {
				return blocks.Render([]cards.Block{piece}, pageWeight*4, blocks.InModal, lang)
			}})
		}
	}
	return out
}
