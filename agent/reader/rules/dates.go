package rules

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The forms of a date are few and must be exact: a parser that takes "may" or
// "10" for a date would make a wish of it. So they are read here, from the
// words of each language.

// day is a date found in words.
type day struct {
	at    time.Time
	words string
	place string
	vague bool // "morgen", "fin mars": counts only beside a word about delivery
	i, n  int  // tokens
	in    *passage
}

var (
	isoDate    = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`)
	shortDate  = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$`)
	dayMonth   = regexp.MustCompile(`^(\d{1,2})[/.](\d{1,2})$`)
	dayOnly    = regexp.MustCompile(`^(\d{1,2})(st|nd|rd|th|er|\.|e|º|°|ª|de|a|ste)?$`)
	monthGlued = regexp.MustCompile(`^(\d{1,2})[-/.](\pL{3,9})\.?[-/.](\d{4}|\d{2})$`)
	weekGlued  = regexp.MustCompile(`^(?:w|wk|kw|cw|u|uge|s|v|uke|sem)\.?(\d{1,2})$`)
)

// letterWeek is a week said with a letter alone, with its number or before it.
var letterWeek = regexp.MustCompile(`^[wusv]\d{0,2}$`)

// calendar reads dates relative to a day.
type calendar struct {
	lex   *lexicon
	today time.Time
}

// all are the dates of toks in order.
func (c calendar) all(toks []token) []day {
	var out []day
	for i := 0; i < len(toks); i++ {
		if toks[i].used {
			continue
		}
		t, n, vague := c.at(toks, i)
		if n == 0 {
			continue
		}
		out = append(out, day{at: t, i: i, n: n, vague: vague})
		i += n - 1
	}
	return out
}

// at is the date that begins at toks[i], and how many tokens it takes.
func (c calendar) at(toks []token, i int) (t time.Time, n int, vague bool) {
	if t, n = c.digits(toks, i); n > 0 {
		return t, n, false
	}
	if t, n = c.named(toks, i); n > 0 {
		return t, n, false
	}
	if t, n = c.week(toks, i); n > 0 {
		return t, n, false
	}
	if t, n = c.weekdayDate(toks, i); n > 0 {
		return t, n, false
	}
	if t, n = c.span(toks, i); n > 0 {
		return t, n, false
	}
	if t, n = c.periodEnd(toks, i); n > 0 {
		return t, n, true
	}
	if t, n = c.edge(toks, i); n > 0 {
		return t, n, true
	}
	t, n = c.relative(toks, i)
	return t, n, true
}

func date(y, m, d int, loc *time.Location) (time.Time, bool) {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, loc)
	return t, t.Day() == d && int(t.Month()) == m && y >= 1990 && y <= 2199
}

func (c calendar) digits(toks []token, i int) (time.Time, int) {
	s := toks[i].text
	if m := isoDate.FindStringSubmatch(s); m != nil {
		if t, ok := date(num(m[1]), num(m[2]), num(m[3]), c.today.Location()); ok {
			return t, 1
		}
	}
	if m := shortDate.FindStringSubmatch(s); m != nil {
		y := num(m[3])
		if y < 100 {
			y += 2000
		}
		if t, ok := date(y, num(m[2]), num(m[1]), c.today.Location()); ok {
			return t, 1
		}
		if t, ok := date(y, num(m[1]), num(m[2]), c.today.Location()); ok {
			return t, 1
		}
	}
	if m := monthGlued.FindStringSubmatch(toks[i].low); m != nil { // 24-FEB-2027
		if v, ok := c.month(m[2]); ok {
			y := num(m[3])
			if y < 100 {
				y += 2000
			}
			if t, ok := date(y, v, num(m[1]), c.today.Location()); ok {
				return t, 1
			}
		}
	}
	if m := dayMonth.FindStringSubmatch(s); m != nil && i > 0 && !inches(toks, i+1) && (strings.Contains(s, "/") && c.mayLead(toks, i-1) || dated[toks[i-1].low] || i+1 < len(toks) && toks[i+1].text == "." && i > 1 && dated[toks[i-2].low]) {
		return c.yearless(num(m[1]), num(m[2]), 1)
	}
	return time.Time{}, 0
}

// mayLead says whether a day and month with a stroke may follow toks[i]: "staples 24/6"
// are of a size.
func (c calendar) mayLead(toks []token, i int) bool {
	if !toks[i].isWord() || dated[toks[i].low] {
		return true
	}
	for _, s := range []string{"deliver", "weekday", "in", "of", "det", "and", "toward", "week", "ship", "date_not", "end_of", "begin_of", "goes_to", "number"} {
		if n, _ := c.lex.of(s).at(toks, i); n > 0 {
			return true
		}
	}
	return len(toks[i].text) <= 3 && !toks[i].isNumber()
}

// month is the number of a month named in the language of the mail or, as programs
// print it, in English.
func (c calendar) month(name string) (int, bool) {
	for _, l := range []*lexicon{c.lex, lexiconOf("en")} {
		if v, ok := l.of("month").valueOf(name); ok {
			return num(v), true
		}
	}
	return 0, false
}

// inches says whether a size in inches ends at toks[i]: 1/2" is no first of
// February.
func inches(toks []token, i int) bool {
	if i >= len(toks) {
		return false
	}
	switch toks[i].low {
	case "\"", "″", "”", "''", "inch", "inches", "tomme", "tommer", "pouce", "pouces", "zoll":
		return true
	}
	return false
}

// dated are the words after which 2.3 is a date and no number.
var dated = map[string]bool{"d": true, "den": true, "le": true, "am": true, "on": true, "by": true, "til": true,
	"senest": true, "inden": true, "bis": true, "before": true, "avant": true, "zum": true, "pr": true, "til d": true,
	"il": true, "entro": true, "el": true, "del": true, "até": true, "dia": true, "día": true, "em": true, "op": true, "vóór": true,
	"uiterlijk": true, "innan": true, "senast": true, "innen": true, "vom": true, "till": true, "tot": true}

func num(s string) int { n, _ := strconv.Atoi(s); return n }

// yearless is the day and month next to come; a day gone by less than 60 days
// ago is that one, so that it can be told as past.
func (c calendar) yearless(d, m, n int) (time.Time, int) {
	t, ok := date(c.today.Year(), m, d, c.today.Location())
	if !ok {
		return time.Time{}, 0
	}
	if c.today.Sub(t) > 60*24*time.Hour {
		t = t.AddDate(1, 0, 0)
	} else if t.Sub(c.today) > 305*24*time.Hour {
		t = t.AddDate(-1, 0, 0)
	}
	return t, n
}

// named reads "2 March 2027", "2. marts", "le 1er mars", "March 2nd, 2027".
func (c calendar) named(toks []token, i int) (time.Time, int) {
	if m := dayOnly.FindStringSubmatch(toks[i].low); m != nil {
		k := i + 1
		for k < len(toks) && (toks[k].text == "." || toks[k].low == "of" || toks[k].low == "de" || toks[k].low == "-") && k < i+3 {
			k++
		}
		if mn, v := c.lex.of("month").at(toks, k); mn > 0 {
			return c.withYear(toks, i, num(m[1]), num(v), k+mn)
		}
		return time.Time{}, 0
	}
	mn, v := c.lex.of("month").at(toks, i)
	if mn == 0 || i+mn >= len(toks) || c.lex.lang != "en" {
		return time.Time{}, 0
	}
	k := i + mn
	if toks[k].low == "the" && k+1 < len(toks) || toks[k].text == "." && k+1 < len(toks) {
		k++
	}
	m := dayOnly.FindStringSubmatch(toks[k].low)
	if m == nil {
		return time.Time{}, 0
	}
	return c.withYear(toks, i, num(m[1]), num(v), k+1)
}

// ofYear are the words between a month and its year: 8 de marzo de 2027.
var ofYear = map[string]bool{"de": true, "del": true, "do": true}

func (c calendar) withYear(toks []token, i, d, m, k int) (time.Time, int) {
	j := k
	for j < len(toks) && j < k+2 && (toks[j].text == "," || toks[j].text == "." || ofYear[toks[j].low]) {
		j++
	}
	if j < len(toks) && len(toks[j].text) == 4 && toks[j].isNumber() {
		if t, ok := date(num(toks[j].text), m, d, c.today.Location()); ok {
			return t, j + 1 - i
		}
	}
	return c.yearless(d, m, k-i)
}
