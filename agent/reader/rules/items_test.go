package rules

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"salesclerk/agent/catalog"
	"salesclerk/agent/task"
)

// shelf is a small catalogue for tests: it finds items by whole words, plural
// or not, and knows numbers.
type shelf struct {
	numbers []string
	names   map[string]string
	toks    map[string][]token
}

func newShelf(t testing.TB) *shelf {
	t.Helper()
	data, err := os.ReadFile("testdata/items.tsv")
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{names: map[string]string{}, toks: map[string][]token{}}
	for line := range strings.Lines(string(data)) {
		number, names, _ := strings.Cut(strings.TrimSpace(line), "\t")
		s.add(number, names)
	}
	return s
}

// add puts an item on the shelf, by its names.
func (s *shelf) add(number, names string) {
	s.numbers = append(s.numbers, number)
	s.names[number], _, _ = strings.Cut(names, "|")
	s.toks[number] = tokenize(number + " " + names)
}

func (s *shelf) Knows(id string) bool {
	return slices.ContainsFunc(s.numbers, func(n string) bool { return strings.EqualFold(n, id) })
}

func (s *shelf) Unit(words, lang string) (string, bool) { return "", false }

// UnitOf has every unit for every item.
func (s *shelf) UnitOf(_, words, lang string) (string, bool) {
	_, code := lexiconOf(lang).unitLen(tokenize(words), 0)
	return code, true
}

func (s *shelf) Find(_ context.Context, q catalog.Query) (catalog.Result, error) {
	for _, id := range q.Identifiers {
		if s.Knows(id) {
			return s.result([]string{id}, 0.98), nil
		}
	}
	var hits []string
	for _, n := range s.numbers {
		if s.holds(n, q.Text) {
			hits = append(hits, n)
		}
	}
	return s.result(hits, 0.9), nil
}

// holds says whether an item has all words of text that are words.
func (s *shelf) holds(number, text string) bool {
	all := 0
	for _, t := range tokenize(text) {
		if !t.isWord() || len(t.low) < 2 {
			continue
		}
		if !slices.ContainsFunc(s.toks[number], func(h token) bool { return alike(t.low, h.low) }) {
			return false
		}
		all++
	}
	return all > 0
}

func (s *shelf) result(numbers []string, confidence float64) catalog.Result {
	res := catalog.Result{Match: task.None}
	for _, n := range numbers {
		res.Items = append(res.Items, task.Candidate{Number: strings.ToUpper(n), Score: confidence, Description: s.names[strings.ToUpper(n)]})
	}
	switch {
	case len(numbers) == 1:
		res.Match, res.Confidence = task.One, confidence
	case len(numbers) > 1:
		res.Match, res.Confidence = task.Several, 0.6
	}
	return res
}
