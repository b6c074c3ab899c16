// Package catalog is the item index: it finds the item that a customer's words
// or numbers mean, and the unit they count it in.
//
// It is not the back office: it knows no prices and no stock, and it never
// decides what is sold. It only says what the words may mean, how sure that is,
// and why.
//
// One query flows through it like this. Find first looks for identifiers, to the
// letter (identifiers.go). Otherwise words are made legible, cut and folded
// (legible.go, words.go, fold.go, measure.go), each word is resolved to terms that
// the index holds: the word, its stem, the parts of a compound, a synonym, what it
// is short for, at last a close spelling (query.go, resolve.go). The lists that
// bleve keeps for these terms are read from the rarest on, so that a bounded number
// of items is looked at however many have the common words (gather.go); each is
// scored by rules that can be told in a sentence (score.go), and decide.go says
// whether that is one item, several, only alternatives, or nothing.
//
// Items are analysed the same way when they come in (entry.go). The index keeps
// a compact form of every item beside its terms, on disk where it has a folder, so
// a query asks nobody else; only some thousand analysed items are kept at hand.
package catalog
