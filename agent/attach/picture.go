package attach

import (
	"bytes"
	"context"
	"errors"
	"image"
	_ "image/jpeg" // pictures of text
	_ "image/png"
	"slices"
	"strings"
)

const maxPixels = 40_000_000

// readPicture reads the text on a picture, where tesseract is installed.
func readPicture(ctx context.Context, c *Content, data []byte, l Limits) error {
	conf, _, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil:
		return errors.New("it is damaged")
	case conf.Width*conf.Height > maxPixels || conf.Width > 20000 || conf.Height > 20000:
		return errors.New("the picture is too large")
	case conf.Width < 200 || conf.Height < 60:
		return errors.New("signature or logo: the picture is too small to hold text")
	case !canRecognise():
		return errors.New("text recognition (tesseract) is not installed")
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return errors.New("it is damaged")
	}
	words, err := recognise(ctx, held(grey(img), upright(data)), 0)
	if err != nil {
		return err
	}
	lines := layout(words)
	if len(lines) == 0 {
		return errors.New("no text was found on the picture")
	}
	var b strings.Builder
	for _, r := range lines {
		b.WriteString(r.String() + "\n")
	}
	c.doubt(words)
	c.Text = cut(strings.TrimSpace(b.String()), maxText)
	for _, g := range tables(lines, "p1") {
		c.Tables = append(c.Tables, g.Table)
	}
	return nil
}

// recognise reads the words of a picture. One that can hardly be read may lie on
// its side or its head: tesseract is asked, and it is turned.
func recognise(ctx context.Context, img *image.Gray, dpi int) ([]glyph, error) {
	words, err := wordsOn(ctx, img, dpi)
	if err != nil || legible(words) {
		return hyphened(straightened(words)), err
	}
	if quarters := lies(ctx, img); quarters > 0 {
		again, err := wordsOn(ctx, turned(img, quarters, false), dpi)
		if err == nil && sureness(again) > sureness(words) {
			words = again
		}
	}
	return hyphened(straightened(words)), nil
}

// hyphened joins what recognition parts behind a hyphen, as of LV-1101, where
// there is no room for a blank.
func hyphened(words []glyph) []glyph {
	var out []glyph
	for _, w := range words {
		if n := len(out); n > 0 {
			last := &out[n-1]
			if gap := w.left - last.right; len(last.text) > 1 && strings.HasSuffix(last.text, "-") && gap >= 0 && gap < 0.35*last.height() && last.middle() < w.top && last.middle() > w.bottom {
				last.text += w.text
				last.right, last.top, last.bottom, last.unsure = w.right, max(last.top, w.top), min(last.bottom, w.bottom), last.unsure || w.unsure
				continue
			}
		}
		out = append(out, w)
	}
	return out
}

// sureness is the sum of what the words of a picture are sure of.
func sureness(words []recognised) float64 {
	sum := 0.0
	for _, w := range words {
		sum += w.sure * float64(min(len(w.text), 12))
	}
	return sum
}

// legible says whether most of a picture's words are sure. Upside down, few are.
func legible(words []recognised) bool {
	sure := 0
	for _, w := range words {
		if w.sure >= 75 {
			sure++
		}
	}
	return sure*3 >= len(words)*2 && sure > 0
}

// straightened turns the words of a page that lay askew: by the usual slope of
// its lines.
func straightened(words []recognised) []glyph {
	var slopes []float64
	for from := 0; from < len(words); {
		to := from
		for to+1 < len(words) && words[to+1].line == words[from].line {
			to++
		}
		if dx := words[to].left - words[from].left; dx > 200 {
			slopes = append(slopes, (words[to].bottom-words[from].bottom)/dx)
		}
		from = to + 1
	}
	slope := 0.0
	if len(slopes) > 0 {
		slices.Sort(slopes)
		slope = slopes[len(slopes)/2]
	}
	out := make([]glyph, len(words))
	for i, w := range words {
		dy := slope * (w.left + w.right) / 2
		dx := slope * (w.top + w.bottom) / 2
		w.top, w.bottom, w.left, w.right = w.top-dy, w.bottom-dy, w.left+dx, w.right+dx
		out[i] = w.glyph
	}
	return out
}
