package rules

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/abadojack/whatlanggo"
)

// The little words of our own lists decide; they need no model. whatlanggo
// helps where they are level or absent.
var whitelist = whatlanggo.Options{Whitelist: map[whatlanggo.Lang]bool{
	whatlanggo.Eng: true, whatlanggo.Dan: true, whatlanggo.Fra: true, whatlanggo.Deu: true, whatlanggo.Ita: true,
	whatlanggo.Spa: true, whatlanggo.Por: true, whatlanggo.Nld: true, whatlanggo.Swe: true, whatlanggo.Nob: true,
}}

// detect is the language of a text. known is the contact's, taken where the
// text does not tell.
func detect(toks []token, text, known string) string {
	toks = toks[:min(len(toks), 600)]
	points, best, top := map[string]int{}, 0, 0
	for _, l := range languages {
		points[l] = 10 * score(toks, lexiconOf(l))
		top = max(top, points[l])
	}
	for _, l := range languages {
		if points[l] >= top-10 { // the words of the trade can turn no more than that
			points[l] += min(9, trade(toks, lexiconOf(l)))
		}
		best = max(best, points[l])
	}
	if known != "" && (best < 20 || best-points[known] < 10) {
		return known
	}
	var level []string
	for _, l := range languages {
		if points[l] == best && best > 0 {
			level = append(level, l)
		}
	}
	if len(level) == 1 {
		return level[0]
	}
	if words(toks) >= 4 {
		info := whatlanggo.DetectWithOptions(text, whitelist)
		if l := whatlanggo.LangToStringShort(info.Lang); info.Confidence > 0.5 && l != "" && (len(level) == 0 || slices.Contains(level, l)) {
			return l
		}
	}
	if len(level) > 0 {
		return level[0]
	}
	return cmp.Or(known, "en")
}

// score counts the little words of a language, each once, those that it shares with
// none twice, and its own letters. What stands in brackets may be said to another,
// and how somebody greets and signs tells little.
func score(toks []token, l *lexicon) int {
	n, depth, seen := 0, 0, map[string]bool{}
	for i := 0; i < len(toks); i++ {
		depth = nested(depth, toks[i].text)
		if depth > 0 {
			continue
		}
		if k := l.civil(toks, i); k > 0 {
			i += k - 1
			continue
		}
		if k, _ := l.of("stop").at(toks, i); k > 0 && !seen[toks[i].low] {
			seen[toks[i].low] = true
			n++
			if onlyIn(toks[i].low) {
				n++
			}
		}
		if strings.ContainsAny(toks[i].text, ownLetters[l.lang]) && !seen["letters"] && lowerFirst(toks[i].text) {
			seen["letters"] = true
			n += 2
		}
		for _, section := range []string{"request", "accept"} {
			if k, _ := l.of(section).at(toks, i); k > 1 {
				n += min(k, 2)
			}
		}
	}
	return n
}

// nested is how deep in brackets a text is after a mark.
func nested(depth int, mark string) int {
	switch mark {
	case "(":
		return depth + 1
	case ")":
		return max(0, depth-1)
	}
	return depth
}

// civil is the length of a greeting or a complimentary close at toks[i].
func (l *lexicon) civil(toks []token, i int) int {
	g, _ := l.of("greet").at(toks, i)
	c, _ := l.of("close").at(toks, i)
	return max(g, c)
}

// lowerFirst says whether a word begins with a small letter: names do not.
func lowerFirst(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r) || r == '¿' || r == '¡'
}

// onlyIn says whether a word is a little word of one language alone.
func onlyIn(word string) bool { return stopCount()[word] == 1 }

// stopCount is how many languages have a word in their lists.
var stopCount = sync.OnceValue(func() map[string]int {
	n := map[string]int{}
	for _, l := range languages {
		for word := range lexiconOf(l).own {
			n[word]++
		}
	}
	return n
})

// trade counts the words of orders in a language, each once: what tells where the
// little words are level.
func trade(toks []token, l *lexicon) int {
	n, seen := 0, map[string]bool{}
	for i := range toks {
		if seen[toks[i].low] || toks[i].isNumber() {
			continue
		}
		for _, section := range []string{"unit", "color", "number", "generic", "col_qty", "of", "greet", "close", "add", "remove", "set", "month", "weekday"} {
			if k, _ := l.of(section).at(toks, i); k > 0 {
				seen[toks[i].low] = true
				n++
				break
			}
		}
	}
	return n
}

// ownLetters are those that a language has and most others have not.
var ownLetters = map[string]string{"da": "æøå", "nb": "æøå", "sv": "åäö", "fr": "çèêàùœ", "de": "ßäöü",
	"it": "àèìòù", "es": "ñáíóú¿¡", "pt": "ãõçáâêíóú"}
