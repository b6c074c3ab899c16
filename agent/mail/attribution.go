package mail

import (
	"regexp"
	"strings"
	"unicode"
)

const maxAttribution = 400 // bytes of "On ... wrote:"

// wrote are the verbs at the end of an attribution; began are the words that may
// begin one before a date or a name.
var (
	wrote = []string{"wrote", "writes", "skrev", "skrev følgende", "a écrit", "a ecrit", "écrit", "schrieb", "schrieb folgendes",
		"escribió", "ha scritto", "escreveu", "schreef", "följande", "folgendes geschrieben", "geschrieben"}
	began = keySet("on", "den", "d.", "le", "am", "el", "il", "em", "op", "på", "man", "tir", "ons", "tor", "tors", "fre", "lør", "søn",
		"mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
	hasDigit = regexp.MustCompile(`\d`)
)

// attribution answers how many lines make up "On 3 March Anna wrote:", which
// mail programs fold over as many as four lines.
func attribution(lines []string) int {
	joined := ""
	for n := 1; n <= 4 && n <= len(lines); n++ {
		line := strings.TrimSpace(lines[n-1])
		if line == "" || isQuoted(line) {
			return 0
		}
		joined = strings.TrimSpace(joined + " " + line)
		if len(joined) > maxAttribution {
			return 0
		}
		if n == 1 && !mayBegin(joined) {
			return 0
		}
		if strings.HasSuffix(line, ":") || strings.HasSuffix(line, ": >") {
			if isAttribution(joined) {
				return n
			}
			return 0
		}
	}
	return 0
}

// mayBegin wants a word that begins attributions, a date, or the name and
// address of a person: "Anna Holm <anna@nordlys.example> skrev:".
func mayBegin(s string) bool {
	first, _, _ := strings.Cut(strings.ToLower(s), " ")
	first = strings.TrimRight(first, ",.")
	return began[first] || began[first+"."] || hasDigit.MatchString(first) || strings.Contains(s, "@") || unicode.IsUpper([]rune(s)[0])
}

// isAttribution wants the verb close to the end or right before the name, and a
// date or an address, so that "As I wrote:" stays with the new words.
func isAttribution(s string) bool {
	low := strings.ToLower(strings.TrimRight(strings.ReplaceAll(s, "\u00a0", " "), ": >"))
	low = strings.TrimSpace(low)
	if !hasDigit.MatchString(low) && !strings.Contains(low, "@") {
		return false
	}
	first, _, _ := strings.Cut(low, " ")
	first = strings.TrimRight(first, ",.")
	opens := began[first] || began[first+"."] || hasDigit.MatchString(first)
	for _, verb := range wrote {
		if strings.HasSuffix(low, " "+verb) && (opens || strings.Contains(low, "@")) {
			return true
		}
		if opens && strings.Contains(low, " "+verb+" ") && looksNamed(low, verb) {
			return true
		}
	}
	return false
}

// looksNamed says whether a name and nothing more follows the verb, as in
// "Am 03.03.2027 um 10:12 schrieb Anna Holm:".
func looksNamed(low, verb string) bool {
	_, name, _ := strings.Cut(low, " "+verb+" ")
	return len(strings.Fields(name)) <= 8 && !strings.ContainsAny(name, "?!;")
}
