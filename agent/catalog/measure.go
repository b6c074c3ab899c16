package catalog

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scale is a unit as a multiple of its dimension's own: mm, g, ml, W, V, A, Hz, MB, lm.
type scale struct {
	dim string
	by  float64
}

var scales = map[string]scale{
	`"`: {"len", 25.4}, "″": {"len", 25.4}, "''": {"len", 25.4}, "”": {"len", 25.4},
	"inch": {"len", 25.4}, "inches": {"len", 25.4}, "tommer": {"len", 25.4}, "pouce": {"len", 25.4}, "pouces": {"len", 25.4}, "zoll": {"len", 25.4},
	"mm": {"len", 1}, "cm": {"len", 10}, "dm": {"len", 100}, "m": {"len", 1000}, "meter": {"len", 1000}, "metre": {"len", 1000}, "metres": {"len", 1000}, "meters": {"len", 1000}, "ft": {"len", 304.8},
	"mg": {"mass", 0.001}, "g": {"mass", 1}, "gr": {"mass", 1}, "gram": {"mass", 1}, "grams": {"mass", 1}, "kg": {"mass", 1000}, "kilo": {"mass", 1000}, "kilos": {"mass", 1000}, "lb": {"mass", 453.59237}, "lbs": {"mass", 453.59237},
	"t": {"mass", 1e6}, "ton": {"mass", 1e6}, "tons": {"mass", 1e6}, "tonne": {"mass", 1e6}, "tonnes": {"mass", 1e6}, "tonnen": {"mass", 1e6}, "tonnellate": {"mass", 1e6}, "toneladas": {"mass", 1e6},
	"ml": {"vol", 1}, "cl": {"vol", 10}, "dl": {"vol", 100}, "l": {"vol", 1000}, "ltr": {"vol", 1000}, "lts": {"vol", 1000}, "liter": {"vol", 1000}, "litre": {"vol", 1000}, "litres": {"vol", 1000}, "liters": {"vol", 1000},
	"w": {"power", 1}, "watt": {"power", 1}, "watts": {"power", 1}, "kw": {"power", 1000},
	"v": {"volt", 1}, "volt": {"volt", 1}, "volts": {"volt", 1}, "kv": {"volt", 1000},
	"ma": {"amp", 0.001}, "amp": {"amp", 1}, "mah": {"charge", 1}, "ah": {"charge", 1000},
	"hz": {"freq", 1}, "khz": {"freq", 1e3}, "mhz": {"freq", 1e6}, "ghz": {"freq", 1e9},
	"kb": {"data", 0.001}, "mb": {"data", 1}, "gb": {"data", 1000}, "tb": {"data", 1e6},
	"db": {"sound", 1}, "µm": {"len", 0.001}, "lm": {"light", 1}, "lumen": {"light", 1}, "bar": {"press", 1}, "rpm": {"turn", 1},
	"°c": {"temp", 1}, "gsm": {"gsm", 1}, "g/m2": {"gsm", 1}, "g/m²": {"gsm", 1},
}

const figure = `\d+(?:[.,]\d+)?`

// measured finds "75W", "2,5 l", "17\"" and the figures of "160 x 80 cm" and "1200x800mm".
var measured = regexp.MustCompile(`(?i)(?:^|[^\p{L}\d.,])((?:` + figure + `\s*[x×*]\s*){0,2}` + figure +
	`)\s*(g/m[2²]|''|["″”]|°c|\p{L}{1,7})`)

// quantity is one measure in the dimension's own unit.
type quantity struct {
	term   string // "m:len:431.8"
	dim    string
	text   string // as written
	at     int    // byte offset in the text
	end    int
	digits []string // "n:17": the bare figures
	size   string   // what the unit is if it is none: the M of a jacket 127 M
	shape  []string // of the first of several figures: them in their order, and in any
}

// measures are the measures in a text, in order.
func measures(text string) []quantity {
	var out []quantity
	for start := 0; start < len(text); {
		loc := measured.FindStringSubmatchIndex(text[start:])
		if loc == nil {
			return out
		}
		unit := strings.ToLower(text[start+loc[4] : start+loc[5]])
		if sc, ok := scales[unit]; ok && !goesOn(text[start+loc[5]:]) && !ofModel(text[:start+loc[2]]) {
			qs := figures(text[start+loc[2]:start+loc[3]], sc, start+loc[2], start+loc[5])
			if full := sizeLetters[unit]; full != "" && len(qs) == 1 {
				qs[0].size = "s:" + full
			}
			out = append(out, qs...)
			start += loc[5]
			continue
		}
		start += loc[3]
	}
	return out
}

// goesOn says that a word does not end here: the g of 3G2.5 is no gram, a T-shirt
// no tonne.
func goesOn(rest string) bool {
	rest = strings.TrimPrefix(rest, "-")
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// ofModel says that a figure belongs to a model's name: the 150 of DC-150 L is no
// volume.
func ofModel(before string) bool {
	rest, dash := strings.CutSuffix(before, "-")
	r, _ := utf8.DecodeLastRuneInString(rest)
	return dash && unicode.IsLetter(r)
}

func figures(s string, sc scale, at, end int) []quantity {
	var out []quantity
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("x×X* \t", r) }) {
		v, err := strconv.ParseFloat(strings.Replace(f, ",", ".", 1), 64)
		if err != nil {
			continue
		}
		out = append(out, quantity{term: "m:" + sc.dim + ":" + shortFigure(v*sc.by), dim: sc.dim, text: s, at: at, end: end,
			digits: []string{"n:" + shortFigure(v)}})
	}
	if len(out) > 1 {
		out[0].shape = shapes(out, sc.dim)
	}
	return out
}

// shapes are terms for several figures together: in their order, "x:len:800x600",
// and in any, "y:len:600x800"; of three also the first two.
func shapes(qs []quantity, dim string) []string {
	var fs []string
	for _, q := range qs {
		fs = append(fs, strings.TrimPrefix(q.term, "m:"+dim+":"))
	}
	sorted := slices.Sorted(slices.Values(fs))
	out := []string{"x:" + dim + ":" + strings.Join(fs, "x"), "y:" + dim + ":" + strings.Join(sorted, "x")}
	if len(fs) > 2 {
		out = append(out, "x:"+dim+":"+strings.Join(fs[:2], "x"))
	}
	return out
}

// terms are what an item of this measure is found by.
func (q *quantity) terms() []string {
	return slices.Concat([]string{q.term}, q.digits, q.shape)
}

func shortFigure(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }

// bareShape is a size said without its unit: 400 x 300 x 300.
var bareShape = regexp.MustCompile(`(?:^|\s)(` + figure + `(?:\s*[x×*]\s*` + figure + `){1,2})(?:[\s,;.)]|$)`)

// sized writes the unit behind a size that is said without one, where the items have
// that size in it: of 400 x 300 x 300 it is all figures that tell, not one of them.
func (p *parser) sized(text string) string {
	at := bareShape.FindStringSubmatchIndex(text)
	if at == nil {
		return text
	}
	for _, unit := range []string{"mm", "cm", "m"} {
		qs := figures(text[at[2]:at[3]], scales[unit], at[2], at[3])
		if len(qs) > 1 && len(p.present(qs[0].shape)) > 0 {
			if next := measured.FindStringSubmatchIndex(text[at[2]:]); next != nil && next[2] == 0 && scales[strings.ToLower(text[at[2]+next[4]:at[2]+next[5]])].dim != "" {
				return text // it has one: 230 V, 12 kg
			}
			return text[:at[3]] + " " + unit + text[at[3]:]
		}
	}
	return text
}
