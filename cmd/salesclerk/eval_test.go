package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"salesclerk/cmd/dev/eval"
)

// TestUnderstanding has our own mails of known truth read and words looked up, and fails if less is right
// than when the figures were last kept: what readers learn for one mail they must not
// unlearn for another. `go run ./cmd/dev eval -v` says what is wrong, `-write` keeps
// better figures.
func TestUnderstanding(t *testing.T) {
	root := filepath.Join("..", "..")
	cases, err := eval.OwnCases(root)
	if err != nil {
		t.Fatal(err)
	}
	scores, err := eval.Own(t.Context(), inProcess, cases)
	if err != nil {
		t.Fatal(err)
	}
	sought, err := eval.OwnSearches(root)
	if err != nil {
		t.Fatal(err)
	}
	if err := scores.Search(t.Context(), inProcess, sought); err != nil {
		t.Fatal(err)
	}
	fallen, err := scores.Fallen(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range fallen {
		t.Error(f)
	}
}

// TestPeersCases has the peer's cases counted where they lie beside the repository:
// what is asserted is that they can be measured.
func TestPeersCases(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "data", "eval")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the measurement data is not beside the repository")
	}
	scores, err := eval.Peer(t.Context(), inProcess, dir)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	scores.Table(&b)
	for _, row := range []string{"search, number: read", "search, number: find", "splitting texts", "CSV lines", "| intent |"} {
		if !strings.Contains(b.String(), row) {
			t.Errorf("%q was not measured:\n%s", row, b.String())
		}
	}
}

// inProcess is the program as this test's binary holds it.
func inProcess(ctx context.Context, args []string, out io.Writer) (err error) {
	defer func() { // one mail that ends the program must not hide what the others come to
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	var said bytes.Buffer
	if code := run(ctx, args, streams{strings.NewReader(""), out, &said}); code != exitFine {
		return fmt.Errorf("it ended with %d: %s", code, said.String())
	}
	return nil
}
