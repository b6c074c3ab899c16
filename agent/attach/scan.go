package attach

import (
	"context"
	"fmt"
	"image"
)

// maxScanned is how many pages of a file are recognised: each takes seconds.
const maxScanned = 20

// scanned is a page that is a picture, and the few words that lie on it.
type scanned struct {
	page  int
	words []glyph
}

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
	var all []glyph
	for _, s := range p.scanned {
		words := s.words
		if picture := p.picture(s.page); picture != nil {
			if found, err := recognise(ctx, picture, scanDPI); err == nil && letters(found) > letters(words) {
				words = found
			}
		}
		all = append(all, words...)
		p.add(s.page, layout(words), nil)
	}
	p.c.doubt(all)
}

// scanDPI is how finely scanned pages are drawn: what tesseract is trained for.
const scanDPI = 300

func (p *pages) picture(i int) *image.Gray {
	o, err := p.paper(i)
	if err != nil {
		return nil
	}
	defer o.close()
	img := o.render(scanDPI, maxPixels/2)
	if img == nil {
		return nil
	}
	return cleaned(img)
}

// cleaned is a page in grey with its paper white: the edge of a grey scan on a
// white page looks like a rule, and its dirt like marks. The paper is the
// commonest of the bright greys.
func cleaned(img *image.RGBA) *image.Gray {
	out := image.NewGray(img.Bounds())
	var count [256]int
	for i := range out.Pix {
		p := img.Pix[i*4 : i*4+3 : i*4+3]
		v := (int(p[0])*3 + int(p[1])*6 + int(p[2])) / 10
		out.Pix[i] = uint8(v)
		if v < 254 {
			count[v]++
		}
	}
	paper, most := 255, 0
	for v := 128; v < 254; v++ {
		if count[v] > most {
			paper, most = v, count[v]
		}
	}
	white := max(1, paper*90/100)
	for i, v := range out.Pix {
		out.Pix[i] = uint8(max(0, min(255, int(v)*255/white)))
	}
	return unspeckled(out)
}

// unspeckled is a picture without dark dots of a pixel or two, which are taken
// for marks. Letters have strokes of four and more.
func unspeckled(img *image.Gray) *image.Gray {
	b := img.Bounds()
	out := image.NewGray(b)
	for i := range out.Pix {
		out.Pix[i] = 255
	}
	for y := 1; y < b.Dy()-1; y++ {
		for x := 1; x < b.Dx()-1; x++ {
			at := y*img.Stride + x
			dark := 0
			for _, row := range [3]int{at - img.Stride, at, at + img.Stride} {
				for _, v := range img.Pix[row-1 : row+2] {
					if v < 160 {
						dark++
					}
				}
			}
			if v := img.Pix[at]; v >= 160 || dark > 4 {
				out.Pix[at] = v
			}
		}
	}
	return out
}
