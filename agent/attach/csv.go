package attach

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// readCSV reads rows with whatever separator fits best.
func readCSV(ctx context.Context, c *Content, data []byte, l Limits) error {
	text := strings.ReplaceAll(strings.ReplaceAll(decode(data), "\r\n", "\n"), "\r", "\n")
	skipped := 0
	if first, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(strings.ToLower(first), "sep=") {
		text, skipped = rest, 1
	}
	text = unwrapped(text)
	sep := separatorOf(text)
	if sep == 0 {
		c.Text = cut(text, maxText)
		return nil
	}
	r := rowReader{ctx: ctx, left: l.Cells, skipped: skipped}
	if !r.quoted(text, sep) {
		r = rowReader{ctx: ctx, left: l.Cells, skipped: skipped}
		r.plain(text, sep)
	}
	if r.full {
		c.Reason = fmt.Sprintf("only the first %d rows were read", len(r.rows))
	}
	c.leftOut(r.formulas)
	c.Tables = []Table{{Rows: r.rows}}
	return ctx.Err()
}

// unwrapped is the text of a file whose lines were each put in quotes once more,
// as a program does that takes the lines of a list for its only column.
func unwrapped(text string) string {
	lines, out := strings.Split(text, "\n"), []string{}
	for _, line := range lines {
		inner := strings.TrimSpace(line)
		if inner == "" {
			out = append(out, "")
			continue
		}
		if len(inner) < 2 || inner[0] != '"' || inner[len(inner)-1] != '"' || strings.Contains(strings.ReplaceAll(inner[1:len(inner)-1], `""`, ""), `"`) {
			return text
		}
		out = append(out, strings.ReplaceAll(inner[1:len(inner)-1], `""`, `"`))
	}
	if joined := strings.Join(out, "\n"); separatorOf(joined) != 0 {
		return joined
	}
	return text
}

// rowReader collects the rows of a file, as many cells as are left.
type rowReader struct {
	ctx      context.Context
	rows     [][]Cell
	left     int
	skipped  int // lines before the first
	full     bool
	formulas places
}

// longestRecord is how many lines a record may take. A quote that is never
// closed would otherwise eat the rest of the file.
const longestRecord = 30

// quoted reads by the rules of RFC 4180, leniently; false if a quote is never
// closed.
func (w *rowReader) quoted(text string, sep rune) bool {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = sep, -1, true, sep != '\t'
	for w.ctx.Err() == nil {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil || strings.Count(strings.Join(rec, ""), "\n") > longestRecord {
			return false
		}
		line, _ := r.FieldPos(0)
		if !w.add(rec, line) {
			return true
		}
	}
	return true
}

// plain splits each line at the separators, whatever the quotes say.
func (w *rowReader) plain(text string, sep rune) {
	n := 0
	for line := range strings.Lines(text) {
		n++
		if strings.TrimSpace(line) == "" {
			continue
		}
		rec := strings.Split(strings.TrimRight(line, "\n"), string(sep))
		for i, s := range rec {
			if s = strings.TrimSpace(s); len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' {
				rec[i] = strings.ReplaceAll(s[1:len(s)-1], `""`, `"`)
			}
		}
		if w.ctx.Err() != nil || !w.add(rec, n) {
			return
		}
	}
}

// add keeps a row; false if there is no room for it.
func (w *rowReader) add(rec []string, line int) bool {
	if w.left -= len(rec); w.left < 0 {
		w.full = true
		return false
	}
	place := fmt.Sprintf("r%d", line+w.skipped)
	row := make([]Cell, len(rec))
	for i, s := range rec {
		s = strings.TrimSpace(cut(s, maxCell))
		if value, formula := unformula(s); formula {
			if s = value; s == "" {
				w.formulas.add(place)
			}
		}
		row[i] = Cell{Text: s, Place: place}
	}
	w.rows = append(w.rows, row)
	return true
}

// unformula takes the text out of ="00123", which is how spreadsheets are made
// to keep leading zeros. Other formulas have no value in a text file, and are
// never worked out.
func unformula(s string) (value string, formula bool) {
	if len(s) < 2 || s[0] != '=' {
		return s, false
	}
	if inner, ok := strings.CutPrefix(s, `="`); ok {
		if inner, ok = strings.CutSuffix(inner, `"`); ok && !strings.Contains(inner, `"`) {
			return inner, true
		}
	}
	return "", true
}

// separatorOf is the mark that splits the first lines most evenly; 0 if none does.
func separatorOf(text string) rune {
	var lines []string
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) != "" {
			lines = append(lines, strings.TrimRight(line, "\n"))
		}
		if len(lines) == 60 {
			break
		}
	}
	best, top := rune(0), 0
	for _, sep := range []rune{'\t', ';', '|', ',', '^', '~'} {
		if n := evenness(lines, sep); n > top {
			best, top = sep, n
		}
	}
	return best
}

// evenness is how many lines have as many fields as most lines that have any:
// addresses and titles may stand above the rows, and sums below. It is none
// when too few have.
func evenness(lines []string, sep rune) int {
	widths, split := map[int]int{}, 0
	for _, line := range lines {
		if n := fields(line, sep); n > 1 {
			widths[n]++
			split++
		}
	}
	width, same := 0, 0
	for n, k := range widths {
		if k > same || k == same && n > width {
			width, same = n, k
		}
	}
	if same == 0 || split*3 < len(lines) || same*2 < split && split > 2 {
		return 0
	}
	return same*100 + min(width, 50)
}

// fields counts fields outside quotes.
func fields(line string, sep rune) int {
	n, quoted := 1, false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == sep && !quoted:
			n++
		}
	}
	return n
}
