package main

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"salesclerk/agent/catalog"
	"salesclerk/agent/history"
	"salesclerk/agent/task"
)

type findCommand struct {
	Data     string   `help:"The company's data folder; the demo's if none is given." placeholder:"DIR"`
	JSON     bool     `help:"One JSON object a line." name:"json"`
	Customer string   `help:"The customer who asks: their own item numbers count, and what they ordered before." placeholder:"NO"`
	Lang     string   `help:"The language of the words, if known."`
	Batch    string   `help:"A file with one query a line; one JSON answer a line." placeholder:"FILE"`
	Query    []string `arg:"" optional:"" help:"The words or number to look for."`
}

// findAnswer is what `salesclerk find --json` prints of one query.
type findAnswer struct {
	Query string           `json:"query"`
	Match task.Match       `json:"match"`
	Items []task.Candidate `json:"items"`
}

// Run searches.
func (c *findCommand) Run(ctx context.Context, std streams) error {
	if (len(c.Query) == 0) == (c.Batch == "") {
		return usageError{fmt.Errorf("give the words to look for, or a file of queries with --batch")}
	}
	p, end, err := offline(ctx, c.Data, offlineConfig("en"), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer end()
	if c.Batch != "" {
		return c.batch(ctx, p, std)
	}
	a, err := c.find(ctx, p, strings.Join(c.Query, " "))
	if err != nil {
		return err
	}
	if c.JSON {
		return writeJSON(std, a)
	}
	fmt.Fprintln(std.out, a.Match)
	for _, i := range a.Items {
		fmt.Fprintf(std.out, "%-14s %-10s %-40s %.2f  %s\n", i.Number, i.Variant, oneLine(i.Description, 40), i.Score, i.Why)
	}
	return nil
}

func (c *findCommand) find(ctx context.Context, p *program, query string) (findAnswer, error) {
	list, err := history.Of(ctx, p.office, c.Customer, time.Now())
	if err != nil {
		return findAnswer{Query: query, Items: []task.Candidate{}}, err
	}
	r, err := history.View(p.index, c.Customer, list).Find(ctx, catalog.Query{Text: query, Identifiers: identifiers(p, query), Lang: c.Lang, Customer: c.Customer})
	a := findAnswer{Query: query, Match: r.Match, Items: r.Items}
	if a.Items == nil {
		a.Items = []task.Candidate{}
	}
	return a, err
}

// identifiers are the words of a query that are some item's number.
func identifiers(p *program, query string) []string {
	var out []string
	for _, w := range append([]string{query}, strings.Fields(query)...) {
		if w = strings.Trim(w, ".,;:()\"'"); w != "" && p.index.Knows(w) {
			out = append(out, w)
		}
	}
	return out
}

func (c *findCommand) batch(ctx context.Context, p *program, std streams) error {
	f, err := os.Open(c.Batch)
	if err != nil {
		return fmt.Errorf("reading the queries: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		a, err := c.find(ctx, p, lines.Text())
		if err != nil {
			return err
		}
		if err := writeJSON(std, a); err != nil {
			return err
		}
	}
	return lines.Err()
}
