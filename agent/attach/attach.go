// Package attach makes text and tables out of the files of a mail: CSV, XLSX,
// PDF, DOCX, plain text, mails inside mails, and pictures where the tesseract
// program is installed. It does not say what the words mean; that is the
// reader's work.
//
// One file goes through like this: Read looks at the first bytes, the name and
// the announced type (in this order of trust), hands the bytes to the one
// parser for that kind, and gets back text, tables with the place of every
// cell, or a reason why there is neither. A file is a stranger's: every parser
// works within Limits, a panic inside a library becomes a reason, and Read
// itself never fails.
package attach

import (
	"cmp"
	"time"
)

// What became of a file.
const (
	StatusRead       = "read"
	StatusSkipped    = "skipped"    // could not be read; Reason says why
	StatusIrrelevant = "irrelevant" // was read and holds nothing to act on; Reason says why
)

// Limits bounds the work for one mail. A zero field means its default.
type Limits struct {
	Files int           // files of one mail that are looked at; the caller counts. 20
	Pages int           // pages of a PDF, sheets of a workbook. 100
	Cells int           // cells of all tables of a file. 200,000
	Bytes int64         // bytes of a file, and of what it unpacks to times eight. 25 MiB
	Time  time.Duration // for one file. 60 s
}

// WithDefaults is l with every zero field set to its default.
func (l Limits) WithDefaults() Limits {
	return Limits{
		Files: cmp.Or(l.Files, 20),
		Pages: cmp.Or(l.Pages, 100),
		Cells: cmp.Or(l.Cells, 200_000),
		Bytes: cmp.Or(l.Bytes, 25<<20),
		Time:  cmp.Or(l.Time, time.Minute),
	}
}

// Content is what a file holds.
type Content struct {
	Name   string
	Status string // read, skipped, irrelevant
	Reason string // why skipped or irrelevant, or what part was left out; English
	Text   string // the words, a line a row; of a PDF all of them, otherwise without the tables
	Tables []Table
	Unsure []string  // numbers that text recognition may have misread, as it read them
	Mail   []byte    // the inner message of an .eml, as it came
	Files  []Content // what lay in an .eml, their names behind its own: "fwd.eml/order.xlsx"
}

// Table is a table of a file. Rows keep their order; rows may differ in length.
type Table struct {
	Place string // "p1", "Sheet1"
	Rows  [][]Cell
}

// Cell is one cell and where it stands: "p1 r3" or "Sheet1!B7".
type Cell struct {
	Text, Place string
	Unsure      bool // holds a number that text recognition may have misread
}

// All is the file and those that lay in it.
func (c Content) All() []Content {
	out := []Content{c}
	for _, f := range c.Files {
		out = append(out, f.All()...)
	}
	return out
}
