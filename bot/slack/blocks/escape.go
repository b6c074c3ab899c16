package blocks

import (
	"regexp"
	"strings"
	"unicode"

	"salesclerk/cards"
)

// joiner is an invisible character that breaks what a machine would read and
// leaves what people read as it is.
const joiner = "\u2060"

// markup is what some client might take for more than words, though it stands
// where Slack reads no markup: an entity, a mention, a link in angle brackets,
// the name of an emoji.
//
// What is known: rich_text text elements and raw_text cells are not read at all,
// bare addresses in them are no links, either; plain_text is not read for
// mentions, and for names of emoji only where "emoji" is true. Whether an entity
// in plain_text is shown as its character is nowhere said, and need not be known.
var markup = regexp.MustCompile(`&(?:#?[0-9A-Za-z]{1,32};)|<(?:[!@#]|[A-Za-z][A-Za-z0-9+.-]{0,20}:)|:[0-9]*[a-z+_-][a-z0-9+_'-]*:`)

// harmless breaks in words whatever is more than words, behind its first character.
func harmless(s string) string {
	if !strings.ContainsAny(s, "&<:") {
		return s
	}
	return markup.ReplaceAllStringFunc(s, func(m string) string { return m[:1] + joiner + m[1:] })
}

var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// Escape makes words harmless for a message's text, the only place that Slack
// reads for markup: the control characters of its markup become entities, and
// what pings a room, names an emoji or becomes a link by itself ("@here",
// "evil.example", "tel:", a mail address) is broken invisibly. Formatting
// characters stay; the message is to be sent with mrkdwn false, in which they
// are characters like others.
func Escape(s string) string {
	return entities.Replace(broken(cards.Text{S: s}.Para()))
}

// broken puts a joiner behind each "@", "." and ":" that may make a name, a host
// or an address of what stands around it.
func broken(s string) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/16)
	before := ' '
	all := []rune(s)
	for i, r := range all {
		b.WriteRune(r)
		next := ' '
		if i+1 < len(all) {
			next = all[i+1]
		}
		if joins(before, r, next) {
			b.WriteString(joiner)
		}
		before = r
	}
	return b.String()
}

func joins(before, r, next rune) bool {
	switch r {
	case '@', '#':
		return !unicode.IsSpace(next)
	case '.':
		return !unicode.IsSpace(before) && unicode.IsLetter(next)
	case ':':
		return !unicode.IsSpace(next) && !unicode.IsDigit(next) || unicode.IsLetter(before) && unicode.IsDigit(next)
	}
	return false
}
