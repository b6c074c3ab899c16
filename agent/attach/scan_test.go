package attach

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/phpdave11/gofpdf"
	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/f64"
	"golang.org/x/image/math/fixed"
)

var scannedRows = [][]string{{"Item no.", "Description", "Qty", "Price"},
	{"LV-1101", "Hex bolt M6 x 20 mm", "250", "0.52"}, {"LV-1204", "Wood screw, zinc plated", "40", "7.95"},
	{"LV-2106", "Steel shelving, basic bay", "3", "189.00"}, {"LV-2317", "Stretch film, black", "12", "11.40"},
	{"LV-2606", "Compressor, 8 bar", "1", "649.00"}, {"LV-1830", "Safety boots", "18", "72.50"}}

// drawn is a page of the rows, as clean as paper never is.
func drawn(t testing.TB) *image.Gray {
	t.Helper()
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 11, DPI: 300})
	if err != nil {
		t.Fatal(err)
	}
	flat := image.NewGray(image.Rect(0, 0, 2200, 1300))
	draw.Draw(flat, flat.Bounds(), image.White, image.Point{}, draw.Src)
	d := font.Drawer{Dst: flat, Src: image.Black, Face: face}
	write := func(x, y int, s string) { d.Dot = fixed.P(x, y); d.DrawString(s) }
	write(150, 180, "PURCHASE ORDER 4500017")
	for i, row := range scannedRows {
		for k, x := range []int{150, 560, 1500, 1800} {
			write(x, 380+i*90, row[k])
		}
	}
	return flat
}

// scan is a page as a scanner makes it: letters, a slight turn, and dirt.
func scan(t testing.TB, degrees float64) image.Image {
	t.Helper()
	flat := drawn(t)
	turned := image.NewGray(flat.Bounds())
	draw.Draw(turned, turned.Bounds(), image.White, image.Point{}, draw.Src)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	draw.BiLinear.Transform(turned, f64.Aff3{cos, -sin, 20, sin, cos, 0}, flat, flat.Bounds(), draw.Src, nil)
	dirt := rand.New(rand.NewPCG(1, 2))
	for i, v := range turned.Pix {
		turned.Pix[i] = uint8(max(0, min(255, float64(v)*0.92+10+dirt.NormFloat64()*12)))
	}
	for range 400 {
		turned.SetGray(dirt.IntN(2200), dirt.IntN(1300), color.Gray{})
	}
	return turned
}

// sure is what a cell holds, or what it should where recognition said that it
// doubts it.
func sure(c Cell, want string) string {
	if c.Unsure {
		return want
	}
	return c.Text
}

// checkScan asks for item numbers, quantities and where they stand.
func checkScan(t *testing.T, c Content) {
	t.Helper()
	if !canRecognise() {
		if !strings.Contains(c.Reason, "tesseract") || c.Status != StatusSkipped {
			t.Errorf("%s %q", c.Status, c.Reason)
		}
		if os.Getenv("CI") == "true" {
			t.Fatal("tesseract is not installed, which CI=true does not allow")
		}
		t.Skip("tesseract is not installed; it is said so")
	}
	if len(c.Tables) != 1 || c.Status != StatusRead {
		t.Fatalf("%s %q %d tables:\n%s", c.Status, c.Reason, len(c.Tables), c.Text)
	}
	var got, want [][]string
	for i, row := range c.Tables[0].Rows {
		if i > 0 && i < len(scannedRows) && len(row) == 4 {
			got = append(got, []string{sure(row[0], scannedRows[i][0]), sure(row[2], scannedRows[i][2]), row[0].Place})
		}
	}
	for i, row := range scannedRows[1:] {
		want = append(want, []string{row[0], row[2], "p1 r" + string(rune('3'+i))})
	}
	if d := cmp.Diff(want, got); d != "" || len(c.Unsure) > 3 {
		t.Errorf("%q %s\n%s", c.Unsure, d, c.Text)
	}
}

func TestScans(t *testing.T) {
	for name, degrees := range map[string]float64{"straight": 0, "turned left": -1.2, "turned right": 0.8} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := png.Encode(&b, scan(t, degrees)); err != nil {
				t.Fatal(err)
			}
			checkScan(t, Read(t.Context(), "scan.png", "", b.Bytes(), Limits{}))
		})
	}
}

func jpg(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 60}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPhotograph(t *testing.T) {
	checkScan(t, Read(t.Context(), "photo.jpg", "", jpg(t, scan(t, 0.5)), Limits{}))
}

func TestScannedPDF(t *testing.T) {
	p := gofpdf.New("L", "mm", "A4", "")
	p.AddPage()
	p.RegisterImageOptionsReader("scan", gofpdf.ImageOptions{ImageType: "JPG"}, bytes.NewReader(jpg(t, scan(t, 0.6))))
	p.ImageOptions("scan", 5, 5, 285, 0, false, gofpdf.ImageOptions{}, 0, "")
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		t.Fatal(err)
	}
	checkScan(t, Read(t.Context(), "scan.pdf", "", b.Bytes(), Limits{}))
}

// TestUnsureWords: a number, or what may have been one, is kept with the doubt of
// who read it, in its cell and in the reason.
func TestUnsureWords(t *testing.T) {
	var tsv strings.Builder
	word := func(line, left int, sure float64, text string) {
		fmt.Fprintf(&tsv, "5\t1\t1\t1\t%d\t1\t%d\t%d\t%d\t30\t%g\t%s\n", line, left, line*60, 18*len(text), sure, text)
	}
	for i, row := range [][]string{{"LV-", "Hex", "il"}, {"LV-2", "Nut", "12"}, {"LV-3", "Bolt", "13"}} {
		word(i, 100, 95, row[0])
		if i == 0 {
			word(i, 158, 95, "1101") // four dots behind its hyphen
		}
		word(i, 500, 60, row[1]+"xx")
		word(i, 900, 79-float64(i), row[2])
	}
	words := hyphened(straightened(parseTSV(strings.Replace(tsv.String(), "\t77\t", "\t81\t", 1))))
	grids := tables(layout(words), "p1")
	if len(grids) != 1 {
		t.Fatalf("%+v", words)
	}
	var c Content
	c.doubt(words)
	want := [][]Cell{{{"LV-1101", "p1 r1", false}, {"Hexxx", "p1 r1", false}, {"il", "p1 r1", true}},
		{{"LV-2", "p1 r2", false}, {"Nutxx", "p1 r2", false}, {"12", "p1 r2", true}}, {{"LV-3", "p1 r3", false}, {"Boltxx", "p1 r3", false}, {"13", "p1 r3", false}}}
	if d := cmp.Diff(want, grids[0].Rows); d != "" || !strings.HasSuffix(c.Reason, ": il, 12") {
		t.Errorf("%q %s", c.Reason, d)
	}
}
