package catalog

import (
	"strings"

	"salesclerk/agent/erp"
)

// synonymTable finds the other words of a group by the first word of one, in the form
// it is compared in.
type synonymTable map[string][]synonym

type synonym struct {
	lang   string
	words  []string // stems
	others []string // as the data has them
}

func newSynonymTable(groups []erp.Synonyms) synonymTable {
	t := synonymTable{}
	for _, g := range groups {
		lang := baseLang(g.Lang)
		for i, s := range g.Words {
			s := synonym{lang: lang, words: stems(s, lang)}
			if len(s.words) == 0 {
				continue
			}
			for j, o := range g.Words {
				if j != i {
					s.others = append(s.others, o)
				}
			}
			t[s.words[0]] = append(t[s.words[0]], s)
		}
	}
	return t
}

// stems are the words of a phrase in the form they are compared in.
func stems(s, lang string) []string {
	var out []string
	for _, w := range cut(s) {
		out = append(out, stemmed(w, lang))
	}
	return out
}

// stemmed is a word's stem in a language, in English where there is none.
func stemmed(w word, lang string) string {
	if !wordy(w.fold) {
		return w.fold
	}
	if stemmers[lang] == nil {
		lang = "en"
	}
	return stem(strings.ToLower(w.text), lang)
}

// match finds the longest group member at the start of ws, and gives the other
// members as phrases.
func (t synonymTable) match(ws []word, lang string) (others [][]string, n int) {
	for _, s := range t.of(ws[0], lang) {
		if len(s.words) > len(ws) || len(s.words) < n || !s.begins(ws) {
			continue
		}
		if len(s.words) > n {
			others, n = nil, len(s.words)
		}
		for _, o := range s.others {
			others = append(others, []string{o})
		}
	}
	return others, n
}

// of are the members that begin with a word, of groups in a language or in any.
func (t synonymTable) of(w word, lang string) (out []synonym) {
	asked := map[string]bool{}
	for _, l := range append([]string{""}, langsOf(lang)...) {
		key := stemmed(w, l)
		if asked[key] {
			continue
		}
		asked[key] = true
		for _, s := range t[key] {
			if s.lang == "" || lang == "" || s.lang == lang {
				out = append(out, s)
			}
		}
	}
	return out
}

func (s *synonym) begins(ws []word) bool {
	for i, w := range s.words {
		if stemmed(ws[i], s.lang) != w {
			return false
		}
	}
	return true
}
