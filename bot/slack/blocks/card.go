package blocks

import (
	"cmp"
	"strings"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/cards"
)

// Card is a card as a message: ≤50 blocks, ≤13,200 characters of JSON, cut
// visibly where it must be. desk is the name that its buttons carry. A card that
// is open has buttons; a busy or settled one has none, and a settled one no large
// title, so that in a room those that wait stand out.
func Card(c cards.Card, desk string) Message {
	return fit(c, goalWhole, func(s shortener) []slack.Block { return full(c, desk, s) })
}

// Plain is the card for when Slack has refused Card's: plain sections and buttons,
// no table and no rich text, and smaller.
func Plain(c cards.Card, desk string) Message {
	return fit(c, goalPlain, func(s shortener) []slack.Block { return simple(c, desk, s) })
}

// Notice is a notice as a message, in the language of tag.
func Notice(n cards.Notice, tag string) Message {
	return Card(cards.NoticeCard(n, cards.Options{Lang: tag}), "")
}

// fit writes a card smaller and smaller until it is small enough.
func fit(c cards.Card, goal int, write func(shortener) []slack.Block) Message {
	s := shortener{w: lang.For(c.Lang), review: reviewable(c)}
	var out []slack.Block
	for _, s.size = range sizes[cardSizes:] {
		if out = write(s); len(out) == 0 {
			out = []slack.Block{Rich()} // Slack takes no message without anything
		}
		if size := named(out, c.ID); size <= goal && len(out) <= maxBlocks {
			break
		}
	}
	return Message{Text: notification(c), Blocks: out}
}

func reviewable(c cards.Card) bool {
	if c.State != cards.Open {
		return false
	}
	for _, b := range c.Buttons {
		if b.Action == task.ReviewView {
			return true
		}
	}
	return false
}

// full is a card at one size.
func full(c cards.Card, desk string, s shortener) []slack.Block {
	out := append(context(c.Context), title(c)...)
	if lead := line(c.Lead, s.text); lead != "" {
		out = append(out, slack.NewRichTextBlock("", section(words(lead))))
	}
	out = append(out, written(s, c.Blocks, InMessage)...)
	if c.State == cards.Busy {
		busy := section(mark(markBusy), words(" "+s.w.T("cards.busy")))
		out = append(out, slack.NewRichTextBlock("", busy))
	}
	out = append(out, settled(c)...)
	return append(out, buttons(c, desk)...)
}

// context is the line above the title: task, customer, subject.
func context(parts []cards.Text) []slack.Block {
	if s := joined(parts); s != "" {
		return []slack.Block{slack.NewContextBlock("", plain(s))}
	}
	return nil
}

func joined(parts []cards.Text) string {
	var out []string
	for _, t := range parts {
		if s := line(t, maxContextPart); s != "" && len(out) < 8 {
			out = append(out, s)
		}
	}
	return strings.Join(out, " · ")
}

func title(c cards.Card) []slack.Block {
	s := line(ours(c.Title), maxHeader)
	switch {
	case s == "":
		return nil
	case c.State == cards.Settled && c.Kind != cards.KindNotice:
		return []slack.Block{slack.NewRichTextBlock("", section(bold(s)))}
	}
	return []slack.Block{slack.NewHeaderBlock(plain(s))}
}

// settled is the sentence in the place of the buttons.
func settled(c cards.Card) []slack.Block {
	if s := line(ours(c.Settled), maxSettled); s != "" {
		return []slack.Block{slack.NewContextBlock("", plain(s))}
	}
	return nil
}

// notification is what phones and screen readers say of a card.
func notification(c cards.Card) string {
	parts := []string{cards.Text{S: c.Title}.Line()}
	for _, t := range c.Context {
		parts = append(parts, cut(t.Line(), maxContextPart))
	}
	head := strings.Trim(strings.Join(parts, " · "), " ·")
	last := c.Lead.Line()
	if c.Settled != "" {
		last = cards.Text{S: c.Settled}.Line()
	}
	if last != "" {
		head += "\n" + last
	}
	return Escape(cut(cmp.Or(head, "–"), maxNotify))
}
