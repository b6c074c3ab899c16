// Command dev is the developers' tool: it runs every test there is, fuzzes, and
// measures.
//
// It builds and ships nothing, and no program needs it. `dev test` looks for the
// real servers that tests want (installing them where it may), runs `go test` once
// over the packages and says at the end what was left out and why. `dev fuzz`
// finds the fuzz targets in the source and runs one after the other. `dev bench`
// runs Go benchmarks that lie beside the code they measure, reads their figures
// and prints one table, each figure beside its peer or floor of the same run. `dev
// eval` gives the program mails whose truth is known and counts what it got right.
//
// It is run from anywhere inside the repository.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
)

// Exit codes.
const (
	exitFine   = 0
	exitFailed = 1
	exitUsage  = 2
)

const usage = `usage: go run ./cmd/dev COMMAND [flags] [packages]

  test   [-short] [-race] [-run REGEXP]       every test there is; packages default to ./...
  fuzz   [-for 60s] [-run REGEXP]             every fuzz target in turn, until the first finding
  bench  [-quick]                             figures beside their peers, as a Markdown table
  eval   [-v] [-write] [-only WORD] [DIR]     how much of mails and searches with a known truth is right

Add -h to a command for its flags.
`

// errUsage is a wrong use of the command line that has been explained already.
var errUsage = errors.New("wrong use")

// streams are where a command writes.
type streams struct{ out, err io.Writer }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// run is the tool without the process around it.
func run(ctx context.Context, args []string, std streams) int {
	if len(args) == 0 {
		fmt.Fprint(std.err, usage)
		return exitUsage
	}
	commands := map[string]func(context.Context, string, []string, streams) error{"test": test, "fuzz": fuzz, "bench": bench, "eval": evaluation}
	do := commands[args[0]]
	if do == nil {
		fmt.Fprint(std.err, usage)
		return exitUsage
	}
	root, err := moduleRoot()
	if err == nil {
		err = do(ctx, root, args[1:], std)
	}
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errUsage):
		return exitUsage
	}
	fmt.Fprintln(std.err, "dev:", err)
	return exitFailed
}

// moduleRoot is the folder of the go.mod above the working directory.
func moduleRoot() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	file := strings.TrimSpace(string(out))
	if err != nil || file == "" || file == os.DevNull {
		return "", errors.New("run this inside the repository: no go.mod was found")
	}
	return filepath.Dir(file), nil
}

// command is a program that is asked to end when ctx does.
func command(ctx context.Context, root string, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir = root
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	return c
}

// inCI says that a missing component is a failure.
func inCI() bool { return os.Getenv("CI") == "true" }
