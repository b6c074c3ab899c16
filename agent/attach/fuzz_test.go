package attach

import (
	"context"
	"image"
	"strconv"
	"strings"
	"testing"
)

// prepared takes out of each input what takes longer than a fuzzer gives it: the
// start of the PDF engine, and recognition of pages that have no words.
func prepared(f *testing.F) {
	f.Setenv("PATH", "")
	Warm()
}

func FuzzRead(f *testing.F) {
	prepared(f)
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

func FuzzPDF(f *testing.F) {
	prepared(f)
	parses(f, readPDF, orderPage(""), manyPages(3), document("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Rotate 90>>"))
}

// FuzzPage leaves the file's frame aside, and changes what is drawn, the page's
// own marks, and what is laid upon it.
func FuzzPage(f *testing.F) {
	prepared(f)
	f.Add("BT /F1 10 Tf "+put(50, 700, "Item")+put(200, 700, "Qty")+put(50, 685, "Desk, oak")+put(200, 685, "12")+"ET", "/Rotate 90", "/F 4/Rect[5 5 90 40]")
	f.Add("BT /F1 0.1 Tf 3 Tr 1 1 1 rg 0 1 -1 0 55 660 Tm (LV-) Tj T* (1101) Tj ET 1 0 0 1 0 0 cm /X Do", "/UserUnit 3/CropBox[0 0 1 1]", "/F 2/Rect[9 9 0 0]/Subtype/FreeText/DA(/F1 9 Tf)/Contents(7)")
	f.Fuzz(func(t *testing.T, words, marks, note string) {
		data := document("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[6 0 R]/Resources<</Font<</F1 5 0 R>>/XObject<</X 7 0 R>>>>"+marks+">>",
			stream("", words), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
			"<</Type/Annot/Subtype/Widget/FT/Tx/T(q)/V(2)/AP<</N 7 0 R>>/P 3 0 R"+note+">>",
			stream("/Type/XObject/Subtype/Form/BBox[0 0 50 13]/Resources<</Font<</F1 5 0 R>>>>", "BT /F1 10 Tf 5 3 Td (2) Tj ET"))
		c := Read(t.Context(), "a.pdf", "", data, Limits{Cells: 500})
		if c.Status == StatusSkipped && (c.Reason == "it is damaged" || strings.Contains(c.Reason, "could not be started")) {
			if again := Read(t.Context(), "a.pdf", "", orderPage(""), Limits{}); len(again.Tables) != 1 {
				t.Fatalf("the next file was read as %s %q", again.Status, again.Reason)
			}
		}
	})
}

func FuzzOrientation(f *testing.F) {
	blank := jpg(f, image.NewGray(image.Rect(0, 0, 8, 8)))
	f.Add(exif(blank, 6, true))
	f.Add(exif(blank, 3, false)[:40])
	f.Fuzz(func(t *testing.T, data []byte) {
		if o := upright(data); o < 1 || o > 8 {
			t.Fatalf("orientation %d", o)
		}
		if o := orientation(data); o < 1 || o > 8 {
			t.Fatalf("orientation %d", o)
		}
	})
}

func FuzzMail(f *testing.F) {
	prepared(f)
	f.Add(nestedMails(2))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := Content{Name: "a"}
		if readMail(context.Background(), &c, data, Limits{Files: 3}.WithDefaults()) == nil && len(c.All()) > 1+3+9+27 {
			t.Fatalf("%d files", len(c.All()))
		}

	})
}

func FuzzPicture(f *testing.F) {
	prepared(f)
	f.Add(giant(100, 100))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := Content{Name: "a"}
		if len(data) < 2000 { // too small for a picture that is worth starting a program for
			_ = readPicture(t.Context(), &c, data, Limits{}.WithDefaults())
		}
	})
}

// FuzzLayout has words of all sizes anywhere on a page. None is lost, and none is
// in two cells.
func FuzzLayout(f *testing.F) {
	f.Add([]byte{10, 10, 0, 60, 10, 1, 10, 20, 2, 60, 20, 3, 30, 26, 40, 60, 23, 55})
	f.Add([]byte{10, 10, 9, 90, 10, 9, 10, 40, 1, 90, 40, 1, 10, 47, 0, 10, 70, 5, 90, 73, 77, 10, 76, 200})
	f.Fuzz(func(t *testing.T, at []byte) {
		var words []glyph
		for i := 0; i+2 < min(len(at), 1200); i += 3 {
			x, y, how := float64(at[i]), float64(at[i+1]), int(at[i+2])
			w := glyph{text: strconv.Itoa(how), left: x, right: x + float64(5+how%40), top: -y, bottom: -y - float64(5+how%9), before: before(how % 3), broken: how%11 == 0}
			if how%4 > 0 {
				w.text = "wyW"[how%3:]
			}
			words = append(words, w)
		}
		rows, put, cells := 0, 0, 0
		for _, l := range layout(words) {
			put += len(l.words)
		}
		for _, g := range tables(layout(words), "p1") {
			rows += len(g.Rows)
			for _, row := range g.Rows {
				for _, c := range row {
					cells += len(strings.Fields(c.Text))
				}
			}
		}
		if put != len(words) || cells > put || rows > put {
			t.Fatalf("%d words became %d, %d in cells of %d rows", len(words), put, cells, rows)
		}
	})
}

func FuzzTSV(f *testing.F) {
	f.Add("5\t1\t1\t1\t1\t1\t10\t10\t30\t12\t96\tDesk\n")
	f.Fuzz(func(t *testing.T, s string) { tables(layout(straightened(parseTSV(s))), "p1") })
}
