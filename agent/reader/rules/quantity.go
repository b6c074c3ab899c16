package rules

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

func itoa(n int) string { return strconv.Itoa(n) }

var (
	gluedTimes = regexp.MustCompile(`^(\d{1,6})[x×]$`)
	gluedUnit  = regexp.MustCompile(`^(\d{1,6}(?:[.,]\d+)?)(\pL{1,8})$`)
	timesGlued = regexp.MustCompile(`^[x×](\d{1,6})$`)
	plain      = regexp.MustCompile(`^\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d+)?$|^\d{1,9}(?:[.,]\d{1,9})?$`)
)

// number reads the number that begins at toks[i], in digits or words, and says
// how many tokens it takes; 0 if there is none.
func (l *lexicon) number(toks []token, i int) (decimal.Decimal, int) {
	if i < 0 || i >= len(toks) || toks[i].used {
		return decimal.Zero, 0
	}
	if d, n := l.fraction(toks, i); n > 0 {
		return d, n
	}
	var d decimal.Decimal
	n := 0
	if whole, ok := parseNumber(toks[i].text, l.lang); ok {
		d, n = l.scaled(whole, toks, i+1)
	} else {
		d, n = l.numberWords(toks, i)
	}
	if k := l.andHalf(toks, i+n); n > 0 && k > 0 {
		return d.Add(half), n + k
	}
	return d, n
}

// scaled takes "2 dozen", "3 hundred" and thousands parted by a blank.
func (l *lexicon) scaled(d decimal.Decimal, toks []token, i int) (decimal.Decimal, int) {
	n := 1
	if i < len(toks) && len(toks[i].text) == 3 && toks[i].isNumber() && !toks[i].hasLetter() &&
		len(toks[i-1].text) <= 3 && !strings.ContainsAny(toks[i-1].text, ".,") && toks[i].start == toks[i-1].end+1 && l.lang != "en" {
		if rest, err := decimal.NewFromString(toks[i].text); err == nil {
			return d.Mul(decimal.NewFromInt(1000)).Add(rest), 2
		}
	}
	if k, v := l.of("number").at(toks, i); k > 0 && strings.HasPrefix(v, "*") {
		f, err := decimal.NewFromString(v[1:])
		if err == nil {
			return d.Mul(f), n + k
		}
	}
	return d, n
}

// parseNumber reads digits with the decimal mark of a language. Where the
// marks leave only one way to read them, the language does not matter.
func parseNumber(s, lang string) (decimal.Decimal, bool) {
	if !plain.MatchString(s) || len(s) > 20 {
		return decimal.Zero, false
	}
	s = blanks.Replace(s)
	dot, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	switch {
	case dot >= 0 && comma >= 0:
		if dot > comma {
			s = strings.ReplaceAll(s, ",", "")
		} else {
			s = strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", ".")
		}
	case strings.Count(s, ".") > 1 || strings.Count(s, ",") > 1:
		s = strings.NewReplacer(".", "", ",", "").Replace(s)
	case comma >= 0 && (lang != "en" || len(s)-comma != 4):
		s = strings.Replace(s, ",", ".", 1)
	case comma >= 0:
		s = strings.Replace(s, ",", "", 1)
	case dot >= 0 && lang != "en" && len(s)-dot == 4 && s[0] != '0':
		s = strings.Replace(s, ".", "", 1)
	}
	d, err := decimal.NewFromString(s)
	return d, err == nil
}

var blanks = strings.NewReplacer("'", "", " ", "")

// unitLen is the unit that begins at toks[i]: how many tokens, and its code. What is
// no word of the language may be a unit in another: people write "40 stk" and "3 st"
// in any.
func (l *lexicon) unitLen(toks []token, i int) (int, string) {
	n, v := l.of("unit").at(toks, i)
	if n == 0 {
		n, v = l.of("unit_elsewhere").at(toks, i)
	}
	if n > 0 && i+n < len(toks) && toks[i+n].text == "." {
		n++
	}
	return n, v
}

// unglue splits tokens such as 4x, x4, 10stk and 5kg, so that the number
// stands alone. Identifiers stay whole.
func (l *lexicon) unglue(toks []token, knows func(string) bool) []token {
	out := make([]token, 0, len(toks))
	for _, t := range toks {
		at := 0
		switch {
		case t.used || !t.hasDigit() || !t.hasLetter() && !strings.ContainsRune(t.text, '×'):
		case knows(t.text):
		case gluedTimes.MatchString(t.text):
			at = len(gluedTimes.FindStringSubmatch(t.text)[1])
		case timesGlued.MatchString(t.text):
			at = len(t.text) - len(timesGlued.FindStringSubmatch(t.text)[1])
		case gluedUnit.MatchString(t.text):
			m := gluedUnit.FindStringSubmatch(t.text)
			if l.of("unit").is(m[2]) || l.of("unit_elsewhere").is(m[2]) {
				at = len(m[1])
			}
		}
		if at == 0 {
			out = append(out, t)
			continue
		}
		a, b := t, t
		a.text, a.low, a.end = t.text[:at], t.low[:at], t.start+at
		b.text, b.low, b.start = t.text[at:], t.low[at:], t.start+at
		out = append(out, a, b)
	}
	return out
}
