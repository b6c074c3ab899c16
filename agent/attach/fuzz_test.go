package attach

import (
	"context"
	"testing"
)

func FuzzRead(f *testing.F) {
	f.Add("a.csv", []byte("a;b\n1;2"))
	f.Add("a.xlsx", workbook(f))
	f.Add("a.docx", zipped(f, map[string]string{"word/document.xml": "<w:tbl><w:tr><w:tc>"}))
	f.Add("a.pdf", page(put(1, 2, "x")))
	f.Add("a.eml", []byte("Subject: x\n\ny"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		c := Read(t.Context(), name, "", data, Limits{})
		if c.Status == "" || c.Status == StatusSkipped && c.Reason == "" {
			t.Fatalf("%+v", c)
		}
	})
}

// parses fuzzes one parser: whatever comes in, it keeps to the bound of cells and
// names the place of each.
func parses(f *testing.F, parse parser, seeds ...[]byte) {
	for _, s := range seeds {
		f.Add(s)
	}
	l := Limits{Cells: 500, Pages: 3, Bytes: 1 << 20}.WithDefaults()
	f.Fuzz(func(t *testing.T, data []byte) {
		c := Content{Name: "a"}
		if err := parse(t.Context(), &c, data, l); err != nil && err.Error() == "" {
			t.Fatal("no reason")
		}
		cells := 0
		for _, table := range c.Tables {
			for _, row := range table.Rows {
				for _, cell := range row {
					if cells++; cell.Place == "" || len(cell.Text) > 200_000 {
						t.Fatalf("%+v in %q", cell.Place, table.Place)
					}
				}
			}
		}
		if cells > l.Cells+maxChars {
			t.Fatalf("%d cells", cells)
		}
	})
}

func FuzzCSV(f *testing.F) {
	parses(f, readCSV, []byte("Item;Qty\n\"a;b\";=1+1\n"), []byte("sep=,\na,b\n\"c,d\n"), []byte("\xff\xfea\x00;\x00b\x00"))
}

func FuzzXLSX(f *testing.F) { parses(f, readXLSX, workbook(f), workbookOf(f, "<worksheet/>")) }

// FuzzSheet leaves the zip aside, which few changed bytes survive.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><cols><col min="1" max="2" hidden="1"/></cols><sheetData><row r="1" hidden="1"><c r="A1" s="3"><f>1</f></c></row></sheetData></worksheet>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		c := Content{Name: "a"}
		_ = readXLSX(t.Context(), &c, workbookOf(t, sheet), Limits{Cells: 500}.WithDefaults())
	})
}

// FuzzDOCX leaves the zip aside, too.
func FuzzDOCX(f *testing.F) {
	f.Add("<w:tbl><w:tr><w:tc><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r></w:tc></w:tr></w:tbl>")
	f.Fuzz(func(t *testing.T, xml string) {
		c := Content{Name: "a"}
		_ = readDOCX(t.Context(), &c, zipped(t, map[string]string{"word/document.xml": xml}), Limits{Cells: 500}.WithDefaults())
	})
}

func FuzzPDF(f *testing.F) { parses(f, readPDF, page(put(50, 700, "Item")+put(200, 700, "Qty"))) }

func FuzzMail(f *testing.F) {
	f.Add(nestedMails(2))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := Content{Name: "a"}
		if readMail(context.Background(), &c, data, Limits{Files: 3}.WithDefaults()) == nil && len(c.All()) > 1+3+9+27 {
			t.Fatalf("%d files", len(c.All()))
		}

	})
}

func FuzzPicture(f *testing.F) {
	f.Add(giant(100, 100))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := Content{Name: "a"}
		if len(data) < 2000 { // too small for a picture that is worth starting a program for
			_ = readPicture(t.Context(), &c, data, Limits{}.WithDefaults())
		}
	})
}

// FuzzLayout has words anywhere on a page.
func FuzzLayout(f *testing.F) {
	f.Add([]byte{10, 10, 60, 10, 10, 20, 60, 20})
	f.Fuzz(func(t *testing.T, at []byte) {
		var words []glyph
		for i := 0; i+1 < min(len(at), 2000); i += 2 {
			x, y := float64(at[i]), float64(at[i+1])
			words = append(words, glyph{text: "w", left: x, right: x + 5, top: -y, bottom: -y - 7})
		}
		n := 0
		grids := tables(layout(words), "p1")
		for i := range grids {
			n += len(grids[i].Rows)
			if i > 0 {
				grids[0].goOn(grids[i])
			}
		}
		if n > len(words) {
			t.Fatalf("%d rows of %d words", n, len(words))
		}
	})
}

func FuzzTSV(f *testing.F) {
	f.Add("5\t1\t1\t1\t1\t1\t10\t10\t30\t12\t96\tDesk\n")
	f.Fuzz(func(t *testing.T, s string) { tables(layout(straightened(parseTSV(s))), "p1") })
}
