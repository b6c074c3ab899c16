package mail

import (
	"io"
	"mime"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// wordDecoder reads encoded words in every charset a browser knows.
var wordDecoder = &mime.WordDecoder{CharsetReader: func(name string, r io.Reader) (io.Reader, error) {
	return charset.NewReaderLabel(name, r)
}}

// isBidi says whether a character changes the writing direction or cannot be
// seen, so that a name would read differently from what it is (UTR 36).
func isBidi(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 ||
		r == 0x200E || r == 0x200F || r == 0x061C || r == 0xFEFF || r >= 0xE0000 && r <= 0xE007F
}

// oneLine makes a display line: no control or direction characters, single spaces.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case isBidi(r):
			return -1
		case unicode.IsControl(r), r == 0x2028, r == 0x2029:
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

// cleanText keeps lines and tabs and drops other control characters.
func cleanText(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) || r == 0xFEFF {
			return -1
		}
		return r
	}, s)
}

// cutRunes shortens to n runes, visibly.
func cutRunes(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	rs := []rune(s)
	return string(rs[:n-1]) + "…"
}

// cutBytes shortens to at most n bytes at a rune, visibly.
func cutBytes(s string, n int) (string, bool) {
	if len(s) <= n {
		return s, false
	}
	n -= len("…")
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:max(n, 0)] + "…", true
}

// cleanName makes a file name that is safe to show: the last element of a
// path, without characters that hide its real ending.
func cleanName(s string) string {
	s = oneLine(s)
	s = strings.ReplaceAll(s, `\`, "/")
	s = path.Base(s)
	s = strings.Trim(s, " .")
	if s == "" || s == "/" {
		return ""
	}
	return cutName(s)
}

const maxFileName = 150 // bytes, so that it fits every file system after encoding

func cutName(s string) string {
	if len(s) <= maxFileName {
		return s
	}
	ext := path.Ext(s)
	if len(ext) > 20 {
		ext = ""
	}
	stem, _ := cutBytes(strings.TrimSuffix(s, ext), maxFileName-len(ext))
	return stem + ext
}
