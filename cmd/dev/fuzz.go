package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// target is one fuzz function.
type target struct {
	pkg  goPackage
	name string
}

// fuzz is `dev fuzz`: every target in turn for a while, until the first finding.
func fuzz(ctx context.Context, root string, args []string, std streams) error {
	f := flag.NewFlagSet("dev fuzz", flag.ContinueOnError)
	f.SetOutput(std.err)
	each := f.Duration("for", time.Minute, "how long each target is fuzzed")
	only := f.String("run", "", "only targets whose names match, as agent/mail.FuzzParse")
	if f.Parse(args) != nil {
		return errUsage
	}
	match, err := regexp.Compile(*only)
	if err != nil {
		fmt.Fprintln(std.err, "dev fuzz: -run is no regular expression:", err)
		return errUsage
	}
	patterns := f.Args()
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	list, err := targets(ctx, root, patterns, match)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "%d fuzz targets, %s each.\n", len(list), *each)
	for _, t := range list {
		if err := t.run(ctx, root, *each, std); err != nil {
			return err
		}
	}
	return nil
}

// targets finds the fuzz functions of the packages' test files.
func targets(ctx context.Context, root string, patterns []string, match *regexp.Regexp) ([]target, error) {
	list, err := packages(ctx, root, patterns)
	if err != nil {
		return nil, err
	}
	var out []target
	for _, p := range list {
		for _, file := range p.testFiles() {
			tree, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, file), nil, parser.SkipObjectResolution)
			if err != nil {
				return nil, fmt.Errorf("looking for fuzz targets: %w", err)
			}
			for _, name := range fuzzFuncs(tree) {
				if t := (target{p, name}); match.MatchString(t.String()) {
					out = append(out, t)
				}
			}
		}
	}
	return out, nil
}

// fuzzFuncs are the functions of the form func FuzzX(f *testing.F).
func fuzzFuncs(f *ast.File) []string {
	var out []string
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Recv != nil || !strings.HasPrefix(fn.Name.Name, "Fuzz") || fn.Type.Params.NumFields() != 1 {
			continue
		}
		star, ok := fn.Type.Params.List[0].Type.(*ast.StarExpr)
		if !ok {
			continue
		}
		if sel, ok := star.X.(*ast.SelectorExpr); ok && sel.Sel.Name == "F" {
			out = append(out, fn.Name.Name)
		}
	}
	return out
}

func (t target) String() string { return shortName(t.pkg.ImportPath) + "." + t.name }

// written is how go test names the file of a finding.
var written = regexp.MustCompile(`Failing input written to (\S+)`)

// run fuzzes one target. An error is a finding, or a target that cannot be run.
func (t target) run(ctx context.Context, root string, each time.Duration, std streams) error {
	fmt.Fprintf(std.out, "=== %s\n", t)
	var said bytes.Buffer
	c := command(ctx, root, "go", "test", "-run=^$", "-fuzz=^"+t.name+"$", "-fuzztime="+each.String(), "-fuzzminimizetime=5s", "-timeout=0", t.pkg.ImportPath)
	c.Stdout, c.Stderr = io.MultiWriter(std.out, &said), std.err
	err := c.Run()
	switch file := written.FindStringSubmatch(said.String()); {
	case ctx.Err() != nil:
		return errors.New("interrupted")
	case err == nil:
		return nil
	case file != nil:
		rel, _ := filepath.Rel(root, filepath.Join(t.pkg.Dir, filepath.FromSlash(file[1])))
		return fmt.Errorf("%s has a finding: %s; run it again with: go test -run='^%s$/^%s$' ./%s", t, rel, t.name, filepath.Base(file[1]), shortName(t.pkg.ImportPath))
	case timeUp(said.String()):
		fmt.Fprintf(std.out, "%s: the time was up in the middle of an input; nothing was found.\n", t)
		return nil
	}
	return fmt.Errorf("%s failed without an input: %w; run it again with: go test -run='^%s$' ./%s", t, err, t.name, shortName(t.pkg.ImportPath))
}

// timeUp tells the end of -fuzztime, which go test before 1.27 sometimes takes
// for a failure (go.dev/issue/75804), from a finding: there is no file, and the
// only complaint is the deadline of go test's own context.
func timeUp(output string) bool {
	_, rest, found := strings.Cut(output, "--- FAIL: ")
	if !found {
		return false
	}
	lines := strings.Split(rest, "\n")
	return len(lines) > 1 && strings.TrimSpace(lines[1]) == "context deadline exceeded"
}
