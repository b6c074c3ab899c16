package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"salesclerk/cmd/dev/eval"
)

// evaluation is `dev eval`: it builds the program, has it read mails and look up
// items whose truth is known, and prints what it got right. Like bench it judges
// nothing; the program's own test says when a figure falls.
func evaluation(ctx context.Context, root string, args []string, std streams) error {
	f := flag.NewFlagSet("dev eval", flag.ContinueOnError)
	f.SetOutput(std.err)
	verbose := f.Bool("v", false, "say what was not right, case by case")
	write := f.Bool("write", false, "keep the figures in cmd/dev/EVAL.md and as those that must not fall")
	only := f.String("only", "", "own cases only whose language, kind, file or file/name is this; second: those about the second company, with its searches")
	if f.Parse(args) != nil || f.NArg() > 1 || *write && (f.NArg() > 0 || *only != "") {
		fmt.Fprintln(std.err, "usage: dev eval [-v] [-write] [-only WORD] [DIR]")
		return errUsage
	}
	p, end, err := buildProgram(ctx, root, std)
	if err != nil {
		return err
	}
	defer end()
	m := measuring{p: p, root: root, verbose: *verbose, only: *only, std: std}
	if f.NArg() == 1 {
		return m.peer(ctx, f.Arg(0))
	}
	return m.own(ctx, *write)
}

// buildProgram builds salesclerk in a folder of its own.
func buildProgram(ctx context.Context, root string, std streams) (eval.Program, func(), error) {
	dir, err := os.MkdirTemp("", "eval")
	if err != nil {
		return nil, nil, err
	}
	end := func() { os.RemoveAll(dir) }
	bin := filepath.Join(dir, "salesclerk")
	c := command(ctx, root, "go", "build", "-o", bin, "./cmd/salesclerk")
	c.Stderr = std.err
	if err := c.Run(); err != nil {
		end()
		return nil, nil, fmt.Errorf("building the program: %w", err)
	}
	return func(ctx context.Context, args []string, out io.Writer) error {
		c := command(ctx, root, bin, args...)
		var said bytes.Buffer
		c.Stdout, c.Stderr = out, &said
		if err := c.Run(); err != nil {
			return fmt.Errorf("%w: %s", err, firstLine(said.String()))
		}
		return nil
	}, end, nil
}

// measuring is one run of the evaluation.
type measuring struct {
	p       eval.Program
	root    string
	only    string
	verbose bool
	std     streams
}

// own measures on our own cases, and with write keeps the figures.
func (m measuring) own(ctx context.Context, write bool) error {
	cases, err := eval.OwnCases(m.root)
	if err != nil {
		return err
	}
	began := time.Now()
	s, err := eval.Own(ctx, m.p, eval.Only(cases, m.only))
	if err != nil {
		return err
	}
	sought, err := eval.OwnSearches(m.root)
	if err != nil {
		return err
	}
	if sought = eval.OnlySought(sought, m.only); len(sought) > 0 {
		if err := s.Search(ctx, m.p, sought); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	s.Tables(&b)
	if m.verbose {
		s.Misses(m.std.out)
	}
	_, _ = m.std.out.Write(b.Bytes())
	if !write {
		return nil
	}
	var peers bytes.Buffer
	if dir := filepath.Join(m.root, "..", "shared", "data", "eval"); exists(dir) {
		if err := m.peerTo(ctx, dir, &peers); err != nil {
			return err
		}
	}
	return eval.Keep(m.root, s, b.String(), peers.String(), began)
}

// peer measures on a folder of others' data.
func (m measuring) peer(ctx context.Context, dir string) error {
	return m.peerTo(ctx, dir, m.std.out)
}

func (m measuring) peerTo(ctx context.Context, dir string, w io.Writer) error {
	r, err := eval.Peer(ctx, m.p, dir)
	if err != nil {
		return err
	}
	if m.verbose {
		r.Misses(m.std.out)
	}
	r.Table(w)
	return nil
}

// firstLine is enough of what a program says when it ends badly.
func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
