package data

import (
	"fmt"
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/bojanz/currency"
	"github.com/shopspring/decimal"
	"golang.org/x/text/language"
)

// row is one line of a table. Its methods return a column's value and note what
// is wrong with it; a value that is wrong or not there comes back empty.
type row struct {
	rd    *reader
	t     *table
	file  string
	line  int
	at    []int // column of the table → cell
	cells []string
}

func (r *row) raw(name string) string {
	i := r.t.index(name)
	if i < 0 {
		panic("data: table " + r.t.name + " has no column " + name)
	}
	if c := r.at[i]; c >= 0 && c < len(r.cells) {
		return strings.TrimSpace(r.cells[c])
	}
	return ""
}

func (r *row) wrong(col, value, format string, args ...any) {
	r.rd.mistakes.add(Mistake{r.file, r.line, col, value, fmt.Sprintf(format, args...)})
}

func (r *row) warn(col, value, format string, args ...any) {
	r.rd.warn(Mistake{r.file, r.line, col, cut(value), fmt.Sprintf(format, args...)})
}

// check looks at what every cell has to hold to, whatever its meaning.
func (r *row) check() bool {
	good := true
	for _, c := range r.t.columns {
		v := r.raw(c.name)
		switch limit := max(c.max, 0); {
		case v == "" && c.value:
			r.wrong(c.name, "", "a value is missing.")
			good = false
		case unreadable(v) != "":
			r.wrong(c.name, v, "%s", unreadable(v))
			good = false
		case tooLong(v, limit):
			r.wrong(c.name, v, "it is longer than %d characters; shorten it.", longest(limit))
			good = false
		}
	}
	return good
}

func longest(limit int) int {
	if limit == 0 {
		return textRunes
	}
	return limit
}

func tooLong(v string, limit int) bool {
	n := longest(limit)
	return len(v) > n && len([]rune(v)) > n
}

var plainNumber = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,12})?$`)

func (r *row) decimal(name string) decimal.Decimal {
	v := r.raw(name)
	if v == "" {
		return decimal.Zero
	}
	if plainNumber.MatchString(v) && !r.rd.src.spreadsheet() {
		return decimal.RequireFromString(v)
	}
	if r.rd.src.spreadsheet() {
		if d, ok := sheetNumber(v); ok && d.Abs().LessThan(decimal.New(1, 15)) {
			return d
		}
	}
	hint := "write a number such as 1234.5"
	if strings.Contains(v, ",") {
		hint = "write it with a point and without thousands separators, such as 1234.5"
	}
	r.wrong(name, v, "this is not a number; %s.", hint)
	return decimal.Zero
}

// notNegative is a decimal of at least 0.
func (r *row) notNegative(name string) decimal.Decimal {
	d := r.decimal(name)
	if d.IsNegative() {
		r.wrong(name, r.raw(name), "it must not be negative.")
		return decimal.Zero
	}
	return d
}

func (r *row) percent(name string) decimal.Decimal {
	d := r.notNegative(name)
	if d.GreaterThan(decimal.New(100, 0)) {
		r.wrong(name, r.raw(name), "a percentage is between 0 and 100.")
		return decimal.Zero
	}
	return d
}

func (r *row) days(name string) int {
	v := r.raw(name)
	if v == "" {
		return 0
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > 3650 {
		r.wrong(name, v, "write a number of days between 0 and 3650.")
		return 0
	}
	return n
}

// fromToday is a date that does not age: "+14" is two weeks from the day of
// reading, "-14" two weeks before it, "+0" that day.
var fromToday = regexp.MustCompile(`^[+-][0-9]{1,4}$`)

func (r *row) date(name string) string {
	v := r.raw(name)
	if v == "" {
		return ""
	}
	if fromToday.MatchString(v) {
		n, _ := strconv.Atoi(v)
		return time.Now().AddDate(0, 0, n).Format(dateForm)
	}
	if r.rd.src.spreadsheet() {
		if d, ok := sheetDate(v); ok {
			return d
		}
	}
	if t, err := time.Parse(dateForm, v); err != nil || t.Year() < 1900 {
		r.wrong(name, v, "this is not a date; write it as 2027-03-31.")
		return ""
	}
	return v
}

func (r *row) bool(name string) bool {
	v := strings.ToLower(r.raw(name))
	switch v {
	case "", "0", "false", "no":
		return false
	case "1", "true", "yes":
		return true
	}
	r.wrong(name, v, "write true or false.")
	return false
}

// blocked is a customer's: a word of the company's own, or a yes.
func (r *row) blocked(name string) string {
	switch v := r.raw(name); strings.ToLower(v) {
	case "", "0", "false", "no":
		return ""
	case "1", "true", "yes":
		return "all"
	default:
		return v
	}
}

func (r *row) email(name string) string {
	v := r.raw(name)
	if v == "" {
		return ""
	}
	a, err := mail.ParseAddress(v)
	if err != nil || a.Address != v || len(v) > 254 {
		r.wrong(name, v, "this is not a mail address; write it as name@company.example.")
		return ""
	}
	return v
}

func (r *row) currency(name string) string {
	v := r.raw(name)
	if v != "" && !currency.IsValid(v) {
		r.wrong(name, v, "this is not a currency code; write three capital letters of ISO 4217 such as EUR.")
		return ""
	}
	return v
}

func (r *row) country(name string) string {
	v := r.raw(name)
	if v == "" {
		return ""
	}
	if reg, err := language.ParseRegion(v); err != nil || reg.String() != v || !reg.IsCountry() {
		r.wrong(name, v, "this is not a country; write two capital letters of ISO 3166 such as DK.")
		return ""
	}
	return v
}

func (r *row) lang(name string) string {
	v := r.raw(name)
	if v == "" {
		return ""
	}
	if _, err := language.Parse(v); err != nil {
		r.wrong(name, v, "this is not a language; write a code such as en, da or fr.")
		return ""
	}
	return v
}
