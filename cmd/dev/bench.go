package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// suite is one run of go test -bench: where the benchmarks are, which, and how
// many rounds each gets, long and quick.
type suite struct {
	pkg, match   string
	rounds, less string
	skips        string // why it may be left out here: what it needs; "" when it may not
}

// suites are run one after the other, so that none disturbs another.
var suites = []suite{
	{"./cmd/salesclerk", "^BenchmarkDesk$", "1000x", "300x", ""},
	{"./cmd/salesclerk", "^BenchmarkMails$", "1000x", "200x", ""},
	{"./cmd/salesclerk", "^BenchmarkReading$", "200x", "50x", ""},
	{"./agent/pdf", "^(BenchmarkRender|BenchmarkMaroto)$/^(1|15|200)$", "2s", "500ms", ""},
	{"./agent/catalog", "^BenchmarkLatency$", "6000x", "1200x", ""},
	{"./agent/catalog/catalogbench", "^BenchmarkBeside$", "1x", "1x", ""},
	{"./cmd/salesclerk", "^BenchmarkSlack$", "8000x", "2000x", "it needs node, npm and the packages of Bolt"},
	{"./cmd/salesclerk", "^BenchmarkTeams$", "8000x", "2000x", "it needs node, npm and the packages of botbuilder"},
}

// figures are what the benchmarks reported: "Desk/tasks=1000 µs/click" → 812.
type figures map[string]float64

// bench is `dev bench`: it runs the benchmarks and prints their figures, each
// beside its peer or floor of the same run. It judges nothing: how fast a machine
// is today is no test.
func bench(ctx context.Context, root string, args []string, std streams) error {
	f := flag.NewFlagSet("dev bench", flag.ContinueOnError)
	f.SetOutput(std.err)
	quick := f.Bool("quick", false, "fewer rounds, and up to 10,000 tasks and items instead of 100,000")
	million := f.Bool("million", false, "item search also over 1,000,000 items, which takes half an hour more")
	if f.Parse(args) != nil || f.NArg() > 0 {
		fmt.Fprintln(std.err, "usage: dev bench [-quick] [-million]")
		return errUsage
	}
	env := os.Environ()
	if *million {
		env = append(env, "SALESCLERK_MILLION=1")
	}
	began, got := time.Now(), figures{}
	for _, s := range suites {
		if err := s.run(ctx, root, *quick, env, got, std); err != nil {
			return err
		}
	}
	headline(std.out, began, *quick)
	table(std.out, got, *quick)
	return nil
}

// run runs a suite and adds its figures. What go test says goes to standard
// error, so that the table alone is on standard output.
func (s suite) run(ctx context.Context, root string, quick bool, env []string, got figures, std streams) error {
	args := []string{"test", "-run=^$", "-bench=" + s.match, "-benchtime=" + s.rounds, "-timeout=90m", s.pkg}
	if quick {
		args[3] = "-benchtime=" + s.less
		args = append(args, "-short")
	}
	fmt.Fprintf(std.err, "dev: go %s\n", strings.Join(args, " "))
	var said strings.Builder
	c := command(ctx, root, "go", args...)
	c.Env = env
	c.Stdout, c.Stderr = io.MultiWriter(std.err, &said), std.err
	if err := c.Run(); err != nil {
		return fmt.Errorf("the benchmarks of %s: %w", s.pkg, err)
	}
	switch n := got.read(said.String()); {
	case n == 0 && s.skips != "":
		fmt.Fprintf(std.err, "dev: %s in %s was left out: %s\n", s.match, s.pkg, s.skips)
	case n == 0:
		return errors.New("no benchmark " + s.match + " in " + s.pkg)
	}
	return nil
}

var benchLine = regexp.MustCompile(`(?m)^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.*)$`)

// read takes the figures out of go test's output and says how many lines had some.
func (f figures) read(output string) int {
	lines := benchLine.FindAllStringSubmatch(output, -1)
	for _, l := range lines {
		fields := strings.Fields(l[2])
		for i := 0; i+1 < len(fields); i += 2 {
			if v, err := strconv.ParseFloat(fields[i], 64); err == nil {
				f[l[1]+" "+fields[i+1]] = v
			}
		}
	}
	return len(lines)
}

// headline says when and on what the figures were measured.
func headline(w io.Writer, began time.Time, quick bool) {
	how := ""
	if quick {
		how = ", quick run"
	}
	fmt.Fprintf(w, "Measured %s in %s on %d cores (%s/%s, %s%s%s).\n\n", began.Format(time.DateOnly), time.Since(began).Round(time.Second),
		runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), load(), how)
}

// load is how busy the machine was with everything, where the system says it.
func load() string {
	b, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	fields := strings.Fields(string(b))
	if len(fields) < 3 {
		return ""
	}
	return ", load " + fields[1] + " over the last five minutes, the benchmarks included"
}
