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

// Sought is something that people look for among a company's items, with what it is:
// a line of ../eval/testdata/search.txt or ../eval/testdata/second/search.txt.
type Sought struct {
	Level, Lang, Words string
	Truth              Line
	Company            *Company
}

const (
	searchFile       = "cmd/dev/eval/testdata/search.txt"
	secondSearchFile = secondDir + "/search.txt"
)

// OwnSearches are our own, those of the second company on levels of their own.
func OwnSearches(root string) ([]Sought, error) {
	sample, second, err := companies(root)
	if err != nil {
		return nil, err
	}
	out, err := loadSearches(root, searchFile, "", sample)
	if err != nil {
		return nil, err
	}
	more, err := loadSearches(root, secondSearchFile, "another company, ", second)
	return append(out, more...), err
}

func loadSearches(root, file, prefix string, co *Company) ([]Sought, error) {
	raw, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
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
			return nil, fmt.Errorf("%s, line %d: %q has not four parts", file, i+1, row)
		}
		s := Sought{Level: prefix + f[0], Lang: f[1], Words: f[2], Company: co}
		err := s.Truth.items(strings.TrimSpace(f[3]))
		if err == nil {
			err = co.checkLine(s.Truth)
		}
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w", file, i+1, err)
		}
		out = append(out, s)
	}
	return out, nil
}

// OnlySought are those about the second company if the word says so, all for "".
func OnlySought(list []Sought, word string) []Sought {
	return slices.DeleteFunc(slices.Clone(list), func(q Sought) bool { return word != "" && (word != "second" || q.Company.data == "") })
}

// Search has the words looked up, each in its language and its company, and judges the
// answers. It adds the counts to those of the mails.
func (s *Scores) Search(ctx context.Context, p Program, list []Sought) error {
	type lot struct {
		data, lang string
	}
	of := func(q Sought) lot { return lot{q.Company.data, q.Lang} }
	s.search = &PeerScores{counts: map[string]tally{}}
	answers := make([]FindAnswer, len(list))
	for _, l := range keysOf(list, of) {
		var at []int
		var words []string
		for i, q := range list {
			if of(q) == l {
				at, words = append(at, i), append(words, q.Words)
			}
		}
		found, err := p.find(ctx, l.data, l.lang, words)
		if err != nil {
			return err
		}
		for k, i := range at {
			answers[i] = found[k]
		}
	}
	for i, q := range list {
		a := AnswerLine{Text: q.Words, Query: q.Words, Match: answers[i].Match, Items: answers[i].Items}
		s.search.is(q.Level, q.Truth.sameItems(a), "%s, %s: %s, not %s", q.Words, q.Lang, told(a), q.Truth)
	}
	return nil
}

// searches prints the counts of the searches.
func (s *Scores) searches(w io.Writer) {
	if s.search != nil {
		fmt.Fprintln(w, "Searches in the items of the sample company and of another, by what is hard about them:")
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
