package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	_ "image/jpeg" // a logo may be one
	"image/png"
)

// mostPixels is how large a logo may be: 16 million pixels.
const mostPixels = 16 << 20

// ErrLogo is a logo that cannot be drawn.
var ErrLogo = errors.New("pdf: the logo must be a PNG or JPEG picture of at most 16 million pixels")

// redraw makes a plain 8-bit PNG of any PNG or JPEG: the PDF writer takes
// neither interlaced nor deep ones.
func redraw(data []byte) ([]byte, error) {
	if len(data) == 0 {
		return nil, nil
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrLogo, err)
	}
	if size.Width*size.Height > mostPixels {
		return nil, fmt.Errorf("%w: it is %d × %d", ErrLogo, size.Width, size.Height)
	}
	from, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrLogo, err)
	}
	to := image.NewNRGBA(image.Rect(0, 0, size.Width, size.Height))
	draw.Draw(to, to.Bounds(), from, from.Bounds().Min, draw.Src)
	var out bytes.Buffer
	if err := png.Encode(&out, to); err != nil {
		return nil, fmt.Errorf("%w: %v", ErrLogo, err)
	}
	return out.Bytes(), nil
}
