package attach

import (
	"bytes"
	"encoding/binary"
	"image"

	"golang.org/x/image/draw"
)

// upright says how a camera held the picture: the orientation 1 to 8 of EXIF 2.3,
// section 4.6.4, tag 0x112, of a JPEG; 1 where there is none.
func upright(jpeg []byte) int {
	for at := 2; at+4 <= len(jpeg) && jpeg[at] == 0xff; {
		marker, size := jpeg[at+1], int(binary.BigEndian.Uint16(jpeg[at+2:]))
		if marker == 0xda || size < 2 || at+2+size > len(jpeg) {
			break // the picture itself begins, or there is no more
		}
		if exif, ok := bytes.CutPrefix(jpeg[at+4:at+2+size], []byte("Exif\x00\x00")); ok && marker == 0xe1 {
			return orientation(exif)
		}
		at += 2 + size
	}
	return 1
}

// orientation looks the tag up in the first directory of a TIFF header.
func orientation(tiff []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case len(tiff) < 8:
		return 1
	case tiff[0] == 'M':
		order = binary.BigEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			break
		}
		if v := int(order.Uint16(entries[8:])); order.Uint16(entries) == 0x112 && v >= 1 && v <= 8 {
			return v
		}
		entries = entries[12:]
	}
	return 1
}

// turned is a picture turned clockwise by so many quarters, after it was mirrored
// left to right if so wished.
func turned(img *image.Gray, quarters int, mirrored bool) *image.Gray {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if quarters%4 == 0 && !mirrored {
		return img
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	if quarters%2 == 1 {
		out = image.NewGray(image.Rect(0, 0, h, w))
	}
	for y := range h {
		row := img.Pix[y*img.Stride : y*img.Stride+w]
		for x, v := range row {
			if mirrored {
				x = w - 1 - x
			}
			switch quarters % 4 {
			case 0:
				out.Pix[y*out.Stride+x] = v
			case 1:
				out.Pix[x*out.Stride+h-1-y] = v
			case 2:
				out.Pix[(h-1-y)*out.Stride+w-1-x] = v
			case 3:
				out.Pix[(w-1-x)*out.Stride+y] = v
			}
		}
	}
	return out
}

// held is a picture turned from how a camera held it.
func held(img *image.Gray, orientation int) *image.Gray {
	switch orientation {
	case 2:
		return turned(img, 0, true)
	case 3:
		return turned(img, 2, false)
	case 4:
		return turned(img, 2, true)
	case 5:
		return turned(img, 3, true)
	case 6:
		return turned(img, 1, false)
	case 7:
		return turned(img, 1, true)
	case 8:
		return turned(img, 3, false)
	}
	return img
}

// grey is a picture in grey on white paper, a small one larger: the letters of a
// picture of a screen have ten dots, and recognition wants twice that.
func grey(img image.Image) *image.Gray {
	b, scale := img.Bounds(), 1
	switch dots := b.Dx() * b.Dy(); {
	case dots <= 500_000:
		scale = 3
	case dots <= 1_500_000:
		scale = 2
	}
	out := image.NewGray(image.Rect(0, 0, b.Dx()*scale, b.Dy()*scale))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	if scale == 1 {
		draw.Draw(out, out.Rect, img, b.Min, draw.Over)
		return out
	}
	draw.CatmullRom.Scale(out, out.Rect, img, b, draw.Over, nil)
	return out
}
