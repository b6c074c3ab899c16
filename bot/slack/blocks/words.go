package blocks

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"salesclerk/cards"
)

// joiner is an invisible character that breaks what a machine would read and
// leaves what people read as it is.
const joiner = "\u2060"

// readable is what some client might take for more than words, though it stands
// where Slack reads no markup: an entity, a mention, a link in angle brackets,
// the name of an emoji.
var readable = regexp.MustCompile(`&(?:#?[0-9A-Za-z]{1,32};)|<(?:[!@#]|[A-Za-z][A-Za-z0-9+.-]{0,20}:)|:[a-z0-9_+'-]*[a-z][a-z0-9_+'-]*:`)

// harmless breaks in words whatever is more than words, behind its first character.
func harmless(s string) string {
	return readable.ReplaceAllStringFunc(s, func(m string) string { return m[:1] + joiner + m[1:] })
}

// broadcast is a word that pings a room.
var broadcast = regexp.MustCompile(`(?i)@(channel|here|everyone|group)`)

// address is what Slack turns into a link by itself.
var address = regexp.MustCompile(`(?i)(https?|mailto|ftp|slack|tel):`)

var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Escape makes words harmless for a message's text, the only place that Slack
// reads for markup: control characters of its markup become entities, words that
// ping a room or begin a link are broken invisibly.
func Escape(s string) string {
	s = cards.Text{S: s}.Para()
	s = broadcast.ReplaceAllString(s, "@"+joiner+"$1")
	s = address.ReplaceAllString(s, "$1"+joiner+":")
	return entities.Replace(s)
}

// line is a text on one line, for plain_text, rich_text and cells, cut to n runes.
func line(t cards.Text, n int) string { return cut(harmless(t.Line()), n) }

// para is a text with its line breaks, cut to n runes.
func para(t cards.Text, n int) string { return cut(harmless(t.Para()), n) }

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
	return strings.TrimRight(s[:at], " \t\n") + "…"
}

// ours is words of the program.
func ours(s string) cards.Text { return cards.Text{S: s} }

// PlainText is a text on one line as a plain_text object of at most max runes.
// Slack takes no empty one: nothing to read is written as a dash.
func PlainText(t cards.Text, max int) *slack.TextBlockObject {
	s := line(t, max)
	if s == "" {
		s = "–"
	}
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

// Rich is a rich_text block of one section per text, with their line breaks.
func Rich(texts ...cards.Text) *slack.RichTextBlock {
	b := slack.NewRichTextBlock("")
	for _, t := range texts {
		if s := para(t, maxText); s != "" {
			b.Elements = append(b.Elements, slack.NewRichTextSection(words(s)))
		}
	}
	return b
}

// words is a text element of rich text. Slack refuses empty ones.
func words(s string) *slack.RichTextSectionTextElement {
	return slack.NewRichTextSectionTextElement(s, nil)
}
