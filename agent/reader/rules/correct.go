package rules

import "github.com/shopspring/decimal"

// Numbers that the writer takes back or adds up himself: what is meant is the last.

// corrected reads "8 cartridges - no wait, make that 12" as 12 cartridges and "4, no
// sorry, make that 6 bottles" as 6 bottles.
func (r *reading) corrected(toks []token) []token {
	for i := range toks {
		n := r.takesBack(toks, i)
		if n == 0 {
			continue
		}
		d, m := r.lex.number(toks, i+n)
		at, k := r.numberBefore(toks[:i])
		if m == 0 || k == 0 || !d.IsPositive() || r.measured(toks, i+n+m-1) {
			continue
		}
		if words(toks[at+k:i]) > 0 && !r.countsFound(toks[i+n:]) { // the thing is named before: the number goes there
			toks[at].text, toks[at].low = d.String(), d.String()
			return append(append(append([]token(nil), toks[:at+1]...), toks[at+k:i]...), r.corrected(r.goesOnAt(toks[i+n+m:]))...)
		}
		return append(append([]token(nil), toks[:at]...), r.corrected(toks[i+n:])...)
	}
	return toks
}

// takesBack is how many tokens from toks[i] on only say that what stands before is
// not meant, a mark among them: ", no sorry, make that".
func (r *reading) takesBack(toks []token, i int) int {
	said, n := 0, 0
	for i+n < len(toks) {
		k, _ := r.lex.of("correction").at(toks, i+n)
		if k == 0 && said > 0 {
			k, _ = r.lex.of("toward").at(toks, i+n)
		}
		switch {
		case k > 0:
			said, n = said+1, n+k
		case !toks[i+n].isWord() && toks[i+n].text != "?" && (n == 0 || said > 0):
			n++
		default:
			k = -1
		}
		if k < 0 {
			break
		}
	}
	if said == 0 || toks[i].isWord() {
		return 0
	}
	return n
}

// numberBefore is the last number of toks that counts.
func (r *reading) numberBefore(toks []token) (at, n int) {
	for i := 0; i < len(toks); i++ {
		_, k := r.lex.number(toks, i)
		if k == 0 {
			continue
		}
		side := i > 0 && isTimes(toks[i-1]) || i+k+1 < len(toks) && isTimes(toks[i+k]) && toks[i+k+1].isNumber() // 1600 x 800
		if !r.measured(toks, i+k-1) && !side && !r.lex.of("one").is(toks[i].text) && !r.items.Knows(toks[i].text) {
			at, n = i, k
		}
		i += k - 1
	}
	return at, n
}

// goesOnAt is what stands from the next thing that is counted on, with the comma or
// "and" before it: what is said behind a correction only tells why.
func (r *reading) goesOnAt(toks []token) []token {
	for i := range toks {
		n := r.separator(toks, i)
		if n == 0 && pointsTo(toks[i]) {
			n = 1
		}
		for n > 0 && i+n < len(toks) && r.separator(toks, i+n) > 0 {
			n += r.separator(toks, i+n)
		}
		if n > 0 && i+n < len(toks) && (r.firstQuantity(toks[i+n:]) == 0 || r.lex.of("one").is(toks[i+n].text)) {
			return toks[i:]
		}
	}
	return nil
}

// summed reads "5 for the office and 3 for the depot, 8 in all" as 8: where numbers are
// followed by their sum and a word that says so.
func (r *reading) summed(toks []token) []token {
	type count struct {
		d     decimal.Decimal
		at, n int
	}
	var seen []count
	for i := 0; i < len(toks); i++ {
		d, n := r.lex.number(toks, i)
		if n == 0 || r.measured(toks, i+n-1) || r.items.Knows(toks[i].text) {
			continue
		}
		if len(seen) > 0 && seen[len(seen)-1].d.Equal(d) {
			if last := seen[len(seen)-1]; r.totalAt(toks, last.at+last.n, i, n) > 0 && words(toks[last.at+last.n:i]) < 3 {
				return append(append([]token(nil), toks[:last.at+last.n]...), toks[pastMarks(toks, r.totalAt(toks, last.at+last.n, i, n)):]...) // "three score, so 60, nuts"
			}
		}
		sum := decimal.Zero
		for k := len(seen) - 1; k >= 0; k-- {
			sum = sum.Add(seen[k].d)
			end := r.totalAt(toks, seen[len(seen)-1].at+seen[len(seen)-1].n, i, n)
			if len(seen)-k < 2 || !sum.Equal(d) || end == 0 {
				continue
			}
			first := seen[k]
			toks[first.at].text, toks[first.at].low = d.String(), d.String()
			return append(append([]token(nil), toks[:first.at+1]...), toks[end:]...)
		}
		seen = append(seen, count{d, i, n})
		i += n - 1
	}
	return toks
}

// pastMarks is the next word at or behind toks[i].
func pastMarks(toks []token, i int) int {
	for i < len(toks) && !toks[i].isWord() {
		i++
	}
	return i
}

// totalAt is where the words of a sum end whose number is toks[i:i+n], if a word
// between it and the number before, or right behind it, says that it is one; else 0.
func (r *reading) totalAt(toks []token, from, i, n int) int {
	said := r.lex.of("total_mark").in(toks[from:i])
	end := i + n
	if k, _ := r.lex.of("total_mark").at(toks, end); k > 0 {
		said, end = true, end+k
	}
	if !said {
		return 0
	}
	return end
}
