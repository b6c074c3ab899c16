package rules

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// Numbers in words: "two hundred and fifty", "zweiunddreißig", "femoghalvfjerds",
// "soixante-dix-sept", "mil e quinhentos".

// sum is a number as its words come: what is below a thousand, and the thousands
// before it.
type sum struct {
	done, cur int64
	any       bool
}

func (s sum) value() int64 { return s.done + s.cur }

// take adds the next numeral, "20" or "*100"; false if it does not go on with
// the number but begins another: "one two".
func (s *sum) take(v string) bool {
	f, times := strings.CutPrefix(v, "*")
	n := int64(mustInt(f))
	switch {
	case times && n == 1000:
		if s.done > 0 && s.cur == 0 || s.done >= 1000 {
			return false
		}
		s.done, s.cur = max(s.cur, 1)*1000, 0
	case times:
		if n == 100 && s.cur >= 100 || s.cur > 1e6 {
			return false
		}
		s.cur = max(s.cur, 1) * n
	case !s.any || s.round() && n < 100 || s.cur == 0 && n < 1000 || s.cur%100 >= 20 && s.cur%10 == 0 && (n < 10 && n > 0 || s.twenties() && n > 0 && n < 20):
		if n >= 1000 {
			s.done += n
		} else {
			s.cur += n
		}
	default:
		return false
	}
	s.any = true
	return true
}

// round says whether hundreds or thousands end the number so far.
func (s sum) round() bool { return s.any && s.cur%100 == 0 && s.value() > 0 }

// twenties says whether teens may follow: soixante-douze, quatre-vingt-onze.
func (s sum) twenties() bool { return s.cur%100 == 60 || s.cur%100 == 80 }

// numberWords reads "twenty-five", "two hundred", "et dusin".
func (l *lexicon) numberWords(toks []token, i int) (decimal.Decimal, int) {
	if d := l.onesAndTens(toks, i); d > 0 {
		return decimal.NewFromInt(d), 3
	}
	var s sum
	n := 0
	for i+n < len(toks) {
		link := 0
		if n > 0 && l.linksNumbers(toks, i+n, s) {
			link = 1
		}
		k, v := l.numberWord(toks, i+n+link)
		if k == 0 || !s.take(v) {
			break
		}
		n += k + link
	}
	return decimal.NewFromInt(s.value()), n
}

// onesAndTens reads "fem og halvfjerds" written as three words.
func (l *lexicon) onesAndTens(toks []token, i int) int64 {
	if i+2 >= len(toks) || toks[i].used || toks[i+1].used || toks[i+2].used || !l.of("number_link").is(toks[i+1].text) {
		return 0
	}
	d, ok := evaluate([]string{l.numerals[toks[i].low], link, l.numerals[toks[i+2].low]})
	if !ok || l.numerals[toks[i].low] == "" || d < 20 || d > 99 || l.of("one").is(toks[i].text) {
		return 0
	}
	return d
}

// linksNumbers says whether "and" at toks[i] goes on with a number: after round
// hundreds, one hundred and fifty, and in some languages after tens: vingt et un,
// treinta y cinco.
func (l *lexicon) linksNumbers(toks []token, i int, s sum) bool {
	if i+1 >= len(toks) {
		return false
	}
	k, v := l.numberWord(toks, i+1)
	if k == 0 || strings.HasPrefix(v, "*") {
		return false
	}
	if s.cur%100 >= 20 && l.of("number_tens_and").is(toks[i].text) {
		return s.take(v)
	}
	return s.round() && l.of("number_and").is(toks[i].text) && !l.of("one").is(toks[i+1].text)
}

// numberWord is the numeral that begins at toks[i]: how many tokens, and its value.
func (l *lexicon) numberWord(toks []token, i int) (int, string) {
	if i >= len(toks) || toks[i].used {
		return 0, ""
	}
	if k, v := l.of("number").at(toks, i); k > 0 {
		if k == 2 && l.lang == "de" && toks[i+1].text == "Paar" {
			return 1, "1" // a pair, where "ein paar" is a few
		}
		return k, v
	}
	if n, ok := l.compound(toks[i].low); ok {
		return 1, itoa(int(n))
	}
	return 0, ""
}

// compound reads numerals written as one word.
func (l *lexicon) compound(word string) (int64, bool) {
	if len(word) < 5 || len(word) > 60 {
		return 0, false
	}
	c := compounds{lex: l, steps: 400}
	return c.parse(strings.ReplaceAll(word, "-", ""), nil)
}

// compounds tries the ways to part a word into numerals.
type compounds struct {
	lex   *lexicon
	steps int
}

const link = "&"

func (c *compounds) parse(rest string, parts []string) (int64, bool) {
	if c.steps--; c.steps < 0 || len(parts) > 12 {
		return 0, false
	}
	if rest == "" {
		return evaluate(parts)
	}
	for n := len(rest); n > 0; n-- {
		v, ok := c.lex.numerals[rest[:n]]
		if !ok {
			continue
		}
		if got, ok := c.parse(rest[n:], append(parts[:len(parts):len(parts)], v)); ok {
			return got, true
		}
	}
	for _, section := range []string{"number_link", "number_tens_and"} {
		for word := range c.lex.of(section).first {
			if tail, ok := strings.CutPrefix(rest, word); ok && len(parts) > 0 && tail != "" && parts[len(parts)-1] != link {
				if got, ok := c.parse(tail, append(parts[:len(parts):len(parts)], link)); ok {
					return got, true
				}
			}
		}
	}
	return 0, false
}

// evaluate adds numerals up; ones stand before their tens with a link between.
func evaluate(parts []string) (int64, bool) {
	if len(parts) < 2 {
		return 0, false
	}
	var s sum
	for i := 0; i < len(parts); i++ {
		v := parts[i]
		if v == link {
			if i+1 == len(parts) {
				return 0, false
			}
			continue
		}
		if i+2 < len(parts) && parts[i+1] == link && !strings.HasPrefix(v+parts[i+2], "*") {
			ones, tens := mustInt(v), mustInt(parts[i+2])
			if ones > 0 && ones < 10 && tens >= 20 && tens < 100 && tens%10 == 0 {
				v, i = itoa(ones+tens), i+2
			}
		}
		if !s.take(v) {
			return 0, false
		}
	}
	return s.value(), true
}

func mustInt(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

var half = decimal.RequireFromString("0.5")

// vulgar are fractions in one sign, and as they are written on a keyboard.
var vulgar = map[string]string{"½": "0.5", "¼": "0.25", "¾": "0.75", "1/2": "0.5", "1/4": "0.25", "3/4": "0.75"}

// fraction reads "half a pallet", "½ palle", "anderthalb Kilo", "halvandet hundrede":
// a part counts only what can be parted, so that a unit or a hundred follows.
func (l *lexicon) fraction(toks []token, i int) (decimal.Decimal, int) {
	n, v := l.of("fraction").at(toks, i)
	if sign := vulgar[toks[i].text]; sign != "" {
		n, v = 1, sign
	}
	if n == 0 || i+n >= len(toks) {
		return decimal.Zero, 0
	}
	d, err := decimal.NewFromString(v)
	if err != nil {
		return decimal.Zero, 0
	}
	if k, times := l.of("number").at(toks, i+n); k > 0 && strings.HasPrefix(times, "*") {
		return d.Mul(decimal.NewFromInt(int64(mustInt(times[1:])))), n + k
	}
	if k, _ := l.unitLen(toks, i+n); k > 0 {
		return d, n
	}
	return decimal.Zero, 0
}

// andHalf is the length of "and a half" at toks[i] with a unit behind it: "twelve and
// a half metres", "2½ kg".
func (l *lexicon) andHalf(toks []token, i int) int {
	if i >= len(toks) {
		return 0
	}
	n, _ := l.of("and_half").at(toks, i)
	if toks[i].text == "½" && toks[i].start == toks[i-1].end {
		n = 1
	}
	if k, _ := l.unitLen(toks, i+n); n == 0 || k == 0 {
		return 0
	}
	return n
}
