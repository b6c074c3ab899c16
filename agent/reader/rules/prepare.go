package rules

import (
	"regexp"
	"strings"
	"unicode"
)

// passage is one sentence, one entry of a list, or one row of a table.
type passage struct {
	text  string
	toks  []token
	list  bool // an entry of a list: it needs no "please send us" to be an item
	row   bool // an entry only because such lines stand one below the other
	where string
	cells []string // a row written with tabs, bars or wide gaps
	long  bool     // text is not all of it
	ends  bool     // last of its paragraph

	table  int      // the number of the printed table it is a row of, 0 if of none
	margin bool     // columns beside a printed table: letterhead, terms, sums
	about  []string // kinds out of scope that it is of
}

const (
	maxText    = 2 << 20 // bytes of a mail's words that are read
	maxLine    = 4000    // bytes of a sentence that are looked at
	maxColumns = 60
)

// clean drops what nobody sees: control characters, direction marks, zero widths.
func clean(s string) string {
	if len(s) > maxText {
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r' || r == '\u00ad' || r == '\ufeff':
			return -1
		case unicode.Is(unicode.Zs, r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
}

// unsigned cuts the lines where the signature begins, and blanks what is no word of
// the writer's.
func (l *lexicon) unsigned(lines []string) []string {
	return l.withoutFrame(l.beforeClose(lines))
}

// beforeClose cuts the lines where the signature begins.
func (l *lexicon) beforeClose(lines []string) []string {
	for i, line := range lines {
		t := strings.TrimSpace(line)
		if t == "--" || line == "-- " {
			return lines[:i]
		}
		if l.closes(t) && i > 0 && !l.asksLater(lines[i+1:]) {
			return lines[:i]
		}
	}
	return lines
}

// closes says whether a line is a complimentary close: it begins with one and
// holds hardly anything else.
func (l *lexicon) closes(line string) bool {
	if len(line) > 80 {
		return false
	}
	toks := tokenize(line)
	n, _ := l.of("close").at(toks, 0)
	return n > 0 && words(toks[n:]) <= 3 && !l.of("request").in(toks)
}

// asksLater says whether lines after a close still ask for something.
func (l *lexicon) asksLater(lines []string) bool {
	for _, line := range lines[:min(len(lines), 60)] {
		toks := tokenize(line)
		if l.of("request").in(toks) && words(toks) > 3 || bulletOf(line) != "" && len(toks) > 2 {
			return true
		}
	}
	return false
}

var bullet = regexp.MustCompile(`^\s*([-*•·–—●▪◦>]|\(?\d{1,3}[.)]|\(?[a-hA-H][.)])\s+`)

func bulletOf(line string) string { return bullet.FindString(line) }

// ungreet takes the greeting off a line.
func (l *lexicon) ungreet(line string) string {
	toks := tokenize(line)
	n, _ := l.of("greet").at(toks, 0)
	if n == 0 {
		return line
	}
	for i := n; i < len(toks) && i < n+8; i++ {
		if strings.Contains(",!.:", toks[i].text) {
			return line[toks[i].end:]
		}
	}
	if words(toks) <= n+5 && !l.of("request").in(toks) && !anyDigit(line) {
		return ""
	}
	return line[toks[n-1].end:]
}

func anyDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// cellsOf splits a line that is a row of a table.
func cellsOf(line string) []string {
	var cells []string
	line = bars.Replace(line)
	switch {
	case strings.Contains(strings.TrimSpace(line), "\t"):
		cells = strings.Split(strings.Trim(line, "\n"), "\t")
	case strings.Count(line, "|") >= 2 || strings.Contains(line, "|") && twoCells.MatchString(line):
		cells = strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
	case wideGaps.MatchString(strings.TrimSpace(line)):
		cells = gaps.Split(strings.TrimSpace(line), maxColumns)
	case strings.Count(line, ";") >= 2 && !strings.Contains(line, "; ") || strings.Count(line, ";") == 1 && !strings.Contains(line, ":") && twoCells.MatchString(line):
		cells = strings.Split(line, ";")
	}
	if len(cells) < 2 || len(cells) > maxColumns {
		return nil
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
		if c := cells[i]; len(c) > 1 && c[0] == '"' && c[len(c)-1] == '"' {
			cells[i] = strings.TrimSpace(strings.ReplaceAll(c[1:len(c)-1], `""`, `"`))
		}
	}
	return cells
}

// bars are drawn in more ways than one.
var bars = strings.NewReplacer("│", "|", "┃", "|", "║", "|", "¦", "|")

// twoCells is a row of two cells, one of them a quantity or the head of that column.
var twoCells = regexp.MustCompile(`(?i)^[^|;]{2,80}[|;]\s*(\d{1,6}( ?\pL{1,5}\.?)?|` + quantityHead + `)\s*$|^\s*(\d{1,6}|` + quantityHead + `)\s*[|;]\s*[^|;]{2,80}$`)

const quantityHead = `qty\.?|quantity|antal|quantité|qté|menge|anzahl`

// wideGaps is a line that is set in columns by blanks: three at least stand together
// somewhere, or two and more in several places that end no sentence.
var (
	wideGaps = regexp.MustCompile(` {3,}|[^.!?:;,\s] {2,}\S.*[^.!?:;,\s] {2,}\S`)
	gaps     = regexp.MustCompile(` {2,}`)
)

// ruled is a line of dashes or the like between the rows of a table.
var ruled = regexp.MustCompile(`^[-=_~–—+|*\s]{4,}$`)
