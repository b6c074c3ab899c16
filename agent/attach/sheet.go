package attach

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
)

// look is what a sheet says of its cells beside their values (ECMA-376 part 1,
// section 18.3): what is hidden, which style, and formulas nobody worked out.
type look struct {
	rows    map[int]bool    // hidden
	cols    [][2]int        // hidden, from and to
	styles  map[string]int  // of cells that have one
	empty   map[string]bool // formulas without a value
	numbers map[string]bool
	merged  [][4]int // column, row, column, row
}

func (k *look) hides(col int) bool {
	return slices.ContainsFunc(k.cols, func(c [2]int) bool { return col >= c[0] && col <= c[1] })
}

// lookAt reads a sheet's marks. What cannot be read has none.
func lookAt(ctx context.Context, sheet []byte, most int) (*look, error) {
	k := &look{rows: map[int]bool{}, styles: map[string]int{}, empty: map[string]bool{}, numbers: map[string]bool{}}
	d := xml.NewDecoder(bytes.NewReader(sheet))
	cell, kind, formula, value := "", "", false, false
	for n := 0; ; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return k, ctx.Err()
		}
		t, err := d.RawToken()
		if err != nil {
			return k, nil
		}
		switch e := t.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "col":
				k.column(e)
			case "row":
				if truth(attr(e, "hidden")) || attr(e, "ht") == "0" {
					if r, err := strconv.Atoi(attr(e, "r")); err == nil && len(k.rows) < most {
						k.rows[r] = true
					}
				}
			case "c":
				cell, kind, formula, value = attr(e, "r"), attr(e, "t"), false, false
				if s, err := strconv.Atoi(attr(e, "s")); err == nil && s > 0 && len(k.styles) < most {
					k.styles[cell] = s
				}
			case "f":
				formula = true
			case "v", "is":
				value = true
			case "mergeCell":
				k.merge(attr(e, "ref"))
			}
		case xml.EndElement:
			if e.Name.Local != "c" {
				continue
			}
			if formula && !value && len(k.empty) < most {
				k.empty[cell] = true
			}
			if value && (kind == "" || kind == "n") && len(k.numbers) < most {
				k.numbers[cell] = true
			}
		}
	}
}

func (k *look) column(e xml.StartElement) {
	if !truth(attr(e, "hidden")) && attr(e, "width") != "0" || len(k.cols) > 1000 {
		return
	}
	from, err1 := strconv.Atoi(attr(e, "min"))
	to, err2 := strconv.Atoi(attr(e, "max"))
	if err1 == nil && err2 == nil {
		k.cols = append(k.cols, [2]int{from, to})
	}
}

// merge keeps cells that are one over several rows.
func (k *look) merge(ref string) {
	const most = 5000
	from, to, _ := strings.Cut(ref, ":")
	c1, r1, err1 := excelize.CellNameToCoordinates(from)
	c2, r2, err2 := excelize.CellNameToCoordinates(to)
	if err1 == nil && err2 == nil && r2 > r1 && r2-r1 < 1000 && len(k.merged) < most {
		k.merged = append(k.merged, [4]int{c1, r1, c2, r2})
	}
}

func truth(s string) bool { return s == "1" || s == "true" }

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// sheetParts says in which part of the file each sheet is: by the workbook's
// list and its relations.
func sheetParts(f *excelize.File) map[string][]byte {
	part := func(name string) []byte {
		v, _ := f.Pkg.Load(name)
		b, _ := v.([]byte)
		return b
	}
	targets := map[string]string{}
	elements(part("xl/_rels/workbook.xml.rels"), "Relationship", func(e xml.StartElement) {
		target := attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("xl", target)
		}
		targets[attr(e, "Id")] = strings.TrimPrefix(target, "/")
	})
	out := map[string][]byte{}
	elements(part("xl/workbook.xml"), "sheet", func(e xml.StartElement) {
		out[attr(e, "name")] = part(targets[attr(e, "id")])
	})
	return out
}

func elements(data []byte, name string, do func(xml.StartElement)) {
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) || err != nil {
			return
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == name {
			do(e)
		}
	}
}

// style is what matters of a cell's style.
type style struct {
	invisible, date bool
	zeros           int // digits of a number format of zeros alone: 00000
	decimals        int // of a format for money and the like
	currency        string
}

// styles looks styles up once each.
type styles struct {
	f    *excelize.File
	have map[int]style
}

var (
	quotedOrBracket = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.`)
	decimalsOf      = regexp.MustCompile(`0\.(0+)`)
	currencyOf      = regexp.MustCompile(`[€$£¥]|\b(?:EUR|USD|GBP|DKK|SEK|NOK|CHF|kr)\b`)
)

func (s *styles) of(id int) style {
	if st, ok := s.have[id]; ok {
		return st
	}
	var out style
	if st, err := s.f.GetStyle(id); err == nil {
		code := builtIn[st.NumFmt]
		if st.CustomNumFmt != nil {
			code = *st.CustomNumFmt
		}
		out = styleOf(code)
		out.invisible = out.invisible || whiteOnWhite(st)
	}
	s.have[id] = out
	return out
}

// builtIn are the number formats that a file names by number alone (ECMA-376
// part 1, section 18.8.30), as far as they change how a value must be read.
var builtIn = map[int]string{2: "0.00", 4: "#,##0.00", 7: "$#,##0.00", 8: "$#,##0.00", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
	22: "m/d/yy h:mm", 39: "#,##0.00", 40: "#,##0.00", 44: "$#,##0.00"}

func styleOf(code string) style {
	first, _, _ := strings.Cut(code, ";")
	bare := strings.ToLower(quotedOrBracket.ReplaceAllString(first, ""))
	out := style{invisible: strings.Trim(code, " ;") == "" && strings.HasPrefix(strings.TrimSpace(code), ";"), currency: currencyOf.FindString(code)}
	switch {
	case strings.Contains(bare, "d") && strings.Contains(bare, "m") || strings.Contains(bare, "yy"):
		out.date = true
	case len(bare) > 1 && strings.Trim(bare, "0") == "":
		out.zeros = len(bare)
	default:
		if m := decimalsOf.FindStringSubmatch(bare); m != nil {
			out.decimals = len(m[1])
		}
	}
	return out
}

// whiteOnWhite: white letters on a cell that is not filled with anything else.
func whiteOnWhite(st *excelize.Style) bool {
	white := func(c string) bool { c = strings.ToUpper(c); return strings.HasSuffix(c, "FFFFFF") && len(c) >= 6 }
	if st.Font == nil || !white(st.Font.Color) {
		return false
	}
	for _, c := range st.Fill.Color {
		if !white(c) {
			return false
		}
	}
	return true
}

// shown is a number as any reader of any language takes it: days as 2027-03-05,
// never with thousands' marks, and never with exactly three decimals, which half
// of Europe reads as thousands.
func (st style) shown(raw string, date1904 bool) string {
	d, err := decimal.NewFromString(raw)
	if err != nil || d.Exponent() > 20 || d.Exponent() < -400 {
		return raw
	}
	if st.date && d.IsPositive() && d.LessThan(decimal.NewFromInt(2_000_000)) {
		if t, err := excelize.ExcelDateToTime(d.InexactFloat64(), date1904); err == nil {
			return t.Format("2006-01-02")
		}
	}
	if extra := d.NumDigits() - 15; extra > 0 && d.Exponent() < 0 {
		d = d.Round(-d.Exponent() - int32(extra)) // a file's numbers are binary: 54.899999999999999
	}
	s := d.String()
	if st.zeros > len(s) && d.IsInteger() && !d.IsNegative() {
		return strings.Repeat("0", st.zeros-len(s)) + s
	}
	places := 0
	if _, after, ok := strings.Cut(s, "."); ok {
		places = len(after)
	}
	if st.decimals >= 2 && places < 2 {
		s = d.StringFixed(2)
	}
	if places == 3 {
		s += "0"
	}
	if st.currency != "" {
		s += " " + st.currency
	}
	return s
}

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
		if *s.cells -= len(texts); *s.cells < 0 {
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
