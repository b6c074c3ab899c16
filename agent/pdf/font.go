package pdf

import (
	"bytes"
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Liberation Sans 2.1.5, SIL Open Font License 1.1 (font/LICENSE): Latin, Greek
// and Cyrillic.
var (
	//go:embed font/LiberationSans-Regular.ttf
	regular []byte
	//go:embed font/LiberationSans-Bold.ttf
	bold []byte
)

const family = "liberation"

// fonts are of each document's own: the library pads the tables of a font where
// they lie, so that two documents at once would write into the same bytes.
func fonts() []*entity.CustomFont {
	return []*entity.CustomFont{
		{Family: family, Style: fontstyle.Normal, Bytes: bytes.Clone(regular)},
		{Family: family, Style: fontstyle.Bold, Bytes: bytes.Clone(bold)},
	}
}

// planeZero is as far as the PDF library's fonts reach: U+0000 to U+FFFE.
const planeZero = 0xFFFF

// face is how wide each letter is, in units of the em, and which there are.
type face struct {
	advance [planeZero]uint16
	has     [planeZero]bool
	em      float64
}

var faces = sync.OnceValue(func() map[fontstyle.Type]*face {
	return map[fontstyle.Type]*face{fontstyle.Normal: measure(regular), fontstyle.Bold: measure(bold)}
})

func measure(data []byte) *face {
	f, err := sfnt.Parse(data)
	if err != nil {
		panic("pdf: the embedded font is wrong: " + err.Error())
	}
	out := &face{em: float64(f.UnitsPerEm())}
	ppem := fixed.I(int(f.UnitsPerEm()))
	var b sfnt.Buffer
	for r := range rune(planeZero) {
		i, err := f.GlyphIndex(&b, r)
		if err != nil || i == 0 {
			continue
		}
		out.has[r] = true
		if a, err := f.GlyphAdvance(&b, i, ppem, font.HintingNone); err == nil {
			out.advance[r] = uint16(a.Round())
		}
	}
	return out
}

const millimetresPerPoint = 25.4 / 72

// width is how wide a text is drawn, in millimetres.
func width(s string, style fontstyle.Type, size float64) float64 {
	f := faces()[style]
	sum := 0
	for _, r := range s {
		if r >= 0 && r < planeZero {
			sum += int(f.advance[r])
		}
	}
	return float64(sum) / f.em * size * millimetresPerPoint
}

// missing stands for a letter that the font lacks.
const missing = '\uFFFD'

// clean makes text drawable: one line, no control or direction characters, and
// a visible sign for letters the font has not.
func clean(s string) string {
	s = strings.Map(drawable, strings.ToValidUTF8(s, string(missing)))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
}

func drawable(r rune) rune {
	switch {
	case r == '\u202f', r == '\u2007': // narrow spaces are lost when the text is copied
		return '\u00a0'
	case r == '\u00a0':
		return r
	case unicode.IsSpace(r), unicode.IsControl(r):
		return ' '
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
		return -1
	case r >= planeZero || !faces()[fontstyle.Normal].has[r]:
		return missing
	}
	return r
}

// wrap breaks a text into lines of at most so many millimetres, at spaces, and
// inside a word only if it alone is too wide.
func wrap(s string, style fontstyle.Type, size, column float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Split(clean(s), " ") {
		for _, piece := range split(word, style, size, column) {
			if line != "" && width(line+" "+piece, style, size) > column {
				lines, line = append(lines, line), ""
			}
			line = strings.TrimPrefix(line+" "+piece, " ")
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// split cuts a word that is wider than the column.
func split(word string, style fontstyle.Type, size, column float64) []string {
	if width(word, style, size) <= column {
		return []string{word}
	}
	var out []string
	piece := ""
	for _, r := range word {
		if piece != "" && width(piece+string(r), style, size) > column {
			out, piece = append(out, piece), ""
		}
		piece += string(r)
	}
	return append(out, piece)
}
