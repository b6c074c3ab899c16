package catalog

import (
	"strings"
	"unicode"
)

// lookalikes are Greek and Cyrillic letters that look like Latin ones.
var lookalikes = map[rune]rune{
	'А': 'A', 'В': 'B', 'Е': 'E', 'З': '3', 'К': 'K', 'М': 'M', 'Н': 'H', 'О': 'O', 'Р': 'P', 'С': 'C', 'Т': 'T', 'У': 'Y', 'Х': 'X', 'І': 'I', 'Ј': 'J', 'Ѕ': 'S',
	'а': 'a', 'е': 'e', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x', 'і': 'i', 'ј': 'j', 'ѕ': 's', 'ԁ': 'd', 'һ': 'h', 'ӏ': 'l',
	'Α': 'A', 'Β': 'B', 'Ε': 'E', 'Ζ': 'Z', 'Η': 'H', 'Ι': 'I', 'Κ': 'K', 'Μ': 'M', 'Ν': 'N', 'Ο': 'O', 'Ρ': 'P', 'Τ': 'T', 'Υ': 'Y', 'Χ': 'X',
	'ο': 'o', 'ν': 'v', 'α': 'a', 'ι': 'i', 'ρ': 'p',
}

// legible is a text as a person sees it: without letters that show nothing, full
// width letters and odd spaces as common ones, and Greek and Cyrillic letters as
// the Latin ones they look like, in words that have no other of their kind.
func legible(s string) string {
	if isASCII(s) {
		return s
	}
	s = strings.Map(seen, s)
	if !strings.ContainsFunc(s, func(r rune) bool { return lookalikes[r] != 0 }) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		n := strings.IndexFunc(s, func(r rune) bool { return !isAlnum(r) })
		if n < 0 {
			n = len(s)
		}
		b.WriteString(latin(s[:n]))
		rest := strings.IndexFunc(s[n:], isAlnum)
		if rest < 0 {
			rest = len(s) - n
		}
		b.WriteString(s[n : n+rest])
		s = s[n+rest:]
	}
	return b.String()
}

// seen is what a letter shows; -1 for nothing.
func seen(r rune) rune {
	switch {
	case r == '\u00ad' || r == '\u034f' || r == '\ufe0f' || unicode.Is(unicode.Cf, r):
		return -1
	case r >= '\uff01' && r <= '\uff5e':
		return r - 0xfee0
	case unicode.Is(unicode.Zs, r):
		return ' '
	}
	return r
}

// latin is a word in Latin letters if each of its letters looks like one.
func latin(w string) string {
	foreign := func(r rune) bool {
		return unicode.In(r, unicode.Greek, unicode.Cyrillic) && lookalikes[r] == 0
	}
	if strings.ContainsFunc(w, foreign) {
		return w
	}
	return strings.Map(func(r rune) rune {
		if l := lookalikes[r]; l != 0 {
			return l
		}
		return r
	}, w)
}
