package catalogbench

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Query is what a customer writes who means one item.
type Query struct {
	Kind, Text, Lang string
	Want             string // the item's number
}

// Kinds are the ways in which names are spoilt.
var Kinds = []string{"misspelt", "inflected", "shortened", "reordered"}

// Queries are n queries for some of Items(among, seed), the kinds in turn, others for
// each draw. They are made of the names alone.
func Queries(n, among int, seed, draw uint64) []Query {
	r := rand.New(rand.NewPCG(draw, 11))
	wanted := map[int]int{}
	for i := 0; len(wanted) < min(n, among); i++ {
		wanted[r.IntN(among)] = i
	}
	var out []Query
	at := 0
	for it := range Items(among, seed) {
		if k, ok := wanted[at]; ok {
			own := rand.New(rand.NewPCG(draw, uint64(at)))
			kind := Kinds[k%len(Kinds)]
			out = append(out, Query{Kind: kind, Text: spoil(own, it.words, kind), Lang: it.Lang, Want: it.Number})
		}
		at++
	}
	return out
}

func spoil(r *rand.Rand, words []part, kind string) string {
	ws := slices.Clone(words)
	switch kind {
	case "misspelt":
		misspell(r, ws)
	case "inflected":
		for i := range ws {
			if ws[i].other != "" {
				ws[i].text = ws[i].other
			}
		}
	case "shortened":
		ws = shorten(r, ws)
	case "reordered":
		ws = reorder(r, ws)
	}
	return sloppy(r, written(ws, false))
}

// misspell makes a slip in one word or more: whoever makes one makes others.
func misspell(r *rand.Rand, ws []part) {
	var at []int
	for i, w := range ws {
		if len([]rune(w.text)) >= 5 && !strings.ContainsFunc(w.text, unicode.IsDigit) {
			at = append(at, i)
		}
	}
	r.Shuffle(len(at), func(i, j int) { at[i], at[j] = at[j], at[i] })
	for k, i := range at {
		if k == 0 || r.IntN(3) == 0 {
			ws[i].text = slip(r, ws[i].text)
		}
	}
}

// slip is one error of a typist behind the first letter.
func slip(r *rand.Rand, s string) string {
	rs := []rune(s)
	i := 1 + r.IntN(len(rs)-2)
	switch r.IntN(4) {
	case 0:
		rs[i], rs[i+1] = rs[i+1], rs[i]
	case 1:
		rs = slices.Delete(rs, i, i+1)
	case 2:
		rs = slices.Insert(rs, i, rs[i])
	default:
		rs[i] = 'a' + rune(r.IntN(26))
	}
	return string(rs)
}

// shorten leaves out what says little, the brand where there is a model, and cuts
// one long word short or more.
func shorten(r *rand.Rand, ws []part) []part {
	hasModel := slices.ContainsFunc(ws, func(w part) bool { return w.role == model })
	noBrand := hasModel && r.IntN(2) == 0
	ws = slices.DeleteFunc(ws, func(w part) bool {
		return w.role == extra || w.role == link || w.role == brand && noBrand
	})
	longest := 0
	for i, w := range ws {
		if w.role != model && w.role != measure && len(w.text) > len(ws[longest].text) {
			longest = i
		}
	}
	for i, w := range ws {
		if i == longest || w.role != model && w.role != measure && len(w.text) > 6 && r.IntN(3) == 0 {
			ws[i].text = clipped(r, w.text)
		}
	}
	return ws
}

// clipped is the beginning of a word, half the time with a dot.
func clipped(r *rand.Rand, s string) string {
	rs := []rune(s)
	s = string(rs[:min(len(rs), 4+r.IntN(4))])
	if r.IntN(2) == 0 {
		s += "."
	}
	return s
}

// reorder puts two or three parts elsewhere.
func reorder(r *rand.Rand, ws []part) []part {
	for range 2 + r.IntN(2) {
		i := r.IntN(len(ws))
		w := ws[i]
		ws = slices.Delete(ws, i, i+1)
		ws = slices.Insert(ws, r.IntN(len(ws)+1), w)
	}
	return ws
}

var (
	spacedUnit = regexp.MustCompile(`(\d) (mm|m|l|kg|V|W)( |$)`)
	tens       = regexp.MustCompile(`\b(\d+)0x(\d+)0 mm`)
	between    = regexp.MustCompile(`(\d)x(\d)`)
	point      = regexp.MustCompile(`(\d)\.(\d)`)
)

// sloppy is what people do to any text: no capitals, no blank before a unit or
// one around the sign between figures, centimetres, a decimal comma.
func sloppy(r *rand.Rand, s string) string {
	if r.IntN(2) == 0 {
		s = strings.ToLower(s)
	}
	if r.IntN(4) == 0 {
		s = tens.ReplaceAllString(s, "${1}x${2} cm")
	}
	if r.IntN(3) == 0 {
		s = spacedUnit.ReplaceAllString(s, "$1$2$3")
	}
	if r.IntN(3) == 0 {
		s = between.ReplaceAllString(s, "$1 x $2")
	}
	if r.IntN(3) == 0 {
		s = point.ReplaceAllString(s, "$1,$2")
	}
	return s
}
