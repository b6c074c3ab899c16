package rules

import (
	"cmp"
	"strings"
	"sync"

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
	best, second, lang := 0, 0, ""
	for _, l := range languages {
		n := 10*score(toks, lexiconOf(l)) + min(9, trade(toks, lexiconOf(l)))
		if n > best {
			best, second, lang = n, best, l
		} else if n > second {
			second = n
		}
	}
	if best > second && (known == "" || best >= 20 && best-second >= 10) {
		return lang
	}
	if known != "" {
		return known
	}
	if words(toks) >= 4 {
		info := whatlanggo.DetectWithOptions(text, whitelist)
		if l := whatlanggo.LangToStringShort(info.Lang); info.Confidence > 0.5 && l != "" {
			return l
		}
	}
	return cmp.Or(lang, "en")
}

// score counts the little words of a language, each once, those that it shares with
// none twice, and its own letters.
func score(toks []token, l *lexicon) int {
	n, seen := 0, map[string]bool{}
	for i := range toks {
		if k, _ := l.of("stop").at(toks, i); k > 0 && !seen[toks[i].low] {
			seen[toks[i].low] = true
			n++
			if onlyIn(toks[i].low) {
				n++
			}
		}
		if strings.ContainsAny(toks[i].low, ownLetters[l.lang]) && !seen["letters"] {
			seen["letters"] = true
			n += 2
		}
		for _, section := range []string{"request", "close", "accept"} {
			if k, _ := l.of(section).at(toks, i); k > 1 {
				n += min(k, 2)
			}
		}
	}
	return n
}

// onlyIn says whether a word is a little word of one language alone.
func onlyIn(word string) bool { return stopCount()[word] == 1 }

// stopCount is in how many languages a word is a little word.
var stopCount = sync.OnceValue(func() map[string]int {
	n := map[string]int{}
	for _, l := range languages {
		for word := range lexiconOf(l).of("stop").first {
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
		for _, section := range []string{"unit", "color", "number", "generic", "col_qty", "of"} {
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
