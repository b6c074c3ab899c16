package reply

import (
	"html"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"

	"salesclerk/agent/lang"
)

// Render is a mail's two forms: plain text, and HTML for mail programs. The
// table stands in the place of the line "[summary]"; without that line there
// is no table. Everything is escaped here; the text may hold anything.
func Render(text string, t Table, tag string) (plain, page string) {
	before, after, with := cutSummary(text)
	if !with || t.Empty() {
		return strings.TrimSpace(before+"\n"+after) + "\n", document(paragraphs(before+"\n"+after), tag)
	}
	plain = strings.Trim(before, "\n") + "\n\n" + plainTable(t) + "\n" + strings.Trim(after, "\n")
	return strings.TrimSpace(plain) + "\n", document(paragraphs(before)+htmlTable(t)+paragraphs(after), tag)
}

// cutSummary splits a text at its first line "[summary]" and drops any other.
func cutSummary(text string) (before, after string, found bool) {
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(text, "\uFFFD")), "\n")
	is := func(line string) bool { return strings.EqualFold(strings.TrimSpace(line), Summary) }
	i := slices.IndexFunc(lines, is)
	if i < 0 {
		return strings.Join(lines, "\n"), "", false
	}
	rest := slices.DeleteFunc(lines[i+1:], is)
	return strings.Join(lines[:i], "\n"), strings.Join(rest, "\n"), true
}

// Width is how wide a plain text table is meant to be: a line of RFC 5322,
// section 2.1.1, with room for one quotation mark.
const Width = 76

// plainTable is the table for a fixed pitch: columns aligned, long texts
// wrapped inside their column.
func plainTable(t Table) string {
	var b strings.Builder
	for _, f := range t.Facts {
		b.WriteString(f.line() + "\n")
	}
	if len(t.Facts) > 0 && len(t.Rows) > 0 {
		b.WriteString("\n")
	}
	widths := t.widths()
	if len(t.Rows) > 0 {
		b.WriteString(plainRow(heads(t), t.Columns, widths))
		b.WriteString(strings.Repeat("-", total(widths)) + "\n")
	}
	for _, row := range t.Rows {
		b.WriteString(plainRow(row, t.Columns, widths))
	}
	if t.More != "" {
		b.WriteString(t.More + "\n")
	}
	return b.String() + plainSums(t.Sums, total(widths))
}

func plainSums(sums []Fact, wide int) string {
	if len(sums) == 0 {
		return ""
	}
	widest := 0
	for _, f := range sums {
		widest = max(widest, runewidth.StringWidth(f.Value))
	}
	var b strings.Builder
	b.WriteString(strings.Repeat("-", wide) + "\n")
	for _, f := range sums {
		b.WriteString(runewidth.FillLeft(f.Label+"  "+runewidth.FillLeft(f.Value, widest), wide) + "\n")
	}
	return b.String()
}

func heads(t Table) []string {
	out := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = c.Head
	}
	return out
}

const gutter = 2

func total(widths []int) int {
	sum := gutter * max(0, len(widths)-1)
	for _, w := range widths {
		sum += w
	}
	return sum
}

// widths are the columns' widths in letters: what each needs, the flexible ones
// sharing what Width leaves, but never less than 16.
func (t Table) widths() []int {
	out := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = runewidth.StringWidth(c.Head)
		for _, row := range t.Rows {
			out[i] = max(out[i], runewidth.StringWidth(row[i]))
		}
	}
	for over := total(out) - Width; over > 0; over-- {
		i := widest(out, t.Columns)
		if i < 0 {
			break
		}
		out[i]--
	}
	return out
}

// widest is the flexible column that can best give up a letter, or -1.
func widest(widths []int, columns []Column) int {
	best := -1
	for i, c := range columns {
		if c.Flex && widths[i] > 16 && (best < 0 || widths[i] > widths[best]) {
			best = i
		}
	}
	return best
}

func plainRow(cells []string, columns []Column, widths []int) string {
	parts := make([][]string, len(cells))
	high := 1
	for i, c := range cells {
		parts[i] = fold(c, widths[i])
		high = max(high, len(parts[i]))
	}
	var b strings.Builder
	for line := range high {
		var text []string
		for i, p := range parts {
			cell := ""
			if line < len(p) {
				cell = p[line]
			}
			text = append(text, padded(cell, widths[i], columns[i].Right))
		}
		b.WriteString(strings.TrimRight(strings.Join(text, strings.Repeat(" ", gutter)), " ") + "\n")
	}
	return b.String()
}

func padded(s string, width int, right bool) string {
	if right {
		return runewidth.FillLeft(s, width)
	}
	return runewidth.FillRight(s, width)
}

// fold breaks a text at spaces, and inside a word only if it alone is too wide.
func fold(s string, width int) []string {
	var out []string
	line := ""
	for _, word := range words(s) {
		for runewidth.StringWidth(word) > width {
			if line != "" {
				out, line = append(out, line), ""
			}
			head := runewidth.Truncate(word, max(1, width), "")
			if head == "" {
				break
			}
			out, word = append(out, head), strings.TrimPrefix(word, head)
		}
		if line != "" && runewidth.StringWidth(line+" "+word) > width {
			out, line = append(out, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	if line != "" {
		out = append(out, line)
	}
	return out
}

const fontStyle = "font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:1.45;color:#20242c"

// document is the page around the body. Styles stand at the elements: mail
// programs drop the rest.
func document(body, tag string) string {
	return "<!DOCTYPE html>\n<html lang=\"" + html.EscapeString(lang.For(tag).Tag()) + "\">\n<head>" +
		"<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"></head>\n" +
		"<body style=\"margin:0;padding:0\">\n<div style=\"" + fontStyle + "\">\n" + body + "</div>\n</body>\n</html>\n"
}

// paragraphs are the text's blocks between blank lines.
func paragraphs(text string) string {
	var b strings.Builder
	var lines []string
	flush := func() {
		if len(lines) > 0 {
			b.WriteString("<p style=\"margin:0 0 14px 0\" dir=\"auto\">" + strings.Join(lines, "<br>\n") + "</p>\n")
		}
		lines = nil
	}
	for _, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" {
			flush()
			continue
		}
		lines = append(lines, html.EscapeString(strings.TrimRight(strings.Map(printable, line), " \t")))
	}
	flush()
	return b.String()
}

// printable drops what HTML forbids.
func printable(r rune) rune {
	if r < ' ' && r != '\t' || r == 0x7f {
		return -1
	}
	return r
}
