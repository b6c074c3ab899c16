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

// ownLetters are those that only one of our languages has.
var ownLetters = map[string]string{"da": "æøå", "fr": "çèêàùœ", "de": "ßäü"}
