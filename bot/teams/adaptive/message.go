package adaptive

import (
	"salesclerk/cards"
)

// Message is a card as it is posted, and what a notification says of it: plain
// words, no markup.
type Message struct {
	Summary string
	Card    Root
}

// Options say where a card is shown, and what with.
type Options struct {
	Desk string // that the buttons carry
	Lang string // of the one who reads; of a Card its own counts

	// Forms is what the button of a card opens, to be built into it; nil, or an
	// answer of nil: the button opens a window where there are Windows, else comes
	// back with its verb, to be answered with Review.
	Forms func(b cards.Button) *cards.Form
	// Windows says that the client has dialogs (task/fetch). What does not fit into
	// a card then leads there.
	Windows bool
	// Refresh are the users (ids of the conversation's, "29:…") for whom the card is
	// drawn anew with VerbRefresh, at most 60; with none there is no refresh.
	Refresh []string

	// Files says that a Card offers to open the files that it names (VerbFile), to be
	// answered with Files.
	Files bool
	// Link is the address of a file for the one who reads, by its cards.File.Blob; ""
	// for none. Only what one person alone sees has such links: Files, Dialog and
	// Review.
	Link func(blob string) string
}

// Card is a card as a message of at most 80 KB, cut visibly where it must be. One
// that is open has buttons; a busy one has none, and a settled one only that which
// opens its files.
func Card(c cards.Card, o Options) Message { return write(c, o) }

// Plain is the card without buttons and forms, and smaller: for when Teams refuses
// the first, and for those who may not decide.
func Plain(c cards.Card, o Options) Message {
	c.Buttons, c.More = nil, nil
	o.Forms, o.Files = nil, false
	return write(c, o)
}

// Notice is a notice as a message, in the language of tag.
func Notice(n cards.Notice, tag string) Message {
	return Card(cards.NoticeCard(n, cards.Options{Lang: tag}), Options{})
}
