package data

import (
	"strings"
)

// header maps the columns of a table to cells. A header that cannot be used ends
// the table.
func (rd *reader) header(t table, line int, cells []string, at *[]int) error {
	file := rd.src.file(t.name)
	if len(cells) == 1 && strings.Count(cells[0], ";") > 0 {
		return &badTable{Mistake{file, line, "", cut(cells[0]), "the columns are separated by semicolons; save the file with commas."}}
	}
	if len(cells) > MaxColumns {
		return &badTable{Mistake{File: file, Line: line, Text: "there are more than 64 columns; remove those that are not needed."}}
	}
	rd.width = len(cells)
	*at = make([]int, len(t.columns))
	for i := range *at {
		(*at)[i] = -1
	}
	for c, cell := range cells {
		rd.headerCell(t, line, c, cell, *at)
	}
	missing := false
	for i, col := range t.columns {
		if col.must && (*at)[i] < 0 {
			rd.mistakes.add(Mistake{File: file, Line: line, Column: col.name, Text: "this column is missing."})
			missing = true
		}
	}
	if missing {
		return &badTable{Mistake{File: file, Line: line, Text: "its rows were not checked, because columns are missing."}}
	}
	return nil
}

func (rd *reader) headerCell(t table, line, c int, cell string, at []int) {
	name := strings.ToLower(strings.TrimSpace(cell))
	if name == "" {
		return
	}
	file := rd.src.file(t.name)
	if why := unreadable(cell); why != "" {
		rd.mistakes.add(Mistake{file, line, "", cell, why})
		return
	}
	i := t.index(name)
	if i < 0 {
		text := "this column is not known; remove it or name it as one of " + strings.Join(t.columnNames(), ", ") + "."
		if near := nearest(name, t.columnNames()); near != "" {
			text = "this column is not known; did you mean " + near + "?"
		}
		rd.mistakes.add(Mistake{file, line, cell, "", text})
		return
	}
	if at[i] >= 0 {
		rd.mistakes.add(Mistake{file, line, cell, "", "this column is there twice."})
		return
	}
	at[i] = c
}
