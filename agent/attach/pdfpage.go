package attach

import (
	"errors"
	"image"

	"github.com/tetratelabs/wazero/api"
)

// paper is one open page of a PDF and its words. Places are in points, up is
// more, before the page is turned the way it is shown.
type paper struct {
	m             *machine
	page, text    uint64
	width, height float64 // as shown
	drawn         *image.RGBA
	tried         bool
}

// paper opens a page. What was filled into a form lies above the page and is
// made part of it first.
func (p *pages) paper(i int) (*paper, error) {
	o := &paper{m: p.m, page: p.m.call("FPDF_LoadPage", p.doc, uint64(i))}
	const flat = 1 // FLATTEN_SUCCESS
	if o.page != 0 && o.m.number("FPDFPage_GetAnnotCount", o.page) > 0 && o.m.number("FPDFPage_Flatten", o.page, 0) == flat {
		o.m.call("FPDF_ClosePage", o.page)
		o.page = o.m.call("FPDF_LoadPage", p.doc, uint64(i))
	}
	if o.page != 0 {
		o.text = o.m.call("FPDFText_LoadPage", o.page)
		o.width = api.DecodeF64(o.m.call("FPDF_GetPageWidth", o.page))
		o.height = api.DecodeF64(o.m.call("FPDF_GetPageHeight", o.page))
	}
	if o.m.err != nil || o.text == 0 {
		return nil, errors.New("no page")
	}
	return o, nil
}

func (o *paper) close() {
	o.m.call("FPDFText_ClosePage", o.text)
	o.m.call("FPDF_ClosePage", o.page)
}

// quarters is how often the page is turned clockwise when shown, by a quarter.
func (o *paper) quarters() int { return o.m.number("FPDFPage_GetRotation", o.page) }

// box is the place of a letter.
func (o *paper) box(k int) (glyph, bool) {
	r := o.m.result
	if !o.m.is("FPDFText_GetCharBox", o.text, uint64(k), r(0), r(1), r(2), r(3)) {
		return glyph{}, false
	}
	f := o.m.float
	return glyph{left: f(0), right: f(1), top: max(f(2), f(3)), bottom: min(f(2), f(3))}, true
}

// pictured says whether one picture covers most of the page, as of a scanner
// that adds but a line of its own.
func (o *paper) pictured() bool {
	const picture = 3 // FPDF_PAGEOBJ_IMAGE
	r := o.m.result
	for k := range min(o.m.number("FPDFPage_CountObjects", o.page), 50) {
		object := o.m.call("FPDFPage_GetObject", o.page, uint64(k))
		if object == 0 || o.m.number("FPDFPageObj_GetType", object) != picture || !o.m.is("FPDFPageObj_GetBounds", object, r(0), r(1), r(2), r(3)) {
			continue
		}
		wide, high := o.m.single(2)-o.m.single(0), o.m.single(3)-o.m.single(1)
		if wide*high > 0.5*o.width*o.height {
			return true
		}
	}
	return false
}

// draw draws the page once, at about 100 dots an inch.
func (o *paper) draw() *image.RGBA {
	if !o.tried {
		o.tried = true
		o.drawn = o.render(100, 4_000_000)
	}
	return o.drawn
}

// Flags of FPDF_RenderPageBitmap.
const (
	withAnnotations = 0x01 // FPDF_ANNOT
	asRGBA          = 0x10 // FPDF_REVERSE_BYTE_ORDER
)

// render draws a page on white, no finer than so many pixels allow; nil if it
// cannot.
func (o *paper) render(dpi int, pixels float64) *image.RGBA {
	for dpi > 10 && o.width*o.height*float64(dpi*dpi)/(72*72) > pixels {
		dpi = dpi * 4 / 5
	}
	if dpi <= 10 || !(o.width > 0) || !(o.height > 0) {
		return nil
	}
	w, h := uint64(o.width*float64(dpi)/72)+1, uint64(o.height*float64(dpi)/72)+1
	bitmap := o.m.call("FPDFBitmap_Create", w, h, 0)
	if bitmap == 0 {
		return nil
	}
	defer o.m.call("FPDFBitmap_Destroy", bitmap)
	o.m.call("FPDFBitmap_FillRect", bitmap, 0, 0, w, h, 0xffffffff)
	o.m.call("FPDF_RenderPageBitmap", bitmap, o.page, 0, 0, w, h, 0, withAnnotations|asRGBA)
	img := image.NewRGBA(image.Rect(0, 0, int(w), int(h)))
	at := o.m.call("FPDFBitmap_GetBuffer", bitmap)
	pix, ok := o.m.module.Memory().Read(uint32(at), uint32(len(img.Pix)))
	if o.m.err != nil || !ok {
		return nil
	}
	copy(img.Pix, pix)
	return img
}
