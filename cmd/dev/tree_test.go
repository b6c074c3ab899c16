package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// top is what the top level may hold beside dot-files: a newcomer sees the whole
// house at one glance.
var top = []string{"agent", "bot", "cards", "cmd", "store", "go.mod", "go.sum", "README.md"}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if n := e.Name(); !strings.HasPrefix(n, ".") && !slices.Contains(top, n) && !built(n) {
			t.Errorf("the top level holds %s; only %s and dot-files belong there", n, strings.Join(top, ", "))
		}
	}
}

// built are the programs that `go build` leaves, which git ignores.
func built(name string) bool {
	return name == module || path.Ext(name) == ".test" || path.Ext(name) == ".out"
}

// vague are names that say nothing about what a package is for, and so draw in
// everything.
var vague = []string{"util", "utils", "helper", "helpers", "common", "types", "model", "models", "base", "misc", "shared"}

func TestPackagesAreNamedByWhatTheyDo(t *testing.T) {
	for _, r := range rooms(t) {
		if n := path.Base(r.path); slices.Contains(vague, n) && r.path != "agent/reader/model" {
			t.Errorf("%s: the name %s says nothing about what the package is for", r.path, n)
		}
	}
}

// maxLines is the longest a file may be: one that is longer does two things.
const maxLines = 500

func TestFilesAreShort(t *testing.T) {
	for name, text := range files(t, ".go") {
		if n := bytes.Count(text, []byte("\n")); n > maxLines {
			t.Errorf("%s has %d lines; above %d a file does two things", name, n, maxLines)
		}
	}
}

// TestCoreHasNoClock looks for the calls that ask the machine what time it is:
// the time is in the event, so that the same event has the same outcome anywhere.
func TestCoreHasNoClock(t *testing.T) {
	clock := []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "Local"}
	for name, text := range files(t, ".go") {
		if !within(name, "agent/task") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, name, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && slices.Contains(clock, sel.Sel.Name) {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" {
					t.Errorf("%s uses time.%s: the time is in the event, so that the same event has the same outcome anywhere", set.Position(n.Pos()), sel.Sel.Name)
				}
			}
			return true
		})
	}
}

// TestNoMachinePaths looks for folders of one person's machine: what works in
// them alone fails everywhere else. The names are put together here, or this file
// would be found.
func TestNoMachinePaths(t *testing.T) {
	for name, text := range files(t, ".go", ".md", ".lua", ".sh", ".toml", ".txtar", ".yaml", ".html", ".js", ".css", ".mod", "run") {
		for _, p := range []string{"work/", "root/", "Users/", "home/"} {
			for at := range occurrences(text, []byte("/"+p)) {
				if at == 0 || bytes.IndexByte([]byte(" \t\n\"'`=(:"), text[at-1]) >= 0 {
					line := 1 + bytes.Count(text[:at], []byte("\n"))
					t.Errorf("%s:%d names the folder /%s of one machine", name, line, p)
				}
			}
		}
	}
}

func occurrences(text, needle []byte) func(func(int) bool) {
	return func(yield func(int) bool) {
		for at := 0; ; {
			i := bytes.Index(text[at:], needle)
			if i < 0 || !yield(at+i) {
				return
			}
			at += i + len(needle)
		}
	}
}

// files are the repository's files with one of the endings, by path with slashes.
func files(t *testing.T, endings ...string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(root(t)), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name == ".git":
			return fs.SkipDir
		case d.IsDir() || !slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(name, e) }):
			return nil
		}
		out[name], err = os.ReadFile(filepath.Join(root(t), filepath.FromSlash(name)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
