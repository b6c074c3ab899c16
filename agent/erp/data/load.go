package data

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"salesclerk/agent/erp"
)

// reader collects a Dataset and the mistakes met on the way.
type reader struct {
	src      source
	set      *Dataset
	mistakes Mistakes
	seen     map[string]int // table, then key → line, to find what is there twice
	items    map[string]int // number → index in set.Items
	custs    map[string]int
	units    map[string]bool
	emails   map[string]string // address → contact
	bought   map[bought]erp.Purchase
	broken   map[string]bool // tables of which not all could be read
	width    int             // cells of the present table's header

	forgotten int // rows of history about what is gone
}

// Load reads a folder of CSV files, or one XLSX workbook whose sheets have the
// names of the files. If anything is wrong the error is *Mistakes, with all of it.
func Load(ctx context.Context, path string, progress func(done, total int, file string)) (*Dataset, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read the data: %w", err)
	}
	if info.IsDir() {
		return LoadFS(ctx, os.DirFS(path), progress)
	}
	if !strings.HasSuffix(strings.ToLower(path), ".xlsx") {
		return nil, fmt.Errorf("read the data: %s is neither a folder of CSV files nor an .xlsx workbook", path)
	}
	in, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the data: %w", err)
	}
	defer in.Close()
	return LoadXLSX(ctx, in, progress)
}

// LoadFS reads the CSV files at the root of fsys.
func LoadFS(ctx context.Context, fsys fs.FS, progress func(done, total int, file string)) (*Dataset, error) {
	f, err := openFolder(fsys)
	if err != nil {
		return nil, err
	}
	return load(ctx, f, progress)
}

// LoadXLSX reads a workbook.
func LoadXLSX(ctx context.Context, in io.Reader, progress func(done, total int, file string)) (*Dataset, error) {
	book, err := excelize.OpenReader(io.LimitReader(in, MaxFileBytes), bookOptions())
	if err != nil {
		return nil, fmt.Errorf("read the workbook (it must be an unprotected .xlsx file): %w", err)
	}
	defer book.Close()
	return load(ctx, newWorkbook(book), progress)
}

func load(ctx context.Context, src source, progress Progress) (*Dataset, error) {
	rd := newReader(src)
	rd.checkNames()
	done, total := 0, 0
	for _, t := range tables() {
		total += src.size(t.name)
	}
	for _, t := range tables() {
		if err := rd.table(ctx, t, func(read int) { tell(progress, done+read, total, src.file(t.name)) }); err != nil {
			return nil, err
		}
		done += src.size(t.name)
		tell(progress, done, total, src.file(t.name))
	}
	rd.finish()
	if rd.mistakes.Count > 0 {
		return nil, &rd.mistakes
	}
	return rd.set, nil
}

func tell(p Progress, done, total int, file string) {
	if p != nil {
		p(min(done, total), total, file)
	}
}

func newReader(src source) *reader {
	return &reader{
		src: src, seen: map[string]int{}, items: map[string]int{}, custs: map[string]int{},
		units: map[string]bool{}, emails: map[string]string{}, broken: map[string]bool{}, bought: map[bought]erp.Purchase{},
		set: &Dataset{
			Addresses: map[string][]erp.Address{}, Prices: map[string][]Price{},
			Stock: map[string][]Stock{}, Supply: map[string][]Movement{}, Demand: map[string][]Movement{}, History: map[string][]erp.Purchase{},
		},
	}
}

// checkNames looks for tables that are missing or whose name is not known.
func (rd *reader) checkNames() {
	have, known := rd.src.names(), tableNames()
	for _, t := range tables() {
		if t.must && !slices.Contains(have, t.name) {
			rd.mistakes.add(Mistake{File: rd.src.file(t.name), Text: "it is missing; items and customers must be there."})
		}
	}
	for _, n := range have {
		if slices.Contains(known, n) {
			continue
		}
		if near := nearest(n, known); near != "" {
			rd.mistakes.add(Mistake{File: rd.src.file(n), Text: "this name is not known; did you mean " + rd.src.file(near) + "?"})
		} else {
			rd.warn(Mistake{File: rd.src.file(n), Text: "this name is not known; it was not read."})
		}
	}
}

const progressRows = 500

func (rd *reader) table(ctx context.Context, t table, told func(read int)) error {
	if !slices.Contains(rd.src.names(), t.name) {
		return ctx.Err()
	}
	var at []int
	n := 0
	err := rd.src.rows(ctx, t.name, func(line, read int, cells []string) error {
		if n++; n%progressRows == 0 {
			told(read)
		}
		if at == nil {
			return rd.header(t, line, cells, &at)
		}
		rd.row(&row{rd: rd, t: &t, file: rd.src.file(t.name), line: line, at: at, cells: cells})
		return nil
	})
	var bad *badTable
	if errors.As(err, &bad) {
		rd.broken[t.name] = true
		rd.mistakes.add(bad.Mistake)
		return nil
	}
	if err == nil && at == nil {
		rd.mistakes.add(Mistake{File: rd.src.file(t.name), Text: "it is empty; the first line must name the columns."})
	}
	return err
}

func (rd *reader) row(r *row) {
	if len(r.cells) > MaxColumns {
		r.cells = r.cells[:MaxColumns]
	}
	if blank(r.cells) {
		return
	}
	if extra := r.tooMany(); extra != "" {
		r.wrong("", extra, "this line has more values than there are columns; put quotes around a value with a comma in it.")
		return
	}
	if r.check() {
		r.t.take(rd, r)
	}
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// tooMany is the first value beyond the columns of the header.
func (r *row) tooMany() string {
	for i := r.rd.width; i < len(r.cells); i++ {
		if v := strings.TrimSpace(r.cells[i]); v != "" {
			return v
		}
	}
	return ""
}

func (rd *reader) warn(m Mistake) {
	if len(rd.set.Warnings) < keptMistakes {
		rd.set.Warnings = append(rd.set.Warnings, m)
	}
}
