package attach

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// style is what matters of a cell's style.
type style struct {
	invisible, date bool
	zeros           int // digits of a number format of zeros alone: 00000
	decimals        int // of a format for money and the like
	currency        string
}

// styles looks styles up once each.
type styles struct {
	f    *excelize.File
	have map[int]style
}

var (
	quotedOrBracket = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.`)
	decimalsOf      = regexp.MustCompile(`0\.(0+)`)
	currencyOf      = regexp.MustCompile(`[€$£¥]|\b(?:EUR|USD|GBP|DKK|SEK|NOK|CHF|kr)\b`)
)

func (s *styles) of(id int) style {
	if st, ok := s.have[id]; ok {
		return st
	}
	var out style
	if st, err := s.f.GetStyle(id); err == nil {
		code := builtIn[st.NumFmt]
		if st.CustomNumFmt != nil {
			code = *st.CustomNumFmt
		}
		out = styleOf(code)
		out.invisible = out.invisible || whiteOnWhite(st)
	}
	s.have[id] = out
	return out
}

// builtIn are the number formats that a file names by number alone (ECMA-376
// part 1, section 18.8.30), as far as they change how a value must be read.
var builtIn = map[int]string{2: "0.00", 4: "#,##0.00", 7: "$#,##0.00", 8: "$#,##0.00", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
	22: "m/d/yy h:mm", 39: "#,##0.00", 40: "#,##0.00", 44: "$#,##0.00"}

func styleOf(code string) style {
	first, _, _ := strings.Cut(code, ";")
	bare := strings.ToLower(quotedOrBracket.ReplaceAllString(first, ""))
	out := style{invisible: strings.Trim(code, " ;") == "" && strings.HasPrefix(strings.TrimSpace(code), ";"), currency: currencyOf.FindString(code)}
	switch {
	case strings.Contains(bare, "d") && strings.Contains(bare, "m") || strings.Contains(bare, "yy"):
		out.date = true
	case len(bare) > 1 && strings.Trim(bare, "0") == "":
		out.zeros = len(bare)
	default:
		if m := decimalsOf.FindStringSubmatch(bare); m != nil {
			out.decimals = len(m[1])
		}
	}
	return out
}

// whiteOnWhite: white letters on a cell that is not filled with anything else.
func whiteOnWhite(st *excelize.Style) bool {
	white := func(c string) bool { c = strings.ToUpper(c); return strings.HasSuffix(c, "FFFFFF") && len(c) >= 6 }
	if st.Font == nil || !white(st.Font.Color) {
		return false
	}
	for _, c := range st.Fill.Color {
		if !white(c) {
			return false
		}
	}
	return true
}

// shown is a number as any reader of any language takes it: days as 2027-03-05,
// never with thousands' marks, and never with exactly three decimals, which half
// of Europe reads as thousands.
func (st style) shown(raw string, date1904 bool) string {
	d, err := decimal.NewFromString(raw)
	if err != nil || d.Exponent() > 20 || d.Exponent() < -400 {
		return raw
	}
	if st.date && d.IsPositive() && d.LessThan(decimal.NewFromInt(2_000_000)) {
		if t, err := excelize.ExcelDateToTime(d.InexactFloat64(), date1904); err == nil {
			return t.Format("2006-01-02")
		}
	}
	if extra := d.NumDigits() - 15; extra > 0 && d.Exponent() < 0 {
		d = d.Round(-d.Exponent() - int32(extra)) // a file's numbers are binary: 54.899999999999999
	}
	s := d.String()
	if st.zeros > len(s) && d.IsInteger() && !d.IsNegative() {
		return strings.Repeat("0", st.zeros-len(s)) + s
	}
	places := 0
	if _, after, ok := strings.Cut(s, "."); ok {
		places = len(after)
	}
	if st.decimals >= 2 && places < 2 {
		s = d.StringFixed(2)
	}
	if places == 3 {
		s += "0"
	}
	if st.currency != "" {
		s += " " + st.currency
	}
	return s
}
