package attach

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/phpdave11/gofpdf"
)

// exif puts an orientation into a JPEG, as cameras do.
func exif(jpeg []byte, orientation byte, bigEndian bool) []byte {
	tiff := []byte("II*\x00\x08\x00\x00\x00\x02\x00" + "\x0f\x01\x02\x00\x04\x00\x00\x00Cam\x00" + "\x12\x01\x03\x00\x01\x00\x00\x00\x00\x00\x00\x00" + "\x00\x00\x00\x00")
	tiff[30] = orientation
	if bigEndian {
		tiff = []byte("MM\x00*\x00\x00\x00\x08\x00\x01" + "\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00" + "\x00\x00\x00\x00")
		tiff[19] = orientation
	}
	app1 := append([]byte("Exif\x00\x00"), tiff...)
	head := []byte{0xff, 0xd8, 0xff, 0xe0, 0, 4, 'J', 'F', 0xff, 0xe1, 0, byte(len(app1) + 2)}
	return append(append(head, app1...), jpeg[2:]...)
}

func TestOrientation(t *testing.T) {
	// where a picture's first and last corner of the top row are seen: EXIF 2.3, 4.6.4
	seen := map[byte][2]string{1: {"TL", "TR"}, 2: {"TR", "TL"}, 3: {"BR", "BL"}, 4: {"BL", "BR"}, 5: {"TL", "BL"}, 6: {"TR", "BR"}, 7: {"BR", "TR"}, 8: {"BL", "TL"}}
	img := image.NewGray(image.Rect(0, 0, 3, 2))
	img.SetGray(0, 0, color.Gray{Y: 1})
	img.SetGray(2, 0, color.Gray{Y: 2})
	blank := jpg(t, image.NewGray(image.Rect(0, 0, 8, 8)))
	for o, want := range seen {
		for _, big := range []bool{false, true} {
			if got := upright(exif(blank, o, big)); got != int(o) {
				t.Errorf("orientation %d was read as %d", o, got)
			}
		}
		out := held(img, int(o))
		right, bottom := out.Rect.Max.X-1, out.Rect.Max.Y-1
		corner := map[uint8]string{out.GrayAt(0, 0).Y: "TL", out.GrayAt(right, 0).Y: "TR", out.GrayAt(0, bottom).Y: "BL", out.GrayAt(right, bottom).Y: "BR"}
		if d := cmp.Diff(want, [2]string{corner[1], corner[2]}); d != "" {
			t.Errorf("%d: %s", o, d)
		}
	}
	if upright(blank) != 1 || upright(nil) != 1 || upright(exif(blank, 9, false)) != 1 {
		t.Error("a picture without an orientation is not as it is")
	}
}

// gray is a picture of the scan of known rows.
func gray(t testing.TB) *image.Gray { return scan(t, 0).(*image.Gray) }

// TestPhotographsTurned: a camera held on its side says so; who scans a sheet
// upside down does not.
func TestPhotographsTurned(t *testing.T) {
	for name, data := range map[string][]byte{
		"camera on its side": exif(jpg(t, turned(gray(t), 3, false)), 6, true),
		"sheet on its head":  jpg(t, turned(gray(t), 2, false)),
	} {
		t.Run(name, func(t *testing.T) { checkScan(t, Read(t.Context(), "photo.jpg", "", data, Limits{})) })
	}
}

func TestScannedPDFTurned(t *testing.T) {
	p := gofpdf.New("P", "mm", "A4", "")
	p.AddPage()
	p.RegisterImageOptionsReader("scan", gofpdf.ImageOptions{ImageType: "JPG"}, bytes.NewReader(jpg(t, turned(gray(t), 3, false))))
	p.ImageOptions("scan", 10, 5, 165, 0, false, gofpdf.ImageOptions{}, 0, "")
	p.SetFont("Helvetica", "", 6)
	p.Text(150, 293, "Scanned with FastScan 7")
	var b bytes.Buffer
	if err := p.Output(&b); err != nil {
		t.Fatal(err)
	}
	checkScan(t, Read(t.Context(), "scan.pdf", "", b.Bytes(), Limits{}))
}

// TestScreenshot: letters as small as a screen shows them.
func TestScreenshot(t *testing.T) {
	small := image.NewGray(image.Rect(0, 0, 2200/3, 1300/3))
	big := drawn(t)
	for y := range small.Rect.Dy() {
		for x := range small.Rect.Dx() {
			sum := 0
			for k := range 9 {
				sum += int(big.GrayAt(x*3+k%3, y*3+k/3).Y)
			}
			small.SetGray(x, y, color.Gray{Y: uint8(sum / 9)})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, small); err != nil {
		t.Fatal(err)
	}
	checkScan(t, Read(t.Context(), "screen.png", "", b.Bytes(), Limits{}))
}
