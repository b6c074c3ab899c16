// Command salesclerk is the sales order agent as a program: it reads the
// configuration, puts the rooms of the house together and runs them. What it
// does is in package agent; see its documentation for how a mail goes through.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// Exit codes.
const (
	exitFine   = 0
	exitFailed = 1
	exitUsage  = 2
)

// commands are what the program can be told to do.
type commands struct {
	Demo    demoCommand    `cmd:"" help:"Everything in one process with nothing installed: a sample company, its customers' mailboxes and the sales room on one page."`
	Run     runCommand     `cmd:"" help:"The service. Any number of copies may run against one Redis."`
	Check   checkCommand   `cmd:"" help:"Try every connection and right, and say what is wrong and how to mend it."`
	Import  importCommand  `cmd:"" help:"Load a data folder or workbook into the local back office."`
	Read    readCommand    `cmd:"" help:"What the agent understands from mails; changes nothing."`
	Find    findCommand    `cmd:"" help:"Search items."`
	Cards   cardsCommand   `cmd:"" help:"Every kind of card with sample content, or the cards a mail leads to."`
	Try     tryCommand     `cmd:"" help:"Make a task as if a mail had come."`
	Tasks   tasksCommand   `cmd:"" help:"The operator's view of the tasks."`
	Aliases aliasesCommand `cmd:"" help:"What people taught the agent about customers' words."`
	Kpi     kpiCommand     `cmd:"" name:"kpi" help:"The managers' figures, or post them now."`
	Slack   slackCommands  `cmd:"" help:"What an administrator of Slack needs."`
	Teams   teamsCommands  `cmd:"" help:"What an administrator of Teams needs."`
}

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// usageError is a wrong use of the command line: exit code 2.
type usageError struct{ error }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// run is the program without the process around it, so that tests can run it.
func run(ctx context.Context, args []string, std streams) int {
	var c commands
	exited := -1
	parser, err := kong.New(&c, kong.Name("salesclerk"), kong.Description("The sales order agent that lives where sales teams talk."),
		kong.Writers(std.out, std.err), kong.Exit(func(code int) { exited = code }), kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(std))
	if err != nil {
		fmt.Fprintln(std.err, "salesclerk:", err)
		return exitFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	k, err := parser.Parse(args)
	if exited >= 0 { // help was shown
		return exited
	}
	if err != nil {
		fmt.Fprintf(std.err, "salesclerk: %v; see salesclerk --help\n", err)
		return exitUsage
	}
	return exitCode(k.Run(), std)
}

func exitCode(err error, std streams) int {
	var usage usageError
	switch {
	case err == nil:
		return exitFine
	case errors.As(err, &usage):
		fmt.Fprintln(std.err, "salesclerk:", err)
		return exitUsage
	}
	fmt.Fprintln(std.err, "salesclerk:", err)
	return exitFailed
}
