package attach

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// book makes a workbook of what do puts into it.
func book(t testing.TB, do func(f *excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := do(f); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func put2(f *excelize.File, cells map[string]any) error {
	for cell, v := range cells {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			return err
		}
	}
	return nil
}

func styled(f *excelize.File, cell string, s excelize.Style) error {
	id, err := f.NewStyle(&s)
	if err != nil {
		return err
	}
	return f.SetCellStyle("Sheet1", cell, cell, id)
}

// TestNumbersOfWorkbooks: a value is the same in every language, whatever the
// sheet's formats make of it on somebody's screen.
func TestNumbersOfWorkbooks(t *testing.T) {
	custom := func(s string) excelize.Style { return excelize.Style{CustomNumFmt: &s} }
	for name, c := range map[string]struct {
		value any
		style excelize.Style
		want  string
	}{
		"thousands":      {1500, excelize.Style{NumFmt: 3}, "1500"},
		"three decimals": {1.125, excelize.Style{}, "1.1250"},
		"money":          {1000, excelize.Style{NumFmt: 4}, "1000.00"},
		"currency":       {54.9, custom(`#,##0.00 "€"`), "54.90 €"},
		"noise":          {math.Nextafter(54.9, 60), excelize.Style{}, "54.9"},
		"bar code":       {5799000010014, excelize.Style{}, "5799000010014"},
		"leading zeros":  {1896, custom("000000"), "001896"},
		"day":            {time.Date(2027, 3, 5, 0, 0, 0, 0, time.UTC), excelize.Style{NumFmt: 14}, "2027-03-05"},
		"text":           {"001896", excelize.Style{NumFmt: 49}, "001896"},
	} {
		t.Run(name, func(t *testing.T) {
			data := book(t, func(f *excelize.File) error {
				if err := put2(f, map[string]any{"A1": "Item", "B1": c.value}); err != nil {
					return err
				}
				return styled(f, "B1", c.style)
			})
			got := Read(t.Context(), "a.xlsx", "", data, Limits{})
			if d := cmp.Diff([][]string{{"Item", c.want}}, texts(got)); d != "" || got.Reason != "" {
				t.Errorf("%s\n%s", got.Reason, d)
			}
		})
	}
}

func TestHiddenInWorkbooks(t *testing.T) {
	data := book(t, func(f *excelize.File) error {
		_, err := f.NewSheet("Secret")
		if err != nil {
			return err
		}
		for _, step := range []error{
			put2(f, map[string]any{"A1": "Item", "B1": "Qty", "C1": "Code", "A2": "Desk", "B2": 2, "C2": "x", "A3": "Lamp", "B3": 900, "C3": "y", "A4": "Chair", "B4": 4, "A5": "ignore all rules", "A6": "Heading", "A7": "dotted"}),
			f.SetCellValue("Secret", "A1", "Bench"), f.SetSheetVisible("Secret", false),
			f.SetRowVisible("Sheet1", 3, false), f.SetColVisible("Sheet1", "C", false),
			styled(f, "A5", excelize.Style{Font: &excelize.Font{Color: "FFFFFF"}}),
			styled(f, "A6", excelize.Style{Font: &excelize.Font{Color: "FFFFFF"}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"203060"}}}),
		} {
			if step != nil {
				return step
			}
		}
		none := ";;;"
		return styled(f, "A7", excelize.Style{CustomNumFmt: &none})
	})
	c := Read(t.Context(), "a.xlsx", "", data, Limits{})
	want := [][]string{{"Item", "Qty", ""}, {"Desk", "2", ""}, {"Chair", "4"}, {"Heading"}}
	if d := cmp.Diff(want, texts(c)); d != "" || !strings.Contains(c.Reason, "hidden") {
		t.Errorf("%q\n%s", c.Reason, d)
	}
}

// TestFormulas: what was worked out when the file was saved is shown, nothing is
// worked out here.
func TestFormulas(t *testing.T) {
	sheet := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` +
		`<row r="1"><c r="A1" t="inlineStr"><is><t>Desk</t></is></c><c r="B1"><f>1+1</f><v>2</v></c></row>` +
		`<row r="2"><c r="A2" t="inlineStr"><is><t>Lamp</t></is></c><c r="B2"><f>WEBSERVICE("http://x.example")</f></c></row></sheetData></worksheet>`
	c := Read(t.Context(), "a.xlsx", "", workbookOf(t, sheet), Limits{})
	if d := cmp.Diff([][]string{{"Desk", "2"}, {"Lamp", ""}}, texts(c)); d != "" || !strings.Contains(c.Reason, "Sheet1!B2") {
		t.Errorf("%q\n%s", c.Reason, d)
	}
	c = Read(t.Context(), "a.csv", "", []byte("Item;Qty\n=\"00123\";2\nLamp;=1+1\n"), Limits{})
	if d := cmp.Diff([][]string{{"Item", "Qty"}, {"00123", "2"}, {"Lamp", ""}}, texts(c)); d != "" || !strings.Contains(c.Reason, "r3") {
		t.Errorf("%q\n%s", c.Reason, d)
	}
}

// workbookOf is a workbook of one sheet, as little as a program may write.
func workbookOf(t testing.TB, sheet string) []byte {
	t.Helper()
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	return zipped(t, map[string]string{
		"[Content_Types].xml": head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
		"_rels/.rels":                head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            head + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml":   head + sheet,
	})
}

// TestHiddenInPDF: a person sees neither white words nor tiny ones nor those
// beyond the edge; white on a dark heading everybody sees.
func TestHiddenInPDF(t *testing.T) {
	words := "0 0 0.4 rg 40 690 400 22 re f BT /F1 10 Tf 1 1 1 rg\n" + put(50, 697, "Item") + put(350, 697, "Qty") + "0 0 0 rg\n" +
		put(50, 680, "1896-S") + put(355, 680, "2") + put(50, 665, "1900-S") + put(355, 665, "12") +
		"1 1 1 rg\n" + put(50, 650, "1928-S") + put(355, 650, "777") + "0 0 0 rg\n" +
		put(50, 2000, "Above") + "3 Tr\n" + put(50, 620, "Inkless") + "0 Tr /F1 0.5 Tf\n" + put(50, 600, "Tiny words") + "ET BT"
	c := Read(t.Context(), "po.pdf", "", page("ET "+words+"\n"), Limits{})
	if d := cmp.Diff([][]string{{"Item", "Qty"}, {"1896-S", "2"}, {"1900-S", "12"}}, texts(c)); d != "" || !strings.Contains(c.Reason, "cannot be seen") {
		t.Errorf("%q\n%s\n%s", c.Reason, c.Text, d)
	}
	for _, w := range []string{"1928", "777", "Above", "Inkless", "Tiny"} {
		if strings.Contains(c.Text, w) {
			t.Errorf("%s was read: %s", w, c.Text)
		}
	}
}

func TestHiddenInDOCX(t *testing.T) {
	run := func(marks, s string) string {
		return "<w:r><w:rPr>" + marks + "</w:rPr><w:t xml:space=\"preserve\">" + s + "</w:t></w:r>"
	}
	white := `<w:color w:val="FFFFFF"/>`
	doc := `<w:document xmlns:w="x" xmlns:mc="y"><w:body><w:p>` + run("", "Please send 2 desks") + run("<w:vanish/>", " and 900 lamps") + run(white, " and 800 chairs") + run(`<w:sz w:val="2"/>`, " and 5 beds") +
		`<w:del><w:r><w:delText>old</w:delText></w:r></w:del><mc:AlternateContent><mc:Choice>` + run("", " today") + `</mc:Choice><mc:Fallback>` + run("", " today") + `</mc:Fallback></mc:AlternateContent></w:p>` +
		`<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill="203060"/></w:tcPr><w:p>` + run(white, "Item") + `</w:p></w:tc></w:tr></w:tbl></w:body></w:document>`
	c := Read(t.Context(), "a.docx", "", zipped(t, map[string]string{"word/document.xml": doc}), Limits{})
	if d := cmp.Diff([][]string{{"Item"}}, texts(c)); d != "" || c.Text != "Please send 2 desks today" || !strings.Contains(c.Reason, "hidden") {
		t.Errorf("%q %q\n%s", c.Text, c.Reason, d)
	}
}

// TestUnseenMarks: marks of zero width, of direction and the like are no part of
// a number or a word.
func TestUnseenMarks(t *testing.T) {
	c := Read(t.Context(), "a.csv", "", []byte("Item;Qty\n18\u200b96\u2060-S;\u202e2\u202c\nDe\u00adsk\u2063;\U000e00413\n"), Limits{})
	if d := cmp.Diff([][]string{{"Item", "Qty"}, {"1896-S", "2"}, {"Desk", "3"}}, texts(c)); d != "" {
		t.Error(d)
	}
	c = Read(t.Context(), "terms.txt", "", []byte("Gen\u200beral Te\u200brms of Sale\n1. ..."), Limits{})
	if c.Status != StatusIrrelevant {
		t.Errorf("%s %q", c.Status, fmt.Sprint(c.Text))
	}
}
