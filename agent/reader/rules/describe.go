package rules

import (
	"slices"
	"strings"
)

// describes reads a sentence that only says how the thing shall be that the line before
// asks for: "Grey please, not red or blue", "De skal være grå, ikke røde".
func (r *reading) describes(p passage) bool {
	if len(r.out.Lines) == 0 || p.list || r.isConversation() || words(p.toks) > 14 {
		return false
	}
	wanted, not, ok := r.onlyTraits(unusedCopy(p.toks))
	if !ok || len(wanted)+len(not) == 0 {
		return false
	}
	l := &r.out.Lines[len(r.out.Lines)-1]
	if len(l.Identifiers) > 0 && r.knowsOne(l.Identifiers) || l.Where != p.where {
		return false
	}
	if len(wanted) > 0 {
		l.Query = strings.TrimSpace(r.unlike(l.Query, wanted) + " " + join("", wanted))
	}
	if len(not) > 0 {
		key := l.Where + "\n" + l.Text
		w := r.wishes[key]
		w.not = append(w.not, not...)
		r.keepWish(key, w)
	}
	return true
}

// onlyTraits are the colours and sizes that words want and those they do not, if
// besides them there are but little words.
func (r *reading) onlyTraits(toks []token) (wanted []token, not []string, ok bool) {
	denied := false
	for i := 0; i < len(toks); {
		k := r.traitAt(toks, i)
		n := max(r.denies(toks, i), r.lengthIn(toks, i, "remove"))
		switch {
		case k > 0 && denied:
			not = append(not, join("", toks[i:i+k]))
		case k > 0:
			wanted = append(wanted, toks[i:i+k]...)
		case n > 0:
			k, denied = n, true
		case !toks[i].isWord():
			k, denied = 1, denied && !strings.Contains(",;.", toks[i].text)
		default:
			k = r.little(toks, i)
		}
		if k == 0 {
			return nil, nil, false
		}
		i += k
	}
	return wanted, not, true
}

// little is the length of little words at toks[i] that name nothing.
func (r *reading) little(toks []token, i int) int {
	n := 0
	for _, s := range []string{"stop", "det", "pronoun", "polite", "be", "and", "range"} {
		n = max(n, r.lengthIn(toks, i, s))
	}
	return n
}

func (r *reading) lengthIn(toks []token, i int, section string) int {
	n, _ := r.lex.of(section).at(toks, i)
	return n
}

// keepWish keeps what was said beside a line, by the place and words of the line.
func (r *reading) keepWish(key string, w wishes) {
	if r.wishes == nil {
		r.wishes = map[string]wishes{}
	}
	w.not = slices.Compact(w.not)
	r.wishes[key] = w
}
