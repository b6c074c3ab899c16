package adaptive

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"salesclerk/cards"
)

// joiner is an invisible character that breaks what a client would read and leaves
// what people read as it is.
const joiner = "\u2060"

// line is a text on one line for a TextRun, of at most n runes and what keeps it
// harmless.
func line(t cards.Text, n int) string { return apart(harmless(cut(near(t, n).Line(), n), running)) }

// label is a text for a title, a label, a choice or a placeholder: some clients
// read Markdown there, so its characters are broken, too.
func label(t cards.Text, n int) string {
	s := cut(near(t, n).Line(), n)
	if listed.MatchString(s) {
		s = joiner + s
	}
	return harmless(apart(s), marking) // a mark at the end has apart's behind it
}

// listed is what begins a list or a heading.
var listed = regexp.MustCompile(`^([-+*#>]|\d+[.)])`)

// para is the lines of a text for TextRuns, indents kept, of at most n runes.
func para(t cards.Text, n int) []string {
	words := strings.Trim(cut(near(t, n).Para(), n), "\n")
	if words == "" {
		return nil
	}
	lines := strings.Split(words, "\n")
	for i, l := range lines {
		lines[i] = apart(harmless(indented(l), running))
	}
	return lines
}

// near is the beginning of a text in which the first n runes that can be read
// stand, however many there are between them that can not.
func near(t cards.Text, n int) cards.Text {
	t.S = cut(t.S, 10*n+1000)
	return t
}

// indented keeps the indent and the columns of a line: clients that show HTML make
// one space of several.
func indented(s string) string {
	s = strings.ReplaceAll(strings.TrimRight(s, " \t"), "\t", "    ")
	return strings.ReplaceAll(s, "  ", "\u00a0 ")
}

// harmless breaks what a client may read in a text, behind its first character.
func harmless(s string, marks func(string) bool) string {
	var b strings.Builder
	from := 0
	for i := 0; i < len(s); i++ {
		if marks(s[i:]) {
			b.WriteString(s[from:i+1] + joiner)
			from = i + 1
		}
	}
	if from == 0 {
		return s
	}
	return b.String() + s[from:]
}

// running says whether s begins with what may be read in a TextRun: a date to be
// filled in ("{{DATE"), a template ("${"), a mention or a tag ("<at"), an entity.
func running(s string) bool {
	if len(s) < 2 {
		return false
	}
	switch s[0] {
	case '{':
		return s[1] == '{'
	case '$':
		return s[1] == '{'
	case '<':
		return s[1] == '/' || s[1] == '!' || s[1] == '@' || letter(s[1])
	case '&':
		return s[1] == '#' || letter(s[1])
	}
	return false
}

// marking says whether s begins with a character of Markdown, or with what running
// finds.
func marking(s string) bool {
	return len(s) > 1 && strings.IndexByte("*_`[]!~#>|\\", s[0]) >= 0 || running(s)
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

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

// dotted is the parts that say something, with dots between them.
func dotted(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " · ")
}

// whole is short words that stand on one line together: a time, a price with its name.
func whole(s string) string {
	if utf8.RuneCountInString(s) > 24 {
		return s
	}
	return strings.ReplaceAll(s, " ", "\u00a0")
}

// titled is the title of a button, which must say something.
func titled(s string) string { return cmp.Or(label(ours(s), maxButton), "–") }
