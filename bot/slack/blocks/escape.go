package blocks

import (
	"strings"
	"unicode"

	"salesclerk/cards"
)

// joiner is an invisible character that breaks what a machine would read and
// leaves what people read as it is.
const joiner = "\u2060"

// harmless breaks in words what some client might take for more than words,
// though it stands where Slack reads no markup: an entity, a mention, a link in
// angle brackets, the name of an emoji. It is broken behind its first character.
//
// What is known: rich_text text elements and raw_text cells are not read at all,
// bare addresses in them are no links, either; plain_text is not read for
// mentions, and for names of emoji only where "emoji" is true. Whether an entity
// in plain_text is shown as its character is nowhere said, and need not be known.
func harmless(s string) string {
	var b strings.Builder
	from := 0
	for i := 0; i < len(s); i++ {
		if markup(s[i:]) {
			b.WriteString(s[from:i+1] + joiner)
			from = i + 1
		}
	}
	if from == 0 {
		return s
	}
	return b.String() + s[from:]
}

// markup says whether s begins with an entity ("&lt;"), a mention ("<@", "<!",
// "<#"), a link ("<https:") or the name of an emoji (":tada:").
func markup(s string) bool {
	switch s[0] {
	case '&':
		return closed(strings.TrimPrefix(s[1:], "#"), ';', alphanumeric)
	case '<':
		if len(s) > 1 && strings.IndexByte("!@#", s[1]) >= 0 {
			return true
		}
		return closed(s[1:], ':', func(c byte) bool { return alphanumeric(c) || strings.IndexByte("+.-", c) >= 0 })
	case ':':
		return closed(s[1:], ':', func(c byte) bool { return alphanumeric(c) || strings.IndexByte("_+-'", c) >= 0 }) && !digits(s[1:])
	}
	return false
}

// closed says whether some characters of a kind are followed by the end.
func closed(s string, end byte, kind func(byte) bool) bool {
	const longest = 100
	for i := range min(len(s), longest) {
		if s[i] == end {
			return i > 0
		}
		if !kind(s[i]) {
			return false
		}
	}
	return false
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// digits says whether all before the colon are digits, as in a time of day.
func digits(s string) bool {
	return closed(s, ':', func(c byte) bool { return c >= '0' && c <= '9' })
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
