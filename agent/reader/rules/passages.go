package rules

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// passages cuts lines into sentences, list entries and table rows.
func (l *lexicon) passages(lines []string, where string) []passage {
	var out []passage
	var para strings.Builder
	flush := func() {
		if para.Len() > 0 {
			out = append(out, l.sentences(para.String(), where)...)
			para.Reset()
		}
		if len(out) > 0 {
			out[len(out)-1].ends = true
		}
	}
	inList, greeted, opens := false, 0, true
	led, before := false, "" // under a line such as "We need:", and the line before
	lines = l.forms(withoutHead(lines))
	grid := l.layout(lines)
	numbered := enumerated(lines)
	rows := l.rows(lines)
	for i, line := range lines {
		t := strings.TrimSpace(line)
		if i > 0 && strings.TrimSpace(lines[i-1]) != "" {
			before = strings.TrimSpace(lines[i-1])
		}
		if t == "" {
			flush()
			opens = true
			led = led && endsColon(before)
			continue
		}
		if grid[i].skip || grid[i].cells != nil {
			flush()
			out = append(out, grid[i].rows(t, where)...)
			inList, opens, greeted = true, false, greeted+1
			continue
		}
		if greeted < 2 {
			if g := l.ungreet(t); g != t {
				line, t = g, strings.TrimSpace(g)
			}
			greeted++
		}
		if t == "" || inList && ruled.MatchString(t) {
			continue
		}
		if cells := cellsOf(line); cells != nil {
			flush()
			p := newPassage(t, where, true, cells)
			p.margin = grid[i].margin
			out = append(out, p)
			inList, opens = true, false
			continue
		}
		if b := bulletOf(line); b != "" && (!anyDigit(b) || numbered) {
			flush()
			out = append(out, newPassage(strings.TrimSpace(line[len(b):]), where, true, nil))
			inList, opens = true, false
			continue
		}
		led = led || endsColon(before) && l.leads(before)
		if led && l.named(t) {
			flush()
			out = append(out, newPassage(t, where, true, nil))
			inList, opens = true, false
			continue
		}
		if rows[i] || (opens || inList || endsColon(para.String()) || l.leadsOn(before, t) || l.counted(t) && !goesOn(before)) && l.entry(t) {
			flush()
			for k, p := range l.sentences(t, where) {
				p.list, p.row = k == 0, k == 0 && rows[i]
				out = append(out, p)
			}
			inList, opens = true, false
			continue
		}
		if inList || breaks(para.String(), t) {
			flush()
		}
		inList, opens, led = false, false, false
		if para.Len() > 0 {
			para.WriteByte(' ')
		}
		para.WriteString(t)
	}
	flush()
	return out
}

// rows says which lines stand one below the other as entries of a list though nothing
// marks them: short ones with a number in each, that end no sentence.
func (l *lexicon) rows(lines []string) []bool {
	short := make([]bool, len(lines))
	for i, line := range lines {
		short[i] = l.row(strings.TrimSpace(line))
	}
	out := make([]bool, len(lines))
	for i := range lines {
		out[i] = short[i] && (i > 0 && short[i-1] || i+1 < len(lines) && short[i+1])
	}
	return out
}

// row says whether a line may be one of several that each say how many of something.
func (l *lexicon) row(line string) bool {
	toks := tokenize(line)
	if n := len(toks); n > 2 && toks[n-1].text == "." && toks[n-3].isNumber() {
		if u, _ := l.unitLen(toks, n-2); u > 0 {
			line = line[:toks[n-1].start] // "4 stk."
		}
	}
	if utf8.RuneCountInString(line) > 60 || words(toks) < 2 || words(toks) > 10 || strings.ContainsAny(line[len(line)-1:], ".!?:,") || strings.ContainsAny(line, "@|") {
		return false
	}
	for _, s := range []string{"request", "courtesy", "reject", "close", "ship", "ref", "deliver", "greet"} {
		if l.of(s).in(toks) {
			return false
		}
	}
	if (&reading{lex: l}).addressLike(line) {
		return false
	}
	for i, t := range toks {
		if _, n := l.number(toks, i); n > 0 && (i == 0 || t.isNumber() && !t.hasLetter() && len(t.text) < 5) {
			return !phoneLike(line) || slices.ContainsFunc(toks, isTimes)
		}
	}
	return l.of("one").is(toks[0].text)
}

// leads says whether a line asks for what stands below it, and names nothing
// itself: "We need the following:", "Vi bestiller".
func (l *lexicon) leads(line string) bool {
	toks := tokenize(line)
	if words(toks) > 14 || l.of("ship").in(toks) || l.of("reject").in(toks) {
		return false
	}
	for i := range toks {
		if _, n := l.number(toks, i); n > 0 && toks[i].isNumber() {
			return false
		}
	}
	return l.of("request").in(toks) || l.of("order").in(toks) || l.of("quote").in(toks)
}

// leadsOn says whether a list begins at line though no colon leads to it: a short
// line asks for something and the first entry begins with a number.
func (l *lexicon) leadsOn(before, line string) bool {
	_, n := l.number(tokenize(line), 0)
	return n > 0 && utf8.RuneCountInString(before) < 60 && !strings.HasSuffix(before, ".") && l.leads(before)
}

// counted says whether a line begins by counting, whatever stands above it: "10 x",
// "3 boxes", "110112 x 8".
func (l *lexicon) counted(line string) bool {
	toks := l.unglue(tokenize(line), func(string) bool { return false })
	_, n := l.number(toks, 0)
	if n == 0 || n >= len(toks) {
		return false
	}
	unit, _ := l.unitLen(toks, n)
	return isTimes(toks[n]) || unit > 0 && toks[0].isNumber()
}

// goesOn says whether a line is so long, or ends so, that the next may be the rest of
// its sentence.
func goesOn(line string) bool {
	return utf8.RuneCountInString(line) > 60 || strings.HasSuffix(line, ",")
}

// named says whether a line below "We need:" is but a name: short, no sentence, and
// nothing of a letter's frame.
func (l *lexicon) named(line string) bool {
	toks := tokenize(line)
	if utf8.RuneCountInString(line) > 80 || len(toks) == 0 || strings.ContainsAny(line[len(line)-1:], ".!?:") || strings.ContainsAny(line, ":@") {
		return false
	}
	for _, s := range []string{"request", "courtesy", "reject", "close", "thanks", "ship", "cut", "polite", "ref", "deliver"} {
		if l.of(s).in(toks) {
			return false
		}
	}
	return words(toks) <= 10 && !l.of("col_total").is(line)
}

// withoutHead drops the head of a mail written into the text: "Subject: …".
func withoutHead(lines []string) []string {
	for i, line := range lines {
		t := strings.TrimSpace(line)
		if t == "" {
			continue
		}
		if !textHead.MatchString(t) {
			return lines
		}
		lines[i] = ""
	}
	return lines
}

var textHead = regexp.MustCompile(`(?i)^(subject|emne|objet|betreff|oggetto|asunto|assunto|onderwerp|ämne|to|til|an|à|from|fra|de|von)\s?:\s`)

// enumerated says whether "1." at the start of lines counts them: "2." follows "1.".
func enumerated(lines []string) bool {
	want, seen := 1, 0
	for _, line := range lines {
		b := strings.Trim(bulletOf(line), " \t.()")
		if b == "" || !anyDigit(b) {
			continue
		}
		if b != itoa(want) {
			return false
		}
		want, seen = want+1, seen+1
	}
	return seen >= 2
}

func endsColon(s string) bool { return strings.HasSuffix(strings.TrimSpace(s), ":") }

// entry says whether a line standing alone is an item: it begins with a
// quantity or a number of an item and is short.
func (l *lexicon) entry(line string) bool {
	if len(line) > 160 {
		return false
	}
	toks := tokenize(line)
	if len(toks) < 2 || strings.HasSuffix(line, "?") {
		return false
	}
	_, n := l.number(toks, 0)
	if n > 0 && toks[0].isNumber() || n > 0 && n < len(toks) && !l.of("one").is(toks[0].text) && !strings.ContainsAny(line[len(line)-1:], ".!") {
		return true
	}
	for len(toks) > 0 && !toks[len(toks)-1].isWord() {
		toks = toks[:len(toks)-1]
	}
	if len(toks) < 2 {
		return false
	}
	for i := range len(toks) - 1 {
		if l.stops(toks, i) && !toks[0].hasDigit() {
			return false // two sentences, the last of which ends with a number
		}
	}
	last := toks[len(toks)-1]
	unit, _ := l.unitLen(toks, len(toks)-1)
	return toks[0].hasDigit() || (last.isNumber() && !last.hasLetter() || unit > 0 && len(toks) > 2 && toks[len(toks)-2].isNumber()) && words(toks) <= 10
}

// breaks says whether a line begins something new rather than going on with
// the sentence wrapped before it.
func breaks(para, line string) bool {
	if para == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(para)
	first, _ := utf8.DecodeRuneInString(line)
	if last == ':' {
		return true
	}
	if strings.ContainsRune(".!?", last) {
		return false // the sentence splitter sees to it
	}
	return utf8.RuneCountInString(para) < 45 && unicode.IsUpper(first) && last != ','
}

func newPassage(text, where string, list bool, cells []string) passage {
	long := len(text) > maxLine
	if long {
		text = strings.ToValidUTF8(text[:maxLine], "")
	}
	return passage{text: text, toks: tokenize(text), list: list, where: where, cells: cells, long: long}
}

// sentences splits a paragraph. A full stop ends a sentence when a blank
// follows and the word before it is not one that is written with a stop.
func (l *lexicon) sentences(para, where string) []passage {
	var out []passage
	start := 0
	add := func(end int) {
		if t := strings.TrimSpace(para[start:end]); t != "" {
			out = append(out, newPassage(t, where, false, nil))
		}
		start = end
	}
	toks := tokenize(para)
	for i, t := range toks {
		if i+1 == len(toks) || !l.stops(toks, i) {
			continue
		}
		add(t.end)
	}
	add(len(para))
	return out
}

func (l *lexicon) stops(toks []token, i int) bool {
	t, next := toks[i], toks[i+1]
	switch t.text {
	case "!", "?", "…":
		return true
	case ";":
		return next.start > t.end
	case ".":
	default:
		return false
	}
	if i == 0 {
		return false
	}
	prev := toks[i-1]
	glued := next.start == t.end
	if glued {
		r, _ := utf8.DecodeRuneInString(next.text)
		return unicode.IsUpper(r) && prev.hasLetter() && len(prev.text) > 3
	}
	if prev.isNumber() && !prev.hasLetter() {
		_, month := l.of("month").at(toks, i+1)
		r, _ := utf8.DecodeRuneInString(next.text)
		return month == "" && unicode.IsUpper(r)
	}
	if utf8.RuneCountInString(prev.text) == 1 {
		return i > 1 && (toks[i-2].isNumber() || l.of("size").is(toks[i-2].text) || l.of("size_letter").is(prev.text) && (l.of("of").is(toks[i-2].text) || isTimes(toks[i-2]))) // 30 W. and size L. end a sentence, J. does not
	}
	return !l.abbrev[prev.low] && !l.shortUnit(toks, i)
}

// shortUnit says whether the stop at toks[i] is that of a unit: "2 ks. skiver".
func (l *lexicon) shortUnit(toks []token, i int) bool {
	r, _ := utf8.DecodeRuneInString(toks[i+1].text)
	return i > 1 && utf8.RuneCountInString(toks[i-1].text) <= 3 && toks[i-2].isNumber() && !toks[i-2].hasLetter() && unicode.IsLower(r)
}
