package attach

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// orderPage holds a list of three rows, with more drawn around it.
func orderPage(around string) []byte {
	words := put(60, 700, "Item no.") + put(160, 700, "Description") + put(350, 700, "Qty") +
		put(60, 685, "1896-S") + put(160, 685, "ATHENS Desk") + put(360, 685, "2") +
		put(60, 670, "1900-S") + put(160, 670, "PARIS Guest Chair, black") + put(355, 670, "12")
	return page(words + around)
}

var ordered = [][]string{{"Item no.", "Description", "Qty"}, {"1896-S", "ATHENS Desk", "2"}, {"1900-S", "PARIS Guest Chair, black", "12"}}

// TestTurnedWordsOnPDF: what runs up the edge of a page, or across it, is in no
// row, and is not lost.
func TestTurnedWordsOnPDF(t *testing.T) {
	up := "0 1 -1 0 55 660 Tm (Order 4711 of 12 pages) Tj\n"
	down := "0 -1 1 0 300 705 Tm (77 copies) Tj\n"
	across := "0.7071 0.7071 -0.7071 0.7071 150 640 Tm (DUPLICATE) Tj\n"
	c := Read(t.Context(), "po.pdf", "", orderPage(up+down+across), Limits{})
	if d := cmp.Diff(ordered, texts(c)); d != "" {
		t.Errorf("%s\n%s", d, c.Text)
	}
	for _, w := range []string{"Order 4711 of 12 pages", "77 copies", "DUPLICATE"} {
		if !strings.Contains(c.Text, w) {
			t.Errorf("%q is lost: %s", w, c.Text)
		}
	}
}

// TestTurnedPDF: a page may lie on its side and say so, or have its words written
// sideways, or both.
func TestTurnedPDF(t *testing.T) {
	upright := orderPage("")
	for angle, matrix := range map[int]string{0: "1 0 0 1 0 0", 90: "0 1 -1 0 842 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 595"} {
		for _, shown := range []int{0, 90, 180, 270} {
			t.Run(fmt.Sprintf("words %d, page %d", angle, shown), func(t *testing.T) {
				data := bytes.Replace(upright, []byte("BT /F1"), []byte(matrix+" cm BT /F1"), 1)
				data = bytes.Replace(data, []byte("/MediaBox[0 0 595 842]"), fmt.Appendf(nil, "/Rotate %d/MediaBox[0 0 842 842]", shown), 1)
				c := Read(t.Context(), "po.pdf", "", data, Limits{})
				if d := cmp.Diff(ordered, texts(c)); d != "" {
					t.Errorf("%s %s\n%s", c.Reason, d, c.Text)
				}
			})
		}
	}
}

// TestFilledForm: what was typed into the fields of a form counts as if it were
// printed; a field that is hidden does not.
func TestFilledForm(t *testing.T) {
	words := "BT /F1 10 Tf\n" + put(60, 700, "Item no.") + put(350, 700, "Qty") + put(60, 685, "1896-S") + put(60, 670, "1900-S") + "ET"
	field := func(y, flags int, value string) string {
		return fmt.Sprintf("<</Type/Annot/Subtype/Widget/FT/Tx/T(q%d)/V(%s)/F %d/Rect[350 %d 400 %d]/P 3 0 R/AP<</N %d 0 R>>>>", y, value, flags, y-3, y+10, 10+(685-y)/15)
	}
	look := func(value string) string {
		return stream("/Type/XObject/Subtype/Form/BBox[0 0 50 13]/Resources<</Font<</F1 5 0 R>>>>", "BT /F1 10 Tf 1 0 0 1 5 3 Tm ("+value+") Tj ET")
	}
	data := document("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R 7 0 R 8 0 R]>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/Annots[6 0 R 7 0 R 8 0 R]>>",
		stream("", words), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		field(685, 4, "2"), field(670, 4, "12"), field(655, 2, "999"), "<<>>", look("2"), look("12"), look("999"))
	c := Read(t.Context(), "form.pdf", "", data, Limits{})
	if d := cmp.Diff([][]string{{"Item no.", "Qty"}, {"1896-S", "2"}, {"1900-S", "12"}}, texts(c)); d != "" {
		t.Errorf("%s %s\n%s", c.Reason, d, c.Text)
	}
}

// TestMachineIsAsNew: the same machine reads file after file, and keeps nothing
// of any.
func TestMachineIsAsNew(t *testing.T) {
	e := &engine{}
	m, err := e.borrow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const secret = "Confidential-4711"
	if _, err := m.open(page(put(50, 700, secret))); err != nil || !bytes.Contains(m.memory(), []byte(secret)) {
		t.Fatalf("%v; or the file is not in the machine", err)
	}
	e.give(m)
	again, err := e.borrow(t.Context())
	if err != nil || again != m {
		t.Fatalf("%v; or another machine", err)
	}
	if bytes.Contains(again.memory(), []byte(secret)) {
		t.Error("a word of the last file is still there")
	}
	if _, err := again.open(page(put(50, 700, "x"))); err != nil {
		t.Error(err)
	}
	e.give(again)
}

// TestMachineThatFails is thrown away, as is one that was stopped; the next file
// is read all the same.
func TestMachineThatFails(t *testing.T) {
	e := &engine{}
	for name, spoil := range map[string]func(*machine){
		"a fault":       func(m *machine) { m.call("FPDF_GetPageCount", 0xffffffff) },
		"no such thing": func(m *machine) { m.call("nothing") },
		"stopped": func(m *machine) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			m.ctx = ctx
			m.call("FPDF_GetLastError")
		},
		"grown": func(m *machine) { m.put(make([]byte, pdfKept)) },
	} {
		m, err := e.borrow(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		spoil(m)
		e.give(m)
		next, err := e.borrow(t.Context())
		if err != nil || next == m {
			t.Fatalf("%s: %v, or the same machine", name, err)
		}
		if _, err := next.open(orderPage("")); err != nil {
			t.Errorf("after %s: %v", name, err)
		}
		e.give(next)
	}
}
