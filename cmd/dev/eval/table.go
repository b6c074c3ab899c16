package eval

import (
	"fmt"
	"io"
	"slices"
)

// languages are the order in which languages are printed; others follow.
var languages = []string{"en", "da", "fr", "de", "it", "es", "pt", "nl", "sv", "nb"}

// columns are the measures of a table, with their heads.
var columns = []struct {
	m    measure
	head string
}{{lines, "lines right"}, {falseLines, "false per 100"}, {purpose, "intents"}, {date, "dates"}, {lineDate, "line dates"}, {reference, "references"},
	{shipTo, "ship-to"}, {scope, "out of scope"}, {relevant, "relevant"}, {automatic, "automatic"}, {forwarded, "forwards"}, {language, "language"}, {whole, "whole mails"}}

// elsewhere are the cases of another company than the sample, which no reader was
// built with.
var elsewhere = []group{
	{"another company", func(c *Case) bool { return another(c) && c.Origin == Fresh }},
	{"another company, never shown", func(c *Case) bool { return another(c) && c.Origin == Unseen }},
}

// Tables prints the figures as Markdown: all, by language and by kind, of the sample
// company; those of another company are rows and a table of their own.
func (s *Scores) Tables(w io.Writer) {
	all := func(c *Case) bool { return !another(c) }
	from := func(o Origin) func(*Case) bool { return func(c *Case) bool { return all(c) && c.Origin == o } }
	s.table(w, "cases", append([]group{{"all", all}, {"written for this measurement", from(Fresh)}, {"written for it and never shown", from(Unseen)},
		{"known to the readers' makers", from(Known)}}, elsewhere...))
	langs := s.keys(func(c *Case) string { return c.Lang })
	slices.SortStableFunc(langs, func(a, b string) int { return rank(a) - rank(b) })
	s.table(w, "language", grouped(langs, func(c *Case) string { return c.Lang }, all))
	kinds := s.keys(func(c *Case) string { return c.Kind })
	slices.Sort(kinds)
	s.table(w, "kind", grouped(kinds, func(c *Case) string { return c.Kind }, all))
	s.table(w, "language, without those known", grouped(langs, func(c *Case) string { return c.Lang }, func(c *Case) bool { return all(c) && c.Origin != Known }))
	s.table(w, "language, another company", grouped(langs, func(c *Case) string { return c.Lang }, another))
	s.searches(w)
}

func rank(lang string) int {
	if i := slices.Index(languages, lang); i >= 0 {
		return i
	}
	return len(languages)
}

// group is a row of a table.
type group struct {
	name   string
	wanted func(*Case) bool
}

func grouped(names []string, of func(*Case) string, wanted func(*Case) bool) []group {
	var out []group
	for _, n := range names {
		out = append(out, group{n, func(c *Case) bool { return wanted(c) && of(c) == n }})
	}
	return out
}

// table prints a row for each group that has cases, and nothing if none has.
func (s *Scores) table(w io.Writer, title string, groups []group) {
	if !slices.ContainsFunc(groups, func(g group) bool { return slices.ContainsFunc(s.cases, func(c Case) bool { return g.wanted(&c) }) }) {
		return
	}
	fmt.Fprintf(w, "| %s | mails |", title)
	for _, c := range columns {
		fmt.Fprintf(w, " %s |", c.head)
	}
	fmt.Fprint(w, "\n|---|--:|")
	for range columns {
		fmt.Fprint(w, "--:|")
	}
	fmt.Fprintln(w)
	for _, g := range groups {
		counts, n := s.of(g.wanted)
		if n == 0 {
			continue
		}
		fmt.Fprintf(w, "| %s | %d |", g.name, n)
		for _, c := range columns {
			fmt.Fprintf(w, " %s |", cell(c.m, counts[c.m]))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w)
}

// cell is a figure: how many of how many, and the share.
func cell(m measure, t tally) string {
	switch {
	case t.All == 0:
		return ""
	case m == falseLines:
		return fmt.Sprintf("%.1f", 100*float64(t.Right)/float64(t.All))
	}
	return share(t)
}

func share(t tally) string {
	if t.All == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d %.0f %%", t.Right, t.All, 100*float64(t.Right)/float64(t.All))
}
