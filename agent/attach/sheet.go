package attach

import (
	"context"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// sheet is the reading of one sheet.
type sheet struct {
	f        *excelize.File
	name     string
	look     *look
	styles   *styles
	date1904 bool
	cells    *int // left
	hidden   *bool
	formulas *places
}

func (s *sheet) read(ctx context.Context) (Table, error) {
	t := Table{Place: s.name}
	rows, err := s.f.Rows(s.name)
	if err != nil {
		return t, fmt.Errorf("the sheet %q cannot be read", cut(s.name, 40))
	}
	defer rows.Close()
	down := spread{merged: s.look.merged}
	for n := 1; rows.Next(); n++ {
		if ctx.Err() != nil {
			return t, ctx.Err()
		}
		texts, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return t, fmt.Errorf("the sheet %q is damaged from row %d on", cut(s.name, 40), n)
		}
		if *s.cells -= max(1, len(texts)); *s.cells < 0 { // an empty row costs as well
			return t, fmt.Errorf("only the first rows were read, up to row %d of the sheet %q", n-1, cut(s.name, 40))
		}
		if s.look.rows[n] {
			*s.hidden = *s.hidden || !empty(texts)
			continue
		}
		if row := s.row(texts[:min(len(texts), 200)], n); row != nil {
			down.row(row, n)
			t.Rows = append(t.Rows, row)
		}
	}
	return t, nil
}

// row is a row as a person sees it; nil if there is nothing to see.
func (s *sheet) row(texts []string, n int) []Cell {
	row := make([]Cell, len(texts))
	any := false
	for i, text := range texts {
		name, _ := excelize.CoordinatesToCellName(i+1, n)
		row[i] = Cell{Text: s.cell(text, name, i+1), Place: s.name + "!" + name}
		any = any || row[i].Text != ""
	}
	if !any {
		return nil
	}
	return row
}

func (s *sheet) cell(text, name string, col int) string {
	text = strings.TrimSpace(seen(cut(text, maxCell)))
	if s.look.empty[name] {
		s.formulas.add(s.name + "!" + name)
		return ""
	}
	st := s.styles.of(s.look.styles[name])
	if text != "" && (s.look.hides(col) || st.invisible) {
		*s.hidden = true
		return ""
	}
	if s.look.numbers[name] {
		return st.shown(text, s.date1904)
	}
	return text
}
