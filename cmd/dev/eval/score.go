package eval

import (
	"context"
	"fmt"
	"io"
	"strings"
)

// measure is something that is counted.
type measure string

const (
	lines      measure = "lines exactly right"
	falseLines measure = "false lines"
	purpose    measure = "intents"
	relevant   measure = "relevant"
	scope      measure = "out of scope"
	date       measure = "dates"
	lineDate   measure = "dates of lines"
	reference  measure = "references"
	shipTo     measure = "ship-to"
	automatic  measure = "automatic"
	forwarded  measure = "forwards"
	language   measure = "language"
	whole      measure = "whole mails"
)

// measures are all, in the order they are printed.
var measures = []measure{lines, falseLines, purpose, date, lineDate, reference, shipTo, scope, relevant, automatic, forwarded, language, whole}

// tally is how many of how many are right; of false lines, how many there are for
// how many asked.
type tally struct{ Right, All int }

func (t tally) plus(o tally) tally { return tally{t.Right + o.Right, t.All + o.All} }

// Scores are the counts of our own cases.
type Scores struct {
	cases  []Case
	counts []map[measure]tally // of each case
	misses [][]string
	search *PeerScores // of searches, by level; nil if none were made
}

// Own has cases read, those of each company with its data, and judges the answers.
func Own(ctx context.Context, p Program, cases []Case) (*Scores, error) {
	answers := make([]Answer, len(cases))
	for _, co := range keysOf(cases, func(c Case) *Company { return c.Company }) {
		if err := co.read(ctx, p, cases, answers); err != nil {
			return nil, err
		}
	}
	s := &Scores{cases: cases}
	for i := range cases {
		v := judge(&cases[i], cases[i].Company.agreed(&cases[i]), answers[i])
		v.count[whole] = tally{All: 1}
		if len(v.misses) == 0 {
			v.count[whole] = tally{1, 1}
		}
		s.counts, s.misses = append(s.counts, v.count), append(s.misses, v.misses)
	}
	return s, nil
}

// read has those of the cases read that are about the company, and puts the answers
// where the cases stand.
func (co *Company) read(ctx context.Context, p Program, cases []Case, answers []Answer) error {
	var mails [][][]byte
	var at []int
	for i := range cases {
		c := &cases[i]
		if c.Company != co {
			continue
		}
		if err := co.Check(c); err != nil {
			return fmt.Errorf("%s: %w", c.ID(), err)
		}
		m, err := co.Messages(c, i)
		if err != nil {
			return fmt.Errorf("%s: %w", c.ID(), err)
		}
		mails, at = append(mails, m), append(at, i)
	}
	got, err := p.read(ctx, co.data, mails)
	if err != nil {
		return err
	}
	for k, i := range at {
		answers[i] = got[k]
	}
	return nil
}

// agreed are the offered lines with the unit each has.
func (co *Company) agreed(c *Case) []Line {
	list, _ := c.Offered() // checked when the case was parsed
	for i := range list {
		list[i].Unit = co.unit(list[i])
	}
	return list
}

// of counts the cases that are wanted.
func (s *Scores) of(wanted func(*Case) bool) (map[measure]tally, int) {
	out, n := map[measure]tally{}, 0
	for i := range s.cases {
		if !wanted(&s.cases[i]) {
			continue
		}
		n++
		for m, t := range s.counts[i] {
			out[m] = out[m].plus(t)
		}
	}
	return out, n
}

// keys are the values that cases have, in the order of first appearance.
func (s *Scores) keys(of func(*Case) string) []string {
	return keysOf(s.cases, func(c Case) string { return of(&c) })
}

// Misses prints what was not right, case by case; of those that are not shown, how
// many.
func (s *Scores) Misses(w io.Writer) {
	hidden := 0
	for i, list := range s.misses {
		switch {
		case len(list) == 0:
		case s.cases[i].Origin == Unseen:
			hidden++
		default:
			fmt.Fprintf(w, "%s (%s)\n\t%s\n", s.cases[i].ID(), s.cases[i].Kind, strings.Join(list, "\n\t"))
		}
	}
	if s.search != nil {
		s.search.Misses(w)
	}
	if hidden > 0 {
		fmt.Fprintf(w, "%d of those that are not shown\n", hidden)
	}
}
