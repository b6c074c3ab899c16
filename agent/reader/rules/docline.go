package rules

import (
	"strings"

	"salesclerk/agent/task"
)

// docLine is the line of the offered document that words mean, or nil where
// that is not clear.
func (r *reading) docLine(toks []token) *task.DocLine {
	lines := r.in.Offered.Lines
	if o := r.ordinal(toks); o != 0 {
		if o < 0 {
			o = len(lines)
		}
		if o <= len(lines) {
			return &lines[o-1]
		}
		return nil
	}
	for i := range lines {
		for _, t := range toks {
			if strings.EqualFold(t.text, lines[i].Item) {
				return &lines[i]
			}
		}
	}
	_, _, rest := r.lonelyNumber(toks)
	if len(rest) == 0 {
		return r.only()
	}
	if doc := r.byWords(rest); doc != nil {
		return doc
	}
	return r.byCatalogue(rest)
}

// ordinal is the number in "line 3", "the second one"; -1 is the last; 0: none.
func (r *reading) ordinal(toks []token) int {
	for i := range toks {
		if n, v := r.lex.of("ordinal").at(toks, i); n > 0 && r.shortAfter(toks[i+n:]) {
			return atoi(v)
		}
		if n, _ := r.lex.of("line").at(toks, i); n > 0 {
			k := i + n
			for k < len(toks) && !toks[k].isWord() {
				k++
			}
			if d, m := r.lex.number(toks, k); m > 0 && d.IsInteger() && d.IntPart() > 0 && d.IntPart() <= maxLines {
				return int(d.IntPart())
			}
		}
	}
	return 0
}

func atoi(s string) int {
	if s == "-1" {
		return -1
	}
	return num(s)
}

func (r *reading) byOrdinal(toks []token) bool { return r.ordinal(toks) != 0 }

// shortAfter: an ordinal means a line when hardly more than "one" or "line" follows.
func (r *reading) shortAfter(toks []token) bool { return len(r.meaningful(toks)) <= 2 }

// withoutOrdinal is what follows "line 3": "to 10".
func (r *reading) withoutOrdinal(toks []token) []token {
	for i := range toks {
		if n, _ := r.lex.of("ordinal").at(toks, i); n > 0 {
			return toks[i+n:]
		}
		if n, _ := r.lex.of("line").at(toks, i); n > 0 {
			if _, m := r.lex.number(toks, i+n); m > 0 {
				return toks[i+n+m:]
			}
		}
	}
	return toks
}

// byWords is the one line whose description shares the most words.
func (r *reading) byWords(toks []token) *task.DocLine {
	var best *task.DocLine
	high, level := 0, false
	for i := range r.in.Offered.Lines {
		l := &r.in.Offered.Lines[i]
		n := overlap(toks, l.Description+" "+l.Variant)
		switch {
		case n > high:
			best, high, level = l, n, false
		case n == high:
			level = true
		}
	}
	if high == 0 || level {
		return nil
	}
	return best
}

// overlap counts the words of toks that text has, plural or not.
func overlap(toks []token, text string) int {
	n := 0
	have := tokenize(text)
	for _, t := range toks {
		if len(t.low) < 3 && !t.hasDigit() && !isASCIIUpper(t.text) {
			continue // the à of "vis à bois" tells nothing
		}
		for _, h := range have {
			if t.isWord() && alike(t.low, h.low) {
				n++
				break
			}
		}
	}
	return n
}

// isASCIIUpper says whether a short word is a code such as XL.
func isASCIIUpper(s string) bool { return s != "" && strings.ToUpper(s) == s && s[0] < 0x80 }

// alike says whether two words are the same but for an ending.
func alike(a, b string) bool {
	if a == b {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 3 {
		return false
	}
	k := 0
	for k < len(a) && a[k] == b[k] {
		k++
	}
	if len(a) < 5 && k < len(a) { // "bruge" is not brown
		return ofCompound(a, b) || ofCompound(b, a)
	}
	return k >= 3 && k >= len(a)-1 && len(b)-k <= 3 || ofCompound(a, b) || ofCompound(b, a)
}

// ofCompound says whether a word with an ending, or without, is what a compound
// ends with: "skruerne" of "træskrue".
func ofCompound(word, compound string) bool {
	for cut := 0; cut <= 5 && len(word)-cut >= 4; cut++ {
		stem := word[:len(word)-cut]
		if len(stem) < 5 && cut > 0 && !nounEndings[word[len(stem):]] {
			continue // "order" is in no "skriveborde"
		}
		if len(compound) >= len(stem)+3 && strings.HasSuffix(compound, stem) {
			return true
		}
	}
	return false
}

// nounEndings are those of the languages that make compounds.
var nounEndings = wordSet("n en et er e s ne ene erne es na arna orna")

// byCatalogue asks the catalogue which items the words mean and takes the one
// line that has one of them.
func (r *reading) byCatalogue(toks []token) *task.DocLine {
	res := r.lookup(join("", toks))
	return r.oneOf(res.Items)
}

func (r *reading) oneOf(items []task.Candidate) *task.DocLine {
	var hit *task.DocLine
	for i := range r.in.Offered.Lines {
		l := &r.in.Offered.Lines[i]
		for _, c := range items {
			if c.Number != l.Item || c.Variant != "" && c.Variant != l.Variant {
				continue
			}
			if hit != nil && hit != l {
				return nil
			}
			hit = l
		}
	}
	return hit
}

// docOf is the line of the document that a line as read means.
func (r *reading) docOf(l task.Line) *task.DocLine {
	for i := range r.in.Offered.Lines {
		for _, id := range l.Identifiers {
			if strings.EqualFold(id, r.in.Offered.Lines[i].Item) {
				return &r.in.Offered.Lines[i]
			}
		}
	}
	if len(l.Identifiers) > 0 && r.knowsOne(l.Identifiers) {
		return nil
	}
	if doc := r.oneOf(r.lookup(l.Query).Items); doc != nil {
		return doc
	}
	return r.byWords(r.meaningful(tokenize(l.Query)))
}
