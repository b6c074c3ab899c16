package lang

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var placeholder = regexp.MustCompile(`\.([A-Z]\w*)`)

// TestSameKeysEverywhere: every language has words for every key, with the same placeholders.
func TestSameKeysEverywhere(t *testing.T) {
	l := load()
	want := l.keys[Last]
	for _, tag := range l.tags {
		have := l.keys[tag]
		if diff := cmp.Diff(sorted(want), sorted(have)); diff != "" {
			t.Errorf("%s: keys differ from English (-en +%s):\n%s", tag, tag, diff)
		}
		for key, text := range have {
			if strings.HasPrefix(key, "format.date") {
				continue // each language takes the parts it writes
			}
			if diff := cmp.Diff(placeholders(want[key]), placeholders(text)); diff != "" {
				t.Errorf("%s: placeholders of %s differ (-en +%s):\n%s", tag, key, tag, diff)
			}
		}
	}
}

// TestNoFileOfAnUnsupportedLanguage: a room's file for a language without core
// words would never be shown.
func TestNoFileOfAnUnsupportedLanguage(t *testing.T) {
	for tag := range load().keys {
		if !slices.Contains(Supported(), tag) {
			t.Errorf("there are words in %s, but no words/%s.%s.toml", tag, coreRoom, tag)
		}
	}
}

// TestMessagesWork: every message can be filled in, leaves nothing of its
// template behind and is not empty.
func TestMessagesWork(t *testing.T) {
	for tag, keys := range load().keys {
		w := For(tag)
		for key, text := range keys {
			args := Args{}
			for _, name := range placeholders(text) {
				args[name] = "7"
			}
			for _, a := range []Args{args, {}} {
				s := w.T(key, a)
				if s == "" && len(a) > 0 || s == key || strings.Contains(s, "{{") || strings.Contains(s, "no value") {
					t.Errorf("%s %s with %v: %q", tag, key, a, s)
				}
			}
		}
	}
}

func sorted(m map[string]map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

// placeholders of all plural forms together, without Count, which a singular
// may spell out.
func placeholders(forms map[string]string) []string {
	names := map[string]bool{}
	for _, text := range forms {
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			names[m[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}
