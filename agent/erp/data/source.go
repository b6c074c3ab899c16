package data

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"
)

// source is where tables come from.
type source interface {
	// file is what people call the table: "items.csv", "items".
	file(table string) string
	// names are all tables there are, known or not.
	names() []string
	// size of a table for the progress.
	size(table string) int
	// rows calls each with every row, its line, and how much of size was read.
	// A *Mistake ends it: the rest of the table cannot be read.
	rows(ctx context.Context, table string, each func(line, read int, cells []string) error) error
	// spreadsheet says that numbers and dates may be a spreadsheet's own.
	spreadsheet() bool
}

// badTable is a mistake that makes the rest of a table unreadable.
type badTable struct{ Mistake }

func (b *badTable) Error() string { return b.String() }

// folder is CSV files.
type folder struct {
	fsys  fs.FS
	sizes map[string]int
	order []string
}

func openFolder(fsys fs.FS) (*folder, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("read the data folder: %w", err)
	}
	f := &folder{fsys: fsys, sizes: map[string]int{}}
	for _, e := range entries {
		if e.IsDir() || !strings.EqualFold(path.Ext(e.Name()), ".csv") {
			continue
		}
		info, err := e.Info()
		if err != nil {
			return nil, fmt.Errorf("read the data folder: %w", err)
		}
		name := strings.TrimSuffix(e.Name(), path.Ext(e.Name()))
		f.sizes[name] = int(info.Size())
		f.order = append(f.order, name)
	}
	return f, nil
}

func (f *folder) file(t string) string { return t + ".csv" }
func (f *folder) names() []string      { return f.order }
func (f *folder) size(t string) int    { return f.sizes[t] }
func (f *folder) spreadsheet() bool    { return false }

func (f *folder) rows(ctx context.Context, t string, each func(int, int, []string) error) error {
	if f.sizes[t] > MaxFileBytes {
		return &badTable{Mistake{File: f.file(t), Text: "the file is larger than 1 GB; split it."}}
	}
	in, err := f.fsys.Open(f.file(t))
	if err != nil {
		return fmt.Errorf("open %s: %w", f.file(t), err)
	}
	defer in.Close()
	return readCSV(ctx, io.LimitReader(in, MaxFileBytes), f.file(t), each)
}

// readCSV reads RFC 4180 with a byte order mark or without.
func readCSV(ctx context.Context, in io.Reader, file string, each func(int, int, []string) error) error {
	buf := bufio.NewReaderSize(in, 64<<10)
	if err := skipMark(buf, file); err != nil {
		return err
	}
	r := csv.NewReader(buf)
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	for n := 0; ; n++ {
		if n%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return csvMistake(file, err)
		}
		if n > MaxRows {
			return &badTable{Mistake{File: file, Line: n, Text: fmt.Sprintf("more than %d rows; split the data.", MaxRows)}}
		}
		line, _ := r.FieldPos(0)
		if err := each(line, int(r.InputOffset()), cells); err != nil {
			return err
		}
	}
}

func skipMark(buf *bufio.Reader, file string) error {
	head, _ := buf.Peek(3)
	if bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")) {
		_, err := buf.Discard(3)
		return err
	}
	if bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("\xFE\xFF")) {
		return &badTable{Mistake{File: file, Line: 1, Text: "the file is UTF-16; save it as CSV UTF-8."}}
	}
	if bytes.HasPrefix(head, []byte("PK\x03")) {
		return &badTable{Mistake{File: file, Line: 1, Text: "this is a workbook and not a CSV file; name it .xlsx and import it alone."}}
	}
	return nil
}

func csvMistake(file string, err error) error {
	var p *csv.ParseError
	if !errors.As(err, &p) {
		return fmt.Errorf("read %s: %w", file, err)
	}
	text := "the quotes of this line do not fit: a value with a quote is written \"so \"\"quoted\"\"\"; nothing after this line was read."
	return &badTable{Mistake{File: file, Line: p.Line, Text: text}}
}

// unreadable says what is wrong with the letters of a cell, or "".
func unreadable(s string) string {
	if !utf8.ValidString(s) {
		return "this is not UTF-8; save the file as CSV UTF-8."
	}
	for _, r := range s {
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f {
			return "there is a control character in it; remove it."
		}
	}
	return ""
}
