package reader

import (
	"context"

	"salesclerk/agent/catalog"
)

// Items is what a reader asks the catalogue. catalog.Index satisfies it.
type Items interface {
	Find(ctx context.Context, q catalog.Query) (catalog.Result, error)
	// Knows says whether identifier is exactly some item's number or other reference.
	Knows(identifier string) bool
	// Unit is the code of the unit that words name in a language.
	Unit(words, lang string) (code string, ok bool)
	// UnitOf is the code of the unit that words mean for one item, "" if it has none
	// such; not sure where the word is another unit's and only one can be meant.
	UnitOf(item, words, lang string) (code string, sure bool)
}
