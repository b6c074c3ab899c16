package attach

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// zipKind says which kind of document a zip file is.
func zipKind(data []byte) string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "zip"
	}
	for _, f := range z.File {
		switch f.Name {
		case "word/document.xml":
			return "docx"
		case "xl/workbook.xml":
			return "xlsx"
		}
	}
	return "zip"
}

// maxParts is how many files an office document may hold.
const maxParts = 2000

// maxRatio is how much smaller than itself a part of some size may be packed: the
// XML of real tables comes to 10 or 30, and a bomb to 1,000.
const (
	maxRatio  = 150
	smallPart = 4 << 20
)

// unpackable refuses a file that unpacks to more than it should. The sizes in
// its directory may lie, so the readers bound what they unpack as well.
func unpackable(data []byte, l Limits) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return errors.New("it is damaged")
	}
	if len(z.File) > maxParts {
		return errors.New("it unpacks to too many files")
	}
	var total uint64
	for _, f := range z.File {
		total += f.UncompressedSize64
		if total > uint64(l.Bytes)*8 || f.UncompressedSize64 > smallPart && f.UncompressedSize64 > maxRatio*f.CompressedSize64 {
			return errors.New("it unpacks to far more than its size")
		}
	}
	return nil
}

func readXLSX(ctx context.Context, c *Content, data []byte, l Limits) error {
	if err := unpackable(data, l); err != nil {
		return err
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: l.Bytes * 8, UnzipXMLSizeLimit: l.Bytes * 8})
	if err != nil {
		if errors.Is(err, excelize.ErrWorkbookPassword) || strings.Contains(err.Error(), "encrypt") {
			return errors.New("it is protected by a password")
		}
		return errors.New("it is damaged")
	}
	defer f.Close()
	if err := readSheets(ctx, c, f, l); err != nil {
		return err
	}
	if len(c.Tables) == 0 {
		return errors.New("there is nothing to see in its sheets")
	}
	return nil
}

func readSheets(ctx context.Context, c *Content, f *excelize.File, l Limits) error {
	cells, hidden, parts := l.Cells, false, sheetParts(f)
	var formulas places
	known := &styles{f: f, have: map[int]style{}}
	props, _ := f.GetWorkbookProps()
	for i, name := range f.GetSheetList() {
		if i >= l.Pages {
			c.because(fmt.Sprintf("only the first %d sheets were read", l.Pages))
			break
		}
		if visible, err := f.GetSheetVisible(name); err == nil && !visible {
			hidden = true
			continue
		}
		k, err := lookAt(ctx, parts[name], l.Cells)
		if err != nil {
			return err
		}
		s := sheet{f: f, name: name, look: k, styles: known, date1904: props.Date1904 != nil && *props.Date1904, cells: &cells, hidden: &hidden, formulas: &formulas}
		t, err := s.read(ctx)
		if err != nil {
			c.because(err.Error())
		}
		if len(t.Rows) > 0 {
			c.Tables = append(c.Tables, t)
		}
	}
	if hidden {
		c.because("hidden sheets, rows, columns or cells were left out")
	}
	c.leftOut(formulas)
	return ctx.Err()
}

func empty(texts []string) bool {
	for _, s := range texts {
		if strings.TrimSpace(s) != "" {
			return false
		}
	}
	return true
}
