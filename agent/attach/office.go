package attach

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
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

func blank(texts []string) bool {
	for _, s := range texts {
		if strings.TrimSpace(s) != "" {
			return false
		}
	}
	return true
}

// readDOCX reads the main part of a Word file (ECMA-376 part 1, section 17):
// paragraphs as lines, tables as tables.
func readDOCX(ctx context.Context, c *Content, data []byte, l Limits) error {
	if err := unpackable(data, l); err != nil {
		return err
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return errors.New("it is damaged")
	}
	part, err := z.Open("word/document.xml")
	if err != nil {
		return errors.New("it is damaged")
	}
	defer part.Close()
	w := docx{ctx: ctx, most: l.Cells}
	if err := w.read(xml.NewDecoder(io.LimitReader(part, l.Bytes*2))); err != nil {
		return err
	}
	c.Text, c.Tables = cut(strings.TrimSpace(w.text.String()), maxText), w.tables
	if c.Text == "" && len(c.Tables) == 0 {
		return errors.New("there is no text in it")
	}
	return nil
}

// docx is the state of reading a Word file.
type docx struct {
	ctx    context.Context
	text   strings.Builder
	tables []Table
	row    []Cell
	cell   strings.Builder
	depth  int // of tables; inner tables are read as words of their cell
	inText bool
	cells  int
	most   int
}

func (w *docx) read(d *xml.Decoder) error {
	for n := 0; ; n++ {
		if n%1024 == 0 && w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			if w.text.Len() > 0 || len(w.tables) > 0 {
				return nil // what came before the damage counts
			}
			return errors.New("it is damaged")
		}
		switch e := t.(type) {
		case xml.StartElement:
			w.start(e.Name.Local)
		case xml.EndElement:
			w.end(e.Name.Local)
		case xml.CharData:
			if w.inText {
				w.write(string(e))
			}
		}
		if w.cells > w.most {
			return nil
		}
	}
}

func (w *docx) write(s string) {
	if w.depth > 0 {
		w.cell.WriteString(s)
	} else {
		w.text.WriteString(s)
	}
}

func (w *docx) start(name string) {
	switch name {
	case "t":
		w.inText = true
	case "tab":
		w.write("\t")
	case "br", "cr":
		w.write("\n")
	case "tbl":
		if w.depth++; w.depth == 1 {
			w.tables = append(w.tables, Table{Place: fmt.Sprintf("t%d", len(w.tables)+1)})
		}
	case "tr":
		if w.depth == 1 {
			w.row = nil
		}
	case "tc":
		if w.depth == 1 {
			w.cell.Reset()
		}
	}
}

func (w *docx) end(name string) {
	switch name {
	case "t":
		w.inText = false
	case "p":
		w.paragraph()
	case "tbl":
		w.depth = max(0, w.depth-1)
	case "tc":
		if w.depth == 1 {
			w.row = append(w.row, Cell{Text: strings.Join(strings.Fields(w.cell.String()), " ")})
			w.cells++
		}
	case "tr":
		w.endRow()
	}
}

func (w *docx) paragraph() {
	if w.depth > 0 {
		w.cell.WriteByte(' ')
	} else {
		w.text.WriteByte('\n')
	}
}

func (w *docx) endRow() {
	if w.depth != 1 || len(w.row) == 0 {
		return
	}
	t := &w.tables[len(w.tables)-1]
	for i := range w.row {
		w.row[i].Place = fmt.Sprintf("%s r%d", t.Place, len(t.Rows)+1)
	}
	t.Rows = append(t.Rows, w.row)
	w.row = nil
}
