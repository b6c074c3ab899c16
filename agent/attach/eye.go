package attach

import (
	"image"

	"github.com/tetratelabs/wazero/api"
)

// eye tells the words of a page that a person can see from those that are there
// for machines alone: white on white, tiny, off the page, without ink. Most
// words are black and are believed; of the others, the page is drawn and looked
// at, because white on a dark heading is fine, and so are the invisible words
// that a scanner lays over its picture of them.
type eye struct{ *paper }

// tiny is the height of letters, in points, that nobody reads.
const tiny = 1.2

func (e eye) sees(w pdfWord) bool {
	if w.letters() && w.height() < tiny && w.right-w.left < 4*tiny*float64(len(w.text)) {
		return false
	}
	return !e.doubtful(w) || e.inked(w.glyph)
}

// Modes of text without ink: FPDF_TEXTRENDERMODE_INVISIBLE and _CLIP.
const (
	modeInvisible = 3
	modeClip      = 7
)

// doubtful says whether a word may be invisible: bright, see-through, without
// ink, or beyond the edge of the page.
func (e eye) doubtful(w pdfWord) bool {
	far := max(e.width, e.height)
	if w.right < 0 || w.top < 0 || w.left > far || w.bottom > far {
		return true
	}
	at, r := uint64(w.first), e.m.result
	if e.m.is("FPDFText_GetFillColor", e.text, at, r(0), r(1), r(2), r(3)) {
		red, green, blue, alpha := e.m.word(0), e.m.word(1), e.m.word(2), e.m.word(3)
		if alpha < 40 || red > 200 && green > 200 && blue > 200 {
			return true
		}
	}
	object := e.m.call("FPDFText_GetTextObject", e.text, at)
	if object == 0 {
		return false
	}
	mode := e.m.number("FPDFTextObj_GetTextRenderMode", object)
	return mode == modeInvisible || mode == modeClip
}

// inked says whether the page, drawn, shows anything where a word stands. A page
// that cannot be drawn shows nothing.
func (e eye) inked(g glyph) bool {
	img := e.draw()
	if img == nil {
		return false
	}
	b := img.Bounds()
	at := func(x, y float64) (image.Point, bool) {
		ok := e.m.is("FPDF_PageToDevice", e.page, 0, 0, uint64(b.Dx()), uint64(b.Dy()), 0, api.EncodeF64(x), api.EncodeF64(y), e.m.result(0), e.m.result(1))
		return image.Pt(int(e.m.word(0)), int(e.m.word(1))), ok
	}
	from, ok1 := at(g.left, g.top)
	to, ok2 := at(g.right, g.bottom)
	box := image.Rectangle{from, to}.Canon()
	box.Max = box.Max.Add(image.Pt(1, 1))
	return ok1 && ok2 && contrast(img, box.Intersect(b)) > 40
}

// contrast is how much the brightest differs from the darkest, of 255.
func contrast(img *image.RGBA, box image.Rectangle) int {
	low, high := 255, 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			c := img.RGBAAt(x, y)
			v := (int(c.R)*3 + int(c.G)*6 + int(c.B)) / 10
			low, high = min(low, v), max(high, v)
		}
	}
	return high - low
}
