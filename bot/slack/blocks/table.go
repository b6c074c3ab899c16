package blocks

import (
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"salesclerk/cards"
)

// tabled writes a table: the first as a table block where there may be one, else
// as a list.
func (w *writer) tabled(b cards.Block) {
	if b.Table == nil || len(b.Table.Rows) == 0 {
		return
	}
	if !w.table && fitsTable(b.Table) {
		narrow, remarks := apartRemarks(b.Table)
		if t := w.tableBlock(narrow); cellRunes(t) <= maxTable {
			w.table = true
			w.end() // its title
			w.out = append(w.out, t)
			w.remarks(b.Table, remarks)
			return
		}
	}
	w.asList(b.Table)
}

// apartRemarks is a table without its last column where that says what to mind of
// its rows, and those words: on a phone they would be beyond the edge, and they
// are what a person has to see. Tables that mark no rows stay as they are.
func apartRemarks(t *cards.Table) (*cards.Table, []cards.Text) {
	last := len(t.Head) - 1
	if len(t.Warn) == 0 || last < 3 || last < len(t.Right) && t.Right[last] {
		return t, nil
	}
	narrow := &cards.Table{Head: t.Head[:last], Right: t.Right, Warn: t.Warn}
	var remarks []cards.Text
	for _, row := range t.Rows {
		narrow.Rows = append(narrow.Rows, row[:last])
		remarks = append(remarks, row[last])
	}
	return narrow, remarks
}

// remarks writes what to mind of the rows of a table below it, each behind the
// first cell of its row.
func (w *writer) remarks(t *cards.Table, remarks []cards.Text) {
	for i, text := range remarks {
		if s := line(text, w.text); s != "" {
			r := row{warn: i < len(t.Warn) && t.Warn[i], label: line(t.Rows[i][0], w.cell) + "  ", text: s}
			w.flow.line(r.elements()...)
		}
	}
}

// listRows is how many lines of a table stand in one block: longer lists are parted.
const listRows = 40

func (w *writer) asList(t *cards.Table) {
	for part := range slices.Chunk(w.tableRows(t), listRows) {
		if len(w.flow.done) > 0 {
			w.end()
		}
		w.flow.then(listed(part))
	}
}

func fitsTable(t *cards.Table) bool {
	if len(t.Rows)+1 > maxRows || len(t.Head) == 0 || len(t.Head) > maxColumns {
		return false
	}
	for _, row := range t.Rows {
		if len(row) != len(t.Head) {
			return false
		}
	}
	return true
}

// tableBlock is a table with its head; numbers stand at the right, words wrap. A
// row to mind is marked in its first cell.
func (w *writer) tableBlock(t *cards.Table) *slack.TableBlock {
	out := slack.NewTableBlock("")
	head := make([]slack.TableCell, len(t.Head))
	for i, h := range t.Head {
		head[i] = cell(line(ours(h), w.cell))
		s := slack.ColumnSetting{Align: slack.ColumnAlignmentLeft, IsWrapped: wide(t, i)}
		if i < len(t.Right) && t.Right[i] {
			s = slack.ColumnSetting{Align: slack.ColumnAlignmentRight}
		}
		out.ColumnSettings = append(out.ColumnSettings, s)
	}
	out.AddRow(head...)
	for i, texts := range clipped(t.Rows, w.cell) {
		row := make([]slack.TableCell, len(texts))
		for j, s := range texts {
			if j == 0 && i < len(t.Warn) && t.Warn[i] {
				s = "⚠ " + s
			}
			row[j] = cell(s)
		}
		out.AddRow(row...)
	}
	return out
}

// wide says whether a column holds words that should wrap; short ones, such as
// the number of an item, stay in one piece.
func wide(t *cards.Table, column int) bool {
	const short = 14 // runes
	for _, row := range t.Rows {
		if utf8.RuneCountInString(row[column].Line()) > short {
			return true
		}
	}
	return false
}

// cell is a cell. Slack takes no empty one.
func cell(s string) slack.TableCell {
	if s == "" {
		s = " "
	}
	return slack.NewTableRawTextCell(s)
}

func cellRunes(t *slack.TableBlock) int {
	n := 0
	for _, row := range t.Rows {
		for _, c := range row {
			if raw, ok := c.(*slack.TableRawTextCell); ok {
				n += utf8.RuneCountInString(raw.Text)
			}
		}
	}
	return n
}
