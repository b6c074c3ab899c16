package bot

import (
	"slices"

	"salesclerk/cards"
)

// PageSteps is how many steps of a task stand on a page of its history.
const PageSteps = 25

// PageOf is the page of the history on which a step stands, for ever; steps count
// from 1, pages from 0.
func PageOf(step int) int { return (max(step, 1) - 1) / PageSteps }

// HistoryPage is a page of a task's history. A page that is done is full and waits
// for nobody: it stays as it is.
type HistoryPage struct {
	N       int
	Entries []cards.Entry
	Done    bool
}

// History is a task's history in pages, each of which is one message for ever. Of a
// timeline that was cut only whole pages are here: the others stay as they were.
func History(entries []cards.Entry) (pages []HistoryPage) {
	for len(entries) > 0 {
		p := HistoryPage{N: PageOf(entries[0].Step)}
		n := slices.IndexFunc(entries, func(e cards.Entry) bool { return PageOf(e.Step) != p.N })
		if n < 0 {
			n = len(entries)
		}
		p.Entries = entries[:n]
		p.Done = n == PageSteps && !slices.ContainsFunc(p.Entries, func(e cards.Entry) bool { return e.Open })
		if entries[0].Step == p.N*PageSteps+1 {
			pages = append(pages, p)
		}
		entries = entries[n:]
	}
	return pages
}
