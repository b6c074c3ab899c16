package attach

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"runtime"
	"strings"
	"testing"
	"time"
)

// cost is what reading a file took: bytes allocated in all, and time.
func cost(t testing.TB, name string, data []byte, l Limits) (Content, uint64, time.Duration) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	c := Read(t.Context(), name, "", data, l)
	took := time.Since(began)
	runtime.ReadMemStats(&after)
	return c, after.TotalAlloc - before.TotalAlloc, took
}

func flate(t testing.TB, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// document writes a PDF of objects; the first is its root.
func document(objects ...string) []byte {
	out, xref := "%PDF-1.5\n", ""
	for i, o := range objects {
		xref += fmt.Sprintf("%010d 00000 n \n", len(out))
		out += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return []byte(out + fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref, len(objects)+1, len(out)))
}

func stream(dict, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(data), data)
}

// giant is a PNG whose header announces so many pixels.
func giant(width, height uint32) []byte {
	head := append([]byte("IHDR"), 0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0)
	binary.BigEndian.PutUint32(head[4:], width)
	binary.BigEndian.PutUint32(head[8:], height)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\r"), head...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(head))
}

func bombs(t testing.TB) map[string]struct {
	data []byte
	says string // of the reason; "" if it may be read
} {
	type bomb = struct {
		data []byte
		says string
	}
	entities := `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">`
	for i := 1; i < 40; i++ {
		entities += fmt.Sprintf(`<!ENTITY a%d "&a%d;&a%d;">`, i, i-1, i-1)
	}
	laughs := entities + `]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a39;</t></is></c></row></sheetData></worksheet>`
	inner := zipped(t, map[string]string{"a": strings.Repeat("\x00", 8<<20)})
	loop := "<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Count 3000000>>"
	text := "BT /F1 10 Tf 1 0 0 1 50 500 Tm " + strings.Repeat("(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ", 100_000) + "ET"
	pageOf := func(contents ...string) []byte {
		return document(append([]string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>"}, contents...)...)
	}
	font := "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
	form := "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
	far := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` +
		strings.Repeat(`<row><c t="inlineStr"><is><t>x</t></is></c></row>`, 5) + `<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>`
	wide := `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	for i := range 3000 {
		wide += fmt.Sprintf(`<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, i+1, i+1)
	}
	var empty, hyphens, merged strings.Builder
	for i := range 600_000 {
		fmt.Fprintf(&empty, `<row r="%d" ht="%d"/>`, i+1, i*7919%9973+1)
	}
	for i := range 39_000 {
		fmt.Fprintf(&hyphens, "1 0 0 1 %d %d Tm (a-) Tj 1 0 0 1 %[1]d %d Tm (b) Tj ", 10+i%60*9, 800-i/60, 790-i/60)
	}
	for i := range 30_000 {
		fmt.Fprintf(&merged, `<mergeCell ref="A%d:B%d"/>`, i+1, i+999)
	}
	return map[string]bomb{
		"zip.xlsx":        {zipped(t, map[string]string{"xl/workbook.xml": strings.Repeat(" ", 64<<20)}), "far more"},
		"many.xlsx":       {manyParts(t), "too many files"},
		"nested.zip":      {zipped(t, map[string]string{"a.zip": string(zipped(t, map[string]string{"b.zip": string(inner)}))}), "not read"},
		"laughs.xlsx":     {workbookOf(t, laughs), ""},
		"laughs.docx":     {zipped(t, map[string]string{"word/document.xml": entities + "]><w:t>&a39;</w:t>"}), "damaged"},
		"external.docx":   {zipped(t, map[string]string{"word/document.xml": `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:p><w:t>&x;</w:t></w:p>`}), "damaged"},
		"deep.docx":       {zipped(t, map[string]string{"word/document.xml": strings.Repeat("<w:tbl>", 200_000)}), ""},
		"empty.xlsx":      {workbookOf(t, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`+empty.String()+`</sheetData></worksheet>`), ""},
		"merged.xlsx":     {workbookOf(t, wide+"</sheetData><mergeCells>"+merged.String()+"</mergeCells></worksheet>"), ""},
		"hyphens.pdf":     {pageOf(stream("/Filter/FlateDecode", flate(t, "BT /F1 4 Tf "+hyphens.String()+"ET")), font), ""},
		"turned.jpg":      {exif(jpg(t, image.NewGray(image.Rect(0, 0, 6000, 6000))), 6, false), ""},
		"far.xlsx":        {workbookOf(t, far), ""},
		"wide.xlsx":       {workbookOf(t, wide+"</sheetData></worksheet>"), ""},
		"stream.pdf":      {pageOf(stream("/Filter/FlateDecode", flate(t, text)), font), ""},
		"twice.pdf":       {pageOf(stream("/Filter[/FlateDecode/FlateDecode]", flate(t, flate(t, strings.Repeat(" ", 200<<20)))), font), ""},
		"loop.pdf":        {document("<</Type/Catalog/Pages 2 0 R>>", loop), ""},
		"form.pdf":        {pageOf(stream("", "/X Do"), font, stream(form, strings.Repeat("/X Do ", 50))), ""},
		"length.pdf":      {pageOf("<</Length 4 0 R>>stream\nBT ET\nendstream", font), ""},
		"manypages.pdf":   {manyPages(5000), ""},
		"giant.png":       {giant(100_000, 100_000), "too large"},
		"long.png":        {giant(1<<31-1, 1), "too large"},
		"overflow.png":    {giant(1<<31-1, 1<<31-1), ""},
		"quotes.csv":      {[]byte("a;b\n" + strings.Repeat("\"x;1\n", 300_000)), ""},
		"columns.csv":     {[]byte(strings.Repeat("a;", 1<<20) + "\nb;c\n"), ""},
		"nested.eml":      {nestedMails(40), ""},
		"multipart.eml":   {[]byte("Content-Type: multipart/mixed; boundary=a\n\n" + strings.Repeat("--a\nContent-Type: multipart/mixed; boundary=a\n\n", 20_000)), ""},
		"whitespace.html": {bytes.Repeat([]byte(" "), 4<<20), ""},
	}
}

func manyParts(t testing.TB) []byte {
	parts := map[string]string{"xl/workbook.xml": ""}
	for i := range maxParts + 1 {
		parts[fmt.Sprint("p", i)] = ""
	}
	return zipped(t, parts)
}

func manyPages(n int) []byte {
	kids := strings.Repeat("3 0 R ", n)
	return document("<</Type/Catalog/Pages 2 0 R>>", fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, n), "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
		stream("", "BT /F1 10 Tf "+put(50, 500, "page")+"ET"), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
}

func nestedMails(n int) []byte {
	m := "Subject: inmost\n\n5 desks\n"
	for i := range n {
		m = fmt.Sprintf("Subject: outer\nContent-Type: multipart/mixed; boundary=x%[1]dx\n\n--x%[1]dx\nContent-Type: message/rfc822\n\n%[2]s\n--x%[1]dx--\n", i, m)
	}
	return []byte(m)
}

// TestBombs: whatever a file unpacks, loops or announces itself to, reading it
// costs no more than the largest honest file may, and says something at the end.
func TestBombs(t *testing.T) {
	Warm()
	l := Limits{Bytes: 4 << 20, Cells: 20_000, Time: 2 * time.Second}
	for name, b := range bombs(t) {
		t.Run(name, func(t *testing.T) {
			if int64(len(b.data)) > l.Bytes {
				t.Fatalf("the test's own file is too large: %d", len(b.data))
			}
			c, bytes, took := cost(t, name, b.data, l)
			t.Logf("%d bytes in, %d MB, %s: %s %s", len(b.data), bytes>>20, took.Round(time.Millisecond), c.Status, c.Reason)
			if c.Status == "" || c.Status == StatusSkipped && c.Reason == "" || !strings.Contains(c.Reason, b.says) {
				t.Errorf("%s %q", c.Status, c.Reason)
			}
			if took > 4*l.Time {
				t.Errorf("it took %s, and %s are allowed", took, l.Time)
			}
			bound := 100 * uint64(l.Bytes)
			if strings.HasSuffix(name, ".pdf") {
				bound = 16 * pdfMemoryPages << 16 // growing, the machine's memory is copied some times
			}
			if bytes > bound {
				t.Errorf("%d MB were allocated in all, and %d are too much for a file", bytes>>20, bound>>20)
			}
		})
	}
	if c := Read(t.Context(), "a.pdf", "", page(put(50, 800, "PURCHASE ORDER")), Limits{}); c.Status != StatusRead {
		t.Errorf("after all these, a good file is not read: %s", c.Reason)
	}
}

// TestStoppedInTime: a worker that does not come back is stopped, and the next
// file has one.
func TestStoppedInTime(t *testing.T) {
	Warm()
	data := manyPages(5000)
	for range pdfWorkers + 1 {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if c := Read(ctx, "a.pdf", "", data, Limits{}); c.Status != StatusSkipped {
			t.Errorf("%s %s", c.Status, c.Reason)
		}
	}
	if c := Read(t.Context(), "a.pdf", "", page(put(50, 800, "PURCHASE ORDER")), Limits{}); c.Status != StatusRead {
		t.Errorf("%s %s", c.Status, c.Reason)
	}
}
