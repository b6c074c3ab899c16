package rules

import (
	"encoding/csv"
	"regexp"
	"strings"
	"unicode/utf8"
)

// commas reads rows parted by commas, under a heading that is parted so as well: what a
// spreadsheet or a program writes as CSV, pasted into a mail. How many lines it takes.
func (l *lexicon) commas(lines []string, out []laid, number int) int {
	if !strings.ContainsAny(lines[0], ",;") || anyDigit(lines[0]) {
		return 0
	}
	sep := ','
	if strings.Contains(lines[0], `";`) {
		sep = ';'
	}
	head := commaCells(lines[0], sep)
	if len(head) < 2 || sep == ',' && strings.Contains(lines[0], ", ") && strings.Count(lines[0], ", ") < strings.Count(lines[0], ",") {
		return 0
	}
	if c, ok := l.heading(head); !ok || c.qty < 0 {
		return 0
	}
	end := 1
	for ; end < len(lines); end++ {
		cells := commaCells(lines[end], sep)
		if len(cells) != len(head) || !anyDigit(lines[end]) {
			break
		}
		out[end] = laid{cells: cells, table: number}
	}
	if end == 1 {
		return 0
	}
	out[0] = laid{cells: head, table: number}
	return end
}

func commaCells(line string, sep rune) []string {
	if !strings.ContainsRune(line, sep) || len(line) > 500 {
		return nil
	}
	r := csv.NewReader(strings.NewReader(strings.TrimSpace(line)))
	r.Comma, r.LazyQuotes, r.TrimLeadingSpace = sep, true, true
	cells, err := r.Read()
	if err != nil {
		return nil
	}
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

// scanned reads rows of nothing but a code and a number, parted by a comma, as scanners
// and tills write them; two at least.
func (l *lexicon) scanned(lines []string, out []laid, _ int) int {
	end := 0
	for end < len(lines) && strings.Contains(lines[end], ",") && anyDigit(lines[end]) && scannedRow.MatchString(lines[end]) {
		end++
	}
	if end < 2 {
		return 0
	}
	for i := range end {
		out[i] = laid{cells: commaCells(lines[i], ',')}
	}
	return end
}

var scannedRow = regexp.MustCompile(`^\s*(?:"?[\pL\d][\pL\d./_-]*\d[\pL\d./_-]*"?,\s?"?\d{1,6}"?|"?\d{1,6}"?,\s?"?[\pL\d]+[./_-]?[\pL\d./_-]*\d"?)(?:,[^,]{0,60}){0,2}\s*$`)

// stacked reads a table whose cells came out one below the other, as some programs paste
// them: the heads first, then as many lines for every row.
func (l *lexicon) stacked(lines []string, out []laid, number int) int {
	if !l.isHead(strings.TrimSpace(lines[0])) {
		return 0
	}
	var at []int // of the lines that are not empty
	for i, line := range lines {
		if strings.TrimSpace(line) != "" {
			at = append(at, i)
		}
		if len(at) > 2000 {
			break
		}
	}
	text := func(i int) string { return strings.TrimSpace(lines[at[i]]) }
	var head []string
	for i := 0; i < len(at) && i < 12 && l.isHead(text(i)); i++ {
		head = append(head, text(i))
	}
	c, ok := l.heading(head)
	if len(head) < 2 || !ok || c.qty < 0 || strings.TrimSpace(lines[0]) == "" {
		return 0
	}
	k := len(head)
	rows := 0
	for from := k; from+k <= len(at); from += k {
		cells := make([]string, k)
		for i := range cells {
			cells[i] = text(from + i)
		}
		if !l.stackedRow(cells, c) {
			break
		}
		for i := range cells {
			out[at[from+i]] = laid{skip: true}
		}
		out[at[from]] = laid{cells: cells, table: number}
		rows++
	}
	if rows == 0 {
		return 0
	}
	end := at[k+rows*k-1] + 1
	for i := range end {
		out[i].skip = out[i].cells == nil
	}
	out[0] = laid{cells: head, table: number}
	return end
}

// isHead says whether a line is the head of a column and nothing else.
func (l *lexicon) isHead(s string) bool {
	return len(s) <= 60 && utf8.RuneCountInString(s) <= 30 && !anyDigit(s) && !strings.ContainsAny(s, "\t|;,!?") && (l.roleOf(s, nil) != "" || len(headRoles(s)) > 0)
}

// stackedRow says whether cells can be a row: a number where the quantity stands, words
// or a code where the item does.
func (l *lexicon) stackedRow(cells []string, c columns) bool {
	toks := l.unglue(tokenize(cells[c.qty]), func(string) bool { return false })
	_, n := l.number(toks, 0)
	if n == 0 || len(toks) > n+2 {
		return false
	}
	if c.item >= 0 && len(c.names) > 0 {
		return anyDigit(cells[c.item]) && strings.ContainsFunc(cells[c.names[0]], isLetter)
	}
	return c.item >= 0 || strings.ContainsFunc(cells[c.names[0]], isLetter)
}
