package views

import (
	"regexp"
	"strings"

	"salesclerk/agent/lang"
)

// comma says whether the reader writes 0.5 as 0,5.
func comma(w *lang.Words) bool { return strings.Contains(w.Decimal("0.5"), ",") }

// local writes a decimal with the reader's decimal sign and no other, so that
// what stands in an input can be typed on. What is no decimal stays.
func local(w *lang.Words, s string) string {
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
)

// number reads what a person typed as a decimal with a point. Both decimal signs
// are taken, in every language: chats are used in a language that is not the one
// people count in. What can be read in two ways ("1.234") is refused, with both
// ways to write it.
func number(typed string, w *lang.Words) (value, wrong string) {
	s := strings.Replace(strings.TrimSpace(typed), "\u2212", "-", 1)
	switch {
	case spaced.MatchString(s):
		return strings.Replace(spaces.Replace(s), ",", ".", 1), ""
	case s == "" || plain.MatchString(s) && !twofold.MatchString(s):
		return s, ""
	case twofold.MatchString(s):
		whole, part, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
		return "", w.T("slack.view.error.twofold", lang.Args{"Value": s, "Whole": whole + part, "Part": local(w, whole+"."+part+"0")})
	case grouped.MatchString(s) && strings.Count(s, ".")*strings.Count(s, ",") == 0:
		return strings.NewReplacer(".", "", ",", "").Replace(s), ""
	case full.MatchString(s):
		at := strings.LastIndexAny(s, ".,")
		return strings.NewReplacer(".", "", ",", "").Replace(s[:at]) + "." + s[at+1:], ""
	case single.MatchString(s):
		return strings.Replace(s, ",", ".", 1), ""
	}
	return "", w.T("slack.view.error.number", lang.Args{"Value": clip(typed, 40)})
}
