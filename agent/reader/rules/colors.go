package rules

import (
	"strings"
	"sync"
)

// colorIndex has for every word the words for the same colour in all our
// languages (words/colors.txt), so that "den sorte" finds an option described in
// English.
var colorIndex = sync.OnceValue(func() map[string][]string {
	data, err := files.ReadFile("words/colors.txt")
	if err != nil {
		panic("rules: " + err.Error()) // embedded: this code is wrong
	}
	out := map[string][]string{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		set := strings.Split(line, " | ")
		for _, w := range set {
			out[w] = set
		}
	}
	return out
})

func colorsLike(w string) []string { return colorIndex()[w] }
