package eval

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Sought is something that people look for in the sample company's items, with what
// it is: a line of ../eval/testdata/search.txt.
type Sought struct {
	Level, Lang, Words string
	Truth              Line
}

const searchFile = "cmd/dev/eval/testdata/search.txt"

// OwnSearches are our own.
func OwnSearches(root string) ([]Sought, error) {
	raw, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(searchFile)))
	if err != nil {
		return nil, err
	}
	var out []Sought
	for i, row := range strings.Split(string(raw), "\n") {
		if row = strings.TrimSpace(row); row == "" || row[0] == '#' {
			continue
		}
		f := strings.SplitN(row, " | ", 4)
		if len(f) != 4 {
			return nil, fmt.Errorf("%s, line %d: %q has not four parts", searchFile, i+1, row)
		}
		s := Sought{Level: f[0], Lang: f[1], Words: f[2]}
		if err := s.Truth.items(strings.TrimSpace(f[3])); err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", searchFile, i+1, err)
		}
		out = append(out, s)
	}
	return out, nil
}

// Search has the words looked up, each in its language, and judges the answers. It
// adds the counts to those of the mails.
func (s *Scores) Search(ctx context.Context, p Program, co *Company, list []Sought) error {
	s.search = &PeerScores{counts: map[string]tally{}}
	answers := make([]FindAnswer, len(list))
	for _, lang := range keysOf(list, func(q Sought) string { return q.Lang }) {
		var at []int
		var words []string
		for i, q := range list {
			if q.Lang == lang {
				at, words = append(at, i), append(words, q.Words)
			}
		}
		found, err := p.find(ctx, "", lang, words)
		if err != nil {
			return err
		}
		for k, i := range at {
			answers[i] = found[k]
		}
	}
	for i, q := range list {
		if err := co.checkLine(q.Truth); err != nil {
			return fmt.Errorf("%q: %w", q.Words, err)
		}
		a := AnswerLine{Text: q.Words, Query: q.Words, Match: answers[i].Match, Items: answers[i].Items}
		s.search.is(q.Level, q.Truth.sameItems(a), "%s, %s: %s, not %s", q.Words, q.Lang, told(a), q.Truth)
	}
	return nil
}

// searches prints the counts of the searches.
func (s *Scores) searches(w io.Writer) {
	if s.search != nil {
		fmt.Fprintln(w, "Searches in the sample company's items, by what is hard about them:")
		fmt.Fprintln(w)
		s.search.Table(w)
	}
}

func keysOf[T any, K comparable](list []T, of func(T) K) []K {
	var out []K
	for _, x := range list {
		if k := of(x); !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}
