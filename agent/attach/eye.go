package attach

import (
	"image"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
)

// eye tells the words of a page that a person can see from those that are there
// for machines alone: white on white, tiny, off the page, without ink. Most
// words are black and are believed; of the others, the page is drawn and looked
// at, because white on a dark heading is fine, and so are the invisible words
// that a scanner lays over its picture of them.
type eye struct {
	w      pdfium.Pdfium
	page   requests.Page
	text   references.FPDF_TEXTPAGE
	width  float64 // points
	height float64
	drawn  *responses.RenderPageInDPI
	tried  bool
}

func (p *pages) eye(i int, text references.FPDF_TEXTPAGE) *eye {
	e := &eye{w: p.w, page: p.of(i), text: text}
	if s, err := p.w.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: p.doc, Index: i}); err == nil {
		e.width, e.height = s.Width, s.Height
	}
	return e
}

func (e *eye) close() {
	if e.drawn != nil {
		e.drawn.Cleanup()
	}
}

// tiny is the height of letters, in points, that nobody reads.
const tiny = 1.2

func (e *eye) sees(w pdfWord) bool {
	if w.letters() && w.height() < tiny && w.right-w.left < 4*tiny*float64(len(w.text)) {
		return false
	}
	return !e.doubtful(w) || e.inked(w.glyph)
}

// doubtful says whether a word may be invisible: bright, see-through, without
// ink, or beyond the edge of the page.
func (e *eye) doubtful(w pdfWord) bool {
	far := max(e.width, e.height)
	if w.right < 0 || w.top < 0 || w.left > far || w.bottom > far {
		return true
	}
	c, err := e.w.FPDFText_GetFillColor(&requests.FPDFText_GetFillColor{TextPage: e.text, Index: w.first})
	if err == nil && (c.A < 40 || c.R > 200 && c.G > 200 && c.B > 200) {
		return true
	}
	o, err := e.w.FPDFText_GetTextObject(&requests.FPDFText_GetTextObject{TextPage: e.text, Index: w.first})
	if err != nil {
		return false
	}
	m, err := e.w.FPDFTextObj_GetTextRenderMode(&requests.FPDFTextObj_GetTextRenderMode{PageObject: o.TextObject})
	return err == nil && (m.TextRenderMode == enums.FPDF_TEXTRENDERMODE_INVISIBLE || m.TextRenderMode == enums.FPDF_TEXTRENDERMODE_CLIP)
}

// inked says whether the page, drawn, shows anything where a word stands. A page
// that cannot be drawn shows nothing.
func (e *eye) inked(g glyph) bool {
	img := e.draw()
	if img == nil {
		return false
	}
	b := img.Bounds()
	at := func(x, y float64) (image.Point, bool) {
		p, err := e.w.FPDF_PageToDevice(&requests.FPDF_PageToDevice{Page: e.page, SizeX: b.Dx(), SizeY: b.Dy(), PageX: x, PageY: y})
		if err != nil {
			return image.Point{}, false
		}
		return image.Pt(p.DeviceX, p.DeviceY), true
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

// draw draws the page once, at about 100 dots an inch.
func (e *eye) draw() *image.RGBA {
	if !e.tried {
		e.tried = true
		e.drawn = render(e.w, e.page, e.width, e.height, 100, 4_000_000)
	}
	if e.drawn == nil {
		return nil
	}
	return e.drawn.Result.Image
}

// render draws a page, no finer than so many pixels allow; nil if it cannot.
func render(w pdfium.Pdfium, page requests.Page, width, height float64, dpi int, pixels float64) *responses.RenderPageInDPI {
	for dpi > 10 && width*height*float64(dpi*dpi)/(72*72) > pixels {
		dpi = dpi * 4 / 5
	}
	if dpi <= 10 || width <= 0 || height <= 0 {
		return nil
	}
	res, err := w.RenderPageInDPI(&requests.RenderPageInDPI{Page: page, DPI: dpi})
	if err != nil {
		return nil
	}
	return res
}
