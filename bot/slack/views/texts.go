package views

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// An input takes 3,000 characters, what stands in it included. A longer text is
// edited in several inputs, each with room to grow.
const (
	inputMax  = 3000
	partUnits = 2000
)

// parts is a text as inputs show it: the white space before it, between its parts
// and behind it is not shown, so that no client can trim it, and comes back as it
// was.
type parts struct {
	whole, pre string
	list       []part
}

type part struct{ text, sep string }

// split cuts a text into parts of at most size units, at an empty line where there
// is one, else at a line end, a space, anywhere.
func split(s string, size int) parts {
	p := parts{whole: s}
	rest := strings.TrimLeftFunc(s, unicode.IsSpace)
	p.pre = s[:len(s)-len(rest)]
	for takes(rest, size) {
		at := cutAt(rest, size)
		text := strings.TrimRightFunc(rest[:at], unicode.IsSpace)
		next := strings.TrimLeftFunc(rest[at:], unicode.IsSpace)
		p.list = append(p.list, part{text, rest[len(text) : len(rest)-len(next)]})
		rest = next
	}
	if rest != "" || len(p.list) == 0 {
		text := strings.TrimRightFunc(rest, unicode.IsSpace)
		p.list = append(p.list, part{text, rest[len(text):]})
	}
	return p
}

// takes says whether a text takes more than size units, reading no further than it must.
func takes(s string, size int) bool {
	n := 0
	for _, r := range s {
		if n += unit16(r); n > size {
			return true
		}
	}
	return false
}

// units is how much of an input a text takes: characters as Slack counts them
// (UTF-16), those that it escapes in full.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += unit16(r)
	}
	return n
}

func unit16(r rune) int {
	switch {
	case r == '&':
		return len("&amp;")
	case r == '<' || r == '>':
		return len("&lt;")
	case r > 0xffff:
		return 2
	}
	return 1
}

// cutAt is where to cut a text that takes more than size units.
func cutAt(s string, size int) int {
	window := s[:prefix(s, size)]
	for _, mark := range []string{"\n\n", "\r\n\r\n", "\n", ", ", " "} {
		if i := strings.LastIndex(window, mark); i >= len(window)/2 {
			return i + len(mark)
		}
	}
	return len(window)
}

// prefix is how many bytes of s take at most size units; it ends before a letter,
// not before a mark on one, unless there are only marks.
func prefix(s string, size int) int {
	n, letter, any := 0, 0, 0
	for i, r := range s {
		if n += unit16(r); n > size && any > 0 {
			break
		}
		if any = i; !joined(s, i) {
			letter = i
		}
	}
	if any-letter > maxMarks {
		return any
	}
	if letter == 0 {
		_, letter = utf8.DecodeRuneInString(s)
	}
	return letter
}

// maxMarks is how many bytes may belong to one letter.
const maxMarks = 128

// joined says whether the rune at i belongs to what stands before it.
func joined(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	const zwj = '\u200d'
	if r < 0x300 && before < 0x300 {
		return before == '\r' && r == '\n'
	}
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || r == zwj || before == zwj || r >= '\ufe00' && r <= '\ufe0f' ||
		r >= 0x1f3fb && r <= 0x1f3ff
}

// shown is a part of a text as it is put into an input: what no input can hold is
// left out. While an input has this value nothing was typed in it.
func shown(s string, lines bool) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			if lines {
				return '\n'
			}
			return ' '
		case r != '\t' && unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
}

// join is the text with what was typed in its parts. A part that was emptied takes
// the white space behind it along. What nobody touched comes back byte for byte.
func (p parts) join(typed map[int]string) string {
	if len(typed) == 0 {
		return p.whole
	}
	var b strings.Builder
	b.WriteString(p.pre)
	for i, x := range p.list {
		text, changed := typed[i]
		switch {
		case !changed:
			text = x.text
		case text == "" && len(p.list) > 1:
			continue
		case strings.Contains(p.whole, "\r\n"):
			text = strings.ReplaceAll(text, "\n", "\r\n")
		}
		b.WriteString(text + x.sep)
	}
	return b.String()
}
