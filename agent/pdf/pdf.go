// Package pdf draws a quote or an order confirmation as a PDF that a company
// would send. It is a drawing only: every figure comes from the back office's
// document and is written in the document's language, nothing is calculated.
//
// Render lays the letterhead, the addresses and the facts on the first page,
// then one row per line under headings that every page repeats, then the
// totals, which are never torn apart. The same input gives the same bytes.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/johnfercher/maroto/v2"
	"github.com/johnfercher/maroto/v2/pkg/components/page"
	"github.com/johnfercher/maroto/v2/pkg/config"
	"github.com/johnfercher/maroto/v2/pkg/consts/pagesize"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"
	"github.com/phpdave11/gofpdf"

	"salesclerk/agent/erp"
	"salesclerk/agent/lang"
)

// The writer below maroto puts fonts and pictures into the file in the order of
// a map unless it is told to sort them, which it lets only be told for all.
func init() { gofpdf.SetDefaultCatalogSort(true) }

// MaxLines is how many lines a document may have (about 700 pages).
const MaxLines = 20_000

// ErrTooLong is a document with more than MaxLines lines.
var ErrTooLong = errors.New("pdf: the document has too many lines")

// Input is what is drawn. Lang is the document's language when it names none.
type Input struct {
	Company    erp.Company
	Document   erp.Document
	Logo       []byte // PNG or JPEG; nil writes the company's name
	Lang       string // of the words and formats; "" takes Document.Lang
	Seller     string // our contact person
	ValidUntil string // ISO date; "" leaves it out
	Terms      string // below the totals; lines are paragraphs
	Footer     string // a line at the foot of every page, below the company's own
}

// sheet is one document while it is drawn.
type sheet struct {
	Input
	words *lang.Words
	logo  []byte // PNG; nil: none
	m     core.Maroto
}

// Render is the document as PDF bytes.
func Render(ctx context.Context, in Input) ([]byte, error) {
	if len(in.Document.Lines) > MaxLines {
		return nil, fmt.Errorf("%w: %d, at most %d", ErrTooLong, len(in.Document.Lines), MaxLines)
	}
	s, err := newSheet(in)
	if err != nil {
		return nil, err
	}
	if err := s.draw(ctx); err != nil {
		return nil, fmt.Errorf("draw %s: %w", in.Document.Number, err)
	}
	out, err := s.m.Generate()
	if err != nil {
		return nil, fmt.Errorf("write %s as PDF: %w", in.Document.Number, err)
	}
	return stamp(out.GetBytes(), s.day()), nil
}

func newSheet(in Input) (*sheet, error) {
	if in.Lang == "" {
		in.Lang = in.Document.Lang
	}
	logo, err := redraw(in.Logo)
	if err != nil {
		return nil, err
	}
	s := &sheet{Input: in, words: lang.For(in.Lang), logo: logo}
	s.m = maroto.New(s.config())
	return s, nil
}

func (s *sheet) draw(ctx context.Context) error {
	if err := s.m.RegisterFooter(rows(s.footer())...); err != nil {
		return err
	}
	s.m.AddRows(rows(s.letterhead())...)
	t := s.newTable()
	if err := s.m.RegisterHeader(t.heading().row); err != nil {
		return err
	}
	last := len(s.Document.Lines) - 1
	for i, l := range s.Document.Lines {
		if err := ctx.Err(); err != nil {
			return err
		}
		if i < last {
			s.m.AddRows(t.row(i, l).row)
		}
	}
	s.end(t, last)
	return nil
}

// end keeps the last line and the totals on one page.
func (s *sheet) end(t *table, last int) {
	var block []strip
	if last >= 0 {
		block = append(block, t.row(last, s.Document.Lines[last]))
	}
	s.together(append(block, s.totals()...))
	s.m.AddRows(rows(s.terms())...)
}

func (s *sheet) together(strips []strip) {
	high := 0.0
	for _, x := range strips {
		high += x.high
	}
	if s.m.FitlnCurrentPage(high) {
		s.m.AddRows(rows(strips)...)
		return
	}
	s.m.AddPages(page.New().Add(rows(strips)...))
}

func rows(strips []strip) []core.Row {
	out := make([]core.Row, len(strips))
	for i, s := range strips {
		out[i] = s.row
	}
	return out
}

// The page, in millimetres (A4).
const (
	marginSide   = 18.0
	marginTop    = 14.0
	marginBottom = 12.0
	pageWidth    = 210.0
	contentWidth = pageWidth - 2*marginSide
	grid         = 100 // columns are given in hundredths of the content's width
)

func (s *sheet) config() *entity.Config {
	title := s.title()
	return config.NewBuilder().
		WithPageSize(pagesize.A4).
		WithLeftMargin(marginSide).WithRightMargin(marginSide).
		WithTopMargin(marginTop).WithBottomMargin(marginBottom).
		WithMaxGridSize(grid).
		WithCustomFonts(fonts()).
		WithDefaultFont(&props.Font{Family: family, Size: 9, Color: ink}).
		WithPageNumber(props.PageNumber{
			Pattern: s.words.T("pdf.page"), Place: props.RightBottom, Size: 7.5, Color: pale}).
		WithTitle(title, true).WithAuthor(clean(s.Company.Name), true).
		WithCreator("salesclerk", true).
		WithCreationDate(s.day()).
		WithCompression(true).
		Build()
}

// title is "Quote S-1001".
func (s *sheet) title() string {
	return clean(s.words.T("pdf.title."+string(s.kind())) + " " + s.Document.Number)
}

func (s *sheet) kind() erp.Kind {
	if s.Document.Kind == erp.Order {
		return erp.Order
	}
	return erp.Quote
}

// day is the document's date, the only time in the file.
func (s *sheet) day() time.Time {
	t, err := time.Parse(time.DateOnly, s.Document.Date)
	if err != nil {
		return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return t
}

var modified = regexp.MustCompile(`/ModDate \(D:\d{14}\)`)

// stamp sets the file's modification date, which the library takes from the
// clock, to the document's. The length stays, so the file's offsets hold.
func stamp(data []byte, at time.Time) []byte {
	from := bytes.LastIndex(data, []byte("/ModDate (D:"))
	if from < 0 || !modified.Match(data[from:min(from+30, len(data))]) {
		return data
	}
	copy(data[from+len("/ModDate (D:"):], at.Format("20060102150405"))
	return data
}
