package cards_test

import (
	"slices"
	"strconv"
	"testing"

	"salesclerk/cards"
)

// Whatever a block holds is in its pieces, once and in its order; its title is on
// the first and what was cut before is said on the last.
func TestPieces(t *testing.T) {
	halves := func(s string) []string { return []string{s[:len(s)/2], s[len(s)/2:]} }
	table := &cards.Table{More: 3, Right: []bool{true}}
	var fields []cards.Field
	var files []cards.File
	for i := range 45 {
		table.Rows, table.Warn = append(table.Rows, []cards.Text{{S: strconv.Itoa(i)}}), append(table.Warn, i == 44)
		fields, files = append(fields, cards.Field{Label: strconv.Itoa(i)}), append(files, cards.File{Blob: strconv.Itoa(i)})
	}
	for name, b := range map[string]cards.Block{"a note": {Kind: cards.BlockNote, Text: cards.Text{S: "x"}}, "a quote": {Kind: cards.BlockQuote, Text: cards.Text{S: "0123456789"}},
		"a table": {Kind: cards.BlockTable, Table: table}, "an empty table": {Kind: cards.BlockTable, Table: &cards.Table{More: 1}},
		"fields": {Kind: cards.BlockFields, Fields: fields}, "files": {Kind: cards.BlockFiles, Files: files}} {
		b.Title, b.Cut, b.CutNote = "Title", true, "cut"
		var whole cards.Block
		list := cards.Pieces(b, halves)
		for i, p := range list {
			if (p.Title != "") != (i == 0) || p.Cut != (i == len(list)-1) || p.Kind != b.Kind {
				t.Errorf("%s: piece %d is %+v", name, i, p)
			}
			whole.Text.S += p.Text.S
			whole.Fields, whole.Files = append(whole.Fields, p.Fields...), append(whole.Files, p.Files...)
			if p.Table == nil {
				continue
			}
			if (p.Table.More != 0) != (i == len(list)-1) || len(p.Table.Warn) != len(p.Table.Rows) || slices.Contains(p.Table.Warn, true) != (i == 3) {
				t.Errorf("%s: piece %d is %+v", name, i, p.Table)
			}
			for _, r := range p.Table.Rows {
				whole.CutNote += r[0].S + " "
			}
		}
		want := ""
		if b.Table != nil {
			for _, r := range b.Table.Rows {
				want += r[0].S + " "
			}
		}
		if whole.Text.S != b.Text.S || len(whole.Fields) != len(b.Fields) || len(whole.Files) != len(b.Files) || whole.CutNote != want {
			t.Errorf("%s: together they are %+v", name, whole)
		}
	}
}
