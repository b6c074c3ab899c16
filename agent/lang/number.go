package lang

import (
	"fmt"
	"strings"
	"time"

	"github.com/bojanz/currency"
	"github.com/shopspring/decimal"
)

// neutral is any currency: Decimal shows none.
const neutral = "EUR"

// Decimal writes a decimal ("1234.50") in the language's digits ("1.234,50"),
// with the decimals it has. What is no decimal stays as it is.
func (w *Words) Decimal(s string) string {
	if !isDecimal(s) {
		return s
	}
	_, fraction, _ := strings.Cut(s, ".")
	return w.format(s, neutral, currency.DisplayNone, len(fraction), len(fraction))
}

// Money writes an amount in full with its currency: "1.234,50 kr.", "€1,234.50".
// It shows at least the currency's own decimals and never rounds them away. An
// unknown currency is put behind the number.
func (w *Words) Money(amount, code string) string {
	if !isDecimal(amount) {
		return amount
	}
	digits, known := currency.GetDigits(code)
	if !known {
		return strings.TrimSpace(w.Decimal(amount) + nbsp + code)
	}
	_, fraction, _ := strings.Cut(amount, ".")
	return w.format(amount, code, currency.DisplaySymbol, int(digits), max(int(digits), len(strings.TrimRight(fraction, "0"))))
}

// Amount writes an amount of a currency without naming it, for columns whose
// head does: "1.234,50".
func (w *Words) Amount(amount, code string) string {
	if !isDecimal(amount) {
		return amount
	}
	digits, known := currency.GetDigits(code)
	if !known {
		digits = 2
	}
	_, fraction, _ := strings.Cut(amount, ".")
	return w.format(amount, neutral, currency.DisplayNone, int(digits), max(int(digits), len(strings.TrimRight(fraction, "0"))))
}

// MoneyShort writes an amount for a tile or a chart: 812, 104K, 1.2M. The
// currency stands beside it.
func (w *Words) MoneyShort(amount, code string) string {
	d, ok := parse(amount)
	if !ok {
		return amount
	}
	number, suffix := d.Round(0), ""
	for _, step := range []string{"K", "M", "B"} {
		if number.Abs().LessThan(decimal.NewFromInt(1000)) {
			break
		}
		d = d.Shift(-3)
		suffix = step
		number = short(d)
	}
	return strings.TrimSpace(w.Decimal(number.String()) + suffix + nbsp + code)
}

// short keeps one decimal below ten.
func short(d decimal.Decimal) decimal.Decimal {
	if d.Abs().LessThan(decimal.NewFromFloat(9.95)) {
		return d.Round(1)
	}
	return d.Round(0)
}

// Percent writes "12.50" as "12,5 %" or "12.5%".
func (w *Words) Percent(s string) string {
	d, ok := parse(s)
	if !ok {
		return s
	}
	return w.T("format.percent", Args{"Number": w.Decimal(d.String())})
}

// Size writes a number of bytes: "812 B", "1.2 MB".
func (w *Words) Size(bytes int64) string {
	if bytes < 1000 {
		return w.T("format.size.byte", Args{"Number": w.Decimal(fmt.Sprint(bytes))})
	}
	d, unit := decimal.NewFromInt(bytes), ""
	for _, unit = range []string{"kilobyte", "megabyte", "gigabyte"} {
		d = d.Shift(-3)
		if short(d).LessThan(decimal.NewFromInt(1000)) {
			break
		}
	}
	return w.T("format.size."+unit, Args{"Number": w.Decimal(short(d).String())})
}

// Duration writes how long something took, in its two largest units at most:
// "40 s", "12 min", "3 h 5 min", "2 d 4 h". Less than a second is "0 s".
func (w *Words) Duration(d time.Duration) string {
	parts := []struct {
		key string
		n   int64
	}{
		{"format.days", int64(d / (24 * time.Hour))},
		{"format.hours", int64(d / time.Hour % 24)},
		{"format.minutes", int64(d / time.Minute % 60)},
		{"format.seconds", int64(d / time.Second % 60)},
	}
	for i, p := range parts {
		if p.n > 0 || i == len(parts)-1 {
			return w.span(p.key, p.n, parts[min(i+1, len(parts)-1)].key, rest(i, parts[min(i+1, len(parts)-1)].n))
		}
	}
	return ""
}

// rest drops the seconds beside minutes: nobody reads them.
func rest(i int, n int64) int64 {
	if i >= 2 {
		return 0
	}
	return n
}

func (w *Words) span(key string, n int64, key2 string, n2 int64) string {
	s := w.T(key, Args{"Number": w.Decimal(fmt.Sprint(n))})
	if n2 > 0 {
		s += " " + w.T(key2, Args{"Number": w.Decimal(fmt.Sprint(n2))})
	}
	return s
}

const nbsp = "\u00a0"

func (w *Words) format(s, code string, display currency.Display, least, most int) string {
	amount, err := currency.NewAmount(s, code)
	if err != nil {
		return s
	}
	f := currency.NewFormatter(w.money)
	f.CurrencyDisplay = display
	f.MinDigits, f.MaxDigits = uint8(min(least, 20)), uint8(min(most, 20))
	return f.Format(amount)
}

// parse takes plain decimals only: "1e999999999" would fill the memory.
func parse(s string) (decimal.Decimal, bool) {
	if !isDecimal(s) {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(s)
	return d, err == nil
}

// isDecimal says whether s is a plain decimal with a point: "-12.50".
func isDecimal(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	whole, fraction, point := strings.Cut(digits, ".")
	if whole == "" || point && fraction == "" {
		return false
	}
	for _, r := range whole + fraction {
		if r < '0' || r > '9' {
			return false
		}
	}
	return len(digits) <= 40
}
