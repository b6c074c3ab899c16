package data

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// workbook is the sheets of one XLSX file.
type workbook struct {
	book   *excelize.File
	sheets map[string]string // table → the sheet's own name
	order  []string
}

// newWorkbook takes a book whose cells are read raw: numbers with a point, dates
// as serial numbers (ECMA-376 part 1, 18.17.4.1).
func newWorkbook(book *excelize.File) *workbook {
	w := &workbook{book: book, sheets: map[string]string{}}
	for _, s := range book.GetSheetList() {
		name := strings.ToLower(strings.TrimSpace(s))
		if _, twice := w.sheets[name]; !twice {
			w.sheets[name] = s
			w.order = append(w.order, name)
		}
	}
	return w
}

func bookOptions() excelize.Options {
	return excelize.Options{RawCellValue: true, UnzipSizeLimit: MaxFileBytes, UnzipXMLSizeLimit: 16 << 20}
}

func (w *workbook) file(t string) string {
	if s, ok := w.sheets[t]; ok {
		return "sheet " + s
	}
	return "sheet " + t
}
func (w *workbook) names() []string   { return w.order }
func (w *workbook) size(t string) int { return 1 }
func (w *workbook) spreadsheet() bool { return true }

func (w *workbook) rows(ctx context.Context, t string, each func(int, int, []string) error) error {
	rows, err := w.book.Rows(w.sheets[t])
	if err != nil {
		return w.broken(t, 0, err)
	}
	defer rows.Close()
	for line := 1; rows.Next(); line++ {
		if line%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		cells, err := rows.Columns()
		if err != nil {
			return w.broken(t, line, err)
		}
		if err := each(line, 0, cells); err != nil {
			return err
		}
	}
	if err := rows.Error(); err != nil {
		return w.broken(t, 0, err)
	}
	return nil
}

func (w *workbook) broken(t string, line int, err error) error {
	return &badTable{Mistake{File: w.file(t), Line: line, Text: fmt.Sprintf("the sheet cannot be read (%v); save the workbook again.", err)}}
}

// sheetNumber reads a spreadsheet's own number. It holds 15 digits (IEEE 754
// double); what is behind them is noise of its writing.
func sheetNumber(s string) (decimal.Decimal, bool) {
	if len(s) > 40 || !strings.ContainsAny(s, "0123456789") {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(s)
	if err != nil || d.Exponent() < -400 || d.Exponent() > 30 {
		return decimal.Decimal{}, false
	}
	places := int32(15 - (d.NumDigits() + int(d.Exponent())))
	return d.Round(min(max(places, 0), 15)), true
}

// sheetDate reads a spreadsheet's date, counted in days from 1899-12-30.
func sheetDate(s string) (string, bool) {
	d, ok := sheetNumber(s)
	if !ok || d.LessThan(decimal.New(1, 0)) || d.GreaterThan(decimal.New(2_958_465, 0)) {
		return "", false
	}
	base := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	return base.AddDate(0, 0, int(d.IntPart())).Format(dateForm), true
}
