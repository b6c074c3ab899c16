// Package figure writes and reads the numbers that people type into forms: a
// quantity, a price, a discount. It knows no surface and no words; what is wrong
// with a number is a Wrong, for the surface to say.
//
// A number goes through it like this: Local writes the decimal of the form as the
// reader writes decimals; what comes back goes through Read and is a decimal with a
// point again. What can be read in two ways is refused, never guessed.
package figure

import (
	"regexp"
	"strings"

	"salesclerk/agent/lang"
)

// Wrong is what cannot be read as a number. Whole and Part are the two ways in
// which it may have been meant, as the reader would write them; both empty where
// it is no number at all.
type Wrong struct{ Typed, Whole, Part string }

func (w *Wrong) Error() string { return "figure: cannot read " + w.Typed + " as one number" }

// comma says whether the reader writes 0.5 as 0,5.
func comma(w *lang.Words) bool { return strings.Contains(w.Decimal("0.5"), ",") }

// Local writes a decimal with the reader's decimal sign and no other, so that
// what stands in an input can be typed on. What is no decimal stays.
func Local(w *lang.Words, s string) string {
	if comma(w) && plain.MatchString(s) {
		return strings.Replace(s, ".", ",", 1)
	}
	return s
}

var (
	plain   = regexp.MustCompile(`^-?\d{1,40}(\.\d{1,40})?$`)
	grouped = regexp.MustCompile(`^-?[1-9]\d{0,2}([.,]\d{3}){2,}$`)
	full    = regexp.MustCompile(`^-?[1-9]\d{0,2}(([.]\d{3})+,\d{1,20}|([,]\d{3})+[.]\d{1,20})$`)
	single  = regexp.MustCompile(`^-?\d{1,40}[.,]\d{1,40}$`)
	twofold = regexp.MustCompile(`^-?[1-9]\d{0,2}[.,]\d{3}$`)
	spaced  = regexp.MustCompile("^-?\\d{1,3}([ \u00a0\u202f'\u2019]\\d{3})+([.,]\\d{1,20})?$")
	spaces  = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "\u2019", "")
	signs   = strings.NewReplacer(".", "", ",", "")
)

// Read is what a person typed as a decimal with a point; nothing for nothing. Both
// decimal signs are taken, in every language: chats are used in a language that is
// not the one people count in. What can be read in two ways ("1.234"), and what is
// no number, is a *Wrong.
func Read(typed string, w *lang.Words) (string, error) {
	s := strings.Replace(strings.TrimSpace(typed), "\u2212", "-", 1)
	switch {
	case spaced.MatchString(s):
		return strings.Replace(spaces.Replace(s), ",", ".", 1), nil
	case s == "" || plain.MatchString(s) && !twofold.MatchString(s):
		return s, nil
	case twofold.MatchString(s):
		whole, part, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
		return "", &Wrong{Typed: s, Whole: whole + part, Part: Local(w, whole+"."+part+"0")}
	case grouped.MatchString(s) && strings.Count(s, ".")*strings.Count(s, ",") == 0:
		return signs.Replace(s), nil
	case full.MatchString(s):
		at := strings.LastIndexAny(s, ".,")
		return signs.Replace(s[:at]) + "." + s[at+1:], nil
	case single.MatchString(s):
		return strings.Replace(s, ",", ".", 1), nil
	}
	return "", &Wrong{Typed: typed}
}
