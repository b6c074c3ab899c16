package attach

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
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
	c.Text, c.Tables = cut(strings.TrimSpace(w.text.String()), maxText), slices.DeleteFunc(w.tables, func(t Table) bool { return len(t.Rows) == 0 })
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
	open   []*openTable // the innermost is the last
	deep   int          // tables within the innermost that are read as words of their cell
	inText bool
	cells  int
	most   int

	skip   int  // depth within what is not read: another copy of the same, or what was struck out
	unseen bool // the words of this run cannot be seen
	white  bool // the same, unless its cell is filled
	filled bool // the cell, or the style of the table
	hidden bool // some words were left out
}

// openTable is a table that is being read. Those within a cell are tables of
// their own: forms lay out the page by one.
type openTable struct {
	at   int // among the tables
	row  []Cell
	cell strings.Builder
	span int // columns that the cell covers
}

// maxNested is how deep tables are read as such.
const maxNested = 8

// inner is the innermost open table; nil outside of tables.
func (w *docx) inner() *openTable {
	if len(w.open) == 0 {
		return nil
	}
	return w.open[len(w.open)-1]
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
	if t := w.inner(); t != nil {
		t.cell.WriteString(s)
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
	if t := w.inner(); t != nil && name == "gridSpan" {
		t.span = min(max(1, number(attr(e, "val"))), 100)
	}
	w.start(name)
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func (w *docx) leave(name string) {
	if w.skip > 0 {
		w.skip--
		return
	}
	w.end(name)
	if name == "tbl" || len(w.open) == 0 && name == "p" {
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
		w.begin()
	case "tr":
		if t := w.inner(); t != nil && w.deep == 0 {
			t.row = nil
		}
	case "tc":
		if t := w.inner(); t != nil && w.deep == 0 {
			t.cell.Reset()
			t.span = 1
		}
	}
}

func (w *docx) begin() {
	if len(w.open) == maxNested {
		w.deep++
		return
	}
	w.tables = append(w.tables, Table{Place: fmt.Sprintf("t%d", len(w.tables)+1)})
	w.open = append(w.open, &openTable{at: len(w.tables) - 1, span: 1})
}

func (w *docx) end(name string) {
	t := w.inner()
	switch {
	case name == "t":
		w.inText = false
	case name == "p" && t != nil:
		t.cell.WriteByte(' ')
	case name == "p":
		w.text.WriteByte('\n')
	case name == "tbl" && w.deep > 0:
		w.deep--
	case t == nil || w.deep > 0:
	case name == "tbl":
		w.open = w.open[:len(w.open)-1]
	case name == "tc":
		t.row = append(t.row, Cell{Text: strings.Join(strings.Fields(t.cell.String()), " ")})
		t.row = append(t.row, make([]Cell, t.span-1)...)
		w.cells += t.span
	case name == "tr":
		w.endRow(t)
	}
}

func (w *docx) endRow(o *openTable) {
	t := &w.tables[o.at]
	for i := range o.row {
		o.row[i].Place = fmt.Sprintf("%s r%d", t.Place, len(t.Rows)+1)
	}
	if len(o.row) > 0 {
		t.Rows = append(t.Rows, o.row)
	}
	o.row = nil
}
