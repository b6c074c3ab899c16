package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/schollz/progressbar/v3"

	"salesclerk/agent/erp/data"
)

// importData checks a data folder whole and loads it, or lists every mistake and
// loads nothing.
func (p *program) importData(ctx context.Context, path string, std streams) error {
	read := progress(std.err, "reading")
	set, err := data.Load(ctx, path, read.step)
	read.end()
	if err != nil {
		return err
	}
	for _, w := range set.Warnings {
		fmt.Fprintln(std.err, "note:", w)
	}
	load := progress(std.err, "loading")
	err = p.local.Import(ctx, set, load.step)
	load.end()
	if err != nil {
		return fmt.Errorf("loading into the back office: %w", err)
	}
	fmt.Fprintf(std.out, "%d items, %d customers and %d contacts are in the back office.\n", len(set.Items), len(set.Customers), len(set.Contacts))
	return nil
}

// bar is a progress bar on a terminal, and nothing elsewhere.
type bar struct {
	bar  *progressbar.ProgressBar
	w    io.Writer
	what string
}

func progress(w io.Writer, what string) *bar {
	b := &bar{w: io.Discard, what: what}
	if f, ok := w.(*os.File); ok {
		if i, err := f.Stat(); err == nil && i.Mode()&os.ModeCharDevice != 0 {
			b.w = w
		}
	}
	return b
}

func (b *bar) step(done, total int, file string) {
	if b.bar == nil {
		b.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(b.w), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	}
	b.bar.ChangeMax(max(total, 1))
	b.bar.Describe(b.what + " " + file)
	_ = b.bar.Set(min(done, max(total, 1)))
}

func (b *bar) end() {
	if b.bar != nil {
		_ = b.bar.Finish()
	}
}
