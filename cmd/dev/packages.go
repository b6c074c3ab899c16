package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// goPackage is what `go list -json` says of a package.
type goPackage struct {
	Dir                       string
	ImportPath                string
	TestGoFiles, XTestGoFiles []string
}

// testFiles are the package's test files.
func (p goPackage) testFiles() []string { return slices.Concat(p.TestGoFiles, p.XTestGoFiles) }

// packages lists what the patterns name.
func packages(ctx context.Context, root string, patterns []string) ([]goPackage, error) {
	c := command(ctx, root, "go", append([]string{"list", "-json=Dir,ImportPath,TestGoFiles,XTestGoFiles"}, patterns...)...)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, fmt.Errorf("starting go list: %w", err)
	}
	var list []goPackage
	for d := json.NewDecoder(out); ; {
		var p goPackage
		if err = d.Decode(&p); err != nil {
			break
		}
		list = append(list, p)
	}
	if !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading go list: %w", err)
	}
	if err := c.Wait(); err != nil {
		return nil, fmt.Errorf("listing packages: %w", err)
	}
	return list, nil
}
