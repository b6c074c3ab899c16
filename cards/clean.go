package cards

import (
	"strings"
	"unicode"
)

// maxMarks is how many combining marks may stand on one letter. Words of any
// living language need fewer; piles of them cover the lines above.
const maxMarks = 4

// Line is the text on one line, safe to be escaped for a surface: no control
// characters, no line breaks, no invisible or direction-turning characters.
func (t Text) Line() string {
	return strings.Join(strings.FieldsFunc(clean(t.S), blank), " ")
}

// blank is white space that may break; the kind that holds an amount together stays.
func blank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }

// Para is the text with its line breaks and indents, safe to be escaped.
func (t Text) Para() string { return clean(t.S) }

// Empty says whether there is nothing to read in the text.
func (t Text) Empty() bool { return t.Line() == "" }

// clean keeps what can be read. It is the same for every origin: our own words
// lose nothing by it, and a stranger's name may stand inside a sentence of ours.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var b strings.Builder
	b.Grow(len(s))
	marks := 0
	for _, r := range s {
		marks = countMarks(r, marks)
		if r = readable(r); r >= 0 && marks <= maxMarks {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func countMarks(r rune, marks int) int {
	if r >= 0x300 && unicode.In(r, unicode.Mn, unicode.Me) {
		return marks + 1
	}
	return 0
}

// readable is the rune as it may be shown, or -1. Zero-width joiners stay:
// words of several languages and many pictographs are spelt with them.
func readable(r rune) rune {
	switch {
	case r >= ' ' && r < 0x7f:
		return r
	case r == '\n' || r == '\t' || r == '\u200c' || r == '\u200d':
		return r
	case r != '\u00a0' && r != '\u202f' && unicode.Is(unicode.Zs, r):
		return ' '
	case r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
		return '\n'
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs), invisible(r):
		return -1
	}
	return r
}

// invisible are letters and marks by their category that show as nothing:
// fillers and variation selectors beyond the one for pictographs.
func invisible(r rune) bool {
	switch r {
	case '\u115f', '\u1160', '\u3164', '\uffa0', '\u034f', '\u17b4', '\u17b5', '\u2800':
		return true
	}
	return r >= '\ufe00' && r <= '\ufe0e' || r >= 0xe0100 && r <= 0xe01ef
}
