package rules

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Weeks, spans, ends of periods and days said relative to the day of the mail.

// week reads "week 14", "uge 14", "semaine 14", "KW14": its Friday, so that
// what is to come in that week is there when it ends.
func (c calendar) week(toks []token, i int) (time.Time, int) {
	w, n := 0, 0
	if len(toks[i].low) <= 3 && letterWeek.MatchString(toks[i].low) && !c.led(toks, i) {
		return time.Time{}, 0 // "50 W", "S3", "W10": a letter alone is no week
	}
	if m := weekGlued.FindStringSubmatch(toks[i].low); m != nil {
		w, n = num(m[1]), 1
	} else if k, _ := c.lex.of("week").at(toks, i); k > 0 && i+k < len(toks) {
		j := i + k
		if toks[j].text == "." || c.lex.of("ordinal_mark").is(toks[j].text) || toks[j].low == "no" || toks[j].low == "nr" || toks[j].low == "n" {
			j++
		}
		if j < len(toks) && len(toks[j].text) <= 2 && toks[j].isNumber() {
			w, n = num(toks[j].text), j+1-i
		}
	}
	if w == 0 {
		w, n = c.weekBehind(toks, i)
	}
	if w < 1 || w > 53 {
		return time.Time{}, 0
	}
	y, now := c.today.ISOWeek()
	if now-w > 8 {
		y++
	}
	return friday(y, w, c.today.Location()), n
}

// weekBehind reads a week said after its number: "9. KW".
func (c calendar) weekBehind(toks []token, i int) (w, n int) {
	if i+2 >= len(toks) || !toks[i].isNumber() || len(toks[i].text) > 2 || toks[i+1].text != "." {
		return 0, 0
	}
	k, _ := c.lex.of("week").at(toks, i+2)
	if k == 0 || c.lex.of("weeks").is(toks[i+2].text) {
		return 0, 0
	}
	return num(toks[i].text), 2 + k
}

// led says whether what stands before toks[i] leads to a date: "in W14", "levering
// u. 7".
func (c calendar) led(toks []token, i int) bool {
	if i == 0 {
		return false
	}
	n, _ := c.lex.of("in").at(toks, i-1)
	return n > 0 || dated[toks[i-1].low] || c.lex.of("deliver").is(toks[i-1].text)
}

func friday(year, week int, loc *time.Location) time.Time {
	jan4 := time.Date(year, 1, 4, 0, 0, 0, 0, loc)
	monday := jan4.AddDate(0, 0, -(int(jan4.Weekday())+6)%7)
	return monday.AddDate(0, 0, (week-1)*7+4)
}

// span reads "in two weeks", "om 14 dage", "dans 3 semaines", "sous huit jours".
func (c calendar) span(toks []token, i int) (time.Time, int) {
	k, _ := c.lex.of("in").at(toks, i)
	if k == 0 {
		return time.Time{}, 0
	}
	d, n := c.lex.number(toks, i+k)
	if n == 0 && i+k < len(toks) && c.lex.of("one").is(toks[i+k].text) {
		d, n = decimal.NewFromInt(1), 1 // within a fortnight
	}
	if u, v := c.lex.of("weeks").at(toks, i+k); n == 0 && u > 0 && num(v) >= 8 {
		return c.after(1, num(v)), k + u // sous huitaine
	}
	if n == 0 || !d.IsInteger() || d.IntPart() > 400 {
		return time.Time{}, 0
	}
	u, v := c.lex.of("weeks").at(toks, i+k+n)
	if u == 0 {
		return time.Time{}, 0
	}
	return c.after(int(d.IntPart()), num(v)), k + n + u
}

func (c calendar) after(n, unit int) time.Time {
	switch unit {
	case -1:
		return c.today.AddDate(0, n, 0)
	case -2:
		t := c.today
		for left := n; left > 0; {
			if t = t.AddDate(0, 0, 1); t.Weekday() != time.Saturday && t.Weekday() != time.Sunday {
				left--
			}
		}
		return t
	}
	return c.today.AddDate(0, 0, n*unit)
}

// edge reads "end of March", "fin mars", "ultimo april", "early May", "end of
// next week", "end of the month".
func (c calendar) edge(toks []token, i int) (time.Time, int) {
	end, _ := c.lex.of("end_of").at(toks, i)
	begin, _ := c.lex.of("begin_of").at(toks, i)
	mid, _ := c.lex.of("mid_of").at(toks, i)
	if month, ok := strings.CutPrefix(toks[i].low, "mi-"); ok { // mi-mars
		if v, ok := c.lex.of("month").valueOf(month); ok {
			first, _ := c.yearless(1, num(v), 1)
			return first.AddDate(0, 0, 14), 1
		}
	}
	k := max(end, begin, mid)
	if k == 0 {
		return time.Time{}, 0
	}
	j := i + k
	if mn, v := c.lex.of("month").at(toks, j); mn > 0 {
		first, _ := c.yearless(1, num(v), 1)
		if mid == k {
			return first.AddDate(0, 0, 14), j + mn - i
		}
		if begin > 0 {
			return first.AddDate(0, 0, 9), j + mn - i
		}
		return first.AddDate(0, 1, -1), j + mn - i
	}
	return c.endOf(toks, i, j, end > 0)
}

// periodEnd reads "month end", "månedens udgang", "Monatsende", "fin de mois".
func (c calendar) periodEnd(toks []token, i int) (time.Time, int) {
	n, v := c.lex.of("period_end").at(toks, i)
	if n == 0 {
		return time.Time{}, 0
	}
	y, m, _ := c.today.Date()
	switch v {
	case "week":
		y, w := c.today.ISOWeek()
		return friday(y, w, c.today.Location()), n
	case "year":
		return time.Date(y, time.December, 31, 0, 0, 0, 0, c.today.Location()), n
	}
	return time.Date(y, m+1, 0, 0, 0, 0, 0, c.today.Location()), n
}

func (c calendar) endOf(toks []token, i, j int, end bool) (time.Time, int) {
	next := 0
	for j < len(toks) && j < i+8 {
		if n, _ := c.lex.of("next").at(toks, j); n > 0 {
			next, j = 1, j+n
			continue
		}
		if n, v := c.lex.of("weeks").at(toks, j); n > 0 && end {
			if v == "7" {
				for j+n < len(toks) && c.lex.of("next").is(toks[j+n].text) {
					next, n = 1, n+1
				}
				y, w := c.today.AddDate(0, 0, 7*next).ISOWeek()
				return friday(y, w, c.today.Location()), j + n - i
			}
			if v == "-1" {
				first := time.Date(c.today.Year(), c.today.Month(), 1, 0, 0, 0, 0, c.today.Location())
				return first.AddDate(0, 1+next, -1), j + n - i
			}
		}
		n, _ := c.lex.of("det").at(toks, j)
		m, _ := c.lex.of("this").at(toks, j)
		if n = max(n, m); n == 0 {
			break
		}
		j += n
	}
	return time.Time{}, 0
}

// relative reads "tomorrow", "next Friday", "fredag", "vendredi prochain",
// "next week".
func (c calendar) relative(toks []token, i int) (time.Time, int) {
	if n, v := c.lex.of("today").at(toks, i); n > 0 {
		return c.today.AddDate(0, 0, num(v)), n
	}
	k, next, soon := i, 0, ""
	if n, v := c.lex.of("next").at(toks, k); n > 0 {
		next, soon, k = n, v, k+n
	}
	if n, v := c.lex.of("weekday").at(toks, k); n > 0 {
		j := k + n
		if m, v := c.lex.of("next").at(toks, j); m > 0 {
			next, soon, j = m, v, j+m
		}
		if t, m := c.weekAfter(toks, j); m > 0 {
			return t.AddDate(0, 0, num(v)-5), j + m - i
		}
		if t, m, _ := c.dateAfterWeekday(toks, j); m > 0 {
			return t, j + m - i
		}
		return c.weekday(num(v), next > 0 && soon == ""), j - i
	}
	n, v := c.lex.of("weeks").at(toks, k)
	if n == 0 || v != "7" && v != "-1" {
		return time.Time{}, 0
	}
	if m, _ := c.lex.of("next").at(toks, k+n); m > 0 {
		next, n = m, n+m
	}
	if next == 0 {
		return time.Time{}, 0
	}
	if v == "-1" {
		first := time.Date(c.today.Year(), c.today.Month(), 1, 0, 0, 0, 0, c.today.Location())
		return first.AddDate(0, 2, -1), k + n - i
	}
	y, w := c.today.AddDate(0, 0, 7).ISOWeek()
	return friday(y, w, c.today.Location()), k + n - i
}

// nextWeek is the length of "next week", "semaine prochaine" at toks[k].
func (c calendar) nextWeek(toks []token, k int) int {
	before, _ := c.lex.of("next").at(toks, k)
	n, v := c.lex.of("weeks").at(toks, k+before)
	if n == 0 || v != "7" {
		return 0
	}
	after, _ := c.lex.of("next").at(toks, k+before+n)
	if before == 0 && after == 0 {
		return 0
	}
	return before + n + after
}

// weekAfter reads the week in "fredag i uge 14", "Friday of week 14", "Friday of
// next week".
func (c calendar) weekAfter(toks []token, j int) (time.Time, int) {
	for k := j; k < len(toks) && k < j+3; k++ {
		if t, n := c.week(toks, k); n > 0 {
			return t, k + n - j
		}
		if n := c.nextWeek(toks, k); n > 0 {
			y, w := c.today.AddDate(0, 0, 7).ISOWeek()
			return friday(y, w, c.today.Location()), k + n - j
		}
	}
	return time.Time{}, 0
}

// weekdayDate reads a weekday with its date: "mandag d. 7/12". It is as sure as
// the date alone.
func (c calendar) weekdayDate(toks []token, i int) (time.Time, int) {
	n, _ := c.lex.of("weekday").at(toks, i)
	if n == 0 {
		return time.Time{}, 0
	}
	t, m, _ := c.dateAfterWeekday(toks, i+n)
	if m == 0 {
		return time.Time{}, 0
	}
	return t, n + m
}

// dateAfterWeekday reads the date in "Friday, 2 March" and "tirsdag den 2. marts".
func (c calendar) dateAfterWeekday(toks []token, j int) (time.Time, int, bool) {
	from := j
	for j < len(toks) && j < from+3 && (toks[j].text == "," || toks[j].text == "." || dated[toks[j].low] || toks[j].low == "the") {
		j++
	}
	if j >= len(toks) {
		return time.Time{}, 0, false
	}
	if t, n := c.digits(toks, j); n > 0 {
		return t, j + n - from, false
	}
	t, n := c.named(toks, j)
	if n == 0 {
		return time.Time{}, 0, false
	}
	return t, j + n - from, false
}

// weekday is the next day of that name after today. "Next Friday" said on a
// Monday to Thursday is the Friday of the week after in none of our languages
// for sure, so it is the nearest that is at least three days away. "The coming
// Friday", kommenden Freitag, is the nearest.
func (c calendar) weekday(w int, next bool) time.Time {
	ahead := (w%7 - int(c.today.Weekday()) + 7) % 7
	if ahead == 0 || next && ahead < 3 {
		ahead += 7
	}
	return c.today.AddDate(0, 0, ahead)
}
