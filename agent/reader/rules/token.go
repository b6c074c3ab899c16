package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a number or a mark of a text, with its place in bytes.
type token struct {
	text, low  string
	start, end int
	used       bool     // belongs to a value already read: a date, a price, a reference
	not        []string // of a mark for words that were taken out: traits that are not wanted
}

func (t token) isNumber() bool { return t.text != "" && t.text[0] >= '0' && t.text[0] <= '9' }
func (t token) isWord() bool {
	r, _ := utf8.DecodeRuneInString(t.text)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
func (t token) hasDigit() bool  { return strings.ContainsAny(t.text, "0123456789") }
func (t token) hasLetter() bool { return strings.IndexFunc(t.text, unicode.IsLetter) >= 0 }

// inWord says whether r joins what stands before and after it to one word, as
// in 1896-S, ST.MORITZ, 1.250,50 and don't.
func inWord(r rune) bool {
	switch r {
	case '-', '.', ',', '/', '_', '\'', '’', '‑', '+', ':':
		return true
	}
	return false
}

// tokenize splits s into words and single marks. Blanks are dropped.
func tokenize(s string) []token {
	var out []token
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsSpace(r):
			i += n
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			end := wordEnd(s, i)
			out = append(out, newToken(s, i, end))
			i = end
		default:
			out = append(out, newToken(s, i, i+n))
			i += n
		}
	}
	return out
}

func newToken(s string, start, end int) token {
	text := s[start:end]
	return token{text: text, low: lower(text), start: start, end: end}
}

// lower folds case and the forms of an apostrophe and a hyphen.
func lower(s string) string {
	return folds.Replace(strings.ToLower(s))
}

var folds = strings.NewReplacer("’", "'", "‑", "-")

func wordEnd(s string, i int) int {
	start, prev := i, rune(0)
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			prev, i = r, i+n
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[i+n:])
		if !joins(prev, r, next) {
			return i
		}
		if (r == '\'' || r == '’') && elides(s[start:i], s[i+n:]) {
			return i + n
		}
		prev, i = r, i+n
	}
	return i
}

func joins(prev, r, next rune) bool {
	if !inWord(r) || !(unicode.IsLetter(next) || unicode.IsDigit(next)) {
		return false
	}
	digits := unicode.IsDigit(prev) && unicode.IsDigit(next)
	switch r {
	case ',', ':':
		return digits
	case '+':
		return unicode.IsDigit(prev) != unicode.IsDigit(next)
	case '/':
		return unicode.IsDigit(prev) || unicode.IsDigit(next) || unicode.IsUpper(prev) && unicode.IsUpper(next)
	}
	return unicode.IsLetter(prev) || unicode.IsDigit(prev)
}

// elides says whether before is a French or Italian article or pronoun cut by an
// apostrophe.
func elides(before, after string) bool {
	b := lower(before)
	switch b {
	case "l", "d", "j", "n", "s", "c", "m", "t", "qu", "jusqu", "lorsqu", "puisqu":
	case "un", "all", "dell", "nell", "dall", "sull", "quell", "quest":
	default:
		return false
	}
	r, n := utf8.DecodeRuneInString(after)
	next, _ := utf8.DecodeRuneInString(after[n:])
	return unicode.IsLetter(r) && (b == "j" || unicode.IsLetter(next))
}

// join puts tokens back together as they stood in s, without used ones.
func join(s string, toks []token) string {
	var b strings.Builder
	last := -1
	for _, t := range toks {
		if t.used {
			continue
		}
		if last >= 0 && t.start > last {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
		last = t.end
	}
	return strings.Trim(b.String(), " ,;:-–—.()/!?*•·\"“”«»'")
}

func words(toks []token) int {
	n := 0
	for _, t := range toks {
		if t.isWord() {
			n++
		}
	}
	return n
}
