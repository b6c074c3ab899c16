package attach

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

func texts(c Content) [][]string {
	var out [][]string
	for _, t := range c.Tables {
		for _, r := range t.Rows {
			var row []string
			for _, cell := range r {
				row = append(row, cell.Text)
			}
			out = append(out, row)
		}
	}
	return out
}

func TestCSV(t *testing.T) {
	want := [][]string{{"Item", "Qty"}, {"Desk, oak", "2"}, {"Café", "3"}}
	for name, data := range map[string]string{
		"comma":     "Item,Qty\n\"Desk, oak\",2\nCafé,3\n",
		"semicolon": "Item;Qty\r\nDesk, oak;2\r\nCafé;3\r\n",
		"tab":       "Item\tQty\nDesk, oak\t2\nCafé\t3",
		"bar":       "Item|Qty\nDesk, oak|2\nCafé|3",
		"sep line":  "sep=;\nItem;Qty\nDesk, oak;2\nCafé;3",
		"mark":      "\ufeffItem;Qty\nDesk, oak;2\nCafé;3",
		"1252":      "Item;Qty\nDesk, oak;2\nCaf\xe9;3",
	} {
		t.Run(name, func(t *testing.T) {
			c := Read(t.Context(), "list.csv", "text/csv", []byte(data), Limits{})
			if d := cmp.Diff(want, texts(c)); c.Status != StatusRead || d != "" {
				t.Errorf("%s %s\n%s", c.Status, c.Reason, d)
			}
		})
	}
}

func TestCSVPlaceAndBound(t *testing.T) {
	c := Read(t.Context(), "list.csv", "", []byte("Item;Qty\nDesk;2\nLamp;3\n"), Limits{Cells: 4})
	if got := c.Tables[0].Rows; len(got) != 2 || got[1][0].Place != "r2" || c.Reason == "" {
		t.Errorf("%+v %q", got, c.Reason)
	}
}

func workbook(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for cell, v := range map[string]any{"A3": "Item", "B3": "Qty", "A4": "1896-S", "B4": 2, "A7": "1900-S", "B7": 4.5} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestXLSX(t *testing.T) {
	c := Read(t.Context(), "order.bin", "application/octet-stream", workbook(t), Limits{})
	want := [][]string{{"Item", "Qty"}, {"1896-S", "2"}, {"1900-S", "4.5"}}
	if d := cmp.Diff(want, texts(c)); c.Status != StatusRead || d != "" {
		t.Fatalf("%s %s\n%s", c.Status, c.Reason, d)
	}
	if p := c.Tables[0].Rows[2][1].Place; p != "Sheet1!B7" {
		t.Errorf("place %q", p)
	}
}

func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func cellXML(s string) string { return "<w:tc><w:p><w:r><w:t>" + s + "</w:t></w:r></w:p></w:tc>" }

func TestDOCX(t *testing.T) {
	doc := `<w:document xmlns:w="x"><w:body><w:p><w:r><w:t>Please send</w:t></w:r></w:p><w:tbl><w:tr>` + cellXML("Item") + cellXML("Qty") + `</w:tr><w:tr>` + cellXML("Desk") + cellXML("2") + `</w:tr></w:tbl><w:p><w:r><w:t>Thanks</w:t></w:r></w:p></w:body></w:document>`
	c := Read(t.Context(), "a.docx", "", zipped(t, map[string]string{"word/document.xml": doc}), Limits{})
	if d := cmp.Diff([][]string{{"Item", "Qty"}, {"Desk", "2"}}, texts(c)); d != "" || c.Text != "Please send\nThanks" {
		t.Errorf("%q %s\n%s", c.Text, c.Reason, d)
	}
	if p := c.Tables[0].Rows[1][0].Place; p != "t1 r2" {
		t.Errorf("place %q", p)
	}
}

// page writes a PDF of one page with words at places.
func page(words string) []byte {
	content := "BT /F1 10 Tf\n" + words + "ET"
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
	out, xref := "%PDF-1.4\n", ""
	for i, o := range objects {
		xref += fmt.Sprintf("%010d 00000 n \n", len(out))
		out += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return []byte(out + fmt.Sprintf("xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", xref, len(out)))
}

func put(x, y int, s string) string { return fmt.Sprintf("1 0 0 1 %d %d Tm (%s) Tj\n", x, y, s) }

func TestPDF(t *testing.T) {
	words := put(50, 800, "PURCHASE ORDER 4711") +
		put(50, 700, "Item no.") + put(150, 700, "Description") + put(350, 700, "Qty") + put(440, 700, "Price") +
		put(50, 685, "1896-S") + put(150, 685, "ATHENS Desk") + put(360, 685, "2") + put(440, 685, "1,000.00") +
		put(50, 670, "1900-S") + put(150, 670, "PARIS Guest Chair, black") + put(355, 670, "12") + put(440, 670, "192.80") +
		put(150, 656, "with armrests") +
		put(50, 640, "1928-S") + put(150, 640, "AMSTERDAM Lamp") + put(360, 640, "4") + put(440, 640, "54.90")
	c := Read(t.Context(), "po.pdf", "application/pdf", page(words), Limits{})
	want := [][]string{{"Item no.", "Description", "Qty", "Price"}, {"1896-S", "ATHENS Desk", "2", "1,000.00"},
		{"1900-S", "PARIS Guest Chair, black with armrests", "12", "192.80"}, {"1928-S", "AMSTERDAM Lamp", "4", "54.90"}}
	if d := cmp.Diff(want, texts(c)); c.Status != StatusRead || d != "" {
		t.Fatalf("%s %s\n%s", c.Status, c.Reason, d)
	}
	if p := c.Tables[0].Rows[1][0].Place; p != "p1 r3" || !strings.Contains(c.Text, "PURCHASE ORDER 4711") {
		t.Errorf("place %q, text %q", p, c.Text)
	}
}

func TestSkippedSaysWhy(t *testing.T) {
	bomb := map[string]string{"word/document.xml": strings.Repeat("a", 9<<20)}
	for name, c := range map[string]struct {
		data []byte
		l    Limits
		want string
	}{
		"empty.pdf":   {nil, Limits{}, "empty"},
		"a.exe":       {[]byte("MZ\x00\x01"), Limits{}, "not read"},
		"broken.pdf":  {[]byte("%PDF-1.4 nothing"), Limits{}, "damaged"},
		"large.csv":   {bytes.Repeat([]byte("a;b\n"), 1<<19), Limits{Bytes: 1 << 20}, "larger than 1 MB"},
		"bomb.docx":   {zipped(t, bomb), Limits{Bytes: 1 << 20}, "far more"},
		"broken.xlsx": {zipped(t, map[string]string{"xl/workbook.xml": "<"}), Limits{}, "damaged"},
		"broken.png":  {[]byte("\x89PNG\r\n\x1a\nxx"), Limits{}, "damaged"},
		"entity.docx": {zipped(t, map[string]string{"word/document.xml": `<!DOCTYPE a [<!ENTITY b "cc">]><w:t>&b;&b;</w:t>`}), Limits{}, "damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			got := Read(t.Context(), name, "", c.data, c.l)
			if got.Status != StatusSkipped || !strings.Contains(got.Reason, c.want) {
				t.Errorf("%s %q", got.Status, got.Reason)
			}
		})
	}
}

func TestTermsAreIrrelevant(t *testing.T) {
	for name, text := range map[string]string{
		"terms.txt": "General Terms of Sale\n1. ...", "salgs-_og_leveringsbetingelser.txt": "§1", "cgv.txt": "CONDITIONS GÉNÉRALES DE VENTE",
	} {
		if c := Read(t.Context(), name, "", []byte(text), Limits{}); c.Status != StatusIrrelevant || c.Reason == "" {
			t.Errorf("%s: %s %s", name, c.Status, c.Reason)
		}
	}
	if c := Read(t.Context(), "order.txt", "", []byte("Please send 2 desks."), Limits{}); c.Status != StatusRead {
		t.Errorf("%s %s", c.Status, c.Reason)
	}
}

func TestMailInMail(t *testing.T) {
	raw := []byte("From: a@b.example\r\nSubject: Order\r\n\r\n2 desks\r\n")
	c := Read(t.Context(), "fwd.eml", "message/rfc822", raw, Limits{})
	if c.Status != StatusRead || !strings.Contains(c.Text, "2 desks") || !bytes.Equal(c.Mail, raw) {
		t.Errorf("%+v", c)
	}
}

func BenchmarkPDFPage(b *testing.B) {
	data := page(put(50, 800, "PURCHASE ORDER 4711"))
	Warm()
	for b.Loop() {
		Read(b.Context(), "a.pdf", "", data, Limits{})
	}
}

// TestTablesInTables: a form is laid out by a table whose cells hold the list;
// cells over several columns keep those behind them in theirs.
func TestTablesInTables(t *testing.T) {
	span := `<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Lamp, red</w:t></w:r></w:p></w:tc>`
	list := `<w:tbl><w:tr>` + cellXML("Item") + cellXML("Colour") + cellXML("Qty") + `</w:tr><w:tr>` + cellXML("Desk") + cellXML("oak") + cellXML("2") + `</w:tr><w:tr>` + span + cellXML("3") + `</w:tr></w:tbl>`
	doc := `<w:document xmlns:w="x"><w:body><w:tbl><w:tr>` + cellXML("Order form") + `<w:tc><w:p><w:r><w:t>Your list</w:t></w:r></w:p>` + list + `<w:p/></w:tc></w:tr></w:tbl></w:body></w:document>`
	c := Read(t.Context(), "a.docx", "", zipped(t, map[string]string{"word/document.xml": doc}), Limits{})
	want := [][]string{{"Order form", "Your list"}, {"Item", "Colour", "Qty"}, {"Desk", "oak", "2"}, {"Lamp, red", "", "3"}}
	if d := cmp.Diff(want, texts(c)); d != "" {
		t.Errorf("%s %s", c.Reason, d)
	}
	if p := c.Tables[1].Rows[1][2].Place; p != "t2 r2" {
		t.Errorf("place %q", p)
	}
}
