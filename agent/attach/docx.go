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
)

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
	if w.hidden {
		c.because("hidden words were left out")
	}
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

	skip   int  // depth within what is not read: another copy of the same, or what was struck out
	unseen bool // the words of this run cannot be seen
	white  bool // the same, unless its cell is filled
	filled bool // the cell, or the style of the table
	hidden bool // some words were left out
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
			w.enter(e)
		case xml.EndElement:
			w.leave(e.Name.Local)
		case xml.CharData:
			if w.inText && w.skip == 0 {
				w.say(seen(string(e)))
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

// say writes words that can be seen.
func (w *docx) say(s string) {
	if w.unseen || w.white && !w.filled {
		w.hidden = w.hidden || strings.TrimSpace(s) != ""
		return
	}
	w.write(s)
}

// enter looks at an element's marks before its words are taken.
func (w *docx) enter(e xml.StartElement) {
	name := e.Name.Local
	if w.skip > 0 || name == "Fallback" || name == "del" || name == "moveFrom" {
		w.skip++
		return
	}
	off := attr(e, "val") == "0" || attr(e, "val") == "false"
	switch name {
	case "r":
		w.unseen, w.white = false, false
	case "vanish", "webHidden":
		w.unseen = w.unseen || !off
	case "color":
		w.white = strings.EqualFold(attr(e, "val"), "FFFFFF")
	case "sz":
		w.unseen = w.unseen || attr(e, "val") == "1" || attr(e, "val") == "0" || attr(e, "val") == "2" // half points
	case "shd", "highlight", "tblStyle":
		w.filled = w.filled || name == "tblStyle" || !strings.EqualFold(attr(e, "fill"), "auto") && !strings.EqualFold(attr(e, "fill"), "FFFFFF")
	}
	w.start(name)
}

func (w *docx) leave(name string) {
	if w.skip > 0 {
		w.skip--
		return
	}
	w.end(name)
	if name == "tbl" || w.depth == 0 && name == "p" {
		w.filled = false
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
