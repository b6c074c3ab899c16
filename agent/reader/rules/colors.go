package rules

import "sync"

// colorSets are the words for one colour in all our languages, so that "den
// sorte" finds an option described in English.
var colorSets = [][]string{
	{"black", "sort", "sorte", "noir", "noire", "noirs", "noires", "schwarz", "schwarze", "schwarzen"},
	{"white", "hvid", "hvide", "blanc", "blanche", "blancs", "blanches", "weiß", "weiße", "weißen"},
	{"red", "rød", "røde", "rouge", "rouges", "rot", "rote", "roten"},
	{"blue", "blå", "bleu", "bleue", "bleus", "bleues", "blau", "blaue", "blauen"},
	{"green", "grøn", "grønne", "vert", "verte", "verts", "vertes", "grün", "grüne", "grünen"},
	{"yellow", "gul", "gule", "jaune", "jaunes", "gelb", "gelbe", "gelben"},
	{"grey", "gray", "grå", "gris", "grise", "grises", "grau", "graue", "grauen"},
	{"brown", "brun", "brune", "marron", "braun", "braune", "braunen"},
	{"oak", "eg", "egetræ", "chêne", "eiche"},
	{"walnut", "valnød", "noyer", "nussbaum"},
	{"large", "big", "stor", "store", "grand", "grande", "groß", "große", "großen"},
	{"small", "lille", "små", "petit", "petite", "klein", "kleine", "kleinen"},
}

var colorIndex = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for _, set := range colorSets {
		for _, w := range set {
			out[w] = set
		}
	}
	return out
})

func colorsLike(w string) []string { return colorIndex()[w] }
