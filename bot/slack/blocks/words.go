package blocks

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"salesclerk/cards"
)

// line is a text on one line, for plain_text, rich_text and cells, cut to n
// runes. It never begins or ends within what was made harmless.
func line(t cards.Text, n int) string { return fitted(near(t, n).Line(), n) }

// para is a text with its line breaks, cut to n runes.
func para(t cards.Text, n int) string { return fitted(strings.Trim(near(t, n).Para(), "\n"), n) }

// near is the beginning of a text in which the first n runes that can be read
// stand, however many there are between them that can not.
func near(t cards.Text, n int) cards.Text {
	t.S = cut(t.S, 10*n+1000)
	return t
}

// fitted is s made harmless and set apart, in at most n characters as Slack
// counts them.
func fitted(s string, n int) string {
	short := apart(harmless(cut(s, n)))
	for have := n; slackLength(short) > n && have > 1; { // what was put in takes room too
		have = max(1, min(have-1, have*n/slackLength(short)))
		short = apart(harmless(cut(s, have)))
	}
	return short
}

// apart keeps words that are written from right to left to themselves: what
// stands beside them keeps its place.
func apart(s string) string {
	if strings.IndexFunc(s, leftward) < 0 {
		return s
	}
	return "\u2068" + s + "\u2069"
}

func leftward(r rune) bool {
	return r >= 0x590 && unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko,
		unicode.Samaritan, unicode.Mandaic, unicode.Adlam, unicode.Hanifi_Rohingya)
}

// cut shortens s to n runes, the last of them "…" if something is gone.
func cut(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	at := 0
	for range n - 1 {
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return strings.TrimRight(s[:at], " \t\n\u200d…") + "…"
}

// ours is words of the program.
func ours(s string) cards.Text { return cards.Text{S: s} }

// PlainText is a text on one line as a plain_text object of at most max
// characters. Slack takes no empty one: nothing to read is written as a dash.
func PlainText(t cards.Text, max int) *slack.TextBlockObject {
	return plain(line(t, max))
}

// plain is a plain_text object of words that are harmless already.
func plain(s string) *slack.TextBlockObject {
	if s == "" {
		s = "–"
	}
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

// Rich is a rich_text block with a paragraph for each text, with its line
// breaks, each of at most 3,000 characters. Texts without words are left out.
func Rich(texts ...cards.Text) *slack.RichTextBlock { return rich(texts, maxText) }

func rich(texts []cards.Text, n int) *slack.RichTextBlock {
	var f flow
	for _, t := range texts {
		if s := para(t, n); s != "" {
			f.line(words(s))
		}
	}
	if len(f.here) == 0 {
		f.line(words("–"))
	}
	return slack.NewRichTextBlock("", f.all()...)
}

// The pieces of rich text. What they take is harmless already and not empty.

func words(s string) slack.RichTextSectionElement { return slack.NewRichTextSectionTextElement(s, nil) }

func bold(s string) slack.RichTextSectionElement {
	return slack.NewRichTextSectionTextElement(s, &slack.RichTextSectionTextStyle{Bold: true})
}

func italic(s string) slack.RichTextSectionElement {
	return slack.NewRichTextSectionTextElement(s, &slack.RichTextSectionTextStyle{Italic: true})
}

// The marks of ours; no words of others can make one.
const (
	markWarning = "warning"
	markBusy    = "hourglass_flowing_sand"
	markOpen    = "point_right"
)

func mark(name string) slack.RichTextSectionElement {
	return slack.NewRichTextSectionEmojiElement(name, 0, nil)
}

func section(parts ...slack.RichTextSectionElement) slack.RichTextElement {
	return slack.NewRichTextSection(parts...)
}

func quote(parts ...slack.RichTextSectionElement) slack.RichTextElement {
	return &slack.RichTextQuote{Type: slack.RTEQuote, Elements: parts}
}

// bullets is a rich_text_list. The library's own writes an offset, which Slack's
// published types do not know.
type bullets struct {
	Type     slack.RichTextElementType     `json:"type"`
	Style    slack.RichTextListElementType `json:"style"`
	Elements []slack.RichTextElement       `json:"elements"`
}

// RichTextElementType makes it an element of a rich_text block.
func (b *bullets) RichTextElementType() slack.RichTextElementType { return b.Type }

func bulleted(list []slack.RichTextElement) slack.RichTextElement {
	return &bullets{Type: slack.RTEList, Style: slack.RTEListBullet, Elements: list}
}
