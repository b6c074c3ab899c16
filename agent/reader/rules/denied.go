package rules

import (
	"slices"
	"strings"
	"unicode/utf8"

	"salesclerk/agent/task"
)

// Wishes about what an item must not be, "not the black ones", and among what it
// may be chosen, "clear or white", are no part of its name. They are taken out of
// the phrase and kept beside the line; what is found must then be in keeping.

// wishes are the traits that a line must not have, and those of which it has to
// have one.
type wishes struct{ not, either []string }

// wishMark stands in a phrase for words that say what is not wanted.
const wishMark = "¬"

// denied takes "not the black ones" out of a phrase. A mark stays in their place,
// so that they belong to the item before them.
func (r *reading) denied(toks []token) []token {
	out := make([]token, 0, len(toks))
	for i := 0; i < len(toks); i++ {
		n, traits := r.denial(toks, i)
		if n == 0 || i == 0 {
			out = append(out, toks[i])
			continue
		}
		closed := toks[min(i+n, len(toks))-1].text == ")"
		for len(out) > 0 && (out[len(out)-1].text == "," || asides[out[len(out)-1].low] || closed && out[len(out)-1].text == "(") {
			out = out[:len(out)-1]
		}
		out = append(out, token{text: wishMark, low: wishMark, start: toks[i].start, end: toks[i].start, used: true, not: traits})
		i += n - 1
		if i+1 < len(toks) {
			out = append(out, token{text: ",", low: ",", start: toks[i].end, end: toks[i].end})
		}
	}
	return out
}

// asides are words that only lead to a wish.
var asides = wordSet("but men mais aber sondern pero ma maar altså surtout bitte please and og et und y e ed en och no")

// denial is how many tokens from toks[i] on say what is not wanted, with a comma or
// "but" behind them, and the words that name it: colours and sizes, or any few words
// behind a comma, a bracket or "but".
func (r *reading) denial(toks []token, i int) (int, []string) {
	n := r.denies(toks, i)
	if n == 0 {
		return 0, nil
	}
	var traits []string
	beside := i > 0 && (!toks[i-1].isWord() || asides[toks[i-1].low])
	other, k := 0, i+n
	for k < len(toks) {
		m := r.traitAt(toks, k)
		switch {
		case m > 0:
			traits = append(traits, join("", toks[k:k+m]))
			k += m
		case r.fillsDenial(toks, k):
			k++
		case len(traits) > 0 && r.denies(toks, k) > 0:
			k += r.denies(toks, k)
		case beside && toks[k].hasDigit() && r.items.Knows(toks[k].text):
			traits = append(traits, toks[k].text) // "(not 230110)"
			k++
		case r.endsDenial(toks, k):
			if len(traits) == 0 {
				return 0, nil
			}
			return r.behind(toks, r.bracketEnd(toks, i, k)) - i, traits
		case beside && other < 4 && toks[k].isWord() && !toks[k].hasDigit():
			if other++; utf8.RuneCountInString(toks[k].text) > 3 && !prepositions[toks[k].low] {
				traits = append(traits, toks[k].low)
			}
			k++
		default:
			return 0, nil
		}
	}
	if len(traits) == 0 {
		return 0, nil
	}
	return k - i, traits
}

// denies is the length of words at toks[i] that say that something is not wanted.
func (r *reading) denies(toks []token, i int) int {
	n, _ := r.lex.of("negation").at(toks, i)
	if k, _ := r.lex.of("instead").at(toks, i); k > 1 && !r.isConversation() {
		n = max(n, k)
	}
	return n
}

// bracketEnd is where the bracket is closed that was open at toks[i], if one was: all
// of what it says goes; else to.
func (r *reading) bracketEnd(toks []token, i, to int) int {
	depth := 0
	for _, t := range toks[:i] {
		depth = nested(depth, t.text)
	}
	for k := to; depth > 0 && k < len(toks); k++ {
		if toks[k].text == ")" {
			return k + 1
		}
	}
	return to
}

// traitAt is how many tokens at toks[i] are a colour or a size.
func (r *reading) traitAt(toks []token, i int) int {
	for _, s := range []string{"color", "size_word"} {
		if k, _ := r.lex.of(s).at(toks, i); k > 0 {
			return k
		}
	}
	if k, _ := r.lex.of("size_letter").at(toks, i); k > 0 && isASCIIUpper(toks[i].text) {
		return k
	}
	if k, _ := r.lex.of("size").at(toks, i); k > 0 && i+k < len(toks) && toks[i+k].isWord() {
		return k + 1
	}
	if toks[i].isNumber() && !toks[i].used && r.measured(toks, i) {
		return 2
	}
	return 0
}

func (r *reading) fillsDenial(toks []token, i int) bool {
	for _, s := range []string{"det", "pronoun", "polite", "of"} {
		if r.lex.of(s).is(toks[i].text) {
			return true
		}
	}
	return toks[i].text == "(" || toks[i].text == ")" || toks[i].hasDigit() && r.items.Knows(toks[i].text) && i > 0 && toks[i-1].text == "(" ||
		orWords[toks[i].low] && i+1 < len(toks) && r.traitAt(toks, i+1) > 0
}

// endsDenial says whether nothing of the wish stands from toks[i] on.
func (r *reading) endsDenial(toks []token, i int) bool {
	return strings.Contains(",;.!?", toks[i].text) || asides[toks[i].low] || r.separator(toks, i) > 0
}

// behind skips the comma and the "but" between what is not wanted and what is.
func (r *reading) behind(toks []token, i int) int {
	for i < len(toks) && (toks[i].text == "," || asides[toks[i].low]) {
		i++
	}
	return i
}

var orWords = wordSet("or eller oder ou o of och nor noch ni hverken weder neither either enten entweder soit")

// choice takes "clear or white" out of a phrase: what it may be.
func (r *reading) choice(toks []token) []string {
	for i := 1; i+1 < len(toks); i++ {
		if !orWords[toks[i].low] || toks[i].used {
			continue
		}
		a, _ := r.lex.of("color").at(toks, i-1)
		b, _ := r.lex.of("color").at(toks, i+1)
		if a != 1 || b == 0 {
			continue
		}
		out := []string{toks[i-1].low, toks[i+1].low}
		use(toks, i-1, 2+b)
		return out
	}
	return nil
}

// wish keeps what was said beside a line, until it has been looked up.
func (r *reading) wish(l task.Line, toks, marks []token) {
	w := wishes{either: r.choice(toks)}
	for _, t := range marks {
		w.not = append(w.not, t.not...)
	}
	if len(w.not)+len(w.either) == 0 {
		return
	}
	r.keepWish(l.Where+"\n"+l.Text, w)
}

// keepWishes takes out of what was found for a line what its words rule out. A
// person looks where nothing is left.
func (r *reading) keepWishes(l *task.Line) {
	w, ok := r.wishes[l.Where+"\n"+l.Text]
	if !ok || len(l.Items) == 0 || l.Match == task.None {
		return
	}
	had := l.Items
	l.Items = slices.DeleteFunc(slices.Clone(l.Items), func(c task.Candidate) bool {
		is := func(trait string) bool { return r.hasTrait(c, trait) }
		return slices.ContainsFunc(w.not, is) || len(w.either) > 0 && !slices.ContainsFunc(w.either, is)
	})
	switch {
	case len(l.Items) == 0 && len(w.either) == 0 && !slices.ContainsFunc(w.not, r.traitOnly):
		l.Items = had // "not urgent" says nothing about the thing
	case len(l.Items) == 0:
		l.Match, l.Confidence, l.Items = task.None, 0, []task.Candidate{}
	case len(l.Items) == 1 && len(had) > 1 && l.Match == task.Several:
		l.Match, l.Confidence = task.One, max(l.Confidence, 0.8)
	}
}

func (r *reading) hasTrait(c task.Candidate, trait string) bool {
	if strings.EqualFold(c.Number, trait) {
		return true
	}
	toks := tokenize(trait)
	return len(toks) > 0 && !slices.ContainsFunc(toks, func(t token) bool { return !r.hasWord(c, t) })
}
