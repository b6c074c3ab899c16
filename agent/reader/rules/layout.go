package rules

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Tables that programs print as text are set in columns by blanks alone. One is known
// by its heading: from there on rows are cut where all of them leave a gap, words that
// go on below a description belong to the row above, rules and the heads of further
// pages say nothing. What is parted by tabs, bars or semicolons is cut line by line
// (prepare.go).

// laid is how a line of a text stands in a table.
type laid struct {
	cells  []string
	heads  []string // of a row that proves itself: what its cells hold
	table  int      // the number of the headed table, from 1; 0: none
	skip   bool     // says nothing of its own: a rule, or words taken into the row above
	margin bool     // columns above and below a printed table: letterhead, terms, sums
}

// part is a piece of a line between gaps, and where it stands, counted in letters.
type part struct {
	text     string
	from, to int
}

// layout finds the tables set in columns by blanks.
func (l *lexicon) layout(lines []string) []laid {
	out := make([]laid, len(lines))
	tables := 0
	for i := 0; i < len(lines); {
		n := 0
		for _, read := range []func([]string, []laid, int) int{l.printed, l.collapsed, l.commas, l.scanned, l.stacked, l.records} {
			if n == 0 && strings.TrimSpace(lines[i]) != "" {
				n = read(lines[i:], out[i:], tables+1)
			}
		}
		if n == 0 {
			out[i].skip = strings.ContainsAny(lines[i], "|+┼├╠─═") && strings.ContainsAny(lines[i], "-=─═") && ruledLine.MatchString(lines[i])
			l.proven(lines[i], &out[i])
			i++
			continue
		}
		tables++
		i += n
	}
	if tables > 0 {
		margins(lines, out)
	}
	return out
}

// margins marks what stands in columns outside the table of a print.
func margins(lines []string, out []laid) {
	for i := range out {
		o := &out[i]
		if o.table == 0 && !o.skip && o.heads == nil && len(partsOf(lines[i], 3)) > 1 && !strings.ContainsAny(lines[i], "\t|;") {
			o.margin = true
		}
	}
}

// partsOf cuts a line where at least so many blanks stand together, or dots that lead
// the eye from a name to its number.
func partsOf(line string, gap int) []part {
	if strings.Contains(line, "..") || strings.Contains(line, ". .") || strings.Contains(line, "__") || strings.Contains(line, "…") {
		line = leaders.ReplaceAllStringFunc(line, func(s string) string { return strings.Repeat(" ", utf8.RuneCountInString(s)) })
	}
	var out []part
	at, start, blank := 0, -1, 0
	rs := []rune(line)
	for at = 0; at <= len(rs); at++ {
		if at < len(rs) && rs[at] != ' ' && rs[at] != '\t' {
			if start >= 0 && blank >= gap {
				out = append(out, part{string(rs[start : at-blank]), start, at - blank})
				start = at
			}
			if start < 0 {
				start = at
			}
			blank = 0
			continue
		}
		blank++
	}
	if start >= 0 {
		text := strings.TrimRight(string(rs[start:]), " \t")
		out = append(out, part{text, start, start + utf8.RuneCountInString(text)})
	}
	return out
}

var leaders = regexp.MustCompile(`\s?(\.{4,}|(?:\. ){3,}\.?|_{4,}|…{2,})\s?`)

func textsOf(parts []part) []string {
	out := make([]string, len(parts))
	for i, p := range parts {
		out[i] = p.text
	}
	return out
}

// ruledLine is a line of marks alone.
var ruledLine = regexp.MustCompile(`^[\s\-=_~–—+|*.:│┃─━┼├┤┌┐└┘┬┴╔╗╚╝═║╠╣╬╦╩]+$`)

// pageLine is what stands at the foot or head of a page.
var pageLine = regexp.MustCompile(`(?i)\b(page|side|seite|pagina|página|sida|blatt|blad)\s*:?\s*\d+(\s*(of|af|von|/|sur|di|de|van|av)\s*\d+)?\s*$`)

// printed reads a table set in columns that begins with lines[0], its heading: how many
// lines it takes, 0 if there is none.
func (l *lexicon) printed(lines []string, out []laid, number int) int {
	if !strings.Contains(strings.TrimSpace(lines[0]), "  ") || strings.ContainsAny(lines[0], "\t|;") {
		return 0
	}
	head := partsOf(lines[0], 2)
	if len(head) < 2 || !l.headsTable(head) {
		return 0
	}
	head, from, record := l.headBelow(head, lines)
	t := printedTable{lex: l, head: head, record: record}
	n := t.collect(lines, from)
	if len(t.rows) == 0 {
		return 0
	}
	cols := t.columns() // sets ordered
	for k := range n {
		out[k] = laid{skip: true}
	}
	out[0] = laid{table: number, cells: t.headCells(cols)}
	name := t.nameColumn(out[0].cells)
	for _, row := range t.rows {
		cells := t.cut(row.parts, row.line, cols, out[0].cells)
		for _, more := range row.more {
			cells[name] += "\n" + more
		}
		out[row.at] = laid{table: number, cells: cells}
	}
	return n
}

// headsTable says whether parts of a line are heads of columns, with what is wanted of
// what among them.
func (l *lexicon) headsTable(head []part) bool {
	for _, p := range head {
		if len(p.text) > 120 || longNumber.MatchString(p.text) {
			return false
		}
	}
	c, ok := l.heading(textsOf(head))
	return ok && (c.qty >= 0 || len(head) >= 3)
}

// longNumber is in no head of a column: sizes have two digits.
var longNumber = regexp.MustCompile(`\d{3}|\d[.,]\d`)

// headBelow takes the second line of a heading into the first. record says that the
// rows have two lines each, as the heading has: the quantity stands on the second.
func (l *lexicon) headBelow(head []part, lines []string) (all []part, from int, record bool) {
	if len(lines) < 2 || ruledLine.MatchString(lines[1]) || anyDigit(lines[1]) {
		return head, 1, false
	}
	below := partsOf(lines[1], 2)
	known := 0
	for _, p := range below {
		if len(headRoles(p.text)) > 0 || l.roleOf(p.text, nil) != "" || l.of("currency").is(p.text) {
			known++
		}
	}
	if known == 0 || known < len(below) {
		return head, 1, false
	}
	c, _ := l.heading(textsOf(head))
	second, _ := l.heading(textsOf(below))
	if c.qty < 0 && second.qty >= 0 && len(below) > 1 {
		return head, 2, true
	}
	head = slices.Clone(head)
	for _, p := range below {
		i := slices.IndexFunc(head, func(h part) bool { return min(h.to, p.to) > max(h.from, p.from) })
		if i < 0 {
			head = append(head, p)
			continue
		}
		head[i].text += " " + p.text
		head[i].from, head[i].to = min(head[i].from, p.from), max(head[i].to, p.to)
	}
	slices.SortFunc(head, func(a, b part) int { return a.from - b.from })
	return head, 2, false
}

// printedRow is a row and the words that go on below it.
type printedRow struct {
	at    int
	line  string
	parts []part
	more  []string
}

type printedTable struct {
	lex     *lexicon
	head    []part
	record  bool
	ordered bool // rows have as many parts as the heading and need not stand below it
	rows    []printedRow
}

// collect gathers the rows below the heading: how many lines belong to the table.
func (t *printedTable) collect(lines []string, from int) int {
	end, blanks := from, 0
	for i := from; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " ")
		parts := partsOf(line, 2)
		switch {
		case line == "" || ruledLine.MatchString(line):
			if blanks++; blanks > 3 {
				return end
			}
			continue
		case len(parts) > 1 && t.lex.headsTable(parts):
			return end // of the next page
		case strings.ContainsAny(line, "\t|"):
			return end
		case t.isRow(parts, line):
			t.rows = append(t.rows, printedRow{at: i, line: line, parts: parts})
		case t.goesOn(parts, line, blanks):
			last := &t.rows[len(t.rows)-1]
			last.more = append(last.more, strings.Join(textsOf(parts), " "))
		case pageLine.MatchString(line), t.sums(parts):
		default:
			return end
		}
		end, blanks = i+1, 0
	}
	return end
}

// isRow says whether a line in several parts is a row: something stands under the
// first heads, or a number under another.
func (t *printedTable) isRow(parts []part, line string) bool {
	if len(parts) == 0 || !anyDigit(line) || labelled(parts[0].text) {
		return false
	}
	if len(parts) == 1 { // blanks may have been lost in one row
		fields := strings.Fields(line)
		_, ok := t.lex.fitWithin(fields, t.lex.headRolesOf(textsOf(t.head)), 12)
		return ok && len(fields) >= len(t.head) && !strings.HasSuffix(line, ".") && parts[0].from < max(t.head[0].to, t.head[1].from)
	}
	if t.sums(parts) || pageLine.MatchString(line) {
		return false
	}
	if t.record && len(t.rows) > 0 && parts[0].from > t.rows[0].parts[0].from+1 {
		return false
	}
	first := t.head[0]
	return parts[0].from < max(first.to+1, t.head[1].from) || len(parts) >= len(t.head)-1
}

// sums says whether a line says what all rows come to, or what was carried over.
func (t *printedTable) sums(parts []part) bool {
	if len(parts) == 0 || len(parts) > 4 {
		return false
	}
	toks := tokenize(parts[0].text)
	n, _ := t.lex.of("col_total").at(toks, 0)
	if n > 0 && words(toks) <= n+4 {
		return true
	}
	if label := strings.TrimRight(parts[0].text, "0123456789.,' €$£%()-:"); len(parts) == 1 && moneyEnd.MatchString(parts[0].text) && label != "" {
		for _, role := range headRoles(label) {
			return role == "money" || role == "price"
		}
	}
	return len(parts) <= 3 && parts[0].from > t.head[0].to && moneyEnd.MatchString(parts[len(parts)-1].text)
}

var moneyEnd = regexp.MustCompile(`\d[.,]\d{2}\s?(\pL{2,3}\.?|[€$£])?$`)

// goesOn says whether a line goes on with the row above: it stands in from the edge of
// the table, or another row follows.
func (t *printedTable) goesOn(parts []part, line string, blanks int) bool {
	if len(t.rows) == 0 || blanks > 0 || utf8.RuneCountInString(line) > 160 {
		return false
	}
	last := t.rows[len(t.rows)-1]
	return parts[0].from > last.parts[0].from+1 && len(last.more) < 6
}

// labelled says whether words are the label of something else than a row: "Delivery: …".
func labelled(s string) bool {
	label, _, ok := strings.Cut(s, ":")
	return ok && len(label) > 3 && len(label) < 40 && !anyDigit(label)
}

// columns are those of the heading where the rows have as many parts each, however they
// stand below it, else those that all lines keep to.
func (t *printedTable) columns() []span {
	same := 0
	for _, row := range t.rows {
		if len(row.parts) == len(t.head) {
			same++
		}
	}
	if same*4 < len(t.rows)*3 {
		return columnsAt(t.head, t.spans())
	}
	t.ordered = true
	cols := make([]span, len(t.head))
	for i, h := range t.head {
		cols[i] = span{h.from, h.to}
	}
	return cols
}

func (t *printedTable) spans() [][]part {
	var out [][]part
	for _, row := range t.rows {
		if len(row.parts) >= max(2, len(t.head)-2) {
			out = append(out, row.parts)
		}
	}
	return out
}

// nameColumn is the column of words, by its head.
func (t *printedTable) nameColumn(head []string) int {
	c, _ := t.lex.heading(head)
	if len(c.names) > 0 {
		return c.names[0]
	}
	return max(0, c.item)
}

// rows are the passages of a line of a table: none of what says nothing of its own.
func (o laid) rows(text, where string) []passage {
	if o.cells == nil {
		return nil
	}
	p := newPassage(text, where, true, o.cells)
	p.table = o.table
	if o.heads == nil {
		return []passage{p}
	}
	head := newPassage("", where, true, o.heads)
	head.table, p.table = -1, -1
	return []passage{head, p}
}
