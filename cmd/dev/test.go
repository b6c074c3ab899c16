package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// testOptions are the flags of `dev test`.
type testOptions struct {
	short, race bool
	run         string
	timeout     time.Duration
	packages    []string
}

// notUnderRace are packages whose tests the race detector makes too slow for
// everyday, with the reason. They are tested without it.
var notUnderRace = map[string]string{
	"salesclerk/cmd/salesclerk/realtest": "the program runs as a process of its own there, built without the detector",
	"salesclerk/agent/attach":            "a WebAssembly machine that reads PDFs",
	"salesclerk/agent/catalog":           "an index over many items, most of it a library's",
	"salesclerk/agent/pdf":               "one goroutine that lays out pages",
	"salesclerk/agent/reader/rules":      "one goroutine over many mails and the item index",
}

// test is `dev test`: the components, then go test, then what was left out.
func test(ctx context.Context, root string, args []string, std streams) error {
	o, err := testFlags(args, std)
	if err != nil {
		return err
	}
	wanted := slices.Clone(components)
	if o.race {
		wanted = append(wanted, raceComponent)
	}
	began := time.Now()
	absent := provide(ctx, wanted, std)
	failed, err := o.runs(ctx, root, std)
	if err != nil {
		return err
	}
	fmt.Fprintf(std.out, "All of it took %s.\n", time.Since(began).Round(time.Second))
	if failed {
		return errors.Join(absent, errors.New("tests failed"))
	}
	return absent
}

func testFlags(args []string, std streams) (testOptions, error) {
	var o testOptions
	f := flag.NewFlagSet("dev test", flag.ContinueOnError)
	f.SetOutput(std.err)
	f.BoolVar(&o.short, "short", false, "leave out what takes long")
	f.BoolVar(&o.race, "race", false, "look for data races in the packages where that is affordable")
	f.StringVar(&o.run, "run", "", "only tests whose names match")
	f.DurationVar(&o.timeout, "timeout", 20*time.Minute, "how long the tests of one package may take")
	if f.Parse(args) != nil {
		return o, errUsage
	}
	if o.packages = f.Args(); len(o.packages) == 0 {
		o.packages = []string{"./..."}
	}
	return o, nil
}

// runs tests all packages, with the race detector in two goes.
func (o testOptions) runs(ctx context.Context, root string, std streams) (failed bool, err error) {
	r := newReport(std.out)
	defer r.close()
	if !o.race {
		failed, err = o.goTest(ctx, root, r, o.packages)
		return failed, err
	}
	fast, slow, err := split(ctx, root, o.packages)
	if err != nil {
		return false, err
	}
	if len(fast) > 0 {
		if failed, err = o.goTest(ctx, root, r, fast, "-race"); err != nil {
			return failed, err
		}
	}
	for _, p := range slow {
		fmt.Fprintf(std.out, "Without the race detector: %s (%s).\n", p, notUnderRace[p])
	}
	if len(slow) == 0 {
		return failed, nil
	}
	more, err := o.goTest(ctx, root, r, slow)
	return failed || more, err
}

// split parts packages into those for the race detector and those not.
func split(ctx context.Context, root string, patterns []string) (fast, slow []string, err error) {
	all, err := packages(ctx, root, patterns)
	if err != nil {
		return nil, nil, err
	}
	for _, p := range all {
		if notUnderRace[p.ImportPath] != "" {
			slow = append(slow, p.ImportPath)
		} else {
			fast = append(fast, p.ImportPath)
		}
	}
	return fast, slow, nil
}

// goTest runs go test and reports it. failed is about tests, err about running them.
func (o testOptions) goTest(ctx context.Context, root string, r *report, list []string, more ...string) (failed bool, err error) {
	args := []string{"test", "-json", "-p", strconv.Itoa(max(2, runtime.NumCPU())), "-timeout", o.timeout.String()}
	if o.short {
		args = append(args, "-short")
	}
	if o.run != "" {
		args = append(args, "-run", o.run)
	}
	args = append(append(args, more...), list...)
	c := command(ctx, root, "go", args...)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		return false, err
	}
	if err := c.Start(); err != nil {
		return false, fmt.Errorf("starting go test: %w", err)
	}
	readErr := r.read(out)
	err = c.Wait()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return true, errors.New("interrupted")
	case readErr != nil:
		return true, fmt.Errorf("reading go test's output: %w", readErr)
	case errors.As(err, &exit):
		return true, nil
	}
	return false, err
}

// shortName is a package without the module's name.
func shortName(importPath string) string { return strings.TrimPrefix(importPath, "salesclerk/") }
