package catalog

import (
	"strings"

	"salesclerk/agent/erp"
)

// synonymTable finds the other words of a group by the folded first word.
type synonymTable map[string][]synonym

type synonym struct {
	lang   string
	words  []string // folded
	others []string // as the data has them
}

func newSynonymTable(groups []erp.Synonyms) synonymTable {
	t := synonymTable{}
	for _, g := range groups {
		for i, s := range g.Words {
			s := synonym{lang: baseLang(g.Lang), words: stems(s)}
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
func stems(s string) []string {
	var out []string
	for _, w := range cut(s) {
		out = append(out, stemmed(w))
	}
	return out
}

func stemmed(w word) string {
	if !wordy(w.fold) {
		return w.fold
	}
	return stem(strings.ToLower(w.text), "en")
}

// match finds the longest group member at the start of ws, and gives the other
// members as phrases.
func (t synonymTable) match(ws []word, lang string) (others [][]string, n int) {
	for _, s := range t[stemmed(ws[0])] {
		if s.lang != "" && lang != "" && s.lang != lang || len(s.words) > len(ws) || len(s.words) < n {
			continue
		}
		if !s.begins(ws) {
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

func (s *synonym) begins(ws []word) bool {
	for i, w := range s.words {
		if stemmed(ws[i]) != w {
			return false
		}
	}
	return true
}
