package rules

import (
	"slices"
	"strings"
	"testing"
)

// TestFilesOfWords keeps the files of words in order: the sections of English, in
// its order, each once and without repetition.
func TestFilesOfWords(t *testing.T) {
	order := sectionsOf(t, "en")
	for _, lang := range languages {
		last := -1
		for _, s := range sectionsOf(t, lang) {
			at := slices.IndexFunc(order, func(o section) bool { return o.name == s.name })
			switch {
			case at < 0 && !strings.HasPrefix(s.name, "number"):
				t.Errorf("%s.txt has a section %s that en.txt has not", lang, s.name)
			case at >= 0 && at <= last:
				t.Errorf("%s.txt has section %s twice or not where en.txt has it", lang, s.name)
			}
			last = max(last, at)
			seen := map[string]bool{}
			for _, e := range s.entries {
				if word, _, _ := strings.Cut(lower(e), "="); seen[word] {
					t.Errorf("%s.txt has %q twice in %s", lang, e, s.name)
				} else {
					seen[word] = true
				}
			}
		}
	}
}

type section struct {
	name    string
	entries []string
}

func sectionsOf(t *testing.T, lang string) []section {
	t.Helper()
	all := ""
	for _, part := range parts {
		data, err := files.ReadFile(part + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		all += string(data)
	}
	var out []section
	for line := range strings.Lines(all) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "# "):
		case strings.HasPrefix(line, "["):
			out = append(out, section{name: strings.Trim(line, "[]")})
		default:
			for e := range strings.SplitSeq(line, "|") {
				out[len(out)-1].entries = append(out[len(out)-1].entries, strings.TrimSpace(e))
			}
		}
	}
	return out
}
