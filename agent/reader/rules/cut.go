package rules

// cut ends a phrase where it stops to be about the item: "for our office",
// "to be delivered".
func (r *reading) cut(toks []token) []token {
	whole := unusedCopy(toks)
	for i := 1; i < len(toks); i++ {
		n, _ := r.lex.of("cut").at(whole, i)
		if n == 0 && r.closesAt(whole, i) {
			return toks[:i]
		}
		if n == 0 {
			continue
		}
		next := r.resumes(toks, i, n)
		if next < 0 {
			return toks[:i]
		}
		use(toks, i, next-i) // "delivered Friday, and 3 lamps": go on with the lamps
		toks[next-1].used, toks[next-1].text, toks[next-1].low = false, ",", ","
		i = next - 1
	}
	return toks
}

// resumes is where another item begins soon behind words at toks[i] that are about
// none; -1 if none does.
func (r *reading) resumes(toks []token, i, n int) int {
	next := r.firstQuantity(toks[i+n:])
	if next >= 0 && next < 6 && r.separated(toks[i+n:i+n+next]) {
		return i + n + next
	}
	if next == 0 && r.separated(toks[:i]) { // "…, and while you are at it three packs"
		return i + n
	}
	for k := i + n; k < len(toks) && k < i+n+6; k++ { // "for them, a wet and dry vacuum cleaner"
		m := r.separator(toks, k)
		if m == 0 {
			continue
		}
		if q := r.firstQuantity(toks[i+n : k]); q >= 0 && r.measureAt(toks[:k], i+n+q) == 0 {
			return -1 // "to move 40 boxes and 3 drums a day": what it is used for goes on
		}
		for k+m < len(toks) && r.separator(toks, k+m) > 0 {
			m += r.separator(toks, k+m)
		}
		if c, _ := r.lex.of("cut").at(toks, k+m); c > 0 && r.firstQuantity(toks[min(len(toks), k+m+c):]) == 0 {
			return k + m + c
		}
		if r.firstQuantity(toks[k+m:]) == 0 && k < i+n+4 {
			return k + m
		}
		if k+m+1 >= len(toks) || !r.lex.of("one").is(toks[k+m].text) {
			continue
		}
		rest := toks[k+m:]
		if q := r.firstQuantity(rest[1:]); q > 0 {
			rest = rest[:1+q]
		}
		if r.finds(r.query(rest)) || r.finds(r.query(rest[:1+r.nextSeparator(rest[1:])])) {
			return k + m
		}
	}
	return -1
}

func (r *reading) separated(toks []token) bool {
	if len(toks) == 0 {
		return false
	}
	last := toks[len(toks)-1]
	return last.text == "," || last.text == ":" || r.lex.of("and").is(last.text)
}

// closesAt says whether the writer takes leave at toks[i], with at most a name behind:
// "cheers dan" at the end of a mail without a stop.
func (r *reading) closesAt(toks []token, i int) bool {
	n, _ := r.lex.of("close").at(toks, i)
	return n > 0 && words(toks[i+n:]) <= 2 && r.firstQuantity(toks[i+n:]) < 0
}
