package attach

import (
	"bytes"
	"context"
	"fmt"
	"image/png"

	"github.com/klippa-app/go-pdfium/requests"
)

// maxScanned is how many pages of a file are recognised: each takes seconds.
const maxScanned = 20

// recognise reads scanned pages by tesseract, where it is installed.
func (p *pages) recognise(ctx context.Context) {
	if !canRecognise() {
		if p.text.Len() > 0 {
			p.c.because("pages without text were left out: text recognition (tesseract) is not installed")
		}
		return
	}
	if len(p.scanned) > maxScanned {
		p.c.because(fmt.Sprintf("only the first %d scanned pages were read", maxScanned))
		p.scanned = p.scanned[:maxScanned]
	}
	for _, i := range p.scanned {
		if picture := p.picture(i); picture != nil {
			if glyphs, err := recognise(ctx, picture, scanDPI); err == nil {
				p.add(i, layout(glyphs))
			}
		}
	}
}

// scanDPI is how finely scanned pages are drawn: what tesseract is trained for.
const scanDPI = 300

func (p *pages) picture(i int) []byte {
	s, err := p.w.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: p.doc, Index: i})
	if err != nil {
		return nil
	}
	res := render(p.w, p.of(i), s.Width, s.Height, scanDPI, maxPixels/2)
	if res == nil {
		return nil
	}
	defer res.Cleanup()
	var buf bytes.Buffer
	if png.Encode(&buf, res.Result.Image) != nil {
		return nil
	}
	return buf.Bytes()
}
