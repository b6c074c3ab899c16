package attach

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

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
