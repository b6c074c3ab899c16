package eval

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// PeerScores are the counts on a folder of a peer's public cases, by what its rows
// ask: item_search.jsonl, intent.jsonl, split.jsonl, csv_cases.jsonl.
type PeerScores struct {
	rows   []string // in the order of first appearance
	counts map[string]tally
	misses []string
}

// Peer measures on the files that are there. The catalogue they speak of is the data
// folder cronus beside the folder.
func Peer(ctx context.Context, p Program, dir string) (*PeerScores, error) {
	s := &PeerScores{counts: map[string]tally{}}
	data := filepath.Join(dir, "..", "cronus")
	co, err := LoadCompany(data)
	if err != nil {
		return nil, err
	}
	if len(co.base) == 0 {
		return nil, fmt.Errorf("%s has no catalogue beside it: %s", dir, data)
	}
	r := peerRun{PeerScores: s, ctx: ctx, p: p, data: data, co: co}
	for _, f := range []struct {
		name string
		do   func(path string) error
	}{{"item_search.jsonl", r.search}, {"split.jsonl", r.split}, {"csv_cases.jsonl", r.tables}, {"intent.jsonl", r.intent}} {
		path := filepath.Join(dir, f.name)
		if _, err := os.Stat(path); err != nil {
			continue // it measures what there is
		}
		if err := f.do(path); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	if len(s.rows) == 0 {
		return nil, fmt.Errorf("%s holds none of the files that can be measured", dir)
	}
	return s, nil
}

// Table prints the figures as Markdown.
func (s *PeerScores) Table(w io.Writer) {
	fmt.Fprint(w, "| what | right | share |\n|---|--:|--:|\n")
	for _, r := range s.rows {
		t := s.counts[r]
		fmt.Fprintf(w, "| %s | %d of %d | %.1f %% |\n", r, t.Right, t.All, 100*float64(t.Right)/float64(max(1, t.All)))
	}
	fmt.Fprintln(w)
}

// Misses prints what was not right.
func (s *PeerScores) Misses(w io.Writer) {
	for _, m := range s.misses {
		fmt.Fprintln(w, m)
	}
}

func (s *PeerScores) is(row string, right bool, format string, args ...any) {
	if _, ok := s.counts[row]; !ok {
		s.rows = append(s.rows, row)
	}
	n := 0
	if right {
		n = 1
	} else {
		s.misses = append(s.misses, row+": "+fmt.Sprintf(format, args...))
	}
	s.counts[row] = s.counts[row].plus(tally{n, 1})
}

// peerRun is the measuring in progress.
type peerRun struct {
	*PeerScores
	ctx  context.Context
	p    Program
	data string
	co   *Company
}

// readTexts has texts read as mails, each with an attached file where there is one.
func (r peerRun) readTexts(texts []string, files []string) ([]Answer, error) {
	var mails [][][]byte
	for i, t := range texts {
		c := Case{Head: map[string]string{}, Body: t + "\n"}
		if sub, rest, ok := strings.Cut(t, "\n"); ok && strings.HasPrefix(sub, "Subject:") {
			c.Head["subject"], c.Body = strings.TrimSpace(sub[len("Subject:"):]), rest+"\n"
		}
		if files != nil {
			c.Attached = []Attached{{"list.csv", files[i]}}
		}
		m, err := r.co.Messages(&c, i)
		if err != nil {
			return nil, err
		}
		mails = append(mails, m)
	}
	return r.p.read(r.ctx, r.data, mails)
}

type searchRow struct {
	ID, Query, Level string
	ItemText         string     `json:"item_text"`
	Needs            []string   `json:"needs"`
	Expected         [][]string `json:"expected_items"`
	Entities         []struct{ Name string }
	ExpectedLines    []struct {
		Quantity *decimal.Decimal
	} `json:"expected_lines"`
}

// search measures both ways in: the whole text read as a mail, and the words alone
// looked up. The peer's own search in older documents has no counterpart: rows that
// need it are counted apart.
func (r peerRun) search(path string) error {
	all, err := rows[searchRow](path)
	if err != nil {
		return err
	}
	var texts, words []string
	for _, c := range all {
		texts = append(texts, c.Query)
		words = append(words, c.words())
	}
	answers, err := r.readTexts(texts, nil)
	if err != nil {
		return err
	}
	found, err := r.p.find(r.ctx, r.data, "", words)
	if err != nil {
		return err
	}
	for _, level := range []string{"number", "description", "other key", "paraphrase", "nothing", "document"} {
		for i, c := range all {
			if c.Level != level {
				continue
			}
			row := "search, " + level
			if len(c.Needs) > 0 {
				row += ", needs " + strings.TrimSuffix(strings.SplitN(c.Needs[0], ":", 2)[0], " ")
			}
			r.is(row+": read", c.read(answers[i]), "%s %q: %s", c.ID, c.Query, toldAll(answers[i].Lines))
			if len(c.Needs) == 0 && len(c.Expected) < 2 {
				r.is(row+": find", c.found(found[i]), "%s %q: %s %v", c.ID, words[i], found[i].Match, found[i].Items)
			}
		}
	}
	return nil
}

// words are what is looked for.
func (c searchRow) words() string {
	if c.ItemText != "" {
		return c.ItemText
	}
	return strings.TrimPrefix(c.Query, "i need following:")
}

// read says whether exactly the lines expected were read, in any order, each with
// one of the items that are accepted and, where it is said, the quantity.
func (c searchRow) read(a Answer) bool {
	if len(c.Expected) == 0 {
		return !slices.ContainsFunc(a.Lines, func(l AnswerLine) bool { return l.Match == "one" || l.Match == "several" })
	}
	left := slices.Clone(a.Lines)
	for k, group := range c.Expected {
		i := slices.IndexFunc(left, func(l AnswerLine) bool {
			if k < len(c.ExpectedLines) && c.ExpectedLines[k].Quantity != nil && !sameNumber(l.Quantity, c.ExpectedLines[k].Quantity.String()) {
				return false
			}
			return accepted(l.Match, l.Items, group)
		})
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return len(left) == 0
}

func (c searchRow) found(a FindAnswer) bool {
	if len(c.Expected) == 0 {
		return a.Match == "none" || a.Match == "alternatives"
	}
	return accepted(a.Match, a.Items, c.Expected[0])
}

// accepted says whether the first item is one that is accepted. Where only one is,
// it has to be the only answer.
func accepted(match string, items []Found, group []string) bool {
	if len(items) == 0 || match != "one" && (match != "several" || len(group) < 2) {
		return false
	}
	return slices.Contains(group, items[0].Number)
}

type splitRow struct {
	ID, Text string
	Expected []struct {
		Terms    []string
		Quantity decimal.Decimal
		Origin   *string `json:"origin_name"`
	}
}

// split measures what a sentence is parted into: as many lines, in the same order,
// with the same quantities, each with the words of the item's name.
func (r peerRun) split(path string) error {
	all, err := rows[splitRow](path)
	if err != nil {
		return err
	}
	var texts []string
	for _, c := range all {
		texts = append(texts, c.Text)
	}
	answers, err := r.readTexts(texts, nil)
	if err != nil {
		return err
	}
	for i, c := range all {
		good := len(answers[i].Lines) == len(c.Expected)
		for k := 0; good && k < len(c.Expected); k++ {
			e, l := c.Expected[k], answers[i].Lines[k]
			words := e.Terms
			if e.Origin != nil {
				words = []string{*e.Origin}
			}
			good = sameNumber(l.Quantity, e.Quantity.String()) && holds(l.Query+" "+strings.Join(l.Identifiers, " "), words)
		}
		r.is("splitting texts", good, "%s %q: %s", c.ID, c.Text, toldAll(answers[i].Lines))
	}
	return nil
}

func holds(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(strings.ToLower(text), strings.ToLower(w)) })
}

type intentRow struct{ ID, Text, Label, Task string }

// intent measures what is worked on. A text in scope has to be relevant, and one
// that names items has to give lines; one out of scope may do neither. A text that
// stands for a file that is no table may give no lines as a file.
func (r peerRun) intent(path string) error {
	all, err := rows[intentRow](path)
	if err != nil {
		return err
	}
	var texts, files []string
	for _, c := range all {
		text, file := c.Text, ""
		if c.Label == "not_a_table" {
			text, file = "Please find our list attached.", c.Text
		}
		texts, files = append(texts, text), append(files, file)
	}
	answers, err := r.readTexts(texts, files)
	if err != nil {
		return err
	}
	for i, c := range all {
		a, good := answers[i], false
		switch {
		case c.Label == "not_a_table":
			good = len(a.Lines) == 0
		case c.Label == "out_of_scope":
			good = !a.Relevant && len(a.Lines) == 0
		default:
			good = a.Relevant && (c.Task != "item_search" || len(a.Lines) > 0)
		}
		for _, row := range []string{"intent: " + c.Label + ", " + c.Task, "intent"} {
			r.is(row, good, "%s %q: relevant %v, %s, %s", c.ID, c.Text, a.Relevant, join(a.Intents), toldAll(a.Lines))
		}
	}
	return nil
}

func toldAll(list []AnswerLine) string {
	var out []string
	for _, l := range list {
		out = append(out, told(l))
	}
	return "[" + strings.Join(out, "; ") + "]"
}

// rows reads a file with one JSON value a line.
func rows[T any](path string) ([]T, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []T
	s := bufio.NewScanner(f)
	s.Buffer(nil, 4<<20)
	for s.Scan() {
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, s.Err()
}
