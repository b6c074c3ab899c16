package teams

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"maps"
	"math"
	"slices"
)

const (
	colorIcon   = "color.png"
	outlineIcon = "outline.png"
	accent      = "#1F5A70"
)

// The icons show a sheet with lines of text and a tick: something was looked at
// and may go. They are drawn on a square from 0 to 1.
var (
	paper = box{0.28, 0.20, 0.72, 0.80}
	lines = []box{{0.36, 0.31, 0.64, 0.36}, {0.36, 0.42, 0.64, 0.47}}
	tick  = []point{{0.38, 0.63}, {0.47, 0.71}, {0.63, 0.55}}
)

type point struct{ x, y float64 }

type box struct{ x0, y0, x1, y1 float64 }

// outside is how far a point lies outside of a box; less than zero inside.
func (b box) outside(x, y float64) float64 {
	return math.Max(math.Max(b.x0-x, x-b.x1), math.Max(b.y0-y, y-b.y1))
}

// from is how far a point lies from a line of several parts.
func from(line []point, x, y float64) float64 {
	least := math.Inf(1)
	for i := range line[1:] {
		a, b := line[i], line[i+1]
		dx, dy := b.x-a.x, b.y-a.y
		t := ((x-a.x)*dx + (y-a.y)*dy) / (dx*dx + dy*dy)
		t = math.Max(0, math.Min(1, t))
		least = math.Min(least, math.Hypot(x-a.x-t*dx, y-a.y-t*dy))
	}
	return least
}

// marked says whether a point is on a line of text or on the tick.
func marked(x, y float64) bool {
	for _, l := range lines {
		if l.outside(x, y) <= 0 {
			return true
		}
	}
	return from(tick, x, y) <= 0.035
}

// drawColor is the icon of 192 by 192 pixels, filled to its edges.
func drawColor() []byte {
	ground, sheet, ink := color.NRGBA{0x1f, 0x5a, 0x70, 0xff}, color.NRGBA{0xff, 0xff, 0xff, 0xff}, color.NRGBA{0x1f, 0x5a, 0x70, 0xff}
	return draw(192, func(x, y float64) color.NRGBA {
		switch {
		case paper.outside(x, y) > 0:
			return ground
		case marked(x, y):
			return ink
		}
		return sheet
	})
}

// drawOutline is the icon of 32 by 32 pixels, white on nothing, grown to its edges.
func drawOutline() []byte {
	white, nothing := color.NRGBA{0xff, 0xff, 0xff, 0xff}, color.NRGBA{0xff, 0xff, 0xff, 0}
	return draw(32, func(x, y float64) color.NRGBA {
		x, y = 0.5+(x-0.5)*0.68, 0.5+(y-0.5)*0.68
		if d := paper.outside(x, y); d <= 0 && d >= -0.035 || marked(x, y) {
			return white
		}
		return nothing
	})
}

// fine is how many samples a pixel has each way.
const fine = 4

// draw makes a picture of so many pixels each way.
func draw(size int, at func(x, y float64) color.NRGBA) []byte {
	m := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			m.SetNRGBA(x, y, mixed(x, y, size, at))
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic("teams: a picture in memory: " + err.Error())
	}
	return b.Bytes()
}

// mixed is a pixel as the mean of its samples.
func mixed(x, y, size int, at func(x, y float64) color.NRGBA) color.NRGBA {
	var r, g, b, a int
	for i := range fine * fine {
		fx := (float64(x) + (float64(i%fine)+0.5)/fine) / float64(size)
		fy := (float64(y) + (float64(i/fine)+0.5)/fine) / float64(size)
		c := at(fx, fy)
		r, g, b, a = r+int(c.R), g+int(c.G), b+int(c.B), a+int(c.A)
	}
	n := fine * fine
	return color.NRGBA{uint8(r / n), uint8(g / n), uint8(b / n), uint8(a / n)}
}

// sortedNames are the names of files in order.
func sortedNames(files map[string][]byte) []string { return slices.Sorted(maps.Keys(files)) }
