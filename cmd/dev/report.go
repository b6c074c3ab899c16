package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
)

// report turns go test's stream of events into what a person wants to read: go
// test's own line for each package, everything that failing tests wrote, and at
// the end which tests were left out and why.
type report struct {
	out     io.Writer
	written map[string][]string // output of tests that have not passed, by package and test
	order   map[string][]string // tests of a package in the order they wrote
	skipped map[string][]string // reason: tests
}

// event is one line of go test -json, see `go doc test2json`.
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
}

func newReport(out io.Writer) *report {
	return &report{out: out, written: map[string][]string{}, order: map[string][]string{}, skipped: map[string][]string{}}
}

// read reports all events of one go test. Lines that are none are passed on.
func (r *report) read(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			r.line(line)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (r *report) line(line []byte) {
	var e event
	if json.Unmarshal(line, &e) != nil {
		_, _ = r.out.Write(line)
		return
	}
	key := e.Package + "\x00" + e.Test
	switch {
	case e.Action == "build-output", e.Action == "output" && e.Test == "":
		r.packageLine(e)
	case e.Action == "output":
		if r.written[key] == nil {
			r.order[e.Package] = append(r.order[e.Package], e.Test)
		}
		r.written[key] = append(r.written[key], e.Output)
	case e.Action == "pass":
		delete(r.written, key)
	case e.Action == "skip" && e.Test != "":
		reason := why(r.written[key])
		r.skipped[reason] = append(r.skipped[reason], path.Base(e.Package)+"."+e.Test)
		delete(r.written, key)
	}
}

// packageLine passes on what go test says of a package, its closing line last.
func (r *report) packageLine(e event) {
	switch {
	case e.Output == "PASS\n", e.Output == "FAIL\n": // the closing line says it again
		return
	case strings.HasPrefix(e.Output, "FAIL\t"), strings.HasPrefix(e.Output, "ok  \t"):
		r.end(e.Package)
	}
	fmt.Fprint(r.out, e.Output)
}

// end prints what tests of a package wrote that did not pass: failed ones and
// those that were cut off by a panic or the timeout.
func (r *report) end(pkg string) {
	for _, t := range r.order[pkg] {
		key := pkg + "\x00" + t
		fmt.Fprint(r.out, strings.Join(r.written[key], ""))
		delete(r.written, key)
	}
	delete(r.order, pkg)
}

var where = regexp.MustCompile(`^\s+[\w.-]+\.go:\d+: `)

// why is the reason that a skipped test gave.
func why(output []string) string {
	for _, s := range slices.Backward(output) {
		if at := where.FindString(s); at != "" {
			return strings.TrimSpace(s[len(at):])
		}
	}
	return "no reason given"
}

// shown is how many tests are named for one reason.
const shown = 3

// close says which tests were left out, a sentence for each reason.
func (r *report) close() {
	reasons := make([]string, 0, len(r.skipped))
	for reason := range r.skipped {
		reasons = append(reasons, reason)
	}
	slices.Sort(reasons)
	for _, reason := range reasons {
		tests := r.skipped[reason]
		names := strings.Join(tests[:min(shown, len(tests))], ", ")
		if len(tests) > shown {
			names += fmt.Sprintf(" and %d more", len(tests)-shown)
		}
		fmt.Fprintf(r.out, "Left out: %s: %s.\n", names, strings.TrimSuffix(reason, "."))
	}
}
