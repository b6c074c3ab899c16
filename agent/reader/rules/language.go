package rules

import (
	"cmp"
	"strings"

	"github.com/abadojack/whatlanggo"
)

// The little words of our own lists decide; they need no model. whatlanggo
// helps where they are level or absent.
var whitelist = whatlanggo.Options{Whitelist: map[whatlanggo.Lang]bool{
	whatlanggo.Eng: true, whatlanggo.Dan: true, whatlanggo.Fra: true, whatlanggo.Deu: true,
}}

// detect is the language of a text. known is the contact's, taken where the
// text does not tell.
func detect(toks []token, text, known string) string {
	toks = toks[:min(len(toks), 600)]
	best, second, lang := 0, 0, ""
	for _, l := range languages {
		n := score(toks, lexiconOf(l))
		if n > best {
			best, second, lang = n, best, l
		} else if n > second {
			second = n
		}
	}
	if best > second && (best > 1 || known == "") {
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

// score counts the little words of a language, each once, and its own letters.
func score(toks []token, l *lexicon) int {
	n, seen := 0, map[string]bool{}
	for i := range toks {
		if k, _ := l.of("stop").at(toks, i); k > 0 && !seen[toks[i].low] {
			seen[toks[i].low] = true
			n++
		}
		if strings.ContainsAny(toks[i].low, ownLetters[l.lang]) && !seen["letters"] {
			seen["letters"] = true
			n += 2
		}
		for _, section := range []string{"request", "close", "accept"} {
			if k, _ := l.of(section).at(toks, i); k > 0 {
				n += k
			}
		}
	}
	return n
}

// ownLetters are those that only one of our languages has.
var ownLetters = map[string]string{"da": "æøå", "fr": "çèêàùœ", "de": "ßäü"}
